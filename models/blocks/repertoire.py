"""Which exercises a block is made of: the lifter's own staples first, gaps filled from the catalogue."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from data import catalogue
from models.goal import Constraints, Tool
from models.training.stimulus import ZONES
from models.training.style import STYLES

COMPOUND_PATTERNS: Final = frozenset(
    {"squat", "hinge", "horizontal_push", "vertical_push", "horizontal_pull", "vertical_pull", "lunge", "hip_extension"}
)
_COMPOUND_WORDS: Final = re.compile(
    r"squat|bench|press|deadlift|\brow|pull.?up|chin.?up|pull.?down|\bdips?\b|lunge", re.IGNORECASE
)
_NO_COMPOUND: Final = re.compile(
    r"leg press calf|calf|wrist|extension|raise|press.?down|push.?down|kickback|fly|curl", re.IGNORECASE
)
_NO_STRENGTH_WORK: Final = frozenset({"conditioning", "stretch", "carry", "neck", "forearm", "olympic"})

NEEDS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "strength": (
        ("squat",), ("horizontal_push",), ("hinge",), ("horizontal_pull", "vertical_pull"), ("vertical_push",),
    ),
    "hypertrophy": (
        ("squat", "lunge"), ("horizontal_push",), ("horizontal_pull",), ("hinge", "hip_extension"), ("vertical_pull",),
        ("vertical_push",), ("shoulder_isolation",), ("elbow_flexion",), ("elbow_extension",), ("knee_flexion",),
    ),
    "hybrid": (
        ("squat",), ("horizontal_push",), ("hinge", "hip_extension"), ("horizontal_pull",), ("vertical_pull",),
        ("vertical_push",), ("elbow_flexion",), ("shoulder_isolation",),
    ),
}  # fmt: skip
"""Movements a week of each style has, first come first: each entry is met by any of its patterns."""

_BALLISTIC: Final = re.compile(r"swing|jump|thruster|clean|snatch|plyo|explosive|speed", re.IGNORECASE)
_UNSTABLE: Final = re.compile(r"good morning|single|one.arm|split|lunge|step.up|glute bridge|thrust", re.IGNORECASE)
HEAVY_EQUIPMENT: Final = frozenset({"barbell", "trap_bar", "smith_machine", "machine", None, "unspecified", "ez_bar"})
_LOWER: Final = frozenset({"squat", "lunge", "hinge", "hip_extension"})
LEAST_BAR_KG: Final = 20.0
"""Less than this on a bar: the plates alone were logged, or the bar is a light one."""

ESSENTIAL: Final = 6
"""Movements filled from the catalogue where the lifter has none; later ones only where they do them already."""
MOST_NEW: Final = 3
"""New exercises in one block: more cannot be learnt at once (a choice of ours)."""
MOST_OF_A_PATTERN: Final = 2
USUAL_GYM: Final = ("barbell", "dumbbell", "machine", "cable", "bodyweight", "pull_up_bar")


class Zone(NamedTuple):
    """Sets a week of one zone of reps, with their mean reps and mean share of 1RM (NaN where unknown)."""

    sets: float
    reps: float
    share: float


@dataclass(frozen=True, kw_only=True)
class Pick:
    """One exercise of a block and what is known of it; loads in kg, NaN where unknown."""

    exercise_id: str
    name: str
    pattern: str | None
    compound: bool
    equipment: str | None
    family: str
    load_kind: str
    is_main: bool
    is_new: bool = False
    is_needed: bool = False
    days: float = 0.0
    sets_per_week: float = 0.0
    usual_reps: float = float("nan")
    usual_load_kg: float = float("nan")
    top_load_kg: float = float("nan")
    now_kg: float = float("nan")
    now_se_kg: float = float("nan")
    rir: float = float("nan")
    rest_s: float = float("nan")
    zones: tuple[Zone, ...] = ()
    tool: Tool | None = None

    @property
    def may_be_heavy(self) -> bool:
        """Tell whether it suits sets of five and fewer: known, stable, with loads in small steps of the whole."""
        stable = self.equipment in HEAVY_EQUIPMENT and not _UNSTABLE.search(self.name)
        return self.compound and not self.is_new and self.load_kind == "external" and stable

    @property
    def loaded_with(self) -> str | None:
        """What decides the steps of its loads: no bar where less than a bar is logged."""
        bars = {"barbell": LEAST_BAR_KG, "smith_machine": LEAST_BAR_KG}
        return None if self.top_load_kg < bars.get(self.equipment or "", 0.0) else self.equipment

    @property
    def muscles(self) -> dict[str, float]:
        """Credit of one set by muscle; empty for an exercise the catalogue does not know."""
        return muscle_credits().get(self.exercise_id, {})


def is_compound(pattern: object, name: str) -> bool:
    """Tell whether an exercise moves several joints, by its pattern, or by its name where that is not known."""
    if isinstance(pattern, str) and pattern:
        return pattern in COMPOUND_PATTERNS
    return bool(_COMPOUND_WORDS.search(name)) and not _NO_COMPOUND.search(name)


@cache
def muscle_credits() -> dict[str, dict[str, float]]:
    """Each exercise's muscles and the credit of a set for each."""
    table = catalogue.load_muscles()
    return {
        str(key): dict(zip(rows["muscle"], rows["credit"], strict=True)) for key, rows in table.groupby("exercise_id")
    }


