"""A lifter's week: what was done, what matters most, where the lifts are heading, what the last import changed."""

import pandas as pd
import streamlit as st

from dashboard import shell, words
from dashboard.finished import finished
from dashboard.language import _
from dashboard.parts import described, pieces, queries
from dashboard.parts.advice import Advice, advice_of, phases_of
from dashboard.parts.attention import Alert, alerts_of, growth_of, looked_back_of, standing_of, unseen_of
from dashboard.parts.habits import newest_week, week_said
from dashboard.parts.history import SUSPECT_LOG, records
from dashboard.parts.milestone import milestone_said
from dashboard.shell import Here
from dashboard.views.week import charts
from dashboard.views.week.one_thing import one_thing
from models.training.block import PLAN
from models.training.style import AS_NOW

HORIZON = 12
LIFTS_SHOWN = 6
ALERTS_SHOWN = 3
RECORDS_SHOWN = 3


def page(here: Here) -> None:
    """Show the week."""
    outlook = queries.frame(here.source, "outlook", lifter=here.lifter)
    recommendation = queries.frame(here.source, "recommendation", lifter=here.lifter)
    advice = None if recommendation.empty else advice_of(recommendation.iloc[0])
    rows = queries.frame(here.source, "alerts", lifter=here.lifter)
    lifts = queries.frame(here.source, "lifts", lifter=here.lifter, last_day=here.last_day)
    alerts = alerts_of(rows, dict(zip(lifts["exercise_id"], lifts["name"], strict=True)))
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, key="card-week", height="stretch"):
        _week(here)
    with right.container(border=True, key="card-thing", height="stretch"):
        _one_thing(here, alerts, advice)
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, key="card-answer", height="stretch"):
        _answer(here, advice)
    with right.container(border=True, key="card-milestone", height="stretch"):
        _milestone(here, advice)
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, key="card-lifts"):
        _lifts(here, outlook, advice, list(lifts["exercise_id"]))
    with right.container(border=True, key="card-changed"):
        _changed(here)
    with left.container(border=True, key="card-alerts"):
        _alerts(here, alerts, unseen_of(rows))
    with right.container(border=True, key="card-standing"):
        _standing(here)


def _week(here: Here) -> None:
    """Say what was done in the newest week, and draw half a year of weeks."""
    days = queries.frame(here.source, "training_days", lifter=here.lifter)
    if days.empty:
        st.html(pieces.headline(_("This week"), _("No sets yet"), _("No working sets in this log yet.")))
        return
    week = newest_week(days)
    st.html(week_said(week, here.made_at.date()))
    weeks = queries.frame(here.source, "week/training_weeks", lifter=here.lifter, last_day=here.last_day)
    chart = charts.training_weeks(weeks, week.usual_sets, here.palette)
    st.altair_chart(chart, width="stretch", alt=_("Working sets in each of the last 26 weeks"))
    st.html(pieces.quiet(_("Working sets a week, half a year; dashed: the usual number.")))


def _one_thing(here: Here, alerts: list[Alert], advice: Advice | None) -> None:
    """Say what matters most."""
    thing = one_thing(alerts, advice, is_over=here.is_over)
    st.html(pieces.headline(_("What matters most"), thing.what, thing.why, size="mid"))
    where, arrow = {"lifter": here.lifter}, ":material/arrow_forward:"
    st.page_link(shell.view(thing.page), label=_("More about it"), icon=arrow, query_params=where)


def _answer(here: Here, advice: Advice | None) -> None:
    """Say which style, and how sure."""
    if advice is None:
        refused = queries.frame(here.source, "refused", lifter=here.lifter)
        whole = refused[refused["kind"] == "lifter"]
        why = _("No forecasts yet: run make run.")
        if not whole.empty:
            why = _needed(whole.iloc[0])
        st.html(pieces.headline(_("For {who}").format(who=here.who), _("Too early to say"), why))
        return
    big, sentence = advice.verdict()
    kicker = _("For {who}, {ahead}").format(who=here.who, ahead=here.ahead(advice.plan_weeks))
    st.html(pieces.headline(kicker, big, sentence))
    if advice.equals:
        st.html(pieces.choices([advice.option, *advice.equals], _("Written out on the Plan page.")))
    else:
        st.html(pieces.strip(phases_of(advice.option.blocks)))
    past = queries.frame(here.source, "week/looking_back", lifter=here.lifter)
    if not (here.is_over and past.empty):
        st.html(pieces.quiet(looked_back_of(past)))


def _milestone(here: Here, advice: Advice | None) -> None:
    """Say what is next on the bar and how likely by when, and how the targets stand."""
    ahead = advice.milestone if advice else None
    st.html(milestone_said(ahead, here.unit, here.day_after))
    if ahead:
        st.html(
            pieces.quiet(
                _("Estimated 1RM, as long as you keep training the lift. A projection from your own log, not a fact.")
            )
        )
    if advice and advice.targets:
        st.markdown(_("**Your targets**"))
        st.html(pieces.targets(advice.targets))


