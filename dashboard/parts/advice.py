"""The JSON of recommendations → what the pages show of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.finished import finished
from dashboard.language import _, gettext_noop
from dashboard.palette import STYLES, name_of
from dashboard.parts.verdict import Change, Target, changes_of, targets_of
from models.blocks.written import WrittenBlock
from models.plans.milestone import Chance, Projection
from models.training import block as training
from models.training.style import AS_NOW

Spread = tuple[float, float, float]

GOALS: Final = {
    "strength": gettext_noop("strength"),
    "size": gettext_noop("size"),
    "both": gettext_noop("strength and size"),
}


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
    """A plan compared: its blocks, what it adds to carrying on as (10th, 50th, 90th percentile) in %, its chances.

    `gives_up` is what it gives up against the plan chosen, in words.
    """

    blocks: tuple[Block, ...]
    strength: Spread | None
    size: Spread | None
    p_best: float
    p_worse: float
    is_equal: bool
    gives_up: str

    @property
    def in_words(self) -> str:
        """Say the blocks: `5 weeks hypertrophy, then 11 weeks strength`."""
        return finished(training.plan_words([training.Block(part.style, part.weeks) for part in self.blocks]))

    @property
    def in_brief(self) -> str:
        """Say the blocks without their lengths: `Hypertrophy, then strength`."""
        if self.carries_on:
            return _("Carry on as now")
        names = [name_of(part.style) for part in phases_of(self.blocks) if part.style != training.DELOAD]
        return _(", then ").join([*names[:1], *(f"{name[:1].lower()}{name[1:]}" for name in names[1:])])

    @property
    def carries_on(self) -> bool:
        """Whether nothing changes."""
        return all(block.style == AS_NOW for block in self.blocks)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why, whether figures of the lifter's own are in it, and the published ones it rests on (what, where)."""

    text: str
    is_own: bool
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
    """What one lifter is advised.

    Parameters
    ----------
    goal : str
        In words.
    is_clear : bool
        Whether the choice is more than a matter of taste.
    weeks, plan_weeks : float
        Of the block written out, and of the plan.
    option : Option
        The plan.
    others : tuple of Option
        The best of the other plans.
    notes, block
        Sentences to be read with the block; itself.
    effects, effect_weeks
        What each style would add after so many weeks.
    changes, targets
        The verdict on each lift and muscle; how each target stands.
    milestone : Projection or None
        The next one under the plan.
    reasons : tuple of Reason
        Those about the lifter first.
    """

    goal: str
    is_clear: bool
    weeks: float
    plan_weeks: float
    option: Option
    others: tuple[Option, ...]
    notes: tuple[str, ...]
    block: WrittenBlock
    effects: tuple[Effect, ...]
    effect_weeks: float
    changes: tuple[Change, ...]
    targets: tuple[Target, ...]
    milestone: Projection | None
    reasons: tuple[Reason, ...]

    @property
    def equals(self) -> tuple[Option, ...]:
        """Plans that are as good: any may be picked."""
        return tuple(other for other in self.others if other.is_equal)

    @property
    def own_reasons(self) -> tuple[Reason, ...]:
        """Those about the lifter: what follows the first sentence without a figure of theirs is known of everybody."""
        return tuple(takewhile(lambda reason: reason.is_own, self.reasons))

    def verdict(self) -> tuple[str, str]:
        """Headline and the sentence under it."""
        rival = max((other for other in self.others if not other.is_equal), key=lambda one: one.p_best, default=None)
        return words.verdict(
            self.option.in_brief,
            carries_on=self.option.carries_on,
            is_clear=self.is_clear,
            equals=len(self.equals),
            p_best=self.option.p_best,
            goal=self.goal,
            rival=None if rival is None else words.Rival(rival.in_brief, rival.p_best, rival.gives_up),
        )


def _json(value: object) -> Any:
    """Read a JSON column, null as None."""
    return json.loads(value) if isinstance(value, str) and value else None


def advice_of(row: pd.Series) -> Advice:
    """Read a row of `recommendations`."""
    expected: Any = _json(row["expected"]) or {}
    block: Any = _json(row["next_block"]) or {}
    option = _option(expected["plan"])
    cited = {figure["id"]: figure for figure in _json(row["evidence"]) or []}
    return Advice(
        goal=_(GOALS.get(str(row["goal"]), str(row["goal"]))),
        is_clear=bool(expected.get("is_clear", False)),
        weeks=float(block.get("weeks") or option.blocks[0].weeks),
        plan_weeks=float(expected.get("plan_weeks", 0)),
        option=option,
        others=tuple(_option(item) for item in _json(row["alternatives"]) or []),
        notes=tuple(finished(note) for note in block.get("notes", ())),
        block=block,
        effects=_effects(expected),
        effect_weeks=float(expected.get("horizon_weeks", 0)),
        changes=changes_of(expected),
        targets=targets_of(expected),
        milestone=_milestone(expected.get("milestone")),
        reasons=tuple(_reason(item, cited) for item in _json(row["reasons"]) or []),
    )


def _blocks(plan: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    """Read a plan's blocks."""
    return tuple(
        Block(style=item["style"], weeks=float(item["weeks"]), then=finished(item.get("then") or "")) for item in plan
    )


def _option(item: Mapping[str, Any]) -> Option:
    """Read one plan."""
    return Option(
        blocks=_blocks(item["blocks"]),
        strength=_spread(item["strength_pct"]),
        size=_spread(item["size_pct"]),
        p_best=float(item["p_best"]),
        p_worse=float(item["p_worse"]),
        is_equal=bool(item["is_equal"]),
        gives_up=finished(str(item["gives_up"]["text"])),
    )


def _milestone(item: Mapping[str, Any] | None) -> Projection | None:
    """Read the next milestone."""
    if item is None:
        return None
    return Projection(**{**item, "chances": [Chance(**chance) for chance in item["chances"]]})


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


def _reason(item: Mapping[str, Any], cited: Mapping[str, Mapping[str, str]]) -> Reason:
    """Put one reason beside the figures it cites."""
    figures = [cited[name] for name in item.get("evidence", ()) if name in cited]
    return Reason(
        text=finished(str(item["text"])),
        is_own=bool(item.get("facts")),
        sources=tuple(
            (f"{figure['quantity']}: {figure['value']} {figure['unit']}".strip(), figure["source"])
            for figure in figures
        ),
    )