@cache
def _catalogue() -> dict[str, dict[str, Any]]:
    """Look up the catalogue by exercise."""
    table = catalogue.load_exercises()
    return {row["exercise_id"]: {str(k): v for k, v in row.items()} for row in table.to_dict("records")}


def picks_of(lifts: pd.DataFrame, constraints: Constraints) -> list[Pick]:
    """List the lifter's own exercises, most trained first: see `trainee.Trainee` for the columns of `lifts`."""
    picks = []
    for row in lifts.to_dict("records"):
        names: dict[str, Any] = {name: row[name] for name in Pick.__dataclass_fields__ if name in row}
        for text in ("pattern", "equipment"):
            names[text] = names[text] if isinstance(names.get(text), str) and names[text] else None
        for amount in ("rir", "rest_s"):
            names[amount] = float(names[amount]) if pd.notna(names.get(amount)) else float("nan")
        names["family"] = row["family"] if row.get("family") in ("bench", "leg_press") else "general"
        picks.append(_with_tool(Pick(**names, zones=_zones({str(k): v for k, v in row.items()})), constraints))
    return sorted(picks, key=lambda pick: (-pick.sets_per_week, pick.exercise_id))


def _zones(row: Mapping[str, Any]) -> tuple[Zone, ...]:
    """Read the zones that have sets, fewest reps first; one zone of the usual reps where zones are not told."""
    if "moderate_sets" not in row:
        return (Zone(row["sets_per_week"], row["usual_reps"], float("nan")),)
    zones = (Zone(*(float(row[f"{zone}_{what}"]) for what in Zone._fields)) for zone in ZONES)
    return tuple(zone for zone in zones if zone.sets > 0)


def staples_of(picks: Iterable[Pick], constraints: Constraints) -> list[Pick]:
    """List the exercises that may be prescribed: not avoided, possible with the equipment stated, strength work."""
    return [pick for pick in picks if _allowed(pick, constraints) and pick.pattern not in _NO_STRENGTH_WORK]


def repertoire(style: str, picks: Sequence[Pick], constraints: Constraints) -> list[Pick]:
    """Choose the exercises of a block of one style, the indispensable first.

    Each movement of `NEEDS` gets the lifter's own exercise for it: for heavy work main and barbell lifts first, else
    the most trained. Movements missing among the first `ESSENTIAL` are filled from the catalogue with what the
    equipment allows. What the lifter wants to keep is always in. Then come their other exercises, most trained first.
    """
    staples = staples_of(picks, constraints)
    heavy = STYLES[style].zones[0] > 0
    low, high = STYLES[style].exercises
    chosen: dict[str, Pick] = {}
    at_hand = _at_hand(picks, constraints)
    new, most_new = 0, MOST_NEW if len(staples) >= MOST_NEW else ESSENTIAL
    for place, patterns in enumerate(NEEDS[style]):
        if any(pick.pattern in patterns for pick in chosen.values()):
            continue
        own = [pick for pick in staples if pick.pattern in patterns and pick.exercise_id not in chosen]
        own = [pick for pick in own if not _BALLISTIC.search(pick.name)]
        if heavy and place < ESSENTIAL:
            own.sort(key=lambda pick: (not pick.is_main, pick.equipment != "barbell"))
        own.sort(key=_too_light)
        may_fill = place < ESSENTIAL and new < most_new and len(chosen) < high
        if may_fill and (not own or _too_light(own[0])):
            filler = _filler(patterns, at_hand, constraints, chosen)
            if filler is not None and not (own and _too_light(filler)):
                chosen[filler.exercise_id] = replace(filler, is_needed=True)
                new += 1
                continue
        if own:
            chosen[own[0].exercise_id] = replace(own[0], is_needed=place < ESSENTIAL)
    for pick in _kept(constraints, staples):
        chosen.setdefault(pick.exercise_id, pick)
    kept = [key for key in chosen if key in constraints.keep]
    for pick in staples:
        fits = pick.compound or style != "strength"
        if len(chosen) >= (low if style == "strength" else high) or not fits:
            continue
        if sum(other.pattern == pick.pattern for other in chosen.values() if pick.pattern) < MOST_OF_A_PATTERN:
            chosen.setdefault(pick.exercise_id, pick)
    ordered = sorted(chosen.values(), key=lambda pick: (pick.exercise_id not in kept, not pick.compound))
    return ordered[: max(high, len(kept))]