def _lifts(here: Here, outlook: pd.DataFrame, advice: Advice | None, order: list[str]) -> None:
    """Draw the lifts trained most, now and in 12 weeks: under the plan, and carrying on beside it."""
    ahead = words.from_now(HORIZON, is_over=here.is_over)
    st.subheader(_("Your lifts {ahead}").format(ahead=ahead), anchor=False)
    then = outlook[outlook["horizon_weeks"] == HORIZON].set_index("exercise_id")
    as_now, planned = (then[then["style"] == style] for style in (AS_NOW, PLAN))
    rows = as_now if planned.empty else planned
    changes = advice is not None and not advice.option.carries_on and not planned.empty
    rows = rows.reindex([key for key in order if key in rows.index])
    if rows.empty:
        st.html(
            pieces.quiet(
                _("No lift has enough recent training days for a forecast. The Lifts page says what is missing.")
            )
        )
        return
    if planned.empty:
        what = _("Estimated 1RM if you carry on as now.")
    elif changes:
        what = _("Estimated 1RM if you follow your plan; the square is carrying on as now.")
    else:
        what = _("Estimated 1RM if you follow your plan.")
    st.html(pieces.quiet(what + " " + _("The pale bar holds 8 chances in 10, the dark one 5 in 10.")))
    shown = rows.assign(as_now_kg=as_now["q50"] if changes else float("nan")).head(LIFTS_SHOWN)
    chart = charts.lifts_ahead(shown, here.unit, here.palette, here.palette.styles[PLAN if changes else AS_NOW])
    st.altair_chart(chart, width="stretch", alt=_("Each lift now and in 12 weeks, in percent"))
    if len(rows) > LIFTS_SHOWN:
        more = words.counted(len(rows) - LIFTS_SHOWN, "more lift", "more lifts")
        st.html(pieces.quiet(_("{lifts} on the Lifts page.").format(lifts=more)))


def _changed(here: Here) -> None:
    """Say what the last weeks and the last import brought."""
    st.subheader(_("What changed"), anchor=False)
    st.html(pieces.bullets([*_records(here), *_imported(here)]))


def _imported(here: Here) -> list[tuple[str, str]]:
    """Say what the last import did to the lifter's sets."""
    rows = queries.frame(here.source, "week/last_import", lifter=here.lifter)
    if rows.empty:
        return []
    row = rows.iloc[0]
    said = [
        words.counted(row["added"], "set added", "sets added") if row["added"] else "",
        words.counted(row["changed"], "set changed", "sets changed") if row["changed"] else "",
        words.counted(row["removed"], "set removed", "sets removed") if row["removed"] else "",
    ]
    what = words.capital(words.listed([one for one in said if one]))
    return [(what, _("with the import of {day}.").format(day=words.day(row["made_at"])))]


def _records(here: Here) -> list[tuple[str, str]]:
    """Say the new bests of the last 4 weeks, and which are within the noise of an estimate."""
    days = queries.frame(here.source, "lift_days", lifter=here.lifter, far=SUSPECT_LOG)
    bests = []
    for row in queries.rows(records(days, here.last_day).head(RECORDS_SHOWN)):
        said = (
            _("best yet: {load} on {day} ({gain}).")
            if row["is_beyond_noise"]
            else _("best yet: {load} on {day} ({gain}, which may just be a good day).")
        )
        load = words.load(row["one_rm_kg"], here.unit)
        gain = words.change(row["gain_pct"]) if round(row["gain_pct"]) else _("by a hair")
        bests.append((row["name"], said.format(load=load, day=words.day(row["day"]), gain=gain)))
    return bests or [(_("No new bests"), _("in the last 4 weeks."))]


def _alerts(here: Here, alerts: list[Alert], unseen: list[str]) -> None:
    """Say what needs attention; nothing does where the training is over."""
    st.subheader(_("Needs attention"), anchor=False)
    if here.is_over:
        st.html(pieces.quiet(_("Nothing: this log ended on {day}.").format(day=words.day(here.last_day))))
        return
    st.html(pieces.alerts(alerts[:ALERTS_SHOWN]) if alerts else pieces.quiet(_("Nothing right now.")))
    hidden = len(alerts) - ALERTS_SHOWN
    more = [words.counted(hidden, "more alert", "more alerts")] if hidden > 0 else []
    if unseen:
        more.append(words.counted(len(unseen), "thing we can’t judge yet", "things we can’t judge yet"))
    if more:
        st.html(pieces.quiet(_("{what}: see the Plan page.").format(what=words.capital(words.listed(more)))))


def _standing(here: Here) -> None:
    """Say where the lifts stand among competitors, or what is missing for that."""
    st.subheader(_("Among competitors"), anchor=False)
    rows = queries.frame(here.source, "week/standing", lifter=here.lifter)
    if not rows.empty:
        st.html(pieces.bullets(standing_of(rows)))
        st.html(pieces.quiet(_("Most lifters never compete, and those who do are strong.") + " " + growth_of(rows)))
        _compared_as(here)
        return
    refused = queries.frame(here.source, "refused", lifter=here.lifter)
    missing = refused[refused["kind"] == "standing"]
    if missing.empty:
        st.html(pieces.quiet(_("This needs a barbell squat, bench press or deadlift trained lately.")))
        return
    if described.may_state(here.source) and str(missing.iloc[0]["reason"]).endswith("unknown"):
        st.html(
            pieces.quiet(
                _(
                    "Say who to compare with: women or men of your body weight, and of your age if you give the year "
                    "of your birth."
                )
            )
        )
        described.ask(here.source, here.lifter, here.unit)
        return
    st.html(pieces.quiet(_needed(missing.iloc[0])))


def _compared_as(here: Here) -> None:
    """Say with whom a lifter is compared, and let it be changed."""
    row = queries.lifter(here.source, here.lifter)
    if row is None or not described.may_state(here.source):
        return
    who = described.known({str(name): value for name, value in row.items()}, here.unit)
    with st.expander(_("Compared as: {who}").format(who=pieces.plain(who))):
        described.ask(here.source, here.lifter, here.unit)


def _needed(refused: pd.Series) -> str:
    """Say why something is not said, and what it would need."""
    reason, missing = finished(refused["reason"]), finished(refused["missing"])
    return words.sentence(reason) + " " + _("Needed: {what}.").format(what=missing)


page(shell.here())
