"""A home's calibration is made anew at stated moments only, and is part of what a build is made of."""

import numpy as np
import pandas as pd
import pytest

from pipelines.errors import ModelError
from pipelines.serving import home_calibration
from pipelines.serving.home_calibration import HomeCalibration, recalibrate, recent_coverage
from pipelines.serving.lifter_keys import key_of_all


def errors(weeks, *, lifters=20, ratio=1.2, seed=0):
    """Make errors of so many weeks, one a lifter and horizon; a range holds what is 1 at most."""
    draw = np.random.default_rng(seed)
    rows = pd.DataFrame(
        [
            (f"lifter {lifter:02d}", horizon, pd.Timestamp("2025-01-06") + pd.Timedelta(weeks=week))
            for week in range(weeks)
            for lifter in range(lifters)
            for horizon in (4, 8)
        ],
        columns=["lifter", "horizon_weeks", "known_on"],
    )
    ratios = np.abs(draw.normal(scale=ratio, size=len(rows))) / 1.2816
    return rows.assign(ratio=ratios, is_inside=ratios <= 1)


@pytest.fixture
def known(monkeypatch):
    """Let the build in force know these errors."""
    return lambda found: monkeypatch.setattr(home_calibration, "realised_errors", lambda _settings, _build: found)


def test_a_home_with_few_errors_or_lifters_has_none(settings, known):
    for found in (errors(2), errors(60, lifters=9)):
        known(found)
        assert recalibrate(settings, retrained=True) == HomeCalibration()
    assert not (settings.home / "calibration.json").exists()


def test_it_is_made_once_there_are_enough_and_then_stays_from_night_to_night(settings, known):
    before = key_of_all(settings)
    known(errors(10))
    made = recalibrate(settings)
    assert made.by_horizon()[4] > 1
    assert (made.errors, made.lifters) == (400, 20)
    assert (
        made.why == "400 forecasts given of 20 lifters have come due: ranges must be wider to hold what they promise."
    )
    assert home_calibration.read_calibration(settings) == made
    assert key_of_all(settings) != before
    known(errors(11))
    assert recalibrate(settings) == made


def test_a_change_of_the_world_widens_ranges_once_a_week_of_outcomes(settings, known):
    known(errors(20))
    first = recalibrate(settings)
    missed = pd.concat([errors(20), errors(22, ratio=3.0).query("known_on >= '2025-05-26'")])
    known(missed)
    assert recent_coverage(missed) < 0.75
    second = recalibrate(settings)
    assert second.why.endswith("ranges must be wider to hold what they promise.")
    assert second.by_horizon()[4] > first.by_horizon()[4] + 0.2
    known(missed.assign(ratio=missed["ratio"] * 2))
    assert recalibrate(settings) == second


def test_ranges_come_back_where_outcomes_allow_it_and_never_below_what_the_model_says(settings, known):
    known(errors(20, ratio=2.0))
    wide = recalibrate(settings)
    known(pd.concat([errors(20, ratio=2.0), errors(80, ratio=0.5).query("known_on >= '2025-05-26'")]))
    back = recalibrate(settings)
    assert back.why.endswith("ranges are wider than they need be.")
    assert wide.by_horizon()[4] > 1
    assert (back.by_horizon(), back.version) == ({}, "")


def test_a_home_whose_ranges_hold_enough_has_none(settings, known):
    known(errors(30, ratio=0.6))
    before = key_of_all(settings)
    assert recalibrate(settings) == HomeCalibration()
    assert recalibrate(settings, retrained=True).by_horizon() == {}
    assert key_of_all(settings) == before


def test_a_training_makes_it_anew(settings, known):
    known(errors(10))
    recalibrate(settings)
    known(errors(11))
    assert recalibrate(settings, retrained=True).why.startswith("A training has ended")


def test_a_home_without_a_build_has_no_errors_and_a_damaged_file_says_what_to_do(settings):
    assert recalibrate(settings) == HomeCalibration()
    settings.home.mkdir(parents=True)
    (settings.home / "calibration.json").write_text("[]")
    with pytest.raises(ModelError, match="delete it"):
        home_calibration.read_calibration(settings)
