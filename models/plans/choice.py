"""Which plan to advise: the best by what it can be trusted to add, the nearest to the lifter's habit among equals."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.outlook.what_matters import CLEAR_GAIN_PCT
from models.plans.planning import Plan
from models.plans.room import Workload, held_back
from models.response.trials import MISLED
from models.training.block import DELOAD
from models.training.style import STYLES

Floats = NDArray[np.floating]
Zones = tuple[float, float, float]

CLEAR_P: Final = 0.5
LEAST_GAIN_PCT: Final = 0.2
"""A plan is not advised unless it can be trusted to add so much: the trusted gain is a careful one, so plans below
`CLEAR_GAIN_PCT` still pay on the whole, though carrying on is then named as no clear difference."""

MOST_P_WORSE: Final = 0.3
"""A plan more likely than this to be worse than carrying on is not advised."""

ALIKE: Final = 0.05
"""Plans whose trusted gains differ by less than this part are alike: the one nearer to the lifter's habit is taken."""

SHOWN: Final = 4
SWITCH: Final = 1.0
"""What a change of style counts as a change of habit, beside the zones of its sets."""


@dataclass(frozen=True, kw_only=True)
class PlanOutlook:
    """What each contender would add to carrying on, by its end.

    Parameters
    ----------
    weeks : int
    plans : tuple of Plan
        Carrying on comes first.
    strength, size : arrays, shape (plans, draws)
        % change against carrying on, over the lifts that stand for strength and the muscles in training.
    strength_weight : float
        0 to 1.
    workload : Workload
        What is done now.
    """

    weeks: int
    plans: tuple[Plan, ...]
    strength: Floats
    size: Floats
    strength_weight: float
    workload: Workload = field(default_factory=Workload)

    @property
    def score(self) -> Floats:
        """Weigh both by the goal: shape (plans, draws)."""
        return np.asarray(self.strength_weight * self.strength + (1 - self.strength_weight) * self.size)


@dataclass(frozen=True, kw_only=True)
class Rated:
    """One plan with what it adds: its place among the contenders, the chance that it is best, and that it is worse."""

    place: int
    plan: Plan
    trusted_pct: float
    p_best: float
    p_worse: float


@dataclass(frozen=True, kw_only=True)
class PlanChoice:
    """The plan advised and the best of the others, each of another kind.

    Parameters
    ----------
    chosen : Rated
    others : tuple of Rated
        Best first; carrying on is always among chosen and others.
    equals : tuple of Rated
        Those of the others that are as good within `CLEAR_GAIN_PCT`; carrying on too, where the plan chosen can be
        trusted to add less than that.
    held_back : str
        Why carrying on is advised whatever the plans promise, as of `room.held_back`; else nothing.
    workload : Workload
        What is done now.
    """

    chosen: Rated
    others: tuple[Rated, ...]
    equals: tuple[Rated, ...]
    held_back: str = ""
    workload: Workload = field(default_factory=Workload)

    @property
    def style(self) -> str:
        """Style to begin with."""
        return next(block.style for block in self.chosen.plan if block.style != DELOAD)

    @property
    def is_clear(self) -> bool:
        """Whether the choice is more than a matter of taste."""
        return self.chosen.place > 0 and not self.equals and self.chosen.p_best >= CLEAR_P


def trusted(score: Floats) -> Floats:
    """What each plan can be trusted to add: its mean less its mean loss, shrunk by how often trials mislead.

    Parameters
    ----------
    score : array, shape (plans, draws)

    Returns
    -------
    array, shape (plans,)
    """
    return np.asarray((1 - MISLED) * score.mean(axis=1) - np.maximum(-score, 0).mean(axis=1))


def p_worse(score: Floats, misled: float = MISLED) -> Floats:
    """Probability that each plan is worse than carrying on: shape (plans,), never near certainty."""
    return np.asarray((1 - misled) * (score < 0).mean(axis=1) + misled / 2)


def kind_of(plan: Plan) -> tuple[str, ...]:
    """Name what sort of plan it is: its styles in order, however long and however often they take turns.

    Examples
    --------
    >>> from models.plans.planning import in_blocks
    >>> kind_of(in_blocks([("hypertrophy", 5), ("strength", 11)]))
    ('hypertrophy', 'strength')
    """
    styles = [block.style for block in plan if block.style != DELOAD]
    order = [style for i, style in enumerate(styles) if i == 0 or style != styles[i - 1]]
    return (*order[:2], "turns") if len(order) > 2 else tuple(order)


def change_of_habit(plan: Plan, habit: Zones) -> float:
    """How far a plan is from the zones a lifter trains in, per week; 0 for carrying on."""
    weeks = sum(block.weeks for block in plan)
    styles = [block.style for block in plan if block.style != DELOAD]
    away = sum(
        block.weeks / weeks * float(np.abs(np.subtract(STYLES[block.style].zones, habit)).sum())
        for block in plan
        if block.style in STYLES
    )
    return away + SWITCH * sum(a != b for a, b in pairwise(styles))


