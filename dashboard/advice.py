"""The JSON of recommendations and alerts → what the pages show of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.palette import STYLES

RANKS: Final = {"warning": 0, "notice": 1, "info": 2}
GOALS: Final = {"strength": "strength", "size": "size", "both": "strength and size"}
RECORD: Final = "personal_record"
"""The alert that asks for nothing: a new best beyond noise."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """Weeks of one style in a plan, and what follows it where the plan says."""

    style: str
    weeks: float
    then: str


@dataclass(frozen=True, kw_only=True)
class Prescribed:
    """One exercise of the next block, in words; empty where nothing is prescribed."""

    name: str
    days: str
    sets: str
    load: str
    rir: str
    rest: str


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why, and the published figures it rests on as (what was found, where)."""

    text: str
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a style adds to carrying on: changes in % as (10th, 50th, 90th percentile); None where unknown."""

    style: str
    strength: tuple[float, float, float] | None
    size: tuple[float, float, float] | None
    p_best: float


@dataclass(frozen=True, kw_only=True)
class Alert:
    """What needs attention, in words."""

    kind: str
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
    is_clear: bool
    plan: tuple[Block, ...]
    weeks: float
    sessions_per_week: float | None
    exercises: tuple[Prescribed, ...]
    effects: tuple[Effect, ...]
    effect_weeks: float
    reasons: tuple[Reason, ...]

    @property
    def chances(self) -> dict[str, float]:
        """Give the probability of being best, by style."""
        return {effect.style: effect.p_best for effect in self.effects}


def _json(value: object) -> Any:
    """Read a JSON column, null as None."""
    return json.loads(value) if isinstance(value, str) and value else None


def advice_of(row: pd.Series, unit: str) -> Advice:
    """Read a row of `recommendations`, loads in the lifter's unit."""
    plan, block, expected = _json(row["plan"]) or [], _json(row["next_block"]) or {}, _json(row["expected"]) or {}
    cited = {figure["id"]: figure for figure in _json(row["evidence"]) or []}
    return Advice(
        goal=GOALS.get(str(row["goal"]), str(row["goal"])),
        style=str(row["style"]),
        is_clear=bool(expected.get("is_clear", False)),
        plan=tuple(
            Block(style=item["style"], weeks=float(item["weeks"]), then=item.get("then") or "") for item in plan
        ),
        weeks=float(block.get("weeks") or (plan[0]["weeks"] if plan else 0)),
        sessions_per_week=block.get("sessions_per_week"),
        exercises=tuple(_prescribed(item, unit) for item in block.get("exercises", [])),
        effects=_effects(expected),
        effect_weeks=float(expected.get("horizon_weeks", 0)),
        reasons=tuple(_reason(item, cited) for item in _json(row["reasons"]) or []),
    )


def _effects(expected: Mapping[str, Any]) -> tuple[Effect, ...]:
    """Read what each style adds, in the order of the styles."""

    def spread(kind: str, style: str) -> tuple[float, float, float] | None:
        found = expected.get(kind, {}).get(style)
        return (found["q10"], found["q50"], found["q90"]) if found and any(found.values()) else None

    chances = expected.get("p_best", {})
    return tuple(
        Effect(
            style=style,
            strength=spread("strength_pct", style),
            size=spread("size_pct", style),
            p_best=float(chances[style]),
        )
        for style in STYLES
        if style in chances
    )


def _prescribed(item: Mapping[str, Any], unit: str) -> Prescribed:
    """Put one exercise into words."""
    reps, rir, rest, days = (item.get(key) for key in ("reps", "rir", "rest_s", "days_per_week"))
    return Prescribed(
        name=str(item["name"]),
        days=f"{days:g}" if days else "",
        sets=f"{item['sets']:g} × {reps:g}" if reps else words.counted(item["sets"], "set"),
        load=words.plates(item.get("load_kg"), unit),
        rir="" if rir is None else f"{rir:g}",
        rest=words.rest(float(rest)) if rest else "",
    )


def _reason(item: Mapping[str, Any], cited: Mapping[str, Mapping[str, str]]) -> Reason:
    """Put one reason beside the figures it cites."""
    figures = [cited[name] for name in item.get("evidence", ()) if name in cited]
    return Reason(
        text=str(item["text"]),
        sources=tuple(
            (f"{figure['quantity']}: {figure['value']} {figure['unit']}".strip(), figure["source"])
            for figure in figures
        ),
    )


def alerts_of(frame: pd.DataFrame, names: Mapping[str, str]) -> list[Alert]:
    """Read rows of `alerts` that ask for something, the gravest first.

    Parameters
    ----------
    frame : pandas.DataFrame
        kind, subject, severity, facts (JSON), since.
    names : mapping of str to str
        Exercise names by id; other subjects are shown as they are.
    """
    asking = frame[frame["kind"] != RECORD]
    ordered = sorted(asking.to_dict("records"), key=lambda row: RANKS.get(str(row["severity"]), 1))
    return [
        Alert(
            kind=str(row["kind"]),
            title=words.title(str(row["kind"])),
            subject=names.get(str(row["subject"]), str(row["subject"] or "")),
            severity=str(row["severity"]),
            facts=words.sentence(_facts(_json(row["facts"]))),
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
