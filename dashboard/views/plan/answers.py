"""Plans for what is asked: what one lifter's plans rest on is read once a build, and each answer kept."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.parts import queries
from dashboard.parts.queries import Source
from dashboard.parts.visitor import make_sure
from pipelines.serving import planner
from pipelines.warehouse import read

LIFTERS_KEPT: Final = 16
ANSWERS_KEPT: Final = 256

_ahead: Final = ThreadPoolExecutor(1, "plans")
"""Reads while nobody waits: one lifter at a time, so that pages keep the processor."""


@st.cache_resource(max_entries=LIFTERS_KEPT, hash_funcs=queries.KEY, show_spinner=False)
def _ground(source: Source, lifter: str) -> planner.Ground:
    """What a lifter's plans rest on."""
    with read.connect(source.reading, source.build) as con:
        return planner.ground_of(con, lifter)


def get_ready(source: Source, lifter: str) -> None:
    """Begin to read what the first change would otherwise wait for; what fails is told of when it is asked for."""
    make_sure(source.visitor, source.installation)
    _ahead.submit(_ground, source, lifter)


def answer(
    source: Source, lifter: str, given: dict[str, Any], weeks: int | None, pick: str, today: date
) -> pd.Series | None:
    """Work out a plan, as a row of `recommendations`; None where too little is logged.

    Parameters
    ----------
    source : Source
    lifter : str
    given : dict
        Wishes other than those stated, as for `planner.wishes_with`.
    weeks : int or None
    pick : str
        The plan to follow; empty for the one advised.
    today : date

    Raises
    ------
    ProfileError
        What is given cannot be used.
    NotAdmittedError
        As from `Source.settings`.
    """
    make_sure(source.visitor, source.installation)
    return _answer(source, lifter, given, weeks, pick, today)


@st.cache_data(max_entries=ANSWERS_KEPT, hash_funcs=queries.KEY, show_spinner=False)
def _answer(
    source: Source, lifter: str, given: dict[str, Any], weeks: int | None, pick: str, today: date
) -> pd.Series | None:
    """Work out one answer."""
    row = queries.lifter(source, lifter)
    stated = {} if row is None else {str(name): value for name, value in row.items()}
    wishes = planner.wishes_with(source.settings, stated, given)
    found = planner.plan_on(_ground(source, lifter), wishes, today=today, weeks=weeks, pick=pick)
    if found is None:
        return None
    return pd.Series(
        {name: value if isinstance(value, str | float) else json.dumps(value) for name, value in found.items()}
    )
