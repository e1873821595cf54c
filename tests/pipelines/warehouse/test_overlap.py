"""Which of several exports counts, whatever the order they came in."""

import itertools
from datetime import date, timedelta

import pytest

DAY = timedelta(days=1)
FIRST = date(2024, 1, 1)


@pytest.fixture
def logged(make_set):
    return make_set


def kept(warehouse):
    return warehouse.ask("select day::varchar, app, load_kg, reps from sets order by all")


def treated(warehouse):
    return warehouse.ask("select treated_as, rows_spared from imports order by rows_read, file")


def counts(warehouse):
    return warehouse.ask("select rows_read, rows_loaded, rows_duplicate from imports order by all")


def test_the_newest_export_replaces_the_older_over_the_days_it_spans(warehouse, logged):
    warehouse.land([logged(FIRST, load=100), logged(FIRST + 7 * DAY, load=110)])
    warehouse.land([logged(FIRST, load=100), logged(FIRST + 7 * DAY, load=111), logged(FIRST + 14 * DAY, load=112)])
    assert [row[2] for row in kept(warehouse)] == [100, 111, 112]
    assert counts(warehouse) == [(2, 0, 2), (3, 3, 0)]


def test_a_workout_deleted_in_the_newer_export_is_gone(warehouse, logged):
    warehouse.land([logged(FIRST + week * 7 * DAY) for week in range(8)])
    warehouse.land([logged(FIRST + week * 7 * DAY) for week in range(9) if week != 2])
    assert "2024-01-15" not in {row[0] for row in kept(warehouse)}
    assert counts(warehouse) == [(8, 0, 8), (8, 8, 0)]
    assert treated(warehouse) == [("whole", 0), ("whole", 0)]


def test_sets_outside_the_span_of_the_newer_export_stay(warehouse, logged):
    warehouse.land([logged(FIRST), logged(FIRST + 50 * DAY)])
    warehouse.land([logged(FIRST + 50 * DAY), logged(FIRST + 70 * DAY)])
    assert [row[0] for row in kept(warehouse)] == ["2024-01-01", "2024-02-20", "2024-03-11"]


def test_a_clock_shifted_between_exports_duplicates_nothing(warehouse, logged, at):
    warehouse.land([logged(FIRST, started_at=at(FIRST, 18)), logged(FIRST + DAY, started_at=at(FIRST + DAY, 18))])
    warehouse.land([logged(FIRST, started_at=at(FIRST, 17)), logged(FIRST + DAY, started_at=at(FIRST + DAY, 17))])
    assert len(kept(warehouse)) == 2


def test_identical_rows_of_one_export_are_all_real_sets(warehouse, logged):
    warehouse.land([logged(FIRST)] * 3)
    assert len(kept(warehouse)) == 3
    assert warehouse.ask("select working_sets from daily_lifts") == [(3,)]


def test_the_same_workout_through_two_apps_counts_once(warehouse, logged):
    workout = [logged(FIRST, load=60, reps=8), logged(FIRST, load=61.234920, reps=5)]
    warehouse.land([*workout, logged(FIRST + DAY)], app="strong")
    warehouse.land([logged(FIRST, load=61.23, reps=5), logged(FIRST, load=60, reps=8)], app="hevy")
    assert {row[1] for row in kept(warehouse)} == {"strong"}
    assert counts(warehouse) == [(2, 0, 2), (3, 3, 0)]


def test_different_workouts_of_one_day_in_two_apps_both_count(warehouse, logged):
    warehouse.land([logged(FIRST, load=60)], app="strong")
    warehouse.land([logged(FIRST, load=80)], app="hevy")
    assert len(kept(warehouse)) == 2


def test_the_same_bytes_of_two_lifters_belong_to_both(warehouse, logged):
    warehouse.land([logged(FIRST)], lifter="ann", sha256="a" * 64)
    warehouse.land([logged(FIRST)], lifter="bob", sha256="a" * 64)
    assert warehouse.ask("select lifter, rows_loaded, rows_duplicate from imports order by 1") == [
        ("ann", 1, 0),
        ("bob", 1, 0),
    ]


