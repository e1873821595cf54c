"""Each lifter's case for advice: what is trained, how, and what the styles would do."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from models.lift_outlook import LiftOutlook
from models.muscle_outlook import MuscleOutlook
from models.prescription import is_compound
from models.recommend import Case
from models.tables import Tables

DEFAULT_GOAL: Final = "both"
LEAST_WEEKS: Final = 4
"""Training weeks from which a lifter without any lift to forecast is advised, for size."""


def cases(tables: Tables, lifts: LiftOutlook, muscles: MuscleOutlook) -> Iterator[Case]:
    """Gather each lifter's situation and outlook; lifters with neither lift nor muscle are left out."""
    staples = staples_of(tables, lifts)
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
            zones=zone_parts(mine),
            share=_mean_share(mine),
        )


def staples_of(tables: Tables, lifts: LiftOutlook) -> pd.DataFrame:
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


def zone_parts(staples: pd.DataFrame) -> tuple[float, float, float]:
    """Give the parts of a lifter's sets that are heavy, moderate and light; zeros without sets."""
    sums = staples[["heavy_sets", "moderate_sets", "light_sets"]].sum().to_numpy(float)
    heavy, moderate, light = sums / max(float(sums.sum()), 1e-9)
    return float(heavy), float(moderate), float(light)


def _mean_share(staples: pd.DataFrame) -> float:
    """Give the mean load over a lifter's sets as a fraction of 1RM; NaN where no load is known."""
    shares = staples[["heavy_share", "moderate_share", "light_share"]].to_numpy(float)
    sets = staples[["heavy_sets", "moderate_sets", "light_sets"]].to_numpy(float) * np.isfinite(shares)
    return float(np.nansum(shares * sets) / sets.sum()) if sets.sum() > 0 else float("nan")
