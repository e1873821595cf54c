"""Hevy's export: newest workout first, English dates to the minute, set types in words."""

from typing import Final

import numpy as np
import pandas as pd

from pipelines.simulated.renderers import cells

HEADER: Final = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_{weight}","reps","distance_{distance}","duration_seconds","rpe"'
)
TYPES: Final = {"working": "normal", "warmup": "warmup", "drop": "dropset", "failure": "failure"}
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def render(sets: pd.DataFrame, unit: str) -> bytes:
    """Write the English export of 2024 to 2026 in the lifter's unit.

    Parameters
    ----------
    sets : DataFrame
        The canonical frame.
    unit : {'kg', 'lb'}
        Decides the header; loads have two decimals at most, none at all for the body alone.

    Returns
    -------
    bytes
    """
    is_lb = unit == "lb"
    header = HEADER.format(weight="lbs" if is_lb else "kg", distance="miles" if is_lb else "km")
    start = sets["started_at"].dt.floor("min")
    end = start + pd.to_timedelta(sets["minutes"], unit="min")
    lines = [
        f'{cells.quoted(name)},"{_date(begun)}","{_date(ended)}","",{cells.quoted(exercise)},,"",{place},'
        f'"{TYPES[kind]}",{"" if load == 0 else cells.short(load)},{cells.short(reps)},,,{cells.short(rpe)}'
        for name, begun, ended, exercise, place, kind, load, reps, rpe in zip(
            sets["workout"].astype(str),
            start,
            end,
            sets["exported_name"].astype(str),
            cells.place_within(cells.blocks(sets)),
            sets["set_kind"].astype(str),
            cells.in_unit(sets["load_kg"], unit),
            sets["reps"],
            sets["rpe"],
            strict=True,
        )
    ]
    newest_first = np.argsort(-cells.workouts(sets), kind="stable")
    return cells.encode([header, *(lines[row] for row in newest_first)], ends=False)


def _date(moment: pd.Timestamp) -> str:
    """Write `5 May 2026, 07:34`, whatever the machine's language."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}, {moment.hour:02d}:{moment.minute:02d}"
