"""The controls of the plan: what is asked for, checked where it is typed, and kept in the address."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st

from dashboard import words
from dashboard.language import _, gettext_noop
from dashboard.parts import pieces
from dashboard.shell import Here
from dashboard.views.plan import names
from dashboard.views.plan.asked import NAMES, Asked, from_address, in_address
from pipelines.errors import ProfileError
from pipelines.people.goals import DAYS, MINUTES, TOOLS, parse_tool

GOALS: Final = {"strength": gettext_noop("Strength"), "both": gettext_noop("Both"), "size": gettext_noop("Size")}
WEEKS_OFFERED: Final = (4, 6, 8, 10, 12, 16, 20, 26)
_OF: Final = "plan_of"
_WRITTEN: Final = "plan_address"
_OPEN: Final = "plan_open"
PICK: Final = "plan"


def controls(here: Here, stated: Asked, own: Sequence[str]) -> Asked:
    """Draw the controls and return what they ask for; the address says the same.

    Parameters
    ----------
    here : Here
    stated : Asked
        What the profile says.
    own : sequence of str
        Names of the lifter's exercises, those forecast first.
    """
    _follow_address(here, stated)
    asked, more = _what_and_when(), st.expander(_("Target, equipment, exercises"), expanded=st.session_state[_OPEN])
    left, middle, right = more.columns(3, gap="medium")
    with left:
        asked = _with_target(asked, here, own)
    with middle:
        meet = st.date_input(_("Competition"), key="plan_meet", min_value=_earliest("plan_meet"))
        asked = replace(asked, equipment=_equipment(), meet=meet if isinstance(meet, date) else None)
    with right:
        keep = _exercises(here, own, "plan_keep", _("Exercises to keep"))
        avoid = _exercises(here, own, "plan_avoid", _("Exercises to avoid"))
    asked = replace(asked, keep=keep, avoid=avoid)
    _write_address(asked, stated, here.unit)
    return asked


def picked() -> str:
    """Name the plan to write out that was picked; empty for the one advised."""
    return str(st.query_params.get(PICK, ""))


def pick(plan: str) -> None:
    """Pick a plan to write out; an empty name for the one advised."""
    if plan:
        st.query_params[PICK] = plan
    else:
        st.query_params.pop(PICK, None)


def reset() -> None:
    """Go back to what the profile says."""
    for name in (*NAMES, PICK):
        st.query_params.pop(name, None)
    st.session_state[_WRITTEN] = None


def _follow_address(here: Here, stated: Asked) -> None:
    """Fill the controls from the address where it asks for something else than they do."""
    address = {name: st.query_params[name] for name in NAMES if name in st.query_params}
    whose = (here.lifter, here.source.build.name)
    is_kept = "plan_goal" in st.session_state and st.session_state.get(_OF) == whose
    if is_kept and address == st.session_state.get(_WRITTEN):
        return
    asked, refused = from_address(address, stated, here.unit)
    if refused:
        said = _("The address asks for something we can’t do, so it’s left out: {what}.")
        st.warning(said.format(what=pieces.plain(words.listed(refused))))
    limits = dict(tool.partition(":")[::2] for tool in asked.equipment)
    values = {
        "goal": asked.goal, "weight": asked.weight, "days": asked.days, "minutes": asked.minutes, "weeks": asked.weeks,
        "lift": asked.lift or None, "load": asked.load, "by": asked.by, "meet": asked.meet, "tools": list(limits),
        "limits": limits, "dumbbells": limits.get("dumbbell", ""), "keep": list(asked.keep), "avoid": list(asked.avoid),
    }  # fmt: skip
    for name, value in values.items():
        st.session_state[f"plan_{name}"] = value
    st.session_state[_OPEN] = any((asked.lift, asked.equipment, asked.keep, asked.avoid, asked.meet))
    st.session_state[_OF] = whose


def _write_address(asked: Asked, stated: Asked, unit: str) -> None:
    """Let the address say what is asked for."""
    wanted = in_address(asked, stated, unit)
    for name in NAMES:
        if name not in wanted:
            st.query_params.pop(name, None)
        elif st.query_params.get(name) != wanted[name]:
            st.query_params[name] = wanted[name]
    st.session_state[_WRITTEN] = wanted


def _what_and_when() -> Asked:
    """Ask for the goal, its weight, days, minutes and weeks."""
    goal, weight = st.columns([2, 3], gap="medium")
    word = goal.segmented_control(
        _("Goal"), list(GOALS), key="plan_goal", format_func=lambda one: _(GOALS[one]), required=True
    )
    share = weight.slider(
        _("With both: how much strength counts, in %"), 0, 100, key="plan_weight", step=10, disabled=word != "both"
    )
    with st.container(horizontal=True):
        days = st.selectbox(
            _("Days a week"),
            range(DAYS[0], DAYS[1] + 1),
            key="plan_days",
            index=None,
            placeholder=_("As now"),
            width=150,
        )
        minutes = st.number_input(
            _("Minutes a session"), *MINUTES, key="plan_minutes", step=5, placeholder=_("As needed"), width=190
        )
        weeks = st.selectbox(
            _("Weeks"), _weeks_offered(), key="plan_weeks", index=None, placeholder=_("As the goal asks"), width=190
        )
    share = share if word == "both" else Asked().weight
    return Asked(goal=word or "both", weight=share, days=days, minutes=minutes, weeks=weeks)


def _weeks_offered() -> list[int]:
    """Lengths to choose from, with the one that the address asks for."""
    now = st.session_state.get("plan_weeks")
    return sorted({*WEEKS_OFFERED, *([now] if now else [])})


def _with_target(asked: Asked, here: Here, own: Sequence[str]) -> Asked:
    """Ask for a target: lift, load and day."""
    now = st.session_state.get("plan_lift")
    lift = st.selectbox(
        _("Target: lift"), list(dict.fromkeys([*own, *([now] if now else [])])), key="plan_lift", index=None,
        placeholder=_("None: type a lift"), accept_new_options=True,
    )  # fmt: skip
    found = names.doubts([lift] if lift else [], own, here.lifter)
    for doubt in found:
        names.ask_about(doubt, "plan_lift", among=False)
    load = st.number_input(
        _("Target: load in {unit}").format(unit=here.unit), 1.0, 1000.0, key="plan_load", step=2.5,
        placeholder=_("None"), format="%g",
    )  # fmt: skip
    by = st.date_input(_("Target: by"), key="plan_by", min_value=_earliest("plan_by"))
    if bool(lift) != bool(load):
        st.caption(_("A target needs a lift and a load: it counts once you’ve given both."))
    return replace(asked, lift="" if found else lift or "", load=load, by=by if isinstance(by, date) else None)


def _earliest(key: str) -> date:
    """The first day that may be chosen: today, or one stated that has gone by."""
    now, stands = date.today(), st.session_state.get(key)  # noqa: DTZ011 (the reader's own day)
    return min(now, stands) if isinstance(stands, date) else now


def _equipment() -> tuple[str, ...]:
    """Ask for the equipment at hand."""
    tools = st.multiselect(
        _("Equipment"), TOOLS, key="plan_tools", format_func=words.named, placeholder=_("As in my log")
    )
    limits: dict[str, str] = dict(st.session_state["plan_limits"])
    if "dumbbell" in tools:
        text = st.text_input(_("Dumbbells: heaviest and step"), key="plan_dumbbells", placeholder="24kg:2kg")
        limits["dumbbell"] = text.strip().replace(" ", "")
        try:
            parse_tool("Dumbbells", f"dumbbell:{limits['dumbbell']}" if limits["dumbbell"] else "dumbbell")
        except ProfileError as error:
            st.error(pieces.plain(str(error)))
            limits["dumbbell"] = ""
    return tuple(f"{tool}:{limits[tool]}" if limits.get(tool) else tool for tool in tools)


def _exercises(here: Here, own: Sequence[str], key: str, label: str) -> tuple[str, ...]:
    """Ask for exercises by name."""
    now: list[str] = st.session_state.get(key, [])
    chosen = st.multiselect(
        label, list(dict.fromkeys([*own, *now])), key=key, accept_new_options=True, placeholder=_("None: type a name")
    )
    found = names.doubts(chosen, own, here.lifter)
    for doubt in found:
        names.ask_about(doubt, key, among=True)
    refused = {doubt.name for doubt in found}
    return tuple(name for name in chosen if name not in refused)
