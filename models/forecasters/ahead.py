"""Forecasts at any horizon from 1 to 52 weeks: stored ones carried there, or a forecaster asked."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pandas as pd

from models.forecasters.any_horizon import Array, carried, check_reach
from models.forecasters.horizons import HORIZONS_WEEKS, QUANTILE_NAMES, QUANTILES
from models.forecasters.panel import horizon_panel

_Q: Final = list(QUANTILE_NAMES)


def forecast_at(
    predict: Callable[[pd.DataFrame], Array], features: pd.DataFrame, horizons_weeks: Sequence[int]
) -> Array:
    """Forecast lifts at any horizons: asked at those learnt from and carried to the others, as `carried` describes.

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

    Raises
    ------
    ValueError
        A horizon is out of reach.
    """
    check_reach(horizons_weeks)
    if features.empty:
        return np.empty((0, len(horizons_weeks), len(QUANTILES)))
    learnt = predict(horizon_panel(features)).reshape(len(HORIZONS_WEEKS), len(features), len(QUANTILES))
    return carried(learnt.swapaxes(0, 1), horizons_weeks)


def lifts_ahead(forecasts: pd.DataFrame, weeks: Sequence[int]) -> pd.DataFrame:
    """Carry the forecasts of lifts, of every style, to other horizons.

    Parameters
    ----------
    forecasts : DataFrame
        Rows of `forecasts` (`exercise_id, style, cutoff, horizon_weeks, now_kg`, quantiles in kg, perhaps `lifter`): a
        lift and style has one at each of `HORIZONS_WEEKS`.
    weeks : sequence of int
        From 1 to 52.

    Returns
    -------
    DataFrame
        The same columns, one row per lift, style and week.

    Raises
    ------
    ValueError
        A horizon is out of reach.
    """
    start = forecasts["now_kg"].to_numpy(dtype=float)[:, None]
    logs = pd.DataFrame(np.log(forecasts[_Q].to_numpy(dtype=float) / start), columns=_Q, index=forecasts.index)
    ahead = _ahead(forecasts.assign(**logs), ["lifter", "exercise_id", "style", "cutoff"], weeks)
    ahead[_Q] = np.exp(ahead[_Q].to_numpy(dtype=float)) * ahead["now_kg"].to_numpy(dtype=float)[:, None]
    return ahead


def sizes_ahead(forecasts: pd.DataFrame, weeks: Sequence[int]) -> pd.DataFrame:
    """Carry the forecasts of muscle size (% change), of every style, to other horizons: see `lifts_ahead`."""
    return _ahead(forecasts, ["lifter", "muscle", "style", "cutoff"], weeks)


def _ahead(forecasts: pd.DataFrame, keys: Sequence[str], weeks: Sequence[int]) -> pd.DataFrame:
    """Carry the quantiles of each key from the horizons stored to those asked for."""
    asked = sorted(set(weeks))
    by = [key for key in keys if key in forecasts]
    stored = forecasts[forecasts["horizon_weeks"].isin(HORIZONS_WEEKS)].sort_values([*by, "horizon_weeks"])
    learnt = stored[_Q].to_numpy(dtype=float).reshape(-1, len(HORIZONS_WEEKS), len(_Q))
    first = stored.iloc[:: len(HORIZONS_WEEKS)]
    ahead = first.iloc[np.repeat(np.arange(len(first)), len(asked))].reset_index(drop=True)
    ahead["horizon_weeks"] = np.tile(asked, len(first))
    ahead[_Q] = carried(learnt, asked).reshape(-1, len(_Q))
    return ahead
