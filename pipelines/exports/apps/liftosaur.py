"""Liftosaur: its workout history as CSV, planned sets and done ones in the same rows.

What was required is not what was done: only the completed columns are read, and a row without completed reps is a set
that was planned and left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pipelines.exports.reading.gathered import rewritten
from pipelines.exports.reading.table import TableFormat


@dataclass(frozen=True, kw_only=True)
class _Liftosaur(TableFormat):
    """A table with planned sets in it."""

    def texts(self, cells: Mapping[str, Any]) -> Mapping[str, Any]:
        """Columns, and which sets were planned only."""
        undone = rewritten(cells["reps"], lambda text: None if text.strip() else "not done")
        return {**super().texts(cells), "not_set_reason": undone}


FORMAT = _Liftosaur(
    app="liftosaur",
    title="Liftosaur",
    version=2,
    columns=MappingProxyType(
        {
            "started": ("Workout DateTime",),
            "program": ("Program",),
            "workout": ("Day Name",),
            "exercise": ("Exercise",),
            "is_warmup": ("Is Warmup Set?",),
            "required reps": ("Required Reps",),
            "reps": ("Completed Reps",),
            "is amrap": ("Is AMRAP?",),
            "required rpe": ("Required RPE", "RPE"),
            "rpe": ("Completed RPE",),
            "is rpe logged": ("Log RPE?",),
            "required load": ("Required Weight Value",),
            "required unit": ("Required Weight Unit",),
            "load": ("Completed Weight Value", "Weight Value"),
            "load_unit": ("Completed Weight Unit", "Weight Unit"),
            "is load asked": ("Ask Weight?",),
            "completed": ("Completed Reps Time",),
            "targets": ("Target Muscles",),
            "synergists": ("Synergist Muscles",),
            "notes": ("Notes",),
        }
    ),
    required=frozenset({"started", "exercise", "is_warmup", "required reps", "reps", "load", "load_unit"}),
    layouts=MappingProxyType(
        {
            "L15": "Workout DateTime,Program,Day Name,Exercise,Is Warmup Set?,Required Reps,Completed Reps,RPE,"
            "Is AMRAP?,Weight Value,Weight Unit,Completed Reps Time,Target Muscles,Synergist Muscles,Notes",
            "L20": "Workout DateTime,Program,Day Name,Exercise,Is Warmup Set?,Required Reps,Completed Reps,Is AMRAP?,"
            "Required RPE,Completed RPE,Log RPE?,Required Weight Value,Required Weight Unit,Completed Weight Value,"
            "Completed Weight Unit,Ask Weight?,Completed Reps Time,Target Muscles,Synergist Muscles,Notes",
        }
    ),
)
