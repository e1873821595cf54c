"""One muscle: its sets against the range, the exercises that work it, and what may become of its size."""

from collections.abc import Mapping
from html import escape
from typing import Final
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import words
from dashboard.language import _
from dashboard.palette import TOLD, name_of
from dashboard.parts import pieces, queries
from dashboard.shell import Here
from dashboard.views.muscles import sets
from dashboard.views.muscles.told import HORIZON, evidence
from models.training.block import PLAN
from models.training.style import AS_NOW

WIDEST: Final = 30.0
"""Sets a week at the far end of the bar."""


def show(here: Here, muscle: str, recent_sets: float, planned: Mapping[str, float]) -> None:
    """Show one muscle.

    Parameters
    ----------
    here : Here
    muscle : str
        By its name in the catalogue.
    recent_sets : float
        Fractional sets a week of the last weeks.
    planned : mapping of str to float
        The same of the block advised, by muscle; empty without one.
    """
    judged = _(sets.KINDS[sets.kind_of(recent_sets)])
    then = _(" Under the plan: {sets} a week.").format(sets=f"{planned.get(muscle, 0.0):.0f}") if planned else ""
    low, high = f"{sets.SETS_LOW:g}", f"{sets.SETS_HIGH:g}"
    told = _("{judged}: {low} to {high} a week are best for size.").format(
        judged=words.capital(judged), low=low, high=high
    )
    st.html(pieces.headline(words.named(muscle), words.capital(sets.said(recent_sets)), told + then, size="mid"))
    st.html(_bar(recent_sets, planned.get(muscle)))
    _exercises(here, muscle)
    _size(here, muscle)


def _bar(recent_sets: float, planned_sets: float | None) -> str:
    """Draw sets a week as a bar over the range, a tick where the plan is."""

    def part(count: float) -> str:
        return f"{100 * min(count, WIDEST) / WIDEST:.1f}%"

    tick = "" if planned_sets is None else f'<b style="left: {part(planned_sets)}"></b>'
    return pieces.wrap(
        f'<div class="against" aria-hidden="true"><s style="left: {part(sets.SETS_LOW)}; '
        f'width: {part(sets.SETS_HIGH - sets.SETS_LOW)}"></s><i style="width: {part(recent_sets)}"></i>{tick}</div>',
        f'<p class="quiet">{escape(_bar_said(planned_sets is not None))}</p>',
    )


def _bar_said(has_plan: bool) -> str:
    """Say what the bar shows."""
    base = _("The bar shows sets a week over the last 4 weeks, from 0 to {most}; the range is shaded.").format(
        most=f"{WIDEST:g}"
    )
    return base + (_(" The tick is your plan.") if has_plan else "")


def _exercises(here: Here, muscle: str) -> None:
    """List the exercises that worked it, each a link to its lift."""
    rows = queries.frame(here.source, "muscles/exercises", lifter=here.lifter, muscle=muscle, last_day=here.last_day)
    st.markdown(_("**What works it**"))
    if rows.empty:
        st.html(pieces.quiet(_("No exercise of the last 4 weeks.")))
        return
    heads = [(_("Exercise"), "name"), (_("Sets a week"), "num"), (_("Counted as"), "num")]
    table = [
        (
            _link(here.lifter, row["exercise_id"], row["name"]),
            _sets(row["sets_per_week"]),
            _sets(row["fractional_sets"]),
        )
        for row in queries.rows(rows)
    ]
    st.html(pieces.table(heads, table))


def _link(lifter: str, exercise_id: str, name: str) -> str:
    """Link to a lift."""
    where = escape(f"lift?{urlencode({'lifter': lifter, 'lift': exercise_id})}")
    return f'<a href="{where}" target="_self">{escape(str(name))}</a>'


def _sets(count: float) -> str:
    """Say sets a week to the half."""
    return words.figure(round(2 * count) / 2)


def _size(here: Here, muscle: str) -> None:
    """Say what may become of its size under the plan and as now, and what that rests on."""
    sizes = queries.frame(here.source, "muscles/sizes", lifter=here.lifter)
    rows = sizes[(sizes["muscle"] == muscle) & (sizes["horizon_weeks"] == HORIZON)]
    st.markdown(_("**Its size {when}**").format(when=words.from_now(HORIZON, is_over=here.is_over)))
    if rows.empty:
        st.html(pieces.quiet(_("No size forecast: it needs sets for this muscle in the last weeks.")))
        return
    st.html(sizes_table(rows[rows["style"].isin([PLAN, AS_NOW, "hypertrophy"])], by="style"))
    st.html(pieces.quiet(evidence(float(rows["own_share"].fillna(0).max()))))


def sizes_table(rows: pd.DataFrame, *, by: str) -> str:
    """List changes in size, rounded.

    Parameters
    ----------
    rows : pandas.DataFrame
        muscle, style, q10, q50, q90 (%).
    by : {"muscle", "style"}
        Whether muscles are named beside styles, or styles alone.
    """
    places = {style: place for place, style in enumerate(TOLD)}
    ordered = sorted(
        queries.rows(rows), key=lambda row: (row["muscle"] if by == "muscle" else "", places.get(row["style"], 9))
    )
    table = [
        (
            *((escape(str(row["muscle"])),) if by == "muscle" else ()),
            f'<span class="whole">{pieces.dot(row["style"])}{name_of(row["style"])}</span>',
            words.change(row["q50"]),
            words.change_span(row["q10"], row["q90"]),
        )
        for row in ordered
    ]
    first = [(_("Muscle"), "name")] if by == "muscle" else []
    return pieces.table([*first, (_("Training"), "name"), (_("Middle"), "num"), (_("8 in 10 within"), "num")], table)
