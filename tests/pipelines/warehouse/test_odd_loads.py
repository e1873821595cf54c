"""Loads that cannot be what the log says are asked about, and no 1RM rests on them until the lifter has answered."""

from datetime import date, timedelta

import pytest

from pipelines.people.profiles import state
from pipelines.terminal.doctor import examine

FIRST = date(2024, 1, 1)
DAYS = 6
USUAL = {
    "Squat (Barbell)": 120,
    "Deadlift (Barbell)": 150,
    "Bench Press (Barbell)": 100,
    "Overhead Press (Barbell)": 60,
    "Bent Over Row (Barbell)": 85,
    "Lat Pulldown (Cable)": 90,
}


@pytest.fixture
def land(warehouse, make_set):
    def one(lifts, body_weight_kg=None, lifter="ann", profile=""):
        """Log each lift for some days: a load and reps, or a load for each day."""
        rows = [
            make_set(
                FIRST + timedelta(days=3 * place),
                exercise=name,
                load=loads[place % len(loads)] if isinstance(loads, list) else loads,
                reps=reps,
            )
            for name, (loads, reps) in lifts.items()
            for place in range(DAYS)
            for _ in range(2)
        ]
        warehouse.land(rows, lifter=lifter)
        stated = f"body_weight_kg = {body_weight_kg}\n" if body_weight_kg else ""
        warehouse.profile(stated + profile, lifter)

    return one


def asked(warehouse):
    return warehouse.ask("select lifter, exported_name, beyond from odd_loads order by all")


def one_rms(warehouse):
    return [kg for (kg,) in warehouse.ask("select distinct round(epley_kg) from daily_lifts where epley_kg > 0")]


CANNOT_BE = [
    ("Pull Up", 75, 8, 112),
    ("Pull Up", 105, 5, 82),
    ("Pull Up", 58, 4, 58),
    ("Chin Up", 85, 6, 70),
    ("Chest Dip", 75, 10, 75),
    ("Triceps Dip", 92, 8, 90),
    ("Push Up", 80, 12, 80),
    ("Bench Press (Barbell)", 245, 5, 75),
]


def test_a_load_beyond_anybody_or_near_the_body_weight_is_asked_about(warehouse, land):
    for place, (lift, load, reps, body_weight_kg) in enumerate(CANNOT_BE):
        land({lift: (load, reps)}, body_weight_kg, f"{place}")
    assert [row[:2] for row in asked(warehouse)] == [(f"{place}", row[0]) for place, row in enumerate(CANNOT_BE)]
    assert warehouse.ask("select count(effective_load_kg), count(one_rm_kg), min(load_kg) from sets") == [(0, 0, 58)]
    counted = (
        "select distinct lifter, sum(working_sets), max(epley_kg), max(tonnage_kg) from daily_lifts group by lifter"
    )
    assert {row[1:] for row in warehouse.ask(counted)} == {(2 * DAYS, None, None)}


def test_the_body_weight_typed_into_dips_is_found_at_every_body_weight(warehouse, land):
    lifters = [f"{weight}-{reps}" for weight in range(50, 131, 20) for reps in (3, 12)]
    for lifter in lifters:
        weight, reps = map(int, lifter.split("-"))
        land({"Chest Dip": (weight, reps)}, weight, lifter)
    assert {row[0] for row in asked(warehouse)} == set(lifters)


def test_a_lift_typed_in_lb_among_kg_is_asked_about(warehouse, land):
    typed = {"Bench Press (Barbell)": 225, "Overhead Press (Barbell)": 135, "Squat (Barbell)": 265}
    for name, load in typed.items():
        land({lift: (kg, 5) for lift, kg in USUAL.items()} | {name: (load, 5)}, 80, name[:5])
    assert {row[1] for row in asked(warehouse)} == set(typed)
    told = dict(warehouse.ask("select exported_name, lb_kg from odd_loads"))
    assert told == {name: pytest.approx(load * 7 / 6 * 0.45359237) for name, load in typed.items()}


def test_what_a_machine_takes_off_typed_as_added_stands_out_from_the_other_lifts(warehouse, land):
    weak = {lift: (0.6 * kg, 5) for lift, kg in USUAL.items()}
    land(weak | {"Chin Up": (30, 10)}, 85)
    assert asked(warehouse) == [("ann", "Chin Up", "other lifts")]


