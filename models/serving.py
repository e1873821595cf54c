"""From the tables of some lifters to everything a full build says about them."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from models.alerts.attention import alerts
from models.one_rm import now
from models.one_rm.standing import standing
from models.outlook import styles
from models.outlook.current_ahead import CurrentAhead, Predict, forecast_current
from models.outlook.lifts import SEED, LiftOutlook, ahead_pct, forecast_rows, lift_outlook, throughout
from models.outlook.muscles import MuscleOutlook, girth_rows, growth_rows, muscle_outlook, size_rows
from models.outlook.pairs import lift_pairs, muscle_pairs
from models.outlook.trained import whole_weeks
from models.plans.outlooks import Prospects, horizon_of, menus_of, prospects, weeks_by_name
from models.plans.recommendation import advise, plan_rows
from models.plans.situation import LEAST_WEEKS, Situation, cases, situation_of
from models.response.parameters import Draws, draw_parameters
from models.tables import Tables
from models.training.classification import classify
from models.training.own_blocks import Past, past_of
from models.training.style import ALL_STYLES, STYLES

__all__ = ["Known", "Tables", "known_of", "say", "say_of", "serve"]


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
        style_pairs, plan_forecasts, plan_sizes, refused, recommendations, alerts, standing; the model's columns
        excepted.
    """
    p = draw_parameters(draws, SEED)
    maxes, unsaid = now.current(tables)
    blocks = classify(tables.weeks)
    ahead, best_kg, refused = forecast_current(tables, predict, maxes)
    said, little = say(tables, ahead, maxes, p, today=today, past=past_of(tables, blocks))
    lifts, muscles, cutoffs = said.lifts, said.muscles, tables.lifters.set_index("lifter")["last_day"]
    advised = advise(said, today)
    placed, unplaced = standing(tables.lifters, maxes)
    told = {one.case.lifter for one in advised}
    silent = [name for name in tables.lifters["lifter"] if name not in told]
    sizes = {name: muscles.changes(throughout(name)) for name in ALL_STYLES}
    differences = {name: lifts.differences(throughout(name)) for name in STYLES}
    return {
        "training_blocks": blocks,
        "current_maxes": maxes.drop(columns="sets_kg"),
        "forecasts": forecast_rows(lifts, differences, best_kg),
        "size_forecasts": size_rows(muscles, sizes, cutoffs),
        "girth_forecasts": girth_rows(muscles, sizes, tables),
        "measured_growth": growth_rows(muscles),
        "style_pairs": pd.concat(
            [lift_pairs(lifts.keys, differences), muscle_pairs(muscles.keys, sizes)], ignore_index=True
        ),
        **plan_rows(advised, lifts, best_kg, cutoffs),
        "refused": pd.concat([refused, unsaid, little, unplaced, _no_advice(silent)], ignore_index=True),
        "recommendations": pd.DataFrame([one.recommendation.as_json() for one in advised]),
        "alerts": alerts(tables, ahead_pct(lifts), today),
        "standing": placed,
    }


def say(
    tables: Tables,
    ahead: CurrentAhead,
    maxes: pd.DataFrame,
    p: Draws,
    *,
    today: date,
    weeks: int | None = None,
    past: Past | None = None,
) -> tuple[Prospects, pd.DataFrame]:
    """Write out what each lifter could train, and work out what it would do.

    Parameters
    ----------
    tables : Tables
    ahead : CurrentAhead
        The forecasts as now.
    maxes : frame
        As of `models.one_rm.now.current`.
    p : dict of parameter draws
    today : date
        Competitions and targets are so far away from.
    weeks : int, optional
        Plan so far ahead whatever the goal says.
    past : Past, optional
        As for `lift_outlook`.

    Returns
    -------
    prospects : Prospects
    little : frame
        Muscles trained too little to say anything.
    """
    known = known_of(tables, ahead, maxes, p, past=past)
    return say_of(known, tables, today=today, weeks=weeks), known.little


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of some lifters whatever they wish for: plans for other wishes are worked out from it in no time.

    Parameters
    ----------
    situation : Situation
    lifts, muscles : outlooks that know the week as now only
    little : frame
        Muscles trained too little to say anything.
    """

    situation: Situation
    lifts: LiftOutlook
    muscles: MuscleOutlook
    little: pd.DataFrame


def known_of(tables: Tables, ahead: CurrentAhead, maxes: pd.DataFrame, p: Draws, *, past: Past | None = None) -> Known:
    """Work out what does not depend on what lifters wish for; parameters as of `say`."""
    muscles, little = muscle_outlook(tables, p, {})
    return Known(
        situation=situation_of(tables, ahead.keys, maxes),
        lifts=lift_outlook(tables, ahead, p, {}, past),
        muscles=muscles,
        little=little,
    )


def say_of(known: Known, tables: Tables, *, today: date, weeks: int | None = None) -> Prospects:
    """Write out what each lifter could train, as they wish by the tables' lifters, and work out what it would do."""
    found = list(cases(tables.lifters, known.situation, today))
    horizons = [horizon_of(case, today, weeks) for case in found]
    menus = menus_of(found, horizons)
    named = whole_weeks(tables, weeks_by_name(found, menus))
    return prospects(found, horizons, menus, known.lifts.also(named), known.muscles.also(named), tables)


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
