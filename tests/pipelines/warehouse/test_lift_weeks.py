"""The usual week of each lift: its rests are those between its working sets."""

import math
from datetime import timedelta

import pytest

from pipelines.warehouse import rules
from pipelines.warehouse.database import sql


@pytest.fixture
def rest_of(warehouse, make_set):
    """Land sets, given as days ago and what is told of each, and tell the mean rest of their lift."""

    def mean_rest(*sets):
        last = make_set()["day"]
        warehouse.land([make_set(last - timedelta(days=ago), **told) for ago, told in sets])
        with warehouse.open() as con:
            rules.define(con)
            found = con.execute(sql("serving", "lift_weeks"), {"lifters": None}).df()
        assert len(found) == 1
        return found["rest_s"][0]

    return mean_rest


def rested(*rests):
    return [(0, {"rest_s": rest}) for rest in rests]


def test_the_mean_of_rests_leaves_out_the_one_after_the_last_set_of_a_workout(rest_of):
    before = [(7, {"rest_s": 120}), (7, {"rest_s": 600})]
    assert rest_of(*before, *rested(150, 180, 600)) == pytest.approx((120 + 150 + 180) / 3)


def test_fewer_than_three_rests_are_no_habit(rest_of):
    assert math.isnan(rest_of(*rested(150, 180, None, 180)))


def test_rests_around_warm_ups_and_of_training_long_past_do_not_count(rest_of):
    warmup = (0, {"rest_s": 30, "set_kind": "warmup", "load": 40.0})
    past = [(7 * week, {"rest_s": 60}) for week in range(6, 9) for _ in range(2)]
    weekly = [(7 * week, {"rest_s": 200}) for week in range(1, 6) for _ in range(2)]
    assert rest_of(*past, *weekly, warmup, *rested(200, 200, 200)) == pytest.approx(200)


def test_a_set_keeps_its_rest(warehouse, make_set):
    warehouse.land([make_set(rest_s=90.5), make_set()])
    assert warehouse.ask("select rest_s from sets order by ordinal") == [(90.5,), (None,)]
