"""Archived bytes to landed Parquet: identify, read, type, account for every record.

Deciding what becomes of rows takes DuckDB ten times longer to plan than to do for a small file, so small files are
decided together and written one by one.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.archive import LedgerEntry
from pipelines.bodies import Body, body_landing, read_body, with_body, without_lines_of
from pipelines.errors import ExportError
from pipelines.exports import Source, label
from pipelines.exports.mapped import MappedTable
from pipelines.exports.typed import SMALL_ROWS
from pipelines.landed import Landing, bucket_of, refusal
from pipelines.mappings import Mappings
from pipelines.reading import Read, Unread, read_export
from pipelines.settings import Settings
from pipelines.time_zones import TimeZones

_ROWS = Path(__file__).resolve().parent / "exports" / "sql" / "rows.sql"
_MOST_TOGETHER = 256
_ROWS_PER_GROUP = 122_880
_KEPT = {name: name for name in ("lifter", "app", "layout", "sha256", "workout")} | {"exported_name": "exercise"}
_COUNTING = ("line", "ordinal")


@dataclass(frozen=True, kw_only=True)
class _Typed:
    """One lifter's rows of one file, typed, with their place."""

    entry: LedgerEntry
    landing: Landing
    rows: pa.Table
    place: Path


@contextmanager
def workbench(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give an empty in-memory database to decide rows in, within the machine's share."""
    with duckdb.connect() as con:
        con.execute("set enable_progress_bar = false")
        con.execute("set threads = $threads", {"threads": settings.threads})
        con.execute("set memory_limit = $limit", {"limit": settings.memory_limit})
        con.execute("set temp_directory = $folder", {"folder": str(settings.home / "tmp")})
        yield con


def land(
    settings: Settings, entries: Iterable[LedgerEntry], mappings: Mappings | None = None
) -> Iterator[tuple[LedgerEntry, Landing]]:
    """Read archived files and land their rows; a file that cannot be read is refused with a sentence.

    Yields
    ------
    tuple of (LedgerEntry, Landing)
        Each entry, in any order, once its rows are in place; an entry of many lifters once for each of them.
    """
    mappings = mappings or Mappings(settings)
    zones = TimeZones(settings)
    together: list[_Typed] = []
    with workbench(settings) as con:
        for entry in entries:
            source = Source(settings.exports / entry.sha256, entry.file)
            zone = zones.of(entry.lifter)
            reading = read_export(source, entry.lifter, mappings, last_day=_last_day(entry), time_zone=zone)
            if isinstance(reading, Unread):
                yield entry, _land_body_alone(settings, entry, source, reading, zone)
                continue
            parts, bare = _parts(settings, entry, reading, zone)
            if not isinstance(reading.form, MappedTable):
                parts = _with_body(settings, parts, source)
            if bare is not None:
                yield entry, bare
            for part in parts:
                if len(part.rows) >= SMALL_ROWS:
                    yield entry, _written(part, _write_large(con, part))
                else:
                    together.append(part)
            if len(together) >= _MOST_TOGETHER or sum(len(each.rows) for each in together) >= SMALL_ROWS:
                yield from _write_small(con, together)
                together.clear()
        if together:
            yield from _write_small(con, together)


def _last_day(entry: LedgerEntry) -> date:
    """Give the last day a file can tell of: somewhere it was tomorrow already when it came. Samples tell of any."""
    if entry.origin == "sample":
        return date.max
    return datetime.fromisoformat(entry.first_seen_at).date() + timedelta(days=1)


def _parts(settings: Settings, entry: LedgerEntry, read: Read, zone: str | None) -> tuple[list[_Typed], Landing | None]:
    """Part a file by lifter; records that name none stay with the lifter who brought it.

    The landing beside the parts is that of a lifter who brought a file without any rows of their own.
    """
    by_lifter = _by_lifter(read.rows, entry.lifter) if "lifter" in read.reading.logged.column_names else None
    shares = tuple(lifter for lifter in by_lifter or () if lifter != entry.lifter)
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
        time_zone=zone if read.in_utc else None,
        night_days=read.night_days,
    )
    parts = []
    for lifter, rows in (by_lifter or {entry.lifter: read.rows}).items():
        name = f"bucket={bucket_of(lifter):02}/{lifter}-{entry.sha256[:12]}-{label(read.form)}"
        if lifter == entry.lifter:
            landing = replace(whole, landed=f"{name}.parquet")
        else:
            brought = hashlib.sha256(entry.lifter.encode()).hexdigest()[:6]
            landing = replace(
                whole, lifter=lifter, owner=entry.lifter, shares=(), notes=(), landed=f"{name}-{brought}.parquet"
            )
        parts.append(_Typed(entry=entry, landing=landing, rows=rows, place=settings.landed / str(landing.landed)))
    return parts, whole if by_lifter and entry.lifter not in by_lifter else None


def _land_body_alone(
    settings: Settings, entry: LedgerEntry, source: Source, unread: Unread, zone: str | None
) -> Landing:
    """Land the body measurements of a file without workouts, or refuse it."""
    error = unread.error
    try:
        is_free = unread.made_by is None or unread.body is not None
        last_day = _last_day(entry)
        body = read_body(source, entry, last_day=last_day, time_zone=zone, mapping=unread.body) if is_free else None
    except ExportError as found:
        error, body = found, None
    if body is None:
        return refusal(entry, error, made_by=unread.made_by, header=unread.header)
    return _land_body(settings, body, body_landing(entry, body, unread.header))


