"""Doses → a block written out week by week, as it is stored and printed."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from models.blocks.as_done import weeks_as_done
from models.blocks.dose import Dose
from models.blocks.notes import notes_on
from models.blocks.progression import Weeks, week_by_week
from models.blocks.repertoire import fractional_sets
from models.blocks.trainee import Trainee
from models.blocks.week_layout import WEEKDAYS, lay_out
from models.blocks.written import Exercise, WrittenBlock
from models.response.phases import DELOAD_SETS
from models.training.style import STYLES

BLOCK_WEEKS: Final = 6


def write(
    style: str, doses: Sequence[Dose], trainee: Trainee, *, weeks: int = BLOCK_WEEKS, meet: bool = False
) -> WrittenBlock:
    """Write a block out.

    Parameters
    ----------
    style : str
        A style of the table, or 'as_now'.
    doses : sequence of Dose
        As from `prescription.doses_for`, `prescription.doses_as_now` or a change of `changes`.
    trainee : Trainee
    weeks : int
    meet : bool
        The block ends with a competition: its last weeks go to singles near the opener, the last is the taper.

    Returns
    -------
    WrittenBlock
        Without a load where it is left to feel.
    """
    sessions = trainee.sessions
    doses = [dose for dose in doses if dose.days > 0 and dose.sets > 0]
    days = lay_out(doses, sessions)
    exercises = []
    turn = 0.0
    for dose in sorted(doses, key=lambda dose: dose.kind != "top"):
        by_week = (
            weeks_as_done(dose, trainee.unit, weeks, turn)
            if dose.is_as_done
            else _progressing(dose, trainee.unit, weeks)
        )
        turn += dose.part_of_weeks % 1
        exercises.append(_exercise(dose, by_week))
    for item in exercises if trainee.easy_first else ():
        sets = item["sets_by_week"] or [item["sets"]] * weeks
        item["sets_by_week"] = [max(1, int(DELOAD_SETS * item["sets"])), *sets[1:]]
    muscles = fractional_sets((dose.pick, dose.weekly_sets) for dose in doses)
    direct = {name for dose in doses for name, credit in dose.pick.muscles.items() if credit >= 1}
    low = STYLES[style].muscle_sets[0] if style in STYLES else 0.0
    return {
        "style": style,
        "weeks": weeks,
        "easy_first": trainee.easy_first,
        "sessions_per_week": sessions,
        "exercises": exercises,
        "sessions": [
            {
                "day": number,
                "weekday": WEEKDAYS[day.weekday],
                "minutes": int(5 * round(day.minutes / 5)),
                "exercises": [own[0].pick.exercise_id for own in day.exercises],
            }
            for number, day in enumerate(days, start=1)
            if day.exercises
        ],
        "muscle_sets": muscles,
        "short_of_range": sorted(muscle for muscle in direct if muscles[muscle] < low),
        "notes": notes_on(style, doses, trainee),
    }


def _progressing(dose: Dose, unit: str, weeks: int) -> Weeks:
    """Write an exercise of a style week by week."""
    usual = np.ceil(dose.pick.sets_per_week / max(dose.pick.days, 0.2))
    ramps = bool(dose.sets > usual) and not dose.pick.is_new
    return week_by_week(dose.pick, heavy=dose.heavy, sets=round(dose.sets), weeks=weeks, unit=unit, ramps=ramps)


def _exercise(dose: Dose, plan: Weeks) -> Exercise:
    """Write one dose down."""
    at = 1 if len(plan.reps) > 1 and not dose.is_as_done else 0
    loads_kg = plan.loads_kg
    alike = dose.is_as_done
    return {
        "exercise_id": dose.pick.exercise_id,
        "name": dose.pick.name,
        "set_kind": dose.kind,
        "is_new": dose.pick.is_new,
        "by_body_weight": dose.pick.load_kind == "bodyweight",
        "days_per_week": dose.days,
        "sets": max(plan.sets),
        "reps": plan.reps[at],
        "load_kg": loads_kg[at] if loads_kg else None,
        "share": round(plan.shares[at], 3),
        "rir": plan.rir[at] if plan.rir else None,
        "rest_s": dose.rest_s,
        "sets_by_week": plan.sets if len(set(plan.sets)) > 1 or not alike else None,
        "reps_by_week": None if alike else plan.reps,
        "rir_by_week": None if alike else plan.rir,
        "loads_kg": [round(load, 3) for load in loads_kg] if loads_kg and not alike else None,
        "shares": None if alike else [round(share, 3) for share in plan.shares],
    }
