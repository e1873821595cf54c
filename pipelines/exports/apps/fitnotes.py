"""FitNotes for Android: both generations of its CSV, with or without comments.

It knows days only, and does not quote exercise names: a comma in one shifts the rest of its record.
"""

from types import MappingProxyType

from pipelines.exports.reading.table import TableFormat

_F1 = "Date,Exercise,Category,Weight (kgs),Reps,Distance,Distance Unit,Time"
_F2 = "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time"

FORMAT = TableFormat(
    app="fitnotes",
    title="FitNotes",
    version=1,
    columns=MappingProxyType(
        {
            "started": ("Date",),
            "exercise": ("Exercise",),
            "category": ("Category",),
            "load": ("Weight",),
            "load [kg]": ("Weight (kgs)", "Weight (kg)"),
            "load [lb]": ("Weight (lbs)", "Weight (lb)"),
            "load_unit": ("Weight Unit",),
            "reps": ("Reps",),
            "distance": ("Distance",),
            "distance_unit": ("Distance Unit",),
            "seconds": ("Time",),
            "comment": ("Comment",),
        }
    ),
    required=frozenset({"started", "exercise", "category", "load", "reps", "distance", "distance_unit", "seconds"}),
    layouts=MappingProxyType(
        {
            "F1 kg": _F1,
            "F1 kg comment": f"{_F1},Comment",
            "F1 lb": _F1.replace("kgs", "lbs"),
            "F1 lb comment": f"{_F1.replace('kgs', 'lbs')},Comment",
            "F2": _F2,
            "F2 comment": f"{_F2},Comment",
        }
    ),
    loose=("exercise", "category"),
    # the categories the app comes with
    witnesses=frozenset({"abs", "back", "biceps", "cardio", "chest", "legs", "shoulders", "triceps"}),
)
