"""A small neural network of all quantiles at once: what a forecast is made of may depend on anything else.

References
----------
.. [1] Kingma & Ba (2015), Adam: a method for stochastic optimization, ICLR, arXiv:1412.6980.
.. [2] Loshchilov & Hutter (2019), Decoupled weight decay regularization, ICLR, arXiv:1711.05101.
.. [3] Srivastava et al. (2014), Dropout, Journal of Machine Learning Research 15, 1929-1958.
"""

from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from models.forecasters.horizons import QUANTILES
from models.forecasters.inputs import Standardised, six_digits
from models.forecasters.learnt.blend import Weights, network_forecast, network_outputs, network_quantiles
from models.forecasters.sampling import balanced_rows

Array = npt.NDArray[np.floating[Any]]

SMOOTHING: Final = 0.05
"""Width, in units of the targets' spread, over which the corner of the pinball loss is rounded."""
BATCH_ROWS: Final = 256
FASTEST_STEP: Final = 3e-3
"""Of Adam [1]_ at the start; it falls to nothing along a cosine."""
DECAY: Final = 0.3
"""Of the weights, per unit of step, apart from the gradient [2]_."""
DROPPED_SHARE: Final = 0.1
"""Of the inputs, at random in each step [3]_: no forecast may hang on one of them."""
FIRST_GAP: Final = -0.5
"""Where the distances between quantiles start, before the softplus that keeps them above zero."""
_LEVELS: Final = np.array(QUANTILES)
_MEDIAN: Final = QUANTILES.index(0.5)


