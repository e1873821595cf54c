"""Forecasts anybody could make: what every model must beat.

All forecasters, these and the others, share one contract: `fit(X, y, groups)` with `X` a panel (see
`models.forecasters.panel`), `y` the change of 1RM in natural log and `groups` the lifters; `predict(X)` gives an array
of shape (n_rows, 7), the quantiles `models.forecasters.horizons.QUANTILES` of y.
"""

from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from models.forecasters.horizons import QUANTILE_NAMES, QUANTILES, HorizonTable
from models.forecasters.panel import series_volatility

Array = npt.NDArray[np.float64]

MEDIAN = QUANTILES.index(0.5)


class NoChange(BaseEstimator):
    """Best now is best then; the spread is that of other lifters at the same horizon.

    Attributes
    ----------
    table_ : HorizonTable
        Quantiles of y by horizon, the median 0.
    """

    def fit(self, X: pd.DataFrame, y: npt.ArrayLike, groups: Any = None) -> Self:  # noqa: ARG002 (the contract)
        """Learn the spread.

        Raises
        ------
        ValueError
            There is nothing to learn from.
        """
        self.table_ = quantiles_by_horizon(X["horizon_weeks"], np.asarray(y, dtype=float))
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Quantiles, of shape (n_rows, 7)."""
        check_is_fitted(self)
        return self.table_.at(X["horizon_weeks"])


class ScaledNoChange(BaseEstimator):
    """No change, the spread in proportion to how restless the series itself has been.

    Attributes
    ----------
    table_ : HorizonTable
        Quantiles of y over the series' own volatility, by horizon.
    """

    def fit(self, X: pd.DataFrame, y: npt.ArrayLike, groups: Any = None) -> Self:  # noqa: ARG002 (the contract)
        """Learn the spread per unit of volatility.

        Raises
        ------
        ValueError
            There is nothing to learn from.
        """
        self.table_ = quantiles_by_horizon(X["horizon_weeks"], np.asarray(y, dtype=float) / series_volatility(X))
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Quantiles, of shape (n_rows, 7)."""
        check_is_fitted(self)
        return np.asarray(self.table_.at(X["horizon_weeks"]) * series_volatility(X)[:, None])


class Drift(BaseEstimator):
    """The slope of the last 12 weeks carried on, spread as it has erred for other lifters.

    Attributes
    ----------
    table_ : HorizonTable
        Quantiles of the drift's errors by horizon.
    """

    def fit(self, X: pd.DataFrame, y: npt.ArrayLike, groups: Any = None) -> Self:  # noqa: ARG002 (the contract)
        """Learn how far the slope leads astray.

        Raises
        ------
        ValueError
            There is nothing to learn from.
        """
        errors = np.asarray(y, dtype=float) - self._carried_on(X)
        self.table_ = quantiles_by_horizon(X["horizon_weeks"], errors)
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Quantiles, of shape (n_rows, 7)."""
        check_is_fitted(self)
        return np.asarray(self._carried_on(X)[:, None] + self.table_.at(X["horizon_weeks"]))

    @staticmethod
    def _carried_on(X: pd.DataFrame) -> Array:
        """Slope times weeks; a series without a slope stays."""
        return np.asarray(np.nan_to_num(X["slope_84"].to_numpy(dtype=float)) * X["horizon_weeks"].to_numpy(dtype=float))


def quantiles_by_horizon(horizons_weeks: npt.ArrayLike, values: Array) -> HorizonTable:
    """Empirical quantiles of values at each horizon, with the median set to 0 and the others on their side.

    Raises
    ------
    ValueError
        There are no values.
    """
    if values.size == 0:
        raise ValueError("no rows to take quantiles of: fit on at least one lift with a scored cutoff")
    weeks = np.asarray(horizons_weeks)
    horizons = np.unique(weeks)
    table = np.stack([np.quantile(values[weeks == week], QUANTILES) for week in horizons])
    table[:, :MEDIAN] = np.minimum(table[:, :MEDIAN], 0.0)
    table[:, MEDIAN] = 0.0
    table[:, MEDIAN + 1 :] = np.maximum(table[:, MEDIAN + 1 :], 0.0)
    return HorizonTable(horizons_weeks=tuple(float(week) for week in horizons), values=table)


def population_no_change(quantiles: pd.DataFrame) -> NoChange:
    """Make the *no change* baseline of the population's quantiles of change, learnt from no row at hand.

    Parameters
    ----------
    quantiles : DataFrame
        `measure, horizon_weeks, q05 ... q95`; rows of measure "change" are used.
    """
    changes = quantiles[quantiles["measure"] == "change"].sort_values("horizon_weeks")
    baseline = NoChange()
    baseline.table_ = HorizonTable(
        horizons_weeks=tuple(float(weeks) for weeks in changes["horizon_weeks"]),
        values=changes[list(QUANTILE_NAMES)].to_numpy(dtype=float),
    )
    return baseline
