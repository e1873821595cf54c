"""The lifter's answer in five seconds: what to do, what comes next, what changed."""

import pandas as pd
import streamlit as st

from dashboard import shell, words
from dashboard.parts import pieces, queries
from dashboard.parts.advice import Advice, advice_of, phases_of
from dashboard.parts.attention import alerts_of, growth_of, looked_back_of, standing_of, unseen_of
from dashboard.parts.history import SUSPECT_LOG, records
from dashboard.parts.milestone import milestone_said
from dashboard.shell import Here
from dashboard.views.overview import charts
from models.training.block import PLAN
from models.training.style import AS_NOW

HORIZON = 12
LIFTS_SHOWN = 6
ALERTS_SHOWN = 3
RECORDS_SHOWN = 3


def page(here: Here) -> None:
    """Show the lifter at a glance."""
    outlook = queries.frame(here.source, "outlook", lifter=here.lifter)
    recommendation = queries.frame(here.source, "recommendation", lifter=here.lifter)
    advice = None if recommendation.empty else advice_of(recommendation.iloc[0], here.unit)
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, key="card-answer", height="stretch"):
        _answer(here, advice)
    with right.container(border=True, key="card-milestone", height="stretch"):
        _milestone(here, advice)
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, key="card-lifts"):
        _lifts(here, outlook, advice)
    with left.container(border=True, key="card-alerts"):
        _alerts(here)
    with right.container(border=True, key="card-changed"):
        _changed(here)
    with right.container(border=True, key="card-standing"):
        _standing(here)


def _answer(here: Here, advice: Advice | None) -> None:
    """Say which style, and how sure."""
    if advice is None:
        refused = queries.frame(here.source, "refused", lifter=here.lifter)
        whole = refused[refused["kind"] == "lifter"]
        why = "Forecasts have not been made yet: run make run."
        if not whole.empty:
            why = f"{words.sentence(whole['reason'].iloc[0])} Needed: {whole['missing'].iloc[0]}."
        st.html(pieces.headline(f"For {here.who}", "Too early to say", why))
        return
    big, sentence = advice.verdict()
    kicker = f"For {here.who}, {here.ahead(advice.plan_weeks)}"
    st.html(pieces.headline(kicker, big, sentence))
    if advice.equals:
        st.html(pieces.choices([advice.option, *advice.equals], where="on the Advice page"))
    else:
        st.html(pieces.strip(phases_of(advice.option.blocks)))
    st.html(pieces.quiet(looked_back_of(queries.frame(here.source, "overview/looking_back", lifter=here.lifter))))


def _milestone(here: Here, advice: Advice | None) -> None:
    """Say what is next on the bar and how likely by when, and how the targets stand."""
    ahead = advice.milestone if advice else None
    st.html(milestone_said(ahead, here.unit, here.day_after))
    if ahead:
        st.html(pieces.quiet("Estimated 1RM, while you keep training it. A projection from your own log, not a fact."))
    if advice and advice.targets:
        st.markdown("**Your targets**")
        st.html(pieces.targets(advice.targets))


def _lifts(here: Here, outlook: pd.DataFrame, advice: Advice | None) -> None:
    """Draw the lifts trained most, now and in 12 weeks: under the plan, and carrying on beside it."""
    st.subheader(f"Your lifts {words.from_now(HORIZON, is_over=here.is_over)}", anchor=False)
    order = queries.frame(here.source, "lifts", lifter=here.lifter, last_day=here.last_day)["exercise_id"]
    then = outlook[outlook["horizon_weeks"] == HORIZON].set_index("exercise_id")
    as_now, planned = (then[then["style"] == style] for style in (AS_NOW, PLAN))
    rows = as_now if planned.empty else planned
    changes = advice is not None and not advice.option.carries_on and not planned.empty
    rows = rows.reindex([key for key in order if key in rows.index])
    if rows.empty:
        st.html(
            pieces.quiet("No lift has enough recent training days for a forecast. The Lift page says what is missing.")
        )
        return
    manner = "carrying on as now" if planned.empty else "under your plan"
    beside = "; the square is carrying on as now" if changes else ""
    st.html(pieces.quiet(f"Estimated 1RM, {manner}{beside}. Bars hold 8 in 10 and 5 in 10 of what may come."))
    shown = rows.assign(as_now_kg=as_now["q50"] if changes else float("nan")).head(LIFTS_SHOWN)
    chart = charts.lifts_ahead(shown, here.unit, here.palette, here.palette.styles[PLAN if changes else AS_NOW])
    st.altair_chart(chart, width="stretch", alt="Each lift now and in 12 weeks, in percent")
    if len(rows) > LIFTS_SHOWN:
        st.html(pieces.quiet(f"{words.counted(len(rows) - LIFTS_SHOWN, 'more lift')} on the Lift page."))


