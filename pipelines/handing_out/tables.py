"""Each table handed out, of some lifters of a build: asked in SQL, or worked out where the words and chances are."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from models.blocks import routine
from models.training.block import Block, plan_words
from pipelines.handing_out.schemas import schema_of
from pipelines.serving.milestones import next_milestones
from pipelines.warehouse.database import Connection

Row = dict[str, Any]
Source = Callable[[Connection, Sequence[str]], pa.Table]

_SQL: Final = Path(__file__).resolve().parent / "sql"
_TYPES: Final = {
    "string": pa.string(),
    "date": pa.date32(),
    "local-date-time": pa.timestamp("ms"),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}


def rows(con: Connection, table: str, lifters: Sequence[str]) -> pa.Table:
    """The rows that a table holds of some lifters, one lifter after the other, in the columns of its schema.

    What is no number (NaN, infinity) is null: not every form of file knows it.
    """
    source = _MADE.get(table)
    found = source(con, lifters) if source else asked(con, table, {"lifters": list(lifters)})
    schema = arrow_schema(table)
    columns = [_finite(found[field.name].cast(field.type, safe=False)) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The schema of a table in Arrow's types, with its name and version for whoever reads a file of it."""
    schema = schema_of(table)
    fields = [pa.field(column.name, _TYPES[column.type], nullable=column.is_nullable) for column in schema.columns]
    return pa.schema(fields, metadata={"liftcast.table": table, "liftcast.schema_version": str(schema.version)})


def asked(con: Connection, query: str, parameters: Row) -> pa.Table:
    """Run one file of `sql/` beside this module."""
    return con.sql(_text(query), params=parameters).to_arrow_table()


@cache
def _text(query: str) -> str:
    return (_SQL / f"{query}.sql").read_text(encoding="utf-8")


def _finite(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_floating(column.type):
        return column
    return pc.if_else(pc.is_finite(column), column, pa.scalar(None, column.type))


def _recommendations(con: Connection, lifters: Sequence[str]) -> pa.Table:
    """Advice, its plan in words."""
    found = asked(con, "recommendations", {"lifters": list(lifters)})
    plans = [json.loads(blocks) for blocks in found["blocks"].to_pylist()]
    words = [plan_words([Block(block["style"], block["weeks"]) for block in blocks]) for blocks in plans]
    return found.append_column("plan", pa.array(words, pa.string()))


def _blocks(con: Connection, lifters: Sequence[str]) -> pa.Table:
    """The next blocks, written out entry by entry."""
    blocks = asked(con, "next_blocks", {"lifters": list(lifters)}).to_pylist()
    return pa.Table.from_pylist([entry for block in blocks for entry in _entries(block)], arrow_schema("blocks"))


def _entries(row: Row) -> Iterator[Row]:
    block = json.loads(row["next_block"])
    for entry in routine.entries(block, row["unit"]) if block else ():
        item = entry["item"]
        yield {
            **entry,
            "lifter": row["lifter"],
            "exercise_id": item["exercise_id"],
            "exercise": item["name"],
            "set_kind": item["set_kind"],
            "unit": None if entry["load"] is None else row["unit"],
            "rest_s": item["rest_s"],
        }


def _milestones(con: Connection, lifters: Sequence[str]) -> pa.Table:
    """The next round load of every lift, under each style."""
    rows = [{**row, "exercise": row["name"]} for row in next_milestones(con, lifters)]
    return pa.Table.from_pylist(rows, arrow_schema("milestones"))


_MADE: Final[dict[str, Source]] = {
    "recommendations": _recommendations,
    "blocks": _blocks,
    "milestones": _milestones,
}
"""The tables that SQL alone does not give."""
