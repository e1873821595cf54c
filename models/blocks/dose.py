"""One exercise's week, done one way: what a block is written out from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from models.blocks.picks import Pick
from models.definitions import HEAVY_MOST_REPS

SetKind = Literal["top", "work"]

WARM_UP_MINUTES: Final = 6.0
SETTING_UP_MINUTES: Final = 1.5
SECONDS_PER_REP: Final = 4.0
REST_NOT_LOGGED_S: Final = {"heavy": 150, "else": 120}
"""What a session is reckoned with where rests were not logged: as long as forecasts take them to be, or longer."""


@dataclass(kw_only=True)
class Dose:
    """Sets of one exercise done alike; an exercise with heavier top sets has two.

    Parameters
    ----------
    pick : Pick
    days : int
        Days of a week that has the exercise.
    sets : float
        Sets on each of them, mean over the weeks: whole numbers are written.
    reps : int
        About the middle of the block.
    rest_s : int or None
        None: as the lifter rests, which was not logged.
    kind : {'top', 'work'}
        Top sets come before the usual ones, at fewer reps.
    part_of_weeks : float
        Below 1 for an exercise that takes turns with others.
    is_as_done : bool
        Reps, reserve and load stay as logged all block long.
    rir : float or None
        As done: reserve as logged, None where it was not. Else how much reserve is left late in the block, None: 1.
    share : float
        As done: share of 1RM as logged; NaN: what reps and reserve say.
    """

    pick: Pick
    days: int
    sets: float
    reps: int
    rest_s: int | None
    kind: SetKind = "work"
    part_of_weeks: float = 1.0
    is_as_done: bool = False
    rir: float | None = None
    share: float = float("nan")

    @property
    def heavy(self) -> bool:
        """Tell whether its sets are of five reps and fewer."""
        return self.reps <= HEAVY_MOST_REPS

    @property
    def weekly_sets(self) -> float:
        """Sets in a week, mean over the weeks."""
        return self.days * self.sets * self.part_of_weeks

    @property
    def minutes(self) -> float:
        """Minutes that the sets take once, without setting up."""
        rest_s = self.rest_s or REST_NOT_LOGGED_S["heavy" if self.heavy else "else"]
        return self.sets * self.part_of_weeks * (self.reps * SECONDS_PER_REP + rest_s) / 60

    @property
    def setting_up(self) -> float:
        """Minutes to get ready for the exercise."""
        return SETTING_UP_MINUTES * self.part_of_weeks


def by_exercise(doses: Iterable[Dose]) -> list[list[Dose]]:
    """Gather the doses of each exercise, top sets first, in the order of each exercise's first dose."""
    found: dict[str, list[Dose]] = {}
    for dose in doses:
        found.setdefault(dose.pick.exercise_id, []).append(dose)
    return [sorted(own, key=lambda dose: dose.kind != "top") for own in found.values()]


def minutes_on(own: Sequence[Dose], time: int) -> float:
    """Minutes of one exercise on its n-th day of the week, counted from 0."""
    there = [dose for dose in own if time < dose.days]
    return max((dose.setting_up for dose in there), default=0.0) + sum(dose.minutes for dose in there)


def mean_minutes(doses: Iterable[Dose], sessions: float) -> float:
    """Mean minutes of a session, warm-up included."""
    own = by_exercise(doses)
    whole = sum(minutes_on(each, time) for each in own for time in range(max(dose.days for dose in each)))
    return WARM_UP_MINUTES + whole / sessions
