"""The next milestone, as the plan advised states it: the same wherever it is shown."""

from collections.abc import Callable
from datetime import date
from typing import Final

from dashboard import words
from dashboard.language import _
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
        return pieces.headline(_("Next milestone"), _("None yet"), _("A milestone needs a forecast first."), size="mid")
    load = f"{ahead.name}: {words.plates(ahead.load_kg, unit)}"
    return pieces.headline(_("Next milestone, under your plan"), load, by_when(ahead, day_after), size="mid")


def by_when(ahead: Projection, day_after: DayAfter) -> str:
    """Say by when it is an even bet, and the chance within 12 weeks."""
    chance = words.chance(next(one.p for one in ahead.chances if one.weeks == WITHIN_WEEKS))
    then = _("{chance} within {weeks}").format(chance=chance, weeks=words.weeks(WITHIN_WEEKS))
    if ahead.even_weeks is None:
        furthest = words.weeks(FURTHEST_WEEKS)
        said = _("{then}, and still less likely than not within {weeks}.")
        return said.format(then=words.capital(then), weeks=furthest)
    more = "" if chance == words.chance(words.EVEN) else f"; {then}"
    day = day_after(ahead.even_weeks)
    if day is None:
        return _("As likely as not after {weeks} of training{more}.").format(
            weeks=words.weeks(ahead.even_weeks), more=more
        )
    return _("As likely as not by {day}{more}.").format(day=words.day(day), more=more)
