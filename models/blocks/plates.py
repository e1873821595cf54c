"""Loads that can be made: plates in the lifter's unit, dumbbells that end somewhere."""

import math
from typing import Final

from data.units import KG_PER_LB
from models.goal import Tool

_STEPS: Final = {
    "kg": {"barbell": (20.0, 2.5), "smith_machine": (20.0, 2.5), "dumbbell": (1.0, 1.0), "other": (2.5, 2.5)},
    "lb": {"barbell": (45.0, 5.0), "smith_machine": (45.0, 5.0), "dumbbell": (2.5, 2.5), "other": (5.0, 5.0)},
}
"""Least load and step, in the unit: pairs of the smallest plates on a bar, single small steps of dumbbells."""

_BIG_DUMBBELL: Final = {"kg": (10.0, 2.0), "lb": (20.0, 5.0)}


_BAR: Final = {"kg": 20.0, "lb": 45.0}
_PLATES: Final = {
    "kg": (25.0, 20.0, 15.0, 10.0, 5.0, 2.5, 1.25),
    "lb": (45.0, 35.0, 25.0, 10.0, 5.0, 2.5),
}


def per_side(load: float, unit: str) -> list[float] | None:
    """Plates on each side of a usual bar that make a load, the largest first; None where plates do not make it.

    Parameters
    ----------
    load : float
        The whole of it, bar included, in the unit.
    unit : {'kg', 'lb'}

    Examples
    --------
    >>> per_side(102.5, "kg"), per_side(45, "lb"), per_side(51, "kg")
    ([25.0, 15.0, 1.25], [], None)
    """
    left, plates = (load - _BAR[unit]) / 2, []
    for plate in _PLATES[unit]:
        count = max(int((left + 1e-6) // plate), 0)
        plates += [plate] * count
        left -= count * plate
    return plates if abs(left) < 1e-6 else None


def loadable(load_kg: float, unit: str, equipment: object, tool: Tool | None = None) -> float:
    """Round a load down to one that can be made, in kg.

    Parameters
    ----------
    load_kg : float
    unit : {'kg', 'lb'}
        Whose plates.
    equipment : str or missing
        'barbell' starts at the empty bar; dumbbells go in small steps at first; the rest in 2.5 kg or 5 lb.
    tool : Tool, optional
        The equipment at hand, with its heaviest load and its step where stated.

    Returns
    -------
    float
        A multiple of the step, never below the least load nor above the heaviest.
    """
    if tool is not None and tool.step_kg:
        steps = max(1.0, math.floor(load_kg / tool.step_kg + 1e-6))
        return float(min(steps * tool.step_kg, heaviest(tool)))
    per_unit = KG_PER_LB if unit == "lb" else 1.0
    amount = load_kg / per_unit
    usual_steps = _STEPS["lb" if unit == "lb" else "kg"]
    least, step = (
        usual_steps[equipment] if isinstance(equipment, str) and equipment in usual_steps else usual_steps["other"]
    )
    big_from, big_step = _BIG_DUMBBELL["lb" if unit == "lb" else "kg"]
    if equipment == "dumbbell" and amount >= big_from:
        step = big_step
    made = float(max(least, math.floor(amount / step + 1e-6) * step) * per_unit)
    return min(made, heaviest(tool)) if tool is not None else made


def heaviest(tool: Tool) -> float:
    """Heaviest load of a tool, a multiple of its step."""
    if tool.most_kg is None:
        return float("inf")
    return float(math.floor(tool.most_kg / tool.step_kg + 1e-6) * tool.step_kg) if tool.step_kg else tool.most_kg
