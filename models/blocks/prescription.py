"""The weeks that blocks are written from: a style's for this lifter, and the week as now."""

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from models.blocks.dose import WARM_UP_MINUTES, Dose, mean_minutes
from models.blocks.picks import Pick, is_compound
from models.blocks.plates import loadable
from models.blocks.progression import MOST_ABOVE_RECENT
from models.blocks.repertoire import Roster, muscles_sought, roster_for
from models.blocks.trainee import Trainee
from models.blocks.volume import Line, Volume, limits_of, steps_of
from models.blocks.week_layout import lay_out
from models.blocks.writing import BLOCK_WEEKS, write
from models.blocks.written import WrittenBlock
from models.goal import Constraints
from models.training.stimulus import USUAL_RIR
from models.training.style import AS_NOW, STYLES, Style

__all__ = [
    "BLOCK_WEEKS", "MOST_ABOVE_RECENT", "doses_as_now", "doses_for", "is_compound", "loadable", "next_block", "write",
]  # fmt: skip

HEAVY_LIFTS: Final = {"strength": 5, "hypertrophy": 0, "hybrid": 3}
"""Compound exercises done heavy at most, the needed ones first."""
HEAVY_REPS: Final = 4
SLOW_HEAVY_REPS: Final = 5
"""Of exercises whose loads go in large steps: 4 to 6."""
MODERATE_REPS: Final = {"compound": 8, "isolation": 12}
REST_S: Final = {"heavy": 180, "compound": 120, "isolation": 120}
"""From two minutes on rests cost nothing (evidence `singer2024-2`); heavy compound work takes longer."""
TO_FAILURE: Final = 0.5
"""Reps in reserve below which a lifter trains to failure."""
SLIGHTLY_OVER: Final = 2.0
"""Minutes by which a day may be longer than stated: less than its length is known by."""
MOST_CUTS: Final = 4
"""Rounds of fewer sets until every day is as short as stated."""
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
        Sets per muscle in the style's range as far as days, minutes and exercises allow.
    """
    roster = roster_for(style, trainee)
    volume = Volume(
        lines=_lines(STYLES[style], roster, trainee),
        style=STYLES[style],
        limits=limits_of(trainee),
        sessions=trainee.sessions,
    )
    _fill(volume, style, trainee)
    as_done = {pick.exercise_id for pick in roster.as_done}
    kept = [dose for dose in trainee.as_now if dose.pick.exercise_id in as_done]
    doses = [*_doses(volume, trainee), *kept]
    most_minutes = volume.limits.minutes
    for _ in range(MOST_CUTS if volume.limits.is_stated else 0):
        over = max(day.minutes for day in lay_out(doses, trainee.sessions)) - most_minutes
        if over <= SLIGHTLY_OVER:
            break
        volume.limits = replace(volume.limits, minutes=volume.limits.minutes - over)
        volume.trim()
        doses = [*_doses(volume, trainee), *kept]
    return doses


def _fill(volume: Volume, style: str, trainee: Trainee) -> None:
    """Bring muscles to what they have now, then to what is sought; where minutes are short, by shorter rests."""
    sought = muscles_sought(style, trainee)
    had = {muscle: min(sets, trainee.muscle_sets.get(muscle, 0.0)) for muscle, sets in sought.items()}
    is_short = volume.limits.is_stated
    if is_short and not volume.fits():
        volume.shorten_rests()
    volume.trim()
    for wanted in (had, sought):
        volume.fill(wanted)
    if is_short and volume.lacks(sought) and volume.shorten_rests():
        for wanted in (had, sought):
            volume.fill(wanted)


def _doses(volume: Volume, trainee: Trainee) -> list[Dose]:
    """The exercises chosen, as doses."""
    return [
        Dose(pick=line.pick, days=days, sets=sets, reps=line.reps, rest_s=line.rest_s, rir=_rir(line, trainee))
        for line in volume.lines
        if line.at >= 0
        for days, sets in [line.steps[line.at]]
    ]


def doses_as_now(trainee: Trainee) -> list[Dose]:
    """Write down the week as the lifter trains now: every exercise, in whole days and sets over the block.

    Where days or minutes are stated that it does not fit in, every exercise has so much fewer sets.
    """
    doses, bound = list(trainee.as_now), trainee.constraints
    if not doses or (bound.days_per_week is None and bound.session_minutes is None):
        return doses
    limits = limits_of(trainee)
    for _ in range(MOST_CUTS):
        time = limits.training_minutes / max(mean_minutes(doses, trainee.sessions) - WARM_UP_MINUTES, 1.0)
        room = limits.sets * trainee.sessions / sum(dose.weekly_sets for dose in doses)
        if min(time, room) >= 1:
            break
        doses = [replace(dose, sets=dose.sets * min(time, room)) for dose in doses]
    return doses


def _lines(style: Style, roster: Roster, trainee: Trainee) -> list[Line]:
    """List the exercises that there may be, those of the base with their sets to begin with."""
    compounds = [pick for pick in roster.base if pick.compound]
    able = sorted(compounds, key=lambda pick: (pick.exercise_id not in trainee.needed, pick.heaviness))
    heavy = {pick.exercise_id for pick in able[: HEAVY_LIFTS[style.name]] if pick.is_stable and not pick.is_new}
    kept = {*trainee.needed, *trainee.competition_lifts, *trainee.constraints.keep}
    base = [
        _line(style, pick, trainee, heavy=pick.exercise_id in heavy, is_kept=pick.exercise_id in kept)
        for pick in roster.base
    ]
    for line in base:
        line.is_base = True
        line.at = _start(style, line)
    return [*base, *(_line(style, pick, trainee, heavy=False, is_kept=False) for pick in roster.spare)]


def _line(style: Style, pick: Pick, trainee: Trainee, *, heavy: bool, is_kept: bool) -> Line:
    """Describe one exercise: how often, how many sets, reps and rests."""
    kind = "compound" if pick.compound else "isolation"
    hinge = pick.pattern == "hinge"
    most_days = min(2 if hinge else MOST_DAYS, trainee.sessions)
    hard = pick.is_new or (heavy and hinge)
    high = NEW_SETS if hard else style.sets_per_exercise[1]
    return Line(
        pick=pick,
        steps=steps_of(most_days, high, usual_days=round(pick.days)),
        reps=(HEAVY_REPS if pick.may_be_heavy else SLOW_HEAVY_REPS) if heavy else MODERATE_REPS[kind],
        rest_s=REST_S["heavy" if heavy else kind],
        is_kept=is_kept,
    )


def _start(style: Style, line: Line) -> int:
    """Choose the sets that an exercise of the base has in any case: done heavy, about what is done of it now."""
    pick = line.pick
    often = max(often for often, _ in line.steps)
    if line.reps <= SLOW_HEAVY_REPS:
        usual = pick.sets_per_week / max(pick.days, 0.2) if pick.days else NEW_SETS
        days = min(often, 1 if pick.pattern == "hinge" and pick.days < 1.5 else max(2, round(pick.days)))
        sets = min(max(round(usual), style.sets_per_exercise[0]), max(sets for _, sets in line.steps))
        wanted = float(days * sets)
    else:
        wanted = min(pick.sets_per_week, 6.0) if line.is_kept else 2.0
    return min(range(len(line.steps)), key=lambda step: abs(line.sets_at(step) - wanted))


def _rir(line: Line, trainee: Trainee) -> float | None:
    """Reserve for who trains closer to failure than usual: no less effort than the lifter is used to."""
    habit = line.pick.rir if np.isfinite(line.pick.rir) else trainee.habitual_rir
    if not np.isfinite(habit) or habit >= USUAL_RIR:
        return None
    return 0.0 if habit < TO_FAILURE and not line.pick.compound else 1.0


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
