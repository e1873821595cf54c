"""From the tables of some lifters to everything a full build says about them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models import alerts, outlook, usual_week
from models.outlook import COLUMNS, HORIZONS
from models.panel import serving_panel
from models.prescription import is_compound
from models.recommend import Case, recommend
from models.response_parameters import Draws, draw_parameters
from models.style import ALL_STYLES, AS_NOW, classify

Floats = NDArray[np.floating]
Predict = Callable[[pd.DataFrame], Floats]

SEED: Final = 20261122
OWN_SHARE: Final = 0.0
"""Part of a style's effect that rests on the lifter's own blocks: none yet, all of it comes from trials."""

DEFAULT_GOAL: Final = "both"
LEAST_MUSCLE_SETS: Final = 1.0
LEAST_WEEKS: Final = 4
"""Training weeks from which a lifter without any lift to forecast is advised, for size."""


@dataclass(frozen=True, kw_only=True)
class Tables:
    """What is read of some lifters.

    Parameters
    ----------
    lifters, lift_weeks, features, weeks, bests : DataFrame
        As the files of the same names in `sql/serving` give them.
    muscles : DataFrame
        exercise_id, muscle, credit.
    """

    lifters: pd.DataFrame
    lift_weeks: pd.DataFrame
    features: pd.DataFrame
    weeks: pd.DataFrame
    bests: pd.DataFrame
    muscles: pd.DataFrame

    def groups(self, size: int) -> Iterator["Tables"]:
        """Split into groups of so many lifters, so that memory does not grow with their number."""
        names = self.lifters["lifter"].to_numpy()
        for start in range(0, len(names), size):
            chosen = set(names[start : start + size])
            parts = {name: frame for name, frame in vars(self).items() if name != "muscles"}
            yield Tables(
                muscles=self.muscles,
                **{name: frame[frame["lifter"].isin(chosen)].reset_index(drop=True) for name, frame in parts.items()},
            )


@dataclass(frozen=True, kw_only=True)
class _Lifts:
    """The lifts to forecast: keys in a row each, draws of what styles change, and quantiles in kg by style."""

    keys: pd.DataFrame
    differences: dict[str, Floats]
    kg: dict[str, Floats]


@dataclass(frozen=True, kw_only=True)
class _Muscles:
    """The muscles to forecast: keys in a row each, weekly sets as now, and draws by style."""

    keys: pd.DataFrame
    sets: Floats
    draws: dict[str, Floats]


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
    lifts, refused = _lifts(tables, predict, p)
    muscles, little = _muscles(tables, p)
    cutoffs = tables.lifters.set_index("lifter")["last_day"]
    advice = [recommend(case) for case in _cases(tables, lifts, muscles)]
    advised = {row["lifter"] for row in advice}
    silent = [name for name in tables.lifters["lifter"] if name not in advised]
    return {
        "training_blocks": classify(tables.weeks),
        "forecasts": _forecast_rows(lifts),
        "size_forecasts": _size_rows(muscles, cutoffs),
        "refused": pd.concat([refused, little, _no_advice(silent)], ignore_index=True),
        "recommendations": pd.DataFrame(advice),
        "alerts": pd.DataFrame(_alerts(tables, lifts, today)),
    }


def _lifts(tables: Tables, predict: Predict, p: Draws) -> tuple[_Lifts, pd.DataFrame]:
    """Forecast each lift as now and draw what styles change; say what could not be forecast."""
    panel, refused = serving_panel(tables.features, HORIZONS)
    count = len(panel) // len(HORIZONS)
    keys = panel[["lifter", "exercise_id", "cutoff"]].head(count).copy()
    columns = ["lifter", "exercise_id", "log_now", "now_se_kg"]
    keys = keys.merge(tables.features[columns], on=["lifter", "exercise_id"], how="left", validate="1:1")
    usual = keys[["lifter", "exercise_id"]].merge(tables.lift_weeks, on=["lifter", "exercise_id"], how="left")
    now = usual_week.lift_stimulus(usual.assign(days=usual["days"].fillna(0)), tables.muscles)
    traits = usual_week.traits_of(_of_lifters(keys, tables), year=_year(tables))
    quantiles = predict(panel) if count else np.empty((0, len(COLUMNS)))
    as_now = np.asarray(quantiles).reshape(len(HORIZONS), count, len(COLUMNS)).swapaxes(0, 1)
    as_now = np.maximum.accumulate(as_now, axis=-1)
    differences = outlook.strength_differences(now, traits, p)
    weights = outlook.quantile_weights(outlook.even_probabilities(len(p["tau_size"]), SEED))
    changes = {name: outlook.add_difference(as_now, drawn, weights) for name, drawn in differences.items()}
    now_kg = np.exp(keys["log_now"].to_numpy(float))[:, None, None]
    kg = {name: now_kg * np.exp(change) for name, change in (changes | {AS_NOW: as_now}).items()}
    return _Lifts(keys=keys, differences=differences, kg=kg), refused


def _muscles(tables: Tables, p: Draws) -> tuple[_Muscles, pd.DataFrame]:
    """Draw each muscle's change under each style; name the muscles trained too little to say anything."""
    found = usual_week.muscle_stimulus(tables.lift_weeks, tables.muscles)
    sets = found.stimulus.muscle_sets.sum(axis=1)
    enough = sets >= LEAST_MUSCLE_SETS
    keys = found.keys[enough].reset_index(drop=True)
    traits = usual_week.traits_of(_of_lifters(keys, tables), year=_year(tables))
    drawn = outlook.size_draws(found.stimulus.rows(enough), traits, p, seed=SEED)
    little = (
        found.keys[~enough]
        .rename(columns={"muscle": "subject"})
        .assign(kind="size", reason="hardly trained lately", missing="1 fractional set a week")
    )
    return _Muscles(keys=keys, sets=sets[enough], draws=drawn), little


