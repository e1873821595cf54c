"""Archived bytes to landed Parquet: identify, read, type, account for every record.

Deciding what becomes of rows takes DuckDB ten times longer to plan than to do for a small file, so small files are
decided together and written one by one.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.archive import LedgerEntry
from pipelines.errors import ExportError
from pipelines.exports import Source, identify, label
from pipelines.exports.typed import SMALL_ROWS, typed
from pipelines.landed import Landing, bucket_of, refusal
from pipelines.settings import Settings

_ROWS = Path(__file__).resolve().parent / "exports" / "sql" / "rows.sql"
_MOST_TOGETHER = 256


@dataclass(frozen=True, kw_only=True)
class _Typed:
    """One file read and typed, with its place."""

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


def land(settings: Settings, entries: Iterable[LedgerEntry]) -> Iterator[tuple[LedgerEntry, Landing]]:
    """Read archived files and land their rows; a file that cannot be read is refused with a sentence.

    Yields
    ------
    tuple of (LedgerEntry, Landing)
        Each entry, in any order, once its rows are in place.
    """
    together: list[_Typed] = []
    with workbench(settings) as con:
        for entry in entries:
            try:
                found = _typed(settings, entry)
            except ExportError as error:
                yield entry, refusal(entry, error)
                continue
            if len(found.rows) >= SMALL_ROWS:
                yield found.entry, _written(found, _write_large(con, found))
                continue
            together.append(found)
            if len(together) == _MOST_TOGETHER or sum(len(each.rows) for each in together) >= SMALL_ROWS:
                yield from _write_small(con, together)
                together.clear()
        if together:
            yield from _write_small(con, together)


def _typed(settings: Settings, entry: LedgerEntry) -> _Typed:
    source = Source(settings.exports / entry.sha256, entry.file)
    form = identify(source)
    reading = form.read(source)
    name = f"bucket={bucket_of(entry.lifter):02}/{entry.lifter}-{entry.sha256[:12]}-{label(form)}.parquet"
    stated = {"lifter": entry.lifter, "app": form.app, "layout": reading.layout, "sha256": entry.sha256}
    landing = Landing(
        lifter=entry.lifter,
        sha256=entry.sha256,
        made_by=label(form),
        landed=name,
        app=form.app,
        layout=reading.layout,
        notes=tuple(reading.notes),
    )
    return _Typed(entry=entry, landing=landing, rows=typed(reading, stated), place=settings.landed / name)


def _write_large(con: duckdb.DuckDBPyConnection, found: _Typed) -> pa.ChunkedArray:
    """Decide and write the rows of one file without holding them; give their dispositions."""
    with _beside(found.place) as part, _registered(con, found.rows):
        con.sql(_rows_sql()).write_parquet(str(part), compression="zstd")
        return pq.read_table(part, columns=["disposition"], read_dictionary=["disposition"])["disposition"]


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
    """Add to a landing how many records became what."""
    counts = {each["values"]: each["counts"] for each in pc.value_counts(dispositions).to_pylist()}
    return replace(
        found.landing,
        rows_read=len(found.rows),
        rows_sets=counts.get("set", 0),
        rows_not_sets=counts.get("not_set", 0),
        rows_rejected=counts.get("rejected", 0),
    )


@cache
def _rows_sql() -> str:
    return _ROWS.read_text(encoding="utf-8")
