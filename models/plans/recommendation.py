"""Which plan next, how sure that is, and why: forecasts turned into advice, never surer than the forecasts."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.blocks.prescription import next_block
from models.outlook.styles import HORIZONS
from models.outlook.what_matters import CLEAR_GAIN_PCT
from models.plans import reasons
from models.plans.advice import Expected, Outcome, PlannedBlock, Recommendation, Spread
from models.plans.choice import PlanChoice, PlanOutlook, Rated, choose
from models.plans.milestone import Projection, milestones, nearest, next_round
from models.plans.planning import Plan
from models.plans.situation import Case
from models.response.trials import MISLED
from models.training.block import DELOAD, Block
from models.training.style import ALL_STYLES, AS_NOW, STYLES

Floats = NDArray[np.floating]

DECISION_WEEKS: Final = 12


@dataclass(frozen=True, kw_only=True)
class Gains:
    """Draws of what each style adds to carrying on, in % after twelve weeks: arrays of shape (draws,) by style."""

    strength: dict[str, Floats]
    size: dict[str, Floats]
    score: dict[str, Floats]


def gains(case: Case) -> Gains:
    """Sum up what each style would add, over the top lifts and the muscles in training.

    Returns
    -------
    Gains
        As now is zero throughout. The score weighs both by the goal.
    """
    at = HORIZONS.index(DECISION_WEEKS)
    rows = case.top["row"].to_numpy(int)
    worked = case.worked
    draws = next(iter((case.strength | case.size).values())).shape[1]
    none = np.zeros(draws, dtype=np.float32)
    strength, growth = {AS_NOW: none}, {AS_NOW: none}
    for name in STYLES:
        change = case.strength[name][rows, :, at].mean(axis=0) if len(rows) else none
        strength[name] = np.asarray(100 * np.expm1(change))
        more = case.size[name][worked, :, at] - case.size[AS_NOW][worked, :, at] if len(worked) else none[None]
        growth[name] = np.asarray(more.mean(axis=0))
    weight = case.strength_weight
    score = {name: weight * strength[name] + (1 - weight) * growth[name] for name in ALL_STYLES}
    return Gains(strength=strength, size=growth, score=score)


def chances_of_best(score: dict[str, Floats]) -> dict[str, float]:
    """Each style's probability of being the best choice for the whole time.

    Carrying on counts as best unless another style adds at least `CLEAR_GAIN_PCT`. The share of draws is shrunk
    towards one in four by how often trials go against the model where its own draws would not have them.
    """
    table = np.stack([score[name] + (CLEAR_GAIN_PCT if name == AS_NOW else 0.0) for name in ALL_STYLES])
    best = table >= table.max(axis=0) - 1e-9
    share = (best / best.sum(axis=0)).mean(axis=1)
    share = (1 - MISLED) * share + MISLED / len(ALL_STYLES)
    return {name: float(value) for name, value in zip(ALL_STYLES, share, strict=True)}


def recommend(case: Case, ahead: PlanOutlook, *, must_peak: bool = False) -> Recommendation:
    """Advise one lifter.

    Parameters
    ----------
    case : Case
    ahead : PlanOutlook
        What each plan would add.
    must_peak : bool
        A competition ends the plan.

    Returns
    -------
    Recommendation
    """
    choice = choose(ahead, case.habit, must_change=must_peak)
    added, top = gains(case), case.top
    block = next_block(
        choice.style,
        case.lifts,
        unit=case.unit,
        sessions_per_week=case.sessions_per_week,
        weeks=int(choice.chosen.plan[0].weeks),
        constraints=case.wishes.constraints,
        easy_first=case.easy_week_due,
    )
    expected = Expected(
        horizon_weeks=DECISION_WEEKS,
        strength_pct={name: _spread(added.strength[name]) for name in ALL_STYLES},
        size_pct={name: _spread(added.size[name]) for name in ALL_STYLES},
        p_best={name: round(value, 2) for name, value in chances_of_best(added.score).items()},
        plan_weeks=ahead.weeks,
        plan=_outcome(choice.chosen, ahead, choice),
        other=_outcome(choice.others[0], ahead, choice) if choice.others else None,
        strength_weight=round(case.strength_weight, 2),
        lifts=list(top["exercise_id"]),
        is_clear=choice.is_clear,
        milestone=next_milestone(case, top, choice.style),
    )
    why = reasons.reasons(choice, expected=expected, top=list(top["name"]), case=case)
    return Recommendation(
        lifter=case.lifter,
        goal=case.goal,
        style=choice.style,
        plan=_blocks(choice.chosen.plan),
        alternatives=[_outcome(other, ahead, choice) for other in choice.others],
        p_best=round(choice.chosen.p_best, 2),
        expected=expected,
        next_block=block,
        reasons=why,
        evidence=reasons.citations(name for reason in why for name in reason.evidence),
    )


def next_milestone(case: Case, top: pd.DataFrame, style: str) -> Projection | None:
    """Next milestone of a lifter's foremost lifts under a style; None without a forecast lift."""
    if top.empty:
        return None
    loads = np.array([next_round(float(now), case.unit) for now in top["now_kg"]])
    quantiles = case.kg[style][top["row"].to_numpy(int)]
    chosen = nearest(milestones(top.to_dict("records"), quantiles, loads))
    return chosen.projection() if chosen else None


def _outcome(rated: Rated, ahead: PlanOutlook, choice: PlanChoice) -> Outcome:
    """One plan and what it would add to carrying on, at its end."""
    return Outcome(
        blocks=_blocks(rated.plan),
        p_best=round(rated.p_best, 2),
        p_worse=round(rated.p_worse, 2),
        is_equal=rated in choice.equals,
        strength_pct=_spread(ahead.strength[rated.place]),
        size_pct=_spread(ahead.size[rated.place]),
    )


def _blocks(plan: Plan) -> list[PlannedBlock]:
    """Write a plan's blocks: what each is and what follows it."""
    return [
        PlannedBlock(style=block.style, weeks=int(block.weeks), then=_then(block, plan[place + 1 :]))
        for place, block in enumerate(plan)
    ]


def _then(block: Block, later: Plan) -> str:
    """Say what a block ends with."""
    if not later:
        return "compete" if block.style == DELOAD else "reassess"
    return ""


def _spread(draws: Floats) -> Spread:
    """80 % interval and middle of draws, in % to one digit."""
    low, middle, high = np.quantile(draws, [0.1, 0.5, 0.9])
    return Spread(q10=round(float(low), 1), q50=round(float(middle), 1), q90=round(float(high), 1))
