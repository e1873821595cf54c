"""Ranges that a lifter's own past errors adapt: wider where forecasts missed this lifter more often than they promise.

The errors are those of forecasts that the same fitted model makes at the lifter's earlier cutoffs. They exist from the
first import on, whichever model is in force, and are a function of the lifter's own log: nobody else's changes them.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.forecasters.horizons import QUANTILES
from models.forecasters.learnt.ranges import RANGES, own_width

Array = npt.NDArray[np.float64]
Days = npt.NDArray[np.int64]
Predict = Callable[[pd.DataFrame], Array]

MONTHS_OF_PRIOR: Final = 10
"""Months (28 days) of a lifter's own cutoffs with known outcomes from which on their errors count for half."""
OTHER_HORIZON: Final = 0.3
"""What an error at another horizon counts, where one at the same horizon counts 1."""
LOOKED_BACK_DAYS: Final = 730
"""Errors of older cutoffs are forgotten: neither better nor worse on 61 lifters' logs, and work stays bounded."""
FURTHEST_LOG: Final = 0.6
"""Changes (ln) beyond this are logging errors, as in the backtest."""
_SIDES: Final = tuple((promised, QUANTILES.index(low), QUANTILES.index(high)) for promised, low, high in RANGES)
_MEDIAN: Final = QUANTILES.index(0.5)
_MONTH_DAYS: Final = 28
_ROWS_AT_A_TIME: Final = 500


def adapting(predict: Predict, past: pd.DataFrame) -> Predict:
    """Forecast as `predict` does, with ranges adapted by what it said at these lifters' earlier cutoffs.

    Parameters
    ----------
    predict : callable
        Panel of n rows -> quantiles of the ln change, shape (n, 7): a fitted forecaster's.
    past : DataFrame
        A training panel of the lifters to be forecast; empty where nothing is known.
    """
    before = predict(past) if len(past) else np.empty((0, len(QUANTILES)))
    return lambda panel: adapted(panel, predict(panel), past, before)


def adapted(panel: pd.DataFrame, predicted: Array, past: pd.DataFrame, past_predicted: Array) -> Array:
    """Move the ends of 80 and 90 % ranges to where the lifter's own known outcomes would have been held.

    By how far a range must grow, in units of `own_width`, to hold as many of the lifter's past outcomes as it promises
    is drawn towards nothing where few months tell it. It may also shrink. A forecast uses only outcomes known on its
    own cutoff. Median and quartiles stay.

    Parameters
    ----------
    panel : DataFrame
        What was forecast: `lifter, cutoff, horizon_weeks, steps, step_rms`.
    predicted : ndarray of shape (n, 7)
    past : DataFrame
        The same with `seen` and `known_on`, as of `models.forecasters.panel.training_panel`.
    past_predicted : ndarray of shape (n_past, 7)
        By the same fitted model, not adapted.

    Returns
    -------
    ndarray of shape (n, 7)
        Rising along the last axis.
    """
    result = np.array(predicted, dtype=float)
    told = past["known_on"].notna().to_numpy() & (np.abs(past["seen"].to_numpy(dtype=float)) <= FURTHEST_LOG)
    past, past_predicted = past[told], past_predicted[told]
    outside = _outside(past, past_predicted)
    rows_of = panel.groupby("lifter", sort=False).indices
    past_of = past.groupby("lifter", sort=False).indices
    cutoffs, weeks = _days(panel["cutoff"]), panel["horizon_weeks"].to_numpy()
    past_cutoffs, known, past_weeks = _days(past["cutoff"]), _days(past["known_on"]), past["horizon_weeks"].to_numpy()
    grown = np.zeros((len(panel), len(RANGES)))
    for lifter in rows_of.keys() & past_of.keys():
        own = np.asarray(past_of[lifter])
        own = own[np.argsort(past_cutoffs[own], kind="stable")]
        for rows in np.array_split(np.asarray(rows_of[lifter]), -(-len(rows_of[lifter]) // _ROWS_AT_A_TIME)):
            now = cutoffs[rows][:, None]
            is_known = (known[own] <= now) & (past_cutoffs[own] > now - LOOKED_BACK_DAYS)
            weights = is_known * np.where(past_weeks[own] == weeks[rows][:, None], 1.0, OTHER_HORIZON)
            grown[rows] = _share(is_known, past_cutoffs[own])[:, None] * _needed(outside[own], weights)
    unit = own_width(panel, result)
    for place, (_, low, high) in enumerate(_SIDES):
        result[:, low] = np.minimum(result[:, low] - grown[:, place] * unit, result[:, _MEDIAN])
        result[:, high] = np.maximum(result[:, high] + grown[:, place] * unit, result[:, _MEDIAN])
    return np.sort(result, axis=1)


def _outside(past: pd.DataFrame, predicted: Array) -> Array:
    """How far outside each range the outcomes ended, in units of `own_width`; below zero for inside."""
    seen = past["seen"].to_numpy(dtype=float)
    ends = [np.maximum(predicted[:, low] - seen, seen - predicted[:, high]) for _, low, high in _SIDES]
    return np.asarray(np.stack(ends, axis=1) / own_width(past, predicted)[:, None])


def _share(is_known: npt.NDArray[np.bool_], cutoffs: Days) -> Array:
    """What share of their own growth each row's lifter is given: grows with the months of known outcomes.

    Rows that overlap in time tell nearly the same, whatever their number; months do not.
    """
    _, starts = np.unique(cutoffs // _MONTH_DAYS, return_index=True)
    months = np.logical_or.reduceat(is_known, starts, axis=1).sum(axis=1)
    return np.asarray(months / (months + MONTHS_OF_PRIOR))


def _needed(outside: Array, weights: Array) -> Array:
    """Weighted quantiles of how far outside outcomes ended, at what each range promises; 0 without any."""
    needed = np.zeros((len(weights), len(RANGES)))
    total = weights.sum(axis=1)
    for place, (promised, _, _) in enumerate(_SIDES):
        order = np.argsort(outside[:, place], kind="stable")
        reached = np.cumsum(weights[:, order], axis=1)
        at = (reached >= promised * total[:, None] - 1e-9).argmax(axis=1)
        needed[:, place] = np.where(total > 0, outside[order[at], place], 0.0)
    return needed


def _days(dates: pd.Series) -> Days:
    """Dates as days since 1970."""
    return np.asarray(pd.to_datetime(dates).to_numpy().astype("datetime64[D]").astype(np.int64))
