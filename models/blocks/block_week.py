"""A written block as a week of training: what is printed, in the columns that forecasts read."""

from typing import Any, Final

import numpy as np
import pandas as pd

from models.blocks.written import Exercise, WrittenBlock, at_week
from models.definitions import HEAVY_MOST_REPS, MODERATE_MOST_REPS
from models.training.stimulus import ZONES
from models.training.week import COLUMNS as TRAINED

COLUMNS: Final = ("exercise_id", *TRAINED)


def week_of(block: WrittenBlock) -> pd.DataFrame:
    """Sum a block up as one week: the mean over its weeks as they are printed.

    Parameters
    ----------
    block : WrittenBlock

    Returns
    -------
    DataFrame
        One row per exercise, the columns of `training.week` without the lifter; reps, shares, reserve and rests are
        means over sets, NaN where nothing is prescribed.
    """
    return pd.DataFrame(week_rows(block), columns=list(COLUMNS))


def week_rows(block: WrittenBlock) -> list[dict[str, Any]]:
    """The rows of `week_of`: for many blocks at once."""
    entries: dict[str, list[Exercise]] = {}
    for item in block["exercises"]:
        entries.setdefault(item["exercise_id"], []).append(item)
    return [{"exercise_id": key} | _summed(own, int(block["weeks"])) for key, own in entries.items()]


def _summed(own: list[Exercise], weeks: int) -> dict[str, float]:
    """Sum up one exercise's entries."""
    days = 0
    done: list[tuple[int, int, float, float, float, float]] = []
    for week in range(weeks):
        often = 0
        for item in own:
            sets = int(at_week(item, "sets_by_week", "sets", week)) * item["days_per_week"]
            if not sets:
                continue
            often = max(often, item["days_per_week"])
            reps = _number(at_week(item, "reps_by_week", "reps", week))
            zone = 1 if np.isnan(reps) else int(reps > HEAVY_MOST_REPS) + int(reps > MODERATE_MOST_REPS)
            share = _number(at_week(item, "shares", "share", week))
            rir = _number(at_week(item, "rir_by_week", "rir", week))
            done.append((zone, sets, reps, share, rir, _number(item["rest_s"])))
        days += often
    row = {"days": days / weeks, "rir": _mean(done, 4), "rest_s": _mean(done, 5)}
    for place, name in enumerate(ZONES):
        there = [each for each in done if each[0] == place]
        row[f"{name}_sets"] = sum(each[1] for each in there) / weeks
        row[f"{name}_reps"], row[f"{name}_share"] = _mean(there, 2), _mean(there, 3)
    return row


def _number(value: Any) -> float:
    return float("nan") if value is None else float(value)


def _mean(done: list[tuple[int, int, float, float, float, float]], place: int) -> float:
    """Mean over sets of what is known."""
    known = [(each[1], each[place]) for each in done if each[place] == each[place]]
    sets = sum(count for count, _ in known)
    return sum(count * value for count, value in known) / sets if sets else float("nan")
