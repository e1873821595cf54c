"""Ranges, what they promise, and how they are widened: all that a forecast needs once its calibration is learnt.

References
----------
.. [1] Tibshirani, Barber, Candès & Ramdas (2019), Conformal prediction under covariate shift, NeurIPS 32,
   arXiv:1904.06019: the weighted finite-sample rule.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.forecasters.horizons import QUANTILES, HorizonTable
from models.forecasters.panel import series_volatility

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]

HISTORY_DAYS: Final = (24, 60)
"""Training days of a lift that part thin, middling and long histories."""
LIGHT_KG: Final = {"is_squat": 100.0, "is_bench": 75.0, "is_deadlift": 120.0, "is_overhead_press": 50.0}
"""Best of four weeks below which a main lift is light: four fifths of the middle one of 61 lifters' logs."""
FIRST_MONTHS_DAYS: Final = 180
"""Days since the lifter's first logged day in which main lifts stray further than later."""
RANGES: Final = ((0.90, 0.05, 0.95), (0.80, 0.10, 0.90))
"""What a range promises, and the quantiles it lies between."""
SIDES: Final = tuple((promised, QUANTILES.index(low), QUANTILES.index(high)) for promised, low, high in RANGES)
_, _Q10, _Q90 = SIDES[1]


def rank_quantile(scores: npt.ArrayLike, level: float, weights: npt.ArrayLike | None = None) -> float:
    """The level's quantile of scores by the finite-sample rule.

    Above one half the ceil((n + 1) level)-th smallest score, below one half mirrored; the largest or smallest score
    where n is too small for the level. With weights the (n + 1)-th point, the one to be covered, weighs as much as the
    mean of the others [1]_.

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


def widened(X: pd.DataFrame, forecast: Array, growth: list[HorizonTable]) -> Array:
    """Move the ends of 80 and 90 % ranges out by what was learnt for the kinds of each row; quantiles never cross.

    Parameters
    ----------
    X : DataFrame
        Panel of n rows.
    forecast : ndarray of shape (n, 7)
        Is changed.
    growth : list of HorizonTable
        One per kind, in the order of `kinds`.
    """
    moved = grown(growth, [is_kind for step in kinds(X) for is_kind in step], X["horizon_weeks"])
    unit = own_width(X, forecast)
    for place, (_, low, high) in enumerate(SIDES):
        forecast[:, low] -= moved[:, place] * unit
        forecast[:, high] += moved[:, place] * unit
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


def grown(tables: list[HorizonTable], rows: list[Rows], weeks: npt.ArrayLike) -> Array:
    """Add up what each row's kinds grow by, of shape (n_rows, n_ranges)."""
    by_kind = [table.at(weeks) * is_kind[:, None] for table, is_kind in zip(tables, rows, strict=True)]
    return np.asarray(np.sum(by_kind, axis=0))
