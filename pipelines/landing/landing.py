"""Archived bytes to landed Parquet: identify, read, type, account for every record."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.errors import ExportError, UnknownExportError
from pipelines.exports.identify import identify
from pipelines.exports.own_tables.workouts import MappedTable
from pipelines.exports.reading.base import label
from pipelines.exports.reading.source import Source
from pipelines.exports.reading.typed import SMALL_ROWS
from pipelines.exports.unwrapped import unwrapped
from pipelines.files import unforeseen
from pipelines.files.atomic import written_beside
from pipelines.files.several import in_processes
from pipelines.inbox.archive import LedgerEntry, at_hand, size_of
from pipelines.inbox.mappings import Mapped, Mappings, signature_in
from pipelines.landing.accounting import account_for_large, account_for_small, workbench
from pipelines.landing.bodies import Body, body_landing, read_body, with_body, without_lines_of
from pipelines.landing.index import Landing, bucket_of
from pipelines.landing.reading import Read, Unread, read_export, told_apart
from pipelines.landing.refusals import failure, refusal
from pipelines.landing.shares import by_lifter
from pipelines.landing.time_zones import TimeZones
from pipelines.settings import Settings

_MOST_TOGETHER = 256
_SMALL_BYTES = 1 << 20
_MANY_FILES = 400
"""From so many on, two processes are ready sooner than one, which needs no start."""
_FILES_AT_A_TIME = 64


@dataclass(frozen=True, kw_only=True)
class _Typed:
    """One lifter's rows of one file, typed, with their place."""

    entry: LedgerEntry
    landing: Landing
    rows: pa.Table
    place: Path
    mapping: Mapped | None = None


def land(
    settings: Settings, entries: Iterable[LedgerEntry], mappings: Mappings | None = None
) -> Iterator[tuple[LedgerEntry, Landing]]:
    """Read archived files and land their rows; one that cannot be read is refused with a sentence, whatever the reason.

    Yields
    ------
    tuple of (LedgerEntry, Landing)
        Each entry, in any order, once its rows are in place; an entry of many lifters once for each of them. Of several
        landings of one lifter's part of an entry the last counts.
    """
    mappings = mappings or Mappings(settings)
    zones = TimeZones(settings)
    together: list[_Typed] = []
    failed: set[LedgerEntry] = set()
    with workbench(settings) as con:
        for entry in entries:
            parts, alone = _read(settings, entry, mappings, zones)
            if alone is not None:
                yield entry, alone
            for part in parts:
                if len(part.rows) >= SMALL_ROWS:
                    yield from _land_parts(con, [part], settings.threads, failed)
                else:
                    together.append(part)
            if len(together) >= _MOST_TOGETHER or sum(len(each.rows) for each in together) >= SMALL_ROWS:
                yield from _land_parts(con, together, settings.threads, failed)
                together.clear()
        if together:
            yield from _land_parts(con, together, settings.threads, failed)


def land_many(settings: Settings, entries: Sequence[LedgerEntry]) -> Iterator[tuple[LedgerEntry, Landing]]:
    """As `land`; where there are many small files, several processes read them."""
    small, large = list[LedgerEntry](), list[LedgerEntry]()
    for entry in entries:
        (small if size_of(settings, entry.sha256) <= _SMALL_BYTES else large).append(entry)
    if settings.threads == 1 or len(small) < _MANY_FILES:
        yield from land(settings, entries)
        return
    yield from land(settings, large)
    chunks = (small[at : at + _FILES_AT_A_TIME] for at in range(0, len(small), _FILES_AT_A_TIME))
    alone = replace(settings, threads=1)
    for landed in in_processes(settings, partial(_landed, alone), chunks, in_order=True):
        yield from landed


def _landed(settings: Settings, entries: Sequence[LedgerEntry]) -> list[tuple[LedgerEntry, Landing]]:
    """Land some files for another process."""
    return list(land(settings, entries))


def _last_day(entry: LedgerEntry) -> date:
    """Last day a file can tell of: somewhere it was tomorrow already when it came. Samples tell of any."""
    if entry.origin == "sample":
        return date.max
    return datetime.fromisoformat(entry.first_seen_at).date() + timedelta(days=1)


