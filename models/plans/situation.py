"""Each lifter's case for advice: what is trained, how, and what the styles would do."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.alerts.easy_week import tired
from models.blocks.repertoire import is_compound
from models.goal import Wishes, wishes_stated
from models.outlook.lifts import LiftOutlook
from models.outlook.muscles import MuscleOutlook
from models.tables import Tables

Floats = NDArray[np.floating]
Zones = tuple[float, float, float]

LEAST_WEEKS: Final = 4
"""Training weeks from which a lifter without any lift to forecast is advised, for size."""


FEWEST_LIFTS: Final = 3
TOP_LIFTS: Final = 5
LEAST_MUSCLE_SETS: Final = 1.0


@dataclass(frozen=True, kw_only=True)
class Case:
    """One lifter's situation and outlook.

    Parameters
    ----------
    lifter, unit : str
    wishes : Wishes
        Goal and constraints.
    sessions_per_week : float
    lifts : frame, one row per lift of the last training weeks
        As `prescription.next_block` wants it, and is_main and row: the place in `strength`, -1 where not forecast.
    strength : dict of arrays, shape (n, draws, h)
        ln difference of 1RM from as now of each forecast lift, by style (without as now).
    muscles : list of str
    muscle_sets : array, shape (m,)
        Weekly fractional sets as now.
    size : dict of arrays, shape (m, draws, h)
        % change in size by style, with as now.
    zones, habit : tuple of 3 floats
        Parts of the sets that were heavy, moderate and light: of the last weeks, and of the last weeks and the whole
        log alike.
    share : float
        Mean load of the last weeks' sets as a fraction of 1RM; NaN where unknown.
    kg : dict of arrays, shape (n, h, 7)
        Quantiles of 1RM in kg of each forecast lift, by style.
    own_share : float
        How much of the styles' effect on strength rests on the lifter's own blocks.
    lift_places, muscle_places : int arrays, shapes (n,) and (m,)
        Where the lifter's lifts and muscles lie among everybody's.
    easy_week_due : bool
        The last two weeks were harder than usual: see `alerts.easy_week`.
    """

    lifter: str
    unit: str
    wishes: Wishes = field(default_factory=Wishes)
    sessions_per_week: float
    lifts: pd.DataFrame
    strength: dict[str, Floats]
    muscles: list[str]
    muscle_sets: Floats
    size: dict[str, Floats]
    kg: dict[str, Floats]
    zones: tuple[float, float, float]
    habit: tuple[float, float, float]
    share: float
    own_share: float = 0.0
    lift_places: NDArray[np.intp]
    muscle_places: NDArray[np.intp]
    easy_week_due: bool = False

    @property
    def goal(self) -> str:
        """Name the goal: strength, size or both."""
        return self.wishes.goal.word

    @property
    def worked(self) -> NDArray[np.intp]:
        """Muscles in training: places in `muscles`."""
        return np.flatnonzero(self.muscle_sets >= LEAST_MUSCLE_SETS)

    @cached_property
    def top(self) -> pd.DataFrame:
        """Lifts that stand for strength.

        Those with a target; else the main ones and, where they are fewer than three, the most trained compound ones.
        """
        forecast_lifts = self.lifts[self.lifts["row"] >= 0]
        aimed = forecast_lifts[
            forecast_lifts["exercise_id"].isin([target.exercise_id for target in self.wishes.goal.targets])
        ]
        if len(aimed):
            return aimed
        ordered = forecast_lifts.sort_values(
            ["is_main", "compound", "sets_per_week", "exercise_id"], ascending=[False, False, False, True]
        )
        return ordered.head(int(np.clip(forecast_lifts["is_main"].sum(), FEWEST_LIFTS, TOP_LIFTS)))

    @cached_property
    def strength_weight(self) -> float:
        """Weigh strength against size; a lifter without forecast lifts is judged by size alone, and so on."""
        lifts, muscles = len(self.top) > 0, len(self.worked) > 0
        return self.wishes.goal.strength_weight if lifts and muscles else float(lifts)


def cases(tables: Tables, lifts: LiftOutlook, muscles: MuscleOutlook, maxes: pd.DataFrame) -> Iterator[Case]:
    """Gather each lifter's situation and outlook; lifters with neither lift nor muscle are left out.

    `maxes` is each lift's current 1RM: lifter, exercise_id, now_kg, now_se_kg.
    """
    staples = staples_of(tables, lifts, maxes)
    rows = lifts.keys.groupby("lifter").indices
    worked = muscles.keys.groupby("lifter").indices
    none = np.array([], dtype=np.intp)
    due = tired(tables.recent_days)
    past = {str(name): zone_parts(weeks) for name, weeks in tables.weeks.groupby("lifter")}
    for lifter in tables.lifters.to_dict("records"):
        name = lifter["lifter"]
        own, grown = rows.get(name, none), worked.get(name, none)
        if not len(own) and (not len(grown) or lifter["training_weeks"] < LEAST_WEEKS):
            continue
        mine = staples[staples["lifter"] == name].copy()
        mine["row"] = mine["row"].map({place: index for index, place in enumerate(own)}).fillna(-1).astype(int)
        yield Case(
            lifter=name,
            wishes=wishes_stated({str(key): value for key, value in lifter.items()}),
            unit="lb" if lifter["unit"] == "lb" else "kg",
            sessions_per_week=float(np.nan_to_num(lifter["sessions_per_week"], nan=2.0)),
            lifts=mine,
            strength={style: drawn[own] for style, drawn in lifts.differences.items()},
            kg={style: quantiles[own] for style, quantiles in lifts.kg.items()},
            muscles=list(muscles.keys["muscle"].iloc[grown]),
            muscle_sets=muscles.sets[grown],
            size={style: drawn[grown] for style, drawn in muscles.draws.items()},
            zones=zone_parts(mine),
            habit=_habit(mine, past.get(name)),
            share=_mean_share(mine),
            own_share=float(np.mean(lifts.own_share[own])) if len(own) else 0.0,
            lift_places=np.asarray(own, dtype=np.intp),
            muscle_places=np.asarray(grown, dtype=np.intp),
            easy_week_due=name in due,
        )


def _habit(mine: pd.DataFrame, past: Zones | None) -> Zones:
    """Zones a lifter trains in by habit: those of the last weeks and of the whole log alike."""
    heavy, moderate, light = np.mean([zone_parts(mine), past or zone_parts(mine)], axis=0)
    return float(heavy), float(moderate), float(light)


def staples_of(tables: Tables, lifts: LiftOutlook, maxes: pd.DataFrame) -> pd.DataFrame:
    """Describe each lift of the last training weeks: what it is, what is done, its place among the forecast ones."""
    keys = ["lifter", "exercise_id"]
    staples = tables.lift_weeks.merge(tables.features[[*keys, "log_now"]], on=keys, how="left")
    staples = staples.merge(maxes[[*keys, "now_kg", "now_se_kg"]], on=keys, how="left")
    places = lifts.keys[["lifter", "exercise_id"]].assign(row=np.arange(len(lifts.keys)))
    staples = staples.merge(places, on=["lifter", "exercise_id"], how="left")
    staples["name"] = staples["name"].str.removeprefix("unmapped:")
    staples["load_kind"] = staples["load_kind"].fillna("external")
    staples["compound"] = [is_compound(p, n) for p, n in zip(staples["pattern"], staples["name"], strict=True)]
    staples["best_kg"] = np.exp(staples["log_now"].astype(float))
    staples["now_kg"] = staples["now_kg"].fillna(staples["best_kg"])
    staples["sets_per_week"] = staples[["heavy_sets", "moderate_sets", "light_sets"]].sum(axis=1)
    return staples


def zone_parts(staples: pd.DataFrame) -> Zones:
    """Parts of a lifter's sets that are heavy, moderate and light; zeros without sets."""
    sums = staples[["heavy_sets", "moderate_sets", "light_sets"]].sum().to_numpy(float)
    heavy, moderate, light = sums / max(float(sums.sum()), 1e-9)
    return float(heavy), float(moderate), float(light)


def _mean_share(staples: pd.DataFrame) -> float:
    """Mean load over a lifter's sets as a fraction of 1RM; NaN where no load is known."""
    shares = staples[["heavy_share", "moderate_share", "light_share"]].to_numpy(float)
    sets = staples[["heavy_sets", "moderate_sets", "light_sets"]].to_numpy(float) * np.isfinite(shares)
    return float(np.nansum(shares * sets) / sets.sum()) if sets.sum() > 0 else float("nan")
