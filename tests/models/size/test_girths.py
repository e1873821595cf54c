"""What tape and scales show of muscle growth, and how it moves size forecasts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.response.parameters import draw_parameters
from models.response.phases import Phases
from models.size import girths, measured
from models.size import growth as size
from models.training.stimulus import Traits, moderate_week

DAY = pd.Timestamp("2026-06-01")
P = draw_parameters(800, 3)
HORIZONS = [4, 12, 26]


def tape(weeks, values, *, site="upper_arm", side=None):
    days = [DAY + pd.Timedelta(days=round(7 * week)) for week in weeks]
    return pd.DataFrame({"day": days, "site": site, "side": side, "value": values})


def arms(grown, *, points=14, error=0.0, weight=0.0, seed=0):
    """Both arms over half a year, the muscle growing by `grown` (ln), body weight changing by `weight` (ln)."""
    rng = np.random.default_rng(seed)
    weeks = np.linspace(-26, 0, points)
    true = 36 * np.exp((girths.LIMB * grown + girths.FAT_PART[0] * 0.55 * weight) * (weeks + 26) / 26)
    return pd.concat(
        [
            tape(weeks, true + 0.4 + error * rng.standard_normal(points), side="left"),
            tape(weeks, true - 0.4 + error * rng.standard_normal(points), side="right"),
            tape(weeks, 80 * np.exp(weight * (weeks + 26) / 26), site="body_weight"),
        ],
        ignore_index=True,
    )


NOW = moderate_week(8.0)
TRAITS = Traits(trained=np.array([1.0]), age=np.array([np.nan]), past_weeks=np.array([52.0]))
WEEKS = np.array(HORIZONS, dtype=float)


def carrying_on(p, seed, weeks=WEEKS):
    """Draw the ln growth of the biceps of somebody who trains on as now."""
    phases = Phases(NOW, TRAITS, p, plans={})
    return size.size_changes(phases, TRAITS, weeks, p, seed=seed)


def after(measurements):
    """Give draws of ln growth before and after measurements, as now and under a style, and what these settle."""
    draws = {"as_now": carrying_on(P, 1)}
    draws["strength"] = draws["as_now"] - 0.005
    keys = pd.DataFrame({"lifter": ["x"], "muscle": ["biceps"]})
    seen = {"x": girths.growths(measurements, DAY, "M")}
    told = measured.of_muscles(keys, draws["as_now"], seen, now=NOW, traits=TRAITS, p=P, seed=1)
    moved = {name: told.moved(drawn, size.growth_ceiling(WEEKS)) for name, drawn in draws.items()}
    return draws, moved, told.own_share


def middle(draws, style="as_now"):
    return np.median(draws[style], axis=1)[0]


def test_growth_under_an_exact_tape_is_read_off_and_either_side_keeps_its_own_level():
    found = girths.growths(arms(0.08), DAY, "M")[0]
    assert found.site == "upper_arm"
    assert found.change == pytest.approx(0.08, abs=0.002)
    assert found.weeks == pytest.approx(26, abs=0.2)
    assert found.now == pytest.approx(36 * np.exp(girths.LIMB * 0.08), abs=0.05)


def test_what_body_weight_brings_is_not_taken_for_muscle():
    heavier = girths.growths(arms(0.0, weight=0.08), DAY, "M")[0]
    assert heavier.change == pytest.approx(0.0, abs=0.005)
    assert heavier.weight_change == pytest.approx(0.08, abs=0.005)
    assert heavier.se > girths.growths(arms(0.0), DAY, "M")[0].se


@pytest.mark.parametrize("points", [4, 8, 16, 30])
def test_the_standard_error_says_how_far_off_a_tape_is(points):
    errors = []
    for seed in range(60):
        found = girths.growths(arms(0.05, points=points, error=girths.TAPE_ERROR_CM, seed=seed), DAY, "M")[0]
        errors.append((found.change - 0.05) / found.se)
    assert 0.4 < np.sqrt(np.mean(np.square(errors))) < 1.3


def test_too_few_days_or_too_short_a_time_say_nothing():
    assert girths.growths(tape([-10, -5, 0], [36, 36, 37]), DAY, None) == []
    assert girths.growths(tape([-4, -3, -2, -1, 0], [36, 36, 36, 36, 37]), DAY, None) == []
    assert girths.growths(tape([-10, -5, -3, 2], [36, 36, 36, 40]), DAY, None) == []


def test_arms_that_grew_fast_raise_the_forecast_and_arms_that_shrank_lower_it():
    draws, fast, share = after(arms(0.12, points=20))
    _, slow, _ = after(arms(-0.06, points=20))
    assert (middle(fast) > middle(draws)).all()
    assert (middle(slow) < middle(draws)).all()
    assert (share > 0).all()
    assert (share < 0.6).all()


def test_what_was_measured_moves_every_style_alike():
    draws, moved, _ = after(arms(0.08, points=20))
    before, now = (drawn["as_now"] - drawn["strength"] for drawn in (draws, moved))
    below = moved["as_now"] < size.growth_ceiling(WEEKS) - 1e-5
    np.testing.assert_allclose(now[below], before[below], atol=1e-5)


@settings(max_examples=25, deadline=None)
@given(st.floats(-0.3, 0.6), st.integers(4, 20))
def test_no_measurement_lifts_a_forecast_beyond_what_anyone_grows(grown, points):
    _, moved, _ = after(arms(grown, points=points, error=0.3))
    assert (moved["as_now"] <= size.growth_ceiling(WEEKS) + 1e-6).all()


def test_readings_lower_the_error_of_simulated_lifters_and_intervals_hold():
    """Truth drawn from the forecast's own assumptions, half of what is unexplained lasting."""
    lifters, weeks = 150, np.array([26.0])
    truth = draw_parameters(lifters, 9)
    to_come = carrying_on(truth, 8, np.array([12.0]))[0, :, 0]
    been = size.past_change(NOW, TRAITS, weeks, truth, seed=8)[0]
    _, luck = size.people(lifters, 8)
    rng = np.random.default_rng(4)
    lasting = measured.PERSISTENCE * luck + np.sqrt(1 - measured.PERSISTENCE**2) * rng.standard_normal(lifters)
    grown = been + size.unexplained_sd(weeks)[0] * lasting
    errors, inside = [], []
    for who in range(lifters):
        draws, moved, _ = after(arms(float(grown[who]), points=10, error=girths.TAPE_ERROR_CM, seed=who))
        true = to_come[who]
        errors.append([abs(true - middle(draws)[1]), abs(true - middle(moved)[1])])
        low, high = np.quantile(moved["as_now"][0, :, 1], [0.1, 0.9])
        inside.append(low <= true <= high)
    without, with_tape = np.mean(errors, axis=0)
    assert with_tape < 0.96 * without
    assert 0.7 <= np.mean(inside) <= 0.9


