"""Lifters unlike those that forecasts were learnt from are known by the inputs in which they differ."""

import numpy as np
import pandas as pd
import pytest

from data import shipped as shipped_files
from models.forecasters.inputs import Standardised
from models.forecasters.panel import BY_HORIZON, FEATURES, INPUTS, horizon_panel
from models.forecasters.upkeep.input_drift import WATCHED, outside_shares

ROWS = 200
NUMBERS = shipped_files.load_strength_model()


def lifts(**changed):
    """Make lifts in the middle of what the population showed, but for the inputs changed."""
    seen = Standardised.from_numbers(NUMBERS["members"][0]["network"]["standardised"])
    middle = dict(zip(INPUTS, (np.asarray(seen.low) + np.asarray(seen.high)) / 2, strict=True))
    middle |= {name: np.expm1(middle[name]) for name in ("sets_28", "days_28", "steps")}  # compared as logs
    names = [*FEATURES, *(f"{name}_4" for name in BY_HORIZON)]
    features = pd.DataFrame({name: np.full(ROWS, middle.get(name, 0.0)) for name in names})
    keys = {"lifter": "anna", "exercise_id": "squat", "cutoff": pd.Timestamp("2026-01-05")}
    return horizon_panel(features.assign(**keys, **changed), (4,))


def test_lifts_like_the_populations_are_inside_in_every_input():
    assert outside_shares(lifts(), NUMBERS) == dict.fromkeys(WATCHED, 0.0)


@pytest.mark.parametrize("name", list(WATCHED))
def test_an_input_beyond_what_was_seen_is_named_by_the_share_of_lifts_beyond_it(name):
    half = np.where(np.arange(ROWS) < ROWS // 2, 1e6, lifts()[name])
    shares = outside_shares(lifts(**{name: half}), NUMBERS)
    assert shares.pop(name) == pytest.approx(0.5)
    assert set(shares.values()) == {0.0}


def test_what_is_not_known_of_a_lift_is_not_held_against_it():
    some = np.where(np.arange(ROWS) < ROWS // 2, np.nan, lifts()["reps_28"])
    assert outside_shares(lifts(reps_28=some), NUMBERS)["reps_28"] == 0.0
    assert outside_shares(lifts(reps_28=np.nan), NUMBERS)["reps_28"] == 0.0
