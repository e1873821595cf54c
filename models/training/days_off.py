"""How long ago the last training was, as coarsely as anything that is said depends on it.

What is said of a lifter stays the same from one night to the next unless something of theirs changed. Days since the
last training would change every night, so they are rounded down to the steps at which something else is said.
"""

from bisect import bisect_right
from typing import Final

STEPS: Final = (0, 8, 15, 21, 28, 29, 35, 42, 49, 56)
"""An easy week is for those who trained in the last 7 days, and none is due after 14, from which on blocks begin
lighter; 21 are a break, more than 28 a long one. Up to eight weeks off each week is told."""
LATER_DAYS: Final = 28
"""From eight weeks on, steps are so far apart."""
OVER_DAYS: Final = 182
"""A log that ended longer ago is over: what is said is said as of its last day, and not of a gap in it."""


def told_days_off(days: int) -> int:
    """Days off rounded down to what is told; days ahead of the log's last day count as none.

    Examples
    --------
    >>> [told_days_off(days) for days in (-3, 6, 9, 27, 60, 90, 185)]
    [0, 0, 8, 21, 56, 84, 183]
    """
    if days < STEPS[-1]:
        return STEPS[max(bisect_right(STEPS, days) - 1, 0)]
    later = days - (days - STEPS[-1]) % LATER_DAYS
    return max(later, OVER_DAYS + 1) if days > OVER_DAYS else later
