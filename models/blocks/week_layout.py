"""Exercises spread over the days of a week: rest between hard work for the same muscles, no day too long."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from models.blocks.repertoire import Pick

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TRAINING_DAYS: Final = {
    1: (0,),
    2: (0, 3),
    3: (0, 2, 4),
    4: (0, 1, 3, 4),
    5: (0, 1, 2, 4, 5),
    6: (0, 1, 2, 3, 4, 5),
    7: (0, 1, 2, 3, 4, 5, 6),
}
"""Days apart as far as a week allows: a suggestion, for any days will do that keep the distances."""

WARM_UP_MINUTES: Final = 6.0
SETTING_UP_MINUTES: Final = 1.5
SECONDS_PER_REP: Final = 4.0
_NEXT_DAY: Final = 1.0
_SAME_PATTERN: Final = 4.0
_LONG_DAY: Final = 0.5


@dataclass(kw_only=True)
class Dose:
    """One exercise's week: on how many days, how many sets each time, and how they are done."""

    pick: Pick
    days: int
    sets: int
    reps: int
    rest_s: int
    heavy: bool

    @property
    def weekly_sets(self) -> int:
        """Sets in a week."""
        return self.days * self.sets

    @property
    def minutes(self) -> float:
        """Minutes that the exercise takes once."""
        each = (self.reps * SECONDS_PER_REP + self.rest_s) / 60
        return SETTING_UP_MINUTES + self.sets * each


def session_minutes(doses: Sequence[Dose]) -> float:
    """Minutes of a session, warm-up included."""
    return WARM_UP_MINUTES + sum(dose.minutes for dose in doses)


def lay_out(doses: Sequence[Dose], sessions: int) -> list[list[int]]:
    """Choose the days of each exercise.

    Each exercise, the indispensable first, goes on those days where its muscles have had least work on the day itself
    and, heavier, on the days next to it, and where least has been put so far.

    Parameters
    ----------
    doses : sequence of Dose
        None on more days than there are sessions.
    sessions : int
        1 to 7.

    Returns
    -------
    list of list of int
        For each session the places of its exercises in `doses`, heavy compound work first.
    """
    weekdays = TRAINING_DAYS[sessions]
    days: list[list[int]] = [[] for _ in weekdays]
    near = [
        [other for other in range(sessions) if other != day and _apart(weekdays[day], weekdays[other]) == 1]
        for day in range(sessions)
    ]
    work: list[dict[str, float]] = [{} for _ in weekdays]
    minutes = [0.0] * sessions
    for place, dose in enumerate(doses):
        costs = [_cost(dose, day, days, doses, work, near, minutes) for day in range(sessions)]

        def total(chosen: tuple[int, ...], costs: list[float] = costs) -> float:
            close = sum(_apart(weekdays[a], weekdays[b]) == 1 for a, b in combinations(chosen, 2))
            return sum(costs[day] for day in chosen) + 10.0 * close

        for day in min(combinations(range(sessions), min(dose.days, sessions)), key=total):
            days[day].append(place)
            minutes[day] += dose.minutes
            for muscle, credit in dose.pick.muscles.items():
                if credit >= 1:
                    work[day][muscle] = work[day].get(muscle, 0.0) + dose.sets * (1.5 if dose.heavy else 1.0)
    for places in days:
        places.sort(key=lambda place: (not doses[place].heavy, not doses[place].pick.compound, place))
    return days


def _apart(first: int, then: int) -> int:
    """Days between two weekdays, round the week."""
    gap = abs(first - then)
    return min(gap, 7 - gap)


def _cost(
    dose: Dose,
    day: int,
    days: Sequence[Sequence[int]],
    doses: Sequence[Dose],
    work: Sequence[dict[str, float]],
    near: Sequence[Sequence[int]],
    minutes: Sequence[float],
) -> float:
    """Say how little a day suits an exercise."""
    direct = [muscle for muscle, credit in dose.pick.muscles.items() if credit >= 1]
    next_door = sum(work[other].get(muscle, 0.0) for other in near[day] for muscle in direct)
    same = sum(doses[place].pick.pattern == dose.pick.pattern for place in days[day] if dose.pick.pattern)
    return _NEXT_DAY * next_door + _SAME_PATTERN * same + _LONG_DAY * minutes[day]