def test_the_order_of_ingestion_changes_nothing(warehouse, logged):
    exports = [
        ([logged(FIRST + day * DAY, load=100 + day) for day in range(0, 20, 2)], "strong"),
        ([logged(FIRST + day * DAY, load=101 + day) for day in range(10, 30, 4)], "strong"),
        ([logged(FIRST + day * DAY, load=100 + day) for day in range(0, 8, 2)], "hevy"),
    ]
    found = set()
    for order in itertools.permutations(exports):
        warehouse.entries.clear()
        for rows, app in order:
            warehouse.land(rows, app=app)
        found.add(tuple(kept(warehouse) + counts(warehouse)))
    assert len(found) == 1


def test_a_day_moved_to_another_app_under_other_names_counts_once(warehouse, logged):
    loads = [60, 80, 100, 20, 25]
    warehouse.land([logged(FIRST, load=load) for load in loads] + [logged(FIRST + DAY)], app="hevy")
    moved = [logged(FIRST, load=load, exercise="Chest Fly (Cable)") for load in [*loads[:4], 26]]
    warehouse.land(moved, app="strong")
    assert {row[1] for row in kept(warehouse)} == {"hevy"}


def test_two_halves_of_a_day_logged_in_two_apps_both_count(warehouse, logged):
    warehouse.land([logged(FIRST, load=load) for load in (60, 80, 100, 100)], app="hevy")
    warehouse.land([logged(FIRST, load=load, exercise="Chest Fly (Cable)") for load in (10, 15, 20, 100)], app="strong")
    assert len(kept(warehouse)) == 8


