"""The recommendation: the plan, the next block written out, and why."""

from html import escape

import streamlit as st

from dashboard import shell, words
from dashboard.parts import pieces, queries
from dashboard.parts.advice import Advice, advice_of, phases_of
from dashboard.parts.attention import alerts_of, unseen_of
from dashboard.shell import Here
from dashboard.views.advice import goal_form
from models.blocks import routine
from models.plans.milestone import milestones_of

LIFTS_SHOWN = 8


def page(here: Here) -> None:
    """Show what to do and why."""
    st.title("Advice", anchor=False)
    recommendation = queries.frame(here.source, "recommendation", lifter=here.lifter)
    if recommendation.empty:
        _none(here)
        return
    advice = advice_of(recommendation.iloc[0], here.unit)
    with st.container(border=True, key="card-plan"):
        big, sentence = advice.verdict()
        st.html(pieces.headline(f"Goal: {advice.goal}", big, sentence, style=advice.style))
        st.html(pieces.strip(phases_of(advice.plan)))
    if advice.sessions:
        with st.container(border=True, key="card-block"):
            _block(here, advice)
    with st.container(border=True, key="card-plans"):
        _plans(advice)
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, key="card-effects"):
        _effects(advice)
    with left.container(border=True, key="card-milestones"):
        _milestones(here, advice.style)
    with right.container(border=True, key="card-reasons"):
        _reasons(advice)
    with right.container(border=True, key="card-attention"):
        _attention(here)
    goal_form.change_goal(here)


def _none(here: Here) -> None:
    """Say why there is no advice."""
    refused = queries.frame(here.source, "refused", lifter=here.lifter)
    items = [
        (words.sentence(row["reason"]), f"Needed: {row['missing']}.")
        for row in queries.rows(refused[refused["kind"] == "lifter"])
    ]
    with st.container(border=True, key="card-none"):
        st.html(pieces.headline(f"For {here.who}", "No advice yet", "Advice follows from a forecast.", size="mid"))
        st.html(pieces.bullets(items or [("Forecasts have not been made yet.", "Run make run.")]))


def _block(here: Here, advice: Advice) -> None:
    """Write out the next block day by day; columns of what is not prescribed stay away."""
    st.subheader(f"The next block: {words.weeks(advice.weeks)}", anchor=False)
    st.html(pieces.quiet("From the first week to the last. RIR: reps left in reserve. Any days as far apart do."))
    for place, session in enumerate(advice.sessions):
        columns = {
            "Exercise": [f"{item.name} (new)" if item.is_new else item.name for item in session.exercises],
            "Sets × reps": [item.sets for item in session.exercises],
            "Load": [item.load for item in session.exercises],
            "RIR": [item.rir for item in session.exercises],
            "Rest": [item.rest for item in session.exercises],
        }
        filled = {head: cells for head, cells in columns.items() if any(cells)}
        heads = [(head, "name" if head == "Exercise" else "num") for head in filled]
        rows = [[escape(cell) for cell in row] for row in zip(*filled.values(), strict=True)]
        with st.expander(session.title, expanded=place == 0):
            st.html(pieces.table(heads, rows, stacked=True))
    for note in advice.notes:
        st.html(pieces.quiet(note))
    _take_along(here, advice)


def _take_along(here: Here, advice: Advice) -> None:
    """Offer the block as files."""
    page, table = st.columns(2)
    whole = {"lifter": here.lifter, "next_block": advice.block}
    page.download_button(
        "For phone or paper", routine.as_html(whole, here.unit), "next-block.html", "text/html", width="stretch"
    )
    table.download_button(
        "As a table (CSV)", routine.as_csv(advice.block, here.unit), "next-block.csv", "text/csv", width="stretch"
    )


def _plans(advice: Advice) -> None:
    """Compare the best few plans."""
    st.subheader(f"Plans compared over {words.weeks(advice.plan_weeks)}", anchor=False)
    st.html(pieces.plans_table([advice.option, *advice.others]))
    st.html(pieces.quiet("Against carrying on as now: the median, and below it what holds 8 in 10."))


def _effects(advice: Advice) -> None:
    """Compare the styles."""
    st.subheader(f"What each style would add in {words.weeks(advice.effect_weeks)}", anchor=False)
    st.html(pieces.effects_table(advice.effects, advice.style))
    st.html(pieces.quiet("Against carrying on as now: the median, and below it what holds 8 in 10."))


def _reasons(advice: Advice) -> None:
    """Say why, with what it rests on."""
    st.subheader("Why", anchor=False)
    if not advice.reasons:
        st.html(pieces.quiet("No reasons are recorded with this recommendation."))
        return
    st.html(pieces.reasons(advice.reasons))


def _milestones(here: Here, style: str) -> None:
    """Say the chance of the next round load of each lift."""
    st.subheader("Milestones", anchor=False)
    outlook = queries.frame(here.source, "outlook", lifter=here.lifter)
    order = queries.frame(here.source, "lifts", lifter=here.lifter, last_day=here.last_day)["exercise_id"]
    rows = outlook[outlook["style"] == (style if style in set(outlook["style"]) else "as_now")]
    ahead = {one.exercise_id: one for one in milestones_of(rows.to_dict("records"), here.unit)}
    shown = [ahead[key] for key in order if key in ahead][:LIFTS_SHOWN]
    if not shown:
        st.html(pieces.quiet("Milestones need a forecast."))
        return
    weeks = shown[0].weeks
    columns = [i for i, count in enumerate(weeks) if count in (4, 12, 26)]
    heads = [("Lift", "name"), ("Load", "num"), *((words.weeks(weeks[i]), "num") for i in columns)]
    cells = [
        (escape(one.name), words.plates(one.load_kg, here.unit), *(words.odds(one.chances[i]) for i in columns))
        for one in shown
    ]
    st.html(pieces.table(heads, cells))
    st.html(pieces.quiet("Chances that the estimated 1RM has reached this by then. A projection, not a fact."))


def _attention(here: Here) -> None:
    """Say what needs attention, with the facts."""
    st.subheader("Needs attention", anchor=False)
    lifts = queries.frame(here.source, "lifts", lifter=here.lifter, last_day=here.last_day)
    names = dict(zip(lifts["exercise_id"], lifts["name"], strict=True))
    rows = queries.frame(here.source, "alerts", lifter=here.lifter)
    alerts, unseen = alerts_of(rows, names), unseen_of(rows)
    st.html(pieces.alerts(alerts) if alerts else pieces.quiet("Nothing right now."))
    for sentence in unseen:
        st.html(pieces.quiet(sentence))


page(shell.here())
