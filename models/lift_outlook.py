"""Each lift's 1RM under each style: the calibrated forecast as now, and draws of what a style changes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models import outlook, usual_week
from models.outlook import COLUMNS, HORIZONS
from models.panel import serving_panel
from models.response_parameters import Draws
from models.stimulus import Stimulus, Traits
from models.style import ALL_STYLES, AS_NOW
from models.tables import Tables, of_lifters, year_of

Floats = NDArray[np.floating]
Predict = Callable[[pd.DataFrame], Floats]

SEED: Final = 20261122
OWN_SHARE: Final = 0.0
"""Part of a style's effect that rests on the lifter's own blocks: none yet, all of it comes from trials."""


@dataclass(frozen=True, kw_only=True)
class LiftOutlook:
    """The lifts to forecast: keys in a row each, what is trained, draws of what styles change, quantiles by style (kg)."""

    keys: pd.DataFrame
    now: Stimulus
    traits: Traits
    differences: dict[str, Floats]
    kg: dict[str, Floats]


def lift_outlook(tables: Tables, predict: Predict, p: Draws) -> tuple[LiftOutlook, pd.DataFrame]:
    """Forecast each lift as now and draw what styles change; say what could not be forecast."""
    panel, refused = serving_panel(tables.features, HORIZONS)
    count = len(panel) // len(HORIZONS)
    keys = panel[["lifter", "exercise_id", "cutoff"]].head(count).copy()
    columns = ["lifter", "exercise_id", "log_now", "now_se_kg"]
    keys = keys.merge(tables.features[columns], on=["lifter", "exercise_id"], how="left", validate="1:1")
    usual = keys[["lifter", "exercise_id"]].merge(tables.lift_weeks, on=["lifter", "exercise_id"], how="left")
    now = usual_week.lift_stimulus(usual.assign(days=usual["days"].fillna(0)), tables.muscles)
    traits = usual_week.traits_of(of_lifters(keys, tables), year=year_of(tables))
    quantiles = predict(panel) if count else np.empty((0, len(COLUMNS)))
    as_now = np.asarray(quantiles).reshape(len(HORIZONS), count, len(COLUMNS)).swapaxes(0, 1)
    as_now = np.maximum.accumulate(as_now, axis=-1)
    differences = outlook.strength_differences(now, traits, p)
    weights = outlook.quantile_weights(outlook.even_probabilities(len(p["tau_size"]), SEED))
    changes = {name: outlook.add_difference(as_now, drawn, weights) for name, drawn in differences.items()}
    now_kg = np.exp(keys["log_now"].to_numpy(float))[:, None, None]
    kg = {name: now_kg * np.exp(change) for name, change in (changes | {AS_NOW: as_now}).items()}
    return LiftOutlook(keys=keys, now=now, traits=traits, differences=differences, kg=kg), refused


def forecast_rows(lifts: LiftOutlook) -> pd.DataFrame:
    """Write the forecasts in kg: one row per lift, style and horizon."""
    parts = []
    for name in ALL_STYLES:
        for place, weeks in enumerate(HORIZONS):
            part = lifts.keys[["lifter", "exercise_id", "cutoff", "now_se_kg"]].copy()
            part["now_kg"] = np.exp(lifts.keys["log_now"].astype(float))
            part["style"], part["horizon_weeks"] = name, weeks
            part[list(COLUMNS)] = lifts.kg[name][:, place]
            parts.append(part)
    return pd.concat(parts, ignore_index=True).assign(own_share=OWN_SHARE)
