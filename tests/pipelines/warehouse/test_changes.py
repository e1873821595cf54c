"""What a build says it changed against the one in force."""

from datetime import date, timedelta

import duckdb
import pytest

from pipelines.warehouse import read
from pipelines.warehouse.changes import changes_since
from pipelines.warehouse.publish import current_build, publish

DAY = timedelta(days=1)
FIRST = date(2024, 1, 1)


@pytest.fixture
def logged(make_set):
    return make_set


def changes(warehouse):
    """Build, give what changed and in which rows, and put the build in force."""
    before = current_build(warehouse.settings)
    build = warehouse.build()
    counts = changes_since(warehouse.settings, build, before)
    with read.connect(warehouse.settings, build) as con:
        rows = con.execute("select kind, before, after from changes order by all").fetchall()
    publish(warehouse.settings, build)
    return {row.pop("lifter"): tuple(row.values()) for row in counts}, rows


def test_of_a_lifter_who_was_not_there_everything_is_added_and_not_listed(warehouse, logged):
    warehouse.land([logged(FIRST)] * 3)
    assert changes(warehouse) == ({"ann": (3, 0, 0, 0)}, [])
    warehouse.land([logged(FIRST)], lifter="bob")
    assert changes(warehouse) == ({"bob": (1, 0, 0, 0)}, [])


def test_a_newer_export_adds_corrects_and_removes(warehouse, logged):
    same = [logged(FIRST, load=load) for load in (60, 70, 80, 100)]
    warehouse.land([*same, logged(FIRST, reps=6), logged(FIRST + DAY, load=32, reps=63)])
    changes(warehouse)
    warehouse.land([*same, logged(FIRST + DAY, load=32, reps=6), logged(FIRST + 2 * DAY, rpe=8)])
    assert changes(warehouse) == (
        {"ann": (1, 1, 1, 6)},
        [
            ("added", None, "100 kg × 5 RPE 8"),
            ("changed", "32 kg × 63", "32 kg × 6"),
            ("removed", "100 kg × 6", None),
        ],
    )


def test_another_clock_order_or_workout_name_changes_nothing(warehouse, logged, at):
    warehouse.land([logged(FIRST, load=load, started_at=at(FIRST, 18)) for load in (60, 80, 80)])
    changes(warehouse)
    again = [logged(FIRST, load=load, started_at=at(FIRST, 17), workout="Renamed") for load in (80, 60, 80)]
    warehouse.land([*again, logged(FIRST + DAY)])
    assert changes(warehouse) == ({"ann": (1, 0, 0, 3)}, [("added", None, "100 kg × 5")])


def test_nothing_new_changes_nothing_and_is_told_once(warehouse, logged):
    warehouse.land([logged(FIRST)])
    changes(warehouse)
    build = warehouse.build()
    assert changes_since(warehouse.settings, build, current_build(warehouse.settings)) == []


def test_the_rows_listed_are_capped_and_the_counts_are_not(warehouse, logged):
    warehouse.land([logged(FIRST)])
    changes(warehouse)
    warehouse.land([logged(FIRST + DAY, load=load) for load in range(20, 320)], app="hevy")
    counts, rows = changes(warehouse)
    assert counts == {"ann": (300, 0, 0, 0)}
    assert len(rows) == 200


def test_a_unit_learnt_later_changes_the_loads(warehouse, logged):
    warehouse.land([logged(FIRST, load=100, load_unit=None)])
    changes(warehouse)
    warehouse.profile('unit = "lb"')
    assert changes(warehouse) == ({"ann": (0, 1, 0, 0)}, [("changed", "100 kg × 5", "45.36 kg × 5")])


def test_a_build_in_force_that_looks_otherwise_is_not_compared_with(warehouse, logged):
    warehouse.land([logged(FIRST)])
    old = warehouse.publish()
    with duckdb.connect(str(old.path)) as con:
        con.execute("alter table sets drop column reps")
    warehouse.land([logged(FIRST + DAY)])
    build = warehouse.build()
    assert changes_since(warehouse.settings, build, old) == []


def test_a_reader_of_the_build_in_force_does_not_stand_in_the_way(warehouse, logged):
    warehouse.land([logged(FIRST)])
    changes(warehouse)
    warehouse.land([logged(FIRST), logged(FIRST + DAY)])
    with read.connect(warehouse.settings):
        assert changes(warehouse)[0] == {"ann": (1, 0, 0, 1)}
