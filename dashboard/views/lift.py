"""One lift: what it was, what it may become under each style, and how sure that is."""

import pandas as pd
import streamlit as st

from dashboard import pieces, queries, shell, words
from dashboard.charts import lift as charts
from dashboard.history import SUSPECT_LOG
from dashboard.palette import STYLES, name_of
from dashboard.shell import Here

HORIZON = 12
NOTABLE = 0.01  # a median this much below now needs a word
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
    with st.container(border=True, key="card-fan"):
        _fan(here, chosen, outlook, style, horizon)
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, key="card-styles"):
        st.subheader(f"The styles in {words.weeks(horizon)}", anchor=False)
        st.html(pieces.styles_table(outlook[outlook["horizon_weeks"] == horizon], here.unit, style))
    with right.container(border=True, key="card-why"):
        _sources(here, outlook, style)


def _choose(lifts: pd.DataFrame) -> pd.Series:
    """Let a lift be chosen; the choice is part of the address."""
    by_id = lifts.set_index("exercise_id", drop=False)
    wanted = st.session_state.get("lift") or st.query_params.get("lift")
    st.session_state["lift"] = wanted if wanted in by_id.index else by_id.index[0]

    def said(exercise_id: str) -> str:
        row = by_id.loc[exercise_id]
        return str(row["name"]) if row["is_forecast"] else f"{row['name']} (no forecast)"

    choice = st.selectbox("Lift", list(by_id.index), format_func=said, key="lift", label_visibility="collapsed")
    st.query_params["lift"] = choice
    return pd.Series(by_id.loc[choice])


def _refused(here: Here, lift: pd.Series) -> None:
    """Say why there is no forecast and what is missing; show the past all the same."""
    with st.container(border=True, key="card-refused"):
        reason = lift["reason"] if isinstance(lift["reason"], str) else "not enough recent training days"
        missing = lift["missing"] if isinstance(lift["missing"], str) else ""
        said = words.sentence(reason) + (f" Needed: {missing}." if missing else "")
        st.html(pieces.headline(str(lift["name"]), "No forecast yet", said, size="mid"))
        days = _days(here, str(lift["exercise_id"]))
        if not days.empty:
            chart = charts.past(days, here.unit, here.palette)
            st.altair_chart(chart, width="stretch", alt=f"{lift['name']}: past days")


def _controls(here: Here, outlook: pd.DataFrame) -> tuple[str, int]:
    """Let style and horizon be chosen; begin with what is advised."""
    styles = [style for style in STYLES if style in set(outlook["style"])]
    horizons = sorted(int(weeks) for weeks in outlook["horizon_weeks"].unique())
    advised = queries.frame(here.source, "recommendation", lifter=here.lifter)
    first = styles[-1] if advised.empty or advised["style"].iloc[0] not in styles else advised["style"].iloc[0]
    with st.container(horizontal=True, gap="medium"):
        style = st.segmented_control(
            "Style", styles, default=first, required=True, format_func=name_of, key=f"style-{here.lifter}"
        )
        horizon = st.segmented_control(
            "Weeks ahead",
            horizons,
            default=HORIZON if HORIZON in horizons else horizons[-1],
            required=True,
            key="horizon",
        )
    return str(style or first), int(horizon or HORIZON)


def _fan(here: Here, lift: pd.Series, outlook: pd.DataFrame, style: str, horizon: int) -> None:
    """Say and draw the forecast of one style."""
    then = outlook[(outlook["style"] == style) & (outlook["horizon_weeks"] == horizon)].iloc[0]
    manner = "carrying on as now" if style == "as_now" else f"in the {name_of(style).lower()} style"
    then_said = words.load(then["q50"], here.unit)
    st.html(
        pieces.headline(
            f"{lift['name']}: {manner}",
            f"{words.load(lift['now_kg'], here.unit)} now, {then_said} in {words.weeks(horizon)}",
            words.interval(then["q10"], then["q90"], horizon, here.unit),
            style=style,
            size="mid",
        )
    )
    ahead = charts.paths(outlook, pd.Timestamp(lift["cutoff"]), here.unit)
    days = _days(here, str(lift["exercise_id"]))
    chart = charts.fan(days, ahead, style=style, horizon_weeks=horizon, unit=here.unit, palette=here.palette)
    st.altair_chart(chart, width="stretch", alt=f"{lift['name']}: past days and forecast to come")
    st.html(
        pieces.quiet(
            "Points: each training day's best estimated 1RM. Shades: 5, 8 and 9 in 10 of what may come. "
            "Dashed: the other styles' medians."
        )
    )


def _days(here: Here, exercise_id: str) -> pd.DataFrame:
    """Give the last year or so of one lift."""
    days = queries.frame(here.source, "lift_days", lifter=here.lifter, far=SUSPECT_LOG)
    days = days[(days["exercise_id"] == exercise_id) & ~days["is_suspect"]]
    return pd.DataFrame(days[days["day"] > days["day"].max() - pd.Timedelta(days=HISTORY_DAYS)])


def _sources(here: Here, outlook: pd.DataFrame, style: str) -> None:
    """Say where the forecast comes from and what it cannot know."""
    st.subheader("Where this comes from", anchor=False)
    now, se = outlook["now_kg"].iloc[0], outlook["now_se_kg"].iloc[0]
    items = [
        (
            f"Now: {words.load(now, here.unit)}",
            f"give or take {words.load(se, here.unit)}: the best estimate of your last 4 weeks, not a test.",
        )
    ]
    carried_on = outlook.loc[outlook["style"] == "as_now", "q50"] if "style" in outlook else outlook["q50"]
    if carried_on.median() < now * (1 - NOTABLE):
        why = "the best of 4 weeks is often a good day, and later bests fall back towards the usual level."
        items.append(("Below now", why))
    if style != "as_now":
        items.append((name_of(style), f"its effect is {words.share(outlook['own_share'].iloc[0])}."))
    retest = words.percent(words.RETEST_PCT)
    unknown = f"how you eat, sleep and feel. A tested 1RM alone varies by about {retest} from day to day."
    items.append(("Not known", unknown))
    st.html(pieces.bullets(items))


page(shell.here())
