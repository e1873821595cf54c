"""Cached reads of published builds.

A build never changes, so whatever was read from it stays true: frames are cached by home, build, query and
parameters, and a new build simply has new keys. Connections are read-only and last as long as one query.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from pipelines.settings import Settings
from pipelines.warehouse.read import connect

SQL: Final = Path(__file__).parent / "sql"

CHOICES: Final = 50
"""Most lifters offered at once; the rest are found by typing."""

ROWS: Final = 500
"""Most rows of a list shown on a page; the count above it is of all of them."""

FRAMES_KEPT: Final = 512


@dataclass(frozen=True, kw_only=True)
class Source:
    """A build of an installation: what every read is keyed by.

    Parameters
    ----------
    home : str
        `LIFTCAST_HOME`.
    build : str
        Name of a published build.
    """

    home: str
    build: str

    @property
    def settings(self) -> Settings:
        """Give the installation's settings."""
        return Settings(home=Path(self.home))


@cache
def _text(name: str) -> str:
    """Read one query."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


@st.cache_data(max_entries=FRAMES_KEPT, show_spinner=False)
def _frame(home: str, build: str, name: str, parameters: tuple[tuple[str, object], ...]) -> pd.DataFrame:
    """Run one query against one build."""
    with connect(Settings(home=Path(home)), build) as connection:
        return connection.execute(_text(name), dict(parameters)).df()


def frame(source: Source, name: str, **parameters: object) -> pd.DataFrame:
    """Give the answer to `sql/<name>.sql`, its `$names` bound to `parameters`.

    Returns
    -------
    pandas.DataFrame
        A copy of the caller's own; grain and columns are said in the file's header.
    """
    return _frame(source.home, source.build, name, tuple(sorted(parameters.items())))


def meta(source: Source) -> pd.Series:
    """Give the build's own row: name, kind, when made, whether of simulated samples, model."""
    return frame(source, "build").iloc[0]


def lifters(source: Source, search: str = "") -> pd.DataFrame:
    """Give up to `CHOICES` lifters whose name contains `search`, busiest first, and the count of all found."""
    return frame(source, "lifters", search=search, most=CHOICES)


def lifter(source: Source, name: str) -> pd.Series | None:
    """Give one lifter's row, or None where the build has none of that name."""
    found = frame(source, "lifter", lifter=name)
    return None if found.empty else found.iloc[0]
