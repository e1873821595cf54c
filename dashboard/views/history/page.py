"""What a lifter has done, and any two periods of it side by side."""

from datetime import timedelta
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import shell, words
from dashboard.language import _, decimal, gettext_noop, language
from dashboard.palette import name_of
from dashboard.parts import addressed, pieces, queries
from dashboard.parts.habits import newest_week
from dashboard.parts.history import SUSPECT_LOG, bests_over_time
from dashboard.shell import Here
from dashboard.views.history import charts
from dashboard.views.history.periods import Period, side_by_side

SPANS: Final = {
    "half-year": gettext_noop("Half a year"),
    "year": gettext_noop("A year"),
    "everything": gettext_noop("Everything"),
}
WEEKS: Final = {"half-year": 26, "year": 52, "everything": 0}
CALENDAR_WEEKS: Final = 52
COMPARED_WEEKS: Final = 12
RECORDS_SHOWN: Final = 8
BLOCKS_SHOWN: Final = 200


def page(here: Here) -> None:
    """Show the past."""
    st.title(_("History"), anchor=False)
    days = queries.frame(here.source, "training_days", lifter=here.lifter)
    if days.empty:
        st.html(pieces.quiet(_("No working sets in this log yet.")))
        return
    span = addressed.choice(_("Time shown"), SPANS, "span")
    weeks = WEEKS[span]
    first = max(here.first_day, here.last_day - timedelta(weeks=weeks)) if weeks else here.first_day
    shown = Period(first, here.last_day)
    with st.container(border=True, key="card-calendar"):
        _calendar(here, days, shown)
    with st.container(border=True, key="card-volume"):
        _volume(here, days, shown)
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, key="card-periods"):
        _periods(here, days)
    with right.container(border=True, key="card-records"):
        _records(here)
    with right.container(border=True, key="card-weight"):
        _body_weight(here, shown)


def _calendar(here: Here, days: pd.DataFrame, shown: Period) -> None:
    """Draw the days trained."""
    inside = shown.of(days)
    trained = words.counted(len(inside), "day", "days")
    st.header(_("{days} of training").format(days=trained), anchor=False)
    said = _("{days} days a week since {day}.")
    said = said.format(days=decimal(len(inside) / shown.weeks, 1), day=words.day(shown.first))
    st.html(pieces.quiet(f"{said} {_streak(days)}"))
    first = max(shown.first, shown.last - timedelta(weeks=CALENDAR_WEEKS))
    chart = charts.calendar(days[["day", "working_sets"]], first, shown.last, here.palette)
    alt = _("Training days since {day}, darker with more sets").format(day=words.day(first))
    st.altair_chart(chart, width="stretch", alt=alt)


def _streak(days: pd.DataFrame) -> str:
    """Say for how many weeks in a row there was training, up to the last."""
    weeks = newest_week(days).streak_weeks
    return _("Trained in each of the last {weeks}.").format(weeks=words.weeks(weeks)) if weeks > 1 else ""


def _volume(here: Here, days: pd.DataFrame, shown: Period) -> None:
    """Draw sets a week and the styles."""
    st.header(_("Sets and styles"), anchor=False)
    inside = shown.of(days)
    monday = inside["day"] - pd.to_timedelta(inside["day"].dt.day_of_week, unit="D")
    weeks = inside.assign(week=monday).groupby("week")[list(charts.KINDS)].sum()
    weeks = weeks.reindex(pd.date_range(weeks.index.min(), weeks.index.max(), freq="7D"), fill_value=0)
    weeks = weeks.rename_axis("week").reset_index()
    blocks = queries.frame(here.source, "blocks", lifter=here.lifter, most=BLOCKS_SHOWN)
    blocks = blocks[pd.to_datetime(blocks["last_day"]) >= pd.Timestamp(shown.first)]
    starts = pd.to_datetime(blocks["first_day"])
    blocks = blocks.assign(first_day=starts.where(starts > pd.Timestamp(shown.first), pd.Timestamp(shown.first)))
    chart = charts.volume(weeks, blocks, here.palette)
    st.altair_chart(chart, width="stretch", alt=_("Working sets a week by reps, and the style of each block"))
    if not blocks.empty:
        newest = blocks.iloc[0]
        said = _(
            "The bar below shows each block's style. The last one, {weeks} of {style}, had {sets} sets a week at "
            "{reps} reps."
        )
        st.html(
            pieces.quiet(
                said.format(
                    weeks=words.weeks(newest["weeks"]),
                    style=words.within(name_of(str(newest["style"]))),
                    sets=words.number(newest["sets_per_week"]),
                    reps=words.number(newest["mean_reps"]),
                )
            )
        )


