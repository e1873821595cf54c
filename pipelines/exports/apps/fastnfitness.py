"""FastNFitness: one table, a row for several sets alike; units are 0 for kg and 1 for lb."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from pipelines.exports.reading.base import Reading
from pipelines.exports.reading.gathered import a_record_per_set, rewritten
from pipelines.exports.reading.source import Source
from pipelines.exports.reading.table import TableFormat

_UNITS: Final = MappingProxyType({"0": "kg", "1": "lb"})


@dataclass(frozen=True, kw_only=True)
class _FastNFitness(TableFormat):
    """A table with a count of sets."""

    def _is_record(self, cells: Mapping[str | None, str]) -> bool:
        unit = cells.get("load_unit", "")
        return super()._is_record({**cells, "load_unit": _UNITS.get(unit.strip(), unit)})

    def texts(self, cells: Mapping[str, Any]) -> Mapping[str, Any]:
        """Columns, with the count of sets and the unit by its name."""
        logged = dict(super().texts(cells))
        logged["load_unit"] = rewritten(logged["load_unit"], lambda text: _UNITS.get(text.strip(), text))
        return {**logged, "sets": cells["sets"]}

    def read(self, source: Source) -> Reading:
        """Read every record."""
        return a_record_per_set(super().read(source))


FORMAT = _FastNFitness(
    app="fastnfitness",
    title="FastNFitness",
    version=1,
    columns=MappingProxyType(
        {
            "table": ("table",),
            "number": ("id",),
            "started": ("date",),
            "clock": ("time",),
            "exercise": ("machine",),
            "sets": ("sets",),
            "reps": ("reps",),
            "load": ("weight",),
            "load_unit": ("unit",),
            "notes": ("notes",),
            "profile": ("profil_id",),
        }
    ),
    required=frozenset({"started", "clock", "exercise", "sets", "reps", "load", "load_unit", "profile"}),
    layouts=MappingProxyType({"N1": "table,id,date,time,machine,sets,reps,weight,unit,notes,profil_id"}),
)
