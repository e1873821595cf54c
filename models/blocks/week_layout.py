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
_IN_A_ROW: Final = 10.0
_ALIKE: Final = 0.15
"""Part of the longest day by which the shortest may be shorter."""
_MOST_MOVES: Final = 12


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
                work = dose.sets * dose.part_of_weeks * (1.5 if dose.heavy else 1.0)
                for muscle in dose.pick.worked:
                    self.work[muscle] = self.work.get(muscle, 0.0) + work


def lay_out(doses: Sequence[Dose], sessions: int) -> list[Day]:
    """Choose the days of each exercise.

    Each exercise, the indispensable first, goes on those days where its muscles have had least work on the day itself
    and, heavier, on the days next to it, and where least has been put so far. Then exercises move from the longest to
    the shortest day while that makes days more alike.

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
    near = [[other for other in days if _apart(day, other) == 1] for day in days]
    exercises = by_exercise(doses)
    chosen: list[tuple[int, ...]] = []
    for own in exercises:
        often = min(max(dose.days for dose in own), sessions)
        costs = [_cost(own, day, others) for day, others in zip(days, near, strict=True)]
        chosen.append(_best_days(costs, often, days))
        for time, place in enumerate(chosen[-1]):
            days[place].add(own, time)
    chosen = _evened(exercises, chosen, [day.minutes for day in days], near, days)
    days = [Day(weekday) for weekday in TRAINING_DAYS[sessions]]
    for own, places in zip(exercises, chosen, strict=True):
        for time, place in enumerate(places):
            days[place].add(own, time)
    for day in days:
        day.exercises.sort(key=lambda own: (not own[0].heavy, not own[0].pick.compound))
    return days


def _apart(first: Day, then: Day) -> int:
    """Days between two weekdays, round the week."""
    gap = abs(first.weekday - then.weekday)
    return min(gap, 7 - gap)


def _best_days(costs: Sequence[float], often: int, days: Sequence[Day]) -> tuple[int, ...]:
    """Choose so many days that cost least together, days in a row only where there are no others."""
    if often == len(days):
        return tuple(range(len(days)))
    if often == 1:
        return (min(range(len(days)), key=costs.__getitem__),)

    def total(chosen: tuple[int, ...]) -> float:
        close = sum(_apart(days[a], days[b]) == 1 for a, b in combinations(chosen, 2))
        return sum(costs[place] for place in chosen) + _IN_A_ROW * close

    return min(combinations(range(len(days)), often), key=total)


def _cost(own: Sequence[Dose], day: Day, near: Sequence[Day]) -> float:
    """Say how little a day suits an exercise."""
    pick = own[0].pick
    next_door = sum(other.work.get(muscle, 0.0) for other in near for muscle in pick.worked)
    same = sum(others[0].pick.pattern == pick.pattern for others in day.exercises if pick.pattern)
    return _NEXT_DAY * next_door + _SAME_PATTERN * same + _LONG_DAY * day.minutes


def _evened(
    exercises: Sequence[list[Dose]],
    chosen: list[tuple[int, ...]],
    minutes: list[float],
    near: Sequence[Sequence[Day]],
    days: Sequence[Day],
) -> list[tuple[int, ...]]:
    """Move exercises from the longest to the shortest day, those that it suits best, until days are about alike."""
    for _ in range(_MOST_MOVES):
        longest, shortest = minutes.index(max(minutes)), minutes.index(min(minutes))
        gap = minutes[longest] - minutes[shortest]
        if gap <= _ALIKE * minutes[longest]:
            break
        best: tuple[float, int, float] | None = None
        for place, (own, there) in enumerate(zip(exercises, chosen, strict=True)):
            if longest not in there or shortest in there:
                continue
            long = minutes_on(own, 0)
            row = sum(_apart(days[shortest], days[other]) == 1 for other in there if other != longest)
            cost = abs(gap - 2 * long) + _IN_A_ROW * row
            cost += _NEXT_DAY * sum(
                other.work.get(muscle, 0.0) for other in near[shortest] for muscle in own[0].pick.worked
            )
            if 0 < long < gap and (best is None or cost < best[0]):
                best = (cost, place, long)
        if best is None:
            break
        _, place, long = best
        chosen[place] = tuple(sorted({*chosen[place], shortest} - {longest}))
        minutes[longest] -= long
        minutes[shortest] += long
    return chosen
