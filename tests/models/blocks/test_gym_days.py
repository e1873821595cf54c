"""A block as days to train: warm-ups lead up to the load, plates make it, and what a load is of is said."""

import pytest

from models.blocks.gym_days import gym_days
from models.blocks.plates import per_side


def test_every_week_has_its_days_and_warm_ups_stay_below_the_load(block):
    made = block("strength", weeks=4)
    days = list(gym_days(made, "kg"))
    assert len(days) == 4 * len(made["sessions"])
    for day in days:
        for done in day.exercises:
            loads = [load for load, _ in done.warm_ups]
            assert loads == sorted(set(loads))
            assert all(load < done.load for load in loads)
            if done.reps is not None and done.reps <= 5 and done.load and not done.by_body_weight:
                assert loads, done.name


def test_what_a_load_is_of_is_said_of_bars_and_dumbbells(block):
    done = [one for day in gym_days(block("hypertrophy"), "lb") for one in day.exercises if one.load]
    for one in done:
        assert one.each == {"(barbell)": "with the bar", "(dumbbell)": "per hand"}.get(one.name.split()[-1], "")
        if one.plates:
            assert 45 + 2 * sum(one.plates) == pytest.approx(one.load)


def test_top_sets_warm_up_once(trainee, written):
    columns = {
        "heavy_sets": 2.0, "moderate_sets": 4.0, "light_sets": 0.0, "heavy_reps": 4.0, "moderate_reps": 10.0,
        "light_reps": 20.0, "heavy_share": 0.85, "moderate_share": 0.7, "light_share": 0.5, "sets_per_week": 6.0,
    }  # fmt: skip
    made = written("as_now", trainee({"squat_barbell": 100.0}, columns=columns))
    top, work = next(iter(gym_days(made, "kg"))).exercises
    assert "top set" in top.name
    assert top.warm_ups
    assert not work.warm_ups


@pytest.mark.parametrize(
    ("load", "plates"), [(20.0, []), (60.0, [20.0]), (142.5, [25.0, 25.0, 10.0, 1.25]), (10.0, None)]
)
def test_plates_make_the_load(load, plates):
    assert per_side(load, "kg") == plates
