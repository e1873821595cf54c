"""How tables become files: Parquet, CSV that a spreadsheet opens without running it, lines of JSON."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from models.blocks.routine import FORMULA
from pipelines.handing_out import tables
from pipelines.handing_out.asked import Format

MOST_ROWS: Final = 50_000
"""Rows gathered before they are written: a group of a Parquet file."""

_FORMULA: Final = f"^[{re.escape(FORMULA)}]"


def write(form: Format, sink: BinaryIO, schema: pa.Schema, parts: Iterable[pa.Table]) -> None:
    """Write rows as they come; Parquet and CSV without rows still have their columns.

    Parameters
    ----------
    form : Format
    sink : binary file
        Left open.
    schema : Schema
        Of every part.
    parts : iterable of Table
    """
    _WRITERS[form](sink, schema, _gathered(parts))


def _gathered(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Put small parts together."""
    waiting: list[pa.Table] = []
    for part in parts:
        waiting.append(part)
        if sum(len(one) for one in waiting) >= MOST_ROWS:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def _parquet(sink: BinaryIO, schema: pa.Schema, parts: Iterable[pa.Table]) -> None:
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for part in parts:
            writer.write_table(part)


def _csv(sink: BinaryIO, schema: pa.Schema, parts: Iterable[pa.Table]) -> None:
    """UTF-8, comma, one head line; null is an empty cell, an empty text is a quoted one; days and times are ISO."""
    with pa_csv.CSVWriter(sink, _with_iso_times(schema.empty_table()).schema) as writer:
        for part in parts:
            writer.write_table(_harmless(_with_iso_times(part)))


def write_plain_csv(sink: BinaryIO, schema: pa.Schema, parts: Iterable[pa.Table]) -> None:
    """Write CSV for a database: every text as it is."""
    with pa_csv.CSVWriter(sink, _with_iso_times(schema.empty_table()).schema) as writer:
        for part in _gathered(parts):
            writer.write_table(_with_iso_times(part))


def _harmless(table: pa.Table) -> pa.Table:
    """Put a quote before texts that a spreadsheet would run; numbers stay numbers."""
    columns = [
        pc.if_else(pc.match_substring_regex(column, _FORMULA), pc.binary_join_element_wise("'", column, ""), column)
        if pa.types.is_string(column.type)
        else column
        for column in table.columns
    ]
    return pa.Table.from_arrays(columns, schema=table.schema)


def _ndjson(sink: BinaryIO, schema: pa.Schema, parts: Iterable[pa.Table]) -> None:  # noqa: ARG001 (each line says it)
    with duckdb.connect() as con:
        con.execute("set enable_progress_bar = false")
        for part in parts:
            con.register("part", _with_iso_times(part))
            sink.writelines(f"{line}\n".encode() for line in tables.asked(con, "lines", {})["line"].to_pylist())


def _with_iso_times(table: pa.Table) -> pa.Table:
    """Write times as text, without the thousandths where there are none."""
    for place, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type):
            text = pc.replace_substring(pc.strftime(table[field.name], "%Y-%m-%dT%H:%M:%S"), ".000", "")
            table = table.set_column(place, field.with_type(pa.string()), text)
    return table


_WRITERS: Final[dict[Format, Callable[[BinaryIO, pa.Schema, Iterable[pa.Table]], None]]] = {
    Format.parquet: _parquet,
    Format.csv: _csv,
    Format.ndjson: _ndjson,
}
