"""SQL and Python work out alike what both work out."""

import re

import duckdb
import numpy as np
import pytest

from data.units import CM_PER_INCH, KG_PER_LB
from models.one_rm import rep_max
from models.training.style import STYLES
from pipelines.settings import PROJECT
from pipelines.simulated.renderers import cells
from pipelines.warehouse import rules
from pipelines.warehouse.database import read_write


@pytest.fixture(scope="module")
def con():
    con = duckdb.connect()
    rules.define(con)
    return con


def ask(con, expression, **values):
    """Work out an expression of arrays in SQL."""
    con.register("given", {name: np.asarray(value, dtype=float) for name, value in values.items()})
    return con.sql("from given").project(f"{expression} as answer").fetchnumpy()["answer"]


def test_epley(con):
    reps = np.arange(2, 13)
    assert ask(con, "epley(load_kg, reps)", load_kg=0 * reps + 100, reps=reps) == pytest.approx(
        rep_max.epley(100, reps), rel=1e-15
    )


def test_share_of_one_rm(con):
    reps = np.arange(1, 31)
    assert ask(con, "share_of_one_rm(reps)", reps=reps) == pytest.approx(rep_max.share_of_one_rm(reps), rel=1e-12)


def test_a_rating_is_ten_less_the_reserve_and_a_reserve_logged_goes_first(con):
    rpe = np.array([6, 8.5, 10])
    nothing = np.full(3, np.nan)
    assert ask(con, "reps_in_reserve(nullif(rir, 'nan'), rpe)", rir=nothing, rpe=rpe) == pytest.approx(
        [cells.in_reserve(each) for each in rpe]
    )
    assert list(ask(con, "reps_in_reserve(rir, rpe)", rir=[0, 1, 2], rpe=rpe)) == [0, 1, 2]


@pytest.mark.parametrize(("style", "zone"), [("strength", "heavy"), ("hypertrophy", "moderate")])
def test_a_style_and_its_zone_are_of_the_same_reps(con, style, zone):
    reps = np.arange(1, 31)
    low, high = STYLES[style].reps
    zones = ask(con, "zone_of(reps)", reps=reps)
    assert list(reps[zones == zone]) == list(range(low, high + 1))


def test_units(con):
    found = con.execute("select getvariable('kg_per_lb'), getvariable('kg_per_stone'), getvariable('cm_per_inch')")
    assert found.fetchall() == [(KG_PER_LB, 6.35029318, CM_PER_INCH)]


def test_a_connection_that_makes_something_knows_the_rules(settings, tmp_path):
    with read_write(settings, tmp_path / "some.duckdb") as con:
        assert con.execute("select zone_of(3)").fetchall() == [("heavy",)]


RULES = re.compile(r"getvariable|\b(?:reps_in_reserve|epley|share_of_one_rm|zone_of)\(")


@pytest.mark.parametrize("folder", ["pipelines/warehouse/sql/read", "pipelines/warehouse/sql/training", "dashboard"])
def test_what_only_reads_a_finished_build_needs_no_rules(folder):
    queries = sorted((PROJECT / folder).rglob("*.sql"))
    assert queries
    assert [path.name for path in queries if RULES.search(path.read_text(encoding="utf-8"))] == []
