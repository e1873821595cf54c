"""What every plan would do for each lifter: all lifters of one horizon at once, from the draws of the forecasts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.blocks.block_week import COLUMNS
from models.outlook.lifts import LiftOutlook
from models.outlook.muscles import MuscleOutlook
from models.outlook.trained import whole_weeks
from models.outlook.what_matters import LIKELY
from models.plans.choice import PlanOutlook
from models.plans.menu import Menu, Option, adjusted, menu
from models.plans.planning import contenders, first_weeks, has_competition, peak_weeks, plan_weeks
from models.plans.situation import Case, is_advised
from models.tables import Tables
from models.training.block import ADJUSTED, CHANGES, Block, Plan

Floats = NDArray[np.floating]

WORTH_PCT: Final = 0.3
"""A change to a lift or muscle is made if its median is at least so much and it is `LIKELY`; several small ones add up
to a difference that is told."""


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """How far a lifter's plans reach, and whether they end with a competition."""

    weeks: int
    competition: bool

    @property
    def first_weeks(self) -> int:
        """Length of the block that is written out."""
        return first_weeks(self.weeks, competition=self.competition)

    @property
    def peak_weeks(self) -> int:
        """Length of the block that ends with the competition; 0 without one."""
        return peak_weeks(self.weeks) if self.competition else 0


def horizon_of(case: Case, today: date, weeks: int | None = None) -> Horizon:
    """How far to plan for a lifter: as asked for, else as the goal says."""
    goal = case.wishes.goal
    return Horizon(weeks=weeks or plan_weeks(goal, today), competition=has_competition(goal, today))


def menus_of(cases: Sequence[Case], horizons: Sequence[Horizon]) -> list[Menu]:
    """Write out all that each lifter could train."""
    return [
        menu(case, horizon.first_weeks, peak=horizon.peak_weeks) for case, horizon in zip(cases, horizons, strict=True)
    ]


