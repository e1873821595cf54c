"""What the renderers share: blocks of an exercise, numbers as apps write them, quoting."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import pandas as pd

from data.units import KG_PER_LB, RPE_AT_FAILURE

ZONE: Final = "Europe/Berlin"
"""Where simulated lifters train whose app exports times in UTC."""

_EQUIPMENT: Final = re.compile(r"(?P<name>.+) \((?P<equipment>[^()]+)\)")


def blocks(sets: pd.DataFrame) -> np.ndarray:
    """Number the runs of one exercise within one workout, 0, 1, 2 ..., one number per set."""
    workout = sets["started_at"].to_numpy()
    name = sets["exported_name"].astype(str).to_numpy()
    is_new = np.r_[True, (workout[1:] != workout[:-1]) | (name[1:] != name[:-1])] if len(sets) else np.empty(0, bool)
    return np.cumsum(is_new) - 1


def workouts(sets: pd.DataFrame) -> np.ndarray:
    """Number the workouts, 0, 1, 2 ..., one number per set."""
    start = sets["started_at"].to_numpy()
    return np.cumsum(np.r_[True, start[1:] != start[:-1]]) - 1 if len(sets) else np.empty(0, int)


def place_within(groups: np.ndarray) -> np.ndarray:
    """Count 0, 1, 2 ... within each run of equal numbers."""
    if not len(groups):
        return np.empty(0, int)
    return np.arange(len(groups)) - np.searchsorted(groups, groups)


def last_within(groups: np.ndarray) -> np.ndarray:
    """Tell the last of each run of equal numbers."""
    return np.r_[groups[1:] != groups[:-1], True] if len(groups) else np.empty(0, bool)


def in_utc(local: pd.Series) -> pd.DatetimeIndex:
    """Turn the lifter's own times into UTC."""
    index = pd.DatetimeIndex(local).tz_localize(ZONE, ambiguous=np.ones(len(local), bool), nonexistent="shift_forward")
    return index.tz_convert("UTC")


def name_and_equipment(name: str) -> tuple[str, str]:
    """Cut `Squat (Barbell)` in two; what names no equipment has `None`."""
    match = _EQUIPMENT.fullmatch(name)
    return (match["name"], match["equipment"]) if match else (name, "None")


def working_number(sets: pd.DataFrame, groups: np.ndarray) -> np.ndarray:
    """Count working sets 1, 2 ... within each block; other kinds get the number of working sets before them."""
    is_working = sets["set_kind"].astype(str).eq("working")
    return is_working.groupby(groups).cumsum().to_numpy().astype(int)


def in_unit(load_kg: Iterable[float], unit: str) -> list[float]:
    """Convert loads to what the plates say, to the hundredth."""
    factor = KG_PER_LB if unit == "lb" else 1.0
    return [round(load / factor, 2) for load in load_kg]


def rests(sets: pd.DataFrame) -> list[float]:
    """Seconds of rest after each set; NaN where none was timed."""
    return list(sets["rest_seconds"] if "rest_seconds" in sets else np.full(len(sets), np.nan))


def in_reserve(rpe: float) -> float:
    """Return the reps left in reserve at a rating of perceived exertion."""
    return RPE_AT_FAILURE - rpe


def short(value: float) -> str:
    """Write a number without a needless fraction; nothing for NaN."""
    if np.isnan(value):
        return ""
    return str(int(value)) if value == int(value) else repr(float(value))


def quoted(text: str) -> str:
    """Put text in quotes, doubling those within."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def duration(minutes: int) -> str:
    """Write a workout's length as `1h 5m`, `45m` or `2h`."""
    hours, rest = divmod(int(minutes), 60)
    return " ".join(part for part in (f"{hours}h" if hours else "", f"{rest}m" if rest or not hours else "") if part)


def encode(lines: Sequence[str], *, ends: bool = True) -> bytes:
    """Join lines into a file; some apps end the last line, some do not."""
    return ("\n".join(lines) + ("\n" if ends else "")).encode()
