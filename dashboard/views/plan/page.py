"""The plan: what to ask for, the plans side by side, the block by week and day, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import shell, words
from dashboard.finished import finished
from dashboard.language import _
from dashboard.parts import pieces, queries
from dashboard.parts.advice import Advice, advice_of
from dashboard.parts.attention import alerts_of, unseen_of
from dashboard.parts.milestone import milestone_said
from dashboard.shell import Here
from dashboard.views.plan import answers, controls, profile
from dashboard.views.plan.asked import Asked, given, stated_as, told
from dashboard.views.plan.changes import changes_said
from dashboard.views.plan.compared import compared, key_of, side_by_side
from dashboard.views.plan.written import next_block, next_loads
from data import catalogue
from models.goal import Wishes, wishes_stated
from pipelines.errors import ProfileError


def page(here: Here) -> None:
    """Show what to do and why."""
    st.title(_("Plan"), anchor=False)
    recommendation = queries.frame(here.source, "recommendation", lifter=here.lifter)
    if recommendation.empty:
        _none(here)
        return
    planned(here)
    with st.container(border=True, key="card-attention"):
        _attention(here)
    answers.get_ready(here.source, here.lifter)


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked, beside what the profile says."""

    asked: Asked
    given: Mapping[str, Any]
    wishes: Wishes

    @property
    def is_stated(self) -> bool:
        """Whether just what the profile says is asked for, so that the build holds the answer."""
        goal = self.wishes.goal
        has_days = goal.competition is not None or any(target.by for target in goal.targets)
        return not self.given and self.asked.weeks is None and not has_days


@st.fragment
def planned(here: Here) -> None:
    """Ask, and answer at once: only this part of the page is drawn anew."""
    with st.container(border=True, key="card-ask"):
        question = _question(here)
        made_for = told(question.asked, here.unit)
        if made_for:
            st.html(pieces.chips(made_for))
        _keep(here, question)
    try:
        advised = _answer(here, question, "")
    except ProfileError as error:
        st.error(pieces.plain(str(error)))
        return
    if advised is None:
        st.warning(
            _(
                "No plan is possible with these wishes: too little of what you train is left. Avoid fewer exercises, "
                "or allow more days, minutes or equipment."
            )
        )
        return
    picked = controls.picked()
    if picked in {key_of(other) for other in advised.others}:
        followed = _answer(here, question, picked) or advised
    else:
        followed = advised
    _show(here, advised, followed, is_kept=question.is_stated)


def _question(here: Here) -> Question:
    """Ask by the controls, filled with what the profile says or the address asks for."""
    row = queries.lifter(here.source, here.lifter)
    wishes = wishes_stated({} if row is None else {str(name): value for name, value in row.items()})
    stated = stated_as(wishes, _names(), here.unit)
    lifts = queries.frame(here.source, "lifts", lifter=here.lifter, last_day=here.last_day)
    asked = controls.controls(here, stated, list(dict.fromkeys(lifts["name"])))
    return Question(asked=asked, given=given(asked, stated, wishes, here.unit), wishes=wishes)


@st.cache_data(show_spinner=False)
def _names() -> dict[str, str]:
    """What the catalogue calls each exercise."""
    exercises = catalogue.load_exercises()
    return dict(zip(exercises["exercise_id"], exercises["name"], strict=True))


def _keep(here: Here, question: Question) -> None:
    """Offer to keep what is asked for, or to go back to what the profile says."""
    if not question.given and question.asked.weeks is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if question.given and profile.may_keep(here) and st.button(_("Keep this as my profile"), type="primary"):
            profile.keep(here, question.given)
        st.button(_("Back to my profile"), on_click=controls.reset)
        st.html(pieces.quiet(_("Just trying: nothing is saved until you keep it.")))


def _answer(here: Here, question: Question, pick: str) -> Advice | None:
    """The plan for what is asked: the one that the build holds, or one worked out."""
    row: pd.Series | None
    if question.is_stated and not pick:
        row = queries.frame(here.source, "recommendation", lifter=here.lifter).iloc[0]
    else:
        row = answers.answer(
            here.source, here.lifter, dict(question.given), question.asked.weeks, pick, datetime.now(UTC).date()
        )
    return None if row is None else advice_of(row)