def _read(
    settings: Settings, entry: LedgerEntry, mappings: Mappings, zones: TimeZones
) -> tuple[list[_Typed], Landing | None]:
    """Read and type one file, and land its measurements of the body.

    The landing beside the parts is that of a file, or of a lifter who brought one, without rows of workouts.
    """
    try:
        with at_hand(settings, entry.sha256) as path:
            return _read_at(settings, entry, Source(path, entry.file), mappings, zones)
    except OSError as error:
        if unforeseen.is_everybodys(error):
            raise
        return [], failure(entry, error)


def _plain(source: Source) -> Source:
    """The plain table within a packed file, unless an app packs its own exports and its format tells of them."""
    plain = unwrapped(source)
    if plain is source or not source.head.startswith(b"\x1f\x8b"):
        return plain
    try:
        identify(source)
    except UnknownExportError:
        return plain
    except ExportError:
        return source
    return source


def _read_at(
    settings: Settings, entry: LedgerEntry, source: Source, mappings: Mappings, zones: TimeZones
) -> tuple[list[_Typed], Landing | None]:
    """Read and type one file where it lies."""
    try:
        source = _plain(source)
    except ExportError as error:
        return [], refusal(entry, error)
    except Exception as error:
        if unforeseen.is_everybodys(error):
            raise
        return [], _failure(entry, error, source, mappings)
    try:
        zone, order = zones.of(entry.lifter), zones.date_order_of(entry.lifter)
        reading = read_export(
            source, entry.lifter, mappings, last_day=_last_day(entry), time_zone=zone, date_order=order
        )
        if isinstance(reading, Unread):
            return [], _land_body_alone(settings, entry, source, reading, zones)
        parts, bare = _parts(settings, entry, reading, zones)
        if not isinstance(reading.form, MappedTable):
            parts = _with_body(settings, parts, source, order)
    except Exception as error:
        if unforeseen.is_everybodys(error):
            raise
        return [], _failure(entry, error, source, mappings)
    return parts, bare


def _failure(entry: LedgerEntry, error: Exception, source: Source, mappings: Mappings) -> Landing:
    """Refuse a file for whatever reason, till the code or the mapping that reads it is another."""
    try:
        header = signature_in(source)
    except Exception:  # noqa: BLE001 (it may be what went wrong in the first place)
        header = None
    return failure(entry, error, mapping=mappings.of(entry.lifter, header), header=header)


def _parts(settings: Settings, entry: LedgerEntry, read: Read, zones: TimeZones) -> tuple[list[_Typed], Landing | None]:
    """Part a file by lifter; records that name none stay with the lifter who brought it.

    The landing beside the parts is that of a lifter who brought a file without any rows of their own.
    """
    parted = by_lifter(read.rows, entry.lifter) if "lifter" in read.reading.logged.column_names else None
    shares = tuple(lifter for lifter in parted or () if lifter != entry.lifter)
    whole = Landing(
        lifter=entry.lifter,
        sha256=entry.sha256,
        made_by=label(read.form),
        header=read.header,
        app=read.form.app,
        layout=read.reading.layout,
        notes=tuple(read.reading.notes),
        shares=shares,
        in_utc=read.in_utc,
        time_zone=zones.of(entry.lifter) if read.in_utc else None,
        night_days=read.night_days,
        is_date_order_open=read.is_date_order_open,
        date_order=zones.date_order_of(entry.lifter),
        mode=read.form.mode if isinstance(read.form, MappedTable) else None,
        is_keyed=not {"set_id", "set_number"}.isdisjoint(read.reading.logged.column_names),
    )
    parts = []
    for lifter, held in (parted or {entry.lifter: read.rows}).items():
        rows, own = held, whole
        if parted and read.in_utc:
            rows, zone, night_days = zones.by_own_clock(held, lifter, entry.lifter)
            own = replace(whole, time_zone=zone, night_days=night_days)
        name = f"bucket={bucket_of(lifter):02}/{lifter}-{entry.sha256[:12]}-{label(read.form)}"
        if lifter == entry.lifter:
            landing = replace(own, landed=f"{name}.parquet")
        else:
            brought = hashlib.sha256(entry.lifter.encode()).hexdigest()[:6]
            landing = replace(
                own, lifter=lifter, owner=entry.lifter, shares=(), notes=(), landed=f"{name}-{brought}.parquet"
            )
        place = settings.landed / str(landing.landed)
        mapping = read.form if isinstance(read.form, MappedTable) else None
        parts.append(_Typed(entry=entry, landing=landing, rows=rows, place=place, mapping=mapping))
    return parts, whole if parted and entry.lifter not in parted else None


