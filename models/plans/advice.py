"""What one lifter is advised: the fields of a row of `recommendations`, under the names that they have as JSON."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from models.blocks.written import WrittenBlock
from models.plans.milestone import Projection

Floats = NDArray[np.floating]


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Middle and 80 % interval of a change, in % to one digit."""

    q10: float
    q50: float
    q90: float


def spread_of(draws: Floats) -> Spread:
    """Middle and 80 % interval of draws of a change in %."""
    return spreads_of(draws[None])[0]


def spreads_of(draws: Floats) -> list[Spread]:
    """Middle and 80 % interval of each row of draws."""
    if not len(draws):
        return []
    said = np.quantile(draws, [0.1, 0.5, 0.9], axis=1).T.tolist()
    return [Spread(q10=round(low, 1), q50=round(middle, 1), q90=round(high, 1)) for low, middle, high in said]


@dataclass(frozen=True, kw_only=True)
class PlannedBlock:
    """Weeks of one style, or of the lifter's own week 'adjusted'; `then`: 'compete', 'reassess' or nothing."""

    style: str
    weeks: int
    then: str


@dataclass(frozen=True, kw_only=True)
class GivesUp:
    """What a plan gives up against the one advised, and has for it, in words; empty where nothing is worth one."""

    text: str
    strength_pct: float
    size_pct: float


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One plan and what it would add to carrying on, at its end."""

    blocks: list[PlannedBlock]
    p_best: float
    p_worse: float
    is_equal: bool
    strength_pct: Spread
    size_pct: Spread
    gives_up: GivesUp


@dataclass(frozen=True, kw_only=True)
class Change:
    """What the plan's first block does with one lift or muscle, and what the plan is worth to it at its end.

    Parameters
    ----------
    kind : {'lift', 'muscle'}
    subject, name : str
        Exercise id or muscle, and what it is called.
    sets_now, sets_then : float
        Weekly sets; of a muscle, fractional ones.
    heavy_now, heavy_then : float
        Those of up to five reps; of a lift.
    days_now, days_then : float
        Days a week with a lift.
    gain : Spread
        % of 1RM, or points of size, against carrying on.
    p_better : float
        Drawn towards a half by how often trials mislead.
    neural_pct, muscle_pct : float
        Which part of the middle of a lift's gain is nervous and which muscle; together they are the gain.
    verdict : {'likely', 'perhaps', 'even', 'costs'}
        Likely and worth having; worth having in the middle; no clear difference; a loss in the middle.
    text : str
    """

    kind: Literal["lift", "muscle"]
    subject: str
    name: str
    sets_now: float
    sets_then: float
    heavy_now: float
    heavy_then: float
    days_now: float
    days_then: float
    gain: Spread
    p_better: float
    neural_pct: float
    muscle_pct: float
    verdict: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TargetOutlook:
    """A load to lift, and how likely it is.

    Parameters
    ----------
    exercise_id, name : str
    load_kg : float
    by : str or None
        ISO day.
    weeks : int or None
        Until then; without a day, the plan's length.
    status : {'reached', 'likely', 'open', 'unlikely', 'out_of_reach', 'not_forecast', 'past'}
    p_plan, p_as_now : float or None
        Chance of having lifted it by then, under the plan and carrying on.
    realistic_kg : float or None
        What is an even bet by then under the plan.
    text : str
    """

    exercise_id: str
    name: str
    load_kg: float
    by: str | None
    weeks: int | None
    status: str
    p_plan: float | None
    p_as_now: float | None
    realistic_kg: float | None
    text: str


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What styles and plans are expected to add to carrying on.

    Parameters
    ----------
    horizon_weeks : int
        After so many weeks the styles are compared.
    strength_pct, size_pct : dict of Spread
        By style, as now included.
    p_best : dict of float
        By style.
    plan_weeks : int
        Length of the plans compared.
    plan, other : Outcome
        The plan chosen and the best of the others, if any.
    strength_weight : float
        Of strength against size, 0 to 1.
    lifts : list of str
        Exercise ids that stand for strength.
    is_clear : bool
        Whether the choice is more than a matter of taste.
    milestone : Projection or None
        None without a forecast lift.
    changes : list of Change
        The verdict on each lift and muscle.
    targets : list of TargetOutlook
    """

    horizon_weeks: int
    strength_pct: dict[str, Spread]
    size_pct: dict[str, Spread]
    p_best: dict[str, float]
    plan_weeks: int
    plan: Outcome
    other: Outcome | None
    strength_weight: float
    lifts: list[str]
    is_clear: bool
    milestone: Projection | None
    changes: list[Change]
    targets: list[TargetOutlook]


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A sentence, the ids of the published figures it cites, and the lifter's own figures behind it."""

    text: str
    evidence: list[str]
    facts: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """Advice for one lifter.

    Parameters
    ----------
    lifter, goal : str
    style : str
        To begin with.
    plan : list of PlannedBlock
    alternatives : list of Outcome
        The best of the other plans.
    p_best : float
        Chance of the plan being the best of those compared.
    expected : Expected
    next_block : WrittenBlock
    reasons : list of Reason
    evidence : list of dict
        The published figures that the reasons cite: id, quantity, value, unit, source.
    """

    lifter: str
    goal: str
    style: str
    plan: list[PlannedBlock]
    alternatives: list[Outcome]
    p_best: float
    expected: Expected
    next_block: WrittenBlock
    reasons: list[Reason]
    evidence: list[dict[str, str]]

    def as_json(self) -> dict[str, Any]:
        """Row of `recommendations` as JSON values."""
        without_block = replace(self, next_block=cast("WrittenBlock", {}))  # copying it would take the longest
        return asdict(without_block) | {"next_block": self.next_block}
