"""The unit of loads that came without one, from plates and size."""

from datetime import date, timedelta

import pytest

from pipelines.people.profiles import state
from pipelines.terminal.doctor import examine

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


@pytest.fixture
def land_mixed(warehouse, make_set):
    def one(exercises, unit=None):
        rows = [
            make_set(FIRST + timedelta(days=place), exercise=exercise, load=load, load_unit=unit)
            for exercise, loads in exercises.items()
            for place, load in enumerate(loads)
        ]
        warehouse.land(rows, lifter="ann")

    return one


KG_BAR = [60, 62.5, 80, 82.5, 100, 102.5, 110, 120] * 8
LB_BAR = [135, 145, 155, 185, 205, 225] * 8
LB_REST = [135, 185, 225, 245, 275, 315, 335, 365] * 8


def test_an_exercise_in_lb_within_a_kg_file_is_found(warehouse, land_mixed):
    land_mixed({"Squat (Barbell)": KG_BAR, "Deadlift (Barbell)": KG_BAR, "Bench Press (Barbell)": LB_BAR})
    unit, source = answer(warehouse)
    assert unit == "kg+lb"
    assert source == "inferred: plates and size of the loads; lb: Bench Press (Barbell)"
    assert warehouse.ask("select exported_name, unit, sets from exercise_units") == [
        ("Bench Press (Barbell)", "lb", 48)
    ]
    tops = "select exercise_id, round(max(load_kg), 2) from sets group by all order by all"
    assert dict(warehouse.ask(tops)) == {
        "bench_press_barbell": 102.06,
        "deadlift_barbell": 120,
        "squat_barbell": 120,
    }


def test_an_exercise_in_kg_within_a_lb_file_is_found(warehouse, land_mixed):
    land_mixed({"Squat (Barbell)": LB_REST, "Deadlift (Barbell)": LB_REST, "Bench Press (Barbell)": KG_BAR})
    assert warehouse.ask("select exported_name, unit from exercise_units") == [("Bench Press (Barbell)", "kg")]
    assert warehouse.ask("select max(load_kg) from sets where exported_name like 'Bench%'") == [(120,)]


@pytest.mark.parametrize("said", ["kg", "lb"])
def test_what_a_lifter_or_a_file_says_of_units_holds_for_every_exercise(warehouse, land_mixed, said):
    warehouse.profile(f'unit = "{said}"')
    land_mixed({"Squat (Barbell)": KG_BAR, "Deadlift (Barbell)": KG_BAR, "Bench Press (Barbell)": LB_BAR})
    assert answer(warehouse) == (said, "profile")
    assert warehouse.ask("from exercise_units") == []


def test_a_file_that_states_its_units_is_not_doubted(warehouse, land_mixed):
    land_mixed({"Squat (Barbell)": KG_BAR, "Bench Press (Barbell)": LB_BAR}, unit="kg")
    assert answer(warehouse) == ("kg", "file")
    assert warehouse.ask("from exercise_units") == []


def test_what_a_lifter_states_of_one_exercise_goes_before_plates_and_before_the_unit_of_all(warehouse, land_mixed):
    warehouse.profile('unit = "lb"\n[exercise_units]\n"bench press" = "kg"\n')
    land_mixed({"Squat (Barbell)": LB_REST, "Bench Press (Barbell)": LB_BAR})
    assert answer(warehouse) == ("kg+lb", "profile; kg: Bench Press (Barbell)")
    assert warehouse.ask("select exported_name, unit, unit_source, sets from exercise_units") == [
        ("Bench Press (Barbell)", "kg", "profile", 48)
    ]
    assert warehouse.ask("select max(load_kg) from sets where exported_name like 'Bench%'") == [(225,)]
    assert warehouse.ask("select round(max(load_kg), 2) from sets where exported_name like 'Squat%'") == [(165.56,)]


def test_the_exercise_a_lifter_states_is_no_evidence_for_the_others(warehouse, land_mixed):
    warehouse.profile('[exercise_units]\n"Bench Press (Barbell)" = "lb"\n')
    land_mixed({"Bench Press (Barbell)": LB_REST, "Leg Press": [40, 60]})
    unit, source = answer(warehouse)
    assert unit == "kg+lb"
    assert source == "assumed: no bar or dumbbell loads to judge by; lb: Bench Press (Barbell)"


def test_a_file_of_which_every_exercise_is_stated_is_in_the_units_stated(warehouse, land_mixed):
    warehouse.profile('[exercise_units]\nBench = "lb"\n"Bench Press (Barbell)" = "lb"\n"Leg Press" = "lb"\n')
    land_mixed({"Bench Press (Barbell)": KG_BAR, "Leg Press": [40, 60]})
    assert answer(warehouse) == ("lb", "profile; lb: Bench Press (Barbell), Leg Press")
    assert warehouse.ask("select unit from lifters") == [("lb",)]


def test_units_the_file_states_are_not_overruled_by_a_profile(warehouse, land_mixed):
    warehouse.profile('[exercise_units]\n"Bench Press (Barbell)" = "lb"\n')
    land_mixed({"Bench Press (Barbell)": KG_BAR}, unit="kg")
    assert answer(warehouse) == ("kg", "file")
    assert warehouse.ask("from exercise_units") == []


def test_an_exercise_that_only_hints_at_the_other_unit_is_left_and_asked_about(warehouse, land_mixed):
    land_mixed({"Squat (Barbell)": KG_BAR, "Deadlift (Barbell)": KG_BAR, "Bench Press (Barbell)": [95, 110, 115] * 12})
    assert answer(warehouse) == ("kg", "inferred: plates and size of the loads")
    assert warehouse.ask("select exported_name, unit, unit_source from exercise_units") == [
        ("Bench Press (Barbell)", "kg", "assumed: some loads fit lb better")
    ]
    assert warehouse.ask("select max(load_kg) from sets where exported_name like 'Bench%'") == [(115,)]


def test_doctor_asks_about_an_exercise_until_its_lifter_has_said(warehouse, land_mixed):
    land_mixed({"Squat (Barbell)": KG_BAR, "Deadlift (Barbell)": KG_BAR, "Bench Press (Barbell)": [95, 110, 115] * 12})
    warehouse.publish()
    (asked,) = [each for each in examine(warehouse.settings) if each["check"].startswith("unit of")]
    assert asked["check"] == "unit of ann/Bench Press (Barbell)"
    assert asked["found"] == "kg (assumed: some loads fit lb better)"
    assert "[exercise_units]" in asked["do"]
    state(warehouse.settings, "ann", {"exercise_units": {"Bench Press (Barbell)": "lb"}})
    warehouse.publish()
    assert [each for each in examine(warehouse.settings) if each["check"].startswith("unit of")] == []


def test_round_loads_that_fit_both_units_stay_in_that_of_the_file(warehouse, land_mixed):
    land_mixed({"Squat (Barbell)": KG_BAR, "Deadlift (Barbell)": KG_BAR, "Bench Press (Barbell)": [100, 110, 120] * 20})
    assert answer(warehouse) == ("kg", "inferred: plates and size of the loads")


@pytest.mark.parametrize("step_kg", [5, 10])
def test_a_lift_that_stands_to_the_others_as_it_should_raises_no_question(warehouse, land_mixed, step_kg):
    rising = [75 + step_kg * (place // 8) for place in range(48)]
    land_mixed({"Squat (Barbell)": KG_BAR, "Bench Press (Barbell)": [62.5, 65, 70] * 12, "Deadlift (Barbell)": rising})
    assert answer(warehouse) == ("kg", "inferred: plates and size of the loads")
    assert warehouse.ask("from exercise_units") == []
