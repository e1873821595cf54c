import json

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingRegressor

from models.forecasters.trees import Trees


@pytest.fixture(scope="module")
def drawn():
    draw = np.random.default_rng(3)
    inputs = draw.normal(size=(900, 5)).astype(np.float32)
    inputs[:, 1] = np.round(inputs[:, 1])  # values that lie on thresholds
    inputs[draw.random(inputs.shape) < 0.15] = np.nan
    y = np.nan_to_num(inputs[:, 0]) + 0.5 * (np.nan_to_num(inputs[:, 1], nan=2.0) > 0) + draw.normal(size=900) / 5
    return inputs, y


@pytest.fixture(scope="module", params=["absolute_error", "gamma"])
def grown(request, drawn):
    inputs, y = drawn
    target = np.abs(y) + 0.01 if request.param == "gamma" else y
    return HistGradientBoostingRegressor(loss=request.param, max_iter=30, max_leaf_nodes=8).fit(inputs, target)


def as_grown(grown, inputs):
    made = grown.predict(inputs)
    return np.log(made) if grown.loss == "gamma" else made


def test_plain_trees_forecast_what_the_grown_ones_do_missing_values_and_all(grown, drawn):
    assert Trees.of(grown).sums(drawn[0]) == pytest.approx(as_grown(grown, drawn[0]), abs=1e-9)


def test_trees_survive_being_written_as_numbers(grown, drawn):
    numbers = json.loads(json.dumps(Trees.of(grown).to_numbers(), allow_nan=False))
    assert Trees.from_numbers(numbers).sums(drawn[0]) == pytest.approx(as_grown(grown, drawn[0]), abs=1e-4)


def test_a_tree_that_found_nothing_to_split_on_adds_the_same_to_all(drawn):
    inputs, _ = drawn
    flat = HistGradientBoostingRegressor(max_iter=3, min_samples_leaf=600).fit(inputs, np.ones(len(inputs)))
    assert Trees.of(flat).sums(inputs[:4]) == pytest.approx(np.ones(4))
