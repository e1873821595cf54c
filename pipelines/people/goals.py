"""Goal and constraints as lifters write them: in `profile.toml`, on the command line, in the form of the page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pandas as pd

from data.units import KG_PER_LB
from models.goal import STRENGTH_WEIGHT, Constraints, Goal, Target, Tool, Wishes
from pipelines.errors import ProfileError
from pipelines.exercises import resolution
from pipelines.exports.reading.dates import PLAUSIBLE_YEARS
from pipelines.people.loads import BETWEEN, LOADS_KG, parse_load

KEYS: Final = (
    "goal", "strength_weight", "target", "competition", "days_per_week", "session_minutes", "equipment",
    "keep", "avoid",
)  # fmt: skip
TOOLS: Final = (
    "barbell", "dumbbell", "machine", "cable", "smith_machine", "kettlebell", "band", "ez_bar", "trap_bar",
    "bodyweight", "pull_up_bar", "other",
)  # fmt: skip
DAYS: Final = (1, 7)
MINUTES: Final = (15, 240)


def parse_wishes(where: str, stated: Mapping[str, Any]) -> Wishes:
    """Read goal and constraints from the keys of a profile.

    Parameters
    ----------
    where : str
        The file or option, for messages.
    stated : mapping
        As TOML gives it; keys of other matters are left alone.

    Returns
    -------
    Wishes
        Exercises by the names the lifter wrote; `resolved` gives them ids.

    Raises
    ------
    ProfileError
        Something stated cannot be used: what was found and what to write.
    """
    targets = stated.get("target", [])
    if not isinstance(targets, list):
        raise ProfileError(
            f"{where}: target is {targets!r}; write [[target]] with exercise, load_kg or load_lb, and by"
        )
    day, lifts = _competition(where, stated.get("competition"))
    goal = Goal(
        strength_weight=_weight(where, stated, has_targets=bool(targets)),
        targets=tuple(_target(where, target) for target in targets),
        competition=day,
        competition_lifts=lifts,
    )
    constraints = Constraints(
        days_per_week=_count(where, stated, "days_per_week", DAYS),
        session_minutes=_count(where, stated, "session_minutes", MINUTES),
        equipment=_equipment(where, stated.get("equipment")),
        keep=_names(where, stated, "keep"),
        avoid=_names(where, stated, "avoid"),
    )
    both = set(map(str.casefold, constraints.keep)) & set(map(str.casefold, constraints.avoid))
    if both:
        raise ProfileError(f"{where}: keep and avoid both name {', '.join(sorted(both))}; leave it in one of them")
    return Wishes(goal=goal, constraints=constraints)


def parse_tool(where: str, text: str) -> Tool:
    """Read a kind of equipment, such as `barbell` or `dumbbell:24kg:2kg` (heaviest load, step).

    Raises
    ------
    ProfileError
        The word or a load cannot be used.
    """
    name, *limits = (part.strip() for part in text.split(":"))
    word = name.lower().replace(" ", "_").replace("-", "_")
    word = word if word in TOOLS else word.removesuffix("s")
    if word not in TOOLS or len(limits) > 2:
        raise ProfileError(
            f"{where}: {text!r} is no equipment known; write one of {', '.join(TOOLS)}, "
            "with heaviest load and step where it has them: dumbbell:24kg:2kg"
        )
    loads = [parse_load(where, limit) for limit in limits]
    return Tool(name=word, most_kg=loads[0] if loads else None, step_kg=loads[1] if len(loads) > 1 else None)


def resolved(wishes: Wishes, lifter: str, corrections: pd.DataFrame | None = None) -> Wishes:
    """Wishes whose exercises are the ids that the lifter's log gives the same names.

    Parameters
    ----------
    wishes : Wishes
        As from `parse_wishes`.
    lifter : str
    corrections : DataFrame, optional
        What people decided about names, as for `exercises.resolve`.
    """
    goal, binding = wishes.goal, wishes.constraints
    names = [*(target.name for target in goal.targets), *goal.competition_lifts, *binding.keep, *binding.avoid]
    if not names:
        return wishes
    ids = resolution.ids_of(names, lifter, corrections)
    targets = tuple(replace(target, exercise_id=ids[target.name]) for target in goal.targets)
    groups = (goal.competition_lifts, binding.keep, binding.avoid)
    lifts, keep, avoid = (tuple(ids[name] for name in group) for group in groups)
    return replace(
        wishes,
        goal=replace(goal, targets=targets, competition_lifts=lifts),
        constraints=replace(binding, keep=keep, avoid=avoid),
    )


def as_text(wishes: Wishes) -> str:
    """Wishes as the text the build keeps."""
    return json.dumps(wishes.as_json(), ensure_ascii=False)


def _weight(where: str, stated: Mapping[str, Any], *, has_targets: bool) -> float:
    """How much strength counts: as stated, by the goal's word, or all where only targets are stated."""
    goal, weight = stated.get("goal"), stated.get("strength_weight")
    if goal is not None and (not isinstance(goal, str) or goal not in STRENGTH_WEIGHT):
        raise ProfileError(f"{where}: goal is {goal!r}; write one of {', '.join(STRENGTH_WEIGHT)}")
    if weight is None:
        return STRENGTH_WEIGHT[goal or ("strength" if has_targets else "both")]
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= 1:
        raise ProfileError(f"{where}: strength_weight is {weight!r}; write a number from 0 (size) to 1 (strength)")
    if goal in ("strength", "size") and weight != STRENGTH_WEIGHT[goal]:
        raise ProfileError(
            f'{where}: strength_weight is {weight!r} and goal "{goal}"; write goal = "both" with a weight'
        )
    return float(weight)


