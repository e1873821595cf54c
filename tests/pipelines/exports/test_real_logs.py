"""Real exports, where they are present: each identified, every record accounted for, next to nothing rejected."""

import csv
from pathlib import Path
from typing import Any

import pytest

from pipelines.inbox.archive import LedgerEntry, store
from pipelines.landing.landing import land
from pipelines.settings import Settings

pytestmark = pytest.mark.logs

KNOWN = ("strong", "hevy", "fitnotes")
# A sample whose quoting its author broke, a re-save that tore notes apart, a file that lost its header.
DAMAGED = {"L051": 0.30, "L053": 0.01}
HEADLESS = {"L110"}


def manifest(logs: Path) -> list[dict[str, str]]:
    with (logs / "MANIFEST.csv").open(encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    return [row for row in listed if row["app"] in KNOWN and row["file"].endswith(".csv") and "body" not in row["kind"]]


@pytest.fixture(scope="module")
def landings(logs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    settings = Settings(home=tmp_path_factory.mktemp("logs"), threads=2)
    entries = []
    for row in manifest(logs):
        with (logs / row["file"]).open("rb") as stream:
            sha256 = store(settings, stream)
        entries.append(
            LedgerEntry(
                lifter=row["lifter"], file=row["file"], sha256=sha256, origin="inbox", first_seen_at="2036-01-01"
            )
        )
    return {entry.file: landing for entry, landing in land(settings, entries)}


def test_every_file_is_told_by_its_header(logs: Path, landings: dict[str, Any]) -> None:
    for row in manifest(logs):
        landing = landings[row["file"]]
        if row["lifter"] in HEADLESS:
            assert "should be the header" in landing.error
            assert "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE" in landing.error
        else:
            assert (landing.app, landing.error) == (row["app"], None)


def test_every_record_is_accounted_for(logs: Path, landings: dict[str, Any]) -> None:
    for row in manifest(logs):
        landing = landings[row["file"]]
        if not landing.error:
            assert landing.rows_read == int(row["rows"])
            assert landing.rows_read == landing.rows_sets + landing.rows_not_sets + landing.rows_rejected


def test_next_to_nothing_is_rejected(logs: Path, landings: dict[str, Any]) -> None:
    for row in manifest(logs):
        landing = landings[row["file"]]
        assert landing.rows_rejected <= DAMAGED.get(row["lifter"], 0.0) * landing.rows_read


def test_rest_timers_are_no_sets(logs: Path, landings: dict[str, Any]) -> None:
    counted = 0
    for row in manifest(logs):
        markers = dict(part.split("=") for part in row["set_type_markers"].split(",") if "=" in part)
        if "Rest Timer" in markers:
            counted += 1
            assert landings[row["file"]].rows_not_sets >= int(markers["Rest Timer"])
    assert counted > 3
