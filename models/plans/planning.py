"""Which sequences of blocks are worth considering, and what each would add to carrying on as now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import permutations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.goal import Goal
from models.response.drives import structural_drive
from models.response.parameters import Draws
from models.response.phases import Phases, Standing
from models.size.growth import FEWEST_PAST_WEEKS, LOG_TIME_GROWTH
from models.training.block import DELOAD, Block
from models.training.stimulus import Stimulus, Traits
from models.training.style import AS_NOW, STYLES
from models.training.usual_week import under_style

Floats = NDArray[np.floating]
Plan = tuple[Block, ...]

USUAL_WEEKS: Final = 16
PLAN_WEEKS: Final = (8, 26)
SHORTEST_TO_MEET: Final = 2
BLOCK_WEEKS: Final = (3, 6)
TAPER_WEEKS: Final = 1
"""Half the sets at the same loads before a meet: within what powerlifters do (evidence `travis2020-1`)."""
DRAWS: Final = 100
"""Draws a search goes by: a quarter of those that forecasts are made of, for a plan's mean moves by a tenth of its
own spread between one hundred draws and another."""


def plan_weeks(goal: Goal, today: date) -> int:
    """Choose how far to plan: to the competition, whose week is the last one, or to the first target's day.

    Targets are planned for within `PLAN_WEEKS`; without any day `USUAL_WEEKS`.
    """
    if goal.competition is not None and has_competition(goal, today):
        return max(-(-(goal.competition - today).days // 7), SHORTEST_TO_MEET)
    days = [goal.competition, *(target.by for target in goal.targets)]
    ahead = [(day - today).days // 7 for day in days if day is not None and day > today]
    return int(np.clip(min(ahead), *PLAN_WEEKS)) if ahead else USUAL_WEEKS


def has_competition(goal: Goal, today: date) -> bool:
    """Tell whether a competition ends the plan: one within reach of it."""
    return goal.competition is not None and 0 <= (goal.competition - today).days <= 7 * PLAN_WEEKS[1]


def in_blocks(phases: Sequence[tuple[str, int]]) -> Plan:
    """Cut phases of one style into blocks of 3 to 6 weeks, even in length; what is shorter stays as it is.

    Examples
    --------
    >>> [block.weeks for block in in_blocks([("strength", 16)])]
    [6, 5, 5]
    """
    blocks: list[Block] = []
    for style, weeks in phases:
        parts = max(1, -(-weeks // BLOCK_WEEKS[1]))
        short, longer = divmod(weeks, parts)
        blocks += [Block(style, short + (place < longer)) for place in range(parts)]
    return tuple(blocks)


@cache
def contenders(weeks: int, *, competition: bool = False) -> tuple[Plan, ...]:
    """List the plans worth considering over some weeks; carrying on as now comes first.

    Parameters
    ----------
    weeks : int
    competition : bool
        End with strength and a taper.

    Returns
    -------
    tuple of plans
        One style throughout, one after the other at a third, half and two thirds of the time, and two styles by
        turns; carrying on for half of the time before or after a style; every block lasts 3-6 weeks.
    """
    if competition:
        last = min(BLOCK_WEEKS[1], weeks - TAPER_WEEKS)
        lead = weeks - TAPER_WEEKS - last
        before = _phasings(lead) if lead >= BLOCK_WEEKS[0] else ((("strength", lead),),) if lead else ((),)
        ends = (("strength", last), (DELOAD, TAPER_WEEKS))
        plans = [in_blocks(_joined((*phases, *ends))) for phases in before]
        return tuple(dict.fromkeys([(Block(AS_NOW, weeks),), *plans]))
    return tuple(dict.fromkeys(in_blocks(phases) for phases in _phasings(weeks)))


def _phasings(weeks: int) -> tuple[tuple[tuple[str, int], ...], ...]:
    """Phases of each contender."""
    styles = (AS_NOW, *STYLES)
    phasings: list[tuple[tuple[str, int], ...]] = [((style, weeks),) for style in styles]
    shortest, longest = BLOCK_WEEKS
    for first, then in permutations(styles, 2):
        for part in (1 / 3, 1 / 2, 2 / 3) if AS_NOW not in (first, then) else (1 / 2,):
            cut = round(weeks * part)
            if shortest <= cut <= weeks - shortest:
                phasings.append(((first, cut), (then, weeks - cut)))
        if AS_NOW not in (first, then):
            phasings += [tuple(_turns(first, then, each, weeks)) for each in (4, longest) if weeks >= 3 * each - 1]
    return tuple(phasings)


def _turns(first: str, then: str, each: int, weeks: int) -> Iterator[tuple[str, int]]:
    """Let two styles take turns; what is left at the end goes to the last turn, if too short for one of its own."""
    done, styles = 0, (first, then)
    turn = 0
    while done < weeks:
        length = each if weeks - done - each >= BLOCK_WEEKS[0] else weeks - done
        yield styles[turn % 2], length
        done, turn = done + length, turn + 1


def _joined(phases: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Make one of neighbours of the same style."""
    out: list[tuple[str, int]] = []
    for style, weeks in phases:
        if out and out[-1][0] == style:
            out[-1] = (style, out[-1][1] + weeks)
        else:
            out.append((style, weeks))
    return out


