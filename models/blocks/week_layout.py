"""Exercises spread over the days of a week: rest between hard work for the same muscles, no day too long."""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from models.blocks.dose import WARM_UP_MINUTES, Dose, by_exercise, minutes_on

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

_NEXT_DAY: Final = 1.0
_SAME_PATTERN: Final = 4.0
_LONG_DAY: Final = 0.5


class Day:
    """One day of the week being laid out: its exercises, its minutes, the work of each muscle."""

    def __init__(self, weekday: int) -> None:
        self.weekday = weekday
        self.exercises: list[list[Dose]] = []
        self.minutes = WARM_UP_MINUTES
        self.work: dict[str, float] = {}

    def add(self, own: list[Dose], time: int) -> None:
        """Put an exercise here: its n-th time of the week."""
        self.exercises.append(own)
        self.minutes += minutes_on(own, time)
        for dose in own:
            if time < dose.days:
                for muscle, credit in dose.pick.muscles.items():
                    if credit >= 1:
                        work = dose.sets * dose.part_of_weeks * (1.5 if dose.heavy else 1.0)
                        self.work[muscle] = self.work.get(muscle, 0.0) + work


def lay_out(doses: Sequence[Dose], sessions: int) -> list[Day]:
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
    list of Day
        One for each session, with its exercises in order, heavy compound work first.
    """
    days = [Day(weekday) for weekday in TRAINING_DAYS[sessions]]
    exercises = by_exercise(doses)
    for own in exercises:
        costs = [_cost(own, day, days) for day in days]

        def total(chosen: tuple[int, ...], costs: list[float] = costs) -> float:
            close = sum(_apart(days[a], days[b]) == 1 for a, b in combinations(chosen, 2))
            return sum(costs[place] for place in chosen) + 10.0 * close

        often = min(max(dose.days for dose in own), sessions)
        for time, place in enumerate(min(combinations(range(sessions), often), key=total)):
            days[place].add(own, time)
    order = {own[0].pick.exercise_id: place for place, own in enumerate(exercises)}
    for day in days:
        day.exercises.sort(key=lambda own: (not own[0].heavy, not own[0].pick.compound, order[own[0].pick.exercise_id]))
    return days


def _apart(first: Day, then: Day) -> int:
    """Days between two weekdays, round the week."""
    gap = abs(first.weekday - then.weekday)
    return min(gap, 7 - gap)


def _cost(own: Sequence[Dose], day: Day, days: Sequence[Day]) -> float:
    """Say how little a day suits an exercise."""
    pick = own[0].pick
    direct = [muscle for muscle, credit in pick.muscles.items() if credit >= 1]
    next_door = sum(other.work.get(muscle, 0.0) for other in days if _apart(day, other) == 1 for muscle in direct)
    same = sum(others[0].pick.pattern == pick.pattern for others in day.exercises if pick.pattern)
    return _NEXT_DAY * next_door + _SAME_PATTERN * same + _LONG_DAY * day.minutes
