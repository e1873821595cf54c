"""Strong's exports: the comma file without a unit, the semicolon file with units, the `Workout #` file in kg."""

from typing import Final

import numpy as np
import pandas as pd

from data.units import KG_PER_LB
from pipelines.simulated.renderers import cells

COMMA_HEADER: Final = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
)
SEMICOLON_HEADER: Final = (
    "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;"
    "Notes;Workout Notes;Workout Duration"
)
NUMBERED_HEADER: Final = (
    '"Workout #";"Date";"Workout Name";"Duration (sec)";"Exercise Name";"Set Order";"Weight (kg)";"Reps";"RPE";'
    '"Distance (meters)";"Seconds";"Notes";"Workout Notes"'
)
LETTERS: Final = {"warmup": "W", "drop": "D", "failure": "F"}
WORDS: Final = {"warmup": "WARM_UP", "drop": "DROP_SET", "failure": "FAILURE"}


def _orders(sets: pd.DataFrame, groups: np.ndarray, marks: dict[str, str]) -> list[str]:
    """Set order: a mark where the set has one, else the number of the working set."""
    numbers = cells.working_number(sets, groups)
    kinds = sets["set_kind"].astype(str)
    return [marks.get(kind, str(number)) for kind, number in zip(kinds, numbers, strict=True)]


def _dates(sets: pd.DataFrame) -> list[str]:
    """Write workout starts to the second, local, without a zone."""
    return list(sets["started_at"].dt.strftime("%Y-%m-%d %H:%M:%S"))


def render_comma(sets: pd.DataFrame, unit: str) -> bytes:
    """Write the comma export of 2020 to 2026: no unit anywhere, planned rests as rows of their own.

    Parameters
    ----------
    sets : DataFrame
        The canonical frame.
    unit : {'kg', 'lb'}
        What the plates say; the file does not tell.

    Returns
    -------
    bytes
    """
    groups, visits = cells.blocks(sets), cells.workouts(sets)
    lines = [COMMA_HEADER]
    for date, name, minutes, exercise, order, load, reps, rpe, seconds, place, first in zip(
        _dates(sets),
        sets["workout"].astype(str),
        sets["minutes"],
        sets["exported_name"].astype(str),
        _orders(sets, groups, LETTERS),
        cells.in_unit(sets["load_kg"], unit),
        sets["reps"],
        sets["rpe"],
        cells.rests(sets),
        cells.place_within(groups),
        cells.place_within(visits) == 0,
        strict=True,
    ):
        opening = f"{date},{cells.quoted(name)},{cells.duration(minutes)},{cells.quoted(exercise)}"
        shown = "0" if np.isnan(load) or load == 0 else repr(float(load))
        notes = '"",""' if first else '"",' if place == 0 else ","
        lines.append(f"{opening},{order},{shown},{float(reps)!r},0,0.0,{notes},{cells.short(rpe)}")
        if not np.isnan(seconds):
            lines.append(f"{opening},Rest Timer,0,0.0,0,{float(seconds)!r},,,")
    return cells.encode(lines)


def render_semicolon(sets: pd.DataFrame, unit: str) -> bytes:
    """Write the semicolon export of Android, 2021 to 2024: a unit in each row, every set numbered, no warm-up marks."""
    groups, visits = cells.blocks(sets), cells.workouts(sets)
    word = "lbs" if unit == "lb" else "kg"
    lines = [SEMICOLON_HEADER]
    for date, name, exercise, place, load, reps, rpe, first, minutes in zip(
        _dates(sets),
        sets["workout"].astype(str),
        sets["exported_name"].astype(str),
        cells.place_within(groups),
        cells.in_unit(sets["load_kg"], unit),
        sets["reps"],
        sets["rpe"],
        cells.place_within(visits) == 0,
        sets["minutes"],
        strict=True,
    ):
        shown = "0" if np.isnan(load) else cells.short(load)
        notes = '"";""' if first else '"";' if place == 0 else ";"
        lines.append(
            f"{date};{cells.quoted(name)};{cells.quoted(exercise)};{place + 1};{shown};{word};{cells.short(reps)};"
            f"{cells.short(rpe)};;;0;{notes};{cells.duration(minutes)}"
        )
    return cells.encode(lines)


def render_numbered(sets: pd.DataFrame, unit: str) -> bytes:
    """Write the `Workout #` export of Android, 2024 to 2026.

    Loads are kg for every lifter, with the noise of the conversion; body weight is added to exercises that move
    the body; the sets of an exercise are out of order in some blocks; planned rests are rows of their own, after
    their set. Needs `body_weight_kg` for the second.
    """
    groups = cells.blocks(sets)
    columns = (
        [str(number + 1) for number in cells.workouts(sets)],
        _dates(sets),
        list(sets["workout"].astype(str)),
        [str(60 * int(minutes)) for minutes in sets["minutes"]],
        list(sets["exported_name"].astype(str)),
        _orders(sets, groups, WORDS),
        [repr(load) for load in _moved_kg(sets, unit)],
        [cells.short(reps) for reps in sets["reps"]],
        [cells.short(rpe) for rpe in sets["rpe"]],
    )
    empty = ("",) * 4
    rows = [";".join(cells.quoted(cell) for cell in (*row, *empty)) for row in zip(*columns, strict=True)]
    for place, (seconds, opening) in enumerate(zip(cells.rests(sets), zip(*columns[:5], strict=True), strict=True)):
        if not np.isnan(seconds):
            timer = (*opening, "Rest Timer", "", "", "", "", repr(float(seconds)), "", "")
            rows[place] += "\n" + ";".join(map(cells.quoted, timer))
    return cells.encode([NUMBERED_HEADER, *(rows[place] for place in _shuffled(groups))], ends=False)


def _moved_kg(sets: pd.DataFrame, unit: str) -> list[float]:
    """Loads in kg as converted from the plates, with body weight where the body is moved."""
    factor = KG_PER_LB if unit == "lb" else 1.0
    body = sets["body_weight_kg"] if "body_weight_kg" in sets else pd.Series(0.0, index=sets.index)
    added = body.where(sets["load_kind"].astype(str).eq("bodyweight"), 0.0)
    loads = cells.in_unit(sets["load_kg"].fillna(0.0), unit)
    return [float(load * factor + more) for load, more in zip(loads, added, strict=True)]


def _shuffled(groups: np.ndarray) -> np.ndarray:
    """Move the last set to the front in two blocks of three, as the app's own permutation often does."""
    place = cells.place_within(groups).astype(float)
    is_last = np.r_[groups[1:] != groups[:-1], True] if len(groups) else np.empty(0, bool)
    place[is_last & (groups % 3 != 0)] = -1.0
    return np.lexsort((place, groups))
