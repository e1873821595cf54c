"""What needs attention: each kind of alert has a module that judges it and words it; `kinds` lists them all.

Tables of what was done enter; nothing that is forecast does.
"""

__all__ = ["easy_week", "kinds", "plateau_and_decline"]
