"""What was learnt from a folder of logs, written as the plain numbers that ship with the project."""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from data import shipped as shipped_files
from models.forecasters import backtest, candidates
from models.forecasters.backtest import Forecasts
from models.forecasters.baselines import quantiles_by_horizon
from models.forecasters.horizons import QUANTILE_NAMES
from models.forecasters.panel import series_volatility
from models.forecasters.shipped import series_fingerprints, to_numbers
from pipelines.champion.backtesting import as_records, forecast_all
from pipelines.errors import ModelError, NothingYetError
from pipelines.progress import Progress

SOURCE: Final = "blend"
"""The candidate that ships: what it learned is plain numbers, few enough to read in a moment."""
FEWEST_LIFTERS: Final = 20


def ship(scored: pd.DataFrame, out: Path, *, progress: Progress | None = None) -> list[Path]:
    """Write the population's strength model and its quantiles of change into a folder.

    Parameters
    ----------
    scored : DataFrame
        The training panel.
    out : Path
        Normally `data/population` of the project.
    progress : Progress, optional
        Told of the backtest whose scores go with the model.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    NothingYetError
        There are too few lifters for aggregates that are nobody's own.
    ModelError
        The candidate that ships failed on these lifts.
    """
    lifters = scored["lifter"].nunique()
    if lifters < FEWEST_LIFTERS:
        raise NothingYetError(
            f"the population model needs at least {FEWEST_LIFTERS} lifters with scored lifts, here are {lifters}: "
            "ingest more logs"
        )
    out.mkdir(parents=True, exist_ok=True)
    model, changes = out / shipped_files.STRENGTH_MODEL, out / shipped_files.CHANGE_QUANTILES
    backtested = (candidates.candidate(backtest.BASELINE), candidates.candidate(SOURCE))
    forecasts, failed = forecast_all(scored, backtested, progress=progress)
    if failed:
        raise ModelError(f"nothing to ship: {', '.join(f'{name} failed ({why})' for name, why in failed.items())}")
    estimator = candidates.candidate(SOURCE).make()
    estimator.fit(scored, scored["y"].to_numpy(dtype=float), scored["lifter"].to_numpy(dtype=str))
    content = {"card": _card(scored, forecasts), **to_numbers(estimator), "series_seen": series_fingerprints(scored)}
    model.write_text(json.dumps(content, separators=(",", ":"), allow_nan=False) + "\n", encoding="utf-8")
    digest = out / shipped_files.DIGEST
    digest.write_text(f"{hashlib.sha256(model.read_bytes()).hexdigest()}  {model.name}\n", encoding="ascii")
    _changes(scored).to_csv(changes, index=False, lineterminator="\n")
    return [model, digest, changes]


def _card(scored: pd.DataFrame, forecasts: Forecasts) -> dict[str, Any]:
    """Say what the model learned from and how well it did on lifters left out."""
    scores = backtest.score(scored, forecasts)
    mine = scores[scores["candidate"] == SOURCE].drop(columns="candidate").round(4)
    return {
        "what": "blend of small neural networks and boosted trees, calibrated: quantiles of ln change of a lift's best",
        "lifters": int(scored["lifter"].nunique()),
        "series": len(scored[["lifter", "exercise_id"]].drop_duplicates()),
        "rows": len(scored),
        "made_by": "liftcast train --ship data/population",
        "scores_on_unseen_lifters": as_records(mine),
    }


def _changes(scored: pd.DataFrame) -> pd.DataFrame:
    """Tabulate quantiles of change, and of change per unit of volatility, by horizon."""
    change = scored["y"].to_numpy(dtype=float)
    weeks = scored["horizon_weeks"]
    measures = {"change": change, "change_per_volatility": change / series_volatility(scored)}
    counted = scored.assign(series=scored["lifter"] + "\t" + scored["exercise_id"]).groupby("horizon_weeks")
    parts = []
    for measure, values in measures.items():
        table = quantiles_by_horizon(weeks, values)
        part = pd.DataFrame(np.round(table.values, 5), columns=list(QUANTILE_NAMES))
        part.insert(0, "measure", measure)
        part.insert(1, "horizon_weeks", np.asarray(table.horizons_weeks, dtype=int))
        part.insert(2, "lifters", counted["lifter"].nunique().to_numpy())
        part.insert(3, "series", counted["series"].nunique().to_numpy())
        part.insert(4, "forecasts", counted.size().to_numpy())
        parts.append(part)
    return pd.concat(parts, ignore_index=True)
