"""Hevy's API: workouts as JSON, as the service hands them to programs; always kg, metres and UTC."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any

from pipelines.exports.reading.base import Dialect, Reading
from pipelines.exports.reading.documents import line_of, text_of
from pipelines.exports.reading.gathered import Gathered
from pipelines.exports.reading.source import Source

_FIRST_WORKOUTS = 20
_DIALECT = Dialect(
    load_unit="kg",
    distance_unit="m",
    markers=MappingProxyType(
        {"normal": "working", "warmup": "warmup", "dropset": "drop", "drop": "drop", "failure": "failure"}
    ),
)


@dataclass(frozen=True, kw_only=True)
class _HevyApi:
    """Workouts within exercises within sets; a record is a set."""

    app: str = "hevy_api"
    title: str = "Hevy's API"
    version: int = 1

    def recognises(self, source: Source) -> bool:
        """Tell by the workouts: they start at a time and hold exercises, each with its key and its sets."""
        return any(
            "exercise_template_id" in exercise and isinstance(exercise.get("sets"), list)
            for workout in islice(_workouts(source), _FIRST_WORKOUTS)
            if "start_time" in workout
            for exercise in _mappings(workout.get("exercises"))
        )

    def read(self, source: Source) -> Reading:
        """Read every set."""
        gathered = Gathered()
        for workout in _workouts(source):
            for exercise in _mappings(workout.get("exercises")):
                for logged in _mappings(exercise.get("sets")):
                    gathered.add(
                        line_of(logged),
                        text_of(logged),
                        started=_text(workout.get("start_time")),
                        workout=_text(workout.get("title")),
                        exercise=_text(exercise.get("title")),
                        marker=_text(logged.get("type")),
                        load=_text(logged.get("weight_kg")),
                        reps=_text(logged.get("reps")),
                        distance=_text(logged.get("distance_meters")),
                        seconds=_text(logged.get("duration_seconds")),
                        rpe=_text(logged.get("rpe")),
                    )
        return gathered.reading(source, "v1", dialect=_DIALECT)


def _workouts(source: Source) -> Iterator[Mapping[str, Any]]:
    """Workouts of a page, of a list, or of several pages put into one list."""
    pages = [source.document] if isinstance(source.document, dict) else source.document
    for item in _mappings(pages):
        yield from _mappings(item["workouts"]) if "workouts" in item else iter((item,))


def _mappings(items: Any) -> Iterator[Mapping[str, Any]]:
    return (item for item in items if isinstance(item, dict)) if isinstance(items, list) else iter(())


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


FORMAT = _HevyApi()
