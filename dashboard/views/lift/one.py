"""One lift: what it was, what it may become under the plan and each style, and how sure that is."""

from typing import Final

import pandas as pd
import streamlit as st

from dashboard import shell, words
from dashboard.language import _
from dashboard.parts import described, pieces, queries
from dashboard.parts.attention import Alert, alerts_of
from dashboard.parts.history import SUSPECT_LOG, bests_over_time
from dashboard.shell import Here
from dashboard.views.lift import charts, milestone, switch, told
from dashboard.views.lift.level import level_before
from models.alerts.kinds import Severity
from models.forecasters.ahead import lifts_ahead
from models.forecasters.any_horizon import FURTHEST_WEEKS, NEAREST_WEEKS
from models.one_rm.rep_max import NO_BODY_WEIGHT
from models.training.block import PLAN
from models.training.style import AS_NOW

LIFT: Final = "lift"
HORIZON: Final = 12


def show(here: Here, lifts: pd.DataFrame, lift: pd.Series) -> None:
    """Show one lift.

    Parameters
    ----------
    here : Here
    lifts : pandas.DataFrame
        Rows of `lifts`: what else may be chosen.
    lift : pandas.Series
        The row to show.
    """
    left, right = st.columns([1, 3], vertical_alignment="center")
    back, where = _("All lifts"), {"lifter": here.lifter}
    left.page_link(shell.view("lift"), label=back, icon=":material/arrow_back:", query_params=where)
    with right:
        _choose(lifts, str(lift["exercise_id"]))
    st.title(pieces.plain(str(lift["name"])), anchor=False)
    if not lift["is_forecast"]:
        _refused(here, lift)
        return
    grave, lesser = _alerts(here, lift)
    if grave:
        st.html(pieces.alerts(grave))
    outlook = queries.frame(here.source, "outlook", lifter=here.lifter)
    _forecast(here, lift, outlook[outlook["exercise_id"] == lift["exercise_id"]], lesser)


def _choose(lifts: pd.DataFrame, shown: str) -> None:
    """Let another lift be chosen; the choice is part of the address."""
    names = dict(zip(lifts["exercise_id"], lifts["name"], strict=True))
    forecast = set(lifts.loc[lifts["is_forecast"], "exercise_id"])

    def label(exercise_id: str) -> str:
        name = str(names[exercise_id])
        return name if exercise_id in forecast else _("{name} (no forecast)").format(name=name)

    def into_address() -> None:
        st.query_params[LIFT] = st.session_state[LIFT]

    st.session_state[LIFT] = shown
    st.selectbox(
        _("Another lift"),
        list(names),
        format_func=label,
        key=LIFT,
        label_visibility="collapsed",
        on_change=into_address,
    )


def _refused(here: Here, lift: pd.Series) -> None:
    """Say why there is no forecast and what is missing; show the past all the same."""
    with st.container(border=True, key="card-refused"):
        left, right = st.columns(2, gap="medium")
        left.html(told.now_said(lift, here.unit, is_over=here.is_over))
        is_asked = lift["reason"] == NO_BODY_WEIGHT and described.may_state(here.source)
        said = _("Your body is the load here: say what you weigh.") if is_asked else told.wanted(lift)
        right.html(pieces.headline(_("Forecast"), _("Not yet"), said, size="mid"))
        if is_asked:
            with right:
                described.ask_weight(here.source, here.lifter, here.unit)
        past = _past(here, lift)
        if past.days.empty:
            return
        chart = charts.past_alone(past, here.unit, here.palette)
        st.altair_chart(chart, width="stretch", alt=_("{name}: past days").format(name=lift["name"]))
        st.html(pieces.quiet(_("Each point is a training day’s best estimated 1RM.")))
        st.html(told.days_table(past.days, here.unit))


def _alerts(here: Here, lift: pd.Series) -> tuple[list[Alert], list[Alert]]:
    """What needs attention of this lift: the warnings, and the rest; nothing where the training is over."""
    if here.is_over:
        return [], []
    rows = queries.frame(here.source, "alerts", lifter=here.lifter)
    alerts = alerts_of(rows[rows["subject"] == lift["exercise_id"]], {str(lift["exercise_id"]): ""})
    warnings = [alert for alert in alerts if alert.severity == Severity.WARNING]
    return warnings, [alert for alert in alerts if alert.severity != Severity.WARNING]


