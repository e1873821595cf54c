import json

import numpy as np
import pytest

from models.forecasters import network
from models.forecasters.horizons import QUANTILES
from models.forecasters.learnt.blend import network_forecast, network_of, network_outputs, network_quantiles
from models.forecasters.network import QuantileNetwork


@pytest.fixture(scope="module")
def fitted(panel):
    return QuantileNetwork(networks=2).fit(panel, panel["y"], panel["lifter"])


def test_the_slope_of_the_loss_is_that_of_small_steps():
    draw = np.random.default_rng(0)
    inputs, y = draw.normal(size=(8, 5)), draw.normal(size=8)
    start = network._start(5, 3, draw)
    weights = {name: (part + draw.normal(scale=0.3, size=part.shape)).astype(float) for name, part in start.items()}

    def loss(at):
        error = (network_quantiles(network_outputs(inputs, at)[0]) - y[:, None]) / network.SMOOTHING
        # the loss whose slope in a quantile is expit(error) - level
        return network.SMOOTHING * (np.logaddexp(0, error) - np.array(QUANTILES) * error).sum(axis=1).mean()

    slopes = network._gradient(inputs, y, weights)
    for name, part in weights.items():
        for place in (0, part.size // 2, part.size - 1):
            higher, lower = ({key: value.copy() for key, value in weights.items()} for _ in range(2))
            higher[name].flat[place] += 1e-5
            lower[name].flat[place] -= 1e-5
            assert slopes[name].flat[place] == pytest.approx((loss(higher) - loss(lower)) / 2e-5, abs=1e-5), name


def test_a_network_finds_a_spread_that_hangs_on_an_input(panel):
    draw = np.random.default_rng(2)
    spread = np.exp(np.clip(panel["slope_84"].to_numpy(), -2, 2) / 2)
    model = QuantileNetwork(networks=1, passes=60).fit(panel, spread * draw.normal(size=len(panel)), panel["lifter"])
    predicted = model.predict(panel)
    width = predicted[:, 5] - predicted[:, 1]
    assert np.corrcoef(np.log(width), np.log(spread))[0, 1] > 0.8
    assert np.median(width / spread) == pytest.approx(2 * 1.2816, rel=0.2)


def test_networks_survive_being_written_as_numbers(fitted, unseen):
    numbers = json.loads(json.dumps(fitted.to_numbers(), allow_nan=False))
    assert network_forecast(unseen, **network_of(numbers)) == pytest.approx(fitted.predict(unseen), abs=1e-5)


def test_fewer_rows_than_a_batch_can_be_learnt_from(panel):
    few = panel.head(40)
    assert np.isfinite(QuantileNetwork(networks=1).fit(few, few["y"], few["lifter"]).predict(panel)).all()
