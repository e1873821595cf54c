"""Formats that are no plain table, or whose tables need more than names: what they refuse, survive, and give."""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from garmin_fit_sdk import Encoder, Profile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.exports.apps import garmin
from pipelines.exports.reading.documents import LINE, line_of, read_document, text_of
from pipelines.exports.reading.gathered import ragged_lines
from pipelines.exports.reading.source import Source

GOLDEN = Path(__file__).parent / "golden"
WIDE = (
    "Date,Note,Body Weight (KG),Body Weight (LB),Exercise 1,Weight (KG),Weight (LB),Set 1,Set 2,"
    "Exercise 2,Weight (KG),Weight (LB),Set 1,Set 2,"
)
DAMAGEABLE = sorted(
    path.name
    for path in GOLDEN.iterdir()
    if path.name.split("_")[0].split(".")[0] in {"alphaprogression", "stronglifts", "macrofactor", "wger", "garmin"}
    and not path.name.endswith(".golden.json")
)

relaxed = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def golden_text(name: str) -> str:
    return (GOLDEN / name).read_text(encoding="utf-8")


# What cannot be read, and what is said of it


def test_a_training_plan_of_alpha_progression_is_told_from_its_workouts(landed: Any) -> None:
    plan = '\ufeff\n"Some plan",2023-02-02\n"4 weeks"\n"Day 1 · Chest"\nEXERCISE,SETS,REPS\n"1. Flys Cable",3,10\n'
    assert re.search(r"training plan.*export the workouts", landed(plan.encode()).landing.error)


@pytest.mark.parametrize("inside", [b"SQLite format 3\0" + bytes(200), b"\x0a\xa8\x05\x0a\x12\x0a\x10Squat\0\0"])
def test_a_backup_of_liftlog_is_refused_with_the_way_to_the_plaintext_export(landed: Any, inside: bytes) -> None:
    assert "Plaintext Export" in landed(gzip.compress(inside)).landing.error


def test_packed_text_is_not_taken_for_a_backup_of_liftlog(landed: Any) -> None:
    text = (GOLDEN / "strong_s3.csv").read_bytes()
    packed, plain = landed(gzip.compress(text)), landed(text)
    assert packed.landing.error is None
    assert len(packed.rows) == len(plain.rows) > 0


@pytest.mark.parametrize(("kept", "needed"), [("workoutlog", "exerciseinfo"), ("exerciseinfo", "workoutlog")])
def test_half_of_what_wger_answers_is_refused_with_what_is_missing(landed: Any, kept: str, needed: str) -> None:
    half = {kept: json.loads(golden_text("wger.json"))[kept]}
    assert re.search(rf"without those of /api/v2/{needed}/", landed(json.dumps(half).encode()).landing.error)


