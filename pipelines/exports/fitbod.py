"""Fitbod: both generations of its workout export.

Each row gives what was lifted with one hand where there are two; the multiplier says so. Cardio has a multiplier of
zero, which counts volume and says nothing of the load. Notes are not quoted: a comma in one shifts what follows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from pipelines.errors import ExportError
from pipelines.exports.base import IN_UTC, Reading, encoded
from pipelines.exports.figures import read_number
from pipelines.exports.gathered import rewritten
from pipelines.exports.source import Source
from pipelines.exports.table import TableFormat

_OF_MANY_LIFTERS = frozenset({"date", "workoutid", "exerciseid", "singlesetid", "exercisename", "reps", "weight"})
_MOST_SETS = 100  # of one row; more is no count of sets


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
                "it needs a mapping that says which column names the lifter, so leave it out until there is one"
            )
        return super().recognises(source)

    def texts(self, cells: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give the columns, without multipliers of zero, and how many sets a row stands for."""
        told = dict(super().texts(cells))
        if "multiplier" in told:
            told["multiplier"] = rewritten(told["multiplier"], lambda text: text if read_number(text.strip()) else None)
        return told | ({"sets": cells["sets"]} if "sets" in cells else {})

    def read(self, source: Source) -> Reading:
        """Read every set."""
        reading = super().read(source)
        if "sets" in reading.logged.column_names:
            reading = _a_record_per_set(reading)
        return replace(reading, notes=[*reading.notes, IN_UTC])


def _a_record_per_set(reading: Reading) -> Reading:
    """Repeat each row as often as it states sets."""
    texts = reading.logged["sets"].to_pylist()
    counts = [_count(text) for text in texts]
    origin = [row for row, count in enumerate(counts) for _ in range(count or 1)]
    known = reading.logged["problem"] if "problem" in reading.logged.column_names else pa.nulls(len(texts))
    problems = [
        problem or (f"sets is not a count: found '{text}'" if count is None else None)
        for problem, text, count in zip(known.to_pylist(), texts, counts, strict=True)
    ]
    kept = reading.logged.drop_columns([name for name in ("sets", "problem") if name in reading.logged.column_names])
    logged = kept.append_column("problem", encoded(problems)).take(pa.array(origin)).combine_chunks()

    def raw(ordinals: Sequence[int]) -> list[str]:
        rows = sorted({origin[ordinal] for ordinal in ordinals})
        found = dict(zip(rows, reading.raw(rows), strict=True))
        return [found[origin[ordinal]] for ordinal in ordinals]

    return replace(reading, logged=logged, raw=raw)


def _count(text: str | None) -> int | None:
    """Read how many sets a row stands for; an empty cell is one, what is no count is None."""
    if text is None or not text.strip():
        return 1
    number = read_number(text.strip()) or 0
    return int(number) if number in range(1, _MOST_SETS + 1) else None


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
