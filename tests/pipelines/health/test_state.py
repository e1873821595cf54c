"""Whether all is well, for monitors: the file, the command and its exit code."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.errors import CheckError
from pipelines.files.runs import noted
from pipelines.health import state
from pipelines.health.record import recorded


def fail(settings, command="ingest"):
    with pytest.raises(CheckError), recorded(settings, command):
        raise CheckError("a rule is broken")


def work(settings, command="ingest", **counts):
    with recorded(settings, command) as kept:
        kept.update(counts)


def test_a_home_is_well_until_a_run_fails_and_again_when_the_same_work_is_done(settings):
    assert state.health_of(settings).ok
    work(settings)
    fail(settings, "forecast")
    work(settings)
    health = state.health_of(settings)
    assert not health.ok
    assert health.problems == ("forecast: a rule is broken",)
    assert health.failure == "a rule is broken"
    assert health.last_success >= health.since
    work(settings, "forecast")
    assert state.health_of(settings).ok


def test_having_waited_in_vain_is_mended_by_any_run(settings):
    noted(settings, "wait", seconds=60, counts={}, error="another process is writing")
    assert not state.health_of(settings).ok
    work(settings)
    assert state.health_of(settings).ok


def test_a_run_that_was_due_and_did_not_come_is_a_problem(settings):
    now = datetime.now(UTC)
    work(settings)
    state.note_due(settings, [now - timedelta(minutes=5), now + timedelta(hours=12), now + timedelta(hours=36)])
    assert state.health_of(settings).next_due == (now + timedelta(hours=12)).isoformat(timespec="seconds")
    assert state.health_of(settings, now + timedelta(hours=13)).ok
    (problem,) = state.health_of(settings, now + timedelta(hours=20)).problems
    assert "has not come" in problem


def test_the_health_file_is_written_after_each_run(settings):
    work(settings)
    written = json.loads((settings.home / "health.json").read_text())
    assert written["ok"]
    assert written["disk_free_bytes"] > 0
    fail(settings)
    written = json.loads((settings.home / "health.json").read_text())
    assert (written["ok"], written["failure"]) == (False, "a rule is broken")


def test_the_commands_say_so(settings, typed):
    work(settings, files_new=2, rows_read=120, files_refused=1)
    fail(settings, "forecast")

    def ask(*words):
        return typed(settings.home, *words)

    assert (ask("health").returncode, ask("health", "--json").returncode) == (1, 1)
    assert json.loads(ask("health", "--json").stdout)["problems"] == ["forecast: a rule is broken"]
    assert "a rule is broken" in ask("health").stdout
    runs = json.loads(ask("runs", "--json").stdout)["runs"]
    assert [(run["command"], run["outcome"], run["files"], run["rows"], run["refused"]) for run in runs] == [
        ("forecast", "failed", None, None, None),
        ("ingest", "done", 2, 120, 1),
    ]
    assert len(json.loads(ask("runs", "--json", "--last", "1").stdout)["runs"]) == 1
    assert [run["command"] for run in json.loads(ask("runs", "--json", "--failed").stdout)["runs"]] == ["forecast"]
    assert "a rule is broken" in ask("runs").stdout
