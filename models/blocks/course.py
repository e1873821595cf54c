"""How many sets each week of a block has: more than usual by steps, after a break too, before a meet less."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from models.blocks.dose import Dose
from models.blocks.trainee import Trainee
from models.response.phases import DELOAD_SETS

MOST_MORE: Final = 1.3
"""Sets of the first week, beside those the lifter does: soreness follows unaccustomed work."""
RAMP_WEEKS: Final = 3
"""The week that has all the sets."""
FIRST_SETS: Final = 4.0
"""Sets a week that a muscle not trained so far begins with."""

BREAK_DAYS: Final = 14
LONG_BREAK_DAYS: Final = 28
BREAK_SETS: Final = ((0.5, 0.8), (0.5, 0.7, 0.85))
BREAK_LOADS: Final = ((0.9, 0.95), (0.9, 0.93, 0.97))
"""Parts of sets and loads of the first weeks after a break, and after a long one (a choice of ours)."""

TAPER_SETS: Final = {"competed": (0.8, 0.6, 0.4), "else": (0.75, 0.5, 0.0)}
"""Parts of the sets of the last weeks before a meet: volume falls by 30-70 % while loads stay up (`travis2020-1`)."""

_ALMOST: Final = 1e-9


def sets_by_week(
    doses: Sequence[Dose], trainee: Trainee, weeks: int, competed: frozenset[str] = frozenset()
) -> list[list[int]]:
    """Whole sets on each day of each week, a row per dose.

    Parameters
    ----------
    doses : sequence of Dose
    trainee : Trainee
    weeks : int
    competed : frozenset of str
        Lifts of the meet that the block ends with; empty without one.
    """
    usual = _usual(doses, weeks)
    parts = _ramp(doses, trainee, weeks)
    breaks = break_parts(trainee, weeks)[0]
    for place, dose in enumerate(doses):
        parts[place] = [min(pair) for pair in zip(parts[place], breaks, strict=True)]
        if trainee.easy_first:
            parts[place][0] = min(parts[place][0], DELOAD_SETS)
        if competed:
            taper = TAPER_SETS["competed" if dose.pick.exercise_id in competed else "else"][-weeks:]
            parts[place][weeks - len(taper) :] = taper
    columns = [_whole([row[week] for row in usual], [row[week] for row in parts], doses) for week in range(weeks)]
    rows = [list(row) for row in zip(*columns, strict=True)] if doses else []
    for row, by_week, own in zip(rows, parts, usual, strict=True):
        for week in range(1, min(weeks, RAMP_WEEKS)):  # rounding must not take back a set
            if by_week[week] >= by_week[week - 1] and own[week] >= own[week - 1]:
                row[week] = max(row[week], row[week - 1])
    return rows


def break_parts(trainee: Trainee, weeks: int) -> tuple[list[float], list[float]]:
    """Parts of sets and of loads of each week, 1 without a break."""
    kind = None if trainee.days_off <= BREAK_DAYS else int(trainee.days_off > LONG_BREAK_DAYS)
    sets, loads = ((), ()) if kind is None else (BREAK_SETS[kind], BREAK_LOADS[kind])
    return [*sets, *[1.0] * weeks][:weeks], [*loads, *[1.0] * weeks][:weeks]


def _usual(doses: Sequence[Dose], weeks: int) -> list[list[int]]:
    """Sets of each week without ramps: whole, with the dose's mean; exercises that take turns do so evenly."""
    turn, rows = 0.0, []
    for dose in doses:
        if dose.part_of_weeks >= 1 and float(dose.sets).is_integer():
            rows.append([int(dose.sets)] * weeks)
            continue
        there = _spread(dose.part_of_weeks, weeks, turn)
        turn = (turn + dose.part_of_weeks) % 1
        if not any(there):
            there[0] = 1
        counts = iter(_spread(dose.weekly_sets * weeks / (dose.days * sum(there)), sum(there), 0.5))
        rows.append([next(counts) if has else 0 for has in there])
    return rows


def _spread(amount: float, weeks: int, start: float) -> list[int]:
    """Whole numbers by week, as even as can be, whose sum is the nearest to an amount a week."""
    total = round(float(amount) * weeks)
    steps = [int((week * total) / weeks + start % 1 + _ALMOST) for week in range(weeks + 1)]
    return [then - before for before, then in pairwise(steps)]


def _ramp(doses: Sequence[Dose], trainee: Trainee, weeks: int) -> list[list[float]]:
    """Parts of the sets of each week: at first not far above what each muscle, and the whole body, is used to."""
    planned: dict[str, float] = {}
    for dose in doses:
        for muscle, credit in dose.pick.muscles.items():
            planned[muscle] = planned.get(muscle, 0.0) + credit * dose.weekly_sets
    used = trainee.muscle_sets
    first = {
        muscle: min(1.0, max(MOST_MORE * used.get(muscle, 0.0), FIRST_SETS) / sets)
        for muscle, sets in planned.items()
        if sets
    }
    begins = [
        min(
            (first[muscle] for muscle, credit in dose.pick.muscles.items() if credit >= 1 and muscle in first),
            default=1.0,
        )
        for dose in doses
    ]
    whole = sum(part * dose.weekly_sets for part, dose in zip(begins, doses, strict=True))
    most = max(MOST_MORE * trainee.weekly_sets, FIRST_SETS)
    begins = [part * min(1.0, most / whole) if whole else part for part in begins]
    return [[part, (1 + part) / 2, *[1.0] * weeks][:weeks] for part in begins]


def _whole(sets: Sequence[int], parts: Sequence[float], doses: Sequence[Dose]) -> list[int]:
    """Whole sets of one week: the parts rounded down, then up again where most was lost, as far as the sum allows."""
    if min(parts, default=1.0) >= 1:
        return list(sets)
    wanted = [count * part for count, part in zip(sets, parts, strict=True)]
    found = [
        max(int(amount + _ALMOST), 1 if count and part > 0 else 0)
        for amount, count, part in zip(wanted, sets, parts, strict=True)
    ]
    most = sum(dose.days * amount for dose, amount in zip(doses, wanted, strict=True))
    done = float(sum(dose.days * count for dose, count in zip(doses, found, strict=True)))
    for place in sorted(range(len(sets)), key=lambda at: found[at] - wanted[at]):
        if wanted[place] <= found[place] or parts[place] <= DELOAD_SETS:
            continue
        if done + doses[place].days <= most + _ALMOST:
            found[place] += 1
            done += doses[place].days
    return found
