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
    """Carry quantiles at the horizons learnt from to any others: between them by the square root of time.

    Medians nearer than the first horizon shrink to no change at no time; widths stay there, as the noise of a best set
    does not shrink. Beyond the last, medians stay and widths grow on with the square root of time. No width shrinks
    with the horizon and no quantiles cross.

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
    middle = HorizonTable(
        horizons_weeks=(0.0, *HORIZONS_WEEKS), values=np.concatenate([np.zeros((1, count)), medians])
    ).at(np.minimum(horizons_weeks, HORIZONS_WEEKS[-1]))
    flat = HorizonTable(horizons_weeks=HORIZONS_WEEKS, values=away.reshape(len(HORIZONS_WEEKS), -1))
    sides = np.where(np.arange(len(QUANTILES)) < _MEDIAN, -1.0, 1.0)
    spread = sides * flat.at(horizons_weeks).reshape(len(horizons_weeks), count, len(QUANTILES))
    return np.asarray(np.swapaxes(middle[:, :, None] + spread, 0, 1))


def check_reach(horizons_weeks: Sequence[int]) -> None:
    """Refuse horizons out of reach."""
    beyond = [weeks for weeks in horizons_weeks if not NEAREST_WEEKS <= weeks <= FURTHEST_WEEKS]
    if beyond:
        raise ValueError(f"horizons_weeks: got {beyond}; take {NEAREST_WEEKS} to {FURTHEST_WEEKS}")
