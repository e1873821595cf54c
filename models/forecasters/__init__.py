"""How strong then: the panel, the forecasters that compete on it, their calibration and the backtest.

Everything here is learnt from other lifters' logs and sees nothing after the cutoff.
"""

__all__ = [
    "ahead",
    "any_horizon",
    "backtest",
    "baselines",
    "candidates",
    "horizons",
    "names",
    "panel",
    "sampling",
    "shipped",
    "upkeep",
]
