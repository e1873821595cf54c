"""Which plan to advise: the best by what it can be trusted to add; where several are, a short list to pick from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.outlook.what_matters import CLEAR_GAIN_PCT
from models.response.trials import MISLED
from models.training.block import DELOAD, Plan, told_as

Floats = NDArray[np.floating]

LEAST_GAIN_PCT: Final = 0.3
"""A plan is not advised unless it can be trusted to add so much: the trusted gain is a careful one, so plans below
`CLEAR_GAIN_PCT` still pay on the whole, though carrying on is then named beside them."""
MOST_P_WORSE: Final = 0.2
"""A plan more likely than this to be worse than carrying on is not advised."""
CLEAR_P: Final = 0.5
WORTH_A_TURN_PCT: Final = 0.2
"""What two styles one after the other must be trusted to add to the better of them throughout: simple goes first."""
SHOWN: Final = 4
AS_LIKELY: Final = 0.15
"""A plan as good on the whole is one to pick from if it is at least so likely to be the best; carrying on is always."""
MOST_CLOSE: Final = 3
"""Plans to pick from where several are as good."""


@dataclass(frozen=True, kw_only=True)
class PlanOutlook:
    """What each contender would add to carrying on, by its end.

    Parameters
    ----------
    weeks : int
    plans : tuple of Plan
        Carrying on, in whole days and sets, comes first.
    strength, size : arrays, shape (plans, draws)
        % change against the week as now, over the lifts that stand for strength and the muscles in training.
    strength_weight : float
        0 to 1.
    """

    weeks: int
    plans: tuple[Plan, ...]
    strength: Floats
    size: Floats
    strength_weight: float

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
        No other plan shown is more likely to be the best.
    others : tuple of Rated
        Likeliest first; carrying on is always among chosen and others.
    close : tuple of Rated
        Those of the others that are as good as the one chosen: the lifter may pick any.
    is_picked : bool
        The lifter has: the one advised is then the first of the others.
    """

    chosen: Rated
    others: tuple[Rated, ...]
    close: tuple[Rated, ...]
    is_picked: bool = False

    @property
    def style(self) -> str:
        """Style to begin with."""
        return told_as(self.chosen.plan[0].style)

    def picking(self, kind: str) -> "PlanChoice":
        """The same choice with another of its plans as the one followed, by `kind_key`; itself where there is none."""
        picked = next((other for other in self.others if kind_key(other.plan) == kind), None)
        if picked is None:
            return self
        others = (self.chosen, *(other for other in self.others if other is not picked))
        close = (self.chosen, *self.close) if picked in self.close else ()
        close = tuple(one for one in close if one is not picked)
        return PlanChoice(chosen=picked, others=others, close=close, is_picked=True)

    @property
    def is_clear(self) -> bool:
        """Whether the choice is more than a matter of taste."""
        return self.chosen.place > 0 and not self.close and self.chosen.p_best >= CLEAR_P


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


def p_worse(score: Floats) -> Floats:
    """Probability that each plan is worse than carrying on: shape (plans,), never near certainty."""
    return np.asarray((1 - MISLED) * (score < 0).mean(axis=1) + MISLED / 2)


def kind_of(plan: Plan) -> tuple[str, ...]:
    """Name what sort of plan it is: its styles in order, however long.

    Examples
    --------
    >>> from models.training.block import Block
    >>> kind_of((Block("hypertrophy", 6), Block("strength", 5), Block("strength", 5)))
    ('hypertrophy', 'strength')
    """
    styles = [told_as(block.style) for block in plan if block.style != DELOAD]
    return tuple(style for i, style in enumerate(styles) if i == 0 or style != styles[i - 1])


def kind_key(plan: Plan) -> str:
    """The same as one word, for addresses: `hypertrophy-strength`."""
    return "-".join(kind_of(plan))


