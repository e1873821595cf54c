"""LiftLog: its plaintext export. Its backups are refused with the way to that export.

Each set has a time of its own; the workout starts with its first. Sets not completed are left out by the app.
"""

import zlib
from dataclasses import replace
from types import MappingProxyType

from pipelines.errors import ExportError
from pipelines.exports.reading.base import Reading
from pipelines.exports.reading.gathered import earliest
from pipelines.exports.reading.source import Source
from pipelines.exports.reading.table import TableFormat

_GZIP = b"\x1f\x8b"


class _LiftLog(TableFormat):
    """The table, whose sets belong together by a session's identifier."""

    def recognises(self, source: Source) -> bool:
        """Tell by the header.

        Raises
        ------
        ExportError
            If it is what a backup of LiftLog is.
        """
        if source.head.startswith(_GZIP) and _is_backup(source.head):
            raise ExportError(
                f"{source.name}: a packed database, as LiftLog's backups are, and those are not read. In LiftLog, make "
                "a plaintext export instead (Settings, Export, Backup, and Restore, Plaintext Export, as CSV)"
            )
        return super().recognises(source)

    def read(self, source: Source) -> Reading:
        """Read every record."""
        reading = super().read(source)
        logged = reading.logged
        started = earliest(logged["started"], logged["workout"])
        logged = logged.set_column(logged.column_names.index("started"), "started", started)
        return replace(reading, logged=logged.drop_columns(["workout"]))


def _is_backup(head: bytes) -> bool:
    """Tell whether what is packed is an SQLite database, or protobuf: a first field of bytes, and not text."""
    try:
        inside = zlib.decompressobj(wbits=31).decompress(head, 4096)
    except zlib.error:
        return False
    return inside.startswith(b"SQLite format 3\0") or (inside.startswith(b"\x0a") and b"\0" in inside)


FORMAT = _LiftLog(
    app="liftlog",
    title="LiftLog",
    version=1,
    columns=MappingProxyType(
        {
            "workout": ("SessionId",),
            "started": ("Timestamp",),
            "exercise": ("Exercise",),
            "load": ("Weight",),
            "load_unit": ("WeightUnit",),
            "reps": ("Reps",),
            "target": ("TargetReps",),
            "notes": ("Notes",),
        }
    ),
    required=frozenset({"workout", "started", "exercise", "load", "load_unit", "reps", "target"}),
    layouts=MappingProxyType({"P1": "SessionId,Timestamp,Exercise,Weight,WeightUnit,Reps,TargetReps,Notes"}),
)
