"""The next round load of a lift and the chance of it by when: a projection, not a fact."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.outlook import HORIZONS, LEVELS
from models.prescription import KG_PER_LB

if TYPE_CHECKING:
    from models.recommend import Case

Floats = NDArray[np.floating]

STEPS: Final = {"kg": ((0.0, 2.5), (40.0, 5.0), (100.0, 10.0)), "lb": ((0.0, 5.0), (90.0, 10.0), (225.0, 25.0))}
"""From which load on (in the unit) round numbers lie how far apart."""

AHEAD: Final = 1.01
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


def milestone(case: "Case", top: pd.DataFrame, style: str) -> dict[str, Any] | None:
    """Find the next round load of a lifter's first lift under a style.

    Returns
    -------
    dict or None
        exercise_id, name, load_kg, chances (list of weeks and p); None without a forecast lift.
    """
    if top.empty:
        return None
    lift = top.iloc[0]
    load = next_round(float(lift["now_kg"]), case.unit)
    chances = [
        {"weeks": weeks, "p": round(chance_of(load, quantiles), 2)}
        for weeks, quantiles in zip(HORIZONS, case.kg[style][int(lift["row"])], strict=True)
    ]
    return {"exercise_id": lift["exercise_id"], "name": lift["name"], "load_kg": load, "chances": chances}
