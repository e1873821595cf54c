"""Quantile forecasts → the next round load and the chance of lifting it by when."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from dashboard.words import KG_PER_LB

LEVELS: Final = np.array([0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95])
QUANTILES: Final = ["q05", "q10", "q25", "q50", "q75", "q90", "q95"]

ROUND: Final = {
    "kg": np.concatenate([np.arange(2.5, 40, 2.5), np.arange(40, 100, 5), np.arange(100, 1001, 10)]),
    "lb": np.concatenate([np.arange(5, 95, 5), np.add.outer(45 + 90 * np.arange(25), [0, 20, 50, 70]).ravel()[2:]]),
}
"""Loads people aim at, in the unit: from 95 lb on those of a bar with full 45 lb plates and a 10, 25 or 35."""

AHEAD: Final = 1.01
"""A milestone lies at least this factor above the current 1RM; closer is within the bar's own plates."""


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


def next_round(now_kg: float, unit: str) -> float:
    """Give the next round load above `now_kg`, in kg."""
    loads = ROUND[unit] * (KG_PER_LB if unit == "lb" else 1.0)
    return float(loads[min(int(np.searchsorted(loads, now_kg * AHEAD)), loads.size - 1)])


def chance_of(load_kg: float, quantiles_kg: np.ndarray) -> float:
    """Give P(1RM ≥ load) from quantiles at `LEVELS`, straight between them and no surer than 4 or 96 %."""
    below = np.interp(load_kg, quantiles_kg, LEVELS, left=0.04, right=0.96)
    return float(1 - below)


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
