"""Names that are known without the forecasters that bear them."""

from typing import Final

SHIPPED: Final = "shipped"
REFIT: Final = "refit"
OF_POPULATION: Final = (SHIPPED, REFIT)
"""They know the lifters that what ships has learned from, and are not scored on those."""
BASELINES: Final = frozenset({"no_change", "scaled_no_change", "drift"})
"""Shown for comparison, never champion."""
