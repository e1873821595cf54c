"""`liftcast export`: the same rows in every form, of nobody else, harmless in a spreadsheet, whole or not at all."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import Liftcast
from pipelines.handing_out import results, writing
from pipelines.handing_out.asked import Format
from pipelines.handing_out.schemas import NAMES
from pipelines.handing_out.tables import arrow_schema
from pipelines.running import steps
from pipelines.warehouse.publish import current_build

LIFTCAST = Path(sys.executable).with_name("liftcast")
SIGNS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def folders(made, tmp_path_factory):
    """A folder of all tables in each form; one of them by the command."""
    parquet, *others = Format
    places = {form: tmp_path_factory.mktemp(form.value) for form in Format}
    for form in others:
        Liftcast(made.home).export(to=places[form], format=form)
    words = [LIFTCAST, "export", "all", "--format", parquet, "--to", places[parquet]]
    env = os.environ | {"LIFTCAST_HOME": str(made.home)}
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return places


def from_csv(path, schema):
    types = {field.name: pa.string() if pa.types.is_timestamp(field.type) else field.type for field in schema}
    read = pa_csv.read_csv(
        path,
        parse_options=pa_csv.ParseOptions(newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(
            column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
        ),
    )
    return [pa.array(read[field.name].combine_chunks()).cast(field.type).to_pylist() for field in schema]


def from_ndjson(path, schema):
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
    assert all(list(row) == schema.names for row in rows)
    texts = {field.name for field in schema if pa.types.is_date(field.type) or pa.types.is_timestamp(field.type)}
    return [
        pa.array([row[field.name] for row in rows], pa.string() if field.name in texts else field.type)
        .cast(field.type)
        .to_pylist()
        for field in schema
    ]


@pytest.mark.parametrize("table", NAMES)
def test_every_form_of_a_table_holds_the_same(folders, table):
    schema = arrow_schema(table)
    rows = pq.read_table(folders[Format.parquet] / f"{table}.parquet")
    assert rows.schema.names == schema.names
    assert rows.num_rows > 0
    columns = [rows[field.name].cast(field.type).to_pylist() for field in schema]
    assert from_csv(folders[Format.csv] / f"{table}.csv", schema) == columns
    assert from_ndjson(folders[Format.ndjson] / f"{table}.ndjson", schema) == columns


@pytest.mark.parametrize("table", NAMES)
def test_the_manifest_counts_the_rows_and_lifters_of_each_file(folders, manifest, made, table):
    said = manifest(folders[Format.parquet])
    rows = pq.read_table(folders[Format.parquet] / said["tables"][table]["file"])
    assert said["build"] == current_build(made).name
    assert said["lifters"] == 3
    assert said["tables"][table]["rows"] == rows.num_rows
    assert said["tables"][table]["lifters"] == len(rows["lifter"].unique())
    assert int(rows.schema.metadata[b"liftcast.schema_version"]) == said["tables"][table]["schema_version"]


def test_a_block_handed_out_is_the_block_advised(made):
    rows = Liftcast(made.home).table("blocks", lifters=["quentin"])
    with duckdb.connect(str(current_build(made).path), read_only=True) as con:
        (text,) = con.execute("select next_block from recommendations where lifter = 'quentin'").fetchone()
    block = json.loads(text)
    assert set(rows["week"]) == set(range(1, block["weeks"] + 1))
    for item in block["exercises"]:
        own = rows[(rows["exercise_id"] == item["exercise_id"]) & (rows["set_kind"] == item["set_kind"])]
        for week, sets in enumerate(item["sets_by_week"] or [item["sets"]] * block["weeks"], start=1):
            there = own[own["week"] == week]
            assert len(there) == (item["days_per_week"] if sets else 0)
            assert set(there["sets"]) <= {sets}


def test_of_one_lifter_nothing_of_another_is_handed_out(made, export, tmp_path):
    done = export(made, "all", "--format", "ndjson", "--to", tmp_path / "out", "--lifter", "quentin")
    assert done.returncode == 0, done.stderr
    for path in (tmp_path / "out").iterdir():
        assert "zoltan" not in path.read_text(encoding="utf-8")
        assert "newcomer" not in path.read_text(encoding="utf-8")
    assert "quentin" in (tmp_path / "out" / "forecasts.ndjson").read_text(encoding="utf-8")


def test_several_lifters_may_be_named_and_an_unknown_one_is_wrong_use(made, export, tmp_path):
    done = export(made, "lifters", "--format", "csv", "--to", "-", "--lifter", "quentin", "--lifter", "zoltan")
    assert [row["lifter"] for row in csv.DictReader(done.stdout.splitlines())] == ["quentin", "zoltan"]
    done = export(made, "lifters", "--to", tmp_path / "out", "--lifter", "nobody")
    assert done.returncode == 2
    assert "quentin" in done.stderr
    assert not (tmp_path / "out").exists()


def test_active_lifters_are_those_who_trained_lately(made):
    gym = Liftcast(made.home)
    assert list(gym.table("lifters", active_days=30)["lifter"]) == ["newcomer", "quentin"]
    assert set(gym.table("sets", active_days=30)["lifter"]) == {"newcomer", "quentin"}


def test_standard_output_takes_one_table_as_text(made, export, folders):
    done = export(made, "milestones", "--format", "ndjson", "--to", "-")
    assert done.stdout == (folders[Format.ndjson] / "milestones.ndjson").read_text(encoding="utf-8")
    assert export(made, "all", "--format", "csv", "--to", "-").returncode == 2
    assert export(made, "sets", "--format", "parquet", "--to", "-").returncode == 2


@pytest.fixture(scope="module")
def hostile(made, tmp_path_factory):
    """An installation whose texts all begin with what makes a formula of them."""
    home = tmp_path_factory.mktemp("hostile") / "var"
    shutil.copytree(made.home, home)
    settings = type(made)(home=home, threads=2)
    with duckdb.connect(str(current_build(settings).path)) as con:
        columns = con.execute(
            "select table_name, column_name, data_type from information_schema.columns "
            "where data_type in ('VARCHAR', 'JSON') and table_name not in ('builds_meta', 'runs')"
        ).fetchall()
        for table, column, kind in columns:
            if column in {"style", "exercise_id", "unit", "goal", "plan"}:
                continue
            if kind == "JSON":
                text = (
                    f'replace(replace({column}::varchar, \'"name": "\', \'"name": "=\'), \'"text": "\', \'"text": "@\')'
                )
            elif column == "lifter":
                text = "'=' || lifter"
            else:
                signs = ", ".join(f"chr({ord(sign)})" for sign in SIGNS)
                text = f"list_extract([{signs}], 1 + (rowid % {len(SIGNS)})::integer) || {column}"
            con.execute(f"update {table} set {column} = {text}")  # noqa: S608 (names of columns)
    return Liftcast(home)


@pytest.mark.parametrize("table", NAMES)
def test_no_cell_of_text_is_a_formula_and_numbers_stay_numbers(hostile, tmp_path, table):
    hostile.export(table, to=tmp_path, format="csv")
    rows = hostile.arrow(table)
    texts = {field.name for field in rows.schema if pa.types.is_string(field.type)}
    with (tmp_path / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == rows.num_rows > 0
    assert all(row["lifter"].startswith("'=") for row in found)
    for row, meant in zip(found, rows.to_pylist(), strict=True):
        for name, cell in row.items():
            if name in texts:
                assert not cell.startswith(SIGNS)
                assert cell in {meant[name] or "", f"'{meant[name]}"}
            elif isinstance(meant[name], int | float) and not isinstance(meant[name], bool):
                assert float(cell) == meant[name]


CELLS = pa.schema([("lifter", pa.string()), ("x", pa.float64()), ("n", pa.int64()), ("at", pa.timestamp("ms"))])


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "lifter": st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
                "x": st.none() | st.floats(allow_nan=False, allow_infinity=False),
                "n": st.none() | st.integers(-(2**63), 2**63 - 1),
                "at": st.none() | st.integers(0, 2**42),
            }
        ),
        max_size=4,
    )
)
def test_whatever_a_text_holds_comes_back_as_it_was(tmp_path_factory, rows):
    table = pa.Table.from_pylist(rows, CELLS)
    folder = tmp_path_factory.mktemp("cells")
    for form in Format:
        with (folder / f"cells.{form}").open("wb") as sink:
            writing.write(form, sink, CELLS, [table])
    columns = [column.to_pylist() for column in table.columns]
    assert pq.read_table(folder / "cells.parquet").cast(CELLS).equals(table)
    assert from_ndjson(folder / "cells.ndjson", CELLS) == columns
    shown, *others = from_csv(folder / "cells.csv", CELLS)
    assert shown == [text if text is None or text[:1] not in SIGNS else f"'{text}" for text in columns[0]]
    assert others == columns[1:]


def test_rows_do_not_depend_on_how_many_lifters_are_read_at_a_time(made, folders, monkeypatch):
    monkeypatch.setattr(results, "SETS_AT_ONCE", 1)
    for table in NAMES:
        rows = pq.read_table(folders[Format.parquet] / f"{table}.parquet")
        assert Liftcast(made.home).arrow(table).equals(rows.cast(arrow_schema(table)))


def test_only_what_differs_from_an_earlier_build(copy, export, manifest, tmp_path):
    before = current_build(copy).name
    out = tmp_path / "out"
    assert export(copy, "all", "--to", out, "--since", before).returncode == 0
    assert {table["rows"] for table in manifest(out)["tables"].values()} == {0}
    export_of_quentin = copy.inbox / "quentin" / "strong.csv"
    folder = copy.inbox / "later"
    folder.mkdir()
    (folder / "strong.csv").write_text(export_of_quentin.read_text(encoding="utf-8"), encoding="utf-8")
    steps.ingest_step(copy)
    steps.forecast_step(copy)
    with duckdb.connect(str(current_build(copy).path)) as con:  # as if who was there then had gone
        for table in ("sets", "lifters", "imports", "alerts", "forecasts"):
            con.execute(f"delete from {table} where lifter = 'zoltan'")  # noqa: S608
        con.execute("update sets set reps = reps + 1 where lifter = 'newcomer' and ordinal = 0")
    assert export(copy, "all", "--to", out, "--since", before).returncode == 0
    said = manifest(out)["tables"]
    assert said["sets"]["changed"] == ["later", "newcomer", "zoltan"]
    assert said["recommendations"]["changed"] == ["later"]
    assert set(pq.read_table(out / "sets.parquet")["lifter"].to_pylist()) == {"later", "newcomer"}
    done = export(copy, "sets", "--to", tmp_path / "none", "--since", "20200101T000000000-000000000000")
    assert done.returncode == 3
    assert before in done.stderr
    assert "without --since" in done.stderr
    assert not (tmp_path / "none").exists()


def test_before_anything_is_forecast_logs_are_handed_out_and_no_more(settings, made, export, tmp_path):
    folder = settings.inbox / "ann"
    folder.mkdir(parents=True)
    text = (made.inbox / "quentin" / "strong.csv").read_text(encoding="utf-8")
    (folder / "strong.csv").write_text(text, encoding="utf-8")
    assert export(settings, "sets", "--to", tmp_path / "out").returncode == 2  # an empty home
    steps.ingest_step(settings)
    assert export(settings, "sets", "--to", tmp_path / "out").returncode == 0
    kept = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    done = export(settings, "all", "--to", tmp_path / "out")
    assert done.returncode == 3
    assert "liftcast run" in done.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == kept


def test_what_ends_in_the_middle_leaves_no_manifest_and_no_half_file(made, tmp_path, monkeypatch):
    gym = Liftcast(made.home)
    gym.export(to=tmp_path, format="csv")
    whole = (tmp_path / "forecasts.csv").read_bytes()
    written = writing.write

    def fails(form, sink, schema, parts):
        written(form, sink, schema, parts)
        if schema.metadata[b"liftcast.table"] == b"forecasts":
            raise KeyboardInterrupt

    monkeypatch.setattr(writing, "write", fails)
    with pytest.raises(KeyboardInterrupt):
        gym.export(to=tmp_path, format="csv", lifters=["quentin"])
    assert not (tmp_path / "manifest.json").exists()
    assert (tmp_path / "forecasts.csv").read_bytes() == whole
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_a_folder_that_cannot_be_is_told_of_in_a_sentence(made, export, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = export(made, "lifters", "--to", tmp_path / "file")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "another folder" in done.stderr.replace("\n", " ")
