"""The recommendation: the plan, what it does to each lift and muscle, the next block written out, and why."""

from html import escape

import streamlit as st

from dashboard import shell, words
from dashboard.parts import pieces, queries
from dashboard.parts.advice import Advice, advice_of, phases_of
from dashboard.parts.attention import alerts_of, unseen_of
from dashboard.parts.milestone import milestone_said
from dashboard.parts.sessions import Prescribed
from dashboard.shell import Here
from dashboard.views.advice import goal_form
from dashboard.views.advice.changes import changes_said
from models.blocks import routine
from models.plans.milestone import milestones_of
from models.training.block import PLAN

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
        _plan(here, advice)
    with st.container(border=True, key="card-changes"):
        _changes(advice)
    if advice.sessions:
        with st.container(border=True, key="card-block"):
            _block(here, advice)
    with st.container(border=True, key="card-plans"):
        _plans(advice)
    left, right = st.columns(2, gap="medium")
    if len(advice.effects) > 1:
        with left.container(border=True, key="card-effects"):
            _effects(advice)
    with left.container(border=True, key="card-milestones"):
        _milestones(here, advice)
    with right.container(border=True, key="card-reasons"):
        _reasons(advice)
    with right.container(border=True, key="card-attention"):
        _attention(here)
    goal_form.change_goal(here)


def _plan(here: Here, advice: Advice) -> None:
    """Say what to do: the plan, or those of which any may be picked; and how the targets stand."""
    big, sentence = advice.verdict()
    st.html(pieces.headline(f"Goal: {advice.goal}, {here.ahead(advice.plan_weeks)}", big, sentence))
    if advice.equals:
        st.html(pieces.choices([advice.option, *advice.equals], where="below"))
    else:
        st.html(pieces.strip(phases_of(advice.option.blocks)))
    if advice.targets:
        st.markdown("**Your targets**")
        st.html(pieces.targets(advice.targets))


def _changes(advice: Advice) -> None:
    """Go through the lifts and muscles: what changes, what that is worth, and how likely it is."""
    st.subheader("Lift by lift, muscle by muscle", anchor=False)
    if not advice.changes:
        st.html(pieces.quiet("Nothing to tell yet: it needs a lift with a forecast, or muscles trained directly."))
        return
    sets = f"Sets: in the first {words.weeks(advice.weeks)}. " if advice.weeks < advice.plan_weeks else ""
    st.html(pieces.quiet(f"{sets}Gain or loss: at the plan's end, after {words.weeks(advice.plan_weeks)}."))
    if advice.option.carries_on:
        st.html(pieces.quiet("You carry on: what differs comes of whole sets and days, and of lighter first weeks."))
    st.html(changes_said(advice.changes))


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
    if advice.equals:
        st.html(pieces.quiet(f"This is how {advice.option.in_words} begins."))
    for place, session in enumerate(advice.sessions):
        columns = {
            "Exercise": [_named(item) for item in session.exercises],
            "Sets × reps": [escape(item.sets) for item in session.exercises],
            "Load": [escape(item.load) for item in session.exercises],
            "RIR": [escape(item.rir) for item in session.exercises],
            "Rest": [escape(item.rest) for item in session.exercises],
        }
        filled = {head: cells for head, cells in columns.items() if any(cells)}
        heads = [(head, "name" if head == "Exercise" else "num") for head in filled]
        rows = list(zip(*filled.values(), strict=True))
        with st.expander(session.title, expanded=place == 0):
            st.html(pieces.table(heads, rows, stacked=True))
    if advice.notes:
        st.html(pieces.sentences(advice.notes))
    _take_along(here, advice)


def _named(item: Prescribed) -> str:
    """An exercise's name, whether it is new, and its weeks where it is not done in all of them."""
    weeks = f" <small>{escape(item.weeks)}</small>" if item.weeks else ""
    return f"{escape(item.name)}{' (new)' if item.is_new else ''}{weeks}"


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
    st.html(pieces.effects_table(advice.effects))
    st.html(pieces.quiet("Against carrying on as now: the median, and below it what holds 8 in 10."))


def _reasons(advice: Advice) -> None:
    """Say why, with what it rests on."""
    st.subheader("Why", anchor=False)
    if not advice.reasons:
        st.html(pieces.quiet("No reasons are recorded with this recommendation."))
        return
    own = advice.own_reasons
    st.html(pieces.reasons(own))
    known = advice.reasons[len(own) :]
    if known:
        st.html(pieces.folded("What trials show, and what they do not", pieces.reasons(known)))


def _milestones(here: Here, advice: Advice) -> None:
    """Say the next milestone, and the chance of the next round load of each lift under the same plan."""
    st.html(milestone_said(advice.milestone, here.unit, here.day_after))
    outlook = queries.frame(here.source, "outlook", lifter=here.lifter)
    order = queries.frame(here.source, "lifts", lifter=here.lifter, last_day=here.last_day)["exercise_id"]
    rows = outlook[outlook["style"] == PLAN]
    ahead = {one.exercise_id: one for one in milestones_of(rows.to_dict("records"), here.unit)}
    shown = [ahead[key] for key in order if key in ahead][:LIFTS_SHOWN]
    if not shown:
        return
    weeks = shown[0].weeks
    columns = [i for i, count in enumerate(weeks) if count in (4, 12, 26)]
    heads = [("Lift", "name"), ("Load", "num"), *((words.weeks(weeks[i]), "num") for i in columns)]
    cells = [
        (escape(one.name), words.plates(one.load_kg, here.unit), *(words.odds(one.chances[i]) for i in columns))
        for one in shown
    ]
    st.html(pieces.table(heads, cells))
    said = "Chances that the estimated 1RM has reached this by then, under your plan. A projection, not a fact."
    st.html(pieces.quiet(said))


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
