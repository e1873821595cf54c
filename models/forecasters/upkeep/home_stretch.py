"""Ranges that a home's own realised errors adapt: how far all of them must stretch to hold what they promise.

A gym can differ from the lifters that forecasts were learnt from, and its world can change: another app, other reps,
another way to say effort. What was forecast there and what came tells. Errors of the last weeks widen ranges at once,
and only errors of many weeks let them come back. What a model's forerunners got wrong is only where it begins: its own
errors outweigh them as they come. Never do ranges become narrower than those of the model and of each lifter's own
errors: a forecast for half a year stands for half a year, whatever changes meanwhile.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.forecasters.horizons import HORIZONS_WEEKS, QUANTILES, HorizonTable
from models.forecasters.learnt.ranges import RANGES, rank_quantile
from models.forecasters.sampling import lifter_weights

Array = npt.NDArray[np.float64]
Predict = Callable[[pd.DataFrame], Array]

PROMISED: Final = 0.80
LIFTERS_OF_PRIOR: Final = 5
"""Lifters with recent errors from which on a home's own stretch counts for half."""
HALF_LIVES_WEEKS: Final = (2.0, 12.0)
"""After so many weeks an error counts for half. The wider of both answers is taken: the first sees a change of the
world within weeks, the second keeps ranges from following every good week."""
RECENT_WEEKS: Final = 52
FORERUNNERS: Final = 0.4
"""How much of the stretch (ln) that its forerunners' errors ask for a model begins with: one fitted anew has learnt
from part of what surprised them, but not from all of it."""
OTHER_HORIZON: Final = 0.2
"""What an error at another horizon counts, where one at the same horizon counts 1: outcomes four weeks ahead are soon
there and tell of longer ones, until these have their own."""
MOST: Final = (1.0, 2.5)
"""A range is stretched no less and no further than this, whatever the errors say."""
_ENDS: Final = tuple(QUANTILES.index(level) for _, low, high in RANGES for level in (low, high))
_MEDIAN: Final = QUANTILES.index(0.5)


def stretch_of(errors: pd.DataFrame) -> dict[int, float]:
    """By horizon, what the distance between the median and the ends of a range is multiplied by.

    Parameters
    ----------
    errors : DataFrame
        One row per forecast whose weeks are over: `lifter`, `horizon_weeks`, `known_on` (day), `is_own` (whether the
        model in force gave it, not a forerunner) and `ratio`, how far from the median the outcome ended, over how far
        the 80 % range reached there, before it was stretched. Not empty.

    Returns
    -------
    dict of int to float
    """
    week = _weeks(errors["known_on"])
    recent = errors[week.max() + 1 - week <= RECENT_WEEKS]
    is_own = recent["is_own"].to_numpy(dtype=bool)
    before = _asked_log(recent[~is_own], towards=dict.fromkeys(HORIZONS_WEEKS, 0.0))
    begins = {horizon: FORERUNNERS * stretch_log for horizon, stretch_log in before.items()}
    now = _asked_log(recent[is_own], towards=begins)
    return {horizon: float(np.clip(np.exp(stretch_log), *MOST)) for horizon, stretch_log in now.items()}


def _asked_log(errors: pd.DataFrame, *, towards: Mapping[int, float]) -> dict[int, float]:
    """By horizon, the stretch (ln) that errors ask for, drawn towards another where few lifters tell it."""
    if errors.empty:
        return dict(towards)
    lifters, week = errors["lifter"].nunique(), _weeks(errors["known_on"])
    share, ago = lifters / (lifters + LIFTERS_OF_PRIOR), week.max() + 1 - week
    ratios, weeks = errors["ratio"].to_numpy(dtype=float), errors["horizon_weeks"].to_numpy()
    asked = {}
    for horizon in HORIZONS_WEEKS:
        weights = lifter_weights(errors["lifter"]) * np.where(weeks == horizon, 1.0, OTHER_HORIZON)
        needed = max(rank_quantile(ratios, PROMISED, weights * 0.5 ** (ago / half)) for half in HALF_LIVES_WEEKS)
        asked[horizon] = share * float(np.log(max(needed, MOST[0]))) + (1 - share) * towards[horizon]
    return asked


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


def _weeks(days: pd.Series) -> npt.NDArray[np.int64]:
    """Days as weeks since 1970."""
    return np.asarray(pd.to_datetime(days).to_numpy().astype("datetime64[D]").astype(np.int64) // 7)
