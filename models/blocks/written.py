"""A block as it is written out and stored: its parts under the names that they have as JSON."""

from collections.abc import Mapping
from typing import Any, TypedDict


class Exercise(TypedDict):
    """One way of doing one exercise of a block; two entries for one with top sets, the top sets first.

    `set_kind` is 'top' or 'work'; `sets` are those of a full week, the figures without `_by_week` those of the first
    full week, None where nothing is prescribed. `shares` are of 1RM, week by week. A week with 0 sets goes without.
    """

    exercise_id: str
    name: str
    set_kind: str
    is_new: bool
    by_body_weight: bool
    days_per_week: int
    sets: int
    reps: int | None
    load_kg: float | None
    share: float | None
    rir: float | None
    rest_s: int | None
    sets_by_week: list[int] | None
    reps_by_week: list[int] | None
    rir_by_week: list[float] | None
    loads_kg: list[float] | None
    shares: list[float] | None


class Session(TypedDict):
    """One day of a block's week; its exercises by id, in order: `items_of` gives what is done of each."""

    day: int
    weekday: str
    minutes: int
    exercises: list[str]


class WrittenBlock(TypedDict):
    """A block.

    `muscle_sets` are fractional sets of a full week, `short_of_range` muscles below the style's range, `notes`
    sentences that the block must be read with.
    """

    style: str
    weeks: int
    easy_first: bool
    sessions_per_week: int
    exercises: list[Exercise]
    sessions: list[Session]
    muscle_sets: dict[str, float]
    short_of_range: list[str]
    notes: list[str]


def items_of(block: Mapping[str, Any], session: Mapping[str, Any]) -> list[Exercise]:
    """List what is done in a session, in order.

    An entry of fewer days a week than its exercise has stands in the first of them.
    """
    before = [other["exercises"] for other in block["sessions"] if other["day"] < session["day"]]
    return [
        item
        for key in session["exercises"]
        for item in block["exercises"]
        if item["exercise_id"] == key and sum(key in keys for keys in before) < item["days_per_week"]
    ]


def at_week(item: Mapping[str, Any], by_week: str, whole: str, week: int) -> Any:
    """A figure of one week: that of the week where weeks differ, else that of all."""
    values = item.get(by_week)
    return values[min(week, len(values) - 1)] if isinstance(values, list) and values else item[whole]