def _too_light(pick: Pick) -> bool:
    """Tell whether an exercise of hips and legs has no load but the body's: it does not stand for its movement."""
    return pick.pattern in _LOWER and pick.load_kind != "external"


def _kept(constraints: Constraints, staples: list[Pick]) -> Iterable[Pick]:
    """What the lifter wants to keep, from their log or, never done before, from the catalogue."""
    own = {pick.exercise_id: pick for pick in staples}
    for key in constraints.keep:
        if key in own:
            yield own[key]
        elif key in _catalogue():
            yield _with_tool(_from_catalogue(key), constraints)


def _at_hand(picks: Iterable[Pick], constraints: Constraints) -> frozenset[str]:
    """Equipment that gaps may be filled with: what is stated, else what the log shows."""
    if constraints.equipment is not None:
        return frozenset({tool.name for tool in constraints.equipment} | {"bodyweight"})
    seen = {pick.equipment for pick in picks if pick.equipment} - {"unspecified", "other"}
    if len(seen - {"bodyweight"}) < 2:
        return frozenset(USUAL_GYM)
    return frozenset(seen | {"bodyweight", "pull_up_bar"})


def _filler(
    patterns: tuple[str, ...], at_hand: frozenset[str], constraints: Constraints, chosen: Mapping[str, Pick]
) -> Pick | None:
    """Find the first exercise of the catalogue for a movement that the equipment allows."""
    for pattern, key in catalogue.load_gap_fillers():
        if pattern not in patterns or key in constraints.avoid or key in chosen:
            continue
        pick = _from_catalogue(key)
        if _is_at_hand(pick, at_hand):
            return _with_tool(pick, constraints)
    return None


def filler_for(muscle: str, picks: Iterable[Pick], constraints: Constraints, taken: Container[str]) -> Pick | None:
    """Find the first exercise of the catalogue that works a muscle directly and that the equipment allows."""
    at_hand = _at_hand(picks, constraints)
    for _, key in catalogue.load_gap_fillers():
        if key in constraints.avoid or key in taken or muscle_credits()[key].get(muscle, 0) < 1:
            continue
        pick = _from_catalogue(key)
        if _is_at_hand(pick, at_hand):
            return _with_tool(pick, constraints)
    return None


def _is_at_hand(pick: Pick, at_hand: Container[str | None]) -> bool:
    """Tell whether the equipment of an exercise of the catalogue is there, a bar to hang from included."""
    needs_bar = pick.equipment == "bodyweight" and pick.pattern in ("vertical_pull", "horizontal_pull")
    return pick.equipment in at_hand and (not needs_bar or "pull_up_bar" in at_hand)


def _from_catalogue(key: str) -> Pick:
    """Describe an exercise the lifter has not done lately."""
    row = _catalogue()[key]
    return Pick(
        exercise_id=key,
        name=row["name"],
        pattern=row["pattern"],
        compound=is_compound(row["pattern"], row["name"]),
        equipment=row["equipment"],
        family=row["family"],
        load_kind=row["load_kind"],
        is_main=bool(row["is_main"]),
        is_new=True,
    )


def _with_tool(pick: Pick, constraints: Constraints) -> Pick:
    """Note the equipment an exercise is done with, as far as it was stated."""
    tools = {tool.name: tool for tool in constraints.equipment or ()}
    return replace(pick, tool=tools.get(pick.equipment or ""))


def _allowed(pick: Pick, constraints: Constraints) -> bool:
    """Tell whether an exercise may be prescribed."""
    if pick.exercise_id in constraints.keep:
        return True
    if pick.exercise_id in constraints.avoid:
        return False
    if constraints.equipment is None or pick.equipment in (None, "unspecified"):
        return True
    names = {tool.name for tool in constraints.equipment}
    if pick.equipment == "bodyweight":
        return pick.pattern not in ("vertical_pull", "horizontal_pull") or "pull_up_bar" in names
    return pick.equipment in names


def fractional_sets(sets: Iterable[tuple[Pick, float]]) -> dict[str, float]:
    """Sum weekly fractional sets by muscle over (exercise, weekly sets)."""
    sets_by_muscle: dict[str, float] = {}
    for pick, count in sets:
        for muscle, credit in pick.muscles.items():
            sets_by_muscle[muscle] = sets_by_muscle.get(muscle, 0.0) + credit * count
    return {muscle: float(np.round(sets_by_muscle[muscle], 1)) for muscle in sorted(sets_by_muscle)}