def units(measurements, sex="M"):
    draws = {"as_now": np.full((2, 50, 3), 4.0)}
    seen = girths.growths(measurements, DAY, sex)
    rows = measured.in_units(["biceps", "triceps"], draws, measurements, seen, sex=sex, horizons=HORIZONS)
    return pd.DataFrame(rows)


def test_centimetres_start_from_the_own_arm_where_it_was_measured():
    rows = units(arms(0.0))
    assert set(rows["site"]) == {"upper_arm"}
    assert set(rows["basis"]) == {"measured"}
    assert rows["now"].iloc[0] == pytest.approx(36, abs=0.1)
    assert rows["q50"].iloc[0] == pytest.approx(36 * (1.04**girths.LIMB - 1), abs=0.02)


def test_without_a_tape_centimetres_start_from_what_active_people_measure_and_say_so():
    """Heinz 2003: upper arms of 34.4 cm in men, 28.1 in women."""
    nothing = tape([], [])
    men, women = units(nothing), units(nothing, sex="F")
    assert set(men["basis"]) == {"typical"}
    assert men["now"].iloc[0] == pytest.approx(34.4)
    assert women["now"].iloc[0] == pytest.approx(28.1)
    assert (women["q50"] < men["q50"]).all()


def test_scales_that_tell_body_fat_show_how_lean_mass_grew():
    weeks = np.linspace(-26, 0, 27)
    weight, fat = 80 + 0.05 * (weeks + 26), 20 - 0.04 * (weeks + 26)
    scales = pd.concat([tape(weeks, weight, site="body_weight"), tape(weeks, fat, site="body_fat")], ignore_index=True)
    shown = {growth.site: growth for growth in girths.growths(scales, DAY, "M")}
    lean = weight * (1 - fat / 100)
    told = girths.growths(
        pd.concat([tape(weeks, weight, site="body_weight"), tape(weeks, lean, site="lean_mass")]), DAY, "M"
    )
    assert shown["lean_mass"].change == pytest.approx(told[0].change)
    assert shown["lean_mass"].now == pytest.approx(lean[-1], rel=0.002)


def test_kilograms_are_told_only_where_lean_mass_is_known():
    weighed = tape([-20, -10, -5, 0], 80.0, site="body_weight")
    fat = tape([0], 15.0, site="body_fat")
    assert "kg" not in set(units(weighed)["unit"])
    kg = units(pd.concat([weighed, fat], ignore_index=True)).query("unit == 'kg'")
    assert kg["now"].iloc[0] == pytest.approx(68)
    assert 0 < kg["q50"].iloc[0] < 1