def choose(outlook: PlanOutlook, habit: Zones, *, must_change: bool = False) -> PlanChoice:
    """Choose a plan.

    Parameters
    ----------
    outlook : PlanOutlook
    habit : tuple of 3 floats
        Parts of the lifter's sets that are heavy, moderate and light.
    must_change : bool
        A competition asks for a plan that ends with strength and a taper: carrying on is shown but not advised.

    Returns
    -------
    PlanChoice
        Carrying on unless there is room for more and a plan can be trusted to add `LEAST_GAIN_PCT` and is unlikely to
        be worse; where both are wanted, it may be expected to cost neither. Of those as good within
        `CLEAR_GAIN_PCT`, one of size first and strength last is then taken, with most size; else the nearest to the
        habit of those alike. Where there is no
        room, what the plans promise is taken to be a toss-up.
    """
    score = outlook.score
    why = "" if must_change else held_back(outlook.workload, outlook.strength_weight)
    misled = 1.0 if why else MISLED
    worth, worse = trusted(score), p_worse(score, misled)
    sound = _sound(outlook, worth, worse, why, must_change=must_change)
    near = [int(place) for place in np.flatnonzero(sound & (worth > worth[sound].max() - CLEAR_GAIN_PCT))]
    chosen = _pick(outlook, near, worth, habit, mixed=_is_mixed(outlook) and not must_change)
    if worth[chosen] < CLEAR_GAIN_PCT and not must_change:
        near.append(0)
    shown = _distinct(outlook.plans, worth, first=chosen)
    best_of = _chances(score[shown], shown, misled)
    rated = {
        place: Rated(
            place=place,
            plan=outlook.plans[place],
            trusted_pct=float(worth[place]),
            p_best=chance,
            p_worse=float(worse[place]) if place else 0.0,
        )
        for place, chance in zip(shown, best_of, strict=True)
    }
    others = tuple(rated[place] for place in shown[1:])
    equals = tuple(other for other in others if other.place in near)
    return PlanChoice(chosen=rated[chosen], others=others, equals=equals, held_back=why, workload=outlook.workload)


def _is_mixed(outlook: PlanOutlook) -> bool:
    """Tell whether both strength and size are wanted."""
    return 0 < outlook.strength_weight < 1


def _sound(outlook: PlanOutlook, worth: Floats, worse: Floats, why: str, *, must_change: bool) -> NDArray[np.bool_]:
    """Tell which plans may be advised: shape (plans,); carrying on where none may, and never before a competition."""
    sound = (worth >= LEAST_GAIN_PCT) & (worse <= MOST_P_WORSE) & (not why)
    if _is_mixed(outlook):
        sound &= (outlook.strength.mean(axis=1) >= 0) & (outlook.size.mean(axis=1) >= 0)
    if must_change:
        sound = np.ones(len(worth), dtype=bool)
    sound[0] = not must_change and not sound[1:].any()
    return np.asarray(sound)


def _pick(outlook: PlanOutlook, near: Sequence[int], worth: Floats, habit: Zones, *, mixed: bool) -> int:
    """Take one of the plans that are as good: by habit; size first and with most size where both are wanted.

    Plans for both are as good to the model as chance has it; size first and 1RM last is what alternation is for, and
    among simulated lifters it fails the fewest (`benchmarks/advice.py`).
    """
    size_first = [place for place in near if is_size_first(outlook.plans[place])]
    if mixed and size_first:
        return max(size_first, key=lambda place: float(outlook.size[place].mean()))
    best = max(float(worth[place]) for place in near)
    leading = [place for place in near if worth[place] >= best - ALIKE * abs(best)]
    away = {place: round(change_of_habit(outlook.plans[place], habit), 3) for place in leading}
    return min(leading, key=lambda place: (away[place], -worth[place]))


def is_size_first(plan: Plan) -> bool:
    """Tell whether a plan begins with hypertrophy and ends with strength: size is won first, then turned into a 1RM."""
    styles = [block.style for block in plan if block.style != DELOAD]
    return set(styles) == {"hypertrophy", "strength"} and (styles[0], styles[-1]) == ("hypertrophy", "strength")


def _distinct(plans: Sequence[Plan], worth: Floats, *, first: int) -> list[int]:
    """List the plan chosen, the best of other kinds and carrying on: at most `SHOWN` and carrying on."""
    shown, kinds = [first], {kind_of(plans[first])}
    for place in np.argsort(-worth, kind="stable"):
        kind = kind_of(plans[place])
        if kind not in kinds and place != 0 and len(shown) < SHOWN:
            shown.append(int(place))
            kinds.add(kind)
    return shown if first == 0 else [*shown, 0]


def _chances(score: Floats, shown: Sequence[int], misled: float) -> list[float]:
    """Each plan's probability of being the best of those shown.

    Where carrying on is advised, it counts as best unless another adds at least `CLEAR_GAIN_PCT`: that is why it is
    advised. The share of draws is shrunk towards equal chances by how often trials go against the model where its own
    draws would not have them.
    """
    if shown[0] == 0:
        score = score + np.eye(1, len(score))[0][:, None] * CLEAR_GAIN_PCT
    best = score >= score.max(axis=0) - 1e-9
    share = (best / best.sum(axis=0)).mean(axis=1)
    share = (1 - misled) * share + misled / len(shown)
    return [float(value) for value in share]