def weeks_by_name(cases: Sequence[Case], menus: Sequence[Menu]) -> dict[str, pd.DataFrame]:
    """The lifters' options by name, in the shape that outlooks take: who lacks an option is not in its frame."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for case, options in zip(cases, menus, strict=True):
        for name, one in options.items():
            rows.setdefault(name, []).extend(row | {"lifter": case.lifter} for row in one.rows)
    return {name: pd.DataFrame(own, columns=[*COLUMNS, "lifter"]) for name, own in rows.items()}


@dataclass(frozen=True, kw_only=True)
class Prospects:
    """Everything that advice is read off: the outlooks, and each lifter's options and plans.

    Parameters
    ----------
    lifts, muscles : outlooks of all lifters
    cases : sequence of Case
        Lifters who are advised.
    horizons, menus, ahead : sequences of the same length
    """

    lifts: LiftOutlook
    muscles: MuscleOutlook
    cases: Sequence[Case]
    horizons: Sequence[Horizon]
    menus: Sequence[Menu]
    ahead: Sequence[PlanOutlook]


def prospects(
    cases: Sequence[Case],
    horizons: Sequence[Horizon],
    menus: Sequence[Menu],
    lifts: LiftOutlook,
    muscles: MuscleOutlook,
    tables: Tables,
) -> Prospects:
    """Put the small changes that pay together, and work out what every plan would do.

    Parameters
    ----------
    cases, horizons, menus : sequences of the same length
    lifts, muscles : outlooks that know the menus' weeks
    tables : Tables
    """
    own = {str(name): rows.index.to_numpy(np.intp) for name, rows in muscles.keys.groupby("lifter")}
    none = np.array([], dtype=np.intp)
    placed = [replace(case, muscles=own.get(case.lifter, none)) for case in cases]
    kept = [place for place, case in enumerate(placed) if is_advised(case)]
    cases, horizons = [placed[place] for place in kept], [horizons[place] for place in kept]
    whole: list[Menu] = [dict(menus[place]) for place in kept]
    for group in _groups(cases, horizons, lifts, muscles):
        for place, made in zip(group.places, _adjusted(group, cases, whole), strict=True):
            if made is not None:
                whole[place][ADJUSTED] = made
    only = [{ADJUSTED: one[ADJUSTED]} if ADJUSTED in one else {} for one in whole]
    put_together = whole_weeks(tables, weeks_by_name(cases, only))
    lifts, muscles = lifts.also(put_together), muscles.also(put_together)
    ahead: dict[int, PlanOutlook] = {}
    for group in _groups(cases, horizons, lifts, muscles):
        ahead |= zip(group.places, _ahead(group, cases, whole), strict=True)
    return Prospects(
        lifts=lifts,
        muscles=muscles,
        cases=cases,
        horizons=horizons,
        menus=whole,
        ahead=[ahead[place] for place in range(len(cases))],
    )


@dataclass(frozen=True, kw_only=True)
class _Group:
    """Lifters whose plans reach as far: their lifts that stand for strength, and their muscles."""

    places: list[int]
    horizon: Horizon
    lifts: LiftOutlook
    muscles: MuscleOutlook
    ends: tuple[list[int], list[int]]

    def strength(self, plan: Plan) -> list[Floats]:
        """Draw by how much a plan would change 1RM against carrying on, in %: (lifts, draws) of each lifter."""
        return np.split(added_pct(self.lifts, plan, self.horizon.weeks), self.ends[0])

    def size(self, plan: Plan) -> list[Floats]:
        """Draw by how many points a plan would change size against carrying on: (muscles, draws) of each lifter."""
        return np.split(grown_points(self.muscles, plan, self.horizon.weeks), self.ends[1])


def added_pct(lifts: LiftOutlook, plan: Plan, weeks: float) -> Floats:
    """Draw by how much a plan would change 1RM against carrying on after some weeks, in %: shape (n, draws)."""
    return np.asarray(100 * np.expm1(lifts.differences(plan, np.array([float(weeks)]))[..., 0]))


def grown_points(muscles: MuscleOutlook, plan: Plan, weeks: float) -> Floats:
    """Draw by how many points of size a plan would differ from carrying on after some weeks: shape (n, draws)."""
    at = np.array([float(weeks)])
    return np.asarray((muscles.changes(plan, at) - muscles.changes((), at))[..., 0])


def _groups(
    cases: Sequence[Case], horizons: Sequence[Horizon], lifts: LiftOutlook, muscles: MuscleOutlook
) -> Iterator[_Group]:
    """Put lifters of one horizon together."""
    for horizon in dict.fromkeys(horizons):
        places = [place for place, own in enumerate(horizons) if own == horizon]
        top = [cases[place].top["row"].to_numpy(np.intp) for place in places]
        worked = [cases[place].muscles for place in places]
        yield _Group(
            places=places,
            horizon=horizon,
            lifts=lifts.rows(np.concatenate(top)),
            muscles=muscles.rows(np.concatenate(worked)),
            ends=(_ends(top), _ends(worked)),
        )


def _ends(rows_of: Sequence[NDArray[np.intp]]) -> list[int]:
    return [int(end) for end in np.cumsum([len(rows) for rows in rows_of])[:-1]]


def _adjusted(group: _Group, cases: Sequence[Case], menus: Sequence[Menu]) -> list[Option | None]:
    """Put together the small changes that pay, for each lifter of a group; None where none does."""
    there = {name for place in group.places for name in menus[place]}
    tried = {name: _throughout(name, group.horizon) for name in CHANGES if name in there}
    strength = {name: group.strength(plan) for name, plan in tried.items()}
    size = {name: group.size(plan) for name, plan in tried.items()}
    found: list[Option | None] = []
    for at, place in enumerate(group.places):
        case, options, weight = cases[place], menus[place], cases[place].strength_weight
        own = {name: (strength[name][at], size[name][at]) for name in tried if name in options}
        lifts = _paying(list(case.top["exercise_id"]), own["top_sets"][0]) if weight > 0 and "top_sets" in own else []
        names = list(group.muscles.keys["muscle"].iloc[_span(group.ends[1], at, len(group.muscles.keys))])
        muscles = _paying(names, own["more_sets"][1]) if weight < 1 and "more_sets" in own else []
        also = [name for name in ("day_more", "effort", "rests") if name in own and _serves(own[name], weight)]
        made = adjusted(options, case.trainee, group.horizon.first_weeks, lifts=lifts, muscles=muscles, also=also)
        found.append(made)
    return found


def _span(ends: Sequence[int], place: int, whole: int) -> slice:
    """The rows of the n-th lifter of a group."""
    edges = [0, *ends, whole]
    return slice(edges[place], edges[place + 1])


def _throughout(name: str, horizon: Horizon) -> Plan:
    return (Block(name, horizon.weeks),)


def _paying(names: Sequence[str], draws: Floats) -> list[str]:
    """Those whose gain is likely and worth having."""
    pays = (np.median(draws, axis=1) >= WORTH_PCT) & ((draws > 0).mean(axis=1) >= LIKELY)
    return [name for name, each in zip(names, pays, strict=True) if each]


def _serves(own: tuple[Floats, Floats], strength_weight: float) -> bool:
    """Tell whether a change of the whole week serves the goal."""
    strength, size = (_mean(draws) for draws in own)
    score = _score(strength, size, strength_weight)
    return bool(np.median(score) > 0 and (score > 0).mean() >= LIKELY)


def _score(strength: Floats, size: Floats, strength_weight: float) -> Floats:
    return np.asarray(strength_weight * strength + (1 - strength_weight) * size)


def _mean(draws: Floats) -> Floats:
    """Average over lifts or muscles; zeros where there are none."""
    return np.asarray(draws.mean(axis=0)) if len(draws) else np.zeros(draws.shape[1], dtype=np.float32)


def _ahead(group: _Group, cases: Sequence[Case], menus: Sequence[Menu]) -> list[PlanOutlook]:
    """What every contender would add for each lifter of a group."""
    horizon = group.horizon
    offered = [contenders(horizon.weeks, list(menus[place]), competition=horizon.competition) for place in group.places]
    strength: dict[Plan, list[Floats]] = {}
    size: dict[Plan, list[Floats]] = {}
    for plan in dict.fromkeys(plan for plans in offered for plan in plans):
        strength[plan] = [_mean(draws) for draws in group.strength(plan)]
        size[plan] = [_mean(draws) for draws in group.size(plan)]
    return [
        PlanOutlook(
            weeks=horizon.weeks,
            plans=plans,
            strength=np.array([strength[plan][at] for plan in plans]),
            size=np.array([size[plan][at] for plan in plans]),
            strength_weight=cases[place].strength_weight,
        )
        for at, (place, plans) in enumerate(zip(group.places, offered, strict=True))
    ]


@dataclass(frozen=True, kw_only=True)
class Followed:
    """What one plan would do to all of a lifter's lifts and muscles.

    Parameters
    ----------
    strength_pct, muscle_part_pct : arrays, shape (lifts, draws)
        Change of 1RM against carrying on, at the plan's end, and the part of it that muscle makes.
    size_points : array, shape (muscles, draws)
        Change of size against carrying on, in points, at the plan's end.
    kg : array, shape (lifts, h, 7)
        Quantiles of 1RM at the horizons of forecasts.
    size_pct : array, shape (muscles, draws, h)
        Change of size from today at the same horizons.
    """

    strength_pct: Floats
    muscle_part_pct: Floats
    size_points: Floats
    kg: Floats
    size_pct: Floats


def followed(ahead: Prospects, plans: Sequence[Plan]) -> list[Followed]:
    """Follow one plan for each lifter; lifters of the same plan at once."""
    found: dict[int, Followed] = {}
    keys = [(plan, horizon.weeks) for plan, horizon in zip(plans, ahead.horizons, strict=True)]
    for plan, weeks in dict.fromkeys(keys):
        places = [place for place, key in enumerate(keys) if key == (plan, weeks)]
        rows = [ahead.cases[place].rows for place in places]
        worked = [ahead.cases[place].muscles for place in places]
        lifts, muscles = ahead.lifts.rows(np.concatenate(rows)), ahead.muscles.rows(np.concatenate(worked))
        parts = zip(
            np.split(added_pct(lifts, plan, weeks), _ends(rows)),
            np.split(100 * lifts.muscle_part(plan, float(weeks)), _ends(rows)),
            np.split(grown_points(muscles, plan, weeks), _ends(worked)),
            np.split(lifts.kg(lifts.differences(plan)), _ends(rows)),
            np.split(muscles.changes(plan), _ends(worked)),
            strict=True,
        )
        for place, (strength, part, size, kg, changes) in zip(places, parts, strict=True):
            found[place] = Followed(
                strength_pct=strength, muscle_part_pct=part, size_points=size, kg=kg, size_pct=changes
            )
    return [found[place] for place in range(len(plans))]