CAN_BE = [
    ({"Pull Up": ([5, 10, 15, 20], 6)}, 80),
    ({"Pull Up": ([30, 45, 60, 70], 1)}, 80),
    ({"Chest Dip": ([30, 45, 60, 80], 5)}, 85),
    ({"Pull Up": (None, 12), "Push Up": (None, 30)}, 80),
    ({"Deadlift (Barbell)": (260, 3), "Squat (Barbell)": (220, 3), "Bench Press (Barbell)": (160, 3)}, 95),
    ({"Deadlift (Barbell)": (220, 5)}, 75),
    ({"Deadlift (Barbell)": (300, 1)}, None),
    ({"Leg Press (Machine)": (350, 8)}, 80),
    ({lift: (1.8 * kg, 5) for lift, kg in USUAL.items()} | {"Triceps Dip": (90, 5)}, 95),
    ({lift: (kg, 5) for lift, kg in USUAL.items()} | {"Bench Press (Barbell)": (140, 5)}, 80),
]


def test_strong_lifters_are_not_asked(warehouse, land):
    for place, (lifts, body_weight_kg) in enumerate(CAN_BE):
        land(lifts, body_weight_kg, f"{place}")
    assert asked(warehouse) == []


def test_sets_without_a_load_go_on_saying_a_1rm(warehouse, land):
    land({"Pull Up": ([None, 100], 8)}, 80)
    assert [row[1] for row in asked(warehouse)] == ["Pull Up"]
    assert one_rms(warehouse) == [round(0.95 * 80 * (1 + 8 / 30))]


BODY_KG = 0.95 * 112
READ = {
    "added": (75, BODY_KG + 75, "bodyweight"),
    "right": (75, BODY_KG + 75, "bodyweight"),
    "total": (0, 75, "bodyweight"),
    "assisted": (75, BODY_KG - 75, "assisted"),
    "lb": (75 * 0.45359237, BODY_KG + 75 * 0.45359237, "bodyweight"),
}


def test_an_answer_ends_the_question_and_is_how_loads_are_read(warehouse, land):
    for reading in READ:
        land({"Pull Up": (75, 8)}, 112, reading, f'[loads]\n"pull-ups" = "{reading}"\n')
    assert asked(warehouse) == []
    read = warehouse.ask("select distinct lifter, load_kg, effective_load_kg, load_kind from sets")
    for reading, load_kg, effective_load_kg, load_kind in read:
        assert (pytest.approx(load_kg), pytest.approx(effective_load_kg), load_kind) == READ[reading]
    assert warehouse.ask("select load_kind from exercises") == [("bodyweight",)]


def test_the_whole_load_beyond_the_body_weight_leaves_what_was_added(warehouse, land):
    land({"Pull Up": (100, 5)}, 80, profile='[loads]\n"Pull Up" = "total"\n')
    assert warehouse.ask("select distinct load_kg, effective_load_kg from sets") == [(20, 100)]


def test_days_of_another_sense_stay_as_they_are(warehouse, land):
    land({"Pull Up": ([5, 5, 100], 6)}, 80)
    assert warehouse.ask("select sets, days from odd_loads") == [(4, 2)]
    assert one_rms(warehouse) == [round((0.95 * 80 + 5) * 1.2)]


def test_a_lift_that_grows_is_one_question(warehouse, land):
    land({"Pull Up": ([96, 98, 100, 102, 104, 106], 6)}, 80)
    assert warehouse.ask("select sets, days, load_kg from odd_loads") == [(12, 6, 104)]


def test_an_answer_of_one_lifter_says_nothing_of_others(warehouse, land):
    land({"Pull Up": (75, 8)}, 112, "ann", '[loads]\n"Pull Up" = "total"\n')
    land({"Pull Up": (75, 8)}, 112, "bob")
    assert [row[0] for row in asked(warehouse)] == ["bob"]


def test_doctor_asks_and_the_profile_answers(warehouse, land):
    land({"Pull Up": (75, 8)}, 112)
    warehouse.publish()
    (found,) = [finding for finding in examine(warehouse.settings) if finding["check"] == "loads of ann/Pull Up"]
    assert not found["ok"]
    assert found["found"] == (
        "Pull Up: 75 kg × 8 is logged, at a body weight of 112 kg. If 75 kg hung from you, your 1RM is about 230 kg, your "
        "body's share included, and almost nobody lifts more than 188 kg at that body weight. If 75 kg is the whole load, "
        "it is 95 kg. If a machine or band took 75 kg off, it is 40 kg. Until you say which, these 12 sets count as "
        "training, but not towards 1RM."
    )
    assert '"Pull Up" = "added" or "total" or "assisted"' in found["do"]
    state(warehouse.settings, "ann", {"loads": {"Pull Up": "total"}})
    warehouse.publish()
    assert not [finding for finding in examine(warehouse.settings) if finding["check"].startswith("loads")]
    assert one_rms(warehouse) == [95]
