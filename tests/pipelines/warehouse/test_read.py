"""The read side's answers."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.errors import NothingYetError
from pipelines.serving.forecast_answers import forecast_answer
from pipelines.warehouse import database, read
from pipelines.warehouse.publish import find_build, new_build_from, publish


def test_answers_can_be_had_for_one_lifter(warehouse, make_set):
    warehouse.land([make_set(), make_set(exercise="Nobody Knows This")], lifter="ann")
    warehouse.land([make_set()], lifter="bob")
    with warehouse.open() as con:
        assert [row["lifter"] for row in read.imports(con)] == ["ann", "bob"]
        assert [row["lifter"] for row in read.imports(con, "bob")] == ["bob"]
        assert [row["lifter"] for row in read.lifters(con)] == ["ann", "bob"]
        unmapped = read.unmapped(con, "ann")
    assert unmapped[0]["exported_name"] == "Nobody Knows This"
    assert len(unmapped[0]["candidates"]) == 3


def test_imports_tell_what_the_command_line_promises(warehouse, make_set):
    warehouse.land([make_set()])
    with warehouse.open() as con:
        promised = {
            *("lifter", "file", "app", "layout", "sha256", "weight_unit", "unit_source", "first_day", "last_day"),
            *("rows_read", "rows_loaded", "rows_not_sets", "rows_duplicate", "rows_rejected"),
        }
        assert promised <= read.imports(con)[0].keys()


def test_json_columns_come_decoded(warehouse, make_set):
    warehouse.land([make_set()])
    plan = json.dumps([{"style": "strength", "weeks": 6}])
    with new_build_from(warehouse.settings, warehouse.build(), "e" * 64) as con:
        con.execute("insert into recommendations (lifter, plan) values ('ann', $plan)", {"plan": plan})
    publish(warehouse.settings, find_build(warehouse.settings, "e" * 64))
    with read.connect(warehouse.settings) as con:
        assert read.recommendations(con)[0]["plan"] == [{"style": "strength", "weeks": 6}]
        promised = {"forecasts", "size", "girths", "style_pairs", "now", "standing", "refused"}
        assert forecast_answer(con).keys() == promised


def test_the_diary_of_runs_is_in_the_build_and_a_torn_page_is_passed_over(settings, warehouse):
    warehouse.settings.runs.mkdir(parents=True)
    run = {"run": "r1", "command": "ingest", "started_at": "2026-01-02T03:04:05+00:00", "counts": {"new": 3}}
    (warehouse.settings.runs / "r1.json").write_text(
        json.dumps({**run, "seconds": 1.5, "outcome": "done", "error": None})
    )
    (warehouse.settings.runs / "r2.json").write_text('{"run": "r2", "com')
    rows = warehouse.ask("select run, started_at::varchar, counts->>'new', seconds from runs")
    assert rows == [("r1", "2026-01-02 03:04:05", "3", 1.5)]


def test_nothing_can_be_written_through_the_read_side(warehouse):
    with warehouse.open() as con, pytest.raises(Exception, match="read-only"):
        con.execute("delete from imports")


def test_a_build_that_is_gone_is_said_to_be(warehouse):
    build = warehouse.build()
    build.path.unlink()
    with pytest.raises(NothingYetError, match="newer builds"), read.connect(warehouse.settings, build):
        pass


def test_asking_what_is_in_force_loads_no_heavy_library():
    code = (
        "import sys, pipelines.warehouse.read; print(*[m for m in ('pandas', 'sklearn', 'mlflow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_where_nothing_can_be_written_beside_a_build_what_is_too_large_for_memory_goes_elsewhere(
    warehouse, monkeypatch
):
    build = warehouse.publish()
    monkeypatch.setattr(database.os, "access", lambda *_: False)
    with read.connect(warehouse.settings) as con:
        ((place,),) = con.execute("select current_setting('temp_directory')").fetchall()
        folder = Path(place)
        assert folder.stat().st_mode & 0o777 == 0o700
        assert warehouse.settings.home not in folder.parents
    assert not folder.exists()
    with read.connect(warehouse.settings, build) as con:
        assert con.execute("select count(*) from sets").fetchall() == [(0,)]
