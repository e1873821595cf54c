"""Real exports, where they are present: accounting, overlap, and units that the files themselves state."""

import csv
import dataclasses
from pathlib import Path

import duckdb
import pytest

from pipelines.ingest import ingest, landed_entries
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts

pytestmark = pytest.mark.logs

SUCCESSIVE = ("L049", "L056", "L059", "L090", "L098", "L099", "L133")
APPS = ("strong", "hevy", "fitnotes")
STATED = {"kg": "kg", "kgs": "kg", "lb": "lb", "lbs": "lb", "kg+lbs": "kg+lb"}


@pytest.fixture(scope="module")
def manifest(logs):
    with (logs / "MANIFEST.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["app"] in APPS and "export" in row["kind"]]
    return [row for row in rows if row["file"].endswith(".csv")]


def build_of(home: Path, files: list[tuple[str, Path]]):
    """Ingest files one by one in the order given; give settings and build."""
    settings = Settings(home=home, threads=2)
    for lifter, path in files:
        ingest(settings, paths=[path], lifter=lifter)
    return settings, build_marts(settings)


def test_successive_exports_give_the_same_sets_in_any_order(logs, manifest, tmp_path):
    files = [(row["lifter"], logs / row["file"]) for row in manifest if row["lifter"] in SUCCESSIVE]
    assert len(files) > len(SUCCESSIVE)
    found = []
    for name, order in (("forth", files), ("back", files[::-1])):
        settings, build = build_of(tmp_path / name, order)
        with read.connect(settings, build) as con:
            found.append((con.execute("from sets order by all").df(), con.execute("from imports order by all").df()))
    assert found[0][0].equals(found[1][0])
    assert found[0][1].equals(found[1][1])
    assert found[0][0].groupby("lifter").size().min() > 0


@pytest.fixture(scope="module")
def whole(logs, manifest, tmp_path_factory):
    settings = Settings(home=tmp_path_factory.mktemp("logs"), threads=2)
    for lifter in sorted({row["lifter"] for row in manifest}):
        ingest(settings, paths=[logs / row["file"] for row in manifest if row["lifter"] == lifter], lifter=lifter)
    return settings, build_marts(settings)


def test_every_row_of_every_log_is_accounted_for(whole):
    settings, build = whole
    with read.connect(settings, build) as con:
        for row in read.imports(con):
            parts = ("rows_loaded", "rows_not_sets", "rows_duplicate", "rows_rejected")
            assert row["rows_read"] == sum(row[part] for part in parts), row
            assert row["error"] or row["rows_read"] > 0, row


def test_units_agree_with_what_is_known_for_certain(whole, manifest):
    settings, build = whole
    known = {
        (row["lifter"], Path(row["file"]).name): STATED[row["weight_unit"]]
        for row in manifest
        if row["weight_unit"] in STATED
    }
    with read.connect(settings, build) as con:
        found = {(row["lifter"], row["file"]): row["weight_unit"] for row in read.imports(con) if not row["error"]}
    wrong = {key: (found[key], unit) for key, unit in known.items() if key in found and found[key] != unit}
    assert wrong == {}
    assert len(found.keys() & known.keys()) > 30


def test_plates_and_size_alone_would_find_the_units_that_files_state(whole, monkeypatch, tmp_path):
    """The inference is tried where the answer is known: the stated unit is hidden and must be found again."""
    settings, build = whole
    with read.connect(settings, build) as con:
        stated = {
            (row["lifter"], row["sha256"]): row["weight_unit"]
            for row in read.imports(con)
            if row["unit_source"] == "file" and row["weight_unit"] in ("kg", "lb") and row["rows_read"] > 100
        }
    hidden = Settings(home=tmp_path / "hidden", threads=2)
    entries = _without_units(settings, hidden, stated)
    monkeypatch.setattr("pipelines.ingest.landed_entries", lambda _settings: entries)
    with read.connect(hidden, build_marts(hidden)) as con:
        answers = {(row["lifter"], row["sha256"]): row for row in read.imports(con)}
    sure = {key: row["weight_unit"] for key, row in answers.items() if row["unit_source"].startswith("inferred")}
    assert len(sure) > 0.8 * len(stated)
    assert {key: unit for key, unit in sure.items() if unit != stated[key]} == {}


def _without_units(settings, hidden, stated):
    """Copy landed files with their units taken out."""
    hidden.landed.mkdir(parents=True)
    entries = []
    for entry in landed_entries(settings):
        if (entry.lifter, entry.sha256) in stated:
            path = hidden.landed / f"{entry.lifter}-{entry.sha256}.parquet"
            duckdb.connect().execute(
                f"copy (select * replace (null::varchar as load_unit) from '{entry.path}') to '{path}'"  # noqa: S608
            )
            entries.append(dataclasses.replace(entry, path=path))
    return entries
