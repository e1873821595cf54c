"""What the plan and each style may do to the size of muscles, and what a tape says: in words."""

from collections.abc import Sequence
from statistics import median
from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.language import _
from dashboard.parts.verdict import Change
from models.definitions import Z90
from models.training.style import NAMES

HORIZON: Final = 12
MOST_NAMED: Final = 3
MEASURED: Final = 0.005
"""Below half a percent nothing is the lifter's own."""


def plan_said(changes: Sequence[Change], weeks: float) -> str:
    """Say which muscles a plan is likely to grow, and which it costs size; empty without any muscle."""
    grown = [change for change in changes if change.verdict == "likely"]
    costs = [change for change in changes if change.verdict == "costs"]
    said = [f"to grow {_named(grown)} by {_about(grown)} more than carrying on"] if grown else []
    said += [f"to cost {_named(costs)} {_about(costs)}"] if costs else []
    if not said:
        return "Your plan makes no clear difference to size." if changes else ""
    return f"In {words.weeks(weeks)} your plan is likely {', and '.join(said)}."


def _named(changes: Sequence[Change]) -> str:
    """Name the first muscles."""
    names = [change.name.lower() for change in changes[:MOST_NAMED]]
    return words.listed([*names, *([f"{len(changes) - MOST_NAMED} more"] if len(changes) > MOST_NAMED else [])])


def _about(changes: Sequence[Change]) -> str:
    """Say by how much they differ in the middle."""
    return f"about {abs(median(change.gain_pct for change in changes)):.1f}{words.NARROW}%"


def answer(pairs: pd.DataFrame) -> str:
    """Say which style would grow more than carrying on, in how many muscles, or that no difference is clear."""
    clear = pairs[pairs["matters"] & (pairs["median_pct"] > 0)]
    if clear.empty:
        return "No clear difference: no style is likely to grow any muscle noticeably more than carrying on."
    best = clear.groupby("style")["median_pct"].agg(["size", "sum"]).sort_values(["size", "sum"]).index[-1]
    won = clear[clear["style"] == best].sort_values("median_pct", ascending=False)
    names = [words.title(name).lower() for name in won["muscle"].head(MOST_NAMED)]
    names += [f"{len(won) - MOST_NAMED} more"] if len(won) > MOST_NAMED else []
    points = round(float(won["median_pct"].median()))
    by = f"about {points} points" if points > 1 else "about 1 point"
    return f"{NAMES[best]} is likely to grow {words.listed(names)} by {by} more than carrying on."


def signed(value: float) -> str:
    """Say a change of girth to one digit, its sign before it."""
    tenth = round(value, 1)
    sign = "+" if tenth > 0 else words.MINUS if tenth < 0 else ""
    return f"{sign}{abs(tenth):.1f}"


def measured(row: dict[str, Any]) -> str:
    """Say what a lifter's own readings show, and what body weight did meanwhile."""
    low, high = (row["change_pct"] + step * row["se_pct"] for step in (-Z90, Z90))
    weight = row["weight_change_pct"]
    meanwhile = "" if pd.isna(weight) else f" Body weight {words.change(weight)} meanwhile, half of it counted as fat."
    spell = f"{words.title(row['site'])}, {row['days']} days in {row['weeks']:.0f} weeks"
    return f"{spell}: muscle {words.change_span(low, high)} by your own readings.{meanwhile}"


def evidence(own_share: float) -> str:
    """Say what changes in size rest on."""
    if own_share < MEASURED:
        return _(
            "This is what published trials saw at such training, not a measurement of you. People differ widely in "
            "what the same training does."
        )
    settled = f"{round(100 * own_share)}{words.NARROW}%"
    return _("From published trials; your own measurements have settled up to {part} of what was open.").format(
        part=settled
    )
