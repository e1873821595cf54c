"""Forecasts of the best of four weeks become forecasts of the current 1RM."""

import numpy as np
import pytest
from scipy.stats import norm

from models.forecasters.horizons import QUANTILES
from models.outlook.current_ahead import COMES_THROUGH, GIVEN_BACK, MOST_GAP_LOG, SPREAD, of_best

MEDIAN = QUANTILES.index(0.5)


def best(medians=(0.04, 0.05, 0.06, 0.08), sd=0.1):
    return np.array(medians)[None, :, None] + sd * norm.ppf(QUANTILES)[None, None, :]


def current(change=None, gap=0.0, now_se=0.0):
    return of_best(best() if change is None else change, np.array([gap]), np.array([now_se]))


def test_the_luck_of_the_best_day_does_not_make_a_fall():
    lucky = current(best(medians=(-0.05, -0.05, -0.05, -0.05)), gap=0.1)
    assert lucky[0, :, MEDIAN] == pytest.approx(0.0)


def test_a_rise_comes_week_by_week_and_not_in_the_first_month():
    medians = current()[0, :, MEDIAN]
    assert medians[0] == pytest.approx(medians[1] / 2)
    assert medians[0] / medians[2] < 0.5
    assert (np.diff(medians) > 0).all()


def test_less_than_all_of_a_change_comes_through_and_more_the_longer_it_lasts():
    assert np.all(np.diff(COMES_THROUGH) > 0)
    assert np.all(np.diff(SPREAD) > 0)
    assert current()[0, 3, MEDIAN] == pytest.approx(COMES_THROUGH[3] * 0.08)


def test_no_range_is_narrower_than_what_is_not_known_now():
    sure, unsure = current(now_se=0.0), current(now_se=0.2)
    assert sure[0, 0, -2] - sure[0, 0, 1] == pytest.approx(SPREAD[0] * 0.2 * norm.ppf(0.9))
    assert unsure[0, :, -2] - unsure[0, :, 1] == pytest.approx(0.4 * norm.ppf(0.9))
    assert (np.diff(unsure, axis=-1) > 0).all()


def test_a_gap_that_only_a_mistyped_set_leaves_is_not_given_back_whole():
    far = current(gap=3.0) - current(gap=0.0)
    assert far[0, 3, MEDIAN] == pytest.approx(COMES_THROUGH[3] * GIVEN_BACK * MOST_GAP_LOG)


def test_no_lifts_give_no_forecasts():
    assert of_best(np.empty((0, 4, 7)), np.empty(0), np.empty(0)).shape == (0, 4, 7)
