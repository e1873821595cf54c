"""Lifts: every lift on a card, or the one that the address names."""

import pandas as pd
import streamlit as st

from dashboard import shell, words
from dashboard.language import _
from dashboard.parts import addressed, pieces, queries
from dashboard.parts.attention import alerts_of
from dashboard.parts.history import SUSPECT_LOG, records
from dashboard.shell import Here
from dashboard.views.lift import cards, one
from models.alerts.kinds import Severity

LIFT = "lift"
ORDER = "order"


def page(here: Here) -> None:
    """Show the lift that the address names, else all."""
    lifts = queries.frame(here.source, "lifts", lifter=here.lifter, last_day=here.last_day)
    wanted = st.query_params.get(LIFT)
    known = lifts[lifts["exercise_id"] == wanted]
    if not known.empty:
        one.show(here, lifts, known.iloc[0])
        return
    st.title(_("Lifts"), anchor=False)
    if lifts.empty:
        st.info(_("No lift with sets in this log yet."))
        return
    if wanted:
        st.html(pieces.quiet(_("There’s no lift “{lift}” in this log. Here are all there are.").format(lift=wanted)))
    _grid(here, lifts)


def _grid(here: Here, lifts: pd.DataFrame) -> None:
    """Draw all lifts; a tapped card opens its lift."""
    order = addressed.choice(_("Sorted by"), cards.ORDERS, ORDER)
    days = queries.frame(here.source, "lift_days", lifter=here.lifter, far=SUSPECT_LOG)
    outlook = queries.frame(here.source, "outlook", lifter=here.lifter)
    every = cards.cards_of(lifts, days, outlook, _marks(here, days), here.unit)
    drawn = cards.drawn(cards.ordered(every, order), here.lifter, words.from_now(cards.HORIZON, is_over=here.is_over))
    addressed.linked(drawn, key="lifts", name=LIFT)
    st.html(pieces.quiet(_grid_note(here)))


def _grid_note(here: Here) -> str:
    """Say what the cards show."""
    when = _("As of {day}. ").format(day=words.day(here.last_day)) if here.is_over else ""
    return when + _(
        "The large figure is your estimated 1RM: 8 chances in 10 that it is within what follows the ±. "
        "The line is the best of each week of the last year."
    )


def _marks(here: Here, days: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """What to look at of each lift: records of the last 4 weeks, and alerts unless the log is over."""
    marks: dict[str, list[tuple[str, str]]] = {}
    if here.is_over:
        return marks
    rows = queries.frame(here.source, "alerts", lifter=here.lifter)
    for row in queries.rows(rows):
        for alert in alerts_of(pd.DataFrame([row]), {}):
            kind = Severity.WARNING if alert.severity == Severity.WARNING else "notice"
            marks.setdefault(str(row["subject"]), []).append((alert.title, str(kind)))
    for row in queries.rows(records(days, here.last_day)):
        if row["is_beyond_noise"]:
            marks.setdefault(str(row["exercise_id"]), []).append((_("Record"), "record"))
    return marks


page(shell.here())
