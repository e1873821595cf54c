"""One lift: what it was, what it may become under the plan and each style, and how sure that is."""

import pandas as pd
import streamlit as st

from dashboard import shell, words
from dashboard.palette import TOLD, name_of
from dashboard.parts import pieces, queries
from dashboard.parts.attention import Alert, alerts_of
from dashboard.parts.history import SUSPECT_LOG
from dashboard.shell import Here
from dashboard.views.lift import charts
from models.alerts.kinds import Severity
from models.definitions import Z90
from models.forecasters.ahead import lifts_ahead
from models.forecasters.any_horizon import FURTHEST_WEEKS, NEAREST_WEEKS
from models.training.block import PLAN
from models.training.style import AS_NOW

HORIZON = 12
BASIS = {
    "single": "from heavy singles of your last 8 weeks",
    "sets": "from the sets of your last 8 weeks, not from a test",
}
HISTORY_DAYS = 300


def page(here: Here) -> None:
    """Show one lift."""
    st.title("Lift", anchor=False)
    lifts = queries.frame(here.source, "lifts", lifter=here.lifter, last_day=here.last_day)
    if lifts.empty:
        st.info("No lift with sets in this log yet.")
        return
    chosen = _choose(lifts)
    if not chosen["is_forecast"]:
        _refused(here, chosen)
        return
    outlook = queries.frame(here.source, "outlook", lifter=here.lifter)
    outlook = outlook[outlook["exercise_id"] == chosen["exercise_id"]]
    style, horizon = _controls(here, outlook)
    grave, lesser = _alerts(here, chosen)
    if grave:
        st.html(pieces.alerts(grave))
    with st.container(border=True, key="card-fan"):
        left, right = st.columns(2, gap="medium")
        left.html(now_said(chosen, here.unit, is_over=here.is_over))
        right.html(then_said(outlook, style, horizon, here.unit, is_over=here.is_over))
        _fan(here, chosen, outlook, style, horizon)
    at = lifts_ahead(outlook, [horizon])
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, key="card-styles"):
        told = "Your plan and the styles" if PLAN in set(at["style"]) else "The styles"
        st.subheader(f"{told} {words.from_now(horizon, is_over=here.is_over)}", anchor=False)
        st.html(pieces.styles_table(at, here.unit, style))
        if lesser:
            st.html(pieces.alerts(lesser))
        _pairs(here, str(chosen["exercise_id"]), horizon)
    with right.container(border=True, key="card-why"):
        _sources(chosen, outlook, style)


def _choose(lifts: pd.DataFrame) -> pd.Series:
    """Let a lift be chosen; the choice is part of the address."""
    by_id = lifts.set_index("exercise_id", drop=False)
    wanted = st.session_state.get("lift") or st.query_params.get("lift")
    st.session_state["lift"] = wanted if wanted in by_id.index else by_id.index[0]

    def label(exercise_id: str) -> str:
        row = by_id.loc[exercise_id]
        return str(row["name"]) if row["is_forecast"] else f"{row['name']} (no forecast)"

    choice = st.selectbox("Lift", list(by_id.index), format_func=label, key="lift", label_visibility="collapsed")
    st.query_params["lift"] = choice
    return pd.Series(by_id.loc[choice])


def _refused(here: Here, lift: pd.Series) -> None:
    """Say why there is no forecast and what is missing; show the past all the same."""
    with st.container(border=True, key="card-refused"):
        left, right = st.columns(2, gap="medium")
        left.html(now_said(lift, here.unit, is_over=here.is_over))
        right.html(pieces.headline("Forecast", "Not yet", _wanted(lift), size="mid"))
        days = _days(here, str(lift["exercise_id"]))
        if not days.empty:
            chart = charts.past(days, here.unit, here.palette)
            st.altair_chart(chart, width="stretch", alt=f"{lift['name']}: past days")


def _alerts(here: Here, lift: pd.Series) -> tuple[list[Alert], list[Alert]]:
    """What needs attention of this lift: the warnings, and the rest."""
    rows = queries.frame(here.source, "alerts", lifter=here.lifter)
    alerts = alerts_of(rows[rows["subject"] == lift["exercise_id"]], {str(lift["exercise_id"]): ""})
    warnings = [alert for alert in alerts if alert.severity == Severity.WARNING]
    return warnings, [alert for alert in alerts if alert.severity != Severity.WARNING]


def _controls(here: Here, outlook: pd.DataFrame) -> tuple[str, int]:
    """Let plan or style be chosen, and the horizon; begin with the plan."""
    styles = [style for style in TOLD if style in set(outlook["style"])]
    first = PLAN if PLAN in styles else AS_NOW
    left, right = st.columns([3, 2], gap="medium")
    style = left.segmented_control(
        "Training", styles, default=first, required=True, format_func=name_of, key=f"style-{here.lifter}"
    )
    horizon = right.slider("Weeks ahead", NEAREST_WEEKS, FURTHEST_WEEKS, HORIZON, key="horizon")
    return str(style or first), int(horizon)


def now_said(lift: pd.Series, unit: str, *, is_over: bool = False) -> str:
    """Say a lift's current 1RM, how sure it is and what it rests on; of a log that is over, as of when."""
    when = f"as of {words.day(lift['last_day'])}" if is_over else "now"
    kicker = f"{lift['name']}: 1RM {when}"
    if pd.isna(lift["now_kg"]):
        return pieces.headline(kicker, "Cannot be said yet", _wanted(lift), size="mid")
    now, away = lift["now_kg"], Z90 * lift["now_se_kg"]
    likely = words.span(now - away, now + away, unit, "and")
    chance = f"8 in 10 chance between {likely}, {_basis(lift, unit)}."
    return pieces.headline(kicker, words.load(now, unit), chance, size="mid")


