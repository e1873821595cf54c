"""Cached reads of published builds.

A build never changes, so whatever was read from it stays true: frames are cached by build, query and parameters, and a
new build simply has new keys. One read-only connection per build serves all sessions, a cursor of it each query.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import duckdb
import pandas as pd
import streamlit as st

from dashboard.parts.own_rows import OwnRows
from dashboard.parts.visitor import OWNER, Visitor, looking, make_sure
from pipelines.errors import NothingYetError
from pipelines.settings import Settings
from pipelines.warehouse.publish import Build, current_build
from pipelines.warehouse.read import current, opened

SQL: Final = Path(__file__).parent / "sql"
"""Queries of several pages; those of one page lie in its folder."""

VIEWS: Final = Path(__file__).parents[1] / "views"

CHOICES: Final = 200
"""Most lifters offered at once; the rest are found by typing."""

ROWS: Final = 500
"""Most rows of a list shown on a page; the count above it is of all of them."""

FIRST: Final[tuple[tuple[str, tuple[tuple[str, object], ...]], ...]] = (
    ("build", ()),
    ("lifters", (("most", CHOICES), ("search", ""))),
    ("roster/roster", (("horizon_weeks", 12),)),
)
"""What the first page of all asks, whoever comes: the query, and what is bound in it."""

FRAMES_KEPT: Final = 512
BUILDS_OPEN: Final = 3

MEMORY: Final = "256MB"
"""For DuckDB to read builds with, unless the installation says how much: more only keeps lifters seen before."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A published build of an installation, as one visitor may see it: what every read is keyed by.

    Parameters
    ----------
    installation : Settings
        Where the installation is, and how much of the machine it may use.
    build : Build
        The build read.
    visitor : Visitor
        Who reads it.
    """

    installation: Settings
    build: Build
    visitor: Visitor = OWNER

    @property
    def settings(self) -> Settings:
        """The installation, for a visitor who may still look: whoever reads or writes asks for it here.

        Raises
        ------
        NotAdmittedError
            Who looks now is somebody else, or may see something else, than when the page was drawn.
        """
        make_sure(self.visitor, self.installation)
        return self.installation

    @property
    def reading(self) -> Settings:
        """The installation as builds are read in it; a cache asks nobody who is looking."""
        is_said = self.installation.memory_limit != Settings.memory_limit
        return self.installation if is_said else replace(self.installation, memory_limit=MEMORY)


def source_in_force(settings: Settings) -> Source | None:
    """The build in force, as whoever is looking may see it; None before the first, or where another version made it.

    Raises
    ------
    NotAdmittedError
        Who is looking may see nothing.
    """
    visitor = looking(settings)
    try:
        return Source(installation=settings, build=current(settings), visitor=visitor)
    except NothingYetError:
        return None


def get_ready(settings: Settings) -> None:
    """Open the build in force and answer what every first page asks, for whoever may see all of it.

    Raises
    ------
    NothingYetError
        As from `pipelines.warehouse.read.current`.
    """
    source = Source(installation=settings, build=current(settings))
    for name, parameters in FIRST:
        _frame(source, name, parameters)


def is_outdated(settings: Settings) -> bool:
    """Tell whether the build in force was made by another version and may lack what the pages show."""
    build = current_build(settings)
    return build is not None and not build.is_readable


def name_in_force(settings: Settings) -> str | None:
    """Name the build in force by the pointer alone: cheap enough to ask every few seconds."""
    try:
        return settings.current.read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


@cache
def _text(name: str) -> str:
    """Read one query: `name` of several pages, `page/name` of one."""
    page, _, own = name.rpartition("/")
    folder = VIEWS / page / "sql" if page else SQL
    return (folder / f"{own}.sql").read_text(encoding="utf-8")


def _whole(source: Source) -> str:
    """What a build is known by: its file, which never changes."""
    return str(source.build.path)


def _seen(source: Source) -> str:
    """What a build is known by as one visitor may see it: those who may see the same share it."""
    lifters = source.visitor.lifters
    return json.dumps([_whole(source), None if lifters is None else sorted(lifters)])


KEY: Final[dict[str | type[Any], Callable[[Any], Any]]] = {Source: _seen}
"""What a build is known by in caches of what one visitor may see. A cache asks nobody who is looking: callers do."""


@st.cache_resource(
    max_entries=BUILDS_OPEN, on_release=lambda con: con.close(), hash_funcs={Source: _whole}, show_spinner=False
)
def _connection(source: Source) -> duckdb.DuckDBPyConnection:
    """Open one build read-only; closed when builds newer than it have taken its place."""
    return opened(source.reading, source.build)


@st.cache_resource(
    max_entries=BUILDS_OPEN, on_release=lambda rows: rows.close(), hash_funcs={Source: _whole}, show_spinner=False
)
def _own_rows(source: Source) -> OwnRows:
    """Open one build for those who may see some of it; closed likewise."""
    return OwnRows(source.reading, source.build)


def _cursor(source: Source) -> duckdb.DuckDBPyConnection:
    lifters = source.visitor.lifters
    return _connection(source).cursor() if lifters is None else _own_rows(source).cursor(lifters)


@st.cache_data(max_entries=FRAMES_KEPT, hash_funcs=KEY, show_spinner=False)
def _frame(source: Source, name: str, parameters: tuple[tuple[str, object], ...]) -> pd.DataFrame:
    """Run one query on one build."""
    with _cursor(source) as cursor:
        return cursor.execute(_text(name), dict(parameters)).df()


def frame(source: Source, name: str, **parameters: object) -> pd.DataFrame:
    """Answer the query `name` (or `page/name`), its `$names` bound to `parameters`.

    Returns
    -------
    pandas.DataFrame
        A copy of the caller's own, of the lifters whom the visitor may see; grain and columns are said in the file's
        header.

    Raises
    ------
    NotAdmittedError
        As from `Source.settings`.
    """
    make_sure(source.visitor, source.installation)
    return _frame(source, name, tuple(sorted(parameters.items())))


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows as dictionaries, for words about each."""
    return cast("list[dict[str, Any]]", table.to_dict("records"))


def meta(source: Source) -> pd.Series:
    """The build's own row: name, kind, when made, whether of simulated samples, model."""
    return frame(source, "build").iloc[0]


def lifters(source: Source, search: str = "") -> pd.DataFrame:
    """Up to `CHOICES` lifters whose name contains `search`, busiest first, and the count of all found."""
    return frame(source, "lifters", search=search, most=CHOICES)


def lifter(source: Source, name: str) -> pd.Series | None:
    """One lifter's row, or None where the build has none of that name."""
    row = frame(source, "lifter", lifter=name)
    return None if row.empty else row.iloc[0]
