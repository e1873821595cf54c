"""Is a lift rising? The trend of its last twenty weeks, as sure as the days and the lifter's other lifts allow."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from models.definitions import DELOAD_SHARE, LEAST_DAYS, LEAST_RECENT_DAYS, LEAST_SPAN_DAYS, RECENT_DAYS
from models.one_rm.trend_lines import UNIT_DAYS, fitted_lines, pooled_trends

Floats = NDArray[np.floating]

WINDOW_DAYS: Final = 140
"""Twenty weeks: a line through twelve is three times as uncertain, and changes of strength take months."""
USUAL_WEEKS: Final = 8

REPS_APART: Final = 3.0
"""A day whose top set is further than this many reps from the lift's usual, or than REPS_PART of it, is of another rep
range: estimated 1RM moves with the reps of a set by several percent (Nuzzo 2024, doi:10.1007/s40279-023-01937-7)."""
REPS_PART: Final = 0.35

LEAST_RISE_LOG: Final = 0.005
"""A lift that gains less than half a percent in twelve weeks is not rising: nobody could notice."""
FALLING_LOG: Final = -0.02

LEAST_BEFORE_DAYS: Final = 28
MOST_CHANGE_LOG: Final = 1.0
FEW_SETS: Final = {"lift": 0.7, "lifter": 2.0}
"""Weekly sets added before two spans are compared, so that few sets are no large change."""


def easy_weeks(days: pd.DataFrame) -> pd.DataFrame:
    """Say which weeks were easy: at most 0.6 of the usual sets per training day.

    Parameters
    ----------
    days : frame, one row per lift and day
        lifter, day, working_sets.

    Returns
    -------
    frame, one row per lifter and trained week
        lifter, week (Monday), days, working_sets, usual_sets (median of up to 8 trained weeks before; missing without
        3 of them), is_easy.
    """
    monday = days["day"] - pd.to_timedelta(days["day"].dt.day_of_week, unit="D")
    is_first = ~days.duplicated(["lifter", "day"])
    sums = days[["lifter", "working_sets"]].assign(week=monday, days=is_first.astype(int)).groupby(["lifter", "week"])
    frame = sums[["days", "working_sets"]].sum().reset_index()
    counts = frame[["working_sets"]].assign(per_day=frame["working_sets"] / frame["days"])
    before = counts.groupby(frame["lifter"]).shift()
    rolled = before.groupby(frame["lifter"]).rolling(USUAL_WEEKS, min_periods=3).median().reset_index(drop=True)
    frame["usual_sets"] = rolled["working_sets"]
    frame["is_easy"] = counts["per_day"] <= DELOAD_SHARE * rolled["per_day"]
    return frame


def judged_days(days: pd.DataFrame) -> pd.DataFrame:
    """The days that lifts may be judged by, and why the others may not.

    Parameters
    ----------
    days : frame, one row per lift and day of the last twenty weeks, as `sql/serving/recent_days.sql` gives it
        lifter, exercise_id, day, ago (days before the day of judgement), working_sets, log_one_rm (ln kg, missing
        where no set can be scored), top_reps.

    Returns
    -------
    frame, the rows with an estimate
        Added: usual_reps, more_reps (than usual), off_days (longest stretch without training in the last twelve
        weeks, of the lifter), more_lift_sets and more_lifter_sets (ln of weekly sets of the last twelve weeks over
        those of the eight before), is_easy, is_other_reps, is_judged.
    """
    found = days.assign(day=pd.to_datetime(days["day"]), off_days=days["lifter"].map(_off_days(days)))
    found["more_lift_sets"] = _more_sets(days, ["lifter", "exercise_id"], FEW_SETS["lift"])
    found["more_lifter_sets"] = _more_sets(days, ["lifter"], FEW_SETS["lifter"])
    weeks = easy_weeks(found)
    found = found[found["log_one_rm"].notna()].copy()
    found["week"] = found["day"] - pd.to_timedelta(found["day"].dt.day_of_week, unit="D")
    found = found.merge(weeks[["lifter", "week", "is_easy"]], on=["lifter", "week"], how="left")
    found["is_easy"] = found["is_easy"].eq(other=True)
    found["usual_reps"] = found.groupby(["lifter", "exercise_id"])["top_reps"].transform("median")
    found["more_reps"] = (found["top_reps"] - found["usual_reps"]).fillna(0.0)
    found["is_other_reps"] = found["more_reps"].abs() > np.maximum(REPS_APART, REPS_PART * found["usual_reps"])
    found["is_judged"] = ~found["is_easy"] & ~found["is_other_reps"]
    return found


def _off_days(days: pd.DataFrame) -> "pd.Series[int]":
    """Each lifter's longest stretch without training within the last twelve weeks, in days."""
    ago = days[["lifter", "ago"]].drop_duplicates().sort_values(["lifter", "ago"])
    until = ago.groupby("lifter")["ago"].shift(fill_value=0)
    length = np.minimum(ago["ago"], UNIT_DAYS) - until
    return pd.Series(length[until < UNIT_DAYS].groupby(ago["lifter"]).max())


