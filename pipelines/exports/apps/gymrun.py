"""GymRun: one table of sets, the routine as the workout's name; loads are without a unit."""

from types import MappingProxyType

from pipelines.exports.reading.table import TableFormat

FORMAT = TableFormat(
    app="gymrun",
    title="GymRun",
    version=1,
    columns=MappingProxyType(
        {
            "started": ("Date",),
            "clock": ("Time",),
            "workout": ("Routine",),
            "exercise": ("Exercise",),
            "marker": ("Set",),
            "load": ("Weight",),
            "load [kg]": ("Weight (kg)",),
            "load [lb]": ("Weight (lb)", "Weight (lbs)"),
            "reps": ("Reps",),
            "notes": ("Note", "Notes"),
        }
    ),
    required=frozenset({"started", "clock", "workout", "exercise", "marker", "load", "reps"}),
    layouts=MappingProxyType({"U1": "Date,Time,Routine,Exercise,Set,Weight,Reps"}),
)
