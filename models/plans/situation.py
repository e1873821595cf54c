"""Each lifter's case for advice: what is trained, what is wanted, and what stands for strength."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.alerts.easy_week import tired
from models.blocks.picks import is_compound
from models.blocks.trainee import Trainee
from models.goal import Wishes, wishes_stated
from models.tables import Tables
from models.training.days_off import OVER_DAYS, told_days_off
from models.training.stimulus import ZONES

Floats = NDArray[np.floating]
Zones = tuple[float, float, float]

LEAST_WEEKS: Final = 4
"""Training weeks from which a lifter without any lift to forecast is advised, for size."""
FEWEST_LIFTS: Final = 3
TOP_LIFTS: Final = 5


@dataclass(frozen=True, kw_only=True)
class Case:
    """One lifter's situation.

    Parameters
    ----------
    lifter : str
    wishes : Wishes
        Goal and constraints.
    trainee : Trainee
        As the writer of blocks sees the lifter.
    lifts : frame, one row per lift of the last training weeks
        As `Trainee` wants it, and row: the place among all lifts that are forecast, -1 where it is not.
    training_weeks : int
        Weeks with training in the log.
    days_off : int
        Days since the last session, as `told_days_off` has them.
    muscles : int array
        Places of the lifter's muscles among all that are forecast.
    """

    lifter: str
    wishes: Wishes = field(default_factory=Wishes)
    trainee: Trainee
    lifts: pd.DataFrame
    training_weeks: int = 0
    days_off: int = 0
    muscles: NDArray[np.intp] = field(default_factory=lambda: np.array([], dtype=np.intp))

    @property
    def unit(self) -> str:
        """Unit of the lifter's loads."""
        return self.trainee.unit

    @property
    def goal(self) -> str:
        """Name the goal: strength, size or both."""
        return self.wishes.goal.word

    @cached_property
    def rows(self) -> NDArray[np.intp]:
        """Places of the lifter's lifts among all that are forecast, in the order of `forecast_lifts`."""
        return self.forecast_lifts["row"].to_numpy(np.intp)

    @cached_property
    def forecast_lifts(self) -> pd.DataFrame:
        """The lifts that are forecast."""
        return self.lifts[self.lifts["row"] >= 0]

    @cached_property
    def top(self) -> pd.DataFrame:
        """Lifts that stand for strength, as `top_lifts` has them."""
        return top_lifts(self.forecast_lifts, self.wishes)

    @cached_property
    def zones(self) -> Zones:
        """Parts of the last weeks' sets that were heavy, moderate and light."""
        return zone_parts(self.lifts)

    @cached_property
    def share(self) -> float:
        """Mean load of the last weeks' sets as a fraction of 1RM; NaN where unknown."""
        return _mean_share(self.lifts)

    @cached_property
    def strength_weight(self) -> float:
        """Weigh strength against size; a lifter without forecast lifts is judged by size alone, and so on."""
        lifts, muscles = len(self.top) > 0, len(self.muscles) > 0
        return self.wishes.goal.strength_weight if lifts and muscles else float(lifts)