def _target(where: str, stated: Any) -> Target:
    """Read one target."""
    keys = {"exercise", "load_kg", "load_lb", "by"}
    if not isinstance(stated, dict) or set(stated) - keys or not isinstance(stated.get("exercise"), str):
        raise ProfileError(
            f'{where}: target is {stated!r}; write exercise = "bench press", load_kg or load_lb, and by = 2027-06-01'
        )
    name = stated["exercise"].strip()
    if ("load_kg" in stated) == ("load_lb" in stated):
        raise ProfileError(f"{where}: target {name}: states load_kg and load_lb or neither; write one of them")
    key, per_unit = ("load_lb", KG_PER_LB) if "load_lb" in stated else ("load_kg", 1.0)
    load = stated[key]
    if isinstance(load, bool) or not isinstance(load, int | float):
        raise ProfileError(f"{where}: target {name}: {key} is {load!r}; write a number such as 140")
    low, high = LOADS_KG
    if not low / per_unit <= load <= high / per_unit:
        raise ProfileError(f"{where}: target {name}: {key} is no load a person lifts; {BETWEEN}")
    load_kg = float(load * per_unit)
    return Target(exercise_id="", name=name, load_kg=load_kg, by=_day(where, f"target {name}: by", stated.get("by")))


def _competition(where: str, stated: Any) -> tuple[date | None, tuple[str, ...]]:
    """Read a competition: its day alone, or a table of its day and its lifts."""
    if not isinstance(stated, dict):
        return _day(where, "competition", stated), ()
    if set(stated) - {"day", "lifts"} or "day" not in stated:
        raise ProfileError(
            f"{where}: competition is {stated!r}; write a day such as 2027-06-01, "
            'or a table of day = 2027-06-01 and lifts = ["squat"]'
        )
    day = _day(where, "competition: day", stated["day"])
    return day, tuple(dict.fromkeys(_strings(where, "competition: lifts", stated.get("lifts", []))))


def _day(where: str, key: str, value: Any) -> date | None:
    """Read a day: a TOML date, or text such as 2027-06-01."""
    if value is None:
        return None
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if type(day) is not date or day.year not in PLAUSIBLE_YEARS:
        raise ProfileError(f"{where}: {key} is {value!r}; write a day such as 2027-06-01")
    return day


def _count(where: str, stated: Mapping[str, Any], key: str, limits: tuple[int, int]) -> int | None:
    """Read a whole number within limits."""
    value = stated.get(key)
    if value is None:
        return None
    low, high = limits
    if type(value) is not int or not low <= value <= high:
        raise ProfileError(f"{where}: {key} is {value!r}; write a whole number from {low} to {high}")
    return value


def _strings(where: str, key: str, value: Any) -> Sequence[str]:
    """Read a list of text."""
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ProfileError(f'{where}: {key} is {value!r}; write a list of text such as {key} = ["squat"]')
    return [item.strip() for item in value]


def _names(where: str, stated: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Read a list of exercise names."""
    return tuple(dict.fromkeys(_strings(where, key, stated.get(key, []))))


def _equipment(where: str, value: Any) -> tuple[Tool, ...] | None:
    """Read what equipment is at hand; an empty list is one's own body weight."""
    if value is None:
        return None
    return tuple(parse_tool(f"{where}: equipment", text) for text in _strings(where, "equipment", value))
