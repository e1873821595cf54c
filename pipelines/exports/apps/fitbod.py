"""Fitbod: both generations of its workout export.

Each row gives what was lifted with one hand where there are two; the multiplier says so. Cardio has a multiplier of
zero, which counts volume and says nothing of the load. Notes are not quoted: a comma in one shifts what follows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pipelines.errors import ExportError
from pipelines.exports.reading.base import Reading
from pipelines.exports.reading.figures import read_number
from pipelines.exports.reading.gathered import a_record_per_set, rewritten
from pipelines.exports.reading.source import Source
from pipelines.exports.reading.table import TableFormat

_OF_MANY_LIFTERS = frozenset({"date", "workoutid", "exerciseid", "singlesetid", "exercisename", "reps", "weight"})


@dataclass(frozen=True, kw_only=True)
class _Fitbod(TableFormat):
    """A table whose first generation puts several sets into one row."""

    def recognises(self, source: Source) -> bool:
        """Tell by the header.

        Raises
        ------
        ExportError
            If the file is the research table that holds many people's sets.
        """
        if source.is_text and {name.casefold() for name in source.header} >= _OF_MANY_LIFTERS:
            whose = source.header[-1]
            raise ExportError(
                f"{source.name}: this is a table of many lifters, told apart by {whose!r}, not one person's export; "
                "say which column is what with `liftcast ingest --map FILE`"
            )
        return super().recognises(source)

    def texts(self, cells: Mapping[str, Any]) -> Mapping[str, Any]:
        """Columns, without multipliers of zero, and how many sets a row stands for."""
        logged = dict(super().texts(cells))
        if "multiplier" in logged:
            logged["multiplier"] = rewritten(
                logged["multiplier"], lambda text: text if read_number(text.strip()) else None
            )
        return logged | ({"sets": cells["sets"]} if "sets" in cells else {})

    def read(self, source: Source) -> Reading:
        """Read every set."""
        reading = super().read(source)
        return a_record_per_set(reading) if "sets" in reading.logged.column_names else reading


FORMAT = _Fitbod(
    app="fitbod",
    title="Fitbod",
    version=1,
    columns=MappingProxyType(
        {
            "started": ("Date",),
            "exercise": ("Exercise",),
            "sets": ("Sets",),
            "reps": ("Reps",),
            "load": ("Weight",),
            "load [kg]": ("Weight(kg)",),
            "load [lb]": ("Weight(lb)", "Weight(lbs)"),
            "seconds": ("Duration(s)",),
            "distance [m]": ("Distance(m)",),
            "distance [mi]": ("Distance(mi)",),
            "incline": ("Incline",),
            "resistance": ("Resistance",),
            "is_warmup": ("isWarmup",),
            "note": ("Note",),
            "multiplier": ("multiplier",),
        }
    ),
    required=frozenset({"started", "exercise", "reps", "load", "is_warmup", "sets|multiplier"}),
    layouts=MappingProxyType(
        {
            "2018": "Date,Exercise,Sets,Reps,Weight,isWarmup,Note",
            "2019": "Date,Exercise,Reps,Weight(kg),Duration(s),Distance(m),Incline,Resistance,isWarmup,Note,multiplier",
        }
    ),
    loose=("note", "multiplier|is_warmup"),
    witnesses=frozenset({"0", "0.0", "1", "1.0", "2", "2.0", "4", "4.0", "true", "false"}),
)
