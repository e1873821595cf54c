"""When will I lift so much? A slider of loads, answered by the distribution that the build holds."""

import math
from collections.abc import Mapping
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import words
from dashboard.language import _
from dashboard.palette import TOLD, name_of
from dashboard.parts import pieces, queries
from dashboard.shell import Here
from data.units import KG_PER_LB
from models.plans.milestone import Milestone, milestones_of, next_round
from models.training.block import PLAN

STEP: Final = {"kg": 2.5, "lb": 5.0}
"""A pair of the smallest plates."""
SMALL_STEP: Final = {"kg": 1.0, "lb": 2.5}
SMALL_BELOW: Final = {"kg": 30.0, "lb": 60.0}
"""Loads of dumbbells and the like go in smaller steps."""
FEWEST: Final = 2
WEEKS_TOLD: Final = (4, 12, 26, 52)


@st.fragment
def ask(here: Here, outlook: pd.DataFrame) -> None:
    """Let a load be chosen and say how likely it is lifted by when.

    Parameters
    ----------
    here : Here
    outlook : pandas.DataFrame
        Rows of `outlook` of one lift.
    """
    st.subheader(_("When will I lift it?"), anchor=False)
    now_kg = float(outlook["now_kg"].iloc[0])
    loads = choices(now_kg, float(outlook["q95"].max()), here.unit)
    if len(loads) < FEWEST:
        st.html(pieces.quiet(_("No heavier load is within reach of this forecast.")))
        return
    per_unit = KG_PER_LB if here.unit == "lb" else 1.0
    wanted = next_round(now_kg, here.unit) / per_unit
    load = st.select_slider(
        _("Load ({unit})").format(unit=here.unit),
        loads,
        value=min(loads, key=lambda value: abs(value - wanted)),
        format_func=lambda value: f"{value:g}",
        key="load",
        bind="query-params",
    )
    found = {
        str(style): ahead[0]
        for style, rows in outlook.groupby("style")
        if (ahead := milestones_of(queries.rows(rows), here.unit, float(load) * per_unit))
    }
    if found:
        st.html(said(found, here))


def choices(now_kg: float, furthest_kg: float, unit: str) -> list[float]:
    """Return the loads to choose from, in the unit: from the first above now to the far end of the fan."""
    now, furthest = words.in_unit(now_kg, unit), words.in_unit(furthest_kg, unit)
    step = SMALL_STEP[unit] if now < SMALL_BELOW[unit] else STEP[unit]
    first, last = math.floor(now / step) + 1, math.floor(furthest / step)
    return [step * count for count in range(first, last + 1)]


def said(found: Mapping[str, Milestone], here: Here) -> str:
    """Say when a load is an even bet under the plan or as now, and the chances under all by several dates.

    Parameters
    ----------
    found : mapping of str to Milestone
        By style, and of the plan advised.
    here : Here
    """
    styles = [style for style in TOLD if style in found]
    first = styles[0]
    one = found[first]
    kicker = _("{load}, {manner}").format(
        load=words.plates(one.load_kg, here.unit),
        manner=_("under your plan") if first == PLAN else _("under “{style}”").format(style=name_of(first)),
    )
    if one.even_weeks is None:
        big, sentence = _("Not within a year"), _("Even by then it’s less likely than not.")
    else:
        big, sentence = words.capital(_when(one.even_weeks, here)), _("As likely as not by then.")
    heads = [("", "name"), *((_("{weeks} wk").format(weeks=weeks), "num") for weeks in WEEKS_TOLD)]
    rows = [
        (f"{pieces.dot(style)}{name_of(style)}", *(escape(words.odds(found[style].by(weeks))) for weeks in WEEKS_TOLD))
        for style in styles
    ]
    table = pieces.table(heads, rows)
    note = pieces.quiet(
        _(
            "The chance that your estimated 1RM has got there by then, as long as you keep training the lift. "
            "A projection, not a fact."
        )
    )
    return pieces.headline(kicker, big, sentence, style=first, size="mid") + table + note


def _when(weeks: float, here: Here) -> str:
    """Say a distance ahead as a day, where there is one to come."""
    day = here.day_after(weeks)
    return _("after {weeks} of training").format(weeks=words.weeks(weeks)) if day is None else words.day(day)