def _land_body_alone(
    settings: Settings, entry: LedgerEntry, source: Source, unread: Unread, zones: TimeZones
) -> Landing:
    """Land the body measurements of a file without workouts, or refuse it."""
    error = unread.error
    is_free = unread.made_by is None or unread.body is not None
    how = {"time_zone": zones.of(entry.lifter), "date_order": zones.date_order_of(entry.lifter)}
    try:
        body = read_body(source, entry, last_day=_last_day(entry), mapping=unread.body, **how) if is_free else None
    except ExportError as found:
        error, body = found, None
    if body is None:
        return refusal(entry, told_apart(source, error), made_by=unread.made_by, header=unread.header)
    return _land_body(settings, body, body_landing(entry, body, unread.header))


def _land_body(settings: Settings, body: Body, landing: Landing) -> Landing:
    """Write the body measurements of a file."""
    with written_beside(settings.landed / str(landing.landed_body), durable=False) as part:
        pq.write_table(body.rows, part, compression="zstd")
    return landing


def _with_body(settings: Settings, parts: Sequence[_Typed], source: Source, order: str | None) -> list[_Typed]:
    """Land the body measurements that a file of one lifter's workouts holds as well."""
    if len(parts) != 1:
        return list(parts)
    part = parts[0]
    try:
        body = read_body(source, part.entry, last_day=_last_day(part.entry), date_order=order)
    except ExportError as error:
        return [replace(part, landing=replace(part.landing, notes=(*part.landing.notes, str(error))))]
    if body is None:
        return [part]
    landing = _land_body(settings, body, body_landing(part.entry, body, part.landing.header))
    rows = without_lines_of(part.rows, body)
    return [replace(part, landing=with_body(part.landing, landing), rows=rows)]


def _land_parts(
    con: duckdb.DuckDBPyConnection, parts: Sequence[_Typed], threads: int, failed: set[LedgerEntry]
) -> Iterator[tuple[LedgerEntry, Landing]]:
    """Land the rows of several small files, or of one of any size; a file of which some cannot be is refused whole."""
    try:
        if len(parts[0].rows) >= SMALL_ROWS:
            dispositions = [account_for_large(con, parts[0].rows, parts[0].place)]
        else:
            dispositions = list(account_for_small(con, [(each.rows, each.place) for each in parts], threads))
    except Exception as error:
        if unforeseen.is_everybodys(error):
            raise
        if len(parts) > 1:
            for each in parts:
                yield from _land_parts(con, [each], threads, failed)
        else:
            failed.add(parts[0].entry)
            whole = parts[0].landing
            mapping = parts[0].mapping
            yield parts[0].entry, failure(parts[0].entry, error, mapping=mapping, header=whole.header)
        return
    for each, disposition in zip(parts, dispositions, strict=True):
        if each.entry not in failed:
            yield each.entry, _counted(each, disposition)


def _counted(typed: _Typed, dispositions: pa.ChunkedArray) -> Landing:
    """Add to a landing, which may hold those of the body already, how many records became what."""
    counts = {each["values"]: each["counts"] for each in pc.value_counts(dispositions).to_pylist()}
    body = typed.landing
    return replace(
        body,
        rows_read=body.rows_read + len(typed.rows),
        rows_sets=body.rows_sets + counts.get("set", 0),
        rows_not_sets=body.rows_not_sets + counts.get("not_set", 0),
        rows_rejected=body.rows_rejected + counts.get("rejected", 0),
    )
