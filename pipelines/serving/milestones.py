"""Milestones of a published build: the chance of any load of any forecast lift, by any week."""

from collections.abc import Hashable, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, TypedDict

import numpy as np

from data.units import KG_PER_LB
from models.forecasters.horizons import HORIZONS_WEEKS, QUANTILE_NAMES
from models.plans.milestone import SURE, WEEKS, Milestone, chances_by, even_weeks, milestones_of, next_round
from models.training.block import BLOCK_NAMES, PLAN
from models.training.style import ALL_STYLES
from pipelines.errors import LiftcastError
from pipelines.people.loads import parse_load
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection, sql
from pipelines.warehouse.read import Row

STYLES_TOLD: Final = (*ALL_STYLES, PLAN)
PROJECTION: Final = "A projection from your own log while you keep training, not a fact."
SAID_WEEKS: Final = (4, 12, 26, 52)


class ChanceAhead(TypedDict):
    """The chance of having reached a load by a day, and of the 1RM around it being that high."""

    weeks: int
    by: date
    p_by: float
    p_around: float


class MilestoneFacts(TypedDict):
    """The figures in a milestone's sentence; loads in the lifter's unit."""

    load: float
    now: float
    unit: str
    even_weeks: float | None
    even_by: date | None
    last_weeks: int
    by_weeks: dict[str, int]
    sure_pct: int
    unsure_pct: int


class MilestoneAnswer(TypedDict):
    """One load ahead of a lift under one style."""

    lifter: str
    exercise_id: str
    name: str
    style: str
    cutoff: date
    now_kg: float
    load_kg: float
    load: str
    is_reached: bool
    chances: list[ChanceAhead]
    even_by: date | None
    text: str
    facts: MilestoneFacts


class MilestoneError(LiftcastError):
    """A milestone was asked for that no forecast speaks of."""


def milestone_answer(
    con: Connection,
    *,
    lifter: str | None = None,
    lifters: Sequence[str] | None = None,
    lift: str | None = None,
    load: str | None = None,
) -> list[MilestoneAnswer]:
    """Answer `liftcast milestone`: one row per lifter, lift and style.

    Parameters
    ----------
    con : Connection
    lifter : str, optional
    lifters : sequence of str, optional
        Several at once.
    lift : str, optional
        An exercise_id, a name of the catalogue, or part of one.
    load : str, optional
        Such as `140kg` or `300lb`; by default the next round load of each lift.

    Returns
    -------
    list of MilestoneAnswer

    Raises
    ------
    MilestoneError
        No forecast lift has that name.
    ProfileError
        The load is none.
    """
    load_kg = None if load is None else parse_load("--load", load)
    whose = lifters if lifter is None else [lifter]
    outlooks = read.rows(con, "outlooks", {"lifters": None if whose is None else list(whose)})
    if lift is not None:
        outlooks = _of_lift(outlooks, lift)
    of_style = itemgetter("lifter", "style")
    rows = [
        row
        for (name, style), outlook in groupby(sorted(outlooks, key=of_style), key=of_style)
        if style in STYLES_TOLD
        for row in _rows(list(outlook), name, style, load_kg)
    ]
    return sorted(rows, key=lambda row: (row["lifter"], row["name"], STYLES_TOLD.index(row["style"])))


def next_milestones(con: Connection, lifters: Sequence[str]) -> list[Row]:
    """The next round load of every lift of many lifters under each style: `MilestoneAnswer` without what is not told.

    Returns
    -------
    list of dict
        As of `milestone_answer`, in its order, with `p_by_4_weeks` and so on for each of `SAID_WEEKS` in place of all
        chances.
    """
    outlooks = con.execute(sql("read", "outlooks"), {"lifters": list(lifters)}).df()
    outlooks = outlooks[outlooks["horizon_weeks"].isin(HORIZONS_WEEKS) & (outlooks["now_kg"] > 0)]
    lift = ["lifter", "exercise_id", "style"]
    whole = outlooks.groupby(lift)["horizon_weeks"].transform("size") == len(HORIZONS_WEEKS)
    outlooks = outlooks[whole & outlooks["style"].isin(STYLES_TOLD)].sort_values([*lift, "horizon_weeks"])
    first = outlooks.iloc[:: len(HORIZONS_WEEKS)]
    now = first["now_kg"].to_numpy(float)
    loads = np.array([next_round(kg, unit) for kg, unit in zip(now, first["unit"], strict=True)], dtype=float)
    quantiles = outlooks[list(QUANTILE_NAMES)].to_numpy(float).reshape(-1, len(HORIZONS_WEEKS), len(QUANTILE_NAMES))
    by = chances_by(loads, now, quantiles).tolist()
    told = first[["lifter", "exercise_id", "name", "style", "unit"]].to_dict("records")
    cutoffs = first["cutoff"].dt.date
    rows = [
        _next(row, cutoff, float(kg), float(load), chances)
        for row, cutoff, kg, load, chances in zip(told, cutoffs, now, loads, by, strict=True)
    ]
    return sorted(rows, key=lambda row: (row["lifter"], row["name"], STYLES_TOLD.index(row["style"])))


