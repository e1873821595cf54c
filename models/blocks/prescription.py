"""The next block written out: which exercises on which day, in sets, reps and loads a gym can make, week by week."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from models.blocks.as_now import carried_on
from models.blocks.dose import Dose, mean_minutes
from models.blocks.plates import loadable
from models.blocks.progression import MOST_ABOVE_RECENT
from models.blocks.repertoire import Pick, fractional_sets, is_compound, repertoire
from models.blocks.trainee import Trainee
from models.blocks.writing import BLOCK_WEEKS, write
from models.blocks.written import WrittenBlock
from models.goal import Constraints
from models.training.style import AS_NOW, STYLES, Style

__all__ = [
    "BLOCK_WEEKS", "MOST_ABOVE_RECENT", "doses_as_now", "doses_for", "is_compound", "loadable", "next_block", "write",
]  # fmt: skip

MOST_SETS_PER_SESSION: Final = 24
MOST_MORE: Final = 1.3
"""Weekly sets rise by this factor at most from what the lifter does: soreness follows unaccustomed work."""
FEWEST_SETS_PER_SESSION: Final = 8
SESSIONS_FOR_TWICE: Final = 3
MOST_DAYS: Final = 3
NEW_SETS: Final = 3
"""Sets a session of what is new, or of heavy pulls from the floor: enough to begin with, and to recover from."""


def doses_for(style: str, trainee: Trainee) -> list[Dose]:
    """Choose a style's week for a lifter.

    Parameters
    ----------
    style : str
        A style of the table.
    trainee : Trainee

    Returns
    -------
    list of Dose
    """
    bound, sessions = trainee.constraints, trainee.sessions
    budget = _budget(trainee.lifts, sessions)
    doses = _doses(STYLES[style], repertoire(style, trainee.picks, bound), sessions)
    _to_range(STYLES[style], doses, sessions, budget, bound)
    return _within_reach(doses, sessions, budget, bound)


def doses_as_now(trainee: Trainee) -> list[Dose]:
    """Write down the week as the lifter trains now: every exercise, in whole days and sets over the block."""
    return _within_reach(carried_on(trainee), trainee.sessions, None, trainee.constraints)


def next_block(
    style: str,
    lifts: pd.DataFrame,
    *,
    unit: str,
    sessions_per_week: float,
    weeks: int = BLOCK_WEEKS,
    constraints: Constraints | None = None,
    easy_first: bool = False,
) -> WrittenBlock:
    """Write out the next block of a style, or as now: see `Trainee` for what is taken."""
    trainee = Trainee(
        lifts=lifts,
        unit=unit,
        sessions_per_week=sessions_per_week,
        constraints=constraints or Constraints(),
        easy_first=easy_first,
    )
    doses = doses_as_now(trainee) if style == AS_NOW else doses_for(style, trainee)
    return write(style, doses, trainee, weeks=weeks)


def _doses(style: Style, picks: Sequence[Pick], sessions: int) -> list[Dose]:
    """The style's sets and days for each exercise; a hybrid begins heavy and ends moderate."""
    least_days = 2 if sessions >= SESSIONS_FOR_TWICE else 1
    compounds = [pick for pick in picks if pick.compound]
    fit = [pick for pick in compounds if pick.may_be_heavy]
    heavy_ones = {pick.exercise_id for pick in fit[: int(np.ceil(style.zones[0] * len(compounds)))]}
    doses = []
    for pick in picks:
        heavy = pick.exercise_id in heavy_ones
        usual = pick.sets_per_week / max(pick.days, 0.2) if pick.days else 0.0
        rests = STYLES["strength" if heavy else "hypertrophy"].rest_s
        once = pick.pattern == "hinge" or not pick.compound
        low, high = style.sets_per_exercise
        hard = pick.is_new or (heavy and pick.pattern == "hinge")
        doses.append(
            Dose(
                pick=pick,
                days=min(max(1 if once else least_days, round(pick.days)), 2 if once else MOST_DAYS, sessions),
                sets=int(np.clip(round(usual) if usual else NEW_SETS, low, NEW_SETS if hard else high)),
                reps=5 if heavy else 8 if pick.compound else 12,
                rest_s=(int(np.mean(rests)) + (15 if pick.compound and not heavy else 0)) // 15 * 15,
            )
        )
    return doses


def _budget(lifts: pd.DataFrame, sessions: int) -> float:
    """Most sets a week: not far above what the lifter does."""
    usual = float(lifts["sets_per_week"].sum())
    return float(np.clip(MOST_MORE * usual, FEWEST_SETS_PER_SESSION * sessions, MOST_SETS_PER_SESSION * sessions))


def _sets(doses: Sequence[Dose]) -> float:
    return sum(dose.weekly_sets for dose in doses)


def _to_range(style: Style, doses: list[Dose], sessions: int, budget: float, bound: Constraints) -> None:
    """Add sets for the muscles furthest below the style's range, as far as budget and minutes go."""
    low, high = style.muscle_sets
    full: set[str] = set()
    while True:
        done = fractional_sets((dose.pick, dose.weekly_sets) for dose in doses)
        direct = {m for dose in doses for m, credit in dose.pick.muscles.items() if credit >= 1} - full
        short = [muscle for muscle in direct if done[muscle] < low]
        if not short or _sets(doses) + 2 > budget:
            return
        if bound.session_minutes and mean_minutes(doses, sessions) + 4 > bound.session_minutes:
            return
        muscle = min(sorted(short), key=lambda name: done[name])
        dose = _room_for(muscle, doses, style, sessions, done, high)
        if dose is None:
            full.add(muscle)
        elif dose.sets < style.sets_per_exercise[1]:
            dose.sets += 1
        else:
            dose.days += 1


def _room_for(
    muscle: str, doses: Sequence[Dose], style: Style, sessions: int, done: dict[str, float], high: float
) -> Dose | None:
    """Find the exercise to do more of for a muscle: none of whose muscles is at the top of the range already."""
    most_days = min(2, sessions)
    for dose in doses:
        works = dose.pick.muscles.get(muscle, 0) >= 1 and not (dose.pick.is_new and dose.sets >= NEW_SETS)
        fits = all(done[other] + dose.days * credit <= high for other, credit in dose.pick.muscles.items())
        if works and fits and (dose.sets < style.sets_per_exercise[1] or dose.days < most_days):
            return dose
    return None


def _within_reach(doses: list[Dose], sessions: int, budget: float | None, bound: Constraints) -> list[Dose]:
    """Do the last exercises less often, with fewer sets, or not at all, until sessions can be done in one go."""
    most = min(budget or np.inf, MOST_SETS_PER_SESSION * sessions)

    def too_much() -> bool:
        over = bound.session_minutes is not None and mean_minutes(doses, sessions) > bound.session_minutes
        return _sets(doses) > most or over

    def less(fewest_days: int, fewest_sets: int) -> None:
        for dose in reversed(doses):
            if too_much() and dose.days > fewest_days:
                dose.days = fewest_days
            while too_much() and dose.sets > fewest_sets:
                dose.sets = max(dose.sets - 1, fewest_sets)

    less(2, 3)
    for dose in [dose for dose in reversed(doses) if not dose.pick.is_needed]:
        if too_much() and dose.pick.exercise_id not in bound.keep:
            doses.remove(dose)
    less(1, 3)
    less(1, 2)
    while too_much() and len(doses) > 1:
        last = min(reversed(doses), key=lambda dose: (dose.pick.exercise_id in bound.keep, dose.pick.compound))
        doses.remove(last)
    return doses
