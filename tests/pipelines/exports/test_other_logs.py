"""Real exports of the smaller apps, where they are present, counted beside a plain reading of the same text."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import ExportError
from pipelines.exports.identify import formats
from pipelines.exports.reading.source import Source

pytestmark = pytest.mark.logs

KIND = "Set / Set di riscaldamento / Set di defaticamento"
AMOUNT = "Ripetizioni / Tempo"
OURS = frozenset({"alphaprogression", "gymbook", "macrofactor", "repcount", "stronglifts"})


def listed(logs: Path) -> list[dict[str, str]]:
    with (logs / "MANIFEST.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if (logs / row["file"]).is_file()]


def test_no_real_file_is_two_apps_and_none_of_these_takes_anothers(logs: Path) -> None:
    for row in listed(logs):
        source = Source(logs / row["file"], row["file"])
        apps = list(recognising(source))
        assert len(apps) <= 1, row["file"]
        if row["app"] not in OURS | {"fixture", "liftlog"}:
            assert not OURS & set(apps), row["file"]


def recognising(source: Source) -> Iterator[str]:
    for form in formats():
        try:
            if form.recognises(source):
                yield form.app
        except ExportError:
            continue


@pytest.fixture(scope="module")
def real(logs: Path, landed: Any) -> Any:
    def land_first(pattern: str) -> tuple[str, Any]:
        (path,) = logs.glob(pattern)
        return path.read_text(encoding="utf-8-sig"), landed(path.read_bytes())

    return land_first


def kinds(found: Any) -> Counter[str]:
    return Counter(row["set_kind"] for row in found.of("set"))


def test_gymbook_gives_every_row_that_was_not_skipped(real: Any) -> None:
    text, found = real("L043/gymbook*")
    rows = list(csv.DictReader(text.splitlines()))
    assert found.landing.rows_read == len(rows)
    assert found.landing.rows_rejected == 0
    assert Counter(row["reason"] for row in found.of("not_set")) == {
        "skipped": sum(row["Saltato"] == "Si" for row in rows)
    }
    assert kinds(found)["warmup"] == sum(" di " in row[KIND] and row["Saltato"] == "No" for row in rows)
    assert sum(bool(row["seconds"]) for row in found.rows) == sum(
        "minut" in row[AMOUNT] or "second" in row[AMOUNT] for row in rows
    )
    assert sum(row["distance_m"] is not None for row in found.rows) == sum(
        "km" in row["Peso / Distanza"] for row in rows
    )
    assert {row["load_unit"] for row in found.rows if row["load_value"]} == {"kg"}
    assert len({(row["started_at"]) for row in found.rows}) < 2 * len({row["day"] for row in found.rows})


def test_repcount_gives_every_row_with_repetitions_or_time(real: Any) -> None:
    text, found = real("L059/repcount*")
    rows = list(csv.DictReader(text.splitlines()))
    assert found.landing.rows_read == len(rows)
    assert found.landing.rows_sets == sum(bool(row["Reps"] or row["Duration"]) for row in rows)
    assert found.landing.rows_rejected == 0
    assert {row["started_at"].year for row in found.rows} == {2022, 2023}


@pytest.mark.parametrize("number", [2, 3, 4])
def test_alpha_progression_gives_every_row_and_every_warm_up(real: Any, number: int) -> None:
    text, found = real(f"L001/alphaprogression_{number}*")
    numbered = re.findall(r"^\d+,.*$", text, re.MULTILINE)
    left_out = sum(line.endswith("-") for line in numbered)
    untouched = len(re.findall(r"^#.*\n(?!\d)", text, re.MULTILINE))
    assert kinds(found)["working"] == len(numbered) - left_out
    assert kinds(found)["warmup"] == len(re.findall(r'(?:^|")[\d.]+ [x×] \d+"?$', text, re.MULTILINE))
    assert found.landing.rows_not_sets == left_out + untouched
    assert found.landing.rows_rejected == 0
    assert len({row["started_at"] for row in found.rows}) == len(re.findall(r'^"\d{4}-\d\d-\d\d ', text, re.MULTILINE))
    assert {row["load_unit"] for row in found.of("set") if row["load_value"]} == {"lb"}


@pytest.mark.parametrize(("lifter", "unit", "span"), [("L006", "lb", 60), ("L149", "kg", 180), ("L150", "kg", 90)])
def test_stronglifts_gives_every_filled_slot_in_a_plausible_span(real: Any, lifter: str, unit: str, span: int) -> None:
    text, found = real(f"{lifter}/stronglifts*")
    header, *rows = csv.reader(text.splitlines())
    slots = [cell for row in rows for name, cell in zip(header, row, strict=False) if name.startswith("Set ") and cell]
    empty = sum(row["reason"] == "empty" for row in found.rows)
    assert found.landing.rows_sets + empty == len(slots)
    assert found.landing.rows_rejected == 0
    days = [row["day"] for row in found.rows]
    assert days == sorted(days)
    assert (max(days) - min(days)).days < span
    assert {row["load_unit"] for row in found.of("set")} == {unit}


@pytest.mark.parametrize(("number", "unit"), [(6, "kg"), (7, "lb")])
def test_the_newest_stronglifts_tells_failed_sets_from_sets_not_done(real: Any, number: int, unit: str) -> None:
    text, found = real(f"formats/liftlog_{number}*")
    summaries = [row["Sets×Reps"] for row in csv.DictReader(text.splitlines())]
    assert found.landing.rows_not_sets == sum(summary.split("/").count("-") for summary in summaries)
    assert sum(row["reps"] == 0 for row in found.of("set")) == sum(each.split("/").count("0") for each in summaries)
    assert {row["load_unit"] for row in found.rows} == {unit}


def test_macrofactor_gives_every_set_with_its_kind(real: Any) -> None:
    text, found = real("L086/macrofactor*")
    sets = [
        each
        for workout in json.loads(text)
        for block in workout["blocks"]
        for exercise in block["exercises"]
        for each in exercise["sets"]
    ]
    types = Counter(each["setType"] for each in sets)
    assert kinds(found) == {"warmup": types["warmUp"], "working": types["standard"], "failure": types["failure"]}
    assert sum(row["rir"] is not None for row in found.rows) == sum(s["log"]["value"]["rir"] is not None for s in sets)


@pytest.mark.parametrize("number", [1, 2])
def test_real_backups_of_liftlog_are_refused_with_the_way_out(logs: Path, landed: Any, number: int) -> None:
    assert "Plaintext Export" in landed((logs / f"formats/liftlog_{number}.gz").read_bytes()).landing.error
