"""Linear quantile regression, pooled over horizons: small and fast."""

from typing import Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from models.forecasters.horizons import QUANTILES
from models.forecasters.inputs import HORIZON, Standardised, row_by_row
from models.forecasters.sampling import balanced_rows

Array = npt.NDArray[np.float64]

SMOOTHING_LOG: Final = 0.01
"""Width (ln) over which the corner of the pinball loss is rounded, so that it has a gradient."""
STEPS: Final = 60


class LinearQuantiles(BaseEstimator):
    """Each quantile a linear function of the inputs, and of the inputs times the log of the horizon.

    Parameters
    ----------
    penalty : float
        Ridge on the coefficients of standardised inputs; strong, as inputs are many and lifters few.
    most_rows : int
        Rows fitted on at most, drawn so that long logs do not dominate.
    random_state : int

    Attributes
    ----------
    standardised_ : Standardised
    coefficients_ : ndarray of shape (7, n_columns)
    """

    def __init__(self, *, penalty: float = 1.0, most_rows: int = 20_000, random_state: int = 0) -> None:
        self.penalty = penalty
        self.most_rows = most_rows
        self.random_state = random_state

    def fit(self, X: pd.DataFrame, y: npt.ArrayLike, groups: npt.ArrayLike) -> Self:
        """Fit the median, then each quantile starting from its neighbour."""
        # Matrices are small: more threads than idle cores cost more than they give.
        with threadpool_limits(1, user_api="blas"):
            return self._fit(X, y, groups)

    def _fit(self, X: pd.DataFrame, y: npt.ArrayLike, groups: npt.ArrayLike) -> Self:
        """Fit, whatever the threads."""
        rows = balanced_rows(groups, self.most_rows, random_state=self.random_state)
        target = np.asarray(y, dtype=float)[rows]
        self.standardised_ = Standardised.learn(X.iloc[rows])
        columns = self._columns(X.iloc[rows])
        middle = QUANTILES.index(0.5)
        coefficients: dict[int, Array] = {middle: self._minimum(columns, target, 0.5, np.zeros(columns.shape[1]))}
        for position in [*range(middle - 1, -1, -1), *range(middle + 1, len(QUANTILES))]:
            neighbour = position + 1 if position < middle else position - 1
            coefficients[position] = self._minimum(columns, target, QUANTILES[position], coefficients[neighbour])
        self.coefficients_ = np.stack([coefficients[position] for position in range(len(QUANTILES))])
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Quantiles in ascending order, of shape (n_rows, 7)."""
        check_is_fitted(self)
        return np.sort(row_by_row(self._columns(X), self.coefficients_.T), axis=1)

    def _columns(self, X: pd.DataFrame) -> Array:
        """Let every input depend on the horizon; the last column is 1."""
        plain = self.standardised_.columns(X)
        return np.hstack([plain, plain * plain[:, [HORIZON]], np.ones((len(plain), 1))])

    def _minimum(self, columns: Array, y: Array, level: float, start: Array) -> Array:
        """Minimise the smoothed pinball loss plus the penalty; the intercept, last, is free."""
        penalty = np.full(columns.shape[1], self.penalty / 2)
        penalty[-1] = 0.0

        def loss(coefficients: Array) -> tuple[float, Array]:
            scaled = (y - columns @ coefficients) / SMOOTHING_LOG
            value = SMOOTHING_LOG * np.mean(level * scaled + np.logaddexp(0, -scaled))
            gradient = -(columns.T @ (level - expit(-scaled))) / len(y)
            return float(value + penalty @ coefficients**2), np.asarray(gradient + 2 * penalty * coefficients)

        return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x)
