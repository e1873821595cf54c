"""Ranges that a home's own realised errors adapt: how far all of them must stretch to hold what they promise.

A gym can differ from the lifters that forecasts were learnt from, and its world can change: another app, other reps,
another way to say effort. What was forecast there and what came tells. The level at which errors are read follows
coverage week by week, online, so that ranges hold again after a change, whatever it was [1]_.

References
----------
.. [1] Gibbs & Candès (2021), Adaptive conformal inference under distribution shift, NeurIPS 34, arXiv:2106.00170.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.forecasters.calibration import RANGES, rank_quantile
from models.forecasters.horizons import HORIZONS_WEEKS, QUANTILES, HorizonTable
from models.forecasters.sampling import lifter_weights

Array = npt.NDArray[np.float64]
Predict = Callable[[pd.DataFrame], Array]

PROMISED: Final = 0.80
LIFTERS_OF_PRIOR: Final = 10
"""Lifters with recent errors from which on a home's own stretch counts for half."""
HALF_LIFE_WEEKS: Final = 4.0
"""After so many weeks an error counts for half: a change of the world shows within weeks, not within a year."""
RECENT_WEEKS: Final = 26
OTHER_HORIZON: Final = 0.3
"""What an error at another horizon counts, where one at the same horizon counts 1."""
STEP: Final = 0.2
"""How far the level moves per week and unit of coverage missed."""
LEVELS: Final = (0.60, 0.97)
MOST: Final = (0.7, 2.5)
"""A range is stretched no further than this, whatever the errors say."""
_ENDS: Final = tuple(QUANTILES.index(level) for _, low, high in RANGES for level in (low, high))
_MEDIAN: Final = QUANTILES.index(0.5)


def stretch_of(errors: pd.DataFrame) -> dict[int, float]:
    """By horizon, what the distance between the median and the ends of a range is multiplied by.

    Parameters
    ----------
    errors : DataFrame
        One row per forecast whose weeks are over: `lifter`, `horizon_weeks`, `known_on` (day) and `ratio`, how far from
        the median the outcome ended, over how far the 80 % range reached there, before it was stretched. Not empty.

    Returns
    -------
    dict of int to float
    """
    week = _weeks(errors["known_on"])
    level = PROMISED
    for now in np.unique(week)[1:]:
        stretch, came = _at(errors, week, now, level), errors[week == now]
        allowed = came["horizon_weeks"].map(stretch).to_numpy(dtype=float)
        inside = (came["ratio"].to_numpy(dtype=float) <= allowed).astype(float)
        held = float(np.average(inside, weights=lifter_weights(came["lifter"])))
        level = float(np.clip(level + STEP * (PROMISED - held), *LEVELS))
    return _at(errors, week, int(week.max()) + 1, level)


def stretching(
    predict: Callable[[pd.DataFrame], Array], stretch: Mapping[int, float]
) -> Callable[[pd.DataFrame], Array]:
    """Forecast as `predict` does, with the ends of 80 and 90 % ranges stretched; median and quartiles stay.

    Parameters
    ----------
    predict : callable
        Panel of n rows -> quantiles of the ln change, shape (n, 7).
    stretch : mapping of int to float
        By horizon; empty for none.
    """
    if not stretch:
        return predict
    table = HorizonTable(
        horizons_weeks=tuple(float(weeks) for weeks in sorted(stretch)),
        values=np.array([[stretch[weeks]] for weeks in sorted(stretch)]),
    )

    def stretched(panel: pd.DataFrame) -> Array:
        quantiles = np.array(predict(panel), dtype=float)
        weeks = np.minimum(panel["horizon_weeks"].to_numpy(dtype=float), max(stretch))
        median = quantiles[:, [_MEDIAN]]
        ends = list(_ENDS)
        quantiles[:, ends] = median + (quantiles[:, ends] - median) * table.at(weeks)
        return np.sort(quantiles, axis=1)

    return stretched


def _at(errors: pd.DataFrame, week: npt.NDArray[np.int64], now: int, level: float) -> dict[int, float]:
    """What errors known before a week say at a level, drawn towards no stretch where few lifters tell it."""
    is_recent = (week < now) & (week >= now - RECENT_WEEKS)
    recent, ago = errors[is_recent], now - week[is_recent]
    lifters = recent["lifter"].nunique()
    share = lifters / (lifters + LIFTERS_OF_PRIOR)
    weights = lifter_weights(recent["lifter"]) * 0.5 ** (ago / HALF_LIFE_WEEKS)
    ratios, weeks = recent["ratio"].to_numpy(dtype=float), recent["horizon_weeks"].to_numpy()
    found = {}
    for horizon in HORIZONS_WEEKS:
        weighed = weights * np.where(weeks == horizon, 1.0, OTHER_HORIZON)
        needed = rank_quantile(ratios, level, weighed) if len(recent) else 1.0
        found[horizon] = float(np.clip(max(needed, 1e-3) ** share, *MOST))
    return found


def _weeks(days: pd.Series) -> npt.NDArray[np.int64]:
    """Days as weeks since 1970."""
    return np.asarray(pd.to_datetime(days).to_numpy().astype("datetime64[D]").astype(np.int64) // 7)
