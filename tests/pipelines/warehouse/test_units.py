"""The unit of loads that came without one, from plates and size."""

from datetime import date, timedelta

import pytest

FIRST = date(2024, 1, 1)


@pytest.fixture
def land(warehouse, make_set):
    def one(loads, exercise="Squat (Barbell)", unit=None, lifter="ann"):
        rows = [
            make_set(FIRST + timedelta(days=place), exercise=exercise, load=load, load_unit=unit)
            for place, load in enumerate(loads)
        ]
        warehouse.land(rows, lifter=lifter)

    return one


def answer(warehouse):
    return warehouse.ask("select weight_unit, unit_source from imports")[0]


def test_plates_of_a_kg_bar_are_kg(warehouse, land):
    land([60, 62.5, 80, 82.5, 100, 102.5] * 5)
    unit, source = answer(warehouse)
    assert unit == "kg"
    assert source.startswith("inferred")


def test_plates_of_a_lb_bar_are_lb(warehouse, land):
    land([45, 95, 135, 155, 185, 205] * 5)
    unit, source = answer(warehouse)
    assert unit == "lb"
    assert source.startswith("inferred")


def test_round_loads_too_heavy_for_kg_are_lb(warehouse, land):
    land([200, 240, 260, 280, 300, 320] * 5)
    assert answer(warehouse)[0] == "lb"


def test_kg_plates_written_in_lb_are_lb_of_a_kg_lifter(warehouse, land):
    land([44.09245243697551, 132.27735731092653, 176.36980974790204] * 5)
    assert answer(warehouse) == ("lb", "inferred: loads are kg plates converted")
    assert warehouse.ask("select unit from lifters") == [("kg",)]
    assert warehouse.ask("select round(min(load_kg), 6) from sets") == [(20,)]


def test_loads_that_say_little_are_assumed_and_said_to_be(warehouse, land):
    land([20, 40], exercise="Leg Press")
    unit, source = answer(warehouse)
    assert unit == "kg"
    assert source.startswith("assumed")


def test_a_file_without_loads_has_no_unit(warehouse, land):
    land([None, None], exercise="Push Up")
    assert answer(warehouse) == (None, "no loads")


def test_the_screen_shows_the_unit_most_sets_were_logged_in(warehouse, make_set):
    warehouse.land([make_set(FIRST, load=225, load_unit="lb")] * 3, app="strong")
    warehouse.land([make_set(FIRST + timedelta(days=1), load=100, load_unit="kg")], app="hevy")
    assert warehouse.ask("select unit from lifters") == [("lb",)]