def _land_body(settings: Settings, body: Body, landing: Landing) -> Landing:
    """Write the body measurements of a file."""
    with _beside(settings.landed / str(landing.landed_body)) as part:
        pq.write_table(body.rows, part, compression="zstd")
    return landing


def _with_body(settings: Settings, parts: Sequence[_Typed], source: Source) -> list[_Typed]:
    """Land the body measurements that a file of one lifter's workouts holds as well."""
    if len(parts) != 1:
        return list(parts)
    part = parts[0]
    try:
        body = read_body(source, part.entry, last_day=_last_day(part.entry))
    except ExportError as error:
        return [replace(part, landing=replace(part.landing, notes=(*part.landing.notes, str(error))))]
    if body is None:
        return [part]
    landing = _land_body(settings, body, body_landing(part.entry, body, part.landing.header))
    rows = without_lines_of(part.rows, body)
    return [replace(part, landing=with_body(part.landing, landing), rows=rows)]


def _by_lifter(rows: pa.Table, owner: str) -> dict[str, pa.Table]:
    """Part rows by their lifter, in order of first appearance, as tables that can be put together with others."""
    table = rows.set_column(rows.column_names.index("lifter"), "lifter", _lifters(rows["lifter"], owner))
    table = table.combine_chunks()
    codes = table["lifter"].chunk(0).indices.to_numpy()
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes))
    narrow = pa.schema(
        [
            field.with_type(pa.dictionary(pa.int32(), field.type.value_type))
            if pa.types.is_dictionary(field.type)
            else field
            for field in table.schema
        ]
    )
    parted = {}
    for code, lifter in enumerate(table["lifter"].chunk(0).dictionary.to_pylist()):
        held = order[ends[code - 1] if code else 0 : ends[code]]
        parted[lifter] = table.take(pa.array(held)).cast(narrow).combine_chunks()
    return parted


def _lifters(column: pa.ChunkedArray, owner: str) -> pa.Array:
    """Give each row a lifter: the one it names, or the owner; only those who have rows are in the dictionary."""
    return pc.fill_null(column.cast(pa.string()), owner).combine_chunks().dictionary_encode()


def _write_large(con: duckdb.DuckDBPyConnection, found: _Typed) -> pa.ChunkedArray:
    """Decide and write the rows of one file without holding them; give their dispositions."""
    dispositions = []
    with _beside(found.place) as part, _registered(con, found.rows), ExitStack() as opened:
        writer = None
        for rows in _decided(con, found.rows):
            writer = writer or opened.enter_context(_writer(part, rows.schema))
            writer.write_table(rows)
            dispositions.append(rows["disposition"].combine_chunks())
    return pa.chunked_array(dispositions)


def _write_small(con: duckdb.DuckDBPyConnection, together: Sequence[_Typed]) -> Iterator[tuple[LedgerEntry, Landing]]:
    """Decide the rows of several files at once and write each file's own."""
    with _registered(con, pa.concat_tables(each.rows for each in together)):
        decided = con.sql(_rows_sql()).to_arrow_table()
    first = 0
    for each in together:
        rows = decided.slice(first, len(each.rows))
        first += len(each.rows)
        with _beside(each.place) as part:
            pq.write_table(rows, part, compression="zstd")
        yield each.entry, _written(each, rows["disposition"])


def _decided(con: duckdb.DuckDBPyConnection, typed: pa.Table) -> Iterator[pa.Table]:
    """Decide rows part by part, in their order; texts that are landed as they are keep their codes."""
    decided = con.sql(_rows_sql())
    names = decided.columns
    kept = pa.table({name: _coded(typed[column]) for name, column in _KEPT.items()})
    first = 0
    for batch in decided.select(*(name for name in names if name not in _KEPT)).to_arrow_reader(_ROWS_PER_GROUP):
        beside = kept.slice(first, len(batch))
        first += len(batch)
        yield pa.table([beside[name] if name in _KEPT else batch[name] for name in names], names=names)


def _coded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Give texts as codes where Parquet can hold them so: not where null has a code of its own."""
    has_null_code = any(chunk.dictionary.null_count for chunk in column.chunks)
    return column.cast(pa.string()) if has_null_code else column


def _writer(place: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Open a Parquet file for landed rows; the two columns that count rows are kept as steps."""
    return pq.ParquetWriter(
        place,
        schema,
        compression="zstd",
        store_schema=False,
        use_dictionary=[name for name in schema.names if name not in _COUNTING],
        column_encoding=dict.fromkeys(_COUNTING, "DELTA_BINARY_PACKED"),
        write_statistics=["lifter", "day"],
    )


@contextmanager
def _registered(con: duckdb.DuckDBPyConnection, rows: pa.Table) -> Iterator[None]:
    con.register("typed", rows)
    try:
        yield
    finally:
        con.unregister("typed")


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """Give a place to write to, and put what is written there into its own place in one move."""
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{os.getpid()}.part")
    try:
        yield part
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def _written(found: _Typed, dispositions: pa.ChunkedArray) -> Landing:
    """Add to a landing, which may hold those of the body already, how many records became what."""
    counts = {each["values"]: each["counts"] for each in pc.value_counts(dispositions).to_pylist()}
    body = found.landing
    return replace(
        body,
        rows_read=body.rows_read + len(found.rows),
        rows_sets=body.rows_sets + counts.get("set", 0),
        rows_not_sets=body.rows_not_sets + counts.get("not_set", 0),
        rows_rejected=body.rows_rejected + counts.get("rejected", 0),
    )


@cache
def _rows_sql() -> str:
    return _ROWS.read_text(encoding="utf-8")
