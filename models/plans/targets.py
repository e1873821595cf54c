"""A lifter's targets: how likely by their day, under the plan and carrying on, and what would be realistic."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.units import KG_PER_LB
from models.forecasters.any_horizon import FURTHEST_WEEKS
from models.goal import Target
from models.plans.advice import TargetOutlook
from models.plans.milestone import EVEN, SURE, chance_words, chances

Floats = NDArray[np.floating]

LIKELY: Final = 0.7
UNLIKELY: Final = 0.3
GRID: Final = np.linspace(0.8, 1.6, 81)
"""Loads tried for what is realistic, over the 1RM now."""


def target_outlooks(
    targets: Sequence[Target],
    lifts: Sequence[Mapping[Any, Any]],
    plan_kg: Floats,
    as_now_kg: Floats,
    *,
    today: date,
    plan_weeks: int,
    unit: str,
) -> list[TargetOutlook]:
    """Judge each target.

    Parameters
    ----------
    targets : sequence of Target
    lifts : sequence of n mappings
        exercise_id, now_kg of the lifts that are forecast.
    plan_kg, as_now_kg : arrays, shape (n, h, 7)
        Quantiles of 1RM under the plan and carrying on.
    today : date
    plan_weeks : int
        For targets without a day.
    unit : {'kg', 'lb'}
    """
    places = {str(lift["exercise_id"]): place for place, lift in enumerate(lifts)}
    found = []
    for target in targets:
        place = places.get(target.exercise_id)
        if place is None:
            found.append(_without(target, "not_forecast", unit))
        elif target.by is not None and target.by < today:
            found.append(_without(target, "past", unit))
        else:
            now_kg = float(lifts[place]["now_kg"])
            weeks = plan_weeks if target.by is None else max(1, -(-(target.by - today).days // 7))
            both = np.stack([plan_kg[place], as_now_kg[place]])
            found.append(_judged(target, now_kg, both, min(weeks, FURTHEST_WEEKS), unit))
    return found


def _judged(target: Target, now_kg: float, kg: Floats, weeks: int, unit: str) -> TargetOutlook:
    """Read the chances of one target off the forecasts under the plan and as now."""
    by, _ = chances(np.full(2, target.load_kg), np.full(2, now_kg), kg)
    p_plan, p_as_now = (float(p) for p in by[:, weeks - 1])
    loads = now_kg * GRID
    on_the_way, _ = chances(loads, np.full(len(loads), now_kg), np.repeat(kg[:1], len(loads), axis=0))
    even = loads[on_the_way[:, weeks - 1] >= EVEN]
    realistic = float(even.max()) if len(even) else now_kg
    status = (
        "reached" if now_kg >= target.load_kg else
        "likely" if p_plan >= LIKELY else
        "open" if p_plan > UNLIKELY else
        "unlikely" if p_plan > 1 - SURE else
        "out_of_reach"
    )  # fmt: skip
    return TargetOutlook(
        exercise_id=target.exercise_id,
        name=target.name,
        load_kg=target.load_kg,
        by=None if target.by is None else target.by.isoformat(),
        weeks=weeks,
        status=status,
        p_plan=round(p_plan, 2),
        p_as_now=round(p_as_now, 2),
        realistic_kg=round(realistic, 1),
        text=_text(target, status, (p_plan, p_as_now), (now_kg, realistic), weeks, unit),
    )


def _text(target: Target, status: str, p: tuple[float, float], kg: tuple[float, float], weeks: int, unit: str) -> str:
    """Say how a target stands."""
    what = f"{target.name[:1].upper()}{target.name[1:]} {_load(target.load_kg, unit)}"
    when = f"within {weeks} weeks" if target.by is None else f"by {_day(target.by)}"
    if status == "reached":
        return f"{what}: reached already, your 1RM now is about {_load(kg[0], unit)}."
    chance = f"{chance_words(p[0])} with this plan, {chance_words(p[1])} carrying on"
    realistic = "" if status == "likely" else f" An even bet by then is {_load(kg[1], unit)}."
    if status == "out_of_reach":
        return f"{what} {when}: out of reach ({chance}).{realistic}"
    return f"{what} {when}: {chance}.{realistic}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _load(kg: float, unit: str) -> str:
    return f"{kg / (KG_PER_LB if unit == 'lb' else 1.0):.0f} {unit}"


def _without(target: Target, status: str, unit: str) -> TargetOutlook:
    """A target that nothing is forecast for."""
    why = {
        "not_forecast": "no forecast yet, log the lift on a few more days",
        "past": f"its day, {target.by and _day(target.by)}, is over: set another",
    }
    return TargetOutlook(
        exercise_id=target.exercise_id,
        name=target.name,
        load_kg=target.load_kg,
        by=None if target.by is None else target.by.isoformat(),
        weeks=None,
        status=status,
        p_plan=None,
        p_as_now=None,
        realistic_kg=None,
        text=f"{target.name} {_load(target.load_kg, unit)}: {why[status]}.",
    )
