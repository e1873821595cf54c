"""What to do: a lifter's situation, the plans worth considering, the choice between them, and why.

Every option is a written week, every plan a sequence of them; what is said is read off the draws of the forecasts.
"""

__all__ = ["choice", "evidence", "looked_back", "milestone", "outlooks", "planning", "recommendation", "situation"]
