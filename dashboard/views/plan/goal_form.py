"""The form in which a lifter states goal and limits: it writes their `profile.toml`, nothing else."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from dashboard.parts import pieces, queries, underway
from dashboard.shell import Here
from models.goal import Tool, wishes_stated
from pipelines.errors import LiftcastError
from pipelines.people.goals import TOOLS, parse_tool
from pipelines.people.profiles import state
from pipelines.running.requests import ask

WORDS: Final = {"strength": "Strength", "size": "Size", "both": "Both"}


def change_goal(here: Here) -> None:
    """Show what is stated and let the lifter change it; simulated lifters have nobody to ask."""
    row = queries.lifter(here.source, here.lifter)
    if row is None or row["simulated"]:
        return
    stated = wishes_stated({str(name): value for name, value in row.items()})
    goal, bound = stated.goal, stated.constraints
    with st.expander("Change goal and limits"), st.form("goal", border=False):
        words = list(WORDS)
        left, right = st.columns(2)
        word = left.selectbox("Goal", words, words.index(goal.word), format_func=WORDS.__getitem__)
        weight = right.slider("With both: strength against size", 0, 100, round(100 * goal.strength_weight), 10)
        days = left.number_input("Days a week (0: as in the log)", 0, 7, bound.days_per_week or 0)
        minutes = right.number_input("Minutes a session (0: as needed)", 0, 240, bound.session_minutes or 0, 5)
        meet = left.date_input("Competition", goal.competition)
        tools = right.multiselect(
            "Equipment (none: as in the log)", TOOLS, [tool.name for tool in bound.equipment or ()]
        )
        most = left.text_input("Dumbbells: heaviest and step", _dumbbells(bound.equipment), placeholder="24kg:2kg")
        target = right.text_input("Target: lift", placeholder="bench press")
        load = left.number_input(f"Target: load in {here.unit} (0: none)", 0.0, 1000.0, 0.0)
        by = right.date_input("Target: by", None)
        keep = left.text_area("Exercises to keep, one a line", height=80)
        avoid = right.text_area("Exercises to avoid, one a line", height=80)
        if not st.form_submit_button("Write into my profile"):
            return
    wanted: dict[str, Any] = {
        "goal": word,
        "strength_weight": weight / 100 if word == "both" and weight != 50 else None,
        "days_per_week": days or None,
        "session_minutes": minutes or None,
        "competition": _competition(meet, goal.competition_lifts),
        "equipment": _equipment(tools, most),
    }
    wanted |= {key: _lines(text) for key, text in (("keep", keep), ("avoid", avoid)) if _lines(text)}
    if target.strip() and load:
        aim: dict[str, Any] = {"exercise": target.strip(), f"load_{here.unit}": load}
        wanted["target"] = [aim | ({"by": by} if isinstance(by, date) else {})]
    _write(here, wanted)


def _competition(meet: object, lifts: tuple[str, ...]) -> Any:
    """A competition as the profile has it: its day, with its lifts where they are stated."""
    if not isinstance(meet, date):
        return None
    return {"day": meet, "lifts": list(lifts)} if lifts else meet


def _write(here: Here, wanted: dict[str, Any]) -> None:
    """Write the profile, and say where and from when it counts."""
    try:
        for text in wanted["equipment"] or []:
            parse_tool("equipment", text)
        path = state(here.source.settings, here.lifter, wanted)
        ask(here.source.settings, "profile", lifter=here.lifter, files={path.name: None})
    except LiftcastError as error:
        st.error(pieces.plain(str(error)))
        return
    place = pieces.plain(str(path.relative_to(here.source.settings.home)))
    st.success(f"Written to {place}. {underway.after_asking(here.source.settings)} `liftcast plan` has a plan at once.")


def _equipment(tools: Sequence[str], most: str) -> list[str] | None:
    """Equipment as the profile writes it."""
    limits = most.strip().replace(" ", "")
    return [f"{name}:{limits}" if name == "dumbbell" and limits else name for name in tools] or None


def _dumbbells(tools: Sequence[Tool] | None) -> str:
    """What is stated of the dumbbells."""
    for tool in tools or ():
        if tool.name == "dumbbell" and tool.most_kg:
            step = f":{tool.step_kg:g}kg" if tool.step_kg else ""
            return f"{tool.most_kg:g}kg{step}"
    return ""


def _lines(text: str) -> list[str]:
    """Lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