def _basis(lift: pd.Series, unit: str) -> str:
    """Say what a current 1RM rests on."""
    if lift["basis"] == "tested":
        tested = words.load(lift["tested_kg"], unit)
        days = lift["tested_age_days"]
        age = words.counted(days, "day") if days < 14 else words.weeks(days / 7)
        return f"from your test of {tested}, {age} before your last training day"
    return BASIS[lift["basis"]]


def _wanted(lift: pd.Series) -> str:
    """Say why something cannot be told and what is missing."""
    reason = lift["reason"] if isinstance(lift["reason"], str) else "not trained in the last 8 weeks"
    missing = f" Needed: {lift['missing']}." if isinstance(lift["missing"], str) else ""
    return words.sentence(reason) + missing


def then_said(outlook: pd.DataFrame, style: str, horizon: int, unit: str, *, is_over: bool = False) -> str:
    """Say the forecast of one style against the current 1RM, which is what it starts from."""
    then = lifts_ahead(outlook[outlook["style"] == style], [horizon]).iloc[0]
    manners = {AS_NOW: "carrying on as now", PLAN: "your plan"}
    manner = manners.get(style, f"{name_of(style).lower()} style")
    change = words.change(100 * (then["q50"] / then["now_kg"] - 1))
    likely = words.span(then["q10"], then["q90"], unit, "and")
    start = words.load(then["now_kg"], unit)
    return pieces.headline(
        f"1RM {words.from_now(horizon, is_over=is_over)}, {manner}",
        words.load(then["q50"], unit),
        f"8 in 10 chance between {likely}. {change} on {'then' if is_over else 'now'}, {start}.",
        style=style,
        size="mid",
    )


def _fan(here: Here, lift: pd.Series, outlook: pd.DataFrame, style: str, horizon: int) -> None:
    """Draw the forecast of one style."""
    ahead = charts.paths(outlook, pd.Timestamp(lift["cutoff"]), here.unit, horizon)
    days = _days(here, str(lift["exercise_id"]))
    start = words.day(lift["cutoff"]) if here.is_over else "now"
    chart = charts.fan(
        days, ahead, style=style, horizon_weeks=horizon, unit=here.unit, palette=here.palette, start=start
    )
    st.altair_chart(chart, width="stretch", alt=f"{lift['name']}: past days and forecast to come")
    st.html(
        pieces.quiet(
            "Points: each training day's best estimated 1RM. Shades: 5, 8 and 9 in 10 of the 1RMs that may come. "
            "Dashed: the medians under the others."
        )
    )


def _days(here: Here, exercise_id: str) -> pd.DataFrame:
    """Last year or so of one lift."""
    days = queries.frame(here.source, "lift_days", lifter=here.lifter, far=SUSPECT_LOG)
    days = days[(days["exercise_id"] == exercise_id) & ~days["is_suspect"]]
    return pd.DataFrame(days[days["day"] > days["day"].max() - pd.Timedelta(days=HISTORY_DAYS)])


def _pairs(here: Here, exercise_id: str, horizon: int) -> None:
    """Say two by two which style is better, how surely, by how much, and whether that matters."""
    pairs = queries.frame(here.source, "lift/lift_pairs", lifter=here.lifter, exercise_id=exercise_id)
    if pairs.empty:
        return
    stored = min(pairs["horizon_weeks"].unique(), key=lambda weeks: abs(weeks - horizon))
    st.markdown(f"**Two by two after {words.weeks(stored)}**, 8 in 10 within brackets")
    st.html(pieces.bullets(pairs_said(pairs[pairs["horizon_weeks"] == stored])))


def pairs_said(pairs: pd.DataFrame) -> list[tuple[str, str]]:
    """One line for each pair whose difference matters, and one for all the others together.

    By how much a style is ahead of carrying on stands in the table above.
    """
    items = []
    for row in queries.rows(pairs[pairs["matters"]]):
        ahead = f"{words.chance(row['p_ahead'])} that it is better"
        if AS_NOW not in (row["ahead"], row["behind"]):
            ahead += f", by {words.lead(row['median_pct'])} ({words.change_span(row['low_pct'], row['high_pct'])})"
        items.append((f"{name_of(row['ahead'])} over {name_of(row['behind']).lower()}:", f"{ahead}."))
    alike = [
        f"{name_of(row['ahead']).lower()} or {name_of(row['behind']).lower()}"
        for row in queries.rows(pairs[~pairs["matters"]])
    ]
    every = "any two of the styles" if not items else ", ".join(alike)
    return [*items, ("No clear difference:", f"{every}.")] if alike else items


def _sources(lift: pd.Series, outlook: pd.DataFrame, style: str) -> None:
    """Say where the forecast comes from and what it cannot know."""
    st.subheader("Where this comes from", anchor=False)
    items = []
    if lift["basis"] != "tested":
        items.append(("Now", "sets say what you can lift at least; how close to your limit they were is estimated."))
    items.append(("Then", "the same 1RM, as training goes on. It starts from now, as unsure as now is."))
    if style != AS_NOW:
        items.append((name_of(style), f"its effect is {words.share(outlook['own_share'].max())}."))
    retest = words.percent(words.RETEST_PCT)
    unknown = f"how you eat, sleep and feel. A tested 1RM alone varies by about {retest} from day to day."
    items.append(("Not known", unknown))
    st.html(pieces.bullets(items))


page(shell.here())
