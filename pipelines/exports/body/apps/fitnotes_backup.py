"""FitNotes for Android: the body weights in its backup, which is an SQLite database.

`BodyWeight` holds kg, whatever unit they were typed in, and fat in percent; zero is "not measured". A record's line is
its row number in that table. How newer backups keep other sites has not been seen: those tables are told of, not read.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from pipelines.errors import ExportError
from pipelines.exports.body.base import BodyReading, BodyRecord, Figure
from pipelines.exports.reading.source import Source

_SIGNATURE: Final = b"SQLite format 3\x00"
_WEIGHTS: Final = "select _id, date, body_weight_metric, body_fat from BodyWeight order by _id"
_NEWER: Final = "MeasurementRecord"
_DAMAGE: Final = (sqlite3.DatabaseError, UnicodeDecodeError)  # the latter where a message quotes damaged names


@dataclass(frozen=True, kw_only=True)
class _FitNotesBackup:
    """One table of many."""

    app: str = "fitnotes_backup"
    title: str = "FitNotes' backup"
    version: int = 1
    is_general: bool = False

    def recognises(self, source: Source) -> bool:
        """Tell by the tables."""
        if not source.head.startswith(_SIGNATURE):
            return False
        try:
            with _opened(source) as con:
                return {"training_log", "BodyWeight"} <= _tables(con)
        except _DAMAGE:
            return False

    def read(self, source: Source) -> BodyReading:
        """Read every body weight; there may be none.

        Raises
        ------
        ExportError
            If the database is damaged.
        """
        try:
            with _opened(source) as con:
                rows = con.execute(_WEIGHTS).fetchall()
                notes = [f"the table {_NEWER} is not read"] if _NEWER in _tables(con) else []
        except _DAMAGE as error:
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


@contextmanager
def _opened(source: Source) -> Iterator[sqlite3.Connection]:
    """Open the database so that nothing is written beside it and nothing in it is carried out."""
    place = f"file:{quote(str(source.path.resolve()))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(place, uri=True)) as con:
        con.execute("pragma trusted_schema = off")
        con.execute("pragma query_only = on")
        yield con


def _tables(con: sqlite3.Connection) -> set[str]:
    return {name for (name,) in con.execute("select name from sqlite_master where type = 'table'")}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


FORMAT = _FitNotesBackup()
