"""How good forecasts are on lifters never seen: the folds and the scores of the backtest protocol.

Scores are averaged within a lifter, then over lifters, so that nobody with a long log dominates.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import clone
from sklearn.model_selection import GroupKFold

from models.forecasters.horizons import HORIZONS_WEEKS, QUANTILES

Array = npt.NDArray[np.float64]
Forecasts = dict[str, Array]
"""Quantiles of the ln change by candidate, each of shape (n_rows, 7)."""

FOLDS: Final = 5
SEED: Final = 20261121
BASELINE: Final = "no_change"
SCORED_QUANTILES: Final = (0.10, 0.25, 0.50, 0.75, 0.90)
_SCORED: Final = [QUANTILES.index(level) for level in SCORED_QUANTILES]
_Q05, _Q10, _Q50, _Q90, _Q95 = (QUANTILES.index(level) for level in (0.05, 0.10, 0.50, 0.90, 0.95))
OUTCOMES: Final = ["y", "seen", "known_on"]
"""Columns of a training panel that no forecaster is shown: what came."""
THIN_DAYS: Final = 24
"""Training days of a lift below which its history is thin."""
LONG_DAYS: Final = 60
EXPERIENCED_DAYS: Final = 365
MEASURES: Final = ("pinball", "mae", "coverage80", "width80", "coverage90", "width90")


_SLICED_BY: Final = ["is_main", "is_machine", "days_ever", "lifter_age_days"]
SLICES: Final[Mapping[str, Callable[[pd.DataFrame], pd.Series]]] = MappingProxyType(
    {
        "all": lambda rows: pd.Series(data=True, index=rows.index),
        "main": lambda rows: rows["is_main"] > 0,
        "accessory": lambda rows: ~(rows["is_main"] > 0),
        "machine": lambda rows: rows["is_machine"] > 0,
        "first_year": lambda rows: rows["lifter_age_days"] < EXPERIENCED_DAYS,
        "later_years": lambda rows: rows["lifter_age_days"] >= EXPERIENCED_DAYS,
        "thin_history": lambda rows: rows["days_ever"] < THIN_DAYS,
        "long_history": lambda rows: rows["days_ever"] >= LONG_DAYS,
    }
)
"""What ranges must hold in: lift types, years since the lifter's first logged day, training days of the lift so far."""
SLICE_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "all": "All lifts",
        "main": "Main lifts",
        "accessory": "Accessory lifts",
        "machine": "Machines and cables",
        "first_year": "First year logged",
        "later_years": "Later years",
        "thin_history": f"Under {THIN_DAYS} training days",
        "long_history": f"{LONG_DAYS} training days or more",
    }
)


