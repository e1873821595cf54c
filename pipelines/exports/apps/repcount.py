"""RepCount: one table, as the app writes it or saved again by a spreadsheet, which turns its dates American.

Assistance is a negative load. A record without load and reps is a set that was never done.
"""

from types import MappingProxyType

from pipelines.exports.reading.table import TableFormat

_START = "Workout Start,Workout End,Exercise,Weight,Reps,Notes"

FORMAT = TableFormat(
    app="repcount",
    title="RepCount",
    version=1,
    columns=MappingProxyType(
        {
            "started": ("Workout Start",),
            "ended": ("Workout End",),
            "exercise": ("Exercise",),
            "load": ("Weight",),
            "reps": ("Reps",),
            "notes": ("Notes",),
            "energy": ("Kcal",),
            "distance": ("Distance",),
            "seconds": ("Duration",),
            "category": ("Category",),
            "workout": ("Name",),
            "body_weight": ("Bodyweight",),
        }
    ),
    required=frozenset({"started", "ended", "exercise", "load", "reps"}),
    layouts=MappingProxyType(
        {
            "R1": f"{_START},Kcal,Distance,Duration,Category,Name,Bodyweight",
        }
    ),
)