def _of_lifters(keys: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Give the lifter's row for each of the keys."""
    return keys[["lifter"]].merge(tables.lifters, on="lifter", how="left", validate="m:1")


def _year(tables: Tables) -> int:
    """Give the year the forecasts start from."""
    last = pd.to_datetime(tables.lifters["last_day"]).max()
    return int(last.year) if pd.notna(last) else date.min.year


def _forecast_rows(lifts: _Lifts) -> pd.DataFrame:
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


def _size_rows(muscles: _Muscles, cutoffs: pd.Series) -> pd.DataFrame:
    """Write the size forecasts in %: one row per muscle, style and horizon."""
    parts = []
    for name, drawn in muscles.draws.items():
        quantiles = outlook.quantiles_of(np.swapaxes(drawn, 1, 2))
        for place, weeks in enumerate(HORIZONS):
            part = muscles.keys.assign(style=name, horizon_weeks=weeks, cutoff=muscles.keys["lifter"].map(cutoffs))
            part[list(COLUMNS)] = quantiles[:, place]
            parts.append(part)
    return pd.concat(parts, ignore_index=True).assign(own_share=OWN_SHARE)


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


def _cases(tables: Tables, lifts: _Lifts, muscles: _Muscles) -> Iterator[Case]:
    """Gather each lifter's situation and outlook; lifters with neither lift nor muscle are left out."""
    staples = _staples(tables, lifts)
    rows = lifts.keys.groupby("lifter").indices
    worked = muscles.keys.groupby("lifter").indices
    none = np.array([], dtype=np.intp)
    for lifter in tables.lifters.to_dict("records"):
        name = lifter["lifter"]
        own, grown = rows.get(name, none), worked.get(name, none)
        if not len(own) and (not len(grown) or lifter["training_weeks"] < LEAST_WEEKS):
            continue
        mine = staples[staples["lifter"] == name].copy()
        mine["row"] = mine["row"].map({place: index for index, place in enumerate(own)}).fillna(-1).astype(int)
        yield Case(
            lifter=name,
            goal=lifter["goal"] if lifter["goal"] in ("strength", "size", "both") else DEFAULT_GOAL,
            unit="lb" if lifter["unit"] == "lb" else "kg",
            sessions_per_week=float(np.nan_to_num(lifter["sessions_per_week"], nan=2.0)),
            lifts=mine,
            strength={style: drawn[own] for style, drawn in lifts.differences.items()},
            kg={style: quantiles[own] for style, quantiles in lifts.kg.items()},
            muscles=list(muscles.keys["muscle"].iloc[grown]),
            muscle_sets=muscles.sets[grown],
            size={style: drawn[grown] for style, drawn in muscles.draws.items()},
            zones=_zone_parts(mine),
            share=_mean_share(mine),
        )


def _staples(tables: Tables, lifts: _Lifts) -> pd.DataFrame:
    """Describe each lift of the last training weeks: what it is, what is done, its place among the forecast ones."""
    known = tables.features[["lifter", "exercise_id", "log_now"]]
    staples = tables.lift_weeks.merge(known, on=["lifter", "exercise_id"], how="left")
    places = lifts.keys[["lifter", "exercise_id"]].assign(row=np.arange(len(lifts.keys)))
    staples = staples.merge(places, on=["lifter", "exercise_id"], how="left")
    staples["name"] = staples["name"].str.removeprefix("unmapped:")
    staples["load_kind"] = staples["load_kind"].fillna("external")
    staples["compound"] = [is_compound(p, n) for p, n in zip(staples["pattern"], staples["name"], strict=True)]
    staples["now_kg"] = np.exp(staples["log_now"].astype(float))
    staples["sets_per_week"] = staples[["heavy_sets", "moderate_sets", "light_sets"]].sum(axis=1)
    return staples


def _zone_parts(staples: pd.DataFrame) -> tuple[float, float, float]:
    """Give the parts of a lifter's sets that are heavy, moderate and light; zeros without sets."""
    sums = staples[["heavy_sets", "moderate_sets", "light_sets"]].sum().to_numpy(float)
    heavy, moderate, light = sums / max(float(sums.sum()), 1e-9)
    return float(heavy), float(moderate), float(light)


def _mean_share(staples: pd.DataFrame) -> float:
    """Give the mean load over a lifter's sets as a fraction of 1RM; NaN where no load is known."""
    shares = staples[["heavy_share", "moderate_share", "light_share"]].to_numpy(float)
    sets = staples[["heavy_sets", "moderate_sets", "light_sets"]].to_numpy(float) * np.isfinite(shares)
    return float(np.nansum(shares * sets) / sets.sum()) if sets.sum() > 0 else float("nan")


def _alerts(tables: Tables, lifts: _Lifts, today: date) -> list[dict[str, Any]]:
    """Gather what needs attention."""
    known = lifts.keys[["lifter", "exercise_id"]]
    found = alerts.records(tables.bests.merge(known, on=["lifter", "exercise_id"]))
    for lifter in tables.lifters.to_dict("records"):
        if pd.isna(lifter["last_day"]):
            continue
        name, last = lifter["lifter"], pd.Timestamp(lifter["last_day"]).date()
        zones = _zone_parts(tables.lift_weeks[tables.lift_weeks["lifter"] == name])
        told = [alerts.gap(name, last, today), alerts.mismatch(name, str(lifter["goal"]), zones, last)]
        found += [alert for alert in told if alert is not None]
    return found
