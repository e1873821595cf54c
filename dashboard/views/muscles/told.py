"""What the plan and each style may do to the size of muscles, and what a tape says: in words."""

from collections.abc import Sequence
from statistics import median
from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.language import _, decimal
from dashboard.palette import name_of
from dashboard.parts.verdict import Change
from models.definitions import Z90

HORIZON: Final = 12
MOST_NAMED: Final = 3
MEASURED: Final = 0.005
"""Below half a percent nothing is the lifter's own."""


def plan_said(changes: Sequence[Change], weeks: float) -> str:
    """Say which muscles a plan is likely to grow, and which it costs size; empty without any muscle."""
    grown = [change for change in changes if change.verdict == "likely"]
    costs = [change for change in changes if change.verdict == "costs"]
    if not changes:
        return ""
    if grown and costs:
        said = _(
            "In {weeks} your plan is likely to grow {grown} {more} more than carrying on would, and to cost "
            "{costs} {less}."
        )
    elif grown:
        said = _("In {weeks} your plan is likely to grow {grown} {more} more than carrying on would.")
    elif costs:
        said = _("In {weeks} your plan is likely to cost {costs} {less}.")
    else:
        return _("Your plan makes no clear difference to size.")
    return said.format(
        weeks=words.weeks(weeks), grown=_named(grown), more=_about(grown), costs=_named(costs), less=_about(costs)
    )


def _named(changes: Sequence[Change]) -> str:
    """Name the first muscles."""
    return _first([change.name for change in changes])


def _first(names: Sequence[str]) -> str:
    """Name the first, and say how many more there are."""
    more = [_("{n} more").format(n=len(names) - MOST_NAMED)] if len(names) > MOST_NAMED else []
    return words.listed([*(words.within(name) for name in names[:MOST_NAMED]), *more])


def _about(changes: Sequence[Change]) -> str:
    """Say by how much they differ in the middle."""
    return _by(abs(median(change.gain_pct for change in changes))) if changes else ""


def _by(pct: float) -> str:
    """Say about how much something differs."""
    return words.lead(pct) if pct < 1 else _("about {amount}").format(amount=words.percent(pct))


def answer(pairs: pd.DataFrame) -> str:
    """Say which style would grow more than carrying on, in how many muscles, or that no difference is clear."""
    clear = pairs[pairs["matters"] & (pairs["median_pct"] > 0)]
    if clear.empty:
        return _("No style is likely to grow any muscle noticeably more than carrying on would.")
    best = clear.groupby("style")["median_pct"].agg(["size", "sum"]).sort_values(["size", "sum"]).index[-1]
    won = clear[clear["style"] == best].sort_values("median_pct", ascending=False)
    said = _("{style} is likely to grow {muscles} {more} more than carrying on would.")
    more = _by(float(won["median_pct"].median()))
    return said.format(style=name_of(best), muscles=_first([words.named(name) for name in won["muscle"]]), more=more)


def signed(value: float) -> str:
    """Say a change of girth to one digit, its sign before it."""
    tenth = round(value, 1)
    sign = "+" if tenth > 0 else words.MINUS if tenth < 0 else ""
    return f"{sign}{decimal(abs(tenth), 1)}"


def measured(row: dict[str, Any]) -> str:
    """Say what a lifter's own readings show, and what body weight did meanwhile."""
    low, high = (row["change_pct"] + step * row["se_pct"] for step in (-Z90, Z90))
    weight = row["weight_change_pct"]
    said = _("{site}, {days} measured in {weeks}: muscle {span} by your own measurements.").format(
        site=words.named(row["site"]),
        days=words.counted(row["days"], "day", "days"),
        weeks=words.weeks(row["weeks"]),
        span=words.change_span(low, high),
    )
    if pd.isna(weight):
        return said
    meanwhile = _("Body weight {change} meanwhile, half of it counted as fat.").format(change=words.change(weight))
    return f"{said} {meanwhile}"


def evidence(own_share: float) -> str:
    """Say what changes in size rest on."""
    if own_share < MEASURED:
        return _(
            "This is what published trials saw with such training, not a measurement of you. People respond very "
            "differently to the same training."
        )
    settled = f"{round(100 * own_share)}{words.NARROW}%"
    return _("From published trials; your own measurements have settled up to {part} of what was open.").format(
        part=settled
    )
