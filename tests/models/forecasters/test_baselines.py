import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from models.forecasters.baselines import Drift, NoChange, ScaledNoChange, quantiles_by_horizon
from models.forecasters.horizons import QUANTILES, HorizonTable
from models.forecasters.panel import series_volatility

BASELINES = [NoChange(), ScaledNoChange(), Drift()]


def fitted(baseline, panel):
    return clone(baseline).fit(panel, panel["y"], panel["lifter"])


@pytest.mark.parametrize("baseline", BASELINES, ids=lambda one: type(one).__name__)
def test_quantiles_never_cross_and_unfitted_ones_refuse(baseline, panel):
    with pytest.raises(NotFittedError):
        clone(baseline).predict(panel)
    predicted = fitted(baseline, panel).predict(panel)
    assert predicted.shape == (len(panel), len(QUANTILES))
    assert (np.diff(predicted, axis=1) >= 0).all()


def test_no_change_has_the_empirical_quantiles_and_a_median_of_zero(panel):
    predicted = fitted(NoChange(), panel).predict(panel)
    at = (panel["horizon_weeks"] == 12).to_numpy()
    assert (predicted[:, 3] == 0).all()
    assert predicted[at][0, [1, 5]] == pytest.approx(np.quantile(panel["y"][at], [0.10, 0.90]))


def test_scaled_no_change_is_wider_for_restless_series(panel):
    predicted = fitted(ScaledNoChange(), panel).predict(panel)
    width = (predicted[:, 5] - predicted[:, 1]) / series_volatility(panel)
    at = (panel["horizon_weeks"] == 4).to_numpy()
    assert width[at] == pytest.approx(width[at][0])


def test_drift_carries_the_slope_on(panel):
    drift = fitted(Drift(), panel)
    steeper = panel.assign(slope_84=panel["slope_84"] + 0.01)
    assert drift.predict(steeper)[:, 3] - drift.predict(panel)[:, 3] == pytest.approx(0.01 * panel["horizon_weeks"])


def test_no_rows_are_refused(panel):
    with pytest.raises(ValueError, match="no rows to take quantiles of"):
        quantiles_by_horizon(panel["horizon_weeks"].head(0), np.array([]))


def test_horizons_between_and_beyond_follow_the_square_root_of_time():
    table = HorizonTable(horizons_weeks=(4.0, 16.0), values=np.array([[1.0], [3.0]]))
    assert table.at([1, 4, 9, 16, 64]).ravel() == pytest.approx([1, 1, 2, 3, 6])
