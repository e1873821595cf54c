"""What sets the outcomes of trial arms apart besides their doses: what was tested, how, and where people began."""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.response.parameters import Draws

Floats = NDArray[np.floating]

SINGLE_JOINT: Final = re.compile(
    r"ext|flex|curl|_k[ef]\b|_e[ef]\b|_bc\b|_lc\b|_te\b|fly|raise|abdom|pullover", re.IGNORECASE
)
ULTRASOUND: Final = re.compile(r"^mt|^us\b|thickness|ultrasound", re.IGNORECASE)
LEAN_MASS: Final = re.compile(r"dxa|lean|ffm|fat.?free", re.IGNORECASE)

CHANCE_DIFFERENCE: Final = 0.2
"""Largest |ln| by which arms drawn by lot differ at the start: three standard errors of ten people whose values spread
by 20 %. Beyond it other people or another test were compared, and nothing is made of the difference."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Marks of n arms: arrays of shape (n,).

    Parameters
    ----------
    single_joint : array
        1 for a 1RM of an exercise of one joint.
    ultrasound, lean_mass : array
        1 where muscle thickness, or lean mass by DXA, stands for size; else cross-section or volume.
    ahead : array
        ln of the arm's first value over the mean of the trial's arms; 0 where not given.
    """

    single_joint: Floats
    ultrasound: Floats
    lean_mass: Floats
    ahead: Floats

    def adjusted(self, change: Floats, p: Draws, rows: NDArray[np.intp], outcome: str) -> Floats:
        """Turn the ln change of the chosen arms' doses into that of their outcome: shape (rows, draws)."""
        if outcome == "1RM":
            test = self.single_joint[rows, None] * np.log(p["single_joint"])
            return np.asarray(change * np.exp(test) - self.ahead[rows, None] * p["strength_ahead"])
        test = self.ultrasound[rows, None] * np.log(p["ultrasound"]) + self.lean_mass[rows, None] * np.log(
            p["lean_mass"]
        )
        return np.asarray(change * np.exp(test) - self.ahead[rows, None] * p["size_ahead"])


def terms(arms: pd.DataFrame) -> Terms:
    """Read the terms off trial arms.

    Parameters
    ----------
    arms : frame with trial, outcome, outcome_type and, where known, pre_mean

    Returns
    -------
    Terms
    """
    names, is_size = arms["outcome"].astype(str), (arms["outcome_type"] == "muscle size").to_numpy()

    def told(pattern: re.Pattern[str], where: NDArray[np.bool_]) -> Floats:
        return np.asarray(names.str.contains(pattern).to_numpy() & where, dtype=np.float64)

    return Terms(
        single_joint=told(SINGLE_JOINT, ~is_size),
        ultrasound=told(ULTRASOUND, is_size),
        lean_mass=told(LEAN_MASS, is_size),
        ahead=_ahead(arms),
    )


def _ahead(arms: pd.DataFrame) -> Floats:
    """Compare each arm's first value with its trial's arms: shape (n,)."""
    if "pre_mean" not in arms:
        return np.zeros(len(arms))
    first = pd.to_numeric(arms["pre_mean"], errors="coerce")
    level = np.log(first.where(first > 0))
    others = level.groupby([arms["trial"], arms["outcome"], arms["outcome_type"]]).transform("mean")
    ahead = np.asarray((level - others).fillna(0.0), dtype=np.float64)
    return np.where(np.abs(ahead) > CHANCE_DIFFERENCE, 0.0, ahead)
