"""A block as it is written out and stored: its parts under the names that they have as JSON."""

from typing import TypedDict


class Exercise(TypedDict):
    """One exercise of a block; figures of all weeks are those of the first full week, None where none is prescribed."""

    exercise_id: str
    name: str
    is_new: bool
    by_body_weight: bool
    days_per_week: int
    sets: int
    reps: int | None
    load_kg: float | None
    share: float | None
    rir: int | None
    rest_s: int | None
    sets_by_week: list[int] | None
    reps_by_week: list[int] | None
    rir_by_week: list[int] | None
    loads_kg: list[float] | None


class Session(TypedDict):
    """One day of a block's week; its exercises by id, in order."""

    day: int
    weekday: str
    minutes: int
    exercises: list[str]


class WrittenBlock(TypedDict):
    """A block; `muscle_sets` are weekly fractional sets, `short_of_range` muscles below the style's range."""

    style: str
    weeks: int
    easy_first: bool
    sessions_per_week: int
    exercises: list[Exercise]
    sessions: list[Session]
    muscle_sets: dict[str, float]
    short_of_range: list[str]
