"""Sets in, days, weeks and muscles out."""

from datetime import date, timedelta

import pytest

DAY = timedelta(days=1)
MONDAY = date(2024, 1, 1)


@pytest.fixture
def logged(make_set):
    return make_set


def test_a_day_sums_its_working_sets(warehouse, logged):
    rows = [
        logged(load=40, reps=10, set_kind="warmup"),
        logged(load=100, reps=5),
        logged(load=100, reps=3, set_kind="failure"),
        logged(load=80, reps=12, set_kind="drop"),
    ]
    warehouse.land(rows)
    assert warehouse.ask("select working_sets, reps_total, mean_reps from daily_lifts") == [(3, 20, 20 / 3)]
    assert warehouse.ask("select top_load_kg, top_reps, tonnage_kg from daily_lifts") == [(100, 5, 1760)]
    assert warehouse.ask("select heavy_sets, moderate_sets, light_sets from daily_lifts") == [(2, 1, 0)]


def test_epley_ignores_effort_and_takes_a_single_at_its_load(warehouse, logged):
    warehouse.land([logged(load=120, reps=1), logged(load=100, reps=5, rpe=6), logged(load=90, reps=13)])
    assert warehouse.ask("select epley_kg from daily_lifts") == [(120,)]
    warehouse.entries.clear()
    warehouse.land([logged(load=120, reps=1), logged(load=110, reps=6)])
    assert warehouse.ask("select epley_kg from daily_lifts") == [(110 * 1.2,)]


def test_mean_share_looks_back_eight_weeks_and_never_ahead(warehouse, logged):
    days = [(MONDAY, 100), (MONDAY + 7 * DAY, 50), (MONDAY + 56 * DAY, 50), (MONDAY + 60 * DAY, 120)]
    warehouse.land([logged(day, load=load, reps=1) for day, load in days])
    shares = [share for (share,) in warehouse.ask("select mean_share from daily_lifts order by day")]
    assert shares == [1.0, 0.5, 1.0, 1.0]


def test_a_week_starts_on_monday(warehouse, logged):
    warehouse.land([logged(MONDAY), logged(MONDAY + 6 * DAY), logged(MONDAY + 7 * DAY)])
    assert warehouse.ask("select week::varchar, days, working_sets from weekly_lifts order by week") == [
        ("2024-01-01", 2, 2),
        ("2024-01-08", 1, 1),
    ]


def test_a_muscle_gets_half_a_set_where_it_only_helps(warehouse, logged):
    warehouse.land([logged(), logged()])
    credits_ = dict(warehouse.ask("select muscle, fractional_sets from weekly_muscles"))
    assert credits_["chest"] == 2
    assert credits_["triceps"] == 1


def test_a_set_far_from_failure_is_not_hard(warehouse, logged):
    warehouse.land([logged(rir=5), logged(rir=4), logged(rpe=5), logged()])
    assert warehouse.ask("select working_sets, hard_sets from daily_lifts") == [(4, 2)]
    assert warehouse.ask("select fractional_sets, hard_sets from weekly_muscles where muscle = 'chest'") == [(4, 2)]


def test_shares_of_a_muscles_sets_sum_to_one(warehouse, logged):
    warehouse.land([logged(reps=3), logged(reps=5), logged(reps=8), logged(reps=20)])
    row = warehouse.ask("select heavy_share, moderate_share, light_share from weekly_muscles where muscle = 'chest'")[0]
    assert row == (0.5, 0.25, 0.25)


def test_loads_per_hand_count_double_in_tonnage_only(warehouse, logged):
    warehouse.land([logged(load=20, reps=10, multiplier=2.0)])
    assert warehouse.ask("select tonnage_kg, top_load_kg from daily_lifts") == [(400, 20)]


def test_lifters_tell_first_and_last_day(warehouse, logged):
    warehouse.land([logged(MONDAY), logged(MONDAY), logged(MONDAY + 3 * DAY)])
    warehouse.profile('sex = "F"\nbirth_year = 1990\ngoal = "size"\nbody_weight_lb = 150')
    row = warehouse.ask("select sex, birth_year, goal, round(body_weight_kg, 2), training_days, simulated from lifters")
    assert row == [("F", 1990, "size", 68.04, 2, False)]