@dataclass(frozen=True, kw_only=True)
class Trained:
    """What is trained now, by whom, and the draws that say what comes of it.

    Parameters
    ----------
    now : Stimulus of n lifts or muscles
    traits : Traits of the same
    """

    now: Stimulus
    traits: Traits

    def phases(self, p: Draws) -> Phases:
        """Work out what each style amounts to, by the definition that blocks are prescribed by."""
        return Phases(self.now, self.traits, p)


def strength_added(trained: Trained, p: Draws, plans: Sequence[Plan]) -> Floats:
    """Draw by how much each plan would change 1RM against carrying on, at its end.

    Returns
    -------
    array, shape (n, plans, draws)
        Percent; exactly 0 for carrying on.
    """
    by_plan = [strength for strength, _ in _at_the_end(trained.phases(p), plans)]
    return np.asarray(100 * np.expm1(np.stack(by_plan, axis=1)), dtype=np.float32)


def _at_the_end(phases: Phases, plans: Sequence[Plan]) -> list[tuple[Floats, Floats]]:
    """Follow plans to their ends, ln strength and ln size; what begins alike is followed once."""
    merged = [tuple(_merged(plan)) for plan in plans]
    nothing = phases.start()
    zero = np.zeros_like(nothing.neural.level)
    by_blocks: dict[tuple[Block, ...], tuple[Floats, Floats, Standing]] = {(): (zero, zero, nothing)}
    for plan in merged:
        for count in range(1, len(plan) + 1):
            if plan[:count] not in by_blocks:
                strength, size, standing = phases.step(by_blocks[plan[: count - 1]][2], plan[count - 1])
                by_blocks[plan[:count]] = (strength[:, :, -1], size[:, :, -1], standing)
    return [by_blocks[plan][:2] for plan in merged]


def size_added(trained: Trained, p: Draws, plans: Sequence[Plan], weeks: int) -> Floats:
    """Draw by how much each plan would change muscle size against carrying on, at its end.

    What less work than now would not have grown is taken off, as in `size.size_changes`.

    Returns
    -------
    array, shape (n, plans, draws)
        Percent; exactly 0 for carrying on.
    """
    foregone = _foregone(trained, p, weeks)
    by_plan = [
        change - sum(block.weeks / weeks * foregone[block.style] for block in plan)
        for plan, (_, change) in zip(plans, _at_the_end(trained.phases(p), plans), strict=True)
    ]
    return np.asarray(100 * np.expm1(np.stack(by_plan, axis=1)), dtype=np.float32)


def _foregone(trained: Trained, p: Draws, weeks: int) -> dict[str, Floats]:
    """Growth (ln) that each style's smaller drive would cost over the whole time: shape (n, draws) each."""
    past = np.maximum(trained.traits.past_weeks, FEWEST_PAST_WEEKS)[:, None]
    ahead = np.log((1 + past + weeks) / (1 + past)) * LOG_TIME_GROWTH[0] * p["size_response"][None, :]
    now = structural_drive(trained.now, p)[0]
    less = {AS_NOW: np.zeros_like(now), DELOAD: np.zeros_like(now)}
    for name, style in STYLES.items():
        then = structural_drive(under_style(trained.now, style), p)[0]
        less[name] = (now - np.minimum(now, then)) * ahead
    return less


def _merged(plan: Plan) -> list[Block]:
    """Make one of neighbouring blocks of the same style: the same training, cheaper to follow."""
    return [Block(style, weeks) for style, weeks in _joined([(block.style, int(block.weeks)) for block in plan])]


def fewer_draws(p: Draws) -> Draws:
    """First `DRAWS` of the draws, which come in no order."""
    return {name: values[:DRAWS] for name, values in p.items()}
