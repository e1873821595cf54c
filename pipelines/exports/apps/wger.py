"""wger: what its API answers, kept as JSON. It has no export of its own.

Logged sets name their exercise by a number, so the answers of `workoutlog` and `exerciseinfo` are needed together, in
one document: page after page in a list, or under any keys of an object. Numbers of units are those every instance is
delivered with.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pipelines.errors import ExportError
from pipelines.exports.reading.base import Dialect, Reading
from pipelines.exports.reading.documents import line_of, text_of
from pipelines.exports.reading.figures import read_number
from pipelines.exports.reading.gathered import Gathered
from pipelines.exports.reading.source import Source

_DEEPEST = 4
_ENGLISH = "2"
_LOAD_UNITS = MappingProxyType({"1": "kg", "2": "lb"})
_PLATES = "4"
_UNTIL_FAILURE = frozenset({"2", "7"})
_MINUTES = "4"
# What a set counts, to the column it belongs in and that column's unit.
_COUNTS = MappingProxyType(
    {
        "1": ("reps", None),
        "2": ("reps", None),
        "3": ("seconds", None),
        "4": ("seconds", None),
        "5": ("distance", "mi"),
        "6": ("distance", "km"),
        "7": ("reps", None),
        "8": ("distance", "m"),
    }
)
_DIALECT = Dialect(markers=MappingProxyType({"until failure": "failure"}))


class _Wger:
    """Answers of the API."""

    app = "wger"
    title = "wger"
    version = 2

    def recognises(self, source: Source) -> bool:
        """Tell by what logged sets or exercises look like."""
        return any(_is_log(item) or _is_exercise(item) for item in _items(source.document))

    def read(self, source: Source) -> Reading:
        """Read every logged set.

        Raises
        ------
        ExportError
            If the sets or the names of their exercises are missing.
        """
        items = list(_items(source.document))
        logs = [item for item in items if _is_log(item)]
        names = {str(item.get("id")): _name(item) for item in items if _is_exercise(item)}
        missing = [path for path, rows in (("workoutlog", logs), ("exerciseinfo", names)) if not rows]
        if missing:
            raise ExportError(
                f"{source.name}: answers of wger's API without those of /api/v2/{missing[0]}/. Fetch "
                "/api/v2/workoutlog/ and /api/v2/exerciseinfo/, all pages, and put both in one file: "
                '{"workoutlog": [...], "exerciseinfo": [...]}'
            )
        starts = _starts(logs)
        gathered = Gathered()
        for log in logs:
            started = starts.get(str(log.get("session")), log.get("date"))
            gathered.add(line_of(log), text_of(log), started=started, **_set_logged(log, names))
        return gathered.reading(source, "W1", dialect=_DIALECT)


def _items(document: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Find logged sets and exercises, whatever their pages are wrapped in."""
    if isinstance(document, list):
        for part in document:
            yield from _items(part, depth + 1)
    elif isinstance(document, dict):
        if _is_log(document) or _is_exercise(document):
            yield document
        elif depth < _DEEPEST:
            for part in document.values():
                yield from _items(part, depth + 1)


def _is_log(item: Mapping[str, Any]) -> bool:
    names = item.keys()
    return "weight_unit" in names and "date" in names and bool({"exercise", "exercise_base"} & names)


def _is_exercise(item: Mapping[str, Any]) -> bool:
    has_names = isinstance(item.get("translations", item.get("exercises")), list)
    return has_names and {"id", "muscles", "equipment"} <= item.keys()


def _name(exercise: Mapping[str, Any]) -> str | None:
    """An exercise's English name, or its first one."""
    translations: Sequence[Any] = exercise.get("translations") or exercise.get("exercises") or ()
    named = [each for each in translations if isinstance(each, dict) and each.get("name")]
    named.sort(key=lambda each: each.get("language") != _ENGLISH)
    return str(named[0]["name"]) if named else None


def _starts(logs: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """When each session began: each set has a time of its own."""
    starts: dict[str, str] = {}
    for log in logs:
        session, date = log.get("session"), log.get("date")
        if session and date:
            starts[str(session)] = min(str(date), starts.get(str(session), str(date)))
    return starts


def _set_logged(log: Mapping[str, Any], names: Mapping[str, str | None]) -> dict[str, Any]:
    """What is told of one logged set; the generation before 2025 names some things otherwise."""
    number = str(log.get("exercise", log.get("exercise_base")))
    counted = log.get("repetitions", log.get("reps"))
    unit = str(log.get("repetitions_unit", log.get("repetition_unit")) or "1")
    load_unit = str(log.get("weight_unit") or "1")
    problem = None
    if names.get(number) is None:
        problem = f"exercise {number} is not among the names: fetch all pages of /api/v2/exerciseinfo/"
    elif unit not in _COUNTS:
        problem = f"what the set counts is not known: found unit {unit}"
    elif load_unit == _PLATES:
        problem = "the load is counted in plates"
    tells, distance_unit = _COUNTS.get(unit, ("reps", None))
    if unit == _MINUTES and (minutes := read_number(str(counted))) is not None:
        counted = 60 * minutes
    return {
        "exercise": names.get(number),
        "load": log.get("weight") if load_unit in _LOAD_UNITS else None,
        "load_unit": _LOAD_UNITS.get(load_unit),
        "rir": log.get("rir"),
        "rest": log.get("rest"),
        "marker": "until failure" if unit in _UNTIL_FAILURE else None,
        "distance_unit": distance_unit,
        "problem": problem,
        tells: counted,
    }


FORMAT = _Wger()
