"""Flexify: one table of sets; durations are minutes, the unit is that of the load or, of cardio, of the distance."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pipelines.exports.reading.base import Dialect
from pipelines.exports.reading.figures import read_mass_unit, read_metres, read_number
from pipelines.exports.reading.gathered import rewritten
from pipelines.exports.reading.table import TableFormat

_SECONDS = 60  # of a minute


@dataclass(frozen=True, kw_only=True)
class _Flexify(TableFormat):
    """A table with one unit for loads and distances."""

    def _is_record(self, cells: Mapping[str | None, str]) -> bool:
        return super()._is_record({tells: text for tells, text in cells.items() if tells != "load_unit"})

    def texts(self, cells: Mapping[str, Any]) -> Mapping[str, Any]:
        """Columns, with durations in seconds and each unit beside what it is of."""
        logged = dict(super().texts(cells))
        unit = logged["load_unit"]
        logged["load_unit"] = rewritten(unit, lambda text: text if read_metres(text.strip()) is None else None)
        logged["distance_unit"] = rewritten(unit, lambda text: text if read_mass_unit(text.strip()) is None else None)
        if "seconds" in logged:
            logged["seconds"] = rewritten(logged["seconds"], _in_seconds)
        return logged


def _in_seconds(text: str) -> str:
    minutes = read_number(text.strip())
    return text if minutes is None else f"{minutes * _SECONDS:g}"


FORMAT = _Flexify(
    app="flexify",
    title="Flexify",
    version=1,
    columns=MappingProxyType(
        {
            "number": ("id",),
            "exercise": ("name",),
            "reps": ("reps",),
            "load": ("weight",),
            "started": ("created",),
            "load_unit": ("unit",),
            "marker": ("hidden",),
            "own weight": ("bodyWeight",),
            "seconds": ("duration",),
            "distance": ("distance",),
            "cardio": ("cardio",),
        }
    ),
    required=frozenset({"exercise", "reps", "load", "started", "load_unit", "marker", "own weight"}),
    layouts=MappingProxyType({"X1": "id,name,reps,weight,created,unit,hidden,bodyWeight,duration,distance,cardio"}),
    dialect=Dialect(
        distance_unit="km",
        markers=MappingProxyType({"true": "hidden", "1": "hidden", "false": "working", "0": "working"}),
    ),
)
