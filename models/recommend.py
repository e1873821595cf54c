"""Which style next, how sure that is, and why: forecasts turned into advice, never surer than the forecasts."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models import reasons
from models.milestone import milestone
from models.outlook import HORIZONS
from models.prescription import BLOCK_WEEKS, next_block
from models.style import ALL_STYLES, AS_NOW, STYLES

Floats = NDArray[np.floating]

DECISION_WEEKS: Final = 12
CLEAR_P: Final = 0.5
CLEAR_GAIN_PCT: Final = 0.5
"""Below this expected advantage over carrying on, a choice is a matter of taste: a seventh of what one 1RM test
varies by (3.3 %, meet to meet, evidence `openpowerlifting-1`)."""

MISLED: Final = 0.15
"""Part of contrasts between trial arms whose direction is at chance to the model: for size, 77 % of directions come out
right where 82 % would with sampling error alone; for 1RM, 79 of 80 % (`benchmarks/response_trials.py`)."""

STRENGTH_WEIGHT: Final = {"strength": 1.0, "size": 0.0, "both": 0.5}
TOP_LIFTS: Final = 5
LEAST_MUSCLE_SETS: Final = 1.0


@dataclass(frozen=True, kw_only=True)
class Case:
    """One lifter's situation and outlook.

    Parameters
    ----------
    lifter, goal, unit : str
        Goal 'strength', 'size' or 'both'.
    sessions_per_week : float
    lifts : frame, one row per lift of the last training weeks
        As `prescription.next_block` wants it, and is_main and row: the place in `strength`, -1 where not forecast.
    strength : dict of arrays, shape (n, draws, h)
        ln difference of 1RM from as now of each forecast lift, by style (without as now).
    muscles : list of str
    muscle_sets : array, shape (m,)
        Weekly fractional sets as now.
    size : dict of arrays, shape (m, draws, h)
        % change in size by style, with as now.
    zones : tuple of 3 floats
        Parts of the last weeks' sets that were heavy, moderate and light.
    share : float
        Mean load of the last weeks' sets as a fraction of 1RM; NaN where unknown.
    kg : dict of arrays, shape (n, h, 7)
        Quantiles of 1RM in kg of each forecast lift, by style.
    """

    lifter: str
    goal: str
    unit: str
    sessions_per_week: float
    lifts: pd.DataFrame
    strength: dict[str, Floats]
    muscles: list[str]
    muscle_sets: Floats
    size: dict[str, Floats]
    kg: dict[str, Floats]
    zones: tuple[float, float, float]
    share: float


@dataclass(frozen=True, kw_only=True)
class Gains:
    """Draws of what each style adds to carrying on, in % after twelve weeks: arrays of shape (draws,) by style."""

    strength: dict[str, Floats]
    size: dict[str, Floats]
    score: dict[str, Floats]
    top: pd.DataFrame


def top_lifts(lifts: pd.DataFrame) -> pd.DataFrame:
    """Choose the lifts that stand for a lifter's strength: main ones, then compound ones, most trained first."""
    known = lifts[lifts["row"] >= 0]
    ordered = known.sort_values(
        ["is_main", "compound", "sets_per_week", "exercise_id"], ascending=[False, False, False, True]
    )
    return ordered.head(TOP_LIFTS)


def gains(case: Case) -> Gains:
    """Sum up what each style would add, over the top lifts and the muscles in training.

    Returns
    -------
    Gains
        As now is zero throughout. The score weighs both by the goal; a lifter without forecast lifts is judged by
        size alone, one without known muscles by strength alone.
    """
    at = HORIZONS.index(DECISION_WEEKS)
    top = top_lifts(case.lifts)
    rows = top["row"].to_numpy(int)
    worked = np.flatnonzero(case.muscle_sets >= LEAST_MUSCLE_SETS)
    draws = next(iter((case.strength | case.size).values())).shape[1]
    none = np.zeros(draws, dtype=np.float32)
    strength, growth = {AS_NOW: none}, {AS_NOW: none}
    for name in STYLES:
        change = case.strength[name][rows, :, at].mean(axis=0) if len(rows) else none
        strength[name] = np.asarray(100 * np.expm1(change))
        more = case.size[name][worked, :, at] - case.size[AS_NOW][worked, :, at] if len(worked) else none[None]
        growth[name] = np.asarray(more.mean(axis=0))
    weight = STRENGTH_WEIGHT[case.goal] if len(rows) and len(worked) else float(len(rows) > 0)
    score = {name: weight * strength[name] + (1 - weight) * growth[name] for name in ALL_STYLES}
    return Gains(strength=strength, size=growth, score=score, top=top)