def _changed(here: Here) -> None:
    """Say what the last weeks brought."""
    st.subheader("What changed", anchor=False)
    weeks = queries.frame(here.source, "overview/training_weeks", lifter=here.lifter, last_day=here.last_day)
    if weeks["working_sets"].sum() == 0:
        st.html(pieces.quiet("No working sets in this log yet."))
        return
    logged = weeks[weeks["week"] >= pd.Timestamp(here.first_day) - pd.Timedelta(days=6)]
    usual = float(logged["working_sets"].iloc[-13:-1].mean()) if len(logged) > 1 else 0.0
    newest = weeks.iloc[-1]
    when = f"in the week of {words.day(newest['week'])}, over {words.counted(newest['days'], 'day')}"
    before = f"; {words.number(usual)} a week in the 12 weeks before" if usual else ""
    trained = f"{when}{before}."
    items = [(words.counted(newest["working_sets"], "working set"), trained), *_records(here)]
    st.html(pieces.bullets(items))
    st.html(pieces.quiet("Working sets a week, the last 26 weeks; dashed: the usual number."))
    chart = charts.training_weeks(weeks, usual, here.palette)
    st.altair_chart(chart, width="stretch", alt="Working sets in each of the last 26 weeks")


def _records(here: Here) -> list[tuple[str, str]]:
    """Say the new bests of the last 4 weeks, and which are within the noise of an estimate."""
    days = queries.frame(here.source, "lift_days", lifter=here.lifter, far=SUSPECT_LOG)
    bests = []
    for row in queries.rows(records(days, here.last_day).head(RECORDS_SHOWN)):
        noise = "" if row["is_beyond_noise"] else ", within test-to-test noise"
        best = f"{words.load(row['one_rm_kg'], here.unit)} on {words.day(row['day'])}"
        bests.append((row["name"], f"best yet: {best} ({words.change(row['gain_pct'])}{noise})."))
    return bests or [("No new bests", "in the last 4 weeks.")]


def _alerts(here: Here) -> None:
    """Say what needs attention."""
    st.subheader("Needs attention", anchor=False)
    lifts = queries.frame(here.source, "lifts", lifter=here.lifter, last_day=here.last_day)
    names = dict(zip(lifts["exercise_id"], lifts["name"], strict=True))
    rows = queries.frame(here.source, "alerts", lifter=here.lifter)
    alerts, unseen = alerts_of(rows, names), unseen_of(rows)
    st.html(pieces.alerts(alerts[:ALERTS_SHOWN]) if alerts else pieces.quiet("Nothing right now."))
    more = [words.counted(max(len(alerts) - ALERTS_SHOWN, 0), "more alert")] if len(alerts) > ALERTS_SHOWN else []
    more += [f"{words.counted(len(unseen), 'thing')} that could not be looked at"] if unseen else []
    if more:
        st.html(pieces.quiet(f"{words.sentence(words.listed(more)).rstrip('.')}: see the Advice page."))


def _standing(here: Here) -> None:
    """Say where the lifts stand among competitors, or what is missing for that."""
    st.subheader("Among competitors", anchor=False)
    rows = queries.frame(here.source, "overview/standing", lifter=here.lifter)
    if not rows.empty:
        st.html(pieces.bullets(standing_of(rows)))
        st.html(pieces.quiet(f"Most lifters never compete, and those who do are strong. {growth_of(rows)}"))
        return
    refused = queries.frame(here.source, "refused", lifter=here.lifter)
    missing = refused[refused["kind"] == "standing"]
    if missing.empty:
        st.html(pieces.quiet("Needs a barbell squat, bench press or deadlift trained lately."))
        return
    why = f"{words.sentence(missing['reason'].iloc[0])} Needed: {missing['missing'].iloc[0]}."
    st.html(pieces.quiet(why))


page(shell.here())
