"""What needs attention: each kind of alert has a module that judges it and words it.

`kinds` lists them all, `attention` gathers them. Tables of what was done enter; nothing that is forecast does.
"""

__all__ = ["attention", "easy_week", "kinds", "records"]