def _periods(here: Here, days: pd.DataFrame) -> None:
    """Compare two periods."""
    st.header(_("Two periods side by side"), anchor=False)
    middle = here.last_day - timedelta(weeks=COMPARED_WEEKS)
    left, right = st.columns(2)
    with left:
        earlier = _period(
            here, _("Earlier"), "earlier", Period(middle - timedelta(weeks=COMPARED_WEEKS) + timedelta(days=1), middle)
        )
    with right:
        later = _period(here, _("Later"), "later", Period(middle + timedelta(days=1), here.last_day))
    if earlier is None or later is None:
        st.html(pieces.quiet(_("Choose a first and a last day of both.")))
        return
    lifts = queries.frame(here.source, "lift_days", lifter=here.lifter, far=SUSPECT_LOG)
    rows = side_by_side(days, lifts, earlier, later, here.unit)
    heads = [(_("What"), "name"), (_("Earlier"), "num"), (_("Later"), "num"), (_("Change"), "num")]
    st.html(pieces.table(heads, [tuple(escape(cell) for cell in row) for row in rows]))


def _period(here: Here, label: str, key: str, first: Period) -> Period | None:
    """Let a period be chosen."""
    start = max(first.first, here.first_day)
    chosen = st.date_input(
        label,
        (start, max(first.last, start)),
        min_value=here.first_day,
        max_value=here.last_day,
        key=f"{key}-{here.lifter}",
        format="DD/MM/YYYY" if language() == "en" else "DD.MM.YYYY",
    )
    return Period(*chosen) if isinstance(chosen, tuple) and len(chosen) == 2 else None


def _records(here: Here) -> None:
    """List the newest bests of the main lifts."""
    st.header(_("Records"), anchor=False)
    lifts = queries.frame(here.source, "lift_days", lifter=here.lifter, far=SUSPECT_LOG)
    found = bests_over_time(lifts).head(RECORDS_SHOWN)
    if found.empty:
        st.html(pieces.quiet(_("No lift has been trained on enough days for a record yet.")))
        return
    rows = [
        (
            escape(words.day(row["day"])),
            escape(row["name"]),
            f"{words.load(row['one_rm_kg'], here.unit)} <small>{words.change(row['gain_pct'])}</small>",
        )
        for row in queries.rows(found)
    ]
    st.html(pieces.table([(_("Day"), "whole"), (_("Lift"), "name"), (_("Estimated 1RM"), "num")], rows))
    st.html(pieces.quiet(_("Bests that beat the last one by more than a 1RM test varies, newest first.")))


def _body_weight(here: Here, shown: Period) -> None:
    """Draw the body weight, or say how to log it."""
    st.header(_("Body weight"), anchor=False)
    weights = shown.of(queries.frame(here.source, "history/body_weight", lifter=here.lifter))
    if weights.empty:
        st.html(pieces.quiet(_("None logged in this time. Add an export that has body weights on the Data page.")))
        return
    if len(weights) == 1:
        only = weights.iloc[0]
        said = _("{load}, weighed once, on {day}.")
        weight = words.load(only["body_weight_kg"], here.unit)
        st.html(pieces.quiet(said.format(load=weight, day=words.day(only["day"]))))
        return
    chart = charts.body_weight(weights, here.unit, here.palette)
    st.altair_chart(chart, width="stretch", alt=_("Body weight, each weigh-in and the middle of two weeks"))


page(shell.here())
