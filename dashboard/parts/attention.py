"""Rows of alerts, standing and looking back → what the pages show of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.finished import finished
from dashboard.language import _, gettext_noop
from models.alerts.kinds import Kind, Severity
from models.plans.evidence import citations
from models.plans.looked_back import looking_back

TITLES: Final[dict[str, str]] = {
    Kind.PLATEAU: gettext_noop("Plateau"),
    Kind.DECLINE: gettext_noop("Decline"),
    Kind.PERSONAL_RECORD: gettext_noop("Record"),
    Kind.NOT_TRAINED_LATELY: gettext_noop("Not trained lately"),
    Kind.BACK_AFTER_A_BREAK: gettext_noop("Back after a break"),
    Kind.DELOAD_DUE: gettext_noop("Easy week due"),
    Kind.OVERREACHING: gettext_noop("Signs of overreaching"),
    Kind.MUSCLE_UNDERTRAINED: gettext_noop("Muscles with few sets"),
    Kind.MUSCLE_OVERTRAINED: gettext_noop("Muscles with many sets"),
    Kind.PATTERN_IMBALANCE: gettext_noop("Out of balance"),
    Kind.SIDE_IMBALANCE: gettext_noop("Sides differ"),
    Kind.GOAL_MISMATCH: gettext_noop("Goal and training differ"),
}
RANKS: Final[dict[str, int]] = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, kw_only=True)
class Alert:
    """What needs attention, in words, and the published figures it rests on as (what was found, where)."""

    kind: str
    title: str
    subject: str
    severity: str
    facts: str
    since: str
    how_sure: str = ""
    sources: tuple[tuple[str, str], ...] = ()


def alerts_of(frame: pd.DataFrame, names: Mapping[str, str]) -> list[Alert]:
    """Read rows of `alerts` that ask for something, as a personal record does not: the gravest first.

    Parameters
    ----------
    frame : pandas.DataFrame
        kind, subject, severity, facts (JSON), since.
    names : mapping of str to str
        Exercise names by id; other subjects are shown as they are.
    """
    asking = frame[(frame["kind"] != Kind.PERSONAL_RECORD) & (frame["severity"] != Severity.UNKNOWN)]
    ordered = sorted(asking.to_dict("records"), key=lambda row: RANKS.get(str(row["severity"]), 1))
    return [
        Alert(
            kind=str(row["kind"]),
            title=title_of(str(row["kind"])),
            subject=names.get(str(row["subject"]), words.named(str(row["subject"] or ""))),
            severity=str(row["severity"]),
            facts=words.sentence(_text(row["facts"])),
            how_sure=finished(str(json.loads(row["facts"]).get("how_sure", ""))),
            since=_("since {day}").format(day=words.day(row["since"])) if pd.notna(row["since"]) else "",
            sources=_sources(row["facts"]),
        )
        for row in ordered
    ]


def title_of(kind: str) -> str:
    """Name a kind of alert for the screen."""
    return _(TITLES[kind]) if kind in TITLES else words.title(kind)


def unseen_of(frame: pd.DataFrame) -> list[str]:
    """Read rows of `alerts` that could not be looked at: a sentence each, saying what is missing."""
    return [words.sentence(_text(facts)) for facts in frame.loc[frame["severity"] == Severity.UNKNOWN, "facts"]]


def standing_of(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Read rows of `standing`: each lift and the sentence about it, the best placed first."""
    ordered = frame.sort_values("percentile", ascending=False)
    return [
        (words.named(str(lift)), words.sentence(_text(facts)))
        for lift, facts in zip(ordered["lift"], ordered["facts"], strict=True)
    ]


def growth_of(frame: pd.DataFrame) -> str:
    """Say how fast competitors of the level of the best placed lift grew; nothing where that is not known."""
    facts = frame.sort_values("percentile", ascending=False)["facts"]
    return finished(str(json.loads(facts.iloc[0]).get("growth", {}).get("text", ""))) if len(facts) else ""


def looked_back_of(frame: pd.DataFrame) -> str:
    """Say how past forecasts and advice fared, from one row of counts or none."""
    row = None if frame.empty else {str(k): v for k, v in frame.iloc[0].items()}
    return finished(looking_back(row)["text"])


def _sources(facts: Any) -> tuple[tuple[str, str], ...]:
    """Read the published figures that a JSON column cites."""
    ids = json.loads(facts).get("evidence", []) if isinstance(facts, str) else []
    return tuple(
        (f"{figure['quantity']}: {figure['value']} {figure['unit']}".strip(), figure["source"])
        for figure in citations(ids)
    )


def _text(facts: Any) -> str:
    """Read the sentence of a JSON column."""
    return finished(str(json.loads(facts)["text"])) if isinstance(facts, str) else ""
