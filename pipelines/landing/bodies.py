"""The body measurements of one file, beside its workouts or alone: read, and told of in the file's landing."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.exports.body.base import BodyFormat, BodyReading, body_label
from pipelines.exports.body.identify import identify_body
from pipelines.exports.body.rows import MEASUREMENT, NOT_MEASUREMENT, REJECTED, counted, landed_rows
from pipelines.exports.reading.dates import order_is_open
from pipelines.exports.reading.source import Source
from pipelines.exports.reading.utc import are_in_utc, nights, note_on
from pipelines.inbox.archive import LedgerEntry
from pipelines.landing.index import Landing, bucket_of

_COUNTS: Final = ("rows_read", "rows_sets", "rows_not_sets", "rows_rejected")


@dataclass(frozen=True, kw_only=True)
class Body:
    """Body measurements of one file.

    Parameters
    ----------
    form : BodyFormat
        Whose export it is.
    reading : BodyReading
        As it was logged.
    rows : pyarrow.Table
        As they land (see `exports.body.rows.ROWS`).
    in_utc, time_zone, night_days, is_date_order_open, date_order
        As of `Landing`.
    """

    form: BodyFormat
    reading: BodyReading
    rows: pa.Table
    in_utc: bool = False
    time_zone: str | None = None
    night_days: int = 0
    is_date_order_open: bool = False
    date_order: str | None = None


def read_body(
    source: Source,
    entry: LedgerEntry,
    *,
    last_day: date,
    time_zone: str | None = None,
    date_order: str | None = None,
    mapping: BodyFormat | None = None,
) -> Body | None:
    """Read the body measurements of a file, up to the last day it can tell of; None if it holds none.

    A mapping goes before the formats known, times in UTC become those of `time_zone` where that is stated, and dates of
    which the file does not prove the order are read in `date_order`.

    Raises
    ------
    ExportError
        If it holds some that cannot be read for a reason a person can mend.
    """
    form = mapping or identify_body(source)
    if form is None:
        return None
    reading = form.read(source)
    stated = {"lifter": entry.lifter, "app": form.app, "layout": reading.layout, "sha256": entry.sha256}
    dates = list(dict.fromkeys(record.measured for record in reading.records if record.measured))
    if not are_in_utc(dates):
        rows = landed_rows(reading, stated, last_day=last_day, order=date_order)
        is_open = order_is_open(dates)
        return Body(form=form, reading=reading, rows=rows, is_date_order_open=is_open, date_order=date_order)
    zone = ZoneInfo(time_zone) if time_zone else None
    rows = landed_rows(reading, stated, last_day=last_day, zone=zone)
    starts = [at for at in pc.unique(rows["measured_at"]).to_pylist() if at]
    noted = replace(reading, notes=[*reading.notes, note_on(time_zone, starts, "a measurement was taken")])
    night_days = 0 if time_zone else nights(starts)[0]
    return Body(form=form, reading=noted, rows=rows, in_utc=True, time_zone=time_zone, night_days=night_days)


def body_landing(entry: LedgerEntry, body: Body, header: str | None) -> Landing:
    """Landing of a file that holds body measurements alone."""
    counts = counted(body.rows)
    name = f"{entry.lifter}-{entry.sha256[:12]}-{body_label(body.form)}.parquet"
    return Landing(
        lifter=entry.lifter,
        sha256=entry.sha256,
        made_by=body_label(body.form),
        header=header,
        landed_body=f"bucket={bucket_of(entry.lifter):02}/{name}",
        app=body.form.app,
        layout=body.reading.layout,
        rows_read=sum(counts.values()),
        rows_sets=counts[MEASUREMENT],
        rows_not_sets=counts[NOT_MEASUREMENT],
        rows_rejected=counts[REJECTED],
        notes=tuple(body.reading.notes),
        in_utc=body.in_utc,
        time_zone=body.time_zone,
        night_days=body.night_days,
        is_date_order_open=body.is_date_order_open,
        date_order=body.date_order,
    )


def with_body(workouts: Landing, body: Landing) -> Landing:
    """Landing of a file that holds both; its records are counted once, wherever they belong."""
    return replace(
        workouts,
        made_by=f"{workouts.made_by}+{body.made_by}",
        landed_body=body.landed_body,
        notes=(*workouts.notes, *body.notes),
        is_date_order_open=workouts.is_date_order_open or body.is_date_order_open,
        **{name: getattr(workouts, name) + getattr(body, name) for name in _COUNTS},
    )


def without_lines_of(rows: pa.Table, body: Body) -> pa.Table:
    """Leave out the records of a workout log that are records of the body, and accounted for there."""
    if not body.reading.shares_lines:
        return rows
    lines = pa.array(sorted({record.line for record in body.reading.records}), pa.int64())
    return rows.filter(pc.invert(pc.is_in(rows["line"], lines)))
