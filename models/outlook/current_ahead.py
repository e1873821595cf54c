"""How strong a lift will be: the current 1RM of weeks to come, from forecasts of the best of four weeks.

Forecasters learn, and are scored on, the best estimated 1RM of four weeks, for every log shows that. What is told is
the current 1RM, now and then. The best of a month stands above it by a gap: the luck of its best day, a formula that
knows neither effort nor the lifter, and where the lift was in the middle of that month. With d the gap and y the change
of the best, the change of the current 1RM is y + d(now) - d(then), exactly. Gaps are half habit and half luck: half of
the gap of now is given back. Current 1RMs also follow a change more slowly than a best does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from models.forecasters.horizons import HORIZONS_WEEKS, QUANTILES
from models.forecasters.panel import serving_panel
from models.tables import Tables

Floats = NDArray[np.floating]
Predict = Callable[[pd.DataFrame], Floats]

GIVEN_BACK: Final = 0.5
MOST_GAP_LOG: Final = 0.2
USUAL_GAP_LOG: Final = 0.015
COMES_THROUGH: Final = (0.42, 0.84, 0.88, 0.97)
"""What part of the change of the best, less the gap given back, shows in the current 1RM after 4, 8, 12 and 26 weeks;
after 4 weeks it is of the change over 8, so that a rise is even up to there."""
SPREAD: Final = (0.58, 0.81, 0.89, 0.92)
"""How wide the current 1RM spreads over how wide the best does. All these are measured on 61 public logs, each forecast
by models fitted on others (`benchmarks/current_then.py`)."""
_MEDIAN: Final = QUANTILES.index(0.5)
_FOUR, _EIGHT = HORIZONS_WEEKS.index(4), HORIZONS_WEEKS.index(8)


@dataclass(frozen=True, kw_only=True)
class CurrentAhead:
    """The lifts that are forecast, as now.

    Parameters
    ----------
    keys : frame of n rows
        lifter, exercise_id, cutoff, best_kg (best estimated 1RM of the last 28 days), now_kg, now_se_kg.
    change : ndarray of shape (n, 4, 7)
        Quantiles of the ln change of the current 1RM from `now_kg`, at `HORIZONS_WEEKS`.
    """

    keys: pd.DataFrame
    change: Floats


def of_best(best_change: Floats, gap: Floats, now_se: Floats) -> Floats:
    """Turn forecasts of the best of four weeks into those of the current 1RM.

    Parameters
    ----------
    best_change : ndarray of shape (n, 4, 7)
        Quantiles of the ln change of the best at `HORIZONS_WEEKS`.
    gap : ndarray of shape (n,)
        ln of the best of the last four weeks over the current 1RM by the same sets.
    now_se : ndarray of shape (n,)
        Standard error (ln) of the current 1RM: what is not known now is not known then, so no range is narrower.

    Returns
    -------
    ndarray of shape (n, 4, 7)
        Rising along the last axis.
    """
    back = GIVEN_BACK * np.clip(gap, -MOST_GAP_LOG, MOST_GAP_LOG)
    medians = best_change[:, :, _MEDIAN] + back[:, None]
    medians[:, _FOUR] = medians[:, _EIGHT]
    spread = (best_change - best_change[:, :, [_MEDIAN]]) * np.array(SPREAD)[None, :, None]
    unknown = now_se[:, None, None] * np.asarray(ndtri(QUANTILES))[None, None, :]
    wider = np.where(np.abs(unknown) > np.abs(spread), unknown, spread)
    return np.asarray((medians * np.array(COMES_THROUGH))[:, :, None] + wider)


def forecast_current(
    tables: Tables, predict: Predict, maxes: pd.DataFrame
) -> tuple[CurrentAhead, Floats, pd.DataFrame]:
    """Forecast each lift's current 1RM as now.

    Parameters
    ----------
    tables : Tables
    predict : callable
        Panel of n rows -> quantiles of the ln change of the best of four weeks as now, shape (n, 7).
    maxes : frame
        As of `models.one_rm.now.current`; a lift without a current 1RM is not forecast either.

    Returns
    -------
    ahead : CurrentAhead
    best_kg : ndarray of shape (n, 4, 7)
        Quantiles of the best estimated 1RM of four weeks around then, which logs can be held against.
    refused : frame
        As of `models.forecasters.panel.refusals`.
    """
    panel, refused = serving_panel(tables.features, HORIZONS_WEEKS)
    lift = ["lifter", "exercise_id"]
    told = pd.MultiIndex.from_frame(maxes[lift])
    panel = panel[pd.MultiIndex.from_frame(panel[lift]).isin(told)]
    count = len(panel) // len(HORIZONS_WEEKS)
    keys = panel[[*lift, "cutoff"]].head(count)
    keys = keys.merge(tables.features[[*lift, "log_now"]], on=lift, how="left", validate="1:1")
    keys = keys.merge(maxes[[*lift, "now_kg", "now_se_kg", "sets_kg"]], on=lift, how="left", validate="1:1")
    quantiles = predict(panel) if count else np.empty((0, len(QUANTILES)))
    change = np.asarray(quantiles).reshape(len(HORIZONS_WEEKS), count, len(QUANTILES)).swapaxes(0, 1)
    change = np.maximum.accumulate(change, axis=-1)
    keys["best_kg"] = np.exp(keys["log_now"].astype(float))
    gap = np.nan_to_num(np.log((keys["best_kg"] / keys["sets_kg"]).to_numpy(float)), nan=USUAL_GAP_LOG)
    now_se = (keys["now_se_kg"] / keys["now_kg"]).to_numpy(float)
    ahead = CurrentAhead(keys=keys.drop(columns=["log_now", "sets_kg"]), change=of_best(change, gap, now_se))
    return ahead, keys["best_kg"].to_numpy(float)[:, None, None] * np.exp(change), refused
