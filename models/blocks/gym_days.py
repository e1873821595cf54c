"""A block as days to train: each day of each week with its warm-ups, sets, loads and rests, in the lifter's unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from data import catalogue
from data.units import KG_PER_LB
from models.blocks.plates import loadable, per_side
from models.blocks.routine import Entry, entries, in_unit, shown_name
from models.blocks.written import WrittenBlock
from models.definitions import HEAVY_MOST_REPS

WarmUps = tuple[tuple[float, int], ...]

HEAVY_WARM_UPS: Final[WarmUps] = ((0.4, 8), (0.6, 5), (0.8, 2))
FIRST_WARM_UPS: Final[WarmUps] = ((0.5, 8), (0.75, 4))
"""Parts of the working load, and reps: convention, before heavy sets and before the first exercise of a day."""


@dataclass(frozen=True, kw_only=True)
class GymSets:
    """What is done of one exercise on one day, loads in the lifter's unit; None where it is left to feel.

    Parameters
    ----------
    name : str
    is_new, by_body_weight : bool
    warm_ups : tuple of (float, int)
        Load and reps of each.
    sets, reps, load, rir, rest_s
    each : {'', 'per hand', 'with the bar'}
        What the load is of, where the equipment tells.
    plates : tuple of float
        On each side of the bar; empty where it is none.
    """

    name: str
    is_new: bool
    by_body_weight: bool
    warm_ups: tuple[tuple[float, int], ...]
    sets: int
    reps: int | None
    load: float | None
    rir: float | None
    rest_s: int | None
    each: str
    plates: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class GymDay:
    """One day of one week."""

    week: int
    day: int
    weekday: str
    minutes: int
    exercises: tuple[GymSets, ...]


def gym_days(block: WrittenBlock, unit: str) -> Iterator[GymDay]:
    """Go through a block week by week and day by day.

    Parameters
    ----------
    block : WrittenBlock
    unit : {'kg', 'lb'}
    """
    minutes = {session["day"]: session["minutes"] for session in block["sessions"]}
    for (week, day, weekday), done in groupby(
        entries(block, unit), lambda one: (one["week"], one["day"], one["weekday"])
    ):
        sets, warm = [], set[str]()
        for entry in done:
            key = entry["item"]["exercise_id"]
            sets.append(_sets(entry, unit, parts=() if key in warm else _parts(entry, is_first=not warm)))
            warm.add(key)
        yield GymDay(week=week, day=day, weekday=weekday, minutes=minutes[day], exercises=tuple(sets))


def _sets(entry: Entry, unit: str, *, parts: WarmUps) -> GymSets:
    """Say what is done of one exercise."""
    item, load = entry["item"], entry["load"]
    equipment = "" if item["by_body_weight"] else _equipment().get(item["exercise_id"], "")
    on_bar = load is not None and equipment == "barbell"
    return GymSets(
        name=shown_name(item),
        is_new=item["is_new"],
        by_body_weight=item["by_body_weight"],
        warm_ups=_warm_ups(load, unit, equipment, parts) if load is not None else (),
        sets=entry["sets"],
        reps=entry["reps"],
        load=load,
        rir=entry["rir"],
        rest_s=item["rest_s"],
        each="with the bar" if on_bar else "per hand" if load is not None and equipment == "dumbbell" else "",
        plates=tuple(per_side(load, unit) or ()) if load is not None and on_bar else (),
    )


def _parts(entry: Entry, *, is_first: bool) -> WarmUps:
    """Choose the warm-ups of an exercise, as parts of its load: for heavy sets, and for a day's first exercise."""
    if entry["item"]["by_body_weight"]:
        return ()
    if entry["reps"] is not None and entry["reps"] <= HEAVY_MOST_REPS:
        return HEAVY_WARM_UPS
    return FIRST_WARM_UPS if is_first else ()


def _warm_ups(load: float, unit: str, equipment: str, parts: WarmUps) -> tuple[tuple[float, int], ...]:
    """Easier sets that lead up to a load, as loads that can be made."""
    per_unit = KG_PER_LB if unit == "lb" else 1.0
    made: dict[float, int] = {}
    for part, reps in parts:
        lighter = in_unit(loadable(part * load * per_unit, unit, equipment), unit)
        if lighter < load:
            made.setdefault(lighter, reps)
    return tuple(made.items())


@cache
def _equipment() -> dict[str, str]:
    """The equipment of each exercise of the catalogue."""
    exercises = catalogue.load_exercises()
    return dict(zip(exercises["exercise_id"], exercises["equipment"].fillna("").astype(str), strict=True))
