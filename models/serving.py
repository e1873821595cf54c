"""From the tables of some lifters to everything a full build says about them."""

from datetime import date
from typing import Any

import pandas as pd

from models import alerts, outlook
from models.cases import LEAST_WEEKS, cases, zone_parts
from models.lift_outlook import SEED, LiftOutlook, Predict, forecast_rows, lift_outlook
from models.muscle_outlook import muscle_outlook, size_rows
from models.recommend import recommend
from models.response_parameters import draw_parameters
from models.style import classify
from models.tables import Tables

__all__ = ["Tables", "serve"]


def serve(tables: Tables, predict: Predict, *, today: date, draws: int = outlook.DRAWS) -> dict[str, pd.DataFrame]:
    """Forecast and advise some lifters.

    Parameters
    ----------
    tables : Tables
    predict : callable
        Panel of n rows -> quantiles of the ln change as now, shape (n, 7).
    today : date
        For saying how long ago the last training was.
    draws : int

    Returns
    -------
    dict of frames
        training_blocks, forecasts, size_forecasts, refused, recommendations, alerts; the model's columns excepted.
    """
    p = draw_parameters(draws, SEED)
    lifts, refused = lift_outlook(tables, predict, p)
    muscles, little = muscle_outlook(tables, p)
    cutoffs = tables.lifters.set_index("lifter")["last_day"]
    advice = [recommend(case) for case in cases(tables, lifts, muscles)]
    advised = {row["lifter"] for row in advice}
    silent = [name for name in tables.lifters["lifter"] if name not in advised]
    return {
        "training_blocks": classify(tables.weeks),
        "forecasts": forecast_rows(lifts),
        "size_forecasts": size_rows(muscles, cutoffs),
        "refused": pd.concat([refused, little, _no_advice(silent)], ignore_index=True),
        "recommendations": pd.DataFrame(advice),
        "alerts": pd.DataFrame(_alerts(tables, lifts, today)),
    }


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


def _alerts(tables: Tables, lifts: LiftOutlook, today: date) -> list[dict[str, Any]]:
    """Gather what needs attention."""
    known = lifts.keys[["lifter", "exercise_id"]]
    found = alerts.records(tables.bests.merge(known, on=["lifter", "exercise_id"]))
    for lifter in tables.lifters.to_dict("records"):
        if pd.isna(lifter["last_day"]):
            continue
        name, last = lifter["lifter"], pd.Timestamp(lifter["last_day"]).date()
        zones = zone_parts(tables.lift_weeks[tables.lift_weeks["lifter"] == name])
        told = [alerts.gap(name, last, today), alerts.mismatch(name, str(lifter["goal"]), zones, last)]
        found += [alert for alert in told if alert is not None]
    return found
