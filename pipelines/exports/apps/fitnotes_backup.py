"""FitNotes for Android: the backup, which is an SQLite database.

Weights are kg and distances metres whatever unit they were typed in; the `unit` of a row only says how to show it.
There is no set number, no warm-up and no clock: a day's rows in the order they were logged. A record's line is its row
number in `training_log`. Whether a row is marked complete says nothing: that is an option of the app, off by default.
"""

import sqlite3
from dataclasses import dataclass
from typing import Any

from pipelines.errors import ExportError
from pipelines.exports.reading.base import Dialect, Reading
from pipelines.exports.reading.databases import DAMAGE, SIGNATURE, check_whole, opened, tables_of
from pipelines.exports.reading.gathered import Gathered
from pipelines.exports.reading.source import Source

_TABLES = frozenset({"training_log", "exercise"})
_NEEDED = frozenset({"_id", "exercise_id", "date", "metric_weight", "reps"})


@dataclass(frozen=True, kw_only=True)
class _FitNotesBackup:
    """The table of logged sets and the table of exercises."""

    app: str = "fitnotes_backup"
    title: str = "FitNotes' backup"
    version: int = 2

    def recognises(self, source: Source) -> bool:
        """Tell by the tables."""
        if not source.head.startswith(SIGNATURE):
            return False
        try:
            with opened(source, mends_text=True) as con:
                return tables_of(con) >= _TABLES
        except DAMAGE:
            return b"training_log" in source.head

    def read(self, source: Source) -> Reading:
        """Read every row of the log.

        Raises
        ------
        ExportError
            If the database is damaged or not laid out as a backup is.
        """
        try:
            with opened(source, mends_text=True) as con:
                check_whole(con)
                gathered = _gathered(source, con)
        except DAMAGE as error:
            raise ExportError(f"{source.name}: the backup is damaged ({error}); make another in the app") from error
        return gathered.reading(source, "backup", dialect=Dialect(load_unit="kg", distance_unit="m"))


def _gathered(source: Source, con: sqlite3.Connection) -> Gathered:
    names = dict(con.execute("select _id, name from exercise").fetchall())
    rows = con.execute("select * from training_log order by _id")
    columns = [column[0] for column in rows.description]
    if missing := sorted(_NEEDED - set(columns)):
        raise ExportError(
            f"{source.name}: the backup's training_log has no {' and no '.join(missing)}; "
            "back up again with a newer version of the app, or export the spreadsheet instead"
        )
    gathered = Gathered()
    for ordinal, values in enumerate(rows, start=1):
        row = dict(zip(columns, values, strict=True))
        gathered.add(
            row["_id"] if isinstance(row["_id"], int) else ordinal,
            ", ".join(f"{name}={value}" for name, value in row.items()),
            started=_text(row["date"]),
            exercise=_text(names.get(row["exercise_id"])),
            load=_text(row["metric_weight"]),
            reps=_text(row["reps"]),
            distance=_text(row.get("distance")),
            seconds=_text(row.get("duration_seconds")),
        )
    return gathered


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


FORMAT = _FitNotesBackup()
