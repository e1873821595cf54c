"""Linear quantile regression, pooled over horizons: small, fast, and it ships as plain numbers."""

from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from models.panel import INPUTS, QUANTILES
from models.sampling import balanced_rows

Array = npt.NDArray[np.float64]

CLIPPED_SHARE: Final = 0.02
"""Share of each tail of an input drawn in: logs are full of outliers."""
MISSING_SHARE: Final = 0.02
"""An input missing more often than this gets a column saying so."""
SMOOTHING_LOG: Final = 0.01
"""Width (ln) over which the corner of the pinball loss is rounded, so that it has a gradient."""
STEPS: Final = 60

_COUNTS: Final = ("days", "sets_", "span", "steps", "gap", "lifter_days", "lifter_age", "horizon")
_LOGGED: Final = np.array([name.startswith(_COUNTS) for name in INPUTS])
_HORIZON: Final = INPUTS.index("horizon_weeks")
_LEARNED: Final = ("low_", "high_", "centre_", "scale_", "missing_", "coefficients_")


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
        inputs = _inputs(X.iloc[rows])
        target = np.asarray(y, dtype=float)[rows]
        self._learn_scales(inputs)
        columns = self._columns(inputs)
        middle = QUANTILES.index(0.5)
        found: dict[int, Array] = {middle: self._minimum(columns, target, 0.5, np.zeros(columns.shape[1]))}
        for position in [*range(middle - 1, -1, -1), *range(middle + 1, len(QUANTILES))]:
            neighbour = position + 1 if position < middle else position - 1
            found[position] = self._minimum(columns, target, QUANTILES[position], found[neighbour])
        self.coefficients_ = np.stack([found[position] for position in range(len(QUANTILES))])
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Give the quantiles in ascending order, of shape (n_rows, 7)."""
        check_is_fitted(self)
        return np.sort(self._columns(_inputs(X)) @ self.coefficients_.T, axis=1)

    def to_numbers(self) -> dict[str, Any]:
        """Give all that was learned as lists of numbers."""
        check_is_fitted(self)
        return {name: _six_digits(getattr(self, name)) for name in _LEARNED}

    @classmethod
    def from_numbers(cls, numbers: dict[str, Any]) -> Self:
        """Make a fitted regression of what `to_numbers` gave."""
        made = cls()
        for name in _LEARNED:
            setattr(made, name, np.asarray(numbers[name], dtype=int if name == "missing_" else float))
        return made

    def _learn_scales(self, inputs: Array) -> None:
        """Learn where each input's tails, middle and spread are."""
        empty = np.isnan(inputs).all(axis=0)
        known = np.where(empty, 0.0, inputs)
        self.low_, self.high_ = np.nanquantile(known, [CLIPPED_SHARE, 1 - CLIPPED_SHARE], axis=0)
        drawn_in = np.clip(known, self.low_, self.high_)
        self.centre_ = np.nanmedian(drawn_in, axis=0)
        spread = np.nanstd(drawn_in, axis=0)
        self.scale_ = np.where(spread > 0, spread, 1.0)
        self.missing_ = np.flatnonzero(np.isnan(inputs).mean(axis=0) > MISSING_SHARE)

    def _columns(self, inputs: Array) -> Array:
        """Standardise, fill what is missing with the middle and say so, let all depend on the horizon."""
        standard = (np.clip(inputs, self.low_, self.high_) - self.centre_) / self.scale_
        gone = np.isnan(standard)
        standard[gone] = 0.0
        plain = np.hstack([standard, gone[:, self.missing_].astype(float)])
        horizon = standard[:, [_HORIZON]]
        return np.hstack([plain, plain * horizon, np.ones((len(plain), 1))])

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


def _six_digits(values: npt.NDArray[Any]) -> Any:
    """Give numbers, however nested, with six significant digits."""
    if values.ndim > 1:
        return [_six_digits(row) for row in values]
    return [float(f"{value:.6g}") for value in values]


def _inputs(X: pd.DataFrame) -> Array:
    """Take the inputs in their order; counts and times as ln(1 + x)."""
    values = X[list(INPUTS)].to_numpy(dtype=float, copy=True)
    values[:, _LOGGED] = np.log1p(np.maximum(values[:, _LOGGED], 0))
    return values
