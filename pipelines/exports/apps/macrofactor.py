"""MacroFactor: the workouts it gives as JSON: workouts, blocks, exercises, sets.

Loads are kilograms whatever was typed, times are UTC. Exercises are named by an identifier only, unless the lifter made
them. The rest beside a set is the timer set for after it, in microseconds. Parts of a set ("segments") are counted,
not read: no export seen had any.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from pipelines.errors import ExportError
from pipelines.exports.reading.base import Dialect, Reading
from pipelines.exports.reading.documents import line_of, text_of
from pipelines.exports.reading.figures import read_number
from pipelines.exports.reading.gathered import Gathered
from pipelines.exports.reading.source import Source

_MICROSECONDS = 1_000_000  # of a second
_DIALECT = Dialect(
    load_unit="kg",
    markers=MappingProxyType(
        {"standard": "working", "warmup": "warmup", "failure": "failure", "dropset": "drop"},
    ),
)


class _MacroFactor:
    """A JSON list of workouts."""

    app = "macrofactor"
    title = "MacroFactor"
    version = 2

    def recognises(self, source: Source) -> bool:
        """Tell by the first workout: it has blocks."""
        workouts = source.document
        if not isinstance(workouts, list) or not workouts or not isinstance(workouts[0], dict):
            return False
        return isinstance(workouts[0].get("blocks"), list) and "startTime" in workouts[0]

    def read(self, source: Source) -> Reading:
        """Read every set.

        Raises
        ------
        ExportError
            If something stands where the app never puts it.
        """
        gathered = Gathered()
        segments = unnamed = 0
        try:
            for workout in source.document or ():
                for exercise, each in _sets(workout):
                    segments += len(each.get("segments") or ())
                    unnamed += not exercise.get("name")
                    gathered.add(line_of(each), text_of(each), **_set_logged(workout, exercise, each))
        except (AttributeError, KeyError, TypeError) as error:
            raise ExportError(
                f"{source.name}: not laid out as MacroFactor's workouts are ({type(error).__name__}: {error}); "
                "export the file again from the app"
            ) from error
        notes = list[str]()
        if unnamed:
            notes.append("exercises are named by identifiers only: tie them to the catalogue in an exercises.csv")
        if segments:
            notes.append(f"{segments} parts of sets are not read")
        return gathered.reading(source, "M1", dialect=_DIALECT, notes=notes)


def _sets(workout: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for block in workout["blocks"]:
        for exercise in block["exercises"]:
            for each in exercise["sets"]:
                yield exercise, each


def _set_logged(
    workout: Mapping[str, Any], exercise: Mapping[str, Any], each: Mapping[str, Any]
) -> dict[str, str | None]:
    """What is told of one set."""
    value = each["log"].get("value")
    texts = {
        "started": workout.get("startTime"),
        "workout": workout.get("name"),
        "exercise": exercise.get("name") or exercise.get("exerciseId"),
        "marker": each.get("setType"),
    }
    if value is None:
        return texts | {"not_set_reason": "not done"}
    return texts | {
        "load": value.get("weight"),
        "reps": value.get("fullReps"),
        "rir": value.get("rir"),
        "seconds": value.get("durationSeconds"),
        "rest": _seconds(value.get("restTimer")),
        "distance": value.get("distance"),
        "not_set_reason": "skipped" if value.get("isSkipped") else None,
    }


def _seconds(microseconds: Any) -> float | None:
    figure = read_number(str(microseconds))
    return None if figure is None else figure / _MICROSECONDS


FORMAT = _MacroFactor()
