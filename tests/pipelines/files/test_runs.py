"""The diary of runs tells what ran, how it ended and what it did, for more than a year of nights."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.files.runs import CUT_OFF, KEPT_DAYS, STOPPED, close_cut_off, diary, entered, noted

WORKER = """
import sys, time
from pathlib import Path
from pipelines.files.runs import entered
from pipelines.settings import Settings
with entered(Settings(home=Path(sys.argv[1])), "train"):
    print("on", flush=True)
    time.sleep(60)
"""


def line(day, command="ingest", **said):
    entry = {"run": f"{day:%Y%m%dT%H%M%S}-aaaaaa", "command": command, "started_at": day.isoformat(timespec="seconds")}
    return json.dumps(entry | {"seconds": 1.0, "counts": {}, "outcome": "done", "error": None} | said) + "\n"


def test_a_run_that_ends_well_is_recorded_with_its_counts(settings):
    with entered(settings, "ingest") as entry:
        assert diary(settings)[0]["outcome"] == "running"
        entry["counts"]["files_new"] = 3
    (entry,) = diary(settings)
    assert (entry["outcome"], entry["command"], entry["counts"]) == ("done", "ingest", {"files_new": 3})
    assert entry["seconds"] >= 0
    assert not list(settings.runs.glob("*.json"))


def test_a_run_that_fails_keeps_its_error_and_lets_it_through(settings):
    with pytest.raises(ValueError, match="no such lift"), entered(settings, "train"):
        raise ValueError("no such lift")
    (entry,) = diary(settings)
    assert entry["outcome"] == "failed"
    assert entry["error"] == "ValueError: no such lift"


def test_a_run_that_a_person_stopped_says_so(settings):
    with pytest.raises(KeyboardInterrupt), entered(settings, "train"):
        raise KeyboardInterrupt
    assert diary(settings)[0]["error"] == STOPPED


def test_four_hundred_nights_are_covered_and_older_months_go(settings):
    now = datetime.now(UTC)
    settings.runs.mkdir(parents=True)
    for night in range(KEPT_DAYS + 100):
        day = now - timedelta(days=night)
        with (settings.runs / f"{day:%Y-%m}.jsonl").open("a", encoding="utf-8") as month:
            for command in ("ingest", "train", "forecast"):
                month.write(line(day, command, run=f"{day:%Y%m%d}-{command}"))
    began = time.perf_counter()
    entries = diary(settings)
    assert time.perf_counter() - began < 0.5
    assert len(entries) >= 3 * KEPT_DAYS
    assert min(entry["started_at"] for entry in entries) >= f"{now - timedelta(days=KEPT_DAYS + 32):%Y-%m-%d}"
    (settings.runs / f"{now:%Y-%m}.jsonl").unlink()
    with entered(settings, "ingest"):
        pass
    assert min(path.stem for path in settings.runs.glob("*.jsonl")) == f"{now - timedelta(days=KEPT_DAYS):%Y-%m}"


def test_a_run_that_was_killed_is_closed_when_the_next_begins_and_one_that_is_on_is_not(settings):
    command = [sys.executable, "-c", WORKER, str(settings.home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as worker:
        assert worker.stdout.readline() == b"on\n"
        with entered(settings, "ingest"):
            assert [entry["outcome"] for entry in diary(settings)] == ["running", "running"]
        assert {entry["command"]: entry["outcome"] for entry in diary(settings)}["train"] == "running"
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    assert close_cut_off(settings) == 1
    assert {entry["command"]: entry["error"] for entry in diary(settings)} == {"train": CUT_OFF, "ingest": None}


def test_a_line_torn_by_a_crash_is_left_out_and_spoils_no_other(settings):
    noted(settings, "wait", seconds=1, counts={}, error=None)
    (month,) = settings.runs.glob("*.jsonl")
    with month.open("a", encoding="utf-8") as file:
        file.write('{"run": "20')
    noted(settings, "wait", seconds=2, counts={}, error="in vain")
    assert [entry["error"] for entry in sorted(diary(settings), key=lambda entry: entry["seconds"])] == [
        None,
        "in vain",
    ]


def test_pages_of_an_older_version_are_taken_over(settings):
    settings.runs.mkdir(parents=True)
    (settings.runs / "r1.json").write_text(line(datetime.now(UTC), run="r1"))
    (settings.runs / "r2.json").write_text('{"run": "r2", "com')
    assert [entry["run"] for entry in diary(settings)] == ["r1"]
    assert close_cut_off(settings) == 0
    assert not list(settings.runs.glob("*.json"))
    assert [entry["run"] for entry in diary(settings)] == ["r1"]
