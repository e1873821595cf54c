"""FitNotes for Android: the body weights in its backup, which is an SQLite database.

`BodyWeight` holds kg, whatever unit they were typed in, and fat in percent; zero is "not measured". A record's line is
its row number in that table. How newer backups keep other sites has not been seen: those tables are told of, not read.
"""

from dataclasses import dataclass
from typing import Final

from pipelines.errors import ExportError
from pipelines.exports.body.base import BodyReading, BodyRecord, Figure
from pipelines.exports.reading.databases import DAMAGE, SIGNATURE, check_whole, opened, tables_of
from pipelines.exports.reading.source import Source

_WEIGHTS: Final = "select _id, date, body_weight_metric, body_fat from BodyWeight order by _id"
_NEWER: Final = "MeasurementRecord"


@dataclass(frozen=True, kw_only=True)
class _FitNotesBackup:
    """One table of many."""

    app: str = "fitnotes_backup"
    title: str = "FitNotes' backup"
    version: int = 2
    is_general: bool = False

    def recognises(self, source: Source) -> bool:
        """Tell by the tables."""
        if not source.head.startswith(SIGNATURE):
            return False
        try:
            with opened(source) as con:
                return {"training_log", "BodyWeight"} <= tables_of(con)
        except DAMAGE:
            return False

    def read(self, source: Source) -> BodyReading:
        """Read every body weight; there may be none.

        Raises
        ------
        ExportError
            If the database is damaged.
        """
        try:
            with opened(source) as con:
                check_whole(con)
                rows = con.execute(_WEIGHTS).fetchall()
                notes = [f"the table {_NEWER} is not read"] if _NEWER in tables_of(con) else []
        except DAMAGE as error:
            raise ExportError(f"{source.name}: the backup is damaged ({error}); make another in the app") from error
        records = [
            BodyRecord(
                line=int(number),
                raw=f"_id={number}, date={date}, body_weight_metric={weight}, body_fat={fat}",
                measured=date,
                figures=(
                    Figure(site="body_weight", text=_text(weight), unit="kg"),
                    Figure(site="body_fat", text=_text(fat), unit="%"),
                ),
            )
            for number, date, weight, fat in rows
        ]
        return BodyReading(layout="backup", records=records, notes=notes)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


FORMAT = _FitNotesBackup()
