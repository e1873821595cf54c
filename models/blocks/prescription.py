"""The next block written out: which exercises on which day, in sets, reps and loads a gym can make, week by week."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from models.blocks.plates import loadable
from models.blocks.progression import MOST_ABOVE_RECENT, Weeks, week_by_week
from models.blocks.repertoire import Pick, fractional_sets, is_compound, repertoire, staples_of
from models.blocks.week_layout import TRAINING_DAYS, WEEKDAYS, Dose, lay_out, session_minutes
from models.blocks.written import Exercise, WrittenBlock
from models.definitions import HEAVY_MOST_REPS
from models.goal import Constraints
from models.response.phases import DELOAD_SETS
from models.training.style import AS_NOW, STYLES, Style

__all__ = ["BLOCK_WEEKS", "MOST_ABOVE_RECENT", "is_compound", "loadable", "next_block"]

BLOCK_WEEKS: Final = 6
MOST_SETS_PER_SESSION: Final = 24
MOST_MORE: Final = 1.3
"""Weekly sets rise by this factor at most from what the lifter does: soreness follows unaccustomed work."""
FEWEST_SETS_PER_SESSION: Final = 8
SESSIONS_FOR_TWICE: Final = 3
MOST_DAYS: Final = 3
NEW_SETS: Final = 3
"""Sets a session of what is new, or of heavy pulls from the floor: enough to begin with, and to recover from."""


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
    """Write out the next block.

    Parameters
    ----------
    style : str
        A style of the table, or 'as_now'.
    lifts : frame, one row per lift of the last training weeks
        exercise_id, name, pattern, compound, equipment, family, load_kind, days, sets_per_week, usual_reps,
        is_main, usual_load_kg, top_load_kg, now_kg and now_se_kg (NaN where unknown).
    unit : {'kg', 'lb'}
    sessions_per_week : float
        What the lifter does; whole sessions are prescribed.
    weeks : int
        Of the block.
    constraints : Constraints, optional
    easy_first : bool
        Begin with an easy week.

    Returns
    -------
    WrittenBlock
        Without a load where it is left to feel.
    """
    bound = constraints or Constraints()
    sessions = bound.days_per_week or int(np.clip(round(sessions_per_week), 1, 6))
    if style == AS_NOW:
        doses = [_carried_on(pick) for pick in staples_of(lifts, bound)[: STYLES["hypertrophy"].exercises[1]]]
    else:
        picks = repertoire(style, lifts, bound)
        doses = _doses(STYLES[style], picks, sessions)
        _to_range(STYLES[style], doses, sessions, _budget(lifts, sessions), bound)
    for dose in doses:
        dose.days = min(dose.days, sessions)
    _within_reach(doses, sessions, _budget(lifts, sessions) if style != AS_NOW else None, bound)
    return _written(style, doses, sessions=sessions, weeks=weeks, unit=unit, easy_first=easy_first)


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
                heavy=heavy,
            )
        )
    return doses


def _budget(lifts: pd.DataFrame, sessions: int) -> float:
    """Most sets a week: not far above what the lifter does."""
    usual = float(lifts["sets_per_week"].sum())
    return float(np.clip(MOST_MORE * usual, FEWEST_SETS_PER_SESSION * sessions, MOST_SETS_PER_SESSION * sessions))


def _sets(doses: Sequence[Dose]) -> int:
    return sum(dose.weekly_sets for dose in doses)


def _minutes(doses: Sequence[Dose], sessions: int) -> float:
    """Mean minutes of a session."""
    return session_minutes([]) + sum(dose.days * dose.minutes for dose in doses) / sessions


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
        if bound.session_minutes and _minutes(doses, sessions) + 4 > bound.session_minutes:
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


def _within_reach(doses: list[Dose], sessions: int, budget: float | None, bound: Constraints) -> None:
    """Do the last exercises less often, with fewer sets, or not at all, until sessions can be done in one go."""
    most = min(budget or np.inf, MOST_SETS_PER_SESSION * sessions)

    def too_much() -> bool:
        over = bound.session_minutes is not None and _minutes(doses, sessions) > bound.session_minutes
        return _sets(doses) > most or over

    def less(fewest_days: int, fewest_sets: int) -> None:
        for dose in reversed(doses):
            if too_much() and dose.days > fewest_days:
                dose.days = fewest_days
            while too_much() and dose.sets > fewest_sets:
                dose.sets -= 1

    less(2, 3)
    for dose in [dose for dose in reversed(doses) if not dose.pick.is_needed]:
        if too_much() and dose.pick.exercise_id not in bound.keep:
            doses.remove(dose)
    less(1, 3)
    less(1, 2)
    while too_much() and len(doses) > 1:
        last = min(reversed(doses), key=lambda dose: (dose.pick.exercise_id in bound.keep, dose.pick.compound))
        doses.remove(last)


def _carried_on(pick: Pick) -> Dose:
    """Write down what the lifter does anyway."""
    reps = pick.usual_reps
    return Dose(
        pick=pick,
        days=max(1, round(pick.days)),
        sets=max(1, round(pick.sets_per_week / max(pick.days, 0.2))),
        reps=max(1, round(reps)) if np.isfinite(reps) else 8,
        rest_s=150 if reps <= HEAVY_MOST_REPS else 90,
        heavy=bool(reps <= HEAVY_MOST_REPS),
    )


def _written(style: str, doses: list[Dose], *, sessions: int, weeks: int, unit: str, easy_first: bool) -> WrittenBlock:
    """Write the block down."""
    days = lay_out(doses, sessions)
    exercises = [_usual(dose, unit) if style == AS_NOW else _progressing(dose, unit, weeks) for dose in doses]
    for item in exercises if easy_first else ():
        sets = item["sets_by_week"] or [item["sets"]] * weeks
        item["sets_by_week"] = [max(1, int(DELOAD_SETS * item["sets"])), *sets[1:]]
    muscles = fractional_sets((dose.pick, dose.weekly_sets) for dose in doses)
    direct = {name for dose in doses for name, credit in dose.pick.muscles.items() if credit >= 1}
    low = STYLES[style].muscle_sets[0] if style in STYLES else 0.0
    return {
        "style": style,
        "weeks": weeks,
        "easy_first": easy_first,
        "sessions_per_week": sessions,
        "exercises": exercises,
        "sessions": [
            {
                "day": number + 1,
                "weekday": WEEKDAYS[TRAINING_DAYS[sessions][number]],
                "minutes": int(5 * round(session_minutes([doses[place] for place in places]) / 5)),
                "exercises": [doses[place].pick.exercise_id for place in places],
            }
            for number, places in enumerate(days)
            if places
        ],
        "muscle_sets": muscles,
        "short_of_range": sorted(muscle for muscle in direct if muscles[muscle] < low),
    }


def _usual(dose: Dose, unit: str) -> Exercise:
    """Write what is done as now: the usual load, for the usual reps."""
    pick = dose.pick
    has_load = pick.load_kind == "external" and np.isfinite(pick.usual_load_kg) and pick.usual_load_kg > 0
    load = loadable(pick.usual_load_kg, unit, pick.loaded_with, pick.tool) if has_load else None
    reps = dose.reps if np.isfinite(pick.usual_reps) else None
    return _exercise(dose, reps=reps, load_kg=load)


def _progressing(dose: Dose, unit: str, weeks: int) -> Exercise:
    """Write an exercise of a style week by week."""
    used_to = dose.pick.sets_per_week
    plan: Weeks = week_by_week(
        dose.pick,
        heavy=dose.heavy,
        sets=dose.sets,
        weeks=weeks,
        unit=unit,
        ramps=dose.weekly_sets > MOST_MORE * used_to,
    )
    at = min(1, weeks - 1)
    return _exercise(
        dose,
        reps=plan.reps[at],
        load_kg=plan.loads_kg[at] if plan.loads_kg else None,
        share=round(plan.shares[at], 3),
        rir=plan.rir[at],
        rest_s=dose.rest_s,
        by_week=plan,
    )


def _exercise(
    dose: Dose,
    *,
    reps: int | None,
    load_kg: float | None,
    share: float | None = None,
    rir: int | None = None,
    rest_s: int | None = None,
    by_week: Weeks | None = None,
) -> Exercise:
    """Write one exercise down; without weeks, they are all alike."""
    loads_kg = by_week.loads_kg if by_week else None
    return {
        "exercise_id": dose.pick.exercise_id,
        "name": dose.pick.name,
        "is_new": dose.pick.is_new,
        "by_body_weight": dose.pick.load_kind == "bodyweight",
        "days_per_week": dose.days,
        "sets": dose.sets,
        "reps": reps,
        "load_kg": load_kg,
        "share": share,
        "rir": rir,
        "rest_s": rest_s,
        "sets_by_week": by_week.sets if by_week else None,
        "reps_by_week": by_week.reps if by_week else None,
        "rir_by_week": by_week.rir if by_week else None,
        "loads_kg": None if loads_kg is None else [round(load, 3) for load in loads_kg],
    }
