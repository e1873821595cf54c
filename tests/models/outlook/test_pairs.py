"""Styles two by two: sure only where draws are, worth telling only where the difference is."""

import numpy as np
import pandas as pd
import pytest

from models.outlook.pairs import PAIRS, lift_pairs, muscle_pairs
from models.outlook.styles import HORIZONS
from models.outlook.what_matters import CLEAR_GAIN_PCT
from models.response.trials import MISLED
from models.training.style import ALL_STYLES

KEYS = pd.DataFrame({"lifter": ["ada"], "exercise_id": ["bench"], "muscle": ["chest"]})


def drawn(median, spread=0.01, seed=1):
    draws = np.random.default_rng(seed).normal(median, spread, 2000)
    return np.tile(draws[None, :, None], (1, 1, len(HORIZONS)))


def pair(table, first, second):
    rows = table[(table["style_a"] == first) & (table["style_b"] == second)]
    assert len(rows) == len(HORIZONS)
    return rows.iloc[-1]


def test_every_pair_of_styles_is_compared_at_every_horizon():
    table = lift_pairs(KEYS, {"strength": drawn(0.02), "hypertrophy": drawn(0.0), "hybrid": drawn(0.01)})
    assert len(PAIRS) == len(ALL_STYLES) * (len(ALL_STYLES) - 1) // 2
    assert not table.duplicated(["lifter", "subject", "horizon_weeks", "style_a", "style_b"]).any()
    assert len(table) == len(PAIRS) * len(HORIZONS)


def test_probability_median_and_range_are_those_of_the_draws():
    row = pair(
        lift_pairs(KEYS, {"strength": drawn(0.01), "hypertrophy": 0 * drawn(0), "hybrid": drawn(0)}),
        "strength",
        "as_now",
    )
    assert row["p_a_better"] == pytest.approx((1 - MISLED) * 0.841 + MISLED / 2, abs=0.02)
    assert row["median_pct"] == pytest.approx(1.0, abs=0.1)
    assert row["q10_pct"] == pytest.approx(100 * np.expm1(0.01 - 0.01282), abs=0.1)
    assert row["q90_pct"] == pytest.approx(100 * np.expm1(0.01 + 0.01282), abs=0.1)


def test_the_same_draws_are_even_and_do_not_matter():
    row = pair(
        lift_pairs(KEYS, {"strength": drawn(0.02), "hypertrophy": drawn(0.02), "hybrid": drawn(0)}),
        "strength",
        "hypertrophy",
    )
    assert row["p_a_better"] == pytest.approx(0.5)
    assert row["median_pct"] == 0
    assert not row["matters"]


@pytest.mark.parametrize(
    ("median", "spread", "matters"),
    [(0.03, 0.01, True), (-0.03, 0.01, True), (0.9 * CLEAR_GAIN_PCT / 100, 0.0001, False), (0.03, 0.2, False)],
)
def test_a_difference_matters_if_it_is_likely_and_worth_having(median, spread, matters):
    table = lift_pairs(KEYS, {"strength": drawn(median, spread), "hypertrophy": 0 * drawn(0), "hybrid": drawn(0)})
    assert pair(table, "strength", "hypertrophy")["matters"] == matters


def test_muscles_are_compared_in_points_of_their_own_change():
    draws = {
        name: drawn(value, 0.1)
        for name, value in (("strength", 1.0), ("hypertrophy", 3.0), ("as_now", 1.5), ("hybrid", 2.0))
    }
    row = pair(muscle_pairs(KEYS, draws), "strength", "hypertrophy")
    assert row["kind"] == "size"
    assert row["subject"] == "chest"
    assert row["median_pct"] == pytest.approx(-2.0, abs=0.05)
