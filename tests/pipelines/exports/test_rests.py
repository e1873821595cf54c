"""Rests: those that stand in rows of their own belong to the set before them, and no set is won or lost by any."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.exports.own_tables.mapping import parse_mapping
from pipelines.exports.reading.source import Source
from pipelines.exports.reading.typed import typed

COMMA = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE"
NUMBERED = (
    "Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;Distance (meters);"
    "Seconds;Notes;Workout Notes"
)
SQUAT, ROW = "Squat (Barbell)", "Row (Cable)"


def strong(*records: tuple[str, str, Any], day: str = "2026-04-06") -> bytes:
    """Write a comma export of one workout: exercise, set order, and seconds of a timer or of a set held."""
    lines = [
        f'{day} 18:00:00,"A",1h,"{exercise}",{order},0,{0 if order == "Rest Timer" else 5},0,{seconds},'
        for exercise, order, seconds in records
    ]
    return "\n".join([COMMA, *lines]).encode() + b"\n"


def rests(found: Any) -> list[float | None]:
    return [row["rest_s"] for row in found.of("set")]


def test_a_timer_belongs_to_the_set_before_it_and_stays_no_set(landed: Any) -> None:
    found = landed(strong((SQUAT, "W", 0), (SQUAT, "Rest Timer", 60.0), (SQUAT, "1", 0), (SQUAT, "Rest Timer", 180.0)))
    assert rests(found) == [60, 180]
    assert [(row["reason"], row["seconds"], row["rest_s"]) for row in found.of("not_set")] == [
        ("rest timer", 60, None),
        ("rest timer", 180, None),
    ]


def test_how_long_a_set_was_held_is_no_rest(landed: Any) -> None:
    found = landed(strong(("Plank", "1", 45), ("Plank", "Rest Timer", 90.0), ("Plank", "2", 40)))
    assert [(row["seconds"], row["rest_s"]) for row in found.of("set")] == [(45, 90), (40, None)]


def test_of_several_timers_the_first_counts_and_a_note_between_does_not_part_it_from_its_set(landed: Any) -> None:
    found = landed(
        strong((SQUAT, "1", 0), (SQUAT, "Note", 0), (SQUAT, "Rest Timer", 150.0), (SQUAT, "Rest Timer", 60.0))
    )
    assert rests(found) == [150]


def test_a_timer_without_a_set_of_its_exercise_and_workout_before_it_is_nobodys(landed: Any) -> None:
    later = strong((SQUAT, "Rest Timer", 90.0), (SQUAT, "1", 0), day="2026-04-08").partition(b"\n")[2]
    first = strong((SQUAT, "Rest Timer", 90.0), (SQUAT, "1", 0), (ROW, "Rest Timer", 90.0), (SQUAT, "2", 0))
    assert rests(landed(first + later)) == [None, None, None]


@pytest.mark.parametrize(
    ("seconds", "rest_s"), [("4.9", None), ("5", 5), ("1200", 1200), ("1201", None), ("soon", None), ("-90", None)]
)
def test_what_is_no_plausible_rest_is_none_and_costs_no_set(landed: Any, seconds: str, rest_s: float | None) -> None:
    found = landed(strong((SQUAT, "1", 0), (SQUAT, "Rest Timer", seconds)))
    assert rests(found) == [rest_s]
    assert not found.of("rejected")


def test_the_numbered_export_has_timers_too(landed: Any) -> None:
    rows = [
        '"1";"2026-04-06 18:00:00";"A";"3600";"Squat (Barbell)";"1";"100.0";"5";"";"";"";"";""',
        '"1";"2026-04-06 18:00:00";"A";"3600";"Squat (Barbell)";"Rest Timer";"";"";"";"";"110.0";"";""',
        '"1";"2026-04-06 18:00:00";"A";"3600";"Squat (Barbell)";"2";"100.0";"5";"";"";"";"";""',
    ]
    assert rests(landed("\n".join([NUMBERED, *rows]).encode())) == [110, None]


def test_macrofactor_tells_the_timer_in_microseconds(landed: Any) -> None:
    values = [{"weight": 60, "fullReps": 8, "restTimer": timer} for timer in (90_000_000, 120_000_000.0, None, "?")]
    sets = [{"setType": "standard", "log": {"value": value}} for value in values]
    workout = {"startTime": "2026-04-06T18:00:00Z", "blocks": [{"exercises": [{"name": SQUAT, "sets": sets}]}]}
    assert rests(landed(json.dumps([workout]).encode())) == [90, 120, None, None]


def test_wger_tells_the_rest_taken_and_not_the_one_aimed_at(landed: Any) -> None:
    log = {"date": "2026-04-06", "exercise": 1, "weight_unit": 1, "weight": "60", "repetitions": "5"}
    names = [{"id": 1, "muscles": [], "equipment": [], "translations": [{"name": "Squat", "language": 2}]}]
    logs = [{**log, "rest": 95, "rest_target": 120}, {**log, "rest": None, "rest_target": 120}]
    assert rests(landed(json.dumps({"exerciseinfo": names, "workoutlog": logs}).encode())) == [95, None]


def test_a_table_of_ones_own_may_have_a_column_of_rests_or_rows_of_them(tmp_path: Any) -> None:
    head = "header = 'day,lift,what,times,secs'\n[columns]\ndate = 'day'\nexercise = 'lift'\nreps = 'times'\n"
    path = tmp_path / "own.csv"
    path.write_text("day,lift,what,times,secs\n2026-04-06,Squat,x,5,1:30\n2026-04-06,Squat,pause,,2:00\n")
    in_rows = "set_kind = 'what'\nseconds = 'secs'\n[set_kinds]\nx = 'working'\npause = 'not a set: rest'\n"
    for more, told in (("rest = 'secs'\n", [90, 120]), (in_rows, [120, None])):
        reading = parse_mapping(head + more, "own.mapping.toml").read(Source(path, "own.csv"))
        stated = {"lifter": "a", "app": "own", "layout": "mapped", "sha256": "0"}
        assert typed(reading, stated)["rest_s"].to_pylist() == told


EVENTS = st.lists(
    st.tuples(st.sampled_from((SQUAT, ROW)), st.sampled_from(("1", "W", "Rest Timer", "Note")), st.integers(5, 1200)),
    min_size=1,
    max_size=25,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(records=EVENTS)
def test_every_row_is_accounted_for_and_every_set_keeps_its_rest(landed: Any, records: list[Any]) -> None:
    found = landed(strong(*records))
    expected: list[tuple[str, float | None]] = []
    for exercise, order, seconds in records:
        if order in {"1", "W"}:
            expected.append((exercise, None))
        elif order == "Rest Timer" and expected and expected[-1] == (exercise, None):
            expected[-1] = (exercise, seconds)
    assert [(row["exported_name"], row["rest_s"]) for row in found.of("set")] == expected
    assert found.landing.rows_read == len(records) == len(found.rows)
    assert found.landing.rows_rejected == 0
