"""What a lifter wants and what binds them: goal, targets, competition, days, minutes, equipment, exercises."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

DEFAULT_WEIGHT: Final = 0.5
STRENGTH_WEIGHT: Final = {"strength": 1.0, "size": 0.0, "both": DEFAULT_WEIGHT}
"""How much strength counts against size, by the goal's word."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A load to lift by a day.

    Parameters
    ----------
    exercise_id, name : str
        The lift, as the catalogue and as the lifter calls it.
    load_kg : float
    by : date or None
        None: as soon as it goes.
    """

    exercise_id: str
    name: str
    load_kg: float
    by: date | None = None


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What a lifter wants.

    Parameters
    ----------
    strength_weight : float
        Of strength against size, 0 to 1.
    targets : tuple of Target
    competition : date or None
        The day on which strength counts: strength work goes last and a taper before it.
    competition_lifts : tuple of str
        Exercise ids of the lifts of that day; empty: those of a powerlifting meet that the lifter trains.
    """

    strength_weight: float = DEFAULT_WEIGHT
    targets: tuple[Target, ...] = ()
    competition: date | None = None
    competition_lifts: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """Name the goal: strength, size or both."""
        return {1.0: "strength", 0.0: "size"}.get(self.strength_weight, "both")


@dataclass(frozen=True, kw_only=True)
class Tool:
    """A kind of equipment at hand.

    Parameters
    ----------
    name : str
        A word of the catalogue, or 'pull_up_bar'.
    most_kg, step_kg : float or None
        The heaviest load it can be set to and the step between loads; None: whatever is usual.
    """

    name: str
    most_kg: float | None = None
    step_kg: float | None = None


@dataclass(frozen=True, kw_only=True)
class Constraints:
    """What binds a lifter.

    Parameters
    ----------
    days_per_week, session_minutes : int or None
        None: as in the log.
    equipment : tuple of Tool or None
        None: whatever the log shows, and no more than a usual gym has.
    keep, avoid : tuple of str
        Exercise ids to have in any case, and never.
    """

    days_per_week: int | None = None
    session_minutes: int | None = None
    equipment: tuple[Tool, ...] | None = None
    keep: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """Goal and constraints of one lifter."""

    goal: Goal = field(default_factory=Goal)
    constraints: Constraints = field(default_factory=Constraints)

    def as_json(self) -> dict[str, Any]:
        """Goal and constraints as JSON values; days as ISO text."""
        plain = asdict(self)
        plain["goal"]["competition"] = _text(self.goal.competition)
        for target, given in zip(plain["goal"]["targets"], self.goal.targets, strict=True):
            target["by"] = _text(given.by)
        return plain


def wishes_of(plain: dict[str, Any]) -> Wishes:
    """Read wishes back from their JSON values.

    Examples
    --------
    >>> wishes = Wishes(constraints=Constraints(days_per_week=3, equipment=(Tool(name="dumbbell", most_kg=24.0),)))
    >>> wishes_of(wishes.as_json()) == wishes
    True
    """
    goal, binding = plain["goal"], plain["constraints"]
    targets = tuple(Target(**(target | {"by": _day(target["by"])})) for target in goal["targets"])
    tools = binding["equipment"]
    return Wishes(
        goal=Goal(
            strength_weight=goal["strength_weight"],
            targets=targets,
            competition=_day(goal["competition"]),
            competition_lifts=tuple(goal.get("competition_lifts", ())),
        ),
        constraints=Constraints(
            days_per_week=binding["days_per_week"],
            session_minutes=binding["session_minutes"],
            equipment=None if tools is None else tuple(Tool(**tool) for tool in tools),
            keep=tuple(binding["keep"]),
            avoid=tuple(binding["avoid"]),
        ),
    )


def wishes_stated(lifter: Mapping[str, Any]) -> Wishes:
    """A lifter's wishes as their row of `lifters` states them; without any, strength and size count alike."""
    stated = lifter.get("wishes")
    if isinstance(stated, str) and stated:
        return wishes_of(json.loads(stated))
    goal = lifter.get("goal")
    return Wishes(goal=Goal(strength_weight=STRENGTH_WEIGHT[goal])) if goal in STRENGTH_WEIGHT else Wishes()


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
