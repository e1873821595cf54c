"""A block of training: weeks of one kind, as plans are made of them, and how a plan is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from models.training.style import ALL_STYLES, NAMES

DELOAD: Final = "deload"
USUAL: Final = "usual"
"""The week as now in whole days and sets, as it is written down."""
ADJUSTED: Final = "adjusted"
TAPER_WEEKS: Final = 1
"""Half the sets at the same loads before a meet: within what powerlifters do (evidence `travis2020-1`)."""
PEAK: Final = "peak"
"""The block before a competition, its taper included."""
CHANGES: Final = MappingProxyType(
    {
        "top_sets": "heavy top sets",
        "more_sets": "more sets for what gets few",
        "day_more": "a day more",
        "effort": "nearer to failure",
        "rests": "longer rests",
    }
)
"""Small changes to the week as now, each of which makes a week of its own; `ADJUSTED` holds several."""
SMALL: Final = (*CHANGES, ADJUSTED)
BLOCK_STYLES: Final = (*ALL_STYLES, USUAL, *SMALL, PEAK, DELOAD)


@dataclass(frozen=True)
class Block:
    """Weeks of training of one kind.

    Parameters
    ----------
    style : str
        One of `BLOCK_STYLES`; a deload is of the block before it.
    weeks : float
        Length, above 0.

    Raises
    ------
    ValueError
        If there is no such style or no time.
    """

    style: str
    weeks: float

    def __post_init__(self) -> None:
        """Refuse what cannot be trained."""
        if self.style not in BLOCK_STYLES:
            raise ValueError(f"style {self.style!r}: choose from {', '.join((*ALL_STYLES, DELOAD))}")
        if not self.weeks > 0:
            raise ValueError(f"block of {self.style} for {self.weeks} weeks: give it more than 0")


Plan = tuple[Block, ...]
"""Blocks one after the other."""


def told_as(style: str) -> str:
    """The style that a block is told as: small changes are one kind, a week as now is a week as now."""
    return AS_TOLD.get(style, style)


PLAN: Final = "plan"
"""What forecasts under the plan advised are named beside those under each style."""
AS_TOLD: Final = MappingProxyType({USUAL: "as_now", PEAK: "strength", **dict.fromkeys(CHANGES, ADJUSTED)})
BLOCK_NAMES: Final = MappingProxyType({**NAMES, ADJUSTED: "Your week, adjusted", DELOAD: "Light", PLAN: "Your plan"})


def plan_words(plan: Sequence[Block]) -> str:
    """Say a plan: `5 weeks hypertrophy, then 11 weeks strength`."""
    parts: list[tuple[str, int]] = []
    for style, weeks in (part for block in plan for part in told_parts(block)):
        name = _lower(BLOCK_NAMES[style])
        if parts and parts[-1][0] == name:
            parts[-1] = (name, parts[-1][1] + weeks)
        else:
            parts.append((name, weeks))
    return ", then ".join(f"{weeks} week{'s' if weeks > 1 else ''} {name}" for name, weeks in parts)


def told_parts(block: Block) -> list[tuple[str, int]]:
    """A block as it is told, styles and weeks: that of a competition with its taper apart."""
    style, weeks = told_as(block.style), int(block.weeks)
    if block.style != PEAK:
        return [(style, weeks)]
    return [(style, weeks - TAPER_WEEKS), (DELOAD, TAPER_WEEKS)]


def _lower(name: str) -> str:
    """A name within a sentence."""
    return {"Your week, adjusted": "of your own week adjusted"}.get(name, name.lower())
