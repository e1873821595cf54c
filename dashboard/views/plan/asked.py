"""What a plan is asked for with: the wishes stated, what the page puts over them, and the address that holds it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

from dashboard import words
from dashboard.language import _, decimal
from models.goal import STRENGTH_WEIGHT, Tool, Wishes
from pipelines.errors import ProfileError
from pipelines.people.goals import DAYS, MINUTES
from pipelines.people.loads import parse_load

WEEKS: Final = (2, 26)
NONE: Final = "none"
"""What the address says where something stated is taken away."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a plan is asked for with; None and empty are as in the log.

    Parameters
    ----------
    goal : {'strength', 'both', 'size'}
    weight : int
        Of strength against size, in %; counts where both are wanted.
    weeks : int or None
        None: as the goal asks.
    days, minutes : int or None
    equipment : tuple of str
        As `parse_tool` reads it.
    lift : str
        The target's, by its name.
    load : float or None
        The target's, in the lifter's unit.
    by, meet : date or None
        Of the target; of a competition.
    keep, avoid : tuple of str
        Names of exercises.
    """

    goal: str = "both"
    weight: int = 50
    weeks: int | None = None
    days: int | None = None
    minutes: int | None = None
    equipment: tuple[str, ...] = ()
    lift: str = ""
    load: float | None = None
    by: date | None = None
    meet: date | None = None
    keep: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()

    @property
    def has_target(self) -> bool:
        """Whether the target is whole: a lift and a load."""
        return bool(self.lift and self.load)


def stated_as(wishes: Wishes, names: Mapping[str, str], unit: str) -> Asked:
    """Wishes as the page shows them; of several targets the first."""
    goal, bound = wishes.goal, wishes.constraints
    target = goal.targets[0] if goal.targets else None
    return Asked(
        goal=goal.word,
        weight=round(100 * goal.strength_weight) if goal.word == "both" else 50,
        days=bound.days_per_week,
        minutes=bound.session_minutes,
        equipment=tuple(_tool(tool) for tool in bound.equipment or ()),
        lift=names.get(target.exercise_id, target.name) if target else "",
        load=round(4 * words.in_unit(target.load_kg, unit)) / 4 if target else None,
        by=target.by if target else None,
        meet=goal.competition,
        keep=tuple(names.get(key, key) for key in bound.keep),
        avoid=tuple(names.get(key, key) for key in bound.avoid),
    )


def _tool(tool: Tool) -> str:
    """Equipment as it is written: `dumbbell:24kg:2kg`."""
    limits = [f"{limit:g}kg" for limit in (tool.most_kg, tool.step_kg) if limit]
    return ":".join([tool.name, *limits])


def given(asked: Asked, stated: Asked, wishes: Wishes, unit: str) -> dict[str, Any]:
    """What is asked for other than stated, under the keys of a profile; None takes away what is stated."""
    found: dict[str, Any] = {}
    target = ("lift", "load", "by")
    if _of(asked, target) != _of(stated, target) and (asked.has_target or not asked.lift):
        others = [
            {"exercise": one.name, "load_kg": one.load_kg} | ({"by": one.by} if one.by else {})
            for one in wishes.goal.targets[1:]
        ]
        own = {"exercise": asked.lift, f"load_{unit}": asked.load} | ({"by": asked.by} if asked.by else {})
        found["target"] = [own, *others] if asked.has_target else others
    if "target" in found or _of(asked, ("goal", "weight")) != _of(stated, ("goal", "weight")):
        found["goal"] = asked.goal
        found["strength_weight"] = asked.weight / 100 if asked.goal == "both" and asked.weight != 50 else None
    if asked.meet != stated.meet:
        found["competition"] = asked.meet
    for name, key in (("days", "days_per_week"), ("minutes", "session_minutes")):
        if getattr(asked, name) != getattr(stated, name):
            found[key] = getattr(asked, name)
    if asked.equipment != stated.equipment:
        found["equipment"] = list(asked.equipment) or None
    for key in ("keep", "avoid"):
        if getattr(asked, key) != getattr(stated, key):
            found[key] = list(getattr(asked, key))
    return found


def _of(asked: Asked, names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(asked, name) for name in names)


def in_address(asked: Asked, stated: Asked, unit: str) -> dict[str, str]:
    """What an address must hold to ask for the same: only what is not stated anyway."""
    return {
        field.name: _written(getattr(asked, field.name), field.name, unit)
        for field in fields(Asked)
        if getattr(asked, field.name) != getattr(stated, field.name)
    }


def _written(value: Any, name: str, unit: str) -> str:
    """One setting as an address says it."""
    if value in (None, "", ()):
        return NONE
    if name == "load":
        return f"{value:g}{unit}"
    return "|".join(value) if isinstance(value, tuple) else str(value)


def from_address(address: Mapping[str, str], stated: Asked, unit: str) -> tuple[Asked, list[str]]:
    """Read an address: what it asks for over what is stated, and what in it cannot be used."""
    asked, refused = stated, []
    for name, read in _READ.items():
        text = address.get(name)
        if text is None:
            continue
        try:
            value = getattr(Asked(), name) if text == NONE else read(text, unit)
        except (ValueError, ProfileError):
            refused.append(f"{name}={text}")
        else:
            asked = replace(asked, **{name: value})
    return asked, refused


def _within(limits: tuple[int, int]) -> Callable[[str, str], int]:
    """A reader of whole numbers within limits."""

    def read(text: str, _: str) -> int:
        value = int(text)
        if not limits[0] <= value <= limits[1]:
            raise ValueError(text)
        return value

    return read


def _goal(text: str, _: str) -> str:
    if text not in STRENGTH_WEIGHT:
        raise ValueError(text)
    return text


def _list(text: str, _: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _day(text: str, _: str) -> date:
    return date.fromisoformat(text)


def _load(text: str, unit: str) -> float:
    kg = parse_load("load", text if text[-1:].isalpha() else f"{text}{unit}")
    return round(4 * words.in_unit(kg, unit)) / 4


_READ: Final[dict[str, Callable[[str, str], Any]]] = {
    "goal": _goal, "weight": _within((0, 100)), "weeks": _within(WEEKS), "days": _within(DAYS),
    "minutes": _within(MINUTES), "equipment": _list, "lift": lambda text, _: text.strip(), "load": _load,
    "by": _day, "meet": _day, "keep": _list, "avoid": _list,
}  # fmt: skip
NAMES: Final = tuple(_READ)


def told(asked: Asked, unit: str) -> list[str]:
    """Say what a plan is made for, a few words each."""
    said = []
    if asked.days:
        said.append(_("{days} a week").format(days=words.counted(asked.days, "day", "days")))
    if asked.minutes:
        said.append(_("{minutes} min a session").format(minutes=asked.minutes))
    if asked.equipment:
        tools = [words.within(words.named(tool.partition(":")[0])) for tool in asked.equipment]
        said.append(_("with {tools}").format(tools=words.listed(tools)))
    if asked.has_target:
        target = _("target: {lift} {load} by {day}") if asked.by else _("target: {lift} {load}")
        load = f"{decimal(asked.load or 0.0, 2, least=0)}{words.NARROW}{unit}"
        said.append(target.format(lift=asked.lift, load=load, day=words.day(asked.by)))
    if asked.meet:
        said.append(_("competition on {day}").format(day=words.day(asked.meet)))
    said += [_("keeps {name}").format(name=name) for name in asked.keep]
    said += [_("without {name}").format(name=name) for name in asked.avoid]
    return said