def _forecast(here: Here, lift: pd.Series, outlook: pd.DataFrame, lesser: list[Alert]) -> None:
    """Show what may come under the plan and each style."""
    weekly = lifts_ahead(outlook, range(1, FURTHEST_WEEKS + 1))
    with st.container(border=True, key="card-fan"):
        _fan(here, lift, weekly)
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, key="card-styles"):
        at = weekly[weekly["horizon_weeks"] == HORIZON]
        named = _("Your plan and the styles {when}") if PLAN in set(at["style"]) else _("The styles {when}")
        st.subheader(named.format(when=words.from_now(HORIZON, is_over=here.is_over)), anchor=False)
        st.html(pieces.styles_table(at, here.unit, ""))
        if lesser:
            st.html(pieces.alerts(lesser))
        _pairs(here, str(lift["exercise_id"]))
    with right.container(border=True, key="card-when"):
        milestone.ask(here, outlook)
    with right.container(border=True, key="card-why"):
        st.subheader(_("Where this comes from"), anchor=False)
        st.html(pieces.bullets(told.sources(lift, outlook)))


def _chosen(styles: list[str]) -> tuple[str, int, tuple[str, int]]:
    """Style and week that the address names, and those it means where it names none: the plan, 12 weeks."""
    first = PLAN if PLAN in styles else AS_NOW
    style, weeks = st.query_params.get("style"), st.query_params.get("weeks", "")
    in_reach = weeks.isdecimal() and NEAREST_WEEKS <= int(weeks) <= FURTHEST_WEEKS
    return style if style in styles else first, int(weeks) if in_reach else HORIZON, (first, HORIZON)


def _fan(here: Here, lift: pd.Series, weekly: pd.DataFrame) -> None:
    """Draw the past and the forecast, say it, and list it; style and weeks are switched in the browser."""
    style, weeks, first = _chosen(list(dict.fromkeys(weekly["style"])))
    left, right = st.columns(2, gap="medium")
    left.html(told.now_said(lift, here.unit, is_over=here.is_over))
    with right:
        now_kg = float(weekly["now_kg"].iloc[0])
        switch.then(switch.every_then(weekly, now_kg, here.unit, is_over=here.is_over), style, weeks, first)
    ahead = charts.paths(weekly, pd.Timestamp(lift["cutoff"]), here.unit)
    past = _past(here, lift)
    start = words.day(lift["cutoff"]) if here.is_over else _("now")
    chart = charts.fan(past, ahead, style=style, weeks=weeks, unit=here.unit, palette=here.palette, start=start)
    said = told.fan_said(past.days)
    st.altair_chart(chart, width="stretch", alt=f"{lift['name']}. {said}")
    st.html(pieces.quiet(said))
    st.html(told.ahead_table(ahead, here))


def _past(here: Here, lift: pd.Series) -> charts.Past:
    """The past of one lift: its days and records, its level, and the reps of its sets."""
    exercise_id = str(lift["exercise_id"])
    days = queries.frame(here.source, "lift_days", lifter=here.lifter, far=SUSPECT_LOG)
    days = days[(days["exercise_id"] == exercise_id) & ~days["is_suspect"]]
    days = days.assign(is_record=days["day"].isin(bests_over_time(days)["day"]))
    zones = queries.frame(here.source, "lift/lift_zones", lifter=here.lifter, exercise_id=exercise_id)
    if pd.isna(lift["now_kg"]) or pd.isna(lift["cutoff"]):
        return charts.Past(days=days, level=pd.DataFrame(), zones=zones)
    cutoff = pd.Timestamp(lift["cutoff"])
    level = level_before(days, float(lift["now_kg"]), float(lift["now_se_kg"]), cutoff, FURTHEST_WEEKS)
    return charts.Past(days=days, level=level, zones=zones)


def _pairs(here: Here, exercise_id: str) -> None:
    """Say of any two styles which is better, how surely and by how much, where that matters."""
    pairs = queries.frame(here.source, "lift/lift_pairs", lifter=here.lifter, exercise_id=exercise_id)
    if pairs.empty:
        return
    stored = int(min(pairs["horizon_weeks"].unique(), key=lambda weeks: abs(weeks - HORIZON)))
    st.markdown(_("**One style against another after {weeks}**").format(weeks=words.weeks(stored)))
    st.html(pieces.bullets(told.pairs_said(pairs[pairs["horizon_weeks"] == stored])))
