"""Every lift on a card of its own: how strong now, the last year, what is to come, what to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final
from urllib.parse import urlencode

import pandas as pd

from dashboard import words
from dashboard.finished import finished
from dashboard.language import _, gettext_noop
from dashboard.parts import pieces, queries
from models.definitions import Z90
from models.training.block import PLAN
from models.training.style import AS_NOW

ORDERS: Final[dict[str, str]] = {
    "main": gettext_noop("Main lifts first"),
    "recent": gettext_noop("Most recent"),
    "gain": gettext_noop("Largest gain ahead"),
    "attention": gettext_noop("Needs attention"),
}
HORIZON: Final = 12
YEAR_DAYS: Final = 365
WIDE: Final = 240
HIGH: Final = 44
"""Of a sparkline, in its own units."""
EDGE: Final = 4
FINE: Final = 20
"""Below so many kg or lb halves are told."""
FEWEST: Final = 2
"""Weeks below which there is no line to draw."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """What one card shows.

    Parameters
    ----------
    exercise_id, name : str
    now : str
        The current 1RM with what it may be off by, or that it cannot be said.
    line : tuple of (float, float)
        Days before the last one of the year, and the estimated 1RM of that week's best day (kg).
    ahead, ahead_likely : str
        The change to come, and its interval; without a forecast nothing, and why.
    marks : tuple of (str, str)
        What to look at, in words, each with its kind: `record`, `warning` or `notice`.
    is_main : bool
    last_day : pandas.Timestamp
    gain_pct : float or None
        The middle of the change to come; None without a forecast.
    """

    exercise_id: str
    name: str
    now: str
    line: tuple[tuple[float, float], ...]
    ahead: str
    ahead_likely: str
    marks: tuple[tuple[str, str], ...]
    is_main: bool
    last_day: pd.Timestamp
    gain_pct: float | None


def cards_of(
    lifts: pd.DataFrame, days: pd.DataFrame, outlook: pd.DataFrame, marks: dict[str, list[tuple[str, str]]], unit: str
) -> list[Card]:
    """Make a card of each lift, in the order given.

    Parameters
    ----------
    lifts : pandas.DataFrame
        Rows of `lifts`.
    days : pandas.DataFrame
        Rows of `lift_days`.
    outlook : pandas.DataFrame
        Rows of `outlook`.
    marks : dict of str to list of (str, str)
        By exercise_id: what to look at, and its kind.
    unit : {"kg", "lb"}
    """
    then = outlook[outlook["horizon_weeks"] == HORIZON]
    ahead = {(row["exercise_id"], row["style"]): row for row in queries.rows(then)}
    lines = _lines(days)
    return [
        Card(
            exercise_id=str(lift["exercise_id"]),
            name=str(lift["name"]),
            now=_now(lift, unit),
            line=lines.get(lift["exercise_id"], ()),
            marks=tuple(marks.get(lift["exercise_id"], [])),
            is_main=bool(lift["is_main"]),
            last_day=pd.Timestamp(lift["last_day"]),
            **_ahead(lift, ahead.get((lift["exercise_id"], PLAN)) or ahead.get((lift["exercise_id"], AS_NOW))),
        )
        for lift in queries.rows(lifts)
    ]


def _now(lift: dict[str, Any], unit: str) -> str:
    """Say the current 1RM and how far off it may be."""
    if pd.isna(lift["now_kg"]):
        return ""
    number = words.load(lift["now_kg"], unit).removesuffix(f"{words.NARROW}{unit}")
    away = words.in_unit(Z90 * lift["now_se_kg"], unit)
    off = f"{round(2 * away) / 2:g}" if words.in_unit(lift["now_kg"], unit) < FINE else f"{away:.0f}"
    return f"{number}{words.NARROW}±{words.NARROW}{off}{words.NARROW}{unit}"


def _ahead(lift: dict[str, Any], row: dict[str, Any] | None) -> dict[str, Any]:
    """Say the change to come with its interval, or what is missing for a forecast."""
    if row is None:
        missing = (
            finished(lift["missing"]) if isinstance(lift["missing"], str) else _("training days in the last 8 weeks")
        )
        return {"ahead": "", "ahead_likely": _("Needed: {what}.").format(what=missing), "gain_pct": None}
    low, middle, high = (100 * (row[q] / row["now_kg"] - 1) for q in ("q10", "q50", "q90"))
    manner = _("under your plan") if row["style"] == PLAN else _("as now")
    return {
        "ahead": words.change(middle),
        "ahead_likely": _("{manner}; 8 in 10: {span}").format(manner=manner, span=words.change_span(low, high)),
        "gain_pct": middle,
    }


def _lines(days: pd.DataFrame) -> dict[str, tuple[tuple[float, float], ...]]:
    """The best of each week of the last year, by lift."""
    if days.empty:
        return {}
    last = days["day"].max()
    kept = days[~days["is_suspect"] & (days["day"] > last - pd.Timedelta(days=YEAR_DAYS))]
    before = (last - kept["day"]).dt.days
    weeks = kept.assign(week=before // 7).groupby(["exercise_id", "week"])["one_rm_kg"].max().reset_index()
    return {
        str(key): tuple((7.0 * row["week"], float(row["one_rm_kg"])) for row in queries.rows(lift[::-1]))
        for key, lift in weeks.groupby("exercise_id")
    }


def ordered(cards: Sequence[Card], order: str) -> list[Card]:
    """Sort cards; those without a forecast stay behind the others, and what ties stays as it was."""

    def place(card: Card) -> tuple[Any, ...]:
        asks = min((rank for rank, kind in enumerate(("warning", "notice")) if kind in _kinds(card)), default=2)
        by: dict[str, Any] = {
            "main": not card.is_main,
            "recent": -card.last_day.toordinal(),
            "gain": -(card.gain_pct or 0.0),
            "attention": asks,
        }
        return card.gain_pct is None, by.get(order, 0)

    return sorted(cards, key=place)


def _kinds(card: Card) -> set[str]:
    """The kinds of a card's marks."""
    return {kind for _said, kind in card.marks}


