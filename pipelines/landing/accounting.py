"""What becomes of typed rows (see `rows.sql`), and the Parquet files they are landed in.

Rows of a large file are accounted for and written part by part, so that they are never held as a whole. For a small
file, planning the query takes DuckDB ten times longer than running it: the rows of several are accounted for together.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data.units import KG_PER_LB
from pipelines.files.atomic import written_beside
from pipelines.settings import Settings

_ROWS = Path(__file__).resolve().parent / "sql" / "rows.sql"
_ROWS_PER_GROUP = 122_880
_KEPT = {name: name for name in ("lifter", "app", "layout", "sha256", "workout")} | {"exported_name": "exercise"}
_COUNTING = ("line", "ordinal")


@contextmanager
def workbench(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty in-memory database to account for rows in, within the machine's share."""
    with duckdb.connect() as con:
        con.execute("set enable_progress_bar = false")
        con.execute("set threads = $threads", {"threads": settings.threads})
        con.execute("set memory_limit = $limit", {"limit": settings.memory_limit})
        con.execute("set variable kg_per_lb = $kg", {"kg": KG_PER_LB})
        con.execute("set temp_directory = $folder", {"folder": str(settings.home / "tmp")})
        yield con


def account_for_large(con: duckdb.DuckDBPyConnection, typed: pa.Table, place: Path) -> pa.ChunkedArray:
    """Account for the rows of one file and write them to their place.

    Parameters
    ----------
    con : Connection
        A `workbench`.
    typed : pyarrow.Table
        What `exports.typed.typed` gives.
    place : Path

    Returns
    -------
    pyarrow.ChunkedArray
        What became of each row: `set`, `not_set` or `rejected`.
    """
    dispositions = []
    with written_beside(place, durable=False) as part, _registered(con, typed), ExitStack() as opened:
        write = None
        for rows in _accounted(con, typed):
            write = write or opened.enter_context(_writing(_writer(part, rows.schema)))
            write(rows)
            dispositions.append(rows["disposition"].combine_chunks())
    return pa.chunked_array(dispositions)


@contextmanager
def _writing(writer: pq.ParquetWriter) -> Iterator[Callable[[pa.Table], None]]:
    """A way to write rows that returns as soon as those given before are written."""
    with writer, ThreadPoolExecutor(1) as beside:
        under_way = [beside.submit(lambda: None)]

        def write(rows: pa.Table) -> None:
            under_way.pop().result()
            under_way.append(beside.submit(writer.write_table, rows))

        yield write
        under_way.pop().result()


def account_for_small(
    con: duckdb.DuckDBPyConnection, files: Sequence[tuple[pa.Table, Path]], threads: int
) -> Iterator[pa.ChunkedArray]:
    """Account for the rows of several files at once and write those of each to its own place.

    Yields
    ------
    pyarrow.ChunkedArray
        What became of each row of a file, in the order of the files, once it is in its place.
    """
    with _registered(con, pa.concat_tables(typed for typed, _ in files)):
        names, accounting = _accounting(con)
        accounted = accounting.to_arrow_table()
    lengths = [len(typed) for typed, _ in files]
    parts = [accounted.slice(end - length, length) for end, length in zip(np.cumsum(lengths), lengths, strict=True)]

    def write(file: tuple[pa.Table, Path], part: pa.Table) -> pa.ChunkedArray:
        typed, place = file
        rows = _completed(names, part, _texts(typed))
        with written_beside(place, durable=False) as beside, _writer(beside, rows.schema) as writer:
            writer.write_table(rows)
        return part["disposition"]

    with ThreadPoolExecutor(threads) as several:
        yield from several.map(write, files, parts)


def _accounted(con: duckdb.DuckDBPyConnection, typed: pa.Table) -> Iterator[pa.Table]:
    """Account for rows part by part, in their order."""
    names, accounting = _accounting(con)
    texts = _texts(typed)
    first = 0
    for part in _gathered(accounting.to_arrow_reader()):
        yield _completed(names, part, texts.slice(first, len(part)))
        first += len(part)


def _accounting(con: duckdb.DuckDBPyConnection) -> tuple[list[str], duckdb.DuckDBPyRelation]:
    """Columns that are landed, and how to work out those that are not landed as they are."""
    accounted = con.sql(_rows_sql())
    return accounted.columns, accounted.select(*(name for name in accounted.columns if name not in _KEPT))


def _texts(typed: pa.Table) -> pa.Table:
    """Texts that are landed as they are, as codes where they can be."""
    return pa.table({name: _coded(typed[column]) for name, column in _KEPT.items()})


def _completed(names: Sequence[str], accounted: pa.Table, texts: pa.Table) -> pa.Table:
    """Put together what becomes of rows and the texts that are landed as they are."""
    return pa.table([texts[name] if name in _KEPT else accounted[name] for name in names], names=names)


def _gathered(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Put batches, which come as small as the blocks a file was read in, together to groups of rows."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(map(len, held)) >= _ROWS_PER_GROUP:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)


def _coded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts as codes where Parquet can hold them so: not where null has a code of its own."""
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


@cache
def _rows_sql() -> str:
    return _ROWS.read_text(encoding="utf-8")
