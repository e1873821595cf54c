"""The weighted mean of several forecasters, and the one blend that competes and ships."""

from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator, clone
from sklearn.utils.validation import check_is_fitted

from models.forecasters.boosted import BoostedSpread
from models.forecasters.learnt.blend import WEIGHTS
from models.forecasters.network import QuantileNetwork

Array = npt.NDArray[np.float64]


class Blend(BaseEstimator):
    """The weighted mean, quantile by quantile, of several forecasters' forecasts.

    Parameters
    ----------
    forecasters : list of estimator
    weights : list of float
        One each, above zero.

    Attributes
    ----------
    fitted_ : list of estimator
    """

    def __init__(self, forecasters: list[Any], weights: list[float]) -> None:
        self.forecasters = forecasters
        self.weights = weights

    def fit(self, X: pd.DataFrame, y: npt.ArrayLike, groups: npt.ArrayLike) -> Self:
        """Fit each on all rows."""
        self.fitted_ = [clone(forecaster).fit(X, y, groups) for forecaster in self.forecasters]
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Quantiles, of shape (n_rows, 7)."""
        check_is_fitted(self)
        return np.average([forecaster.predict(X) for forecaster in self.fitted_], axis=0, weights=self.weights)


def network_and_trees() -> Blend:
    """Blend that competes and ships, not fitted."""
    return Blend([QuantileNetwork(), BoostedSpread()], list(WEIGHTS))
