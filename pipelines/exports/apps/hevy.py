"""Hevy: the workout CSV, with and without supersets, in any mixture of units.

Zero reps are a failed attempt and stay one; a load is empty, never zero, where there is none.
"""

from types import MappingProxyType

from pipelines.exports.reading.base import Dialect
from pipelines.exports.reading.table import TableFormat

_START = "title,start_time,end_time,description,exercise_title"
_SET = "exercise_notes,set_index,set_type,weight_kg,reps,distance_km,duration_seconds,rpe"

FORMAT = TableFormat(
    app="hevy",
    title="Hevy",
    version=1,
    columns=MappingProxyType(
        {
            "workout": ("title",),
            "started": ("start_time",),
            "ended": ("end_time",),
            "description": ("description",),
            "exercise": ("exercise_title",),
            "superset": ("superset_id",),
            "notes": ("exercise_notes",),
            "index": ("set_index",),
            "marker": ("set_type",),
            "load [kg]": ("weight_kg",),
            "load [lb]": ("weight_lbs",),
            "reps": ("reps",),
            "distance [km]": ("distance_km",),
            "distance [mi]": ("distance_miles",),
            "distance [m]": ("distance_meters",),
            "seconds": ("duration_seconds",),
            "rpe": ("rpe",),
        }
    ),
    required=frozenset({"started", "exercise", "index", "marker", "load", "reps", "seconds"}),
    layouts=MappingProxyType(
        {
            f"{name} {load} {distance}": header.replace("weight_kg", load_name).replace("distance_km", distance_name)
            for name, header in {"H13": f"{_START},{_SET}", "H14": f"{_START},superset_id,{_SET}"}.items()
            for load, load_name in {"kg": "weight_kg", "lb": "weight_lbs"}.items()
            for distance, distance_name in {"km": "distance_km", "mi": "distance_miles"}.items()
        }
    ),
    dialect=Dialect(
        markers=MappingProxyType(
            {"normal": "working", "warmup": "warmup", "dropset": "drop", "failure": "failure"},
        )
    ),
)
