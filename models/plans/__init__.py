"""What to do: a lifter's situation, the plans worth considering, the choice between them, and why.

A plan enters as a sequence of blocks; what leaves is advice in words and figures. Nothing is forecast here.
"""

__all__ = ["advice", "looked_back", "milestone", "outlooks", "planning", "reasons", "recommendation", "situation"]
