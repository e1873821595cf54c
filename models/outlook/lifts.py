"""Each lift's 1RM under each style: the calibrated forecast as now, and draws of what a style changes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.forecasters.panel import serving_panel
from models.outlook import styles
from models.outlook.style_weeks import lift_style_weeks
from models.outlook.styles import COLUMNS, HORIZONS
from models.response import adaptation, personal
from models.response.parameters import Draws
from models.tables import Tables, of_lifters, year_of
from models.training import usual_week
from models.training.own_blocks import Past, past_of
from models.training.stimulus import Stimulus, StyleWeeks, Traits
from models.training.style import ALL_STYLES, AS_NOW

Floats = NDArray[np.floating]
Predict = Callable[[pd.DataFrame], Floats]

SEED: Final = 20261122


@dataclass(frozen=True, kw_only=True)
class LiftOutlook:
    """The lifts to forecast: keys in a row each, what is trained, draws of what styles change, quantiles by style (kg).

    `plans` are the weeks under each style, `own_share` how much of a style's effect rests on the lifter's own blocks.
    """

    keys: pd.DataFrame
    now: Stimulus
    traits: Traits
    plans: dict[str, Stimulus]
    differences: dict[str, Floats]
    own_share: Floats
    kg: dict[str, Floats]


def lift_outlook(
    tables: Tables, predict: Predict, p: Draws, past: Past | None = None
) -> tuple[LiftOutlook, pd.DataFrame]:
    """Forecast each lift as now and draw what styles change; say what could not be forecast.

    `past` is what `own_blocks.past_of` says of the tables, worked out where it is not given.
    """
    panel, refused = serving_panel(tables.features, HORIZONS)
    count = len(panel) // len(HORIZONS)
    keys = panel[["lifter", "exercise_id", "cutoff"]].head(count).copy()
    columns = ["lifter", "exercise_id", "log_now"]
    keys = keys.merge(tables.features[columns], on=["lifter", "exercise_id"], how="left", validate="1:1")
    usual = keys[["lifter", "exercise_id"]].merge(tables.lift_weeks, on=["lifter", "exercise_id"], how="left")
    now = usual_week.lift_stimulus(usual.assign(days=usual["days"].fillna(0)), tables.muscles)
    traits = usual_week.traits_of(of_lifters(keys, tables), year=year_of(tables))
    quantiles = predict(panel) if count else np.empty((0, len(COLUMNS)))
    as_now = np.asarray(quantiles).reshape(len(HORIZONS), count, len(COLUMNS)).swapaxes(0, 1)
    as_now = np.maximum.accumulate(as_now, axis=-1)
    plans, learnt = _effects(keys, now, traits, p, tables, past or past_of(tables))
    differences = learnt.differences
    weights = styles.quantile_weights(styles.even_probabilities(len(p["tau_size"]), SEED))
    changes = {name: styles.add_difference(as_now, drawn, weights) for name, drawn in differences.items()}
    best_kg = np.exp(keys["log_now"].to_numpy(float))[:, None, None]
    kg = {name: best_kg * np.exp(change) for name, change in (changes | {AS_NOW: as_now}).items()}
    made = LiftOutlook(
        keys=keys,
        now=now,
        traits=traits,
        plans=plans.by_style,
        differences=differences,
        own_share=learnt.own_share,
        kg=kg,
    )
    return made, refused


def _effects(
    keys: pd.DataFrame, now: Stimulus, traits: Traits, p: Draws, tables: Tables, past: Past
) -> tuple[StyleWeeks, personal.Update]:
    """Draw what each style changes, as the lifter trains it and as far as own blocks show it."""
    weeks = np.array(HORIZONS, dtype=float)
    most = adaptation.growth_ceiling(weeks)[None, None, :]
    plans = lift_style_weeks(now, keys, past, tables.muscles)
    model = styles.strength_differences(now, traits, p, plans=plans.by_style)
    seen = personal.contrasts_of(keys, tables.history, past.labelled)
    learnt = personal.of_lifts(now, plans, traits, model, p, seen, weeks=weeks, seed=SEED)
    capped = {name: np.asarray(np.minimum(drawn, most)) for name, drawn in learnt.differences.items()}
    return plans, replace(learnt, differences=capped)


def forecast_rows(lifts: LiftOutlook, maxes: pd.DataFrame) -> pd.DataFrame:
    """Write the forecasts in kg, one row per lift, style and horizon.

    Forecast is the best estimated 1RM of four weeks around then; `best_kg`, what it starts from, is that of the last
    four weeks, and `now_kg` the current 1RM (NaN where none can be told).
    """
    parts = []
    starts = lifts.keys[["lifter", "exercise_id"]].merge(
        maxes, on=["lifter", "exercise_id"], how="left", validate="m:1"
    )
    for name in ALL_STYLES:
        for place, weeks in enumerate(HORIZONS):
            part = lifts.keys[["lifter", "exercise_id", "cutoff"]].copy()
            part["best_kg"] = np.exp(lifts.keys["log_now"].astype(float))
            part[["now_kg", "now_se_kg"]] = starts[["now_kg", "now_se_kg"]].to_numpy(dtype=float)
            part["style"], part["horizon_weeks"], part["own_share"] = name, weeks, lifts.own_share
            part[list(COLUMNS)] = lifts.kg[name][:, place]
            parts.append(part)
    return pd.concat(parts, ignore_index=True)
