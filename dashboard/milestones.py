"""Quantile forecasts → the next round load and the chance of lifting it by when."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from models.milestone import chance_of, next_round
from models.outlook import LEVELS

QUANTILES: Final = [f"q{round(100 * level):02d}" for level in LEVELS]


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A round load ahead of a lift, and the chance of it at each horizon.

    Parameters
    ----------
    exercise_id, name : str
        The lift.
    load_kg : float
        The load aimed at.
    weeks : tuple of float
        Horizons, rising.
    chances : tuple of float
        Probability at each horizon that the best estimated 1RM around then is at least `load_kg`.
    even_weeks : float or None
        When it is an even bet; None where that lies beyond the forecast.
    """

    exercise_id: str
    name: str
    load_kg: float
    weeks: tuple[float, ...]
    chances: tuple[float, ...]
    even_weeks: float | None


def milestone_of(outlook: pd.DataFrame, unit: str) -> Milestone | None:
    """Find the next milestone of one lift under one style.

    Parameters
    ----------
    outlook : pandas.DataFrame
        One row per horizon: exercise_id, name, now_kg, horizon_weeks, q05 ... q95 (kg).
    unit : {"kg", "lb"}
        Whose round numbers.

    Returns
    -------
    Milestone or None
        None for an empty frame or a lift without a current 1RM.
    """
    rows = outlook.sort_values("horizon_weeks")
    if rows.empty or not np.isfinite(rows["now_kg"].iloc[0]):
        return None
    target = next_round(float(rows["now_kg"].iloc[0]), unit)
    chances = [chance_of(target, row) for row in rows[QUANTILES].to_numpy(float)]
    return Milestone(
        exercise_id=str(rows["exercise_id"].iloc[0]),
        name=str(rows["name"].iloc[0]),
        load_kg=target,
        weeks=tuple(rows["horizon_weeks"].astype(float)),
        chances=tuple(chances),
        even_weeks=_even(rows["horizon_weeks"].to_numpy(float), np.array(chances)),
    )


def nearest(milestones: list[Milestone]) -> Milestone | None:
    """Choose the one to look forward to: soonest even bet, else the likeliest at the last horizon."""
    dated = [m for m in milestones if m.even_weeks is not None]
    if dated:
        return min(dated, key=lambda m: m.even_weeks or 0.0)
    return max(milestones, key=lambda m: m.chances[-1], default=None)


def _even(weeks: np.ndarray, chances: np.ndarray) -> float | None:
    """Interpolate when the chance first reaches one half."""
    reached = np.flatnonzero(chances >= 0.5)
    if not reached.size:
        return None
    i = int(reached[0])
    if i == 0:
        return float(weeks[0])
    share = (0.5 - chances[i - 1]) / (chances[i] - chances[i - 1])
    return float(weeks[i - 1] + share * (weeks[i] - weeks[i - 1]))
