"""Gradient boosting of a centre and a spread: two small ensembles of trees, and the shape all lifters share."""

from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from models.horizons import HorizonTable
from models.panel import INPUTS, QUANTILES
from models.sampling import BALANCE, balanced_rows, lifter_weights

Array = npt.NDArray[np.float64]
Inputs = npt.NDArray[np.float32]

LEAST_SPREAD_LOG: Final = 0.005
"""Added to every distance from the centre (ln), so that a plateau does not count as endless certainty."""


class BoostedSpread(BaseEstimator):
    """A median and a mean distance from it, both boosted, times one set of quantiles per horizon.

    Seven quantiles boosted apart learn seven times from the same weak signal and each from the few rows in its tail;
    a centre and a spread learn from every row. Both are means over several ensembles, each fitted on its own draw.

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
        Rows each ensemble is fitted on at most.
    draws : int
        Ensembles of the centre, and of the spread.
    random_state : int

    Attributes
    ----------
    centres_, spreads_ : list of HistGradientBoostingRegressor
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
        draws: int = 2,
        random_state: int = 0,
    ) -> None:
        self.trees = trees
        self.learning_rate = learning_rate
        self.leaves = leaves
        self.rows_per_leaf = rows_per_leaf
        self.most_rows = most_rows
        self.draws = draws
        self.random_state = random_state

    def fit(self, X: pd.DataFrame, y: npt.ArrayLike, groups: npt.ArrayLike) -> Self:
        """Fit the centre, then how far lifts end up from it, then the shape of what is left."""
        inputs, target = _inputs(X), np.asarray(y, dtype=float)
        # More threads than idle cores make small trees many times slower: each waits for the last.
        with threadpool_limits(1, user_api="openmp"):
            self.centres_ = self._boosted("absolute_error", inputs, target, groups, 0)
            missed = target - _mean_of(self.centres_, inputs)
            self.spreads_ = self._boosted("gamma", inputs, np.abs(missed) + LEAST_SPREAD_LOG, groups, self.draws)
            scaled = missed / _mean_of(self.spreads_, inputs)
        self.shape_ = _shape(X["horizon_weeks"].to_numpy(), scaled, lifter_weights(groups, BALANCE))
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Give the quantiles in ascending order, of shape (n_rows, 7)."""
        check_is_fitted(self)
        inputs = _inputs(X)
        with threadpool_limits(1, user_api="openmp"):
            centre, spread = _mean_of(self.centres_, inputs), _mean_of(self.spreads_, inputs)
        return np.asarray(centre[:, None] + spread[:, None] * self.shape_.at(X["horizon_weeks"]))

    def _boosted(
        self, loss: str, inputs: Inputs, target: Array, groups: npt.ArrayLike, first_draw: int
    ) -> list[HistGradientBoostingRegressor]:
        """Fit the ensembles of the centre or of the spread, each on rows of its own drawing."""
        settings: dict[str, Any] = {
            "loss": loss,
            "max_iter": self.trees,
            "learning_rate": self.learning_rate,
            "max_leaf_nodes": self.leaves,
            "min_samples_leaf": self.rows_per_leaf,
            "max_features": 0.3,
            "l2_regularization": 10.0,
            "early_stopping": False,
        }
        fitted = []
        for seed in range(self.random_state + first_draw, self.random_state + first_draw + self.draws):
            rows = balanced_rows(groups, self.most_rows, random_state=seed)
            ensemble = HistGradientBoostingRegressor(**settings, random_state=seed)
            fitted.append(ensemble.fit(inputs[rows], target[rows]))
        return fitted


def _mean_of(ensembles: list[HistGradientBoostingRegressor], inputs: Inputs) -> Array:
    """Give the mean of what the ensembles say, of shape (n_rows,)."""
    return np.asarray(np.mean([ensemble.predict(inputs) for ensemble in ensembles], axis=0))


def _inputs(X: pd.DataFrame) -> Inputs:
    """Take the inputs in their order."""
    return X[list(INPUTS)].to_numpy(dtype=np.float32)


def _shape(weeks: npt.NDArray[Any], scaled: Array, weights: Array) -> HorizonTable:
    """Give the weighted quantiles at each horizon."""
    known = np.unique(weeks)
    values = [_weighted_quantiles(scaled[weeks == week], weights[weeks == week]) for week in known]
    return HorizonTable(horizons_weeks=tuple(float(week) for week in known), values=np.array(values))


def _weighted_quantiles(values: Array, weights: Array) -> Array:
    """Interpolate between the middles of the steps of the weighted distribution function."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    return np.asarray(np.interp(QUANTILES, (reached - weights[order] / 2) / reached[-1], values[order]))