def test_damaged_json_is_refused_with_the_place(landed: Any) -> None:
    whole = golden_text("macrofactor.json")
    error = landed(whole[: len(whole) // 2].encode()).landing.error
    assert re.search(r"JSON is damaged: .* line \d+ column \d+", error)


def test_a_fit_file_waits_for_the_extra_that_reads_it(landed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    content = (GOLDEN / "garmin.fit").read_bytes()
    with monkeypatch.context() as without:
        without.setattr(garmin, "find_spec", lambda _: None)
        landing = landed(content).landing
    assert "pip install 'liftcast[garmin]'" in landing.error
    assert landing.is_passing  # the next ingest tries again
    assert landed(content).rows


def test_a_fit_file_without_sets_is_refused(landed: Any) -> None:
    assert "a FIT file without sets" in landed(fit([])).landing.error


def a_squat(load_kg: float) -> dict[str, Any]:
    return {"set_type": "active", "repetitions": 5, "weight": load_kg, "category": ["squat"], "category_subtype": [6]}


def test_every_bit_that_flips_in_a_fit_file_is_noticed(landed: Any) -> None:
    whole = fit([a_squat(60.0), {"set_type": "rest"}, a_squat(62.5)], hours=1)
    chance = Random(5)
    for place in chance.sample(range(8 * len(whole)), 80):
        damaged = bytearray(whole)
        damaged[place // 8] ^= 1 << place % 8
        error = landed(bytes(damaged)).landing.error
        assert error is not None, place
        assert re.search(r"FIT file is damaged: .*Export File|has this header|found binary data", error), (place, error)


def test_a_fit_file_cut_short_says_how_long_it_should_be(landed: Any) -> None:
    whole = fit([a_squat(60.0), a_squat(62.5)])
    error = landed(whole[:-40]).landing.error
    assert f"{len(whole) - 40} bytes long, where its header says {len(whole)}, so none of its sets is sure" in error


def test_activities_one_after_another_in_a_fit_file_are_checked_one_by_one(landed: Any) -> None:
    first, second = fit([a_squat(60.0)]), fit([a_squat(70.0)])
    assert [row["load_value"] for row in landed(first + second).rows] == [60, 70]
    changed = first + second[:-1] + bytes([second[-1] ^ 1])
    begins, ends = len(first) + 1, len(first) + len(second) - 2
    assert f"the checksum of bytes {begins} to {ends} does not fit" in landed(changed).landing.error


# What is easily misread


def test_one_date_that_fits_both_orders_is_not_guessed(landed: Any) -> None:
    found = landed(f"{WIDE}\n05/04/18,,80,,Squat,60,,5,5,,,,,,\n".encode())
    assert [row["reason"] for row in found.of("rejected")] == [
        "date could be day first or month first (state which with `liftcast ingest --dates`): found '05/04/18'"
    ] * 2


@pytest.mark.parametrize(("other", "day"), [("17/04/18", "2018-04-05"), ("05/17/18", "2018-05-04")])
def test_another_date_of_the_file_decides(landed: Any, other: str, day: str) -> None:
    rows = [f"{date},,80,,Squat,60,,5,5,,,,,," for date in ("05/04/18", other)]
    found = landed("\n".join([WIDE, *rows]).encode())
    assert str(found.rows[0]["day"]) == day
    assert found.landing.rows_sets == 4


def test_the_unit_of_the_body_weight_tells_which_of_two_loads_was_lifted(landed: Any) -> None:
    rows = ["17/04/18,,80,,Squat,60,135,5,,,,,,,", "18/04/18,,,176,Squat,60,135,5,,,,,,,", "19/04/18,,,,Squat,60,135,5"]
    found = landed("\n".join([WIDE, *rows]).encode())
    assert [(row["load_value"], row["load_unit"]) for row in found.rows] == [(60, "kg"), (135, "lb"), (60, "kg")]


def test_the_generation_of_wger_before_2025_reads_the_same(landed: Any) -> None:
    log = {"id": 1, "date": "2022-04-03", "exercise_base": 73, "repetition_unit": 1, "reps": 8, "weight_unit": 1}
    exercise = {"id": 73, "muscles": [], "equipment": [], "exercises": [{"name": "Bench Press", "language": 2}]}
    pages = [{"count": 1, "results": [log | {"weight": "60.00"}]}, {"count": 1, "results": [exercise]}]
    (row,) = landed(json.dumps(pages).encode()).rows
    assert (row["exported_name"], row["load_value"], row["load_unit"], row["reps"]) == ("Bench Press", 60, "kg", 8)


def test_a_watch_away_from_utc_gives_the_lifters_own_day(landed: Any) -> None:
    one = [{"set_type": "active", "repetitions": 5, "weight": 60.0, "category": ["squat"], "category_subtype": [6]}]
    assert str(landed(fit(one, hours=8)).rows[0]["started_at"]) == "2026-03-10 01:30:00"
    assert str(landed(fit(one)).rows[0]["started_at"]) == "2026-03-09 17:30:00"


def test_an_exercise_the_watch_was_only_sure_of_by_kind_goes_by_that(landed: Any) -> None:
    one = [{"set_type": "active", "repetitions": 5, "category": ["squat"], "category_subtype": [65535]}]
    assert landed(fit(one)).rows[0]["exported_name"] == "Squat"


def test_what_the_watch_knows_by_its_equipment_keeps_it_in_its_name(landed: Any) -> None:
    squats = [("banded_exercises", 42), ("suspension", 31), ("squat", 61)]
    sets = [
        {"set_type": "active", "repetitions": 5, "category": [category], "category_subtype": [kind]}
        for category, kind in squats
    ]
    names = [row["exported_name"] for row in landed(fit(sets)).rows]
    assert names == ["Squat (Band)", "Squat (Suspension)", "Squat"]


def fit(sets: Sequence[dict[str, Any]], hours: int | None = None) -> bytes:
    """Write a FIT activity; with the lifter's clock that many hours ahead of UTC where it is given."""
    began = datetime(2026, 3, 9, 17, 30, tzinfo=UTC)
    ended = began + timedelta(minutes=20)
    encoder = Encoder()

    def write(name: str, **fields: Any) -> None:
        encoder.write_mesg({"mesg_num": Profile["mesg_num"][name], **fields})

    write("FILE_ID", type="activity", manufacturer="development", product=1, time_created=began)
    for number, each in enumerate(sets):
        write("SET", timestamp=began, start_time=began, duration=30.0, message_index=number, **each)
    write("SESSION", timestamp=ended, start_time=began, sport="training", sub_sport="strength_training")
    if hours is not None:
        local = int((ended - datetime(1989, 12, 31, tzinfo=UTC)).total_seconds()) + 3600 * hours
        write("ACTIVITY", timestamp=ended, local_timestamp=local, num_sessions=1, type="manual")
    return bytes(encoder.close())


# Whatever happens to the file


@relaxed
@given(name=st.sampled_from(DAMAGEABLE), chance=st.randoms(use_true_random=False), damages=st.integers(1, 5))
def test_no_damage_breaks_the_accounting(landed: Any, name: str, chance: Random, damages: int) -> None:
    content = (GOLDEN / name).read_bytes()
    for _ in range(damages):
        content = damaged(content, chance)
    found = landed(content)
    if found.landing.error:
        assert found.landing.error.startswith("export.csv: ")
        return
    landing = found.landing
    if landing.landed_body and not landing.landed:
        return  # what is left of the header is that of a table of body weights, which has an accounting of its own
    assert landing.rows_read == len(found.rows) > 0
    assert landing.rows_read == landing.rows_sets + landing.rows_not_sets + landing.rows_rejected
    assert [row["ordinal"] for row in found.rows] == list(range(len(found.rows)))
    for row in found.rows:
        assert (row["disposition"] == "rejected") == (row["raw"] is not None)
        assert row["disposition"] != "set" or (row["day"] and row["exported_name"] and row["set_kind"])


def damaged(content: bytes, chance: Random) -> bytes:
    """Cut, repeat, swap or overwrite some of it."""
    at, to = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    to = min(to, at + 40)
    match chance.randrange(5):
        case 0:
            return content[:at]
        case 1:
            return content[:at] + content[to:]
        case 2:
            return content[:to] + content[at:to] + content[to:]
        case 3:
            junk = chance.choice([b'"', b",", b";", b"\n", b"\r", b"\xff", b"\x00", b"{", b"]", b"-"])
            return content[:at] + junk + content[at:]
        case _:
            return content[:at] + bytes(chance.randrange(256) for _ in range(2)) + content[at + 2 :]


@relaxed
@given(lines=st.lists(st.text(st.sampled_from('12,;"# x·\n'), max_size=9), min_size=1, max_size=12))
def test_every_line_belongs_to_exactly_one_ragged_record(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "export.txt"
    path.write_text("\n".join(["head", *lines]), encoding="utf-8")
    source = Source(path, path.name)
    physical = list(source.lines())[1:]
    records = list(ragged_lines(source, ",", re.compile(r"\d"), 2))
    owners = [line for each in records for line in range(each.number, each.number + each.raw.count("\n") + 1)]
    assert owners == list(range(2, 2 + len(physical)))
    assert "".join("".join(each.raw.split()) for each in records) == "".join("".join(physical).split())


scalar = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6)
)
json_values = st.recursive(
    scalar,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(value=json_values, indent=st.sampled_from([None, 0, 2]), is_ascii=st.booleans())
def test_a_document_is_written_again_as_it_was_read(value: Any, indent: int | None, is_ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=is_ascii)
    document = read_document(text)
    assert json.loads(text_of(document)) == value
    first_lines = text.split("\n")
    for item in mappings(document):
        assert "{" in first_lines[line_of(item) - 1]


def mappings(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if LINE in part:
            yield part
        for value in part.values():
            yield from mappings(value)
    elif isinstance(part, list):
        for value in part:
            yield from mappings(value)
