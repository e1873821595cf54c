"""Lyfta: one table, whose header begins with a blank and whose cells say `null` where there is nothing.

It gives no unit: loads are in the account's, distances are taken as kilometres.
"""

from dataclasses import replace
from types import MappingProxyType

import pyarrow as pa

from pipelines.exports.base import Dialect, Reading
from pipelines.exports.gathered import rewritten
from pipelines.exports.source import Source
from pipelines.exports.table import TableFormat


class _Lyfta(TableFormat):
    """The table, with its written-out nulls taken for what they are."""

    def read(self, source: Source) -> Reading:
        """Read every record."""
        reading = super().read(source)
        told = {
            name: reading.logged[name]
            if name == "line"
            else rewritten(reading.logged[name], lambda text: None if text.strip().casefold() == "null" else text)
            for name in reading.logged.column_names
        }
        return replace(reading, logged=pa.table(told))


FORMAT = _Lyfta(
    app="lyfta",
    title="Lyfta",
    version=1,
    columns=MappingProxyType(
        {
            "workout": ("Title",),
            "started": ("Date",),
            "duration": ("Duration",),
            "exercise": ("Exercise",),
            "superset": ("Superset id",),
            "load": ("Weight",),
            "reps": ("Reps",),
            "distance": ("Distance",),
            "seconds": ("Time",),
            "marker": ("Set Type",),
        }
    ),
    required=frozenset({"workout", "started", "exercise", "superset", "load", "reps", "marker"}),
    layouts=MappingProxyType({"L1": 'Title,Date,Duration,Exercise,"Superset id",Weight,Reps,Distance,Time,"Set Type"'}),
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
