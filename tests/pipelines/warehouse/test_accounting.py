"""Every record of every export is accounted for."""

from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.errors import CheckError
from pipelines.warehouse import build, checks, inputs
from pipelines.warehouse.database import sql

FIRST = date(2024, 1, 1)

records = st.fixed_dictionaries(
    {
        "disposition": st.sampled_from(["set", "set", "set", "not_set", "rejected"]),
        "day": st.integers(0, 40).map(lambda days: FIRST + timedelta(days=days)),
        "exported_name": st.sampled_from(["Bench Press (Barbell)", "Pull Up", "Nobody Knows This"]),
        "load_value": st.sampled_from([None, 0.0, 20.0, 60.0, 100.0, 2956.0, -5.0]),
        "load_unit": st.sampled_from(["kg", "lb", None]),
        "reps": st.sampled_from([None, 0.0, 1.0, 5.0, 12.0, 65.0]),
        "seconds": st.sampled_from([None, 30.0]),
        "rpe": st.sampled_from([None, 8.0]),
        "set_kind": st.sampled_from(["working", "warmup", "failure", "drop"]),
        "multiplier": st.sampled_from([1.0, 2.0]),
        "load_includes_body_weight": st.booleans(),
    }
)
exports = st.lists(
    st.tuples(st.sampled_from(["ann", "bob"]), st.sampled_from(["strong", "hevy"]), st.lists(records, max_size=25)),
    max_size=4,
    unique_by=repr,
)


@given(exports)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_rows_read_are_loaded_no_sets_duplicate_or_rejected(warehouse, files):
    warehouse.entries.clear()
    landed = {(who, warehouse.land(rows, lifter=who, app=app)): rows for who, app, rows in files}
    for lifter, sha256, read, loaded, not_sets, duplicate, rejected in warehouse.ask(
        "select lifter, sha256, rows_read, rows_loaded, rows_not_sets, rows_duplicate, rows_rejected from imports"
    ):
        rows = landed[lifter, sha256]
        assert read == len(rows) == loaded + not_sets + duplicate + rejected
        assert rejected == sum(row["disposition"] == "rejected" for row in rows)
        assert not_sets == sum(row["disposition"] == "not_set" for row in rows)


def test_a_refused_file_is_listed_with_its_reason(warehouse, entry):
    warehouse.entries.append(entry(file="holiday.jpg", app=None, layout=None, error="no export known looks like this"))
    assert warehouse.ask("select file, rows_read, error from imports") == [
        ("holiday.jpg", 0, "no export known looks like this")
    ]


def test_rejected_rows_keep_line_and_text(warehouse, make_set):
    warehouse.land(
        [make_set(), make_set(disposition="rejected", reason="date is missing", raw="x;y", line=7, day=None)]
    )
    assert warehouse.ask("select file, line, reason, raw from rejected_rows") == [
        ("0.csv", 7, "date is missing", "x;y")
    ]


def test_a_build_that_breaks_a_rule_is_refused_and_leaves_nothing(warehouse, make_set, monkeypatch):
    warehouse.land([make_set()])
    made = build._make

    def lose_a_set(con, layer, name):
        made(con, layer, name)
        if name == "imports":
            con.execute("update imports set rows_loaded = rows_loaded + 1")

    monkeypatch.setattr(build, "_make", lose_a_set)
    with pytest.raises(CheckError, match="accounting"):
        warehouse.build()
    assert list(warehouse.settings.builds.iterdir()) == []


def test_every_check_is_sound_sql_on_an_empty_warehouse(warehouse):
    with warehouse.open() as con:
        checks.run_checks(con)


@pytest.mark.parametrize("twice", [0, 59, 60, 61, 119, 498, 499])
def test_a_set_that_stands_twice_is_found_wherever_it_stands(twice):
    with duckdb.connect() as con:
        con.execute("create table sets as select 'ann' as lifter, 'a' as sha256, range as ordinal from range(500)")
        con.execute("insert into sets select 'bo', 'a', range from range(30, 90) union all select 'ann', 'b', 7")
        con.execute("delete from sets where ordinal in (3, 130)")
        assert con.execute(sql("checks", "unique_sets")).fetchall() == []
        con.execute("insert into sets values ('ann', 'a', $twice)", {"twice": twice})
        (found,) = con.execute(sql("checks", "unique_sets")).fetchall()
    lifter, sha256, first, last, _ = found
    assert (lifter, sha256) == ("ann", "a")
    assert first <= twice <= last


def test_of_many_files_the_same_build_is_made_as_of_few(warehouse, make_set, monkeypatch):
    for load in (60, 80):
        warehouse.land([make_set(load=load), make_set(load=load, disposition="rejected", reason="?", raw="x", line=9)])
    tables = ("sets", "imports", "rejected_rows", "daily_lifts")
    few = [warehouse.ask(f"from {name} order by all") for name in tables]
    monkeypatch.setattr(inputs, "MANY_FILES", 1)
    monkeypatch.setattr(build, "marts_key", lambda _: "e" * 64)
    assert [warehouse.ask(f"from {name} order by all") for name in tables] == few
