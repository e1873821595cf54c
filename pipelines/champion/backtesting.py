"""The backtest as a command: a build's panel in, scores and a file of forecasts out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from data import shipped as shipped_files
from models.forecasters import backtest, panel
from models.forecasters import candidates as strength
from models.forecasters.backtest import Array, Forecasts
from models.forecasters.baselines import population_no_change
from models.forecasters.horizons import QUANTILE_NAMES
from models.forecasters.names import OF_POPULATION, SHIPPED
from models.forecasters.shipped import lifters_seen, share_seen
from models.forecasters.upkeep.own_errors import adapted
from pipelines.errors import ModelError, NothingYetError
from pipelines.progress import Progress, Silent
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection, sql
from pipelines.warehouse.panel import add_panel
from pipelines.warehouse.publish import Build

FEWEST_LIFTERS: Final = 5
"""With fewer, leaving one out leaves too little to learn from: only what ships is scored; nor is what ships scored
on fewer that it has not seen, beside others that it has."""

MOST_CUTOFFS: Final = 60_000
"""About 3,000 lifts: so many cutoffs are learnt from, and no more, however many lifters there are."""

MOST_SEEN: Final = 0.02
"""Share of series that two collections of logs may have in common by accident."""


def read_panel(settings: Settings, build: Build) -> pd.DataFrame:
    """Read a build's training panel: what was known at each cutoff, and what came of it.

    Of more than about `MOST_CUTOFFS` cutoffs it is a sample of whole lifters, the same each time.

    Returns
    -------
    DataFrame
        See `models.forecasters.panel.training_panel`.
    """
    with read.connect(settings, add_panel(settings, build)) as con:
        chosen = {"lifters": [lifter for lifter, is_learnt_from in _lifters(con) if is_learnt_from]}
        features = con.execute(sql("training", "features"), chosen).df()
        return panel.training_panel(features, con.execute(sql("training", "targets"), chosen).df())


def said_of_sample(settings: Settings, build: Build) -> str:
    """Say that not all lifters of a build are learnt from; "" where all are."""
    with read.connect(settings, add_panel(settings, build)) as con:
        found = _lifters(con)
    chosen = sum(is_learnt_from for _, is_learnt_from in found)
    if chosen == len(found):
        return ""
    return f"Learnt from a sample of {chosen:,} of {len(found):,} lifters: some {MOST_CUTOFFS:,} cutoffs are enough."


def _lifters(con: Connection) -> list[tuple[str, bool]]:
    """Everybody with cutoffs, and whether they are learnt from."""
    return con.execute(sql("training", "lifters"), {"most_cutoffs": MOST_CUTOFFS}).fetchall()


def forecast_all(
    scored: pd.DataFrame, candidates: tuple[strength.Candidate, ...], *, progress: Progress | None = None
) -> tuple[Forecasts, dict[str, str]]:
    """Forecast every scored row by each candidate that has lifters enough to learn from, on the same folds.

    With fewer than `FEWEST_LIFTERS` only what ships forecasts, beside *no change* as the population knows it. What
    ships competes on the lifters it has not learned from, where there are `FEWEST_LIFTERS` of them; its forecasts of
    the others are NaN.

    Returns
    -------
    forecasts : dict of name to ndarray of shape (n_rows, 7)
    failed : dict of name to str
        The candidates that failed on these rows, and why.
    """
    lifters = scored["lifter"].nunique()
    if lifters < FEWEST_LIFTERS:
        return _shipped_only(scored), {}
    is_known = scored["lifter"].isin(lifters_seen(shipped_files.load_strength_model(), scored)).to_numpy()
    is_scorable = scored.loc[~is_known, "lifter"].nunique() >= FEWEST_LIFTERS
    able = tuple(
        one for one in candidates if one.fewest_lifters <= lifters and (one.name not in OF_POPULATION or is_scorable)
    )
    folds = min(backtest.FOLDS, lifters)
    with (progress or Silent()).step(f"Backtesting {len(able)} candidates", total=len(able) * folds) as advance:
        forecasts, failed = strength.forecasts_of(able, scored, advance=advance)
    for name in OF_POPULATION:
        if name in forecasts:
            forecasts[name][is_known] = np.nan
    return forecasts, failed


def is_new(scored: pd.DataFrame) -> bool:
    """Tell whether what ships was learnt from other logs than these."""
    return share_seen(shipped_files.load_strength_model(), scored) <= MOST_SEEN


def run_backtest(
    settings: Settings,
    build: Build,
    *,
    model: str | None = None,
    out: Path | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Score candidates and baselines on lifters they have not seen.

    Parameters
    ----------
    settings : Settings
    build : Build
        Whose lifts to score.
    model : str, optional
        One candidate by name, beside the baselines; `shipped` fits nothing on these lifts, not even baselines.
    out : Path, optional
        Where to write the forecasts of `model`, or else of the best candidate, as Parquet: `lifter, exercise, cutoff,
        horizon_weeks, q05 ... q95` (change in natural log).
    progress : Progress, optional

    Returns
    -------
    dict
        `lifters, series, rows, model, scores, failed, shipped_is_new` (false: what ships was learnt from some of these
        logs: it is scored on the others alone, or, asked for by name, on all, which proves nothing); scores are one
        dictionary per candidate, slice and horizon, `failed` says why a candidate has none.

    Raises
    ------
    NothingYetError
        No lift is long enough to score.
    ModelError
        The candidate asked for failed on these lifts.
    ValueError
        No candidate has that name.
    """
    scored = read_panel(settings, build)
    if scored.empty:
        raise NothingYetError(
            "no lift is long enough to score: a series needs 16 training days over 120 days; ingest longer logs"
        )
    forecasts, failed = _forecasts(scored, model, progress)
    scores = backtest.score(scored, forecasts)
    chosen = model or best(scored, forecasts)
    if out is not None:
        forecast_file(scored, forecasts[chosen]).to_parquet(out, index=False)
    return {
        "lifters": int(scored["lifter"].nunique()),
        "series": len(scored[["lifter", "exercise_id"]].drop_duplicates()),
        "rows": len(scored),
        "model": chosen,
        "shipped_is_new": is_new(scored),
        "scores": as_records(scores),
        "failed": failed,
    }


