"""A load as people write it, with its unit."""

import re
from typing import Final

from data.units import KG_PER_LB
from pipelines.errors import ProfileError

LOADS_KG: Final = (1.0, 1000.0)
BETWEEN: Final = f"write one between {LOADS_KG[0]:g} and {LOADS_KG[1]:g} kg"
_LOAD: Final = re.compile(r"^\s*([0-9]+(?:[.,][0-9]+)?)\s*(kg|lbs?)\s*$", re.IGNORECASE)


def parse_load(where: str, text: str) -> float:
    """Read a load with its unit, such as `140kg` or `300 lb`, in kg.

    Raises
    ------
    ProfileError
        It is no load.
    """
    match = _LOAD.match(text)
    if not match:
        raise ProfileError(f"{where}: {text!r} is no load; write a number and its unit, such as 140kg or 300lb")
    per_unit = KG_PER_LB if match[2].lower().startswith("lb") else 1.0
    return _in_range(where, text, float(match[1].replace(",", ".")) * per_unit)


def _in_range(where: str, stated: str, load_kg: float) -> float:
    """A load that somebody could mean."""
    low, high = LOADS_KG
    if not low <= load_kg <= high:
        raise ProfileError(f"{where}: {stated} is no load a person lifts; {BETWEEN}")
    return load_kg
