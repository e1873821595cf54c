"""Quantile forecasts that hold what they promise: split-conformal calibration pooled over lifters.

References
----------
.. [1] Romano, Patterson & Candès (2019), Conformalized quantile regression, NeurIPS 32, arXiv:1905.03222.
"""

from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator, clone
from sklearn.model_selection import GroupKFold
from sklearn.utils.validation import check_is_fitted

from models.forecasters.horizons import QUANTILES, HorizonTable
from models.forecasters.learnt.ranges import RANGES, SIDES, Rows, grown, kinds, own_width, rank_quantile, widened
from models.forecasters.sampling import lifter_weights

Array = npt.NDArray[np.float64]

FEWEST_LIFTERS: Final = 2
LIFTERS_OF_PRIOR: Final = (0, 40, 10)
"""What is peculiar to the kinds of each step of `kinds` counts half from so many lifters on."""


class Calibrated(BaseEstimator):
    """A quantile forecaster whose 80 and 90 % ranges are widened to where they hold, for lifters it has not seen.

    The forecaster is fitted once per fold of lifters, on all the others; the forecast is the mean of these fits. How
    far outside its range each finds the lifters it left out gives, per horizon, by how much that range must grow, in
    units of the forecast's own width and the series' volatility, so that a restless series grows more [1]_; every
    lifter counts the same. To this comes, step by step, what the kinds of lift and of history (`kinds`) still lack,
    drawn towards nothing where few lifters tell. Both ends move alike: which side is the longer is the forecaster's
    to say, and a few lifters' misses on one side are mostly luck. Median and quartiles stay.

    Parameters
    ----------
    forecaster : estimator
        As `models.forecasters.baselines` describes.
    folds : int
        Folds of lifters.

    Attributes
    ----------
    fitted_ : list of estimator
        One per fold.
    growth_ : list of HorizonTable
        One per kind, in the order of `kinds`. By horizon, for each of `RANGES`: what both ends of such a forecast move
        out by, in units of `own_width`; a forecast of several kinds moves by the sum.
    """

    def __init__(self, forecaster: Any, *, folds: int = 6) -> None:
        self.forecaster = forecaster
        self.folds = folds

    def fit(self, X: pd.DataFrame, y: npt.ArrayLike, groups: npt.ArrayLike) -> Self:
        """Fit on each set of folds but one, calibrate on the one left out.

        Raises
        ------
        ValueError
            There are fewer than two lifters: nobody could be left out.
        """
        target = np.asarray(y, dtype=float)
        lifters = np.asarray(groups, dtype=str)
        folds = min(self.folds, np.unique(lifters).size)
        if folds < FEWEST_LIFTERS:
            raise ValueError(f"groups: got {folds} lifter; calibration leaves lifters out and needs 2 or more")
        predicted = np.empty((len(X), len(QUANTILES)))
        self.fitted_ = []
        for seen, unseen in GroupKFold(folds, shuffle=True, random_state=0).split(X, groups=lifters):
            fitted = clone(self.forecaster).fit(X.iloc[seen], target[seen], lifters[seen])
            predicted[unseen] = fitted.predict(X.iloc[unseen])
            self.fitted_.append(fitted)
        self.growth_ = _growth(X, target, lifters, predicted)
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Calibrated quantiles, of shape (n_rows, 7); they never cross."""
        check_is_fitted(self)
        return widened(X, np.mean([fitted.predict(X) for fitted in self.fitted_], axis=0), self.growth_)


def _growth(X: pd.DataFrame, y: Array, lifters: npt.NDArray[np.str_], predicted: Array) -> list[HorizonTable]:
    """Find how far each range must grow by horizon for each kind, step by step."""
    ends = [np.maximum(predicted[:, low] - y, y - predicted[:, high]) for _, low, high in SIDES]
    outside = np.stack(ends, axis=1) / own_width(X, predicted)[:, None]
    weeks = X["horizon_weeks"].to_numpy()
    growth: list[HorizonTable] = []
    for step, lifters_of_prior in zip(kinds(X), LIFTERS_OF_PRIOR, strict=True):
        tables = [_of_kind(is_kind, outside, weeks, lifters, lifters_of_prior) for is_kind in step]
        outside = outside - grown(tables, step, weeks)
        growth += tables
    return growth


def _of_kind(
    is_kind: Rows, outside: Array, weeks: npt.NDArray[Any], lifters: npt.NDArray[np.str_], lifters_of_prior: int
) -> HorizonTable:
    """By horizon, how far the ranges of one kind must still grow, as far as its lifters can tell."""
    horizons = np.unique(weeks)
    values = np.zeros((horizons.size, len(RANGES)))
    for place, week in enumerate(horizons):
        own = is_kind & (weeks == week)
        if own.any():
            count = np.unique(lifters[own]).size
            values[place] = count / (count + lifters_of_prior) * np.array(_needed(outside[own], lifters[own]))
    return HorizonTable(horizons_weeks=tuple(float(week) for week in horizons), values=values)


def _needed(outside: Array, lifters: npt.NDArray[np.str_]) -> list[float]:
    """By the finite-sample rule, how far outside a range as many forecasts end as it promises to hold."""
    weights = lifter_weights(lifters)
    return [rank_quantile(outside[:, place], promised, weights) for place, (promised, _, _) in enumerate(SIDES)]
