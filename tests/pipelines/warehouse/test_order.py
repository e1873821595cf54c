"""Rows of a table stand in no order: what is made of them must not depend on it, to the last digit."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from pipelines.champion.backtesting import read_panel
from pipelines.serving.saying import read_tables
from pipelines.warehouse import read
from pipelines.warehouse.database import sql
from pipelines.warehouse.panel import add_panel
from pipelines.warehouse.publish import find_build, new_build_from

SQUAT, BENCH, ROW = "Squat (Barbell)", "Bench Press (Barbell)", "Bent Over Row (Barbell)"
SUMMED = ("daily_lifts", "weekly_lifts", "weekly_muscles")


@pytest.fixture
def panel_build(warehouse, make_set):
    """Give a build with a panel, of loads whose sums leave float noise."""
    rng = np.random.default_rng(5)
    for lifter in ("ann", "bob", "cleo"):
        rows = [
            make_set(
                make_set()["day"] + timedelta(days=3 * day),
                exercise=exercise,
                load=round(float(rng.uniform(60, 140)), 3),
                reps=int(rng.integers(3, 9)),
            )
            for day in range(90)
            for exercise in (SQUAT, BENCH, ROW)
            for _ in range(4)
        ]
        warehouse.land(rows, lifter=lifter)
    return add_panel(warehouse.settings, warehouse.build())


def shuffled(settings, build, seed):
    """Give a copy of a build whose tables stand in another order, and its sums made anew of shuffled rows."""
    key = f"{seed:064}"
    with new_build_from(settings, build, key, kind="panel") as con:
        con.execute("set preserve_insertion_order = true")
        names = [name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()]
        for name in names:
            con.execute(f"create table shuffled as select * from {name} order by hash(rowid + {seed})")  # noqa: S608
            con.execute(f"drop table {name}")
            con.execute(f"alter table shuffled rename to {name}")
        for name in SUMMED:
            con.execute(f"create table anew as\n{sql('marts', name)}")
            con.execute(f"drop table {name}")
            con.execute(f"alter table anew rename to {name}")
    return find_build(settings, key)


def test_what_is_learnt_from_does_not_depend_on_the_order_of_rows(warehouse, panel_build):
    panel = read_panel(warehouse.settings, panel_build)
    assert len(panel) > 100
    for seed in (1, 2):
        again = read_panel(warehouse.settings, shuffled(warehouse.settings, panel_build, seed))
        pd.testing.assert_frame_equal(panel, again, check_exact=True)


def test_what_forecasts_are_made_of_does_not_depend_on_the_order_of_rows(warehouse, panel_build):
    def tables(build):
        with read.connect(warehouse.settings, build) as con:
            return vars(read_tables(con))

    first = tables(panel_build)
    assert len(first["features"]) == 9
    for seed in (1, 2):
        for name, frame in tables(shuffled(warehouse.settings, panel_build, seed)).items():
            pd.testing.assert_frame_equal(first[name], frame, check_exact=True, obj=name)


def test_sums_do_not_depend_on_the_order_of_rows(warehouse, panel_build):
    def sums(build):
        with read.connect(warehouse.settings, build) as con:
            return [con.execute(f"from {name} order by all").df() for name in SUMMED]

    first = sums(panel_build)
    for seed in (1, 2):
        for frame, again in zip(first, sums(shuffled(warehouse.settings, panel_build, seed)), strict=True):
            pd.testing.assert_frame_equal(frame, again, check_exact=True)
