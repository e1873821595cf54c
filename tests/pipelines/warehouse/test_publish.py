"""Finished builds: found again by key, put in force in one step, safe against being cut short."""

import signal
import subprocess
import sys
import textwrap
import time

import duckdb
import pytest

from pipelines.errors import CheckError, NothingYetError
from pipelines.warehouse import publish as publishing
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts, marts_key
from pipelines.warehouse.database import read_write, workshop
from pipelines.warehouse.publish import current_build, find_build, new_build_from, publish


def start(settings, body):
    """Start another process that runs `body` with `settings` in hand; it says when it is there on standard output."""
    program = f"""
        import os, sys, time
        from pathlib import Path
        from pipelines.settings import Settings
        from pipelines.warehouse import build, publish, read
        settings = Settings(home=Path({str(settings.home)!r}), threads=1)
        def there():
            print("there", flush=True)
            time.sleep(60)
    """
    code = textwrap.dedent(program) + textwrap.dedent(body)
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    line = child.stdout.readline()
    assert line.strip() == "there", line
    return child


def kill(child):
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()


def test_an_empty_installation_has_no_build(settings):
    assert current_build(settings) is None
    with pytest.raises(NothingYetError, match="liftcast run"), read.connect(settings):
        pass


def test_an_empty_warehouse_has_every_table(settings):
    build = build_marts(settings)
    publish(settings, build)
    with read.connect(settings) as con:
        tables = {name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()}
        assert read.imports(con) == read.rejected(con) == read.forecasts(con) == []
        assert read.summary(con)["sets"] == 0
    assert tables >= {
        *("builds_meta", "lifters", "imports", "rejected_rows", "exercises", "exercise_muscles", "unmapped_exercises"),
        "exercise_units",
        *("sets", "daily_lifts", "weekly_lifts", "weekly_muscles", "changes", "change_counts", "file_changes"),
        *("training_blocks", "measurements", "forecasts", "size_forecasts", "refused", "recommendations"),
        *("alerts", "scores", "runs"),
    }


def test_the_same_inputs_give_the_same_build(warehouse, make_set):
    warehouse.land([make_set()])
    first = warehouse.build()
    assert warehouse.build() == first
    assert find_build(warehouse.settings, marts_key(warehouse.settings)) == first
    warehouse.land([make_set(load=120)], app="hevy")
    assert warehouse.build() != first


@pytest.mark.parametrize("change", ["profile.toml", "exercises.csv"])
def test_what_a_person_decides_is_part_of_the_key(warehouse, make_set, change):
    warehouse.land([make_set()])
    before = marts_key(warehouse.settings)
    folder = warehouse.settings.inbox / "ann"
    folder.mkdir(parents=True)
    (folder / change).write_text("unit = 'kg'")
    assert marts_key(warehouse.settings) != before


def test_building_alone_puts_nothing_in_force(warehouse, make_set):
    old = warehouse.publish()
    warehouse.land([make_set()])
    new = warehouse.build()
    assert current_build(warehouse.settings) == old
    publish(warehouse.settings, new)
    assert current_build(warehouse.settings) == new


def test_three_builds_are_kept_and_the_one_in_force_always(warehouse, make_set):
    builds = []
    for load in range(5):
        warehouse.land([make_set(load=100 + load)], app=f"app{load}")
        builds.append(warehouse.publish())
    assert sorted(path.stem for path in warehouse.settings.builds.iterdir()) == [build.name for build in builds[-3:]]
    publish(warehouse.settings, builds[2])
    warehouse.land([make_set(load=200)], app="more")
    warehouse.build()
    publish(warehouse.settings, builds[2])
    assert current_build(warehouse.settings) == builds[2]


def test_a_reader_keeps_what_it_opened_and_a_new_one_sees_the_new(warehouse, make_set):
    warehouse.land([make_set()])
    warehouse.publish()
    with read.connect(warehouse.settings) as old:
        for load in range(4):
            warehouse.land([make_set(load=100 + load)], app=f"app{load}")
            warehouse.publish()
        assert old.execute("select count(*) from sets").fetchone() == (1,)
        with read.connect(warehouse.settings) as new:
            assert new.execute("select count(*) from imports").fetchone() == (5,)


def test_a_reading_process_neither_blocks_publishing_nor_sees_half_of_it(warehouse, make_set):
    warehouse.land([make_set()])
    warehouse.publish()
    child = start(warehouse.settings, "with read.connect(settings) as con:\n    there()\n")
    try:
        warehouse.land([make_set(load=120)], app="hevy")
        build = warehouse.publish()
        assert current_build(warehouse.settings) == build
    finally:
        kill(child)