def drawn(cards: Sequence[Card], lifter: str, ahead: str) -> str:
    """Draw the cards as one piece of HTML, each a link to its lift.

    Parameters
    ----------
    cards : sequence of Card
    lifter : str
    ahead : str
        When the change to come is: `in 12 weeks`.
    """
    whole = [card for card in cards if card.gain_pct is not None]
    known = [card for card in cards if card.gain_pct is None and card.now]
    rest = [card for card in cards if card.gain_pct is None and not card.now]
    parts = [_grid("cards", [_card(card, lifter, ahead) for card in whole])]
    if known:
        head = escape(_("Not forecast yet"))
        parts += [f'<h2 class="apart">{head}</h2>']
        parts += [_grid("cards small", [_card(card, lifter, ahead) for card in known])]
    if rest:
        title = _("{lifts} not trained lately or only just begun").format(
            lifts=words.counted(len(rest), "lift", "lifts")
        )
        open_ = "" if whole or known else " open"
        inside = _grid("cards small", [_card(card, lifter, ahead) for card in rest])
        parts += [f'<details class="rest"{open_}><summary>{escape(title)}</summary>{inside}</details>']
    return pieces.wrap(*parts)


def _grid(kind: str, drawn_cards: Sequence[str]) -> str:
    """Set cards side by side; nothing without any."""
    return f'<div class="{kind}">{"".join(drawn_cards)}</div>' if drawn_cards else ""


def _card(card: Card, lifter: str, ahead: str) -> str:
    """Draw one card."""
    where = escape(f"?{urlencode({'lifter': lifter, 'lift': card.exercise_id})}")
    marks = "".join(f'<span class="flag {kind}">{escape(said)}</span>' for said, kind in card.marks)
    now = f'<span class="now">{escape(card.now)}</span>' if card.now else ""
    ahead_said = ""
    if card.gain_pct is not None:
        ahead_said = f'<span class="ahead"><b>{escape(card.ahead)}</b> {escape(ahead)}</span>'
    return (
        f'<a class="card" href="{where}" target="_self" data-tap="{escape(card.exercise_id)}">'
        f'<span class="top"><b>{escape(card.name)}</b>{marks}</span>{now}{sparkline(card.line)}'
        f'{ahead_said}<span class="quiet">{escape(card.ahead_likely)}</span></a>'
    )


def sparkline(line: Sequence[tuple[float, float]]) -> str:
    """Draw a year of one lift as a small line with a dot at its end; nothing where it is too short."""
    if len(line) < FEWEST:
        return ""
    low, high = min(kg for _days, kg in line), max(kg for _days, kg in line)
    room = max(high - low, 0.04 * high)
    points = [
        (WIDE - EDGE - before / YEAR_DAYS * (WIDE - 2 * EDGE), HIGH - EDGE - (kg - low) / room * (HIGH - 2 * EDGE))
        for before, kg in line
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return (
        f'<svg class="spark" viewBox="0 0 {WIDE} {HIGH}" aria-hidden="true">'
        f'<polyline points="{path}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="3"/></svg>'
    )