def _more_sets(days: pd.DataFrame, keys: list[str], few: float) -> Floats:
    """Compare the weekly sets of the last twelve weeks with those of the eight before, ln; 0 where the log is new."""
    before_days = days.groupby("lifter")["ago"].transform("max").to_numpy(float) - UNIT_DAYS
    is_recent = days["ago"] < UNIT_DAYS
    by = [days[key] for key in keys]
    recent, before = (
        days["working_sets"].where(rows, 0).groupby(by).transform("sum").to_numpy(float) * 7
        for rows in (is_recent, ~is_recent)
    )
    ratio = np.log((recent / UNIT_DAYS + few) / (before / np.maximum(before_days, 1) + few))
    return np.where(before_days >= LEAST_BEFORE_DAYS, np.clip(ratio, -MOST_CHANGE_LOG, MOST_CHANGE_LOG), 0.0)


def trends(found: pd.DataFrame) -> pd.DataFrame:
    """Judge each lift's trend: a straight line through its days, drawn towards the lifter's other lifts and the usual.

    Parameters
    ----------
    found : frame, as of `judged_days`
        With `ago`: days before the day of judgement.

    Returns
    -------
    frame, one row per lift with a judged day
        lifter, exercise_id, days, recent_days, off_days, easy_days, other_days, first_day, last_day, span_days,
        trend and trend_sd (ln per twelve weeks), p_not_rising (by less than `LEAST_RISE_LOG`), p_falling (faster than
        2 % in twelve weeks), is_enough.
    """
    keys = ["lifter", "exercise_id"]
    counts = found.groupby(keys).agg(easy_days=("is_easy", "sum"), all_days=("is_easy", "size"))
    kept = found[found["is_judged"]].sort_values(keys)
    kept = kept.assign(is_recent=kept["ago"] < RECENT_DAYS)
    lifts = kept.groupby(keys)
    table = lifts.agg(
        days=("day", "size"),
        recent_days=("is_recent", "sum"),
        off_days=("off_days", "first"),
        more_lift_sets=("more_lift_sets", "first"),
        more_lifter_sets=("more_lifter_sets", "first"),
        first_day=("day", "min"),
        last_day=("day", "max"),
    ).join(counts)
    table["other_days"] = table["all_days"] - table["days"] - table["easy_days"]
    table["span_days"] = (table["last_day"] - table["first_day"]).dt.days
    table["is_enough"] = (
        (table["days"] >= LEAST_DAYS)
        & (table["span_days"] >= LEAST_SPAN_DAYS)
        & (table["recent_days"] >= LEAST_RECENT_DAYS)
    )
    table = table.drop(columns="all_days").reset_index()
    lines = fitted_lines(kept, lifts.ngroup().to_numpy(), table.groupby("lifter").ngroup().to_numpy())
    mean, sd = pooled_trends(lines, table)
    table["trend"], table["trend_sd"] = mean, sd
    table["p_not_rising"] = ndtr((LEAST_RISE_LOG - mean) / sd)
    table["p_falling"] = ndtr((FALLING_LOG - mean) / sd)
    return table
