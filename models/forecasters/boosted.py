"""Gradient boosting of a centre and a spread: two small ensembles of trees, and the shape all lifters share."""

from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from models.forecasters.horizons import QUANTILES, HorizonTable
from models.forecasters.learnt.blend import Inputs, boosted_forecast, boosted_inputs
from models.forecasters.sampling import BALANCE, balanced_rows, lifter_weights
from models.forecasters.trees import Trees

Array = npt.NDArray[np.float64]

LEAST_SPREAD_LOG: Final = 0.005
"""Added to every distance from the centre (ln), so that a plateau does not count as endless certainty."""


class BoostedSpread(BaseEstimator):
    """A median and a mean distance from it, both boosted, times one set of quantiles per horizon.

    Seven quantiles boosted apart learn seven times from the same weak signal and each from the few rows in its tail;
    a centre and a spread learn from every row.

    Parameters
    ----------
    trees : int
        Of the centre, and of the spread.
    learning_rate : float
    leaves : int
        Per tree; few, as the signal is weak.
    rows_per_leaf : int
        At least.
    most_rows : int
        Rows that centre and spread are each fitted on at most, each drawing its own.
    random_state : int

    Attributes
    ----------
    centre_, spread_ : Trees
        Of the median, and of the log of the mean distance from it.
    shape_ : HorizonTable
        Quantiles of (y - centre) / spread by horizon.
    """

    def __init__(
        self,
        *,
        trees: int = 120,
        learning_rate: float = 0.05,
        leaves: int = 8,
        rows_per_leaf: int = 60,
        most_rows: int = 12_000,
        random_state: int = 0,
    ) -> None:
        self.trees = trees
        self.learning_rate = learning_rate
        self.leaves = leaves
        self.rows_per_leaf = rows_per_leaf
        self.most_rows = most_rows
        self.random_state = random_state

    def fit(self, X: pd.DataFrame, y: npt.ArrayLike, groups: npt.ArrayLike) -> Self:
        """Fit the centre, then how far lifts end up from it, then the shape of what is left."""
        inputs, target = boosted_inputs(X), np.asarray(y, dtype=float)
        # More threads than idle cores make small trees many times slower: each waits for the last.
        with threadpool_limits(1, user_api="openmp"):
            self.centre_ = self._boosted("absolute_error", inputs, target, groups, 0)
            missed = target - self.centre_.sums(inputs)
            self.spread_ = self._boosted("gamma", inputs, np.abs(missed) + LEAST_SPREAD_LOG, groups, 1)
            scaled = missed / np.exp(self.spread_.sums(inputs))
        self.shape_ = _shape(X["horizon_weeks"].to_numpy(), scaled, lifter_weights(groups, BALANCE))
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Quantiles in ascending order, of shape (n_rows, 7)."""
        check_is_fitted(self)
        return boosted_forecast(X, self.centre_, self.spread_, self.shape_)

    def to_numbers(self) -> dict[str, Any]:
        """All that was learned as lists of numbers."""
        check_is_fitted(self)
        return {
            "centre": self.centre_.to_numbers(),
            "spread": self.spread_.to_numbers(),
            "shape_horizons_weeks": list(self.shape_.horizons_weeks),
            "shape": np.round(self.shape_.values, 6).tolist(),
        }

    def _boosted(self, loss: str, inputs: Inputs, target: Array, groups: npt.ArrayLike, draw: int) -> Trees:
        """Fit one ensemble on rows of its own drawing."""
        rows = balanced_rows(groups, self.most_rows, random_state=self.random_state + draw)
        settings: dict[str, Any] = {
            "loss": loss,
            "max_iter": self.trees,
            "learning_rate": self.learning_rate,
            "max_leaf_nodes": self.leaves,
            "min_samples_leaf": self.rows_per_leaf,
            "max_features": 0.3,
            "l2_regularization": 10.0,
            "early_stopping": False,
            "random_state": self.random_state + draw,
        }
        return Trees.of(HistGradientBoostingRegressor(**settings).fit(_with_values(inputs[rows]), target[rows]))


def _with_values(inputs: Inputs) -> Inputs:
    """Return the inputs, those without any value as 0: they cannot be put into bins, and a constant parts no rows."""
    return np.where(np.isnan(inputs).all(axis=0), np.float32(0), inputs)


def _shape(weeks: npt.NDArray[Any], scaled: Array, weights: Array) -> HorizonTable:
    """Weighted quantiles at each horizon."""
    horizons = np.unique(weeks)
    values = [_weighted_quantiles(scaled[weeks == week], weights[weeks == week]) for week in horizons]
    return HorizonTable(horizons_weeks=tuple(float(week) for week in horizons), values=np.array(values))


def _weighted_quantiles(values: Array, weights: Array) -> Array:
    """Interpolate between the middles of the steps of the weighted distribution function."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    return np.asarray(np.interp(QUANTILES, (reached - weights[order] / 2) / reached[-1], values[order]))
