"""FitNotes for iOS: three layouts of workout CSV, in one of which the load stands under kg or under lb.

An exercise is told by its name and its equipment together: its "Chest Fly" at a cable and at a machine are two lifts.
The body weight of a row is a setting that goes on until somebody changes it, not a measurement, so it is not read.
Where the distance has no unit, it is taken as kilometres.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from pipelines.exports.reading.base import Dialect, Reading, encoded
from pipelines.exports.reading.source import Source
from pipelines.exports.reading.table import TableFormat

_NO_EQUIPMENT = frozenset({"", "none"})
_SET = "BodyWeight,Exercise,Equipment,Reps,Weight,Time,Distance,Status"


@dataclass(frozen=True, kw_only=True)
class _FitNotesIos(TableFormat):
    """A table that tells exercises by two columns, and loads by one of two."""

    def texts(self, cells: Mapping[str, Any]) -> Mapping[str, Any]:
        """Columns, names with their equipment, and loads with the unit they stand under."""
        logged = dict(super().texts(cells))
        if "equipment" in cells:
            pairs = zip(cells["exercise"].to_pylist(), cells["equipment"].to_pylist(), strict=True)
            logged["exercise"] = encoded([_named(*pair) for pair in pairs])
        if "kg" in cells and "lb" in cells:
            both = list(zip(cells["kg"].to_pylist(), cells["lb"].to_pylist(), strict=True))
            logged["load"] = encoded([(kg or "").strip() or lb for kg, lb in both])
            logged["load_unit"] = encoded([_unit(kg, lb) for kg, lb in both])
        return logged

    def read(self, source: Source) -> Reading:
        """Read every record."""
        reading = super().read(source)
        says_utc = any("(utc)" in name.casefold() for name in source.sheet.header)
        return replace(reading, dialect=replace(reading.dialect, in_utc=says_utc))


def _named(exercise: str | None, equipment: str | None) -> str | None:
    """Name an exercise with its equipment, unless it needs none or names it already."""
    stated = (equipment or "").strip()
    if exercise is None or stated.casefold() in _NO_EQUIPMENT or stated.casefold() in exercise.casefold():
        return exercise
    return f"{exercise.strip()} ({stated})" if exercise.strip() else exercise


def _unit(kg: str | None, lb: str | None) -> str | None:
    if (kg or "").strip():
        return "kg"
    return "lb" if (lb or "").strip() else None


FORMAT = _FitNotesIos(
    app="fitnotes_ios",
    title="FitNotes for iOS",
    version=1,
    columns=MappingProxyType(
        {
            "workout": ("Name",),
            "started": ("Date", "Start Date (UTC)", "StartTime"),
            "clock": ("Start Time (UTC)",),
            "ended": ("End Date (UTC)", "EndTime"),
            "ended clock": ("End Time (UTC)",),
            "sticky weight": ("BodyWeight",),
            "exercise": ("Exercise",),
            "equipment": ("Equipment",),
            "reps": ("Reps",),
            "load": ("Weight",),
            "kg": ("Weight (kg)",),
            "lb": ("Weight (lbs)",),
            "seconds": ("Time",),
            "distance": ("Distance",),
            "distance_unit": ("Distance Unit",),
            "marker": ("Status",),
            "is_warmup": ("IsWarmup",),
            "rpe": ("RPE",),
            "rir": ("RIR",),
            "categories": ("Category", "Categories"),
            "note": ("Note", "Notes"),
            "measures": ("Kind",),
        }
    ),
    required=frozenset(
        {"started", "exercise", "reps", "seconds", "distance", "load|kg", "load|lb", "marker|measures", "categories"}
    ),
    layouts=MappingProxyType(
        {
            "2018": f"Name,Start Date (UTC),Start Time (UTC),End Date (UTC),End Time (UTC),{_SET},Categories",
            "2025": f"Name,StartTime,EndTime,{_SET},IsWarmup,RPE,RIR,Categories,Note",
            "FitNotes 2": "Date,Exercise,Category,Weight (kg),Weight (lbs),Reps,Distance,Distance Unit,Time,Notes,Kind",
        }
    ),
    dialect=Dialect(
        distance_unit="km",
        # what failed was tried to the end: the reps are those that were done
        markers=MappingProxyType({"done": "working", "failed": "failure", "notstarted": "not done"}),
    ),
)