def workout(logged, at, start, loads=(60, 80, 100, 100), **more):
    """Give one workout that starts at an hour counted from the first day's midnight."""
    day = FIRST + (start // 24) * DAY
    return [logged(day, load=load, started_at=at(day, start % 24), **more) for load in loads]


def test_a_workout_moved_across_midnight_before_the_newer_export_begins_counts_once(warehouse, logged, at):
    warehouse.land(workout(logged, at, 23) + workout(logged, at, 100, loads=(90, 95)))
    newer = workout(logged, at, 25, workout="Renamed") + workout(logged, at, 102, loads=(90, 95))
    warehouse.land(newer + workout(logged, at, 200, loads=(95, 95)))
    assert [row[2] for row in kept(warehouse)] == [60, 80, 100, 100, 90, 95, 95, 95]
    assert counts(warehouse) == [(6, 0, 6), (8, 8, 0)]


def test_a_workout_moved_across_midnight_at_the_end_counts_once_either_way(warehouse, logged, at):
    warehouse.land(workout(logged, at, 0, loads=(50,)) + workout(logged, at, 47))
    warehouse.land(workout(logged, at, 0, loads=(50,)) + workout(logged, at, 49))
    assert [row[2] for row in kept(warehouse)] == [50, 60, 80, 100, 100]


@pytest.mark.parametrize("start", [18, 23])
def test_another_workout_on_the_eve_of_the_newer_export_stays(warehouse, logged, at, start):
    warehouse.land(workout(logged, at, start, loads=(20, 25, 30), reps=12) + workout(logged, at, 100))
    warehouse.land(workout(logged, at, 25) + workout(logged, at, 100) + workout(logged, at, 200))
    assert [row[0] for row in kept(warehouse)].count("2024-01-01") == 3


def test_the_same_routine_a_day_later_is_another_workout(warehouse, logged, at):
    warehouse.land(workout(logged, at, 18))
    warehouse.land(workout(logged, at, 42) + workout(logged, at, 100))
    assert len(kept(warehouse)) == 12


def test_utc_beside_local_time_counts_a_night_workout_once(warehouse, logged, at):
    evenings = [(20, (60, 80, 100, 100)), (68, (65, 85, 105, 105)), (116, (50, 50, 50, 50))]
    local = [row for start, loads in evenings for row in workout(logged, at, start, loads)]
    utc = [row for start, loads in evenings[:2] for row in workout(logged, at, start + 8, loads)]
    warehouse.land(local, app="hevy")
    warehouse.land(utc, app="hevy_api")
    assert {(row[0], row[1]) for row in kept(warehouse)} == {
        ("2024-01-01", "hevy"),
        ("2024-01-03", "hevy"),
        ("2024-01-05", "hevy"),
    }
    assert len(kept(warehouse)) == 12


def test_two_apps_on_two_days_are_two_workouts(warehouse, logged, at):
    warehouse.land(workout(logged, at, 18) + workout(logged, at, 66), app="hevy")
    warehouse.land(workout(logged, at, 42), app="strong")
    assert len(kept(warehouse)) == 12


def test_corrected_sets_and_renamed_workouts_count_once(warehouse, logged, at):
    warehouse.land(workout(logged, at, 18) + workout(logged, at, 66, loads=(70, 32)))
    warehouse.land(workout(logged, at, 18, workout="Other") + workout(logged, at, 67, loads=(70, 82)))
    assert [row[2] for row in kept(warehouse)] == [60, 80, 100, 100, 70, 82]


@pytest.mark.parametrize("corrected", [[60, 70, 80, 82, 90, 100], [60, 70, 80, 90, 100]])
def test_of_two_exports_that_end_with_the_same_workout_the_one_that_came_last_is_right(
    warehouse, logged, at, corrected
):
    warehouse.land(workout(logged, at, 18, loads=corrected), first_seen_at="2024-01-03T10:05:00+00:00")
    warehouse.land(workout(logged, at, 18, loads=[60, 70, 80, 28, 90, 100]), first_seen_at="2024-01-03T10:00:00+00:00")
    assert [row[2] for row in kept(warehouse)] == corrected


def days_of(logged, exercise, first, count, **more):
    """Give one set on every other day."""
    return [logged(FIRST + (first + 2 * place) * DAY, exercise=exercise, **more) for place in range(count)]


def barbells(logged, count=8):
    return days_of(logged, "Squat (Barbell)", 0, count, load=100, reps=5)


def cables(logged, count=8):
    return days_of(logged, "Chest Fly (Cable)", 0, count, load=20, reps=12)


@pytest.mark.parametrize("order", [1, -1])
def test_two_logbooks_of_one_app_over_the_same_days_both_count(warehouse, logged, order):
    for rows in [barbells(logged), cables(logged)][::order]:
        warehouse.land(rows, app="mapped")
    assert [row[2] for row in kept(warehouse)] == [20, 100] * 8
    assert counts(warehouse) == [(8, 8, 0), (8, 8, 0)]


def test_the_next_export_of_one_of_two_logbooks_replaces_its_own(warehouse, logged):
    for rows in (barbells(logged), cables(logged), barbells(logged, 10)):
        warehouse.land(rows, app="mapped")
    assert sorted(row[2] for row in kept(warehouse)) == [20] * 8 + [100] * 10
    assert counts(warehouse) == [(8, 0, 8), (8, 8, 0), (10, 10, 0)]


def test_few_common_days_say_nothing_and_the_newer_export_is_right(warehouse, logged):
    warehouse.land(barbells(logged, 4), app="mapped")
    warehouse.land(cables(logged, 5), app="mapped")
    assert {row[2] for row in kept(warehouse)} == {20}


OTHERWISE = {
    "renamed": {"exercise": "Kniebeuge (Langhantel)"},
    "other unit": {"load": 220.4, "load_unit": "lb"},
    "other layout": {"load": 45.36},
}


def test_an_export_written_otherwise_is_of_the_same_logbook(warehouse, logged):
    expected = {}
    for how, said in OTHERWISE.items():
        for late in (0, 1):
            lifter = f"{how}, {late} days late"
            warehouse.land(barbells(logged), lifter=lifter)
            rows = {"exercise": "Squat (Barbell)", "load": 100, "reps": 5, **said}
            warehouse.land(days_of(logged, first=late, count=9, **rows), lifter=lifter)
            expected[lifter] = 9 + late
    assert dict(warehouse.ask("select lifter, count(*) from sets group by lifter")) == expected
