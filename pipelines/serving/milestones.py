"""Milestones of a published build: the chance of any load of any forecast lift, by any week."""

from datetime import date, timedelta
from typing import Final, TypedDict

import pandas as pd

from models.blocks.prescription import KG_PER_LB
from models.plans.milestone import SURE, Milestone, milestones_of
from models.training.style import ALL_STYLES, NAMES
from pipelines.errors import LiftcastError
from pipelines.people.goals import parse_load
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection

PROJECTION: Final = "A projection from your own log while you keep training, not a fact."
SAID_WEEKS: Final = (4, 12, 26, 52)


class ChanceAhead(TypedDict):
    """The chance of having reached a load by a day, and of the best four weeks around it being that high."""

    weeks: int
    by: date
    p_by: float
    p_around: float


class MilestoneFacts(TypedDict):
    """The figures in a milestone's sentence; loads in the lifter's unit."""

    load: float
    best: float
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
    best_kg: float
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
    con: Connection, *, lifter: str | None = None, lift: str | None = None, load: str | None = None
) -> list[MilestoneAnswer]:
    """Answer `liftcast milestone`: one row per lifter, lift and style.

    Parameters
    ----------
    con : Connection
    lifter : str, optional
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
    outlooks = pd.DataFrame(read.rows(con, "outlooks", {"lifter": lifter}))
    if lift is not None:
        outlooks = _of_lift(outlooks, lift)
    if outlooks.empty:
        return []
    rows = [
        row
        for (name, style), outlook in outlooks.groupby(["lifter", "style"])
        if style in ALL_STYLES
        for row in _rows(outlook, str(name), str(style), load_kg)
    ]
    return sorted(rows, key=lambda row: (row["lifter"], row["name"], ALL_STYLES.index(row["style"])))


def _rows(outlook: pd.DataFrame, lifter: str, style: str, load_kg: float | None) -> list[MilestoneAnswer]:
    """Milestones of a lifter under one style."""
    unit = str(outlook["unit"].iloc[0])
    cutoffs = outlook.groupby("exercise_id")["cutoff"].max()
    ahead = milestones_of(outlook, unit, load_kg)
    return [_row(one, lifter, style, unit, pd.Timestamp(cutoffs[one.exercise_id])) for one in ahead]


def _of_lift(outlooks: pd.DataFrame, lift: str) -> pd.DataFrame:
    """Choose the lifts meant: of that id or name, else those whose name holds all the words."""
    if not outlooks.empty:
        names = outlooks["name"].str.casefold()
        wanted = lift.casefold().strip()
        exact = (names == wanted) | (outlooks["exercise_id"] == lift.strip())
        held = names.map(lambda name: all(word in name for word in wanted.split()))
        chosen = outlooks[exact if exact.any() else held]
        if not chosen.empty:
            return chosen
    names_forecast = ", ".join(sorted(outlooks["name"].unique())) if not outlooks.empty else "none"
    raise MilestoneError(f"--lift: no forecast lift is called {lift!r}; forecast are: {names_forecast}")


def _row(one: Milestone, lifter: str, style: str, unit: str, cutoff: pd.Timestamp) -> MilestoneAnswer:
    """One milestone in numbers and in a sentence."""
    start = cutoff.date()
    per_unit = KG_PER_LB if unit == "lb" else 1.0
    chances: list[ChanceAhead] = [
        {"weeks": week, "by": start + timedelta(weeks=week), "p_by": round(by, 2), "p_around": round(around, 2)}
        for week, by, around in zip(one.weeks, one.chances, one.around, strict=True)
    ]
    is_reached = one.best_kg >= one.load_kg
    even_by = None if is_reached or one.even_weeks is None else start + timedelta(weeks=one.even_weeks)
    facts: MilestoneFacts = {
        "load": round(one.load_kg / per_unit, 1),
        "best": round(one.best_kg / per_unit, 1),
        "unit": unit,
        "even_weeks": one.even_weeks,
        "even_by": even_by,
        "last_weeks": one.weeks[-1],
        "by_weeks": {str(week): round(100 * one.by(week)) for week in SAID_WEEKS},
        "sure_pct": round(100 * SURE),
        "unsure_pct": round(100 * (1 - SURE)),
    }
    return {
        "lifter": lifter,
        "exercise_id": one.exercise_id,
        "name": one.name,
        "style": style,
        "cutoff": start,
        "best_kg": one.best_kg,
        "load_kg": one.load_kg,
        "load": f"{facts['load']:g} {unit}",
        "is_reached": is_reached,
        "chances": chances,
        "even_by": even_by,
        "text": _sentence(facts, style, is_reached=is_reached),
        "facts": facts,
    }


def _sentence(facts: MilestoneFacts, style: str, *, is_reached: bool) -> str:
    """Word a milestone."""
    load = f"{facts['load']:g} {facts['unit']}"
    if is_reached:
        best = f"your best estimated 1RM of the last 28 days is {facts['best']:g} {facts['unit']}"
        return f"{load}: there already, {best}."
    chances = "; ".join(f"{week} weeks, {chance_of(p)}" for week, p in facts["by_weeks"].items())
    even = f"An even bet by {facts['even_by']}." if facts["even_by"] else f"No even bet in {facts['last_weeks']} weeks."
    return f"{NAMES[style]}: estimated 1RM reaches {load} within {chances}. {even} {PROJECTION}"


def chance_of(percent: int) -> str:
    """Say a chance; at the ends of what forecasts reach, only that it lies beyond."""
    low, high = round(100 * (1 - SURE)), round(100 * SURE)
    return f"{low} % or less" if percent <= low else f"{high} % or more" if percent >= high else f"{percent} %"
