"""From the tables of some lifters to everything a full build says about them."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from models.alerts.attention import alerts
from models.one_rm import now
from models.one_rm.standing import standing
from models.outlook import styles
from models.outlook.current_ahead import Predict, forecast_current
from models.outlook.lifts import SEED, LiftOutlook, forecast_rows, lift_outlook
from models.outlook.muscles import MuscleOutlook, girth_rows, growth_rows, muscle_outlook, size_rows
from models.outlook.pairs import lift_pairs, muscle_pairs
from models.plans.advice import Recommendation
from models.plans.outlooks import plan_outlooks
from models.plans.planning import has_competition
from models.plans.recommendation import recommend
from models.plans.situation import LEAST_WEEKS, Case, cases
from models.response.parameters import Draws, draw_parameters
from models.tables import Tables
from models.training.classification import classify
from models.training.own_blocks import past_of

__all__ = ["Tables", "serve"]


def serve(tables: Tables, predict: Predict, *, today: date, draws: int = styles.DRAWS) -> dict[str, pd.DataFrame]:
    """Forecast and advise some lifters.

    Parameters
    ----------
    tables : Tables
    predict : callable
        Panel of n rows -> quantiles of the ln change of the best of four weeks as now, shape (n, 7).
    today : date
        For saying how long ago the last training was.
    draws : int

    Returns
    -------
    dict of frames
        training_blocks, current_maxes, forecasts, size_forecasts, girth_forecasts, measured_growth,
        style_pairs, refused, recommendations, alerts, standing; the model's columns excepted.
    """
    p = draw_parameters(draws, SEED)
    maxes, unsaid = now.current(tables)
    blocks = classify(tables.weeks)
    past = past_of(tables, blocks)
    ahead, best_kg, refused = forecast_current(tables, predict, maxes)
    lifts = lift_outlook(tables, ahead, p, past)
    muscles, little = muscle_outlook(tables, p, past)
    cutoffs = tables.lifters.set_index("lifter")["last_day"]
    advice = advise(list(cases(tables, lifts, muscles, maxes)), lifts, muscles, p, today=today)
    advised = {recommendation.lifter for recommendation in advice}
    placed, unplaced = standing(tables.lifters, maxes)
    silent = [name for name in tables.lifters["lifter"] if name not in advised]
    return {
        "training_blocks": blocks,
        "current_maxes": maxes.drop(columns="sets_kg"),
        "forecasts": forecast_rows(lifts, best_kg),
        "size_forecasts": size_rows(muscles, cutoffs),
        "girth_forecasts": girth_rows(muscles, tables),
        "measured_growth": growth_rows(muscles),
        "style_pairs": pd.concat(
            [lift_pairs(lifts.keys, lifts.differences), muscle_pairs(muscles.keys, muscles.draws)], ignore_index=True
        ),
        "refused": pd.concat([refused, unsaid, little, unplaced, _no_advice(silent)], ignore_index=True),
        "recommendations": pd.DataFrame([recommendation.as_json() for recommendation in advice]),
        "alerts": alerts(tables, lifts.keys, today),
        "standing": placed,
    }


def advise(
    lifter_cases: Sequence[Case],
    lifts: LiftOutlook,
    muscles: MuscleOutlook,
    p: Draws,
    *,
    today: date,
    weeks: int | None = None,
) -> list[Recommendation]:
    """Advise lifters, given their cases and the outlooks these were made from; see `recommend`."""
    ahead = plan_outlooks(lifter_cases, lifts, muscles, p, today=today, weeks=weeks)
    return [
        recommend(case, plans, must_peak=has_competition(case.wishes.goal, today))
        for case, plans in zip(lifter_cases, ahead, strict=True)
    ]


def _no_advice(lifters: list[str]) -> pd.DataFrame:
    """Say which lifters get no advice yet."""
    rows = [
        (
            name,
            name,
            "lifter",
            "too little training logged",
            f"a lift that can be forecast, or {LEAST_WEEKS} weeks of training",
        )
        for name in lifters
    ]
    return pd.DataFrame(rows, columns=["lifter", "subject", "kind", "reason", "missing"])
