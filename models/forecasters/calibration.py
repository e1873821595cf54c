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

from models.forecasters.horizons import QUANTILES, HorizonTable
from models.forecasters.panel import series_volatility
from models.forecasters.sampling import lifter_weights

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]

FEWEST_LIFTERS: Final = 2
LIFTERS_OF_PRIOR: Final = (0, 40, 10)
"""What is peculiar to the kinds of each step of `kinds` counts half from so many lifters on."""
HISTORY_DAYS: Final = (24, 60)
"""Training days of a lift that part thin, middling and long histories."""
LIGHT_KG: Final = {"is_squat": 100.0, "is_bench": 75.0, "is_deadlift": 120.0, "is_overhead_press": 50.0}
"""Best of four weeks below which a main lift is light: four fifths of the middle one of 61 lifters' logs."""
FIRST_MONTHS_DAYS: Final = 180
"""Days since the lifter's first logged day in which main lifts stray further than later."""
RANGES: Final = ((0.90, 0.05, 0.95), (0.80, 0.10, 0.90))
"""What a range promises, and the quantiles it lies between."""
_SIDES: Final = tuple((promised, QUANTILES.index(low), QUANTILES.index(high)) for promised, low, high in RANGES)
_, _Q10, _Q90 = _SIDES[1]


def rank_quantile(scores: npt.ArrayLike, level: float, weights: npt.ArrayLike | None = None) -> float:
    """The level's quantile of scores by the finite-sample rule.

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
        forecast = np.mean([fitted.predict(X) for fitted in self.fitted_], axis=0)
        grown = _grown(self.growth_, [is_kind for step in kinds(X) for is_kind in step], X["horizon_weeks"])
        unit = own_width(X, forecast)
        for place, (_, low, high) in enumerate(_SIDES):
            forecast[:, low] -= grown[:, place] * unit
            forecast[:, high] += grown[:, place] * unit
        return np.sort(forecast, axis=1)


def kinds(X: pd.DataFrame) -> list[list[Rows]]:
    """Tell which rows are of each kind that ranges must hold in, from the widest kind to the narrowest.

    Returns
    -------
    list of list of ndarray of bool
        Three steps, each of which adds what the one before left wanting: all lifts; light and other main lifts,
        machines and cables, other lifts, then thin, middling and long histories, then main lifts of the lifter's first
        months; squat, bench press, deadlift and overhead press.
    """
    is_main, is_machine, *are_lifts = (_is(X, name) for name in ("is_main", "is_machine", *LIGHT_KG))
    main_lifts = [is_main & is_lift for is_lift in are_lifts]
    now_log = X["log_now"].to_numpy(dtype=float)
    is_light = np.logical_or.reduce(
        [lift & (now_log < np.log(kg)) for lift, kg in zip(main_lifts, LIGHT_KG.values(), strict=True)]
    )
    is_early = X["lifter_age_days"].to_numpy(dtype=float) < FIRST_MONTHS_DAYS
    lengths = np.searchsorted(HISTORY_DAYS, np.nan_to_num(X["days_ever"].to_numpy(dtype=float)), side="right")
    types = [is_light, is_main & ~is_light, is_machine & ~is_main, ~is_main & ~is_machine]
    histories = [lengths == length for length in range(len(HISTORY_DAYS) + 1)]
    return [[np.ones(len(X), dtype=bool)], [*types, *histories, is_main & is_early], main_lifts]


def own_width(X: pd.DataFrame, predicted: Array) -> Array:
    """What a range grows in units of (ln): the forecast's own 80 % range and the volatility of its series."""
    return np.asarray(predicted[:, _Q90] - predicted[:, _Q10] + series_volatility(X))


def _is(X: pd.DataFrame, flag: str) -> Rows:
    """Tell which rows carry a flag; a missing one is not carried."""
    return np.asarray(np.nan_to_num(X[flag].to_numpy(dtype=float)) > 0)


def _growth(X: pd.DataFrame, y: Array, lifters: npt.NDArray[np.str_], predicted: Array) -> list[HorizonTable]:
    """Find how far each range must grow by horizon for each kind, step by step."""
    ends = [np.maximum(predicted[:, low] - y, y - predicted[:, high]) for _, low, high in _SIDES]
    outside = np.stack(ends, axis=1) / own_width(X, predicted)[:, None]
    weeks = X["horizon_weeks"].to_numpy()
    growth: list[HorizonTable] = []
    for step, lifters_of_prior in zip(kinds(X), LIFTERS_OF_PRIOR, strict=True):
        tables = [_of_kind(is_kind, outside, weeks, lifters, lifters_of_prior) for is_kind in step]
        outside = outside - _grown(tables, step, weeks)
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


def _grown(tables: list[HorizonTable], rows: list[Rows], weeks: npt.ArrayLike) -> Array:
    """Add up what each row's kinds grow by, of shape (n_rows, n_ranges)."""
    grown = [table.at(weeks) * is_kind[:, None] for table, is_kind in zip(tables, rows, strict=True)]
    return np.asarray(np.sum(grown, axis=0))


def _needed(outside: Array, lifters: npt.NDArray[np.str_]) -> list[float]:
    """By the finite-sample rule, how far outside a range as many forecasts end as it promises to hold."""
    weights = lifter_weights(lifters)
    return [rank_quantile(outside[:, place], promised, weights) for place, (promised, _, _) in enumerate(_SIDES)]