@pytest.mark.parametrize(
    ("moment", "moved"),
    [
        pytest.param("build._make = stop_after(build._make, 'sets')", False, id="while building"),
        pytest.param("publish.run_checks = stop(publish.run_checks)", False, id="while checking"),
        pytest.param("publish._finish = stop(publish._finish)", False, id="before the build has its name"),
        pytest.param("os.fsync = stop(os.fsync)", False, id="while flushing"),
        pytest.param("publish._drop_old = stop(publish._drop_old)", True, id="after the pointer moved"),
    ],
)
def test_a_kill_at_any_instant_leaves_one_whole_build_in_force(settings, moment, moved):
    publish(settings, build_marts(settings))
    before = current_build(settings)
    (settings.builds / "20000101T000000000-000000000000.duckdb.part").write_bytes(b"left behind")
    child = start(
        settings,
        f"""
        def stop(function):
            return lambda *args, **kwargs: there()
        def stop_after(function, table):
            def stopping(con, layer, name):
                function(con, layer, name)
                if name == table:
                    there()
            return stopping
        build.marts_key = lambda settings: "f" * 64
        {moment}
        publish.publish(settings, build.build_marts(settings))
        """,
    )
    kill(child)
    found = current_build(settings)
    assert found is not None
    assert (found != before) == moved
    with read.connect(settings) as con:
        assert con.execute("select count(*) from sets").fetchone() == (0,)
    publish(settings, build_marts(settings))
    assert current_build(settings) == before
    assert not list(settings.builds.glob("*.part*"))
    assert not list(settings.home.glob("*.part*"))


def test_kills_at_random_moments_never_break_the_pointer(settings):
    publish(settings, build_marts(settings))
    body = """
        import uuid
        build.marts_key = lambda settings: uuid.uuid4().hex * 2
        print("there", flush=True)
        while True:
            publish.publish(settings, build.build_marts(settings))
        """
    for delay in (0.05, 0.3, 0.55):
        child = start(settings, body)
        time.sleep(delay)
        kill(child)
        with read.connect(settings) as con:
            assert con.execute("select kind from builds_meta").fetchone() == ("marts",)


def test_a_full_build_keeps_the_marts_and_adds_to_them(warehouse, make_set):
    warehouse.land([make_set()])
    marts = warehouse.build()
    with new_build_from(warehouse.settings, marts, "e" * 64) as con:
        con.execute("create or replace table scores as select 'no change' as candidate")
    full = find_build(warehouse.settings, "e" * 64)
    assert full is not None
    assert full.kind == "full"
    with read.connect(warehouse.settings, full) as con:
        assert con.execute("select candidate from scores").fetchall() == [("no change",)]
        meta = con.execute("select build, key, marts_key from builds_meta").fetchone()
    assert meta == (full.name, "e" * 64, marts.key)
    with duckdb.connect(str(marts.path), read_only=True) as con:
        assert con.execute("select kind from builds_meta").fetchone() == ("marts",)


def test_a_full_build_that_fails_leaves_nothing_behind(warehouse, make_set):
    warehouse.land([make_set()])
    marts = warehouse.build()
    with pytest.raises(duckdb.CatalogException), new_build_from(warehouse.settings, marts, "e" * 64) as con:
        con.execute("insert into no_such_table select 1")
    with pytest.raises(CheckError, match="daily_lifts"), new_build_from(warehouse.settings, marts, "e" * 64) as con:
        con.execute("insert into sets select * from sets")
    assert find_build(warehouse.settings, "e" * 64) is None
    assert [path.stem for path in warehouse.settings.builds.iterdir()] == [marts.name]


def test_a_damaged_file_is_no_build(warehouse, make_set):
    warehouse.land([make_set()])
    build = warehouse.publish()
    build.path.write_bytes(b"damaged")
    assert find_build(warehouse.settings, build.key) is None
    assert current_build(warehouse.settings) is None
    assert warehouse.publish().key == build.key


def test_a_pointer_to_a_file_that_is_gone_is_none(settings):
    build = build_marts(settings)
    publish(settings, build)
    build.path.unlink()
    assert current_build(settings) is None


def test_builds_of_both_kinds_are_kept(warehouse, make_set):
    for load in range(4):
        warehouse.land([make_set(load=100 + load)], app=f"app{load}")
        marts = warehouse.build()
        key = f"{load}" * 64
        with new_build_from(warehouse.settings, marts, key):
            pass
        publish(warehouse.settings, find_build(warehouse.settings, key))
    assert find_build(warehouse.settings, marts.key) == marts
    assert len(list(warehouse.settings.builds.iterdir())) == publishing.KEPT + publishing.KEPT_ON_THE_WAY


def test_adding_to_a_copy_writes_none_of_its_tables_again(settings, tmp_path):
    made, scratch = tmp_path / "made.duckdb", tmp_path / "staging.duckdb"
    with workshop(settings, made, scratch) as con:
        con.execute("create table build.sets as select range as number, hash(range) as content from range(300000)")
        con.execute("create table build.meta as select 1 as number")
        con.execute("use memory")
        con.execute("detach build")
    size = made.stat().st_size
    with read_write(settings, made) as con:
        con.execute("update meta set number = 2")
        con.execute("checkpoint")
    assert made.stat().st_size < 1.2 * size


def test_a_build_being_made_is_not_forced_to_the_disk_table_by_table(settings, tmp_path):
    made = tmp_path / "made.duckdb"
    with workshop(settings, made, tmp_path / "staging.duckdb") as con:
        con.execute("create table build.sets as select 1 as number")
        con.execute("create table staging.days as select 2 as number")
        assert not list(tmp_path.glob("*.wal"))
        con.execute("use memory")
        con.execute("detach build")
    with read_write(settings, made) as con:
        assert con.execute("from sets").fetchall() == [(1,)]
