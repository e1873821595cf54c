"""The diary of runs tells what ran, how it ended and what it did."""

import json

import pytest

from pipelines.files.runs import CUT_OFF, KEEP, recorded


def diary(settings):
    return [json.loads(file.read_text()) for file in sorted(settings.runs.glob("*.json"))]


def test_a_run_that_ends_well_is_recorded_with_its_counts(settings):
    with recorded(settings, "ingest") as counts:
        assert diary(settings)[0]["outcome"] == "running"
        counts["files_new"] = 3
    (entry,) = diary(settings)
    assert (entry["outcome"], entry["command"], entry["counts"]) == ("done", "ingest", {"files_new": 3})
    assert entry["seconds"] >= 0


def test_a_run_that_fails_keeps_its_error_and_lets_it_through(settings):
    with pytest.raises(ValueError, match="no such lift"), recorded(settings, "train"):
        raise ValueError("no such lift")
    (entry,) = diary(settings)
    assert entry["outcome"] == "failed"
    assert entry["error"] == "ValueError: no such lift"


def test_old_runs_are_forgotten(settings):
    settings.runs.mkdir(parents=True)
    for number in range(KEEP + 5):
        (settings.runs / f"2020010{number:04}.json").write_text("{}")
    with recorded(settings, "ingest"):
        pass
    names = sorted(file.name for file in settings.runs.glob("*.json"))
    assert len(names) == KEEP
    assert names[-1] > "2026"


def test_a_run_that_was_cut_off_is_closed_when_the_next_begins(settings):
    with recorded(settings, "train"):
        (page,) = settings.runs.glob("*.json")
        as_left = page.read_text()
    page.write_text(as_left)
    with recorded(settings, "ingest"):
        assert sorted(entry["outcome"] for entry in diary(settings)) == ["failed", "running"]
    assert {entry["command"]: entry["error"] for entry in diary(settings)} == {"train": CUT_OFF, "ingest": None}
