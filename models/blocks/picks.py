"""An exercise of a block: what it is, how it is loaded, and how the lifter does it now."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

import pandas as pd

from data import catalogue
from models.goal import Constraints, Tool
from models.training.stimulus import ZONES

COMPOUND_PATTERNS: Final = frozenset(
    {"squat", "hinge", "horizontal_push", "vertical_push", "horizontal_pull", "vertical_pull", "lunge", "hip_extension"}
)
_COMPOUND_WORDS: Final = re.compile(
    r"squat|bench|press|deadlift|\brow|pull.?up|chin.?up|pull.?down|\bdips?\b|lunge", re.IGNORECASE
)
_NO_COMPOUND: Final = re.compile(
    r"leg press calf|calf|wrist|extension|raise|press.?down|push.?down|kickback|fly|curl", re.IGNORECASE
)
_UNSTABLE: Final = re.compile(
    r"good morning|single|one.arm|split|lunge|step.up|glute bridge|thrust|pistol", re.IGNORECASE
)
_BALLISTIC: Final = re.compile(r"swing|jump|thruster|clean|snatch|plyo|explosive|speed", re.IGNORECASE)
_LOWER: Final = frozenset({"squat", "lunge", "hinge", "hip_extension"})
_PULLS: Final = frozenset({"vertical_pull", "horizontal_pull"})
LEAST_BAR_KG: Final = 20.0
"""Less than this on a bar: the plates alone were logged, or the bar is a light one."""

HEAVINESS: Final[Mapping[str | None, int]] = {
    "barbell": 0, "trap_bar": 0, "ez_bar": 1, "smith_machine": 1, "machine": 1, None: 1, "unspecified": 1,
    "cable": 2, "dumbbell": 2, "kettlebell": 2,
}  # fmt: skip
"""How well equipment serves heavy work, best first: loads that reach far in small steps of the whole."""
_LEAST_HEAVY: Final = 3


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
    def heaviness(self) -> int:
        """How well it serves heavy work: 0 for bars, then machines, free weights in one hand, the body's weight."""
        return HEAVINESS.get(self.equipment, _LEAST_HEAVY) if self.load_kind == "external" else _LEAST_HEAVY

    @cached_property
    def is_stable(self) -> bool:
        """Tell whether neither balance nor speed limits its load."""
        return not _UNSTABLE.search(self.name) and not self.is_ballistic

    @cached_property
    def is_ballistic(self) -> bool:
        """Tell whether it is done with speed: it does not stand for its movement."""
        return bool(_BALLISTIC.search(self.name))

    @property
    def may_be_heavy(self) -> bool:
        """Tell whether it suits sets of five and fewer: known, stable, with loads in small steps of the whole."""
        return self.compound and not self.is_new and self.is_stable and self.heaviness <= 1

    @property
    def is_known(self) -> bool:
        """Tell whether the catalogue knows what it works."""
        return bool(self.muscles)

    @property
    def is_too_light(self) -> bool:
        """Tell whether it is for hips and legs without a load but the body's: it does not stand for its movement."""
        return self.pattern in _LOWER and self.load_kind != "external"

    @property
    def stands(self) -> bool:
        """Tell whether it stands for its movement."""
        return not self.is_too_light and not self.is_ballistic

    @property
    def loaded_with(self) -> str | None:
        """What decides the steps of its loads: no bar where less than a bar is logged."""
        bars = {"barbell": LEAST_BAR_KG, "smith_machine": LEAST_BAR_KG}
        return None if self.top_load_kg < bars.get(self.equipment or "", 0.0) else self.equipment

    @cached_property
    def muscles(self) -> dict[str, float]:
        """Credit of one set by muscle; empty for an exercise the catalogue does not know."""
        return muscle_credits().get(self.exercise_id, {})

    @cached_property
    def worked(self) -> tuple[str, ...]:
        """Muscles that it works directly."""
        return tuple(muscle for muscle, credit in self.muscles.items() if credit >= 1)


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
    for row in _records(lifts):
        names: dict[str, Any] = {name: row[name] for name in Pick.__dataclass_fields__ if name in row}
        for text in ("pattern", "equipment"):
            names[text] = names[text] if isinstance(names.get(text), str) and names[text] else None
        for amount in ("rir", "rest_s"):
            names[amount] = float(names[amount]) if pd.notna(names.get(amount)) else float("nan")
        names["family"] = row["family"] if row.get("family") in ("bench", "leg_press") else "general"
        picks.append(_with_tool(Pick(**names, zones=_zones(row)), constraints))
    return sorted(picks, key=lambda pick: (-pick.sets_per_week, pick.exercise_id))


def _records(lifts: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows of a frame one by one, as of `to_dict`, which takes longer."""
    names = [str(name) for name in lifts.columns]
    for row in zip(*(lifts[name].tolist() for name in names), strict=True):
        yield dict(zip(names, row, strict=True))


def _zones(row: Mapping[str, Any]) -> tuple[Zone, ...]:
    """Read the zones that have sets, fewest reps first; one zone of the usual reps where zones are not told."""
    if "moderate_sets" not in row:
        return (Zone(row["sets_per_week"], row["usual_reps"], float("nan")),)
    zones = (Zone(*(float(row[f"{zone}_{what}"]) for what in Zone._fields)) for zone in ZONES)
    return tuple(zone for zone in zones if zone.sets > 0)


def from_catalogue(key: str, constraints: Constraints) -> Pick | None:
    """Describe an exercise the lifter has not done lately; None where the catalogue does not know it."""
    row = _catalogue().get(key)
    if row is None:
        return None
    pick = Pick(
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
    return _with_tool(pick, constraints)


def _with_tool(pick: Pick, constraints: Constraints) -> Pick:
    """Note the equipment an exercise is done with, as far as it was stated."""
    tools = {tool.name: tool for tool in constraints.equipment or ()}
    return replace(pick, tool=tools[pick.equipment]) if pick.equipment in tools else pick


def hangs(pick: Pick) -> bool:
    """Tell whether the body is pulled up to something: a bar has to be there."""
    return pick.equipment == "bodyweight" and pick.pattern in _PULLS


def may_be_done(pick: Pick, constraints: Constraints) -> bool:
    """Tell whether an exercise is neither avoided nor impossible with the equipment stated."""
    if pick.exercise_id in constraints.keep:
        return True
    if pick.exercise_id in constraints.avoid:
        return False
    if constraints.equipment is None or pick.equipment in (None, "unspecified"):
        return True
    names = {tool.name for tool in constraints.equipment}
    if pick.equipment == "bodyweight":
        return not hangs(pick) or "pull_up_bar" in names
    return pick.equipment in names


def fractional_sets(sets: Iterable[tuple[Pick, float]]) -> dict[str, float]:
    """Sum weekly fractional sets by muscle over (exercise, weekly sets)."""
    sets_by_muscle: dict[str, float] = {}
    for pick, count in sets:
        for muscle, credit in pick.muscles.items():
            sets_by_muscle[muscle] = sets_by_muscle.get(muscle, 0.0) + credit * count
    return {muscle: round(sets_by_muscle[muscle], 1) for muscle in sorted(sets_by_muscle)}
