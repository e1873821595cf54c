"""What each week of training would do to this lifter: each lift and muscle under each style, and styles compared.

The calibrated forecast as now enters with draws of what a style changes; quantiles leave.
"""

__all__ = ["current_ahead", "lifts", "muscles", "pairs", "sequences", "styles", "trained", "what_matters"]
