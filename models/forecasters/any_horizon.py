"""Forecasts at any horizon from 1 to 52 weeks, from models learnt at a few."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.forecasters.horizons import HorizonTable
from models.forecasters.panel import HORIZONS_WEEKS, QUANTILES, horizon_panel

Array = npt.NDArray[np.float64]

NEAREST_WEEKS: Final = 1
FURTHEST_WEEKS: Final = 52
_MEDIAN: Final = QUANTILES.index(0.5)


def forecast_at(
    predict: Callable[[pd.DataFrame], Array], features: pd.DataFrame, horizons_weeks: Sequence[int]
) -> Array:
    """Forecast lifts at any horizons: asked at those learnt from, between them by the square root of time.

    Medians nearer than the first horizon shrink to no change at no time; widths stay there, as the noise of a best set
    does not shrink. Beyond the last, medians stay and widths grow on with the square root of time. No width shrinks
    with the horizon and no quantiles cross.

    Parameters
    ----------
    predict : callable
        Panel of n rows -> quantiles of the ln change, shape (n, 7): a fitted forecaster's `predict`.
    features : DataFrame
        Rows of `lift_features`.
    horizons_weeks : sequence of int
        From 1 to 52, in any order.

    Returns
    -------
    ndarray of shape (n_rows, n_horizons, 7)
        As `carried` makes it, which also refuses horizons out of reach.
    """
    _check(horizons_weeks)
    if features.empty:
        return np.empty((0, len(horizons_weeks), len(QUANTILES)))
    learnt = predict(horizon_panel(features)).reshape(len(HORIZONS_WEEKS), len(features), len(QUANTILES))
    return carried(learnt.swapaxes(0, 1), horizons_weeks)


def carried(learnt: Array, horizons_weeks: Sequence[int]) -> Array:
    """Carry quantiles at the horizons learnt from to any others, as `forecast_at` describes.

    Parameters
    ----------
    learnt : ndarray of shape (n_rows, 4, 7)
        Quantiles of the ln change at `HORIZONS_WEEKS`.
    horizons_weeks : sequence of int
        From 1 to 52, in any order.

    Returns
    -------
    ndarray of shape (n_rows, n_horizons, 7)

    Raises
    ------
    ValueError
        A horizon is out of reach.
    """
    _check(horizons_weeks)
    count = len(learnt)
    by_horizon = np.swapaxes(learnt, 0, 1)
    medians = by_horizon[:, :, _MEDIAN]
    away = np.maximum.accumulate(np.abs(by_horizon - medians[:, :, None]), axis=0)
    middle = HorizonTable(
        horizons_weeks=(0.0, *HORIZONS_WEEKS), values=np.concatenate([np.zeros((1, count)), medians])
    ).at(np.minimum(horizons_weeks, HORIZONS_WEEKS[-1]))
    flat = HorizonTable(horizons_weeks=HORIZONS_WEEKS, values=away.reshape(len(HORIZONS_WEEKS), -1))
    sides = np.where(np.arange(len(QUANTILES)) < _MEDIAN, -1.0, 1.0)
    spread = sides * flat.at(horizons_weeks).reshape(len(horizons_weeks), count, len(QUANTILES))
    return np.asarray(np.swapaxes(middle[:, :, None] + spread, 0, 1))


def _check(horizons_weeks: Sequence[int]) -> None:
    """Refuse horizons out of reach."""
    beyond = [weeks for weeks in horizons_weeks if not NEAREST_WEEKS <= weeks <= FURTHEST_WEEKS]
    if beyond:
        raise ValueError(f"horizons_weeks: got {beyond}; take {NEAREST_WEEKS} to {FURTHEST_WEEKS}")
