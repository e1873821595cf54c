"""Rows of the roster: which lifters are shown, in which order, and what is said of each."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.finished import finished
from dashboard.language import _, decimal, gettext_noop
from dashboard.parts.attention import RANKS, title_of
from models.training.days_off import OVER_DAYS

AWAY_DAYS: Final = 28
"""Days without training after which a lifter is away rather than between two sessions."""
STEADY: Final = 0.9
"""Part of the usual days a week from which on a lifter trains as usual."""

SHOWN: Final = {
    "training": gettext_noop("Training now"),
    "attention": gettext_noop("Needs attention"),
    "away": gettext_noop("Away"),
    "over": gettext_noop("Logs that ended"),
    "all": gettext_noop("Everybody"),
}
"""What can be shown; nobody is in the first three whose log ended."""
ORDERS: Final = {
    "attention": gettext_noop("Who needs attention"),
    "last_day": gettext_noop("Last trained"),
    "habit": gettext_noop("Least of the usual days"),
    "ahead": gettext_noop("Least progress ahead"),
    "target_p": gettext_noop("Target in doubt"),
    "lifter": gettext_noop("Name"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One lifter in words; empty where there is nothing to say."""

    lifter: str
    trained: str
    habit: str
    ahead: str
    target: str
    severity: str
    kind: str
    attention: str


def with_standing(roster: pd.DataFrame, today: date) -> pd.DataFrame:
    """Add to the rows of `roster.sql`: days_off, where (`training`, `away`, `over`), habit (part of the usual days)."""
    days_off = (pd.Timestamp(today) - pd.to_datetime(roster["last_day"])).dt.days.fillna(OVER_DAYS + 1).clip(lower=0)
    where = days_off.map(lambda days: "over" if days > OVER_DAYS else "away" if days > AWAY_DAYS else "training")
    habit = roster["days_a_week"] / roster["usual_days_a_week"].where(roster["usual_days_a_week"] > 0)
    return roster.assign(days_off=days_off, where=where, habit=habit)


def counts(roster: pd.DataFrame) -> dict[str, int]:
    """Count the lifters that each of `SHOWN` would show."""
    return {name: int(_is_shown(roster, name).sum()) for name in SHOWN}


def chosen(roster: pd.DataFrame, *, shown: str, order: str, search: str = "") -> pd.DataFrame:
    """Take the lifters to show, in the order to show them.

    Parameters
    ----------
    roster : pandas.DataFrame
        From `with_standing`.
    shown : str
        A key of `SHOWN`.
    order : str
        A key of `ORDERS`.
    search : str
        Part of a name, in any case.
    """
    found = roster["lifter"].str.contains(search.strip(), case=False, regex=False)
    rows = roster[_is_shown(roster, shown) & found]
    if order == "attention":
        rows = rows.assign(rank=rows["severity"].map(RANKS).fillna(len(RANKS)))
        return rows.sort_values(["rank", "alerts", "days_off", "lifter"], ascending=[True, False, True, True])
    column = {"ahead": "as_now_pct", "last_day": "days_off"}.get(order, order)
    return rows.sort_values([column, "lifter"], na_position="last")


def _is_shown(roster: pd.DataFrame, shown: str) -> "pd.Series[bool]":
    """Tell who is among those to show."""
    if shown == "all":
        return pd.Series(data=True, index=roster.index)
    if shown == "attention":
        return (roster["where"] != "over") & roster["severity"].isin(["warning", "notice"])
    return roster["where"] == shown


def line_of(row: dict[str, Any]) -> Line:
    """Put one row into words."""
    is_over = row["where"] == "over"
    is_quiet = is_over or pd.isna(row["kind"])
    return Line(
        lifter=str(row["lifter"]),
        trained=_trained(row),
        habit="" if is_over or pd.isna(row["days_a_week"]) else _habit(row),
        ahead="" if pd.isna(row["as_now_pct"]) else _ahead(row),
        target="" if is_over or pd.isna(row["target"]) else str(row["target"]).partition(". ")[0].rstrip("."),
        severity="" if is_quiet else str(row["severity"]),
        kind="" if is_quiet else title_of(str(row["kind"])),
        attention="" if is_quiet else _attention(row),
    )


def _trained(row: dict[str, Any]) -> str:
    """Say when the lifter last trained."""
    days = int(row["days_off"])
    if pd.isna(row["last_day"]):
        return _("nothing read yet")
    if days > AWAY_DAYS:
        return words.day(row["last_day"])
    return _("today") if days == 0 else _("yesterday") if days == 1 else _("{n} days ago").format(n=days)


def _habit(row: dict[str, Any]) -> str:
    """Say how often the lifter trains against how often is usual."""
    days = decimal(row["days_a_week"], 1)
    if pd.isna(row["habit"]) or row["habit"] >= STEADY:
        return _("{days} days a week").format(days=days)
    return _("{days} days a week, usually {usual}").format(days=days, usual=decimal(row["usual_days_a_week"], 1))


def _ahead(row: dict[str, Any]) -> str:
    """Say where the main lifts are heading."""
    as_now = words.change(row["as_now_pct"])
    plan = "" if pd.isna(row["plan_pct"]) else words.change(row["plan_pct"])
    if not plan or plan == as_now:
        return as_now
    return _("{as_now}, {plan} with the plan").format(as_now=as_now, plan=plan)


def _attention(row: dict[str, Any]) -> str:
    """Say what needs attention most, in its first words, and how much more there is."""
    first = str(json.loads(row["facts"])["text"]).partition(". ")[0].partition(": ")[0].rstrip(".")
    said = words.capital(finished(first))
    subject = words.named(str(row["subject"])) if isinstance(row["subject"], str) and row["subject"] else ""
    more = int(row["alerts"]) - 1
    also = " " + _("And {things}.").format(things=words.counted(more, "more thing", "more things")) if more else ""
    return f"{f'{subject}: {said[:1].lower()}{said[1:]}' if subject else said}.{also}"
