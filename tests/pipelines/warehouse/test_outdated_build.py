"""Builds made by another version: nothing is read from them, they are made anew from the logs."""

import json
import shutil
from datetime import date, timedelta

import duckdb
import pytest
from typer.testing import CliRunner

from pipelines.errors import OutdatedBuildError
from pipelines.running import steps
from pipelines.serving.forecast_answers import forecast_answer
from pipelines.settings import Settings
from pipelines.terminal import doctor
from pipelines.terminal.cli import app
from pipelines.warehouse import read
from pipelines.warehouse.publish import current_build

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
FORECASTING = (
    ["forecast", "--json"],
    ["recommend", "--json"],
    ["milestone", "--json"],
    ["alerts", "--json"],
    ["plan", "--json"],
)


def export(weeks=20, first=date(2024, 1, 1)):
    days = [first + timedelta(days=7 * week + extra) for week in range(weeks) for extra in (0, 3)]
    lines = [
        f'{day} 18:00:00,"A",1h,"Squat (Barbell)",{order},{60 + 2.5 * (place // 4)},5,0,0,"","",'
        for place, day in enumerate(days)
        for order in (1, 2, 3)
    ]
    return "\n".join([HEADER, *lines]) + "\n"


@pytest.fixture(scope="module")
def ingested(tmp_path_factory):
    made = Settings(home=tmp_path_factory.mktemp("ingested") / "var", threads=2)
    folder = made.inbox / "ann"
    folder.mkdir(parents=True)
    (folder / "strong.csv").write_text(export(), encoding="utf-8")
    steps.ingest_step(made)
    return made


@pytest.fixture
def home(ingested, settings, monkeypatch):
    shutil.copytree(ingested.home, settings.home)
    monkeypatch.setenv("LIFTCAST_HOME", str(settings.home))
    return settings


def age(settings, *, kind="marts"):
    """Doctor the build in force: of another version, which knew fewer tables and columns."""
    with duckdb.connect(current_build(settings).path) as con:
        con.execute("alter table builds_meta drop column shape")
        con.execute("alter table imports drop column night_days")
        con.execute("drop table current_maxes")
        con.execute("update builds_meta set key = 'of older code', kind = $kind", {"kind": kind})


def test_a_build_of_this_version_is_read(home):
    assert current_build(home).is_readable
    assert read.current(home).key == current_build(home).key


def test_a_build_of_another_version_is_refused_with_what_to_do(home):
    age(home)
    with pytest.raises(OutdatedBuildError, match="liftcast run"):
        read.current(home)


@pytest.mark.parametrize("command", FORECASTING, ids=lambda words: words[0])
def test_no_answer_is_read_from_an_old_build_nor_made_for_the_asking(home, command):
    age(home, kind="full")
    before = current_build(home)
    done = CliRunner().invoke(app, command)
    assert isinstance(done.exception, OutdatedBuildError)
    assert "liftcast refresh" in str(done.exception)
    assert current_build(home) == before


def test_forecasts_are_made_anew_of_the_logs(home):
    steps.refresh(home)
    with read.connect(home) as con:
        before = forecast_answer(con)
    age(home, kind="full")
    refreshed = CliRunner().invoke(app, ["refresh", "--json"])
    assert refreshed.exit_code == 0, refreshed.output
    assert current_build(home).kind == "full"
    done = CliRunner().invoke(app, ["forecast", "--json"])
    assert done.exit_code == 0, done.output
    with read.connect(home) as con:
        assert forecast_answer(con) == before
    assert before["now"]


@pytest.mark.parametrize("command", ["imports", "rejected"])
def test_what_was_ingested_is_told_once_the_build_is_made_anew(home, command):
    age(home)
    assert isinstance(CliRunner().invoke(app, [command, "--json"]).exception, OutdatedBuildError)
    steps.ingest_step(home)
    done = CliRunner().invoke(app, [command, "--json"])
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert [row["night_days"] for row in answer] == ([0] if command == "imports" else [])
    assert current_build(home).is_readable


def test_a_run_compares_with_nothing_where_it_cannot(home):
    with duckdb.connect(current_build(home).path) as con:
        con.execute("alter table builds_meta drop column shape; update builds_meta set key = 'of older code'")
        con.execute("alter table sets drop column rir")
    _, build = steps.ingest_step(home)
    with read.connect(home, build) as con:
        assert con.execute("select compared_with from builds_meta").fetchall() == [(None,)]


def test_the_doctor_names_the_cure(home):
    age(home)
    findings = {finding["check"]: finding for finding in doctor.examine(home)}
    assert not findings["build"]["ok"]
    assert "liftcast run" in findings["build"]["do"]
