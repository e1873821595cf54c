"""Gradient-boosted quantiles: one small ensemble of trees per quantile."""

from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from models.panel import INPUTS, QUANTILES
from models.sampling import balanced_rows

Array = npt.NDArray[np.float64]


class BoostedQuantiles(BaseEstimator):
    """Histogram gradient boosting of the pinball loss, the horizon among the inputs.

    Parameters
    ----------
    trees : int
        Per quantile.
    learning_rate : float
    leaves : int
        Per tree; few, as the signal is weak.
    rows_per_leaf : int
        At least.
    most_rows : int
        Rows each quantile is fitted on at most; every quantile draws its own.
    random_state : int

    Attributes
    ----------
    quantiles_ : list of HistGradientBoostingRegressor
    """

    def __init__(
        self,
        *,
        trees: int = 80,
        learning_rate: float = 0.07,
        leaves: int = 8,
        rows_per_leaf: int = 50,
        most_rows: int = 6000,
        random_state: int = 0,
    ) -> None:
        self.trees = trees
        self.learning_rate = learning_rate
        self.leaves = leaves
        self.rows_per_leaf = rows_per_leaf
        self.most_rows = most_rows
        self.random_state = random_state

    def fit(self, X: pd.DataFrame, y: npt.ArrayLike, groups: npt.ArrayLike) -> Self:
        """Fit each quantile on rows of its own drawing."""
        inputs = X[list(INPUTS)].to_numpy(dtype=np.float32)
        target = np.asarray(y, dtype=float)
        # More threads than idle cores make small trees many times slower: each waits for the last.
        with threadpool_limits(1, user_api="openmp"):
            self.quantiles_ = [self._quantile(inputs, target, groups, position) for position in range(len(QUANTILES))]
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Give the quantiles in ascending order, of shape (n_rows, 7)."""
        check_is_fitted(self)
        inputs = X[list(INPUTS)].to_numpy(dtype=np.float32)
        with threadpool_limits(1, user_api="openmp"):
            columns = [quantile.predict(inputs) for quantile in self.quantiles_]
        return np.sort(np.stack(columns, axis=1), axis=1)

    def _quantile(
        self, inputs: npt.NDArray[np.float32], y: Array, groups: npt.ArrayLike, position: int
    ) -> HistGradientBoostingRegressor:
        """Fit one quantile."""
        rows = balanced_rows(groups, self.most_rows, random_state=self.random_state + position)
        return HistGradientBoostingRegressor(
            loss="quantile",
            quantile=QUANTILES[position],
            max_iter=self.trees,
            learning_rate=self.learning_rate,
            max_leaf_nodes=self.leaves,
            min_samples_leaf=self.rows_per_leaf,
            max_features=0.3,
            early_stopping=False,
            random_state=self.random_state,
        ).fit(inputs[rows], y[rows])
