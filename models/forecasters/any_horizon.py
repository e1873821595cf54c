"""Quantiles learnt at a few horizons, carried to any from 1 to 52 weeks."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from models.forecasters.horizons import HORIZONS_WEEKS, QUANTILES, HorizonTable

Array = npt.NDArray[np.float64]

NEAREST_WEEKS: Final = 1
FURTHEST_WEEKS: Final = 52
_MEDIAN: Final = QUANTILES.index(0.5)


def carried(learnt: Array, horizons_weeks: Sequence[int]) -> Array:
    """Carry quantiles at the horizons learnt from to any others: between them medians go evenly with time.

    Medians nearer than the first horizon shrink to no change at no time; widths stay there, as what is not known now
    is not known next week. Between horizons widths go with the square root of time. Beyond the last, medians stay and
    widths grow on with the square root of time. No width shrinks with the horizon and no quantiles cross.

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
    check_reach(horizons_weeks)
    count = len(learnt)
    by_horizon = np.swapaxes(learnt, 0, 1)
    medians = by_horizon[:, :, _MEDIAN]
    away = np.maximum.accumulate(np.abs(by_horizon - medians[:, :, None]), axis=0)
    middle = _evenly(medians, horizons_weeks)
    flat = HorizonTable(horizons_weeks=HORIZONS_WEEKS, values=away.reshape(len(HORIZONS_WEEKS), -1))
    sides = np.where(np.arange(len(QUANTILES)) < _MEDIAN, -1.0, 1.0)
    spread = sides * flat.at(horizons_weeks).reshape(len(horizons_weeks), count, len(QUANTILES))
    return np.asarray(np.swapaxes(middle[:, :, None] + spread, 0, 1))


def _evenly(medians: Array, horizons_weeks: Sequence[int]) -> Array:
    """Medians of shape (4, n) at other horizons, from no change at no time: what grows does so week by week."""
    weeks, known = np.minimum(horizons_weeks, HORIZONS_WEEKS[-1]).astype(float), (0.0, *HORIZONS_WEEKS)
    after = np.clip(np.searchsorted(known, weeks), 1, len(known) - 1)
    start, end = np.take(known, after - 1), np.take(known, after)
    along = ((weeks - start) / (end - start))[:, None]
    from_now = np.concatenate([np.zeros((1, medians.shape[1])), medians])
    return np.asarray((1 - along) * from_now[after - 1] + along * from_now[after])


def check_reach(horizons_weeks: Sequence[int]) -> None:
    """Refuse horizons out of reach."""
    beyond = [weeks for weeks in horizons_weeks if not NEAREST_WEEKS <= weeks <= FURTHEST_WEEKS]
    if beyond:
        raise ValueError(f"horizons_weeks: got {beyond}; take {NEAREST_WEEKS} to {FURTHEST_WEEKS}")