def best(scored: pd.DataFrame, forecasts: Forecasts) -> str:
    """Name the candidate with the lowest loss over all horizons: no baseline, unless all others failed."""
    losses = {
        name: float(backtest.lifter_losses(scored, predicted).mean())
        for name, predicted in forecasts.items()
        if not strength.candidate(name).is_baseline and backtest.rows_forecast(predicted).all()
    }
    return min(losses, key=losses.__getitem__, default=backtest.BASELINE)


def forecast_file(scored: pd.DataFrame, predicted: Array) -> pd.DataFrame:
    """Shape forecasts as the protocol's file."""
    quantiles = pd.DataFrame(predicted, columns=list(QUANTILE_NAMES), index=scored.index)
    keys = scored[[*panel.KEYS, "horizon_weeks"]].rename(columns={"exercise_id": "exercise"})
    keys["cutoff"] = pd.to_datetime(keys["cutoff"]).dt.date
    return pd.concat([keys, quantiles], axis=1)


def as_records(scores: pd.DataFrame) -> list[dict[str, Any]]:
    """Scores as plain dictionaries; what could not be measured is None."""
    return [
        {
            str(name): None if isinstance(value, float) and not np.isfinite(value) else value
            for name, value in row.items()
        }
        for row in scores.to_dict("records")
    ]


def _forecasts(scored: pd.DataFrame, model: str | None, progress: Progress | None) -> tuple[Forecasts, dict[str, str]]:
    """Forecast by what was asked for."""
    if model == SHIPPED:
        return _shipped_only(scored), {}
    if model is None:
        return forecast_all(scored, strength.CANDIDATES, progress=progress)
    baselines = tuple(one for one in strength.CANDIDATES if one.is_baseline)
    asked = strength.candidate(model)
    wanted = (*baselines, *(() if asked in baselines else (asked,)))
    forecasts, failed = forecast_all(scored, wanted, progress=progress)
    if model in failed:
        raise ModelError(f"{model}: failed on these lifts ({failed[model]}); ask for another --model")
    if model not in forecasts:
        raise NothingYetError(
            f"{model}: learns from at least {asked.fewest_lifters} lifters, here are {scored['lifter'].nunique()}; "
            "ask for --model shipped"
        )
    return forecasts, failed


def _shipped_only(scored: pd.DataFrame) -> Forecasts:
    """Forecast by what ships; nothing is learnt from these rows."""
    made: Callable[[], Any] = strength.candidate(SHIPPED).make
    shipped = made().predict(scored)
    return {
        backtest.BASELINE: population_no_change(shipped_files.load_change_quantiles()).predict(scored),
        SHIPPED: adapted(scored, shipped, scored, shipped),
    }