def _next(row: dict[Hashable, Any], cutoff: date, now_kg: float, load_kg: float, by: Sequence[float]) -> Row:
    """One milestone of many."""
    is_reached, even = now_kg >= load_kg, even_weeks(by)
    even_by = None if is_reached or even is None else cutoff + timedelta(weeks=even)
    facts = _facts(load_kg, now_kg, str(row["unit"]), even, even_by, by)
    return {
        **{name: row[name] for name in ("lifter", "exercise_id", "name", "style")},
        "cutoff": cutoff,
        "now_kg": now_kg,
        "load_kg": load_kg,
        "load": f"{facts['load']:g} {facts['unit']}",
        "is_reached": is_reached,
        "even_by": even_by,
        "text": _sentence(facts, str(row["style"]), is_reached=is_reached),
        **{f"p_by_{weeks}_weeks": round(by[weeks - 1], 2) for weeks in SAID_WEEKS},
    }


def _rows(outlook: list[Row], lifter: str, style: str, load_kg: float | None) -> list[MilestoneAnswer]:
    """Milestones of a lifter under one style; a lift has one cutoff, its newest."""
    unit = outlook[0]["unit"]
    cutoffs = {row["exercise_id"]: row["cutoff"] for row in outlook}
    ahead = milestones_of(outlook, unit, load_kg)
    return [_row(one, lifter, style, unit, cutoffs[one.exercise_id]) for one in ahead]


def _of_lift(outlooks: list[Row], lift: str) -> list[Row]:
    """Choose the lifts meant: of that id or name, else those whose name holds all the words."""
    wanted = lift.casefold().strip()
    exact = [row for row in outlooks if row["name"].casefold() == wanted or row["exercise_id"] == lift.strip()]
    held = [row for row in outlooks if all(word in row["name"].casefold() for word in wanted.split())]
    if exact or held:
        return exact or held
    names_forecast = ", ".join(sorted({row["name"] for row in outlooks})) or "none"
    raise MilestoneError(f"--lift: no forecast lift is called {lift!r}; forecast are: {names_forecast}")


def _row(one: Milestone, lifter: str, style: str, unit: str, cutoff: date) -> MilestoneAnswer:
    """One milestone in numbers and in a sentence."""
    chances: list[ChanceAhead] = [
        {"weeks": week, "by": cutoff + timedelta(weeks=week), "p_by": round(by, 2), "p_around": round(around, 2)}
        for week, by, around in zip(one.weeks, one.chances, one.around, strict=True)
    ]
    is_reached = one.now_kg >= one.load_kg
    even_by = None if is_reached or one.even_weeks is None else cutoff + timedelta(weeks=one.even_weeks)
    facts = _facts(one.load_kg, one.now_kg, unit, one.even_weeks, even_by, one.chances)
    return {
        "lifter": lifter,
        "exercise_id": one.exercise_id,
        "name": one.name,
        "style": style,
        "cutoff": cutoff,
        "now_kg": one.now_kg,
        "load_kg": one.load_kg,
        "load": f"{facts['load']:g} {unit}",
        "is_reached": is_reached,
        "chances": chances,
        "even_by": even_by,
        "text": _sentence(facts, style, is_reached=is_reached),
        "facts": facts,
    }


def _facts(
    load_kg: float, now_kg: float, unit: str, even: float | None, even_by: date | None, by: Sequence[float]
) -> MilestoneFacts:
    """Put the figures of a milestone into the lifter's unit."""
    per_unit = KG_PER_LB if unit == "lb" else 1.0
    return {
        "load": round(load_kg / per_unit, 1),
        "now": round(now_kg / per_unit, 1),
        "unit": unit,
        "even_weeks": even,
        "even_by": even_by,
        "last_weeks": WEEKS[-1],
        "by_weeks": {str(week): round(100 * by[week - 1]) for week in SAID_WEEKS},
        "sure_pct": round(100 * SURE),
        "unsure_pct": round(100 * (1 - SURE)),
    }


def _sentence(facts: MilestoneFacts, style: str, *, is_reached: bool) -> str:
    """Word a milestone."""
    load = f"{facts['load']:g} {facts['unit']}"
    if is_reached:
        return f"{load}: there already, your 1RM now is {facts['now']:g} {facts['unit']}."
    chances = "; ".join(f"{week} weeks, {chance_of(p)}" for week, p in facts["by_weeks"].items())
    even = f"An even bet by {facts['even_by']}." if facts["even_by"] else f"No even bet in {facts['last_weeks']} weeks."
    return f"{BLOCK_NAMES[style]}: 1RM reaches {load} within {chances}. {even} {PROJECTION}"


def chance_of(percent: int) -> str:
    """Say a chance; at the ends of what forecasts reach, only that it lies beyond."""
    low, high = round(100 * (1 - SURE)), round(100 * SURE)
    return f"{low} % or less" if percent <= low else f"{high} % or more" if percent >= high else f"{percent} %"
