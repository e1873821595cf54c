"""The lifter's answer in five seconds: what to do, what comes next, what changed."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from dashboard import shell, words
from dashboard.palette import name_of
from dashboard.parts import pieces, queries
from dashboard.parts.advice import Advice, advice_of, phases_of
from dashboard.parts.attention import alerts_of, growth_of, looked_back_of, standing_of, unseen_of
from dashboard.parts.history import SUSPECT_LOG, records
from dashboard.shell import Here
from dashboard.views.overview import charts
from models.plans.milestone import Milestone, milestones_of, nearest

HORIZON = 12
LIFTS_SHOWN = 6
ALERTS_SHOWN = 3
RECORDS_SHOWN = 3


def page(here: Here) -> None:
    """Show the lifter at a glance."""
    outlook = queries.frame(here.source, "outlook", lifter=here.lifter)
    recommendation = queries.frame(here.source, "recommendation", lifter=here.lifter)
    advice = None if recommendation.empty else advice_of(recommendation.iloc[0], here.unit)
    style = advice.style if advice and advice.style in set(outlook["style"]) else "as_now"
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, key="card-answer", height="stretch"):
        _answer(here, advice)
    with right.container(border=True, key="card-milestone", height="stretch"):
        _milestone(here, outlook[outlook["style"] == style])
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, key="card-lifts"):
        _lifts(here, outlook, style)
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
    kicker = f"For {here.who}, the next {words.weeks(advice.weeks)}" if advice.weeks else f"For {here.who}"
    st.html(pieces.headline(kicker, big, sentence, style=advice.style))
    st.html(pieces.strip(phases_of(advice.plan)))
    st.html(pieces.quiet(looked_back_of(queries.frame(here.source, "overview/looking_back", lifter=here.lifter))))


def _milestone(here: Here, outlook: pd.DataFrame) -> None:
    """Say what is next on the bar and how likely by when."""
    main = outlook[outlook["is_main"]] if outlook["is_main"].any() else outlook
    ahead = nearest(milestones_of(main.to_dict("records"), here.unit))
    if ahead is None:
        st.html(pieces.headline("Next milestone", "None yet", "Milestones need a forecast.", size="mid"))
        return
    load = words.plates(ahead.load_kg, here.unit)
    when = _by_when(ahead, here)
    st.html(pieces.headline("Next milestone", f"{ahead.name}: {load}", when, size="mid"))
    st.html(pieces.quiet("Estimated 1RM, while you keep training it. A projection from your own log, not a fact."))


def _by_when(ahead: Milestone, here: Here) -> str:
    """Say by when it is an even bet, and the chance within 12 weeks."""
    chance = words.chance(ahead.by(HORIZON))
    then = f"{chance} within {words.weeks(HORIZON)}"
    if ahead.even_weeks is None:
        return f"Chance: {then}. No even bet within {words.weeks(ahead.weeks[-1])}."
    more = "" if chance == words.chance(words.EVEN) else f"; {then}"
    day = here.last_day + timedelta(weeks=ahead.even_weeks)
    if day <= here.made_at.date():
        return f"An even bet after {words.weeks(ahead.even_weeks)} of training{more}."
    return f"An even bet by {words.day(day)}{more}."


def _lifts(here: Here, outlook: pd.DataFrame, style: str) -> None:
    """Draw the lifts trained most, now and in 12 weeks."""
    st.subheader(f"Your lifts in {words.weeks(HORIZON)}", anchor=False)
    rows = outlook[(outlook["style"] == style) & (outlook["horizon_weeks"] == HORIZON)]
    order = queries.frame(here.source, "lifts", lifter=here.lifter, last_day=here.last_day)["exercise_id"]
    rows = rows.set_index("exercise_id").reindex([key for key in order if key in set(rows["exercise_id"])])
    if rows.empty:
        st.html(
            pieces.quiet("No lift has enough recent training days for a forecast. The Lift page says what is missing.")
        )
        return
    manner = "carrying on as now" if style == "as_now" else f"in the {name_of(style).lower()} style"
    st.html(pieces.quiet(f"Estimated 1RM, {manner}. Bars hold 8 in 10 and 5 in 10 of what may come."))
    chart = charts.lifts_ahead(rows.head(LIFTS_SHOWN), here.unit, here.palette, here.palette.styles[style])
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
