"""Ranges of a home stretch to where they hold, and again after its world has changed."""

import numpy as np
import pandas as pd
import pytest

from models.forecasters.horizons import HORIZONS_WEEKS
from models.forecasters.upkeep.home_stretch import FORERUNNERS, MOST, stretch_of, stretching

ENDS = np.array([-1.645, -1.282, -0.674, 0, 0.674, 1.282, 1.645])


def errors(spread_by_week, *, lifters=60, seed=0, first="2025-01-06", is_own=True):
    """Make errors of as many weeks as spreads are given; at spread 1 ranges hold 80 %."""
    draw = np.random.default_rng(seed)
    parts = [
        pd.DataFrame(
            {
                "lifter": np.repeat([f"lifter {number:02d}" for number in range(lifters)], len(HORIZONS_WEEKS)),
                "horizon_weeks": np.tile(HORIZONS_WEEKS, lifters),
                "known_on": pd.Timestamp(first) + pd.Timedelta(weeks=week),
                "is_own": is_own,
                "ratio": np.abs(draw.normal(scale=spread, size=4 * lifters)) / 1.2816,
            }
        )
        for week, spread in enumerate(spread_by_week)
    ]
    return pd.concat(parts, ignore_index=True)


def held(stretch, later):
    return (later["ratio"] <= later["horizon_weeks"].map(stretch)).mean()


@pytest.mark.parametrize("spread", [1.0, 1.5, 2.0])
def test_ranges_hold_what_they_promise_whatever_the_home(spread):
    stretch = stretch_of(errors([spread] * 20))
    assert held(stretch, errors([spread] * 4, seed=1)) == pytest.approx(0.8, abs=0.05)


def test_good_months_never_make_ranges_narrower():
    assert set(stretch_of(errors([0.5] * 40)).values()) == {1.0}


def test_a_month_after_a_change_ranges_hold_again():
    before, later = stretch_of(errors([1.0] * 26)), errors([1.8] * 4, seed=1)
    assert held(before, later) < 0.65
    assert 0.75 <= held(stretch_of(errors([1.0] * 26 + [1.8] * 4)), later) <= 0.87


def test_a_good_month_after_a_bad_half_year_is_no_reason_to_trust():
    bad, then = stretch_of(errors([1.8] * 26)), stretch_of(errors([1.8] * 26 + [1.0] * 4))
    assert then[4] > 1 + 0.7 * (bad[4] - 1)
    assert stretch_of(errors([1.8] * 26 + [1.0] * 40))[4] < 1.1


def test_outcomes_four_weeks_ahead_widen_longer_forecasts_that_have_none_yet():
    short = errors([1.8] * 10).query("horizon_weeks == 4")
    assert stretch_of(short)[26] == pytest.approx(stretch_of(short)[4])
    assert stretch_of(short)[26] > 1.5


def test_few_lifters_stretch_little():
    few, many = (stretch_of(errors([2.0] * 20, lifters=count)) for count in (2, 100))
    assert 1 < few[4] < 1.4 < 1.8 < many[4]


def test_a_model_begins_with_less_than_half_of_what_its_forerunners_errors_ask_for():
    own = stretch_of(errors([1.8] * 10))
    begun = stretch_of(errors([1.8] * 10, is_own=False))
    for horizon in HORIZONS_WEEKS:
        assert np.log(begun[horizon]) == pytest.approx(FORERUNNERS * np.log(own[horizon]))
    assert 1.15 < begun[4] < 1.4


@pytest.mark.parametrize(("before", "now"), [(2.0, 1.0), (1.0, 1.8), (1.0, 1.0)])
def test_own_errors_outweigh_those_of_forerunners_however_many_these_are(before, now):
    known = pd.concat([errors([before] * 40, is_own=False), errors([now] * 4, seed=1, first="2025-10-13")])
    alone = stretch_of(errors([now] * 4, seed=1, first="2025-10-13"))
    assert stretch_of(known) == pytest.approx(alone, abs=0.05)
    assert held(stretch_of(known), errors([now] * 4, seed=2)) == pytest.approx(0.8, abs=0.06)


def test_few_lifters_of_its_own_leave_a_model_near_where_it_began():
    begun = stretch_of(errors([2.0] * 20, is_own=False))
    few = errors([1.0] * 4, lifters=2, seed=1, first="2025-05-26")
    told = stretch_of(pd.concat([errors([2.0] * 20, is_own=False), few]))
    assert 1 + 0.5 * (begun[4] - 1) < told[4] < begun[4]


def test_a_stretch_has_bounds_and_one_week_of_errors_is_enough_to_work():
    assert set(stretch_of(errors([50.0]))) == set(HORIZONS_WEEKS)
    assert max(stretch_of(errors([50.0] * 20)).values()) == MOST[1]
    assert min(stretch_of(errors([0.01] * 20)).values()) == MOST[0]


def test_median_and_quartiles_stay_and_quantiles_never_cross():
    panel = pd.DataFrame({"horizon_weeks": [4, 12, 26, 52]})

    def predict(rows):
        return 0.02 + np.tile(ENDS, (len(rows), 1)) * 0.1

    before, after = predict(panel), stretching(predict, {4: 0.6, 8: 1.0, 12: 1.5, 26: 2.0})(panel)
    assert after[:, 2:5] == pytest.approx(before[:, 2:5])
    assert (np.diff(after, axis=1) >= 0).all()
    assert after[1, 5] - after[1, 3] == pytest.approx(1.5 * (before[1, 5] - before[1, 3]))
    assert after[3] == pytest.approx(after[2])
    assert stretching(predict, {}) is predict
