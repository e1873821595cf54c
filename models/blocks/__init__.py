"""A block written out: which exercises on which day, in sets, reps and loads that a gym can make.

What is known of a lifter's lifts and limits enters; forecasts do not.
"""

__all__ = ["block_week", "changes", "dose", "gym_days", "picks", "prescription", "routine", "trainee", "written"]
