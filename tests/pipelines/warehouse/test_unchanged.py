"""Rows of lifters of whom nothing changed are copied, and are what they would be if they were made again."""

import itertools
import shutil
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.warehouse import unchanged

FIRST = date(2024, 1, 1)
LIFTERS = ("ann", "bob", "cleo", "dan")
OF_BUILDS = {"builds_meta", "runs"}
"""Tables about a build and those before it, not about lifters."""


def tables(build):
    with duckdb.connect(str(build.path), read_only=True) as con:
        names = [name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()]
        return {
            name: sorted(map(repr, con.execute(f'from "{name}"').fetchall())) for name in names if name not in OF_BUILDS
        }


def made_from_scratch(warehouse):
    """Tables of the same build with nothing copied, everybody's rows made together."""
    find = unchanged.find_unchanged
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unchanged, "find_unchanged", lambda con, keys, **_: find(con, keys, is_comparable=False))
        patch.setattr(unchanged, "ROWS_TOGETHER", 10**9)
        made = warehouse.build()
    found = tables(made)
    made.path.unlink()
    return found


@pytest.fixture
def seen(monkeypatch):
    """Note which lifters are found unchanged, build by build."""
    found, find = [], unchanged.find_unchanged

    def noting(con, keys, **how):
        found.append(find(con, keys, **how))
        return found[-1]

    monkeypatch.setattr(unchanged, "find_unchanged", noting)
    return found


def sessions(make_set, count, *, odd=False):
    """Sessions of two exercises, one of which the catalogue does not know for those who are odd."""
    other = "Grandpa's Lift" if odd else "Squat (Barbell)"
    days = [FIRST + timedelta(days=3 * place) for place in range(count)]
    return [
        make_set(day, exercise, load=60 + place, load_unit=None)
        for place, (day, exercise) in enumerate(itertools.product(days, ("Bench Press (Barbell)", other)))
    ]


CHANGES = {
    "newer export": lambda home, make_set, lifter: home.land(sessions(make_set, 9), lifter=lifter),
    "other app": lambda home, make_set, lifter: home.land(sessions(make_set, 5), lifter=lifter, app="hevy"),
    "profile": lambda home, _, lifter: home.profile('unit = "lb"\nbody_weight_kg = 80\n', lifter),
    "broken profile": lambda home, _, lifter: home.profile("unit = \n", lifter),
    "gone": lambda home, _, lifter: home.entries.__setitem__(
        slice(None), [entry for entry in home.entries if entry.lifter != lifter]
    ),
}


@pytest.fixture(params=[(0.0, 10**9), (1.0, 1)], ids=["rows copied", "the file copied, a lifter at a time"])
def ways(request, monkeypatch):
    """Copy rows alone, or the file of the build whenever nobody is gone; make all others together, or one by one."""
    monkeypatch.setattr(unchanged, "MOST_REPLACED", request.param[0])
    monkeypatch.setattr(unchanged, "ROWS_TOGETHER", request.param[1])


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changed=st.dictionaries(st.sampled_from(LIFTERS), st.sampled_from(sorted(CHANGES)), min_size=1))
@pytest.mark.usefixtures("ways")
def test_whoever_changes_all_tables_are_as_made_from_scratch(warehouse, make_set, changed):
    warehouse.entries.clear()
    shutil.rmtree(warehouse.settings.home, ignore_errors=True)
    for lifter in LIFTERS:
        warehouse.land(sessions(make_set, 6, odd=lifter in ("ann", "bob")), lifter=lifter)
    warehouse.publish()
    for lifter, change in changed.items():
        CHANGES[change](warehouse, make_set, lifter)
    expected = made_from_scratch(warehouse)
    assert tables(warehouse.build()) == expected


def test_only_who_changed_is_made_again(warehouse, make_set, seen):
    for lifter in LIFTERS:
        warehouse.land(sessions(make_set, 4), lifter=lifter)
    warehouse.publish()
    warehouse.land(sessions(make_set, 5), lifter="bob")
    warehouse.publish()
    assert seen == [set(), set(LIFTERS) - {"bob"}]


def rows_stored(build):
    """Sets that the file has room for, and those in it."""
    with duckdb.connect(str(build.path), read_only=True) as con:
        (room,) = con.execute("select estimated_size from duckdb_tables() where table_name = 'sets'").fetchone()
        return room, con.execute("select count(*) from sets").fetchone()[0]


def test_a_file_is_copied_until_too_many_of_its_rows_are_replaced(warehouse, make_set):
    for place in range(12):
        warehouse.land(sessions(make_set, 4), lifter=f"lifter {place}")
    warehouse.publish()
    found = []
    for night in range(3):
        warehouse.land(sessions(make_set, 5 + night), lifter="lifter 3")
        found.append(rows_stored(warehouse.publish()))
    assert found == [(106, 98), (100, 100), (102, 102)]


def test_nothing_of_who_is_gone_stays_in_a_file(warehouse, make_set):
    for place in range(12):
        warehouse.land(sessions(make_set, 4), lifter=f"lifter {place}")
    warehouse.publish()
    CHANGES["gone"](warehouse, make_set, "lifter 3")
    assert rows_stored(warehouse.publish()) == (88, 88)
