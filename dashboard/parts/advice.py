"""The JSON of recommendations → what the pages show of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.palette import STYLES, name_of
from models.blocks import routine
from models.blocks.written import WrittenBlock, items_of
from models.training.style import AS_NOW

Spread = tuple[float, float, float]

GOALS: Final = {"strength": "strength", "size": "size", "both": "strength and size"}


@dataclass(frozen=True, kw_only=True)
class Block:
    """Weeks of one style in a plan, and what follows it where the plan says."""

    style: str
    weeks: float
    then: str


def phases_of(blocks: Iterable[Block]) -> list[Block]:
    """Make one of neighbouring blocks of the same style."""
    phases: list[Block] = []
    for block in blocks:
        before = phases.pop().weeks if phases and phases[-1].style == block.style else 0.0
        phases.append(replace(block, weeks=before + block.weeks))
    return phases


@dataclass(frozen=True, kw_only=True)
class Option:
    """A plan compared: its blocks, what it adds to carrying on as (10th, 50th, 90th percentile) in %, its chances."""

    blocks: tuple[Block, ...]
    strength: Spread | None
    size: Spread | None
    p_best: float
    p_worse: float
    is_equal: bool

    @property
    def in_words(self) -> str:
        """Say the blocks: `5 weeks hypertrophy, then 11 weeks strength`."""
        parts = phases_of(self.blocks)
        return ", then ".join(f"{words.weeks(part.weeks)} {name_of(part.style).lower()}" for part in parts)


@dataclass(frozen=True, kw_only=True)
class Prescribed:
    """One exercise of a session, in words; empty where nothing is prescribed."""

    name: str
    is_new: bool
    sets: str
    load: str
    rir: str
    rest: str


@dataclass(frozen=True, kw_only=True)
class Session:
    """One day of the next block."""

    title: str
    exercises: tuple[Prescribed, ...]


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why, and the published figures it rests on as (what was found, where)."""

    text: str
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a style adds to carrying on: changes in % as (10th, 50th, 90th percentile); None where unknown."""

    style: str
    strength: Spread | None
    size: Spread | None
    p_best: float


@dataclass(frozen=True, kw_only=True)
class Advice:
    """What one lifter is advised."""

    goal: str
    style: str
    is_clear: bool
    plan: tuple[Block, ...]
    weeks: float
    plan_weeks: float
    option: Option
    others: tuple[Option, ...]
    sessions: tuple[Session, ...]
    notes: tuple[str, ...]
    block: WrittenBlock
    effects: tuple[Effect, ...]
    effect_weeks: float
    reasons: tuple[Reason, ...]

    def verdict(self) -> tuple[str, str]:
        """Headline and the sentence under it."""
        return words.verdict(
            self.option.in_words,
            carries_on=all(block.style == AS_NOW for block in self.plan),
            is_clear=self.is_clear,
            equals=sum(other.is_equal for other in self.others),
            p_best=self.option.p_best,
            goal=self.goal,
        )


def _json(value: object) -> Any:
    """Read a JSON column, null as None."""
    return json.loads(value) if isinstance(value, str) and value else None


def advice_of(row: pd.Series, unit: str) -> Advice:
    """Read a row of `recommendations`, loads in the lifter's unit."""
    plan, expected = _json(row["plan"]) or [], _json(row["expected"]) or {}
    block: Any = _json(row["next_block"]) or {}
    cited = {figure["id"]: figure for figure in _json(row["evidence"]) or []}
    return Advice(
        goal=GOALS.get(str(row["goal"]), str(row["goal"])),
        style=str(row["style"]),
        is_clear=bool(expected.get("is_clear", False)),
        plan=_blocks(plan),
        weeks=float(block.get("weeks") or (plan[0]["weeks"] if plan else 0)),
        plan_weeks=float(expected.get("plan_weeks", 0)),
        option=_option(expected["plan"]),
        others=tuple(_option(item) for item in _json(row["alternatives"]) or []),
        sessions=_sessions(block, unit),
        notes=tuple(block.get("notes", [])),
        block=block,
        effects=_effects(expected),
        effect_weeks=float(expected.get("horizon_weeks", 0)),
        reasons=tuple(_reason(item, cited) for item in _json(row["reasons"]) or []),
    )


def _blocks(plan: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    """Read a plan's blocks."""
    return tuple(Block(style=item["style"], weeks=float(item["weeks"]), then=item.get("then") or "") for item in plan)


def _option(item: Mapping[str, Any]) -> Option:
    """Read one plan."""
    return Option(
        blocks=_blocks(item["blocks"]),
        strength=_spread(item["strength_pct"]),
        size=_spread(item["size_pct"]),
        p_best=float(item["p_best"]),
        p_worse=float(item["p_worse"]),
        is_equal=bool(item["is_equal"]),
    )


def _spread(interval: Mapping[str, float] | None) -> Spread | None:
    """Read an interval; None where nothing changes."""
    return (interval["q10"], interval["q50"], interval["q90"]) if interval and any(interval.values()) else None


def _effects(expected: Mapping[str, Any]) -> tuple[Effect, ...]:
    """Read what each style adds, in the order of the styles."""
    chances = expected.get("p_best", {})
    return tuple(
        Effect(
            style=style,
            strength=_spread(expected.get("strength_pct", {}).get(style)),
            size=_spread(expected.get("size_pct", {}).get(style)),
            p_best=float(chances[style]),
        )
        for style in STYLES
        if style in chances
    )


def _sessions(block: Mapping[str, Any], unit: str) -> tuple[Session, ...]:
    """Put the days of a block into words."""
    return tuple(
        Session(
            title=f"Day {item['day']}, {item['weekday']}: about {item['minutes']}{words.NARROW}min",
            exercises=tuple(_prescribed(entry, unit) for entry in items_of(block, item)),
        )
        for item in block.get("sessions", [])
    )


def _prescribed(item: Mapping[str, Any], unit: str) -> Prescribed:
    """Put one exercise into words: from the first week to the last where weeks differ."""
    reps = _range(item["reps_by_week"]) or (f"{item['reps']:g}" if item["reps"] else "")
    sets = _sets(item["sets_by_week"]) or f"{item['sets']:g}"
    loads = item["loads_kg"]
    if loads and words.plates(loads[0], unit) != words.plates(loads[-1], unit):
        first = words.plates(loads[0], unit).removesuffix(f"{words.NARROW}{unit}")
        load = f"{first} to {words.plates(loads[-1], unit)}"
    else:
        load = "body weight" if item["by_body_weight"] else words.plates(item["load_kg"], unit)
    return Prescribed(
        name=routine.shown_name(item),
        is_new=bool(item["is_new"]),
        sets=f"{sets} × {reps}" if reps else f"{sets} sets",
        load=load,
        rir=_range(item["rir_by_week"]) or ("" if item["rir"] is None else f"{item['rir']:g}"),
        rest=words.rest(float(item["rest_s"])) if item["rest_s"] else "",
    )


def _range(by_week: Sequence[float] | None) -> str:
    """Say a figure from the first week to the last."""
    if not by_week:
        return ""
    return f"{by_week[0]:g}" if by_week[0] == by_week[-1] else f"{by_week[0]:g} to {by_week[-1]:g}"


def _sets(by_week: Sequence[int] | None) -> str:
    """Say the sets of a session: from the first week to the last, and in how many weeks where not in all."""
    there = [count for count in by_week or () if count]
    if by_week and len(there) < len(by_week):
        return f"{_range([min(there), max(there)])} in {len(there)} of {len(by_week)} weeks:"
    return _range(by_week)


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
