"""What one lifter is advised: the fields of a row of `recommendations`, under the names that they have as JSON."""

from dataclasses import asdict, dataclass
from typing import Any

from models.blocks.written import WrittenBlock
from models.plans.milestone import Projection


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Middle and 80 % interval of a change, in % to one digit."""

    q10: float
    q50: float
    q90: float


@dataclass(frozen=True, kw_only=True)
class PlannedBlock:
    """Weeks of one style; `then` is what the plan ends with: 'compete', 'reassess' or nothing."""

    style: str
    weeks: int
    then: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One plan and what it would add to carrying on, at its end."""

    blocks: list[PlannedBlock]
    p_best: float
    p_worse: float
    is_equal: bool
    strength_pct: Spread
    size_pct: Spread


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
        return asdict(self)
