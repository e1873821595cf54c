"""Which style each logged week was of, and the blocks of one style and phase that weeks make."""

from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.definitions import DELOAD_SHARE

Floats = NDArray[np.floating]

_EXPECTED_ZONES: Final = MappingProxyType(
    {
        "strength": (0.72, 0.26, 0.02),
        "hypertrophy": (0.08, 0.84, 0.08),
        "hybrid": (0.40, 0.56, 0.04),
        "other": (0.04, 0.40, 0.56),
    }
)
"""Zones of logged weeks of each style, accessories included; `other` is endurance-like work."""

_EXPECTED_SHARE: Final = MappingProxyType({"strength": 0.82, "hypertrophy": 0.68, "hybrid": 0.75, "other": 0.50})
_SHARE_SD: Final = 0.10
_SETS_COUNTED: Final = 8.0  # sets within a week are alike: many sets say little more than some
LABELS: Final = tuple(_EXPECTED_ZONES)

SMOOTHED_WEEKS: Final = 5
SHORTEST_BLOCK_WEEKS: Final = 3
GAP_WEEKS: Final = 4
RETURN_WEEKS: Final = 2
KEPT_DAYS: Final = 0.7
LEAST_SETS: Final = 6.0


def week_probabilities(weeks: pd.DataFrame) -> Floats:
    """Say how likely each week is of each style.

    Parameters
    ----------
    weeks : frame, shape (n, ...)
        heavy_sets, moderate_sets, light_sets (counts), mean_share (NaN where unknown).

    Returns
    -------
    array, shape (n, 4)
        Probabilities in the order of `LABELS`; equal for a week without sets.
    """
    sets = weeks[["heavy_sets", "moderate_sets", "light_sets"]].to_numpy(float)
    total = sets.sum(axis=1, keepdims=True)
    counted = np.minimum(total, _SETS_COUNTED) * sets / np.maximum(total, 1)
    evidence = counted @ np.log(np.array(list(_EXPECTED_ZONES.values()))).T
    share = weeks["mean_share"].to_numpy(float)[:, None]
    miss = (share - np.array(list(_EXPECTED_SHARE.values()))[None, :]) / _SHARE_SD
    evidence = evidence - np.nan_to_num(miss**2 / 2)
    evidence = evidence - evidence.max(axis=1, keepdims=True)
    weight = np.exp(evidence)
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def classify(weeks: pd.DataFrame) -> pd.DataFrame:
    """Cut each lifter's training into blocks of one style and phase.

    Parameters
    ----------
    weeks : frame, one row per lifter and trained week (any order)
        lifter, week (Monday), days, working_sets, heavy_sets, moderate_sets, light_sets, mean_reps, mean_share.

    Returns
    -------
    frame, one row per lifter and block, in time order
        lifter, block (from 1), first_day, last_day, weeks, style (one of `LABELS`), p_strength, p_hypertrophy,
        p_hybrid, p_other, phase ('training', 'deload', 'return', 'too_little'), sets_per_week, mean_reps, mean_share.

    Notes
    -----
    A week's style is that of the five weeks around it, so that one odd session makes no block. A deload is a
    week with at most 0.6 of the usual sets on nearly the usual days, after a usual week; the first two weeks after a
    gap of four or more are a return; weeks on end with fewer than six sets say too little.
    """
    if weeks.empty:
        return _blocks(weeks.assign(style="", phase="", run=0, **{f"p_{name}": 0.0 for name in LABELS}))
    frame = weeks.sort_values(["lifter", "week"], ignore_index=True).copy()
    frame["week"] = pd.to_datetime(frame["week"])
    gap = frame.groupby("lifter")["week"].diff().dt.days.fillna(0) / 7
    after_gap = gap >= GAP_WEEKS
    stretch = after_gap.groupby(frame["lifter"]).cumsum().rename("stretch")
    frame["phase"] = _phases(frame, stretch)
    probabilities = pd.DataFrame(week_probabilities(frame), columns=[f"p_{name}" for name in LABELS])
    keys = [frame["lifter"], stretch]
    smooth = probabilities.groupby(keys).rolling(SMOOTHED_WEEKS, center=True, min_periods=1).mean()
    frame[probabilities.columns] = smooth.reset_index(level=[0, 1], drop=True)
    frame["style"] = np.array(LABELS)[frame[probabilities.columns].to_numpy().argmax(axis=1)]
    frame["style"] = _without_short_runs(frame, stretch)
    changed = frame[["style", "phase", "lifter"]].ne(frame[["style", "phase", "lifter"]].shift()).any(axis=1)
    frame["run"] = (changed | after_gap).cumsum()
    return _blocks(frame)