class QuantileNetwork(BaseEstimator):
    """The median and the distances between quantiles, from one hidden layer and straight from the inputs.

    Distances are above zero, so quantiles cannot cross. Several networks, each from its own start, are averaged: few
    passes over the rows, no single answer.

    Parameters
    ----------
    networks : int
        Averaged.
    hidden : int
        Units of the hidden layer.
    passes : int
        Over the rows.
    most_rows : int
        Rows fitted on at most, drawn so that long logs do not dominate; each network draws its own.
    random_state : int

    Attributes
    ----------
    standardised_ : Standardised
    spread_ : float
        Of the targets (ln), the unit inside.
    weights_ : list of dict
        One per network.
    """

    def __init__(
        self, *, networks: int = 2, hidden: int = 24, passes: int = 5, most_rows: int = 20_000, random_state: int = 0
    ) -> None:
        self.networks = networks
        self.hidden = hidden
        self.passes = passes
        self.most_rows = most_rows
        self.random_state = random_state

    def fit(self, X: pd.DataFrame, y: npt.ArrayLike, groups: npt.ArrayLike) -> Self:
        """Fit each network from its own start on rows of its own drawing."""
        target = np.asarray(y, dtype=float)
        rows = balanced_rows(groups, self.most_rows, random_state=self.random_state)
        self.standardised_ = Standardised.learn(X.iloc[rows])
        self.spread_ = float(np.std(target[rows])) or 1.0
        self.weights_ = []
        with threadpool_limits(1, user_api="blas"):
            for place in range(self.networks):
                drawn = balanced_rows(groups, self.most_rows, random_state=self.random_state + place)
                inputs = self.standardised_.columns(X.iloc[drawn]).astype(np.float32)
                scaled = (target[drawn] / self.spread_).astype(np.float32)
                self.weights_.append(self._trained(inputs, scaled, np.random.default_rng(self.random_state + place)))
        return self

    def predict(self, X: pd.DataFrame) -> npt.NDArray[np.float64]:
        """Quantiles in ascending order, of shape (n_rows, 7)."""
        check_is_fitted(self)
        return network_forecast(X, self.standardised_, self.spread_, self.weights_)

    def to_numbers(self) -> dict[str, Any]:
        """All that was learned as lists of numbers."""
        check_is_fitted(self)
        return {
            "standardised": self.standardised_.to_numbers(),
            "spread": self.spread_,
            "networks": [{name: six_digits(part) for name, part in weights.items()} for weights in self.weights_],
        }

    def _trained(self, inputs: Array, y: Array, draw: np.random.Generator) -> Weights:
        """Weights after the last pass."""
        weights = _start(inputs.shape[1], self.hidden, draw)
        batch = min(BATCH_ROWS, len(y))
        descent = _Descent(weights, steps=self.passes * (len(y) // batch))
        for _ in range(self.passes):
            order = draw.permutation(len(y))
            for first in range(0, len(y) - batch + 1, batch):
                rows = order[first : first + batch]
                kept = draw.random((batch, inputs.shape[1]), dtype=np.float32) > DROPPED_SHARE
                descent.step(_gradient(inputs[rows] * kept / np.float32(1 - DROPPED_SHARE), y[rows], weights))
        return weights


class _Descent:
    """Adam with decoupled decay; changes the weights in place."""

    MEMORY: Final = (0.9, 0.999)
    TINY: Final = 1e-8

    def __init__(self, weights: Weights, *, steps: int) -> None:
        self._weights = weights
        self._steps = steps
        self._done = 0
        self._mean = {name: np.zeros_like(part) for name, part in weights.items()}
        self._square = {name: np.zeros_like(part) for name, part in weights.items()}

    def step(self, gradient: Weights) -> None:
        """Take one step down."""
        self._done += 1
        size = FASTEST_STEP * (1 + np.cos(np.pi * self._done / self._steps)) / 2
        slow, slower = self.MEMORY
        for name in self._weights:
            self._mean[name] += (1 - slow) * (gradient[name] - self._mean[name])
            self._square[name] += (1 - slower) * (gradient[name] ** 2 - self._square[name])
            mean = self._mean[name] / (1 - slow**self._done)
            square = self._square[name] / (1 - slower**self._done)
            if not name.endswith("bias"):
                self._weights[name] *= 1 - size * DECAY
            self._weights[name] -= size * mean / (np.sqrt(square) + self.TINY)


def _start(columns: int, hidden: int, draw: np.random.Generator) -> Weights:
    """Draw first weights: the hidden layer at work, all forecasts alike."""
    levels = len(QUANTILES)
    weights = {
        "inner": draw.normal(size=(columns, hidden)) / np.sqrt(columns),
        "inner_bias": np.zeros(hidden),
        "outer": draw.normal(size=(hidden, levels)) / (10 * np.sqrt(hidden)),
        "direct": np.zeros((columns, levels)),
        "bias": np.where(np.arange(levels) == _MEDIAN, 0.0, FIRST_GAP),
    }
    return {name: part.astype(np.float32) for name, part in weights.items()}


def _gradient(inputs: Array, y: Array, weights: Weights) -> Weights:
    """Slope of the mean smoothed pinball loss at each weight."""
    outputs, hidden = network_outputs(inputs, weights)
    below = expit((network_quantiles(outputs) - y[:, None]) / SMOOTHING)
    at_quantiles = (below - _LEVELS) / len(y)
    at_outputs = np.empty_like(outputs)
    at_outputs[:, _MEDIAN] = at_quantiles.sum(axis=1)
    at_outputs[:, :_MEDIAN] = -np.cumsum(at_quantiles[:, :_MEDIAN], axis=1)
    at_outputs[:, _MEDIAN + 1 :] = np.cumsum(at_quantiles[:, :_MEDIAN:-1], axis=1)[:, ::-1]
    gaps = np.arange(len(QUANTILES)) != _MEDIAN
    at_outputs[:, gaps] *= expit(outputs[:, gaps])
    at_hidden = (at_outputs @ weights["outer"].T) * (1 - hidden**2)
    return {
        "inner": inputs.T @ at_hidden,
        "inner_bias": at_hidden.sum(axis=0),
        "outer": hidden.T @ at_outputs,
        "direct": inputs.T @ at_outputs,
        "bias": at_outputs.sum(axis=0),
    }
