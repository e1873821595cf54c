"""Quantile forecasts that hold what they promise: split-conformal calibration pooled over lifters.

References
----------
.. [1] Romano, Patterson & Candès (2019), Conformalized quantile regression, NeurIPS 32, arXiv:1905.03222.
.. [2] Tibshirani, Barber, Candès & Ramdas (2019), Conformal prediction under covariate shift, NeurIPS 32,
   arXiv:1904.06019: the weighted finite-sample rule.
"""

from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator, clone
from sklearn.model_selection import GroupKFold
from sklearn.utils.validation import check_is_fitted

from models.horizons import HorizonTable
from models.panel import QUANTILES, series_volatility
from models.sampling import lifter_weights

Array = npt.NDArray[np.float64]

FEWEST_LIFTERS: Final = 2
LIFT_TYPES: Final = 3
LIFTERS_OF_PRIOR: Final = 12
"""A lift type's own calibration counts half from so many lifters on."""
_Q10, _Q90 = QUANTILES.index(0.10), QUANTILES.index(0.90)


def rank_quantile(scores: npt.ArrayLike, level: float, weights: npt.ArrayLike | None = None) -> float:
    """Give the level's quantile of scores by the finite-sample rule.

    Above one half the ceil((n + 1) level)-th smallest score, below one half mirrored; the largest or smallest score
    where n is too small for the level. With weights the (n + 1)-th point, the one to be covered, weighs as much as the
    mean of the others [2]_.

    Parameters
    ----------
    scores : array-like of shape (n,)
    level : float
        In (0, 1).
    weights : array-like of shape (n,), optional
        Positive.

    Raises
    ------
    ValueError
        There are no scores.
    """
    values = np.asarray(scores, dtype=float)
    if values.size == 0:
        raise ValueError("scores: got none; calibrate on at least one")
    if level < 0.5:
        return -rank_quantile(-values, 1 - level, weights)
    mass = np.ones_like(values) if weights is None else np.asarray(weights, dtype=float)
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(mass[order]) / mass.mean()
    wanted = (values.size + 1) * level
    position = int(np.searchsorted(reached, wanted - 1e-9))
    return float(values[order[min(position, values.size - 1)]])


class Calibrated(BaseEstimator):
    """A quantile forecaster whose quantiles are moved to where they hold, for lifters it has not seen.

    The forecaster is fitted once per fold of lifters, on all the others; the forecast is the mean of these fits. What
    each misses on the lifters it left out gives, per horizon, lift type and quantile, how far that quantile must move,
    in units of the forecast's own width and the series' volatility, so that a restless series moves more [1]_; every
    lifter counts the same. What a lift type's few lifters say is drawn towards what all say. The median stays.

    Parameters
    ----------
    forecaster : estimator
        As `models.baselines` describes.
    folds : int
        Folds of lifters.

    Attributes
    ----------
    fitted_ : list of estimator
        One per fold.
    offsets_ : list of HorizonTable
        One per lift type (`lift_type`); by horizon, for each quantile: what to add, in units of `own_width`.
    """

    def __init__(self, forecaster: Any, *, folds: int = 4) -> None:
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
        self.offsets_ = _offsets(X, target, lifters, predicted)
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Give the calibrated quantiles, of shape (n_rows, 7); they never cross."""
        check_is_fitted(self)
        forecast = np.mean([fitted.predict(X) for fitted in self.fitted_], axis=0)
        moves = np.stack([table.at(X["horizon_weeks"]) for table in self.offsets_])
        moved = forecast + moves[lift_type(X), np.arange(len(X))] * own_width(X, forecast)[:, None]
        return np.sort(moved, axis=1)


def lift_type(X: pd.DataFrame) -> npt.NDArray[np.intp]:
    """Give each row's kind of lift, which ranges must hold in: 0 main, 1 machine or cable, 2 any other."""
    is_main, is_machine = (np.nan_to_num(X[name].to_numpy(dtype=float)) > 0 for name in ("is_main", "is_machine"))
    return np.where(is_main, 0, np.where(is_machine, 1, 2))


def own_width(X: pd.DataFrame, predicted: Array) -> Array:
    """Give what a forecast moves in units of (ln): its own 80 % range and the volatility of its series."""
    return np.asarray(predicted[:, _Q90] - predicted[:, _Q10] + series_volatility(X))


def _offsets(X: pd.DataFrame, y: Array, lifters: npt.NDArray[np.str_], predicted: Array) -> list[HorizonTable]:
    """Find how far each quantile must move, by lift type and horizon."""
    scores = (y[:, None] - predicted) / own_width(X, predicted)[:, None]
    weeks, types = X["horizon_weeks"].to_numpy(), lift_type(X)
    known = np.unique(weeks)
    values = np.zeros((LIFT_TYPES, known.size, len(QUANTILES)))
    for place, week in enumerate(known):
        at = weeks == week
        of_all = _moves(scores[at], lifters[at])
        for kind in range(LIFT_TYPES):
            own = at & (types == kind)
            count = np.unique(lifters[own]).size
            trust = count / (count + LIFTERS_OF_PRIOR)
            values[kind, place] = (
                of_all if count == 0 else trust * _moves(scores[own], lifters[own]) + (1 - trust) * of_all
            )
    return [HorizonTable(horizons_weeks=tuple(float(week) for week in known), values=table) for table in values]


def _moves(scores: Array, lifters: npt.NDArray[np.str_]) -> Array:
    """Give each quantile's move by the finite-sample rule; the median stays."""
    weights = lifter_weights(lifters)
    moves = [rank_quantile(scores[:, column], level, weights) for column, level in enumerate(QUANTILES)]
    return np.where(np.array(QUANTILES) == 0.5, 0.0, moves)
