import numpy as np
import pytest

from models.forecasters.ahead import forecast_at
from models.forecasters.horizons import HORIZONS_WEEKS
from models.forecasters.linear import LinearQuantiles
from models.forecasters.panel import horizon_panel


@pytest.fixture(scope="module")
def predict(panel):
    return LinearQuantiles().fit(panel, panel["y"], panel["lifter"]).predict


@pytest.fixture(scope="module")
def features(tables):
    return tables[0].head(40)


def test_widths_never_shrink_and_quantiles_never_cross_at_any_horizon_of_a_year(predict, features):
    quantiles = forecast_at(predict, features, range(1, 53))
    assert quantiles.shape == (40, 52, 7)
    assert (np.diff(quantiles, axis=2) >= 0).all()
    for low, high in ((0, 6), (1, 5), (2, 4)):
        width = quantiles[:, :, high] - quantiles[:, :, low]
        assert (np.diff(width, axis=1) >= -1e-12).all()
        assert (width[:, 51] > 1.3 * width[:, 25]).all()


def test_medians_are_those_learnt_and_start_from_no_change(predict, features):
    medians = forecast_at(predict, features, [*HORIZONS_WEEKS, 1, 52])[:, :, 3]
    learnt = predict(horizon_panel(features)).reshape(4, 40, 7)[:, :, 3].T
    assert medians[:, :4] == pytest.approx(learnt)
    assert medians[:, 4] == pytest.approx(learnt[:, 0] / 4)
    assert medians[:, 5] == pytest.approx(learnt[:, 3])


def test_a_forecast_whose_widths_grow_is_left_as_it_is(features):
    def spreading(panel):
        return np.sqrt(panel["horizon_weeks"].to_numpy(dtype=float))[:, None] * np.linspace(-0.1, 0.2, 7)

    learnt = spreading(horizon_panel(features)).reshape(4, 40, 7)
    assert forecast_at(spreading, features, HORIZONS_WEEKS) == pytest.approx(np.swapaxes(learnt, 0, 1))


def test_one_horizon_is_the_same_alone_and_among_others(predict, features):
    among = forecast_at(predict, features, [3, 17, 40])
    assert forecast_at(predict, features, [17])[:, 0] == pytest.approx(among[:, 1])


def test_no_lifts_give_no_forecasts(predict, features):
    assert forecast_at(predict, features.head(0), [4, 5]).shape == (0, 2, 7)


@pytest.mark.parametrize("weeks", [0, 53, -4])
def test_horizons_out_of_reach_are_named(predict, features, weeks):
    with pytest.raises(ValueError, match=f"got \\[{weeks}\\]; take 1 to 52"):
        forecast_at(predict, features, [4, weeks])
