"""Each lift's 1RM under each style: the calibrated forecast as now, and draws of what a style changes."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.outlook import styles
from models.outlook.current_ahead import CurrentAhead
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

SEED: Final = 20261122
HELD: Final = ("q10", "q50", "q90")
"""The quantiles of the best that forecasts are held by once their weeks are over."""


@dataclass(frozen=True, kw_only=True)
class LiftOutlook:
    """The lifts to forecast: keys in a row each, what is trained, draws of what styles change, quantiles by style (kg).

    `keys` are those of `CurrentAhead`, and what is forecast is the current 1RM. `plans` are the weeks under each style,
    `own_share` how much of a style's effect rests on the lifter's own blocks.
    """

    keys: pd.DataFrame
    now: Stimulus
    traits: Traits
    plans: dict[str, Stimulus]
    differences: dict[str, Floats]
    own_share: Floats
    kg: dict[str, Floats]


def lift_outlook(tables: Tables, ahead: CurrentAhead, p: Draws, past: Past | None = None) -> LiftOutlook:
    """Draw what styles change of each lift's forecast as now.

    `past` is what `own_blocks.past_of` says of the tables, worked out where it is not given.
    """
    keys, as_now = ahead.keys, ahead.change
    usual = keys[["lifter", "exercise_id"]].merge(tables.lift_weeks, on=["lifter", "exercise_id"], how="left")
    now = usual_week.lift_stimulus(usual.assign(days=usual["days"].fillna(0)), tables.muscles)
    traits = usual_week.traits_of(of_lifters(keys, tables), year=year_of(tables))
    plans, learnt = _effects(keys, now, traits, p, tables, past or past_of(tables))
    differences = learnt.differences
    weights = styles.quantile_weights(styles.even_probabilities(len(p["tau_size"]), SEED))
    changes = {name: styles.add_difference(as_now, drawn, weights) for name, drawn in differences.items()}
    now_kg = keys["now_kg"].to_numpy(float)[:, None, None]
    kg = {name: now_kg * np.exp(change) for name, change in (changes | {AS_NOW: as_now}).items()}
    return LiftOutlook(
        keys=keys,
        now=now,
        traits=traits,
        plans=plans.by_style,
        differences=differences,
        own_share=learnt.own_share,
        kg=kg,
    )


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


def forecast_rows(lifts: LiftOutlook, best_kg: Floats) -> pd.DataFrame:
    """Write the forecasts in kg, one row per lift, style and horizon.

    Forecast is the current 1RM; `now_kg` is what it starts from. Beside it stands what logs can be held against: the
    best estimated 1RM of four weeks around then, `best_q10`, `best_q50` and `best_q90`, and that of the last four,
    `best_kg`.

    Parameters
    ----------
    lifts : LiftOutlook
    best_kg : ndarray of shape (n, h, 7)
        Quantiles of the best as now.
    """
    parts = []
    for name in ALL_STYLES:
        against_as_now = lifts.kg[name] / lifts.kg[AS_NOW]
        for place, weeks in enumerate(HORIZONS):
            part = lifts.keys[["lifter", "exercise_id", "cutoff", "best_kg", "now_kg", "now_se_kg"]].copy()
            part["style"], part["horizon_weeks"], part["own_share"] = name, weeks, lifts.own_share
            part[list(COLUMNS)] = lifts.kg[name][:, place]
            for column in HELD:
                level = COLUMNS.index(column)
                part[f"best_{column}"] = (best_kg * against_as_now)[:, place, level]
            parts.append(part)
    return pd.concat(parts, ignore_index=True)
