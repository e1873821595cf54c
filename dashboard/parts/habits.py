"""How the newest week compares with what is usual, and how long a lifter has kept at it."""

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Final

import pandas as pd

from dashboard import words
from dashboard.language import _, dated
from dashboard.parts import pieces

USUAL_WEEKS: Final = 12


@dataclass(frozen=True, kw_only=True)
class Week:
    """The newest week with training.

    Parameters
    ----------
    monday : date
    sets, days : int
        Working sets and training days in it.
    usual_sets, usual_days : float
        Mean of up to 12 weeks before; 0 where there are none.
    trained : tuple of bool
        Monday to Sunday.
    streak_weeks : int
        Weeks in a row with training, up to this one.
    """

    monday: date
    sets: int
    days: int
    usual_sets: float
    usual_days: float
    trained: tuple[bool, ...]
    streak_weeks: int


def newest_week(days: pd.DataFrame) -> Week:
    """Sum up the last week of a log.

    Parameters
    ----------
    days : pandas.DataFrame
        One row per training day, oldest first, at least one: day, working_sets.
    """
    last = days["day"].iloc[-1].date()
    monday = last - timedelta(days=last.weekday())
    mondays = (days["day"] - pd.to_timedelta(days["day"].dt.day_of_week, unit="D")).dt.date
    first = min(mondays)
    weeks = min(USUAL_WEEKS, (monday - first).days // 7)
    before = days[(mondays < monday) & (mondays >= monday - timedelta(weeks=weeks))]
    inside = days[mondays == monday]
    there = {day.weekday() for day in inside["day"]}
    return Week(
        monday=monday,
        sets=int(inside["working_sets"].sum()),
        days=len(inside),
        usual_sets=float(before["working_sets"].sum()) / weeks if weeks else 0.0,
        usual_days=len(before) / weeks if weeks else 0.0,
        trained=tuple(place in there for place in range(7)),
        streak_weeks=streak_weeks(set(mondays), monday),
    )


def streak_weeks(mondays: set[date], monday: date) -> int:
    """Count the weeks in a row with training, up to the one given."""
    count = 0
    while monday - timedelta(weeks=count) in mondays:
        count += 1
    return count


def week_said(week: Week, today: date) -> str:
    """Say the newest week: sets against usual, the days, the streak."""
    is_this = week.monday <= today < week.monday + timedelta(weeks=1)
    kicker = _("This week") if is_this else _("Your last week, from {day}").format(day=words.day(week.monday))
    usual = _("Usually {sets} over {days}.").format(
        sets=words.counted(week.usual_sets, "set", "sets"), days=words.counted(week.usual_days, "day", "days")
    )
    usual = usual if week.usual_sets else ""
    streak = _("{weeks} in a row.").format(weeks=words.weeks(week.streak_weeks)) if week.streak_weeks > 1 else ""
    big = _("{sets} over {days}").format(
        sets=words.counted(week.sets, "set", "sets"), days=words.counted(week.days, "day", "days")
    )
    return pieces.headline(kicker, big, f"{usual} {streak}".strip()) + _dots(week)


def _dots(week: Week) -> str:
    """Draw the seven days."""
    days = [week.monday + timedelta(days=at) for at in range(7)]
    cells = "".join(
        f'<span class="{"done" if done else ""}" aria-hidden="true">{dated(day, "EEEEE")}</span>'
        for day, done in zip(days, week.trained, strict=True)
    )
    names = [dated(day, "EEEE") for day, done in zip(days, week.trained, strict=True) if done]
    label = _("Trained on {days}").format(days=words.listed(names))
    return pieces.wrap(f'<div class="days" role="img" aria-label="{escape(label)}">{cells}</div>')
