"""FitNotes for Android: the body tracker in its backup, which is an SQLite database.

`BodyWeight` holds kg, whatever unit they were typed in, and fat in percent; zero is "not measured". Newer backups keep
the body tracker in `MeasurementRecord`, each value in the unit of its measurement; what was there before stands in
both, and counts once a day. A record's line is its row number in its table.
"""

from dataclasses import dataclass
from typing import Any, Final

from pipelines.errors import ExportError
from pipelines.exports.body.base import BodyReading, BodyRecord, Figure
from pipelines.exports.body.sites import column_of
from pipelines.exports.body.table import joined_moment
from pipelines.exports.reading.databases import DAMAGE, SIGNATURE, check_whole, opened, tables_of
from pipelines.exports.reading.source import Source

_WEIGHTS: Final = "select _id, date, body_weight_metric, body_fat from BodyWeight order by _id"
_TRACKER: Final = frozenset({"MeasurementRecord", "Measurement", "MeasurementUnit"})
_MEASURED: Final = """
select record._id, record.date, record.time, record.value, measurement.name, unit.short_name
from MeasurementRecord as record
left join Measurement as measurement on record.measurement_id = measurement._id
left join MeasurementUnit as unit on measurement.unit_id = unit._id
order by record._id
"""


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
                tables = tables_of(con)
                return "training_log" in tables and ("BodyWeight" in tables or tables >= _TRACKER)
        except DAMAGE:
            return False

    def read(self, source: Source) -> BodyReading:
        """Read every body weight and every record of the tracker; there may be none.

        Raises
        ------
        ExportError
            If the database is damaged.
        """
        try:
            with opened(source) as con:
                check_whole(con)
                tables = tables_of(con)
                rows = con.execute(_WEIGHTS).fetchall() if "BodyWeight" in tables else []
                measured = con.execute(_MEASURED).fetchall() if tables >= _TRACKER else []
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
        return BodyReading(layout="backup", records=[*records, *(_tracked(*row) for row in measured)])


def _tracked(number: Any, date: Any, clock: Any, value: Any, name: Any, unit: Any) -> BodyRecord:
    """One record of the tracker; sites of the lifter's own naming are no measurement."""
    column = column_of(str(name or ""))
    is_known = column.site is not None and name
    figure = Figure(site=column.site or "", side=column.side, text=_text(value), unit=unit or None)
    return BodyRecord(
        line=int(number),
        raw=f"MeasurementRecord _id={number}, date={date}, time={clock}, {name}={value} {unit or ''}".rstrip(),
        measured=joined_moment(str(date or ""), str(clock or "")),
        figures=(figure,) if is_known else (),
        reason=None if is_known else f"no site known here: {name}",
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


FORMAT = _FitNotesBackup()
