"""docs/tables.md lists every table of a build and every column, and nothing else."""

import re
from datetime import date, timedelta

import duckdb
import pytest

from pipelines.settings import PROJECT
from pipelines.warehouse import read
from pipelines.warehouse.database import sql
from pipelines.warehouse.panel import add_panel

TEXT = (PROJECT / "docs/tables.md").read_text(encoding="utf-8")
BUILD = TEXT.partition("\n## What `liftcast export` hands out\n")[0]
COLUMNS = "select table_name, column_name from information_schema.columns order by ordinal_position"


def documented():
    found = {
        name: columns.strip("`").split(", ")
        for name, columns in re.findall(r"^\| `(\w+)` \| [^|]* \| ([^|]*) \|", BUILD, re.MULTILINE)
    }
    features = TEXT.partition("### `lift_features`")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([\w, ]+)` \|", features, re.MULTILINE)
    found["lift_features"] = [name for row in rows for name in row.split(", ")]
    return found


def test_each_table_of_a_build_has_its_row_and_each_column_its_name(warehouse, make_set):
    warehouse.land([make_set(date(2024, 1, 1) + timedelta(days=3 * place)) for place in range(4)])
    made = {}
    with read.connect(warehouse.settings, add_panel(warehouse.settings, warehouse.build())) as con:
        for table, column in con.execute(COLUMNS).fetchall():
            made.setdefault(table, []).append(column)
    said = documented()
    assert set(said) == set(made), "docs/tables.md lists other tables than a build holds"
    for table, columns in made.items():
        assert sorted(said[table]) == sorted(columns), f"docs/tables.md: other columns of {table} than a build holds"


@pytest.mark.parametrize(
    ("schema", "heading"), [("landed", "## Landed rows"), ("landed_measurements", "## Landed body rows")]
)
def test_each_column_of_landed_rows_is_told_of(schema, heading):
    with duckdb.connect() as con:
        con.execute("create schema staging")
        con.execute(sql("schema", schema))
        made = [name for _, name in con.execute(COLUMNS).fetchall()]
    rows = re.findall(r"^\| ([a-z][\w, ]*) \|", TEXT.partition(heading)[2].partition("\n## ")[0], re.MULTILINE)
    assert [name for row in rows[1:] for name in row.split(", ")] == made
