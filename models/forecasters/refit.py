"""A refit that starts from the population: the forecaster that ships, moved towards what a home's own rows say."""

from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from models.forecasters.boosted import BoostedSpread
from models.forecasters.calibration import Calibrated
from models.forecasters.horizons import QUANTILE_NAMES, QUANTILES
from models.forecasters.learnt.ranges import own_width
from models.forecasters.shipped import Shipped, lifters_seen

Array = npt.NDArray[np.float64]

LIFTERS_OF_PRIOR: Final = 60
"""As many as what ships has learned from: with so many of its own, a home's rows count for half."""
_BASE: Final = [f"population_{name}" for name in QUANTILE_NAMES]
_MEDIAN: Final = QUANTILES.index(0.5)


class Refit(BaseEstimator):
    """The shipped forecaster and what a home's lifters have shown besides, calibrated on these lifters left out.

    Parameters
    ----------
    numbers : dict
        As of `models.forecasters.shipped.Shipped`.

    Attributes
    ----------
    own_ : Calibrated
        Of what the population's forecasts leave over.
    """

    def __init__(self, numbers: dict[str, Any]) -> None:
        self.numbers = numbers

    def fit(self, X: pd.DataFrame, y: npt.ArrayLike, groups: npt.ArrayLike) -> Self:
        """Learn from the lifters that what ships has not learned from.

        Raises
        ------
        ValueError
            There are fewer than two of them.
        """
        target, lifters = np.asarray(y, dtype=float), np.asarray(groups, dtype=str)
        known = lifters_seen(self.numbers, X.assign(y=target, lifter=lifters))
        new = ~np.isin(lifters, list(known))
        self.own_ = Calibrated(_Besides()).fit(self._with_base(X[new]), target[new], lifters[new])
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Calibrated quantiles, of shape (n_rows, 7)."""
        check_is_fitted(self)
        return self.own_.predict(self._with_base(X))

    def _with_base(self, X: pd.DataFrame) -> pd.DataFrame:
        """Put what ships forecasts beside the inputs."""
        base = Shipped(self.numbers).predict(X) if len(X) else np.empty((0, len(_BASE)))
        return pd.concat([X, pd.DataFrame(base, columns=_BASE, index=X.index)], axis=1)


class _Besides(BaseEstimator):
    """What is left over of the population's forecasts, in units of their width, drawn towards nothing.

    Attributes
    ----------
    left_over_ : BoostedSpread
    share_ : float
        What a home's own rows count.
    """

    def fit(self, X: pd.DataFrame, y: npt.ArrayLike, groups: npt.ArrayLike) -> Self:
        """Learn what the population's forecasts leave over."""
        base = X[_BASE].to_numpy(dtype=float)
        left_over = (np.asarray(y, dtype=float) - base[:, _MEDIAN]) / own_width(X, base)
        lifters = np.unique(np.asarray(groups, dtype=str)).size
        self.left_over_ = BoostedSpread(trees=60).fit(X, left_over, groups)
        self.share_ = lifters / (lifters + LIFTERS_OF_PRIOR)
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Quantiles, of shape (n_rows, 7)."""
        base = X[_BASE].to_numpy(dtype=float)
        own = base[:, [_MEDIAN]] + own_width(X, base)[:, None] * self.left_over_.predict(X)
        return np.asarray((1 - self.share_) * base + self.share_ * own)
