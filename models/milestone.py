"""The next round load of a lift and the chance of it by when: a projection, not a fact."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.outlook import HORIZONS, LEVELS
from models.prescription import KG_PER_LB

if TYPE_CHECKING:
    from models.recommend import Case

Floats = NDArray[np.floating]

QUANTILES: Final = [f"q{round(100 * level):02d}" for level in LEVELS]

STEPS: Final = {"kg": ((0.0, 2.5), (40.0, 5.0), (100.0, 10.0)), "lb": ((0.0, 5.0), (90.0, 10.0), (225.0, 25.0))}
"""From which load on (in the unit) round numbers lie how far apart."""

AHEAD: Final = 1.01
EVEN: Final = 0.5
SURE: Final = 0.95
"""Quantiles reach from 5 to 95 %: nothing is said to be surer."""


def next_round(now_kg: float, unit: str) -> float:
    """Give the next round load at least 1 % above `now_kg`, in kg, round in the lifter's unit.

    Examples
    --------
    >>> next_round(98.0, "kg")
    100.0
    """
    per_unit = KG_PER_LB if unit == "lb" else 1.0
    least = now_kg / per_unit * AHEAD
    step = next(width for start, width in reversed(STEPS[unit]) if least >= start)
    return float(np.ceil(least / step) * step * per_unit)


def chance_of(load_kg: float, quantiles_kg: Floats) -> float:
    """Give the probability that 1RM is at least a load, from its seven quantiles (rising, kg)."""
    below = np.interp(load_kg, quantiles_kg, LEVELS, left=1 - SURE, right=SURE)
    return float(1 - below)


def even_weeks(weeks: Floats, chances: Floats) -> float | None:
    """Give the weeks after which a load is an even bet, between the horizons by straight lines.

    Parameters
    ----------
    weeks, chances : ndarray of shape (n_horizons,)
        Rising horizons and the probability at each.

    Returns
    -------
    float or None
        None where the chance stays below one half.
    """
    reached = np.flatnonzero(chances >= EVEN)
    if not reached.size:
        return None
    i = int(reached[0])
    return float(weeks[0] if i == 0 else np.interp(EVEN, chances[i - 1 : i + 1], weeks[i - 1 : i + 1]))


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

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON values."""
        chances = zip(self.weeks, self.chances, strict=True)
        return {
            "exercise_id": self.exercise_id,
            "name": self.name,
            "load_kg": self.load_kg,
            "chances": [{"weeks": int(weeks), "p": round(p, 2)} for weeks, p in chances],
            "even_weeks": self.even_weeks,
        }


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
    return _ahead(rows.iloc[0], rows[QUANTILES].to_numpy(float), rows["horizon_weeks"].to_numpy(float), unit)


def _ahead(lift: "pd.Series[Any]", quantiles_kg: Floats, weeks: Floats, unit: str) -> Milestone:
    """Give the next round load of a lift (exercise_id, name, now_kg) from quantiles of shape (n_horizons, 7)."""
    load_kg = next_round(float(lift["now_kg"]), unit)
    chances = np.array([chance_of(load_kg, row) for row in quantiles_kg])
    return Milestone(
        exercise_id=str(lift["exercise_id"]),
        name=str(lift["name"]),
        load_kg=load_kg,
        weeks=tuple(float(week) for week in weeks),
        chances=tuple(float(p) for p in chances),
        even_weeks=even_weeks(weeks, chances),
    )


def nearest(milestones: list[Milestone]) -> Milestone | None:
    """Choose the one to look forward to: soonest even bet, else the likeliest at the last horizon."""
    dated = [m for m in milestones if m.even_weeks is not None]
    if dated:
        return min(dated, key=lambda m: m.even_weeks or 0.0)
    return max(milestones, key=lambda m: m.chances[-1], default=None)


def milestone(case: "Case", top: pd.DataFrame, style: str) -> dict[str, Any] | None:
    """Find the next milestone of a lifter's foremost lifts under a style.

    Returns
    -------
    dict or None
        exercise_id, name, load_kg, chances (list of weeks and p), even_weeks; None without a forecast lift.
    """
    weeks = np.array(HORIZONS, float)
    found = [_ahead(lift, case.kg[style][int(lift["row"])], weeks, case.unit) for _, lift in top.iterrows()]
    chosen = nearest(found)
    return chosen.as_json() if chosen else None
