"""Answers say what the build in force does not know yet, and nothing where it knows all."""

import json
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from pipelines.champion import registry
from pipelines.running import steps
from pipelines.serving import freshness
from pipelines.settings import Settings
from pipelines.terminal.cli import app
from pipelines.warehouse.publish import current_build

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
ANSWERS = ("forecast", "recommend", "plan", "milestone", "alerts", "imports", "rejected", "doctor")


def export(weeks):
    days = [date(2024, 1, 1) + timedelta(weeks=week, days=extra) for week in range(weeks) for extra in (0, 3)]
    lines = [f'{day} 18:00:00,"A",1h,"Squat (Barbell)",1,{60 + place},5,0,0,"","",' for place, day in enumerate(days)]
    return "\n".join([HEADER, *lines]) + "\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    settings = Settings(home=tmp_path_factory.mktemp("fresh") / "var", threads=2)
    (settings.inbox / "ann").mkdir(parents=True)
    (settings.inbox / "ann" / "strong.csv").write_text(export(20), encoding="utf-8")
    steps.refresh(settings)
    return settings


@pytest.fixture
def ask(home, monkeypatch):
    monkeypatch.setenv("LIFTCAST_HOME", str(home.home))
    return lambda *words: CliRunner().invoke(app, words)


def test_what_is_up_to_date_is_answered_without_a_word(home, ask):
    assert not freshness.stale(home)
    assert ask("forecast", "--json").stderr == ""


@pytest.mark.parametrize("command", ANSWERS)
def test_an_answer_makes_nothing_and_says_in_a_sentence_what_it_does_not_know(home, ask, command):
    before, runs = current_build(home), sorted(home.runs.iterdir())
    (home.inbox / "ann" / "later.csv").write_text(export(21), encoding="utf-8")
    (home.inbox / "ann" / "profile.toml").write_text("birth_year = 1990\n", encoding="utf-8")
    try:
        done = ask(command, "--json")
        (said,) = done.stderr.splitlines()
        assert said == (
            "Not up to date: ann/profile.toml changed; 1 new or changed file in the inbox (ann/later.csv). "
            "`liftcast refresh` brings it up to date."
        )
        assert json.loads(done.stdout) is not None
        assert (current_build(home), sorted(home.runs.iterdir())) == (before, runs)
    finally:
        (home.inbox / "ann" / "later.csv").unlink()
        (home.inbox / "ann" / "profile.toml").unlink()
    assert not freshness.stale(home)


def test_other_code_and_another_model_are_told(home, ask, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(freshness, "READ_BY_MAKERS", ("data/*.csv",))
        freshness._code.cache_clear()
        assert "another version of Liftcast made these results" in ask("alerts").stderr
    freshness._code.cache_clear()
    registry.write_champion(home, registry.shipped_champion(trained_on="these data"))
    assert "another model was in force" in ask("forecast").stderr
    assert "another model" not in ask("imports").stderr
    registry.champion_file(home).unlink()
    assert not freshness.stale(home)


def test_a_home_that_an_older_version_left_is_stale(home):
    (home.home / "made_of.json").rename(home.home / "elsewhere")
    assert freshness.stale(home).other
    (home.home / "elsewhere").rename(home.home / "made_of.json")


def test_tables_without_forecasts_are_told_what_is_missing(settings, monkeypatch):
    monkeypatch.setenv("LIFTCAST_HOME", str(settings.home))
    (settings.inbox / "ann").mkdir(parents=True)
    (settings.inbox / "ann" / "strong.csv").write_text(export(20), encoding="utf-8")
    ingested = CliRunner().invoke(app, ["ingest"])
    assert "`liftcast refresh` makes them" in ingested.stderr
    assert CliRunner().invoke(app, ["imports"]).stderr == ""
    answer = CliRunner().invoke(app, ["forecast"])
    assert "run `liftcast refresh`" in str(answer.exception)
    steps.refresh(settings)
    steps.ingest_step(settings)  # the fuller build of just these tables stays in force
    assert CliRunner().invoke(app, ["forecast"]).exit_code == 0


def test_a_refresh_freezes_the_champion_and_moves_the_pointer_once(settings, monkeypatch):
    (settings.inbox / "ann").mkdir(parents=True)
    (settings.inbox / "ann" / "strong.csv").write_text(export(20), encoding="utf-8")
    published = []
    publish = steps.warehouse_publish
    monkeypatch.setattr(steps, "warehouse_publish", lambda *what: (published.append(what[1]), publish(*what)))
    assert steps.refresh(settings).trained is None
    assert registry.read_champion(settings) is None
    assert registry.training_is_due(settings)
    assert "needed to learn from" in steps.refresh(settings, train=True).trained.decision
    assert not registry.training_is_due(settings)
    assert [build.kind for build in published] == ["full", "full"]
