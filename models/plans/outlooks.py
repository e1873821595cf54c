"""What each contender would do for each lifter: all lifters of one horizon at once."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from models.outlook.lifts import LiftOutlook
from models.outlook.muscles import MuscleOutlook
from models.plans.choice import PlanOutlook
from models.plans.planning import (
    Plan,
    Trained,
    contenders,
    fewer_draws,
    has_competition,
    plan_weeks,
    size_added,
    strength_added,
)
from models.plans.room import Workload
from models.plans.situation import Case
from models.response.parameters import Draws

Floats = NDArray[np.floating]


def plan_outlooks(
    cases: Sequence[Case],
    lifts: LiftOutlook,
    muscles: MuscleOutlook,
    p: Draws,
    *,
    today: date,
    weeks: int | None = None,
) -> list[PlanOutlook]:
    """Work out what every contender would add for each lifter.

    Parameters
    ----------
    cases : sequence of Case
    lifts, muscles : outlooks that the cases were made from
    p : dict of parameter draws
    today : date
        Competitions and targets are so far away from.
    weeks : int, optional
        Plan so far ahead whatever the goal says.

    Returns
    -------
    list of PlanOutlook, one per case
    """
    by_horizon: dict[tuple[int, bool], list[int]] = {}
    for place, case in enumerate(cases):
        goal = case.wishes.goal
        key = (weeks or plan_weeks(goal, today), has_competition(goal, today))
        by_horizon.setdefault(key, []).append(place)
    outlooks: dict[int, PlanOutlook] = {}
    few = fewer_draws(p)
    for (length, competition), places in by_horizon.items():
        group = [cases[place] for place in places]
        made = _of_group(group, lifts, muscles, few, contenders(length, competition=competition), length)
        outlooks |= dict(zip(places, made, strict=True))
    return [outlooks[place] for place in range(len(cases))]


def _of_group(
    group: Sequence[Case], lifts: LiftOutlook, muscles: MuscleOutlook, p: Draws, plans: tuple[Plan, ...], weeks: int
) -> list[PlanOutlook]:
    """Follow the lifts and muscles of all lifters at once, and average over each lifter's."""
    top = [case.lift_places[case.top["row"].to_numpy(int)] for case in group]
    worked = [case.muscle_places[case.worked] for case in group]
    strength = _means(top, lambda rows: strength_added(lift_rows(lifts, rows), p, plans), p, plans)
    size = _means(worked, lambda rows: size_added(muscle_rows(muscles, rows), p, plans, weeks), p, plans)
    return [
        PlanOutlook(
            weeks=weeks,
            plans=plans,
            strength=gain,
            size=growth,
            strength_weight=case.strength_weight,
            workload=workload(case),
        )
        for case, gain, growth in zip(group, strength, size, strict=True)
    ]


def workload(case: Case) -> Workload:
    """Say what a lifter does now."""
    top, lifts = case.top, case.lifts
    return Workload(
        top_sets=float(top["sets_per_week"].mean()) if len(top) else 0.0,
        lift_sets=float(lifts["sets_per_week"].mean()) if len(lifts) else 0.0,
        has_main=bool(top["is_main"].any()) or len(case.wishes.goal.targets) > 0,
    )


def _means(
    rows_of: Sequence[NDArray[np.intp]],
    added: Callable[[NDArray[np.intp]], Floats],
    p: Draws,
    plans: tuple[Plan, ...],
) -> list[Floats]:
    """Average over each lifter's rows: one array of shape (plans, draws) each; zeros for a lifter without rows."""
    none = np.zeros((len(plans), len(p["tau_size"])), dtype=np.float32)
    rows = np.concatenate(rows_of) if rows_of else np.array([], dtype=np.intp)
    if not len(rows):
        return [none] * len(rows_of)
    parts = np.split(added(rows), np.cumsum([len(own) for own in rows_of])[:-1])
    return [np.asarray(part.mean(axis=0)) if len(part) else none for part in parts]


def lift_rows(lifts: LiftOutlook, rows: NDArray[np.intp]) -> Trained:
    """Some lifts as `planning` wants them."""
    return Trained(now=lifts.now.rows(rows), traits=lifts.traits.rows(rows))


def muscle_rows(muscles: MuscleOutlook, rows: NDArray[np.intp]) -> Trained:
    """Some muscles as `planning` wants them."""
    return Trained(now=muscles.now.rows(rows), traits=muscles.traits.rows(rows))