def chances_of_best(score: dict[str, Floats]) -> dict[str, float]:
    """Give each style's probability of being the best choice.

    Carrying on counts as best unless another style adds at least `CLEAR_GAIN_PCT`. The share of draws is shrunk
    towards one in four by how often trials go against the model where its own draws would not have them.
    """
    table = np.stack([score[name] + (CLEAR_GAIN_PCT if name == AS_NOW else 0.0) for name in ALL_STYLES])
    best = table >= table.max(axis=0) - 1e-9
    share = (best / best.sum(axis=0)).mean(axis=1)
    share = (1 - MISLED) * share + MISLED / len(ALL_STYLES)
    return {name: float(value) for name, value in zip(ALL_STYLES, share, strict=True)}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The style advised, those about as good, and each style's probability of being best."""

    style: str
    equals: list[str]
    chances: dict[str, float]

    @property
    def is_clear(self) -> bool:
        """Whether the choice is more than a matter of taste."""
        return self.style != AS_NOW and not self.equals and self.chances[self.style] >= CLEAR_P


def choose(found: Gains, zones: tuple[float, float, float]) -> Choice:
    """Choose a style: the best by expected score; among those about as good, what is closest to what the lifter does.

    Parameters
    ----------
    found : Gains
    zones : tuple of 3 floats
        Parts of the last weeks' sets that were heavy, moderate and light.

    Returns
    -------
    Choice
        As now wherever no style is likely to add `CLEAR_GAIN_PCT`.
    """
    expected = {name: float(np.mean(found.score[name])) for name in ALL_STYLES}
    chances = chances_of_best(found.score)
    good = [
        name
        for name in ALL_STYLES
        if expected[name] > max(expected.values()) - CLEAR_GAIN_PCT and chances[name] >= max(chances.values()) / 2
    ]

    def change_of_habit(name: str) -> float:
        return -1.0 if name == AS_NOW else float(np.abs(np.subtract(STYLES[name].zones, zones)).sum())

    likeliest = max(ALL_STYLES, key=lambda name: chances[name])
    style = AS_NOW if likeliest == AS_NOW else min(good or [likeliest], key=change_of_habit)
    return Choice(style=style, equals=[name for name in good if name != style], chances=chances)


def recommend(case: Case) -> dict[str, Any]:
    """Advise one lifter.

    Parameters
    ----------
    case : Case

    Returns
    -------
    dict
        lifter, goal, style, plan (list of style and weeks), p_best, expected, next_block, reasons (list of text,
        evidence ids and facts) and evidence (the figures cited).
    """
    found = gains(case)
    choice = choose(found, case.zones)
    style, chances = choice.style, choice.chances
    block = next_block(style, case.lifts, unit=case.unit, sessions_per_week=case.sessions_per_week)
    expected = {
        "horizon_weeks": DECISION_WEEKS,
        "strength_pct": {name: _spread(found.strength[name]) for name in ALL_STYLES},
        "size_pct": {name: _spread(found.size[name]) for name in ALL_STYLES},
        "p_best": {name: round(value, 2) for name, value in chances.items()},
        "lifts": list(found.top["exercise_id"]),
        "is_clear": choice.is_clear,
        "milestone": milestone(case, found.top, style),
    }
    said = reasons.reasons(choice, expected=expected, top=list(found.top["name"]), case=case)
    return {
        "lifter": case.lifter,
        "goal": case.goal,
        "style": style,
        "plan": [{"style": style, "weeks": BLOCK_WEEKS, "then": "reassess"}],
        "p_best": round(chances[style], 2),
        "expected": expected,
        "next_block": block,
        "reasons": said,
        "evidence": reasons.citations(said),
    }


def _spread(draws: Floats) -> dict[str, float]:
    """Give the 80 % interval and the middle, in % to one digit."""
    low, middle, high = np.quantile(draws, [0.1, 0.5, 0.9])
    return {"q10": round(float(low), 1), "q50": round(float(middle), 1), "q90": round(float(high), 1)}
