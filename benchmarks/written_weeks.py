"""Blocks written out for many lifters, as the weeks that simulated lifters live through."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from models.blocks.routine import at_week
from models.blocks.week_layout import WEEKDAYS
from models.blocks.written import WrittenBlock
from models.simulator.futures import AS_NOW, Week
from models.simulator.written import COLUMNS

Part = WrittenBlock | int
"""A block, or so many weeks of carrying on."""


def weeks_in(parts: Sequence[Part]) -> int:
    """Number of weeks of blocks in sequence."""
    return sum(part if isinstance(part, int) else int(part["weeks"]) for part in parts)


def rows_of(block: WrittenBlock) -> Iterator[tuple[int, int, str, int, int | None, int | None]]:
    """Go through a block: week from 0, weekday from 0, exercise, sets, reps and reps in reserve as printed."""
    for week in range(int(block["weeks"])):
        for session in block["sessions"]:
            for key in session["exercises"]:
                for item in (item for item in block["exercises"] if item["exercise_id"] == key):
                    yield (
                        week,
                        WEEKDAYS.index(session["weekday"]),
                        key,
                        at_week(item, "sets_by_week", "sets", week),
                        at_week(item, "reps_by_week", "reps", week),
                        at_week(item, "rir_by_week", "rir", week),
                    )


def written_weeks(parts_by_lifter: Mapping[str, Sequence[Part]], weeks: int) -> list[Week]:
    """Lay out each week of many lifters' blocks in sequence.

    Parameters
    ----------
    parts_by_lifter : mapping of lifter to blocks in order
    weeks : int
        So many; whoever has no block in one carries on.

    Returns
    -------
    list of frames as `models.simulator.simulation.outcomes` reads them, 'as_now' where nobody has a block
    """
    by_week: list[list[tuple[object, ...]]] = [[] for _ in range(weeks)]
    for lifter, parts in parts_by_lifter.items():
        begins = 0
        for part in parts:
            for week, *rest in () if isinstance(part, int) else rows_of(part):
                if begins + week < weeks:
                    by_week[begins + week].append((lifter, *rest))
            begins += weeks_in([part])
    order = ["lifter", "weekday", "exercise_id", "sets", "reps", "rir"]
    frames = [pd.DataFrame(rows, columns=order).astype({"reps": float, "rir": float}) for rows in by_week]
    return [frame[list(COLUMNS)] if len(frame) else AS_NOW for frame in frames]
