"""One file read and typed: the same for landing it and for saying beforehand what would come of it."""

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import ExportError, HeaderError, UnknownExportError
from pipelines.exports.identify import identify, unknown_export
from pipelines.exports.own_tables import refusals
from pipelines.exports.own_tables.body import MappedBody
from pipelines.exports.reading.base import Format, Reading, label
from pipelines.exports.reading.source import Source
from pipelines.exports.reading.typed import date_order_is_open, is_in_utc, typed
from pipelines.exports.reading.utc import EACH_BY_THEIR_OWN, nights, note_on, starts_of
from pipelines.files import unforeseen
from pipelines.inbox.mappings import Mappings, label_of, signature_in


@dataclass(frozen=True, kw_only=True)
class Read:
    """One export read and typed.

    Parameters
    ----------
    form : Format
        Whose export it is.
    header : str or None
        Signature of its header.
    reading : Reading
        As it was logged.
    rows : pyarrow.Table
        What `rows.sql` takes.
    in_utc : bool
        Times are in UTC in the file.
    night_days : int
        Days on which training began at an hour that may be of another day, where it is not known whose clock counts.
    is_date_order_open : bool
        Nothing in the file proves which of day and month comes first in its dates.
    """

    form: Format
    header: str | None
    reading: Reading
    rows: pa.Table
    in_utc: bool = False
    night_days: int = 0
    is_date_order_open: bool = False


@dataclass(frozen=True, kw_only=True)
class Unread:
    """One file that is no workout log: why, what must change before another look, and the mapping of its body sizes."""

    error: ExportError
    header: str | None
    made_by: str | None
    body: MappedBody | None = None


def read_export(
    source: Source,
    lifter: str,
    mappings: Mappings,
    *,
    last_day: date | None = None,
    time_zone: str | None = None,
    date_order: str | None = None,
) -> Read | Unread:
    """Identify, read and type one file.

    A mapping goes before the formats known, no record is after `last_day`, and times in UTC become those of `time_zone`
    where that is stated; of a file of many lifters they stay in UTC. Dates of which the file does not prove the order
    are read in `date_order`.
    """
    header = signature_in(source)
    mapping = mappings.of(lifter, header)
    if isinstance(mapping, MappedBody):
        error = ExportError(f"{source.name}: mapped as body measurements")
        return Unread(error=error, header=header, made_by=label_of(mapping), body=mapping)
    try:
        form = mapping or identify(source)
        reading = _by_own_lines(form.read(source), source)
    except ExportError as error:
        made_by = unforeseen.PASSING if unforeseen.is_passing(error) else label(mapping) if mapping else None
        return Unread(error=error, header=header, made_by=made_by)
    stated = {"lifter": lifter, "app": form.app, "layout": reading.layout, "sha256": source.path.name}
    if not is_in_utc(reading):
        rows = typed(reading, stated, last_day=last_day, order=date_order)
        is_open = date_order_is_open(reading)
        return Read(form=form, header=header, reading=reading, rows=rows, is_date_order_open=is_open)
    if "lifter" in reading.logged.column_names:
        noted = replace(reading, notes=[*reading.notes, EACH_BY_THEIR_OWN])
        rows = typed(reading, stated, last_day=last_day)
        return Read(form=form, header=header, reading=noted, rows=rows, in_utc=True)
    rows = typed(reading, stated, last_day=last_day, zone=ZoneInfo(time_zone) if time_zone else None)
    starts = starts_of(rows)
    noted = replace(reading, notes=[*reading.notes, note_on(time_zone, starts, "training began")])
    night_days = 0 if time_zone else nights(starts)[0]
    return Read(form=form, header=header, reading=noted, rows=rows, in_utc=True, night_days=night_days)


def told_apart(source: Source, error: ExportError) -> ExportError:
    """Say of a file that no format knows what it is, as far as its content tells."""
    if not isinstance(error, UnknownExportError | HeaderError):
        return error
    said = refusals.said_of(source)
    if said is not None:
        return ExportError(f"{source.name}: {said}")
    is_misled = isinstance(error, HeaderError) and refusals.advises_mapping(source)
    if isinstance(error, HeaderError) and not is_misled:
        return error
    sure = refusals.surely_read(source)
    if sure:
        return UnknownExportError(
            f"{source.name}: is of no app known here (docs/formats.md lists them), but a table whose columns tell what "
            f"they hold ({', '.join(sure)}): `liftcast ingest --map FILE --yes` reads it and, from then on, every file "
            "with these columns"
        )
    return unknown_export(source) if is_misled else error


def _by_own_lines(reading: Reading, source: Source) -> Reading:
    """Count the lines of a file without those that it was given to be read."""
    if not source.lines_added:
        return reading
    at = reading.logged.column_names.index("line")
    lines = pc.subtract(reading.logged["line"], source.lines_added)
    return replace(reading, logged=reading.logged.set_column(at, "line", lines))
