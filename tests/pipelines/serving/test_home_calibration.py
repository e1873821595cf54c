"""A home's calibration is made anew at stated moments only, and is part of what a build is made of."""

import json

import numpy as np
import pandas as pd
import pytest

from pipelines.champion import registry
from pipelines.champion.registry import Champion, shipped_champion
from pipelines.errors import ModelError
from pipelines.serving import home_calibration
from pipelines.serving.home_calibration import HomeCalibration, recalibrate, recent_coverage
from pipelines.serving.lifter_keys import key_of_all

SHIPPED = shipped_champion().version


def errors(weeks, *, lifters=20, ratio=1.2, seed=0, model=SHIPPED, first="2025-01-06"):
    """Make errors of so many weeks, one a lifter and horizon; a range holds what is 1 at most."""
    draw = np.random.default_rng(seed)
    rows = pd.DataFrame(
        [
            (f"lifter {lifter:02d}", horizon, pd.Timestamp(first) + pd.Timedelta(weeks=week))
            for week in range(weeks)
            for lifter in range(lifters)
            for horizon in (4, 8)
        ],
        columns=["lifter", "horizon_weeks", "known_on"],
    )
    ratios = np.abs(draw.normal(scale=ratio, size=len(rows))) / 1.2816
    return rows.assign(ratio=ratios, is_inside=ratios <= 1, model_version=model)


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


def crown(settings, version):
    """Put another model in force, as a training or a person does."""
    settings.home.mkdir(parents=True, exist_ok=True)
    registry.write_champion(settings, Champion(name="blend", version=version))


def test_another_model_begins_with_part_of_the_stretch_at_once_and_soon_goes_by_its_own_errors(settings, known):
    known(errors(20, ratio=2.0))
    wide = recalibrate(settings)
    crown(settings, "1")
    begun = recalibrate(settings)
    assert begun.why == (
        "Another model is in force: 800 forecasts given of 20 lifters have come due, 0 of them by the model in force."
    )
    assert (wide.model_version, begun.model_version) == (SHIPPED, "1")
    assert 1.05 < begun.by_horizon()[4] < 1 + 0.5 * (wide.by_horizon()[4] - 1)
    own = errors(2, model="1", ratio=1.0, first="2025-06-02")
    known(pd.concat([errors(20, ratio=2.0), own]))
    assert len(own) < home_calibration.LEAST_ERRORS
    assert recalibrate(settings) == begun
    known(pd.concat([errors(20, ratio=2.0), errors(8, model="1", ratio=0.8, first="2025-06-02")]))
    assert recalibrate(settings, retrained=True).by_horizon()[4] < 1.1
    registry.champion_file(settings).unlink()
    assert recalibrate(settings).by_horizon() == pytest.approx(wide.by_horizon(), abs=0.1)


def test_forecasts_of_nobody_knows_which_model_count_as_a_forerunners(settings, known):
    known(errors(20, ratio=2.0, model=None))
    assert 1.05 < recalibrate(settings).by_horizon()[4] < 1.4


def test_a_file_of_before_models_were_told_apart_is_read_and_stays_in_force(settings, known):
    known(errors(20))
    made = recalibrate(settings)
    path = settings.home / "calibration.json"
    path.write_text(json.dumps({k: v for k, v in json.loads(path.read_text()).items() if k != "model_version"}))
    old = home_calibration.read_calibration(settings)
    assert (old.by_horizon(), old.version, old.model_version) == (made.by_horizon(), made.version, "")
    assert recalibrate(settings) == old


def test_a_home_without_a_build_has_no_errors_and_a_damaged_file_says_what_to_do(settings):
    assert recalibrate(settings) == HomeCalibration()
    settings.home.mkdir(parents=True)
    (settings.home / "calibration.json").write_text("[]")
    with pytest.raises(ModelError, match="delete it"):
        home_calibration.read_calibration(settings)
