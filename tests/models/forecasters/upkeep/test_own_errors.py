"""A lifter's own past errors adapt that lifter's ranges, and nothing else does."""

import numpy as np
import pandas as pd
import pytest

from models.forecasters.backtest import forecast_unseen
from models.forecasters.candidates import Candidate, forecasts_of
from models.forecasters.horizons import QUANTILES
from models.forecasters.linear import LinearQuantiles
from models.forecasters.upkeep.own_errors import LOOKED_BACK_DAYS, MONTHS_OF_PRIOR, adapted, adapting

WIDTH_LOG = 0.1
STEPS = 40


def log(lifter, spread, *, seed, steps=STEPS, weeks=(4, 8, 12)):
    """Make a lifter's cutoffs, with changes spread as said."""
    draw = np.random.default_rng(seed)
    rows = pd.DataFrame(
        [
            (lifter, "squat", pd.Timestamp("2022-01-03") + pd.Timedelta(days=14 * step), horizon)
            for step in range(steps)
            for horizon in weeks
        ],
        columns=["lifter", "exercise_id", "cutoff", "horizon_weeks"],
    )
    rows = rows.assign(steps=20.0, step_rms=0.06, seen=draw.normal(scale=spread, size=len(rows)))
    weeks_on = pd.to_timedelta(7 * rows["horizon_weeks"] + 14, unit="D")
    return rows.assign(y=rows["seen"], known_on=rows["cutoff"] + weeks_on)


def as_promised(panel):
    """Forecast changes spread by WIDTH_LOG, whoever the lifter is."""
    return np.tile(np.array([-1.645, -1.282, -0.674, 0, 0.674, 1.282, 1.645]) * WIDTH_LOG, (len(panel), 1))


def covered(panel, predicted):
    late = (panel["cutoff"] > panel["cutoff"].min() + pd.Timedelta(days=14 * STEPS / 2)).to_numpy()
    y = panel["y"].to_numpy()
    return ((predicted[:, 1] <= y) & (y <= predicted[:, 5]))[late].mean()


def adapted_to_itself(panel):
    predicted = as_promised(panel)
    return adapted(panel, predicted, panel, predicted)


@pytest.mark.parametrize("spread", [0.07, 0.2])
def test_ranges_of_a_lifter_unlike_others_come_nearer_to_what_they_promise(spread):
    panel = log("anna", spread, seed=1)
    before, after = covered(panel, as_promised(panel)), covered(panel, adapted_to_itself(panel))
    assert abs(after - 0.8) < 0.65 * abs(before - 0.8)


def test_median_and_quartiles_stay_and_quantiles_never_cross():
    panel = log("anna", 0.2, seed=1)
    before, after = as_promised(panel), adapted_to_itself(panel)
    assert after[:, 2:5] == pytest.approx(before[:, 2:5])
    assert (np.diff(after, axis=1) >= 0).all()


def test_nothing_is_adapted_before_an_outcome_is_known():
    panel = log("anna", 0.3, seed=1)
    early = (panel["cutoff"] < panel["known_on"].min()).to_numpy()
    assert early.any()
    assert adapted_to_itself(panel)[early] == pytest.approx(as_promised(panel)[early])
    assert (adapted_to_itself(panel)[~early] != as_promised(panel)[~early]).any()


def test_what_is_not_known_yet_changes_no_forecast():
    panel = log("anna", 0.1, seed=1)
    cutoff = panel["cutoff"].iloc[len(panel) // 2]
    later = (panel["known_on"] > cutoff).to_numpy()
    other = panel.assign(seen=np.where(later, panel["seen"] + 0.5, panel["seen"]))
    now = (panel["cutoff"] <= cutoff).to_numpy()
    assert np.array_equal(adapted_to_itself(other)[now], adapted_to_itself(panel)[now])
    assert not np.array_equal(adapted_to_itself(other)[~now], adapted_to_itself(panel)[~now])
    cut_off = panel[now]
    assert np.array_equal(adapted_to_itself(cut_off), adapted_to_itself(panel)[now])


def test_another_lifters_errors_change_nothing():
    anna, bo = log("anna", 0.1, seed=1), log("bo", 0.4, seed=2)
    both = pd.concat([bo, anna], ignore_index=True)
    predicted = as_promised(both)
    of_anna = adapted(both, predicted, both, predicted)[len(bo) :]
    assert np.array_equal(of_anna, adapted_to_itself(anna))


def test_errors_of_few_months_count_little_and_old_ones_are_forgotten():
    panel = log("anna", 0.3, seed=1)
    width = adapted_to_itself(panel)[:, 5] - as_promised(panel)[:, 5]
    first_known = (panel["cutoff"] >= panel["known_on"].min()).to_numpy().argmax()
    assert width[first_known] < width[-1] / 2
    years_on = panel.tail(3).assign(cutoff=panel["cutoff"].max() + pd.Timedelta(days=LOOKED_BACK_DAYS))
    assert adapted(years_on, as_promised(years_on), panel, as_promised(panel)) == pytest.approx(as_promised(years_on))


def test_after_the_months_of_the_prior_errors_count_for_half():
    steps = 2 * MONTHS_OF_PRIOR
    panel = log("anna", 0.1, seed=1, steps=steps, weeks=(4,)).assign(seen=0.5)
    new = panel.tail(1).assign(cutoff=pd.Timestamp("2023-01-01"))
    grown = adapted(new, as_promised(new), panel, as_promised(panel))[0, 5] - as_promised(new)[0, 5]
    months = (panel["cutoff"] - pd.Timestamp("1970-01-01")).dt.days.floordiv(28).nunique()
    assert grown == pytest.approx((0.5 - 1.282 * WIDTH_LOG) * months / (months + MONTHS_OF_PRIOR))


def test_the_backtest_and_what_is_served_adapt_alike(panel):
    one = Candidate(name="linear", make=LinearQuantiles)
    backtested = forecasts_of((one,), panel)[0]["linear"]
    raw = forecast_unseen(LinearQuantiles(), panel)
    kept = dict(zip(panel.index, raw, strict=True))

    def predict(rows):
        return np.array([kept[row] for row in rows.index])

    for cutoff in sorted(panel["cutoff"].unique())[-2:]:
        now = panel[panel["cutoff"] == cutoff]
        served = adapting(predict, panel[panel["known_on"] <= cutoff])(now)
        assert np.array_equal(served, backtested[panel["cutoff"] == cutoff])
    assert not np.array_equal(backtested, raw)
    assert backtested.shape[1] == len(QUANTILES)


def test_lifters_without_a_past_are_forecast_as_everybody():
    panel = log("anna", 0.1, seed=1)
    assert adapting(as_promised, panel.head(0))(panel) == pytest.approx(as_promised(panel))