def _show(here: Here, advised: Advice, followed: Advice, *, is_kept: bool) -> None:
    """Show the answer; `is_kept` is whether it is the one that the build holds."""
    plans = compared(advised, followed)
    with st.container(border=True, key="card-plan"):
        big, sentence = advised.verdict()
        st.html(pieces.headline(_goal(here, advised), big, sentence))
        if advised.targets:
            st.markdown(_("**Your targets**"))
            st.html(pieces.targets(followed.targets))
        side_by_side(followed, plans)
    if followed.block.get("sessions"):
        with st.container(border=True, key="card-block"):
            next_block(here, followed)
    with st.container(border=True, key="card-changes"):
        _changes(followed)
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, key="card-milestones"):
        st.html(milestone_said(followed.milestone, here.unit, here.day_after))
        if is_kept and followed is advised:
            next_loads(here)
    with right.container(border=True, key="card-reasons"):
        _reasons(followed)


def _goal(here: Here, advice: Advice) -> str:
    """Say what the plans are for, and for which weeks."""
    return _("Goal: {goal}, {ahead}").format(goal=advice.goal, ahead=here.ahead(advice.plan_weeks))


def _changes(advice: Advice) -> None:
    """Go through the lifts and muscles: what changes, what that is worth, and how likely it is."""
    st.header(_("Lift by lift, muscle by muscle"), anchor=False)
    if not advice.changes:
        st.html(pieces.quiet(_("Nothing to show yet: this needs a lift with a forecast, or muscles trained directly.")))
        return
    first = _("Sets are for the first {weeks}. ").format(weeks=words.weeks(advice.weeks))
    gains = _("Gains and losses are after {weeks}, compared with carrying on.")
    sets = first if advice.weeks < advice.plan_weeks else ""
    st.html(pieces.quiet(f"{sets}{gains.format(weeks=words.weeks(advice.plan_weeks))}"))
    if advice.option.carries_on:
        st.html(
            pieces.quiet(
                _("You carry on as now: small differences come from whole sets and days, and from lighter first weeks.")
            )
        )
    st.html(changes_said(advice.changes))


def _none(here: Here) -> None:
    """Say why there is no advice."""
    refused = queries.frame(here.source, "refused", lifter=here.lifter)
    items = [
        (words.sentence(finished(row["reason"])), _("Needed: {what}.").format(what=finished(row["missing"])))
        for row in queries.rows(refused[refused["kind"] == "lifter"])
    ]
    with st.container(border=True, key="card-none"):
        st.html(
            pieces.headline(
                _("For {who}").format(who=here.who), _("No plan yet"), _("A plan needs a forecast first."), size="mid"
            )
        )
        st.html(pieces.bullets(items or [(_("No forecasts yet."), _("Run make run."))]))


def _reasons(advice: Advice) -> None:
    """Say why, with what it rests on."""
    st.header(_("Why"), anchor=False)
    if not advice.reasons:
        st.html(pieces.quiet(_("No reasons are recorded with this recommendation.")))
        return
    own = advice.own_reasons
    st.html(pieces.reasons(own))
    known = advice.reasons[len(own) :]
    if known:
        st.html(pieces.folded(_("What trials show, and what they do not"), pieces.reasons(known)))


def _attention(here: Here) -> None:
    """Say what needs attention, with the facts."""
    st.header(_("Needs attention"), anchor=False)
    lifts = queries.frame(here.source, "lifts", lifter=here.lifter, last_day=here.last_day)
    names = dict(zip(lifts["exercise_id"], lifts["name"], strict=True))
    rows = queries.frame(here.source, "alerts", lifter=here.lifter)
    if here.is_over:
        st.html(pieces.quiet(_("Nothing: this log ended on {day}.").format(day=words.day(here.last_day))))
        return
    alerts, unseen = alerts_of(rows, names), unseen_of(rows)
    st.html(pieces.alerts(alerts) if alerts else pieces.quiet(_("Nothing right now.")))
    for sentence in unseen:
        st.html(pieces.quiet(sentence))


page(shell.here())
