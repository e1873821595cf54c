"""The next milestone, as the plan advised states it: the same wherever it is shown."""

from collections.abc import Callable
from datetime import date
from typing import Final

from dashboard import words
from dashboard.parts import pieces
from models.forecasters.any_horizon import FURTHEST_WEEKS
from models.plans.milestone import Projection

WITHIN_WEEKS: Final = 12


DayAfter = Callable[[float], date | None]
"""Weeks from the last day logged -> that day; None where no day to come can be named."""


def milestone_said(ahead: Projection | None, unit: str, day_after: DayAfter) -> str:
    """Say what is next on the bar and how likely by when.

    Parameters
    ----------
    ahead : Projection or None
    unit : {'kg', 'lb'}
    day_after : callable
    """
    if ahead is None:
        return pieces.headline("Next milestone", "None yet", "Milestones need a forecast.", size="mid")
    load = f"{ahead.name}: {words.plates(ahead.load_kg, unit)}"
    return pieces.headline("Next milestone, under your plan", load, by_when(ahead, day_after), size="mid")


def by_when(ahead: Projection, day_after: DayAfter) -> str:
    """Say by when it is an even bet, and the chance within 12 weeks."""
    chance = words.chance(next(one.p for one in ahead.chances if one.weeks == WITHIN_WEEKS))
    then = f"{chance} within {words.weeks(WITHIN_WEEKS)}"
    if ahead.even_weeks is None:
        return f"Chance: {then}. No even bet within {words.weeks(FURTHEST_WEEKS)}."
    more = "" if chance == words.chance(words.EVEN) else f"; {then}"
    day = day_after(ahead.even_weeks)
    when = f"after {words.weeks(ahead.even_weeks)} of training" if day is None else f"by {words.day(day)}"
    return f"An even bet {when}{more}."
