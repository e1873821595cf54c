"""Names that are known without the forecasters that bear them."""

from typing import Final

SHIPPED: Final = "shipped"
BASELINES: Final = frozenset({"no_change", "scaled_no_change", "drift"})
"""Shown for comparison, never champion."""