def _phases(frame: pd.DataFrame, stretch: pd.Series) -> pd.Series:
    """Name each week's phase."""
    groups = frame.groupby([frame["lifter"], stretch])
    usual_sets, usual_days = (
        groups[name].rolling(7, center=True, min_periods=3).median().reset_index(level=[0, 1], drop=True)
        for name in ("working_sets", "days")
    )
    low = frame["working_sets"] <= DELOAD_SHARE * usual_sets
    deload = low & (frame["days"] >= KEPT_DAYS * usual_days)
    little = frame["working_sets"] < LEAST_SETS
    lone = ~(_shifted(little, frame, stretch, 1) | _shifted(little, frame, stretch, -1))
    lone &= groups["working_sets"].transform("size") > 1
    phase = pd.Series("training", index=frame.index)
    phase[deload & _shifted(~low, frame, stretch, 1)] = "deload"
    phase[(groups.cumcount() < RETURN_WEEKS) & (stretch > 0)] = "return"
    phase[little & ~lone] = "too_little"
    return phase


def _shifted(flag: pd.Series, frame: pd.DataFrame, stretch: pd.Series, by: int) -> pd.Series:
    """Move a flag along each lifter's weeks; false where there is no such week."""
    return flag.astype(float).groupby([frame["lifter"], stretch]).shift(by).fillna(0).astype(bool)


def _without_short_runs(frame: pd.DataFrame, stretch: pd.Series) -> pd.Series:
    """Count runs of a style too short to be a block to the style before them (or after, at a start)."""
    style = frame["style"]
    run = (style.ne(style.shift()) | frame["lifter"].ne(frame["lifter"].shift()) | stretch.diff().ne(0)).cumsum()
    long_enough = style.groupby(run).transform("size") >= SHORTEST_BLOCK_WEEKS
    kept = style.where(long_enough)
    filled = kept.groupby([frame["lifter"], stretch]).ffill()
    filled = filled.groupby([frame["lifter"], stretch]).bfill()
    return filled.where(filled.notna(), style)


def _blocks(frame: pd.DataFrame) -> pd.DataFrame:
    """Sum the weeks of each run."""
    chances = {f"p_{name}": (f"p_{name}", "mean") for name in LABELS}
    runs = frame.groupby(["lifter", "run"], sort=True).agg(
        first_day=("week", "min"),
        last=("week", "max"),
        style=("style", "first"),
        phase=("phase", "first"),
        sets_per_week=("working_sets", "mean"),
        mean_reps=("mean_reps", "mean"),
        mean_share=("mean_share", "mean"),
        **chances,
    )
    blocks = runs.reset_index()
    blocks["block"] = blocks.groupby("lifter").cumcount() + 1
    blocks["last_day"] = pd.to_datetime(blocks["last"]) + pd.Timedelta(days=6)
    blocks["weeks"] = ((blocks["last_day"] - pd.to_datetime(blocks["first_day"])).dt.days + 1) / 7
    columns = ["lifter", "block", "first_day", "last_day", "weeks", "style", *chances, "phase"]
    return blocks[[*columns, "sets_per_week", "mean_reps", "mean_share"]]
