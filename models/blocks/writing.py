"""Doses → a block written out week by week, as it is stored and printed."""

from collections.abc import Sequence
from typing import Final

from models.blocks.course import break_parts, sets_by_week
from models.blocks.dose import Dose
from models.blocks.notes import notes_on
from models.blocks.picks import fractional_sets
from models.blocks.progression import Weeks, week_by_week, week_by_week_as_done
from models.blocks.repertoire import muscles_ranged
from models.blocks.trainee import Trainee
from models.blocks.week_layout import WEEKDAYS, lay_out
from models.blocks.written import Exercise, Session, WrittenBlock
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
    doses = sorted((dose for dose in doses if dose.days > 0 and dose.sets > 0), key=lambda dose: dose.kind != "top")
    competed = trainee.competed if meet else frozenset()
    muscles = fractional_sets((dose.pick, dose.weekly_sets) for dose in doses)
    low = STYLES[style].muscle_sets[0] if style in STYLES else 0.0
    short = sorted(muscle for muscle in muscles_ranged(trainee) if muscles.get(muscle, 0.0) < low)
    return {
        "style": style,
        "weeks": weeks,
        "easy_first": trainee.easy_first,
        "sessions_per_week": trainee.sessions,
        "exercises": _exercises(doses, trainee, weeks, competed),
        "sessions": _sessions(doses, trainee),
        "muscle_sets": muscles,
        "short_of_range": short,
        "notes": notes_on(style, doses, trainee, short=short, competed=competed),
    }


def _sessions(doses: Sequence[Dose], trainee: Trainee) -> list[Session]:
    """Lay the exercises out over the week."""
    return [
        {
            "day": number,
            "weekday": WEEKDAYS[day.weekday],
            "minutes": 5 * round(day.minutes / 5),
            "exercises": [own[0].pick.exercise_id for own in day.exercises],
        }
        for number, day in enumerate(lay_out(doses, trainee.sessions), start=1)
        if day.exercises
    ]


def _exercises(doses: Sequence[Dose], trainee: Trainee, weeks: int, competed: frozenset[str]) -> list[Exercise]:
    """Write each dose week by week."""
    _, load_parts = break_parts(trainee, weeks)
    exercises = []
    for dose, sets in zip(doses, sets_by_week(doses, trainee, weeks, competed), strict=True):
        peaks = dose.pick.exercise_id in competed
        if dose.is_as_done and not peaks:
            plan = week_by_week_as_done(dose, sets, trainee.unit, load_parts)
        else:
            plan = week_by_week(dose, sets, trainee.unit, load_parts, peaks=peaks)
        exercises.append(_exercise(dose, plan))
    return exercises


def _exercise(dose: Dose, plan: Weeks) -> Exercise:
    """Write one dose down: week by week where weeks differ."""
    at = next((week for week, sets in enumerate(plan.sets) if sets == max(plan.sets)), 0)
    loads_kg = plan.loads_kg and [round(load, 3) for load in plan.loads_kg]
    shares = [round(share, 3) for share in plan.shares]
    constant = dose.is_as_done and all(len(set(values or [])) <= 1 for values in (plan.sets, plan.reps, loads_kg))
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
        "share": shares[at],
        "rir": plan.rir[at] if plan.rir else None,
        "rest_s": dose.rest_s,
        "sets_by_week": None if constant else plan.sets,
        "reps_by_week": None if constant else plan.reps,
        "rir_by_week": None if constant else plan.rir,
        "loads_kg": None if constant else loads_kg,
        "shares": None if constant else shares,
    }