def top_lifts(forecast_lifts: pd.DataFrame, wishes: Wishes) -> pd.DataFrame:
    """Lifts that stand for strength.

    Those with a target; else the main ones and, where they are fewer than three, the most trained compound ones.
    """
    if wishes.goal.targets:
        aimed = {target.exercise_id for target in wishes.goal.targets}
        chosen = forecast_lifts[forecast_lifts["exercise_id"].isin(aimed)]
        if len(chosen):
            return chosen
    is_main, compound, sets, keys = (
        forecast_lifts[name].tolist() for name in ("is_main", "compound", "sets_per_week", "exercise_id")
    )
    ordered = sorted(range(len(keys)), key=lambda row: (-is_main[row], -compound[row], -sets[row], keys[row]))
    return forecast_lifts.iloc[ordered[: min(max(sum(is_main), FEWEST_LIFTS), TOP_LIFTS)]]


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What lifters' cases rest on apart from their wishes.

    Parameters
    ----------
    lifts : dict of frames, one row per lift of the last training weeks
        By lifter; see `staples_of`.
    due : set of str
        Lifters whose next week should be an easy one.
    """

    lifts: dict[str, pd.DataFrame]
    due: frozenset[str]


def situation_of(tables: Tables, lift_keys: pd.DataFrame, maxes: pd.DataFrame) -> Situation:
    """Gather what lifters train.

    Parameters
    ----------
    tables : Tables
    lift_keys : frame
        lifter, exercise_id of all lifts that are forecast.
    maxes : frame
        Each lift's current 1RM: lifter, exercise_id, now_kg, now_se_kg.
    """
    staples = staples_of(tables, lift_keys, maxes)
    own = {str(name): rows.reset_index(drop=True) for name, rows in staples.groupby("lifter")}
    return Situation(lifts=own, due=tired(tables.recent_days))


def cases(lifters: pd.DataFrame, situation: Situation, today: date) -> Iterator[Case]:
    """Gather each lifter's case; lifters who have trained nothing lately are left out.

    Parameters
    ----------
    lifters : frame
        As of `Tables`.
    situation : Situation
        Of these lifters.
    today : date
        For saying how long ago the last training was.
    """
    for lifter in lifters.to_dict("records"):
        name = str(lifter["lifter"])
        if name not in situation.lifts:
            continue
        mine = situation.lifts[name]
        wishes = wishes_stated({str(key): value for key, value in lifter.items()})
        days_off = told_days_off((pd.Timestamp(today) - pd.Timestamp(lifter["last_day"])).days)
        trainee = Trainee(
            lifts=mine,
            unit="lb" if lifter["unit"] == "lb" else "kg",
            sessions_per_week=float(np.nan_to_num(lifter["sessions_per_week"], nan=2.0)),
            constraints=wishes.constraints,
            needed=tuple(top_lifts(mine[mine["row"] >= 0], wishes)["exercise_id"]),
            easy_first=name in situation.due and days_off <= EASY_WITHIN_DAYS,
            days_off=days_off if days_off <= OVER_DAYS else 0,
            competition_lifts=wishes.goal.competition_lifts,
        )
        yield Case(
            lifter=name,
            wishes=wishes,
            trainee=trainee,
            lifts=mine,
            training_weeks=int(np.nan_to_num(lifter["training_weeks"])),
            days_off=days_off,
        )


EASY_WITHIN_DAYS: Final = 7
"""An easy week is for those who trained last week: who has rested since needs none."""


def is_advised(case: Case) -> bool:
    """Tell whether enough is known for advice: a lift that is forecast, or muscles and some weeks of training."""
    return len(case.rows) > 0 or (len(case.muscles) > 0 and case.training_weeks >= LEAST_WEEKS)


def staples_of(tables: Tables, lift_keys: pd.DataFrame, maxes: pd.DataFrame) -> pd.DataFrame:
    """Describe each lift of the last training weeks: what it is, what is done, its place among the forecast ones."""
    keys = ["lifter", "exercise_id"]
    staples = tables.lift_weeks.merge(tables.features[[*keys, "log_now"]], on=keys, how="left")
    staples = staples.merge(maxes[[*keys, "now_kg", "now_se_kg"]], on=keys, how="left")
    places = lift_keys[keys].assign(row=np.arange(len(lift_keys)))
    staples = staples.merge(places, on=keys, how="left")
    staples["row"] = staples["row"].fillna(-1).astype(int)
    staples["name"] = staples["name"].str.removeprefix("unmapped:")
    staples["load_kind"] = staples["load_kind"].fillna("external")
    staples["compound"] = [is_compound(p, n) for p, n in zip(staples["pattern"], staples["name"], strict=True)]
    staples["now_kg"] = staples["now_kg"].fillna(staples["log_now"].astype(float).map(np.exp))
    staples["sets_per_week"] = staples[["heavy_sets", "moderate_sets", "light_sets"]].sum(axis=1)
    # As objects, words of all columns are taken together: from here on each lifter's few rows are taken often.
    return staples.astype({name: object for name, kind in staples.dtypes.items() if kind == "str"})


def zone_parts(staples: pd.DataFrame) -> Zones:
    """Parts of a lifter's sets that are heavy, moderate and light; zeros without sets."""
    sums = np.array([staples[f"{zone}_sets"].to_numpy(float) for zone in ZONES]).sum(axis=1)
    heavy, moderate, light = sums / max(float(sums.sum()), 1e-9)
    return float(heavy), float(moderate), float(light)


def _mean_share(staples: pd.DataFrame) -> float:
    """Mean load over a lifter's sets as a fraction of 1RM; NaN where no load is known."""
    shares, sets = (np.array([staples[f"{zone}_{what}"] for zone in ZONES], dtype=float) for what in ("share", "sets"))
    sets = sets * np.isfinite(shares)
    return float(np.nansum(shares * sets) / sets.sum()) if sets.sum() > 0 else float("nan")
