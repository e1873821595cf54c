"""The JSON of recommendations and alerts → what the pages show of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard import words

RANKS: Final = {"high": 0, "warning": 0, "medium": 1, "notice": 1, "low": 2, "info": 2}


@dataclass(frozen=True, kw_only=True)
class Block:
    """Weeks of one style in a plan."""

    style: str
    weeks: float


@dataclass(frozen=True, kw_only=True)
class Prescribed:
    """One exercise of the next block as it is written out: words ready for the screen."""

    name: str
    sets: str
    load: str
    rir: str
    rest: str


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why, and the ids of the figures it rests on."""

    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Alert:
    """What needs attention: words ready for the screen."""

    title: str
    subject: str
    severity: str
    facts: str
    since: str


@dataclass(frozen=True, kw_only=True)
class Advice:
    """What one lifter is advised."""

    goal: str
    style: str
    p_best: float
    plan: tuple[Block, ...]
    weeks: float
    sessions_per_week: str
    exercises: tuple[Prescribed, ...]
    reasons: tuple[Reason, ...]


def _json(value: object) -> Any:
    """Read a JSON column, null as None."""
    return json.loads(value) if isinstance(value, str) and value else None


def advice_of(row: pd.Series, unit: str) -> Advice:
    """Read a row of `recommendations`."""
    plan = tuple(Block(style=str(block["style"]), weeks=float(block["weeks"])) for block in _json(row["plan"]) or [])
    block = _json(row["next_block"]) or {}
    return Advice(
        goal=str(row["goal"]),
        style=str(row["style"]),
        p_best=float(row["p_best"]),
        plan=plan,
        weeks=float(block.get("weeks") or (plan[0].weeks if plan else 0)),
        sessions_per_week=f"{block['sessions_per_week']:g}" if block.get("sessions_per_week") else "",
        exercises=tuple(_prescribed(item, unit) for item in block.get("exercises", [])),
        reasons=tuple(
            Reason(text=str(item["text"]), evidence=tuple(item.get("evidence", ())))
            for item in _json(row["reasons"]) or []
        ),
    )


def _prescribed(item: Mapping[str, Any], unit: str) -> Prescribed:
    """Put one exercise into words."""
    rest = item.get("rest_s")
    return Prescribed(
        name=str(item["name"]),
        sets=f"{item['sets']:g} × {item['reps']}",
        load=words.plates(item.get("load_kg"), unit),
        rir="–" if item.get("rir") is None else f"{item['rir']}",
        rest="–" if not rest else words.rest(float(rest)),
    )


def alerts_of(frame: pd.DataFrame, names: Mapping[str, str]) -> list[Alert]:
    """Read rows of `alerts`, the gravest first.

    Parameters
    ----------
    frame : pandas.DataFrame
        kind, subject, severity, facts (JSON), since.
    names : mapping of str to str
        Exercise names by id; other subjects are shown as they are.
    """
    ordered = sorted(frame.to_dict("records"), key=lambda row: RANKS.get(str(row["severity"]), 1))
    return [
        Alert(
            title=words.title(str(row["kind"])),
            subject=names.get(str(row["subject"]), str(row["subject"] or "")),
            severity=str(row["severity"]),
            facts=_facts(_json(row["facts"])),
            since=f"since {words.day(row['since'])}" if pd.notna(row["since"]) else "",
        )
        for row in ordered
    ]


def _facts(facts: Any) -> str:
    """Say an alert's facts: its own sentence, or name and value of each."""
    if isinstance(facts, Mapping):
        if "text" in facts:
            return str(facts["text"])
        return "; ".join(f"{str(name).replace('_', ' ')}: {value}" for name, value in facts.items())
    return "" if facts is None else str(facts)
