"""Looking back on a lifter's own forecasts: what was said, and what came."""

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import words
from dashboard.language import _
from dashboard.parts import pieces, queries
from dashboard.shell import Here
from dashboard.views.models import charts

DRAWN: Final = 24
LISTED: Final = 60


def show(here: Here) -> None:
    """Draw the lifter's own past forecasts against what came, or say when the first comes due."""
    whose = _("Your own forecasts") if here.lifter == "me" else _("{lifter}’s own forecasts").format(lifter=here.lifter)
    st.header(pieces.plain(f"{whose}: " + _("what was said, what came")), anchor=False)
    past = queries.frame(here.source, "models/own_past", lifter=here.lifter)
    past = past[past["reached_kg"].notna()]
    if past.empty:
        st.html(pieces.quiet(_none_yet(here)))
        return
    held = int(past["is_inside"].sum())
    said = _("{held} of {forecasts} came true within the range given.").format(
        held=words.number(held), forecasts=words.counted(len(past), "forecast", "forecasts")
    )
    above = int((past["reached_kg"] > past["q90"]).sum())
    more = _(" {above} ended above it and {below} below.").format(
        above=words.number(above), below=words.number(len(past) - held - above)
    )
    sentence = said + (more if held < len(past) else "")
    st.html(pieces.wrap(f'<p class="said">{escape(sentence)}</p>'))
    newest = past.head(DRAWN)
    st.altair_chart(charts.looked_back(newest, here.unit, here.palette), width="stretch", alt=sentence)
    st.html(
        pieces.quiet(
            _(
                "The line is the range given, where 8 in 10 should end up. The dot is what was lifted, the best of "
                "four weeks."
            )
        )
    )
    st.html(pieces.folded(_("Show data"), _table(past.head(LISTED), here.unit)))


def _none_yet(here: Here) -> str:
    """Say why there is nothing to look back on."""
    if here.is_over:
        return _("The log ended before a forecast made here came due.")
    due = here.day_after(6)
    when = _(" The first can be checked against your log about {day}.").format(day=words.day(due)) if due else ""
    return _("No forecast made here has come due yet.") + when


def _table(past: pd.DataFrame, unit: str) -> str:
    held, missed = _("held"), _("missed")
    rows = [
        (
            escape(str(row["name"])),
            words.day(row["due"]),
            words.load(row["q50"], unit),
            words.span(row["q10"], row["q90"], unit),
            f"{words.load(row['reached_kg'], unit)} <small>{held if row['is_inside'] else missed}</small>",
        )
        for row in queries.rows(past)
    ]
    heads = [(_("Lift"), "name"), (_("For"), ""), (_("Said"), "num"), (_("8 in 10 within"), "num"), (_("Came"), "num")]
    return pieces.table(heads, rows, stacked=True)