def choose(outlook: PlanOutlook, *, must_change: bool = False) -> PlanChoice:
    """Choose a plan.

    Parameters
    ----------
    outlook : PlanOutlook
    must_change : bool
        A competition asks for a plan that ends with its own block: carrying on is shown but not advised.

    Returns
    -------
    PlanChoice
        Carrying on unless a plan can be trusted to add `LEAST_GAIN_PCT` and is unlikely to be worse; where both are
        wanted, it may be expected to cost neither. Of those as good within
        `CLEAR_GAIN_PCT`, the one most likely to be the best comes first, and the others are named as what could be
        picked as well.
    """
    score = outlook.score
    worth, worse = trusted(score), p_worse(score)
    plain = _worth_turning(outlook.plans, worth) | must_change
    sound = _sound(outlook, worth, worse, plain, must_change=must_change)
    near = sound & (worth > worth[sound].max() - CLEAR_GAIN_PCT)
    first = _of_each_kind(outlook.plans, worth, np.flatnonzero(near))[:MOST_CLOSE]
    others = _of_each_kind(outlook.plans, worth, np.flatnonzero(~near & plain), taken=first)
    shown = [*first, *others[: max(SHOWN - len(first), 0)]]
    best_of = _compared(score, shown if 0 in shown else [*shown, 0], first)
    rated = {
        place: Rated(
            place=place,
            plan=outlook.plans[place],
            trusted_pct=float(worth[place]),
            p_best=best_of[place],
            p_worse=float(worse[place]),
        )
        for place in best_of
    }
    chosen = max(first, key=lambda place: (best_of[place], worth[place]))
    is_close = set(first) | ({0} if worth[chosen] < CLEAR_GAIN_PCT and not must_change else set())
    rest = tuple(sorted((one for place, one in rated.items() if place != chosen), key=lambda one: -one.p_best))
    close = tuple(other for other in rest if other.place in is_close and (not other.place or other.p_best >= AS_LIKELY))
    return PlanChoice(chosen=rated[chosen], others=rest, close=close)


def _sound(
    outlook: PlanOutlook, worth: Floats, worse: Floats, plain: NDArray[np.bool_], *, must_change: bool
) -> NDArray[np.bool_]:
    """Tell which plans may be advised: shape (plans,); carrying on where none may, and never before a competition."""
    sound = plain & (worth >= LEAST_GAIN_PCT) & (worse <= MOST_P_WORSE)
    if 0 < outlook.strength_weight < 1:
        sound &= (outlook.strength.mean(axis=1) >= 0) & (outlook.size.mean(axis=1) >= 0)
    if must_change:
        sound = np.ones(len(worth), dtype=bool)
    sound[0] = not must_change and not sound[1:].any()
    return np.asarray(sound)


def _worth_turning(plans: Sequence[Plan], worth: Floats) -> NDArray[np.bool_]:
    """Tell which plans are worth their turns: one of two styles must add to the better of both throughout."""
    whole: dict[tuple[str, ...], float] = {}
    for plan, value in zip(plans, worth, strict=True):
        whole[kind_of(plan)] = max(float(value), whole.get(kind_of(plan), -np.inf))
    best = [max(whole.get((style,), -np.inf) for style in kind_of(plan)) for plan in plans]
    turns = np.array([len(kind_of(plan)) > 1 for plan in plans])
    return np.asarray(~turns | (worth >= np.array(best) + WORTH_A_TURN_PCT))


def _of_each_kind(
    plans: Sequence[Plan], worth: Floats, places: Sequence[int] | NDArray[np.intp], taken: Sequence[int] = ()
) -> list[int]:
    """The best plan of each kind among some places, best first, of kinds not yet taken."""
    kinds = {kind_of(plans[place]) for place in taken}
    found = []
    for place in sorted(map(int, places), key=lambda at: -float(worth[at])):
        kind = kind_of(plans[place])
        if kind not in kinds:
            found.append(place)
            kinds.add(kind)
    return found


def _compared(score: Floats, shown: Sequence[int], first: Sequence[int]) -> dict[int, float]:
    """Each plan's chance of being the best of those shown, by its place.

    A plan that may not be advised, for what it may cost, is no rival to one that is: where it would have the better
    chance it is not compared. Where carrying on is advised it counts as best unless another plan adds at least
    `CLEAR_GAIN_PCT`: what is hardly felt is no reason to change.
    """
    left, felt = list(shown), np.zeros((len(score), 1))
    felt[0] = CLEAR_GAIN_PCT if 0 in first else 0.0
    while True:
        best_of = dict(zip(left, best_chances((score + felt)[left]), strict=True))
        most = max(best_of[place] for place in first)
        ahead = [place for place in left if place and place not in first and best_of[place] > most]
        if not ahead:
            return best_of
        left.remove(max(ahead, key=lambda place: best_of[place]))


def best_chances(score: Floats) -> list[float]:
    """Each row's probability of being the best, from draws of shape (rows, draws).

    The share of draws is shrunk towards equal chances by how often trials go against the model where its own draws
    would not have them.
    """
    best = score >= score.max(axis=0) - 1e-9
    share = (best / best.sum(axis=0)).mean(axis=1)
    share = (1 - MISLED) * share + MISLED / len(score)
    return [float(value) for value in share]
