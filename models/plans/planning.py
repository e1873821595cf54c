"""How far to plan, and which plans are worth considering: sequences of written weeks."""

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from typing import Final

import numpy as np

from models.blocks.prescription import BLOCK_WEEKS
from models.goal import Goal
from models.training.block import ADJUSTED, PEAK, TAPER_WEEKS, USUAL, Block, Plan
from models.training.style import STYLES

USUAL_WEEKS: Final = 12
"""Two blocks: a style for all of it, or one to build on the other; also a horizon of the forecasts."""
PLAN_WEEKS: Final = (8, 26)
SHORTEST_TO_MEET: Final = 2
SHORTEST_LEAD: Final = 3
"""Fewer weeks before the peak are part of it."""


def plan_weeks(goal: Goal, today: date) -> int:
    """Choose how far to plan: to the competition, whose week is the last one, or to the first target's day.

    Targets are planned for within `PLAN_WEEKS`; without any day `USUAL_WEEKS`.
    """
    if goal.competition is not None and has_competition(goal, today):
        return max(-(-(goal.competition - today).days // 7), SHORTEST_TO_MEET)
    days = [goal.competition, *(target.by for target in goal.targets)]
    ahead = [(day - today).days // 7 for day in days if day is not None and day > today]
    return int(np.clip(min(ahead), *PLAN_WEEKS)) if ahead else USUAL_WEEKS


def days_told(goal: Goal, today: date) -> tuple[tuple[int, int] | None, ...]:
    """How far away each day of a goal is, as coarsely as plans and targets depend on it: whole weeks; None once past.

    As long as this stays the same, so does all that is said of the goal.
    """
    told = [goal.competition, *(target.by for target in goal.targets)]
    away = [(day - today).days for day in told if day is not None]
    return tuple(None if days < 0 else (days // 7, -(-days // 7)) for days in away)


def has_competition(goal: Goal, today: date) -> bool:
    """Tell whether a competition ends the plan: one within reach of it."""
    return goal.competition is not None and 0 <= (goal.competition - today).days <= 7 * PLAN_WEEKS[1]


def peak_weeks(weeks: int) -> int:
    """How many of the weeks to a competition its own block takes, taper included."""
    last = min(weeks, BLOCK_WEEKS + TAPER_WEEKS)
    return weeks if weeks - last < SHORTEST_LEAD else last


def first_weeks(weeks: int, *, competition: bool = False) -> int:
    """Length of the block that is written out: the first of any plan over so many weeks.

    Examples
    --------
    >>> first_weeks(12), first_weeks(4), first_weeks(12, competition=True)
    (6, 4, 5)
    """
    lead = weeks - peak_weeks(weeks) if competition else weeks
    return _even(lead)[0] if lead else weeks


def contenders(weeks: int, names: Sequence[str], *, competition: bool = False) -> tuple[Plan, ...]:
    """List the plans worth considering over some weeks.

    Parameters
    ----------
    weeks : int
    names : sequence of str
        The weeks there are for this lifter; `USUAL` is among them.
    competition : bool
        End with a block that peaks.

    Returns
    -------
    tuple of plans
        Carrying on comes first; then each other week throughout, and one style, or the lifter's own week adjusted,
        after another. All first blocks are of the same length, `first_weeks`.
    """
    if competition:
        last = peak_weeks(weeks)
        end = Block(PEAK, last)
        leads = [name for name in names if name != PEAK] if weeks > last else []
        plans = [(*_in_blocks(name, weeks - last), end) for name in leads] or [(end,)]
        return (_in_blocks(USUAL, weeks), *plans)
    first = first_weeks(weeks)
    whole = [_in_blocks(name, weeks) for name in [USUAL, *(name for name in names if name not in (USUAL, PEAK))]]
    if weeks - first < SHORTEST_LEAD:
        return tuple(whole)
    turned = [name for name in (*STYLES, ADJUSTED) if name in names]
    return (*whole, *((Block(a, first), *_in_blocks(b, weeks - first)) for a, b in permutations(turned, 2)))


def _in_blocks(name: str, weeks: int) -> Plan:
    """One week for so long, in blocks."""
    return tuple(Block(name, length) for length in _even(weeks))


def _even(weeks: int) -> list[int]:
    """Cut weeks into parts of at most a block's length, even in length, longer ones first."""
    parts = -(-weeks // BLOCK_WEEKS)
    short, longer = divmod(weeks, parts)
    return [short + (place < longer) for place in range(parts)]