def folds(lifters: npt.ArrayLike) -> Iterator[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    """Split rows into up to five folds, each lifter whole in one; the same rows give the same folds.

    Yields
    ------
    seen, unseen : ndarray of int
        Positions of the rows to fit on and of those to score.

    Raises
    ------
    ValueError
        There are fewer than two lifters.
    """
    groups = np.asarray(lifters, dtype=str)
    count = np.unique(groups).size
    if count < 2:
        raise ValueError(f"lifters: got {count}; leaving lifters out needs at least 2")
    yield from GroupKFold(min(FOLDS, count), shuffle=True, random_state=SEED).split(groups, groups=groups)


def forecast_unseen(
    estimator: Any, panel: pd.DataFrame, *, advance: Callable[[int], None] = lambda _units: None
) -> Array:
    """Forecast every lifter with an estimator fitted on others, which is shown no outcome of those it forecasts.

    Parameters
    ----------
    estimator : forecaster
        As `models.forecasters.baselines` describes; cloned for each fold.
    panel : DataFrame
        A training panel.
    advance : callable
        Told of each fold done.

    Returns
    -------
    ndarray of shape (n_rows, 7)
    """
    predicted = np.empty((len(panel), len(QUANTILES)))
    known = panel.drop(columns=OUTCOMES, errors="ignore")
    y, lifters = panel["y"].to_numpy(dtype=float), panel["lifter"].to_numpy(dtype=str)
    for seen, unseen in folds(lifters):
        fitted = clone(estimator).fit(known.iloc[seen], y[seen], lifters[seen])
        predicted[unseen] = fitted.predict(known.iloc[unseen])
        advance(1)
    return predicted


def rows_forecast(predicted: Array) -> npt.NDArray[np.bool_]:
    """Tell which rows a candidate forecast: a row of NaN says that it may not be scored there."""
    return np.asarray(~np.isnan(predicted).all(axis=1))


def pinball_loss(y: Array, predicted: Array) -> Array:
    """Each row's mean pinball loss over `SCORED_QUANTILES`, x 100; lower is better.

    Parameters
    ----------
    y : ndarray of shape (n,)
    predicted : ndarray of shape (n, 7)
    """
    levels = np.array(SCORED_QUANTILES)
    error = y[:, None] - predicted[:, _SCORED]
    return np.asarray(100 * np.maximum(levels * error, (levels - 1) * error).mean(axis=1))


def row_scores(panel: pd.DataFrame, predicted: Array) -> pd.DataFrame:
    """Score each forecast alone: keys, horizon and `MEASURES`, of the rows forecast."""
    forecast = rows_forecast(predicted)
    if not forecast.all():
        panel, predicted = panel[forecast], predicted[forecast]
    y = panel["y"].to_numpy(dtype=float)
    low, high, lower, higher = (predicted[:, column] for column in (_Q10, _Q90, _Q05, _Q95))
    return panel[["lifter", "exercise_id", "horizon_weeks", *_SLICED_BY]].assign(
        pinball=pinball_loss(y, predicted),
        mae=100 * np.abs(y - predicted[:, _Q50]),
        coverage80=((low <= y) & (y <= high)).astype(float),
        width80=high - low,
        coverage90=((lower <= y) & (y <= higher)).astype(float),
        width90=higher - lower,
    )


def score(panel: pd.DataFrame, forecasts: Mapping[str, Array]) -> pd.DataFrame:
    """Score candidates and baselines by slice and horizon.

    Parameters
    ----------
    panel : DataFrame
        A training panel.
    forecasts : mapping of name to ndarray of shape (n_rows, 7)
        Must hold `BASELINE`, which skill is measured against, on the rows that the candidate forecast.

    Returns
    -------
    DataFrame
        One row per candidate, slice (see `SLICES`) and horizon: `lifters, series, forecasts`, `MEASURES` and `skill`,
        which is NaN where the baseline errs nowhere.

    Raises
    ------
    KeyError
        The baseline is missing.
    """
    baseline = _by_slice(row_scores(panel, forecasts[BASELINE]), BASELINE)
    parts = []
    for name, predicted in forecasts.items():
        part, against = _by_slice(row_scores(panel, predicted), name), baseline
        if not rows_forecast(predicted).all():
            same = np.where(rows_forecast(predicted)[:, None], forecasts[BASELINE], np.nan)
            against = _by_slice(row_scores(panel, same), BASELINE)
        parts.append(part.assign(skill=_skill(part, against)))
    return pd.concat(parts, ignore_index=True)


def lifter_losses(panel: pd.DataFrame, predicted: Array) -> pd.Series:
    """Each lifter's pinball loss relative to the scale of its horizons: mean over horizons.

    Losses of each horizon are first divided by the square root of the horizon, so that the far ones do not drown the
    near ones.
    """
    loss = row_scores(panel, predicted).groupby(["lifter", "horizon_weeks"])["pinball"].mean().reset_index()
    loss["pinball"] /= np.sqrt(loss["horizon_weeks"] / HORIZONS_WEEKS[0])
    return loss.groupby("lifter")["pinball"].mean()


def _skill(part: pd.DataFrame, baseline: pd.DataFrame) -> Array:
    """Return by how much each cell's loss is below the baseline's; NaN where the baseline errs nowhere."""
    losses = baseline.set_index(["slice", "horizon_weeks"])["pinball"]
    against = losses.reindex(pd.MultiIndex.from_frame(part[["slice", "horizon_weeks"]])).to_numpy(dtype=float)
    return 1 - part["pinball"].to_numpy(dtype=float) / np.where(against > 0, against, np.nan)


def _by_slice(rows: pd.DataFrame, candidate: str) -> pd.DataFrame:
    """Average within lifters, then over them, for each slice that has any."""
    parts = []
    for name, chosen in SLICES.items():
        part = rows[chosen(rows)]
        if part.empty:
            continue
        by_lifter = part.groupby(["horizon_weeks", "lifter"])[list(MEASURES)].mean()
        cells = by_lifter.groupby("horizon_weeks").mean().reset_index()
        counted = part.groupby("horizon_weeks")
        cells.insert(0, "candidate", candidate)
        cells.insert(1, "slice", name)
        cells.insert(3, "lifters", counted["lifter"].nunique().to_numpy())
        cells.insert(4, "series", part.groupby("horizon_weeks").apply(_count_series).to_numpy(dtype=int))
        cells.insert(5, "forecasts", counted.size().to_numpy())
        parts.append(cells)
    return pd.concat(parts, ignore_index=True)


def _count_series(rows: pd.DataFrame) -> int:
    """Count lifts."""
    return len(rows[["lifter", "exercise_id"]].drop_duplicates())
