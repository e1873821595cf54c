"""Lyfta: one table, whose header begins with a blank and whose cells say `null` where there is nothing.

It gives no unit: loads are in the account's, distances are taken as kilometres.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

import pyarrow as pa

from pipelines.exports.reading.base import Dialect, Reading
from pipelines.exports.reading.figures import read_number
from pipelines.exports.reading.gathered import rewritten
from pipelines.exports.reading.source import Source
from pipelines.exports.reading.table import TableFormat

_MOST_IN_RESERVE: Final = 5.0  # of five both scales say the same


@dataclass(frozen=True, kw_only=True)
class _Lyfta(TableFormat):
    """The table, with its written-out nulls taken for what they are, and efforts on either of two scales."""

    def _is_record(self, cells: Mapping[str | None, str]) -> bool:
        """Tell whether cells make sense as a record."""
        return super()._is_record({tells: _unless_null(text) or "" for tells, text in cells.items()})

    def texts(self, cells: Mapping[str, Any]) -> Mapping[str, Any]:
        """Columns, an effort as repetitions in reserve up to five of them and as an exertion above."""
        logged = super().texts(cells)
        effort = cells.get("effort")
        if effort is None:
            return logged
        return {**logged, "rir": rewritten(effort, _in_reserve), "rpe": rewritten(effort, _exertion)}

    def read(self, source: Source) -> Reading:
        """Read every record."""
        reading = super().read(source)
        columns = {
            name: reading.logged[name] if name == "line" else rewritten(reading.logged[name], _unless_null)
            for name in reading.logged.column_names
        }
        return replace(reading, logged=pa.table(columns))


def _unless_null(text: str) -> str | None:
    return None if text.strip().casefold() == "null" else text


def _in_reserve(text: str) -> str | None:
    number = read_number(text.strip())
    return text if number is not None and number <= _MOST_IN_RESERVE else None


def _exertion(text: str) -> str | None:
    number = read_number(text.strip())
    return text if number is not None and number > _MOST_IN_RESERVE else None


FORMAT = _Lyfta(
    app="lyfta",
    title="Lyfta",
    version=2,
    columns=MappingProxyType(
        {
            "workout": ("Title",),
            "started": ("Date",),
            "duration": ("Duration",),
            "description": ("Description",),
            "notes": ("Notes",),
            "exercise": ("Exercise",),
            "exercise note": ("Exercise Note",),
            "superset": ("Superset id",),
            "load": ("Weight",),
            "reps": ("Reps",),
            "effort": ("RIR/RPE",),
            "distance": ("Distance",),
            "seconds": ("Time",),
            "marker": ("Set Type",),
            "record level": ("RecordLevel: gold/silver/bronze",),
            "record type": ("RecordType: 1RM / max_weight / volume / reps",),
        }
    ),
    required=frozenset({"workout", "started", "exercise", "superset", "load", "reps", "marker"}),
    layouts=MappingProxyType(
        {
            "L1": 'Title,Date,Duration,Exercise,"Superset id",Weight,Reps,Distance,Time,"Set Type"',
            "L2": "Title,Date,Duration,Description,Notes,Exercise,Exercise Note,Superset id,Weight,Reps,RIR/RPE,"
            "Distance,Time,Set Type,RecordLevel: gold/silver/bronze,RecordType: 1RM / max_weight / volume / reps",
        }
    ),
    dialect=Dialect(
        distance_unit="km",
        markers=MappingProxyType(
            {
                "normal_set": "working",
                "warmup_set": "warmup",
                "drop_set": "drop",
                "failure_set": "failure",
                "negative_reps_set": "working",
                "back_off_set": "working",
            }
        ),
    ),
)
