"""An export that holds only part of a logbook adds and updates; a whole one replaces what it spans."""

import itertools
from datetime import date, timedelta

import pytest

DAY = timedelta(days=1)
FIRST = date(2024, 1, 1)
LIFTS = {"Squat (Barbell)": 100, "Bench Press (Barbell)": 80, "Chest Fly (Cable)": 20}
BENCH = "Bench Press (Barbell)"


@pytest.fixture
def logbook(make_set):
    """Give the function that says the sets of each lift on some of the days, which are two days apart."""
    return lambda days, lifts=tuple(LIFTS), sets=3, **more: [
        make_set(FIRST + 2 * day * DAY, exercise=lift, load=LIFTS[lift], **{"reps": 5, **more})
        for day in days
        for lift in lifts
        for _ in range(sets)
    ]


def held(warehouse):
    """Give how many sets count, by day and exercise."""
    found = warehouse.ask("select day, exported_name, count(*) from sets group by all")
    return {((day - FIRST).days // 2, exercise): sets for day, exercise, sets in found}


def every(days, sets=3):
    return {(day, lift): sets for day in days for lift in LIFTS}


def treated(warehouse):
    return warehouse.ask("select treated_as, rows_spared from imports order by rows_read, file")


def test_one_old_workout_and_a_new_one_remove_nothing_that_lies_between(warehouse, logbook):
    warehouse.land(logbook(range(20)))
    warehouse.land(logbook([2, 25], reps=6))
    assert held(warehouse) == every([*range(20), 25])
    assert treated(warehouse) == [("extract", 9 * 17), ("whole", 0)]
    assert warehouse.ask("select count(*) from sets where reps = 6") == [(18,)]
    assert warehouse.ask("select rows_loaded, rows_duplicate from imports order by rows_read") == [(18, 0), (171, 9)]


@pytest.mark.parametrize("days", [range(20), [3, 19]], ids=["all days", "two days"])
@pytest.mark.parametrize("sets", [3, 1], ids=["all sets", "top sets"])
def test_a_list_of_one_exercise_takes_no_other_and_no_set_away_and_counts_once(warehouse, logbook, days, sets):
    warehouse.land(logbook(range(20)))
    warehouse.land(logbook(days, [BENCH], sets=sets), first_seen_at="2024-03-01T00:00:00+00:00")
    assert held(warehouse) == every(range(20))
    assert warehouse.ask("select sum(rows_loaded) from imports") == [(180,)]


def test_the_order_in_which_extracts_come_changes_nothing(warehouse, logbook):
    exports = [logbook(range(10)), logbook(range(8), [BENCH]), logbook([1, 12]), logbook([1, 14], reps=6)]
    found = set()
    for order in itertools.islice(itertools.permutations(exports), 0, 24, 5):
        warehouse.entries.clear()
        for rows in order:
            warehouse.land(rows)
        rows = warehouse.ask("select day, exported_name, reps, sha256, ordinal from sets order by all")
        found.add(tuple(rows + warehouse.ask("select rows_read, treated_as, rows_spared from imports order by all")))
    assert len(found) == 1
    assert held(warehouse) == every([*range(10), 12, 14])


def test_old_workouts_that_a_whole_export_lacks_stay(warehouse, logbook):
    warehouse.land(logbook([*range(8), *range(12, 20)]))
    warehouse.land(logbook([9, 10]))
    assert held(warehouse) == every([*range(8), 9, 10, *range(12, 20)])
    assert treated(warehouse) == [("extract", 18), ("whole", 0)]


def test_small_deletions_that_follow_each_other_are_all_deletions(warehouse, logbook):
    warehouse.land(logbook(range(20)))
    warehouse.land(logbook(range(3, 21)) + logbook([0]))
    warehouse.land(logbook(range(6, 22)) + logbook([0]))
    assert held(warehouse) == every([0, *range(6, 22)])
    assert {label for label, _ in treated(warehouse)} == {"whole"}


def test_the_next_whole_export_replaces_extracts_too(warehouse, logbook):
    warehouse.land(logbook(range(10)))
    newer = [warehouse.land(logbook([1, 12], reps=6)), warehouse.land(logbook(range(15)))][1]
    assert held(warehouse) == every(range(15))
    assert warehouse.ask("select distinct sha256 from sets") == [(newer,)]
    assert {label for label, _ in treated(warehouse)} == {"whole"}


@pytest.mark.parametrize(("before", "after"), [(23, 25), (25, 23)])
def test_a_workout_of_an_extract_moved_across_midnight_counts_once(warehouse, make_set, at, before, after):
    def workout(hour, day):
        when = FIRST + (day + hour // 24) * DAY
        return [make_set(when, load=load, started_at=at(when, hour % 24)) for load in (60, 80, 100, 100)]

    warehouse.land([row for day in range(0, 40, 4) for row in workout(before, day)])
    warehouse.land(workout(after, 8) + workout(after, 60))
    assert len(held(warehouse)) == 11


def test_the_same_log_a_day_later_by_another_clock_is_no_extract(warehouse, make_set):
    for late in (0, 1):
        warehouse.land([make_set(FIRST + (3 * day + late) * DAY, load=60 + day) for day in range(10)])
    assert warehouse.ask("select distinct treated_as from imports") == [("whole",)]
