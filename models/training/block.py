"""A block of training: weeks of one style, as plans are made of them, and how a plan is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.training.style import ALL_STYLES, NAMES

DELOAD: Final = "deload"
BLOCK_STYLES: Final = (*ALL_STYLES, DELOAD)


@dataclass(frozen=True)
class Block:
    """Weeks of training of one style.

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
            raise ValueError(f"style {self.style!r}: choose from {', '.join(BLOCK_STYLES)}")
        if not self.weeks > 0:
            raise ValueError(f"block of {self.style} for {self.weeks} weeks: give it more than 0")


def plan_words(plan: Sequence[Block]) -> str:
    """Say a plan: `5 weeks hypertrophy, then 11 weeks strength`."""
    parts: list[tuple[str, int]] = []
    for block in plan:
        name = NAMES.get(block.style, "Light").lower()
        if parts and parts[-1][0] == name:
            parts[-1] = (name, parts[-1][1] + int(block.weeks))
        else:
            parts.append((name, int(block.weeks)))
    return ", then ".join(f"{weeks} week{'s' if weeks > 1 else ''} {name}" for name, weeks in parts)
