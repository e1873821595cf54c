"""Is a lift rising? The trend of its last twenty weeks, as sure as the days and the lifter's other lifts allow."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from models.definitions import LEAST_DAYS, LEAST_RECENT_DAYS, LEAST_SPAN_DAYS, RECENT_DAYS
from models.training.classification import DELOAD_SHARE

Floats = NDArray[np.floating]

WINDOW_DAYS: Final = 140
"""Twenty weeks: a line through twelve is three times as uncertain, and changes of strength take months."""
USUAL_WEEKS: Final = 8
UNIT_DAYS: Final = 84
"""Trends are said per twelve weeks."""

REPS_APART: Final = 3.0
"""A day whose top set is further than this many reps from the lift's usual, or than REPS_PART of it, is of another rep
range: estimated 1RM moves with the reps of a set by several percent (Nuzzo 2024, doi:10.1007/s40279-023-01937-7)."""
REPS_PART: Final = 0.35
REPS_SD: Final = 0.02
"""SD (ln) of what five more reps in the top set do to an estimate, within the lift's own range."""

USUAL_TREND: Final = 0.02
LIFTER_SD: Final = 0.016
LIFT_SD: Final = 0.01
"""Trends (ln per twelve weeks) before anything is seen, of lifters and of lifts within them: raw powerlifters'
totals rise by 8 % in the first year after a meet, with an SD of 10 % between people (evidence `openpowerlifting-3`),
part of which is the noise of both meets; the SDs are set on simulated lifters within that (`benchmarks/alerts.py`)."""
DAY_NOISE: Final = 0.04
"""SD (ln) of a day's best estimated 1RM around the trend before anything is seen: 3.3 % between tests (evidence
`openpowerlifting-1`), more where effort varies."""
NOISE_DAYS: Final = 6.0
"""How many days the usual noise counts as, against what the lift's own days show."""
ALIKE: Final = 4.0
"""Days near each other share good and bad form: the squared error of a trend is so much larger than if they did not."""
FORM_SD: Final = 0.06
"""SD of what shifts of level that last for weeks (form, food, effort, another rack) do to a trend over twelve weeks,
once for all of a lifter's lifts and once for each; less over more, by the power 1.5 that errors of a slope fall with.
This and `ALIKE` are set so that chances come true on simulated lifters (`benchmarks/alerts.py`)."""

FREE_DAYS: Final = 10
LOST_PER_DAY: Final = 0.0017
LOST_SD: Final = 0.001
"""What each further day without training takes off the trend before anything is seen, and its SD: three weeks off on
end then take what twelve weeks usually bring, no more (no loss measured: evidence `ogasawara2011-1`); set on simulated
lifters, whose strength fades as in evidence `detraining-1`."""
FALLING_LOG: Final = -0.02


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
    """Give the days that lifts may be judged by, and why the others may not.

    Parameters
    ----------
    days : frame, one row per lift and day of the last twenty weeks, as `sql/serving/recent_days.sql` gives it
        lifter, exercise_id, day, ago (days before the day of judgement), working_sets, log_one_rm (ln kg, missing
        where no set can be scored), top_reps.

    Returns
    -------
    frame, the rows with an estimate
        Added: usual_reps, more_reps (than usual), off_days (longest stretch without training in the last twelve
        weeks, of the lifter), is_easy, is_other_reps, is_judged.
    """
    found = days.assign(day=pd.to_datetime(days["day"]), off_days=days["lifter"].map(_off_days(days)))
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
    """Give each lifter's longest stretch without training within the last twelve weeks, in days."""
    ago = days[["lifter", "ago"]].drop_duplicates().sort_values(["lifter", "ago"])
    until = ago.groupby("lifter")["ago"].shift(fill_value=0)
    length = np.minimum(ago["ago"], UNIT_DAYS) - until
    return pd.Series(length[until < UNIT_DAYS].groupby(ago["lifter"]).max())


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
        trend and trend_sd (ln per twelve weeks), p_not_rising, p_falling (faster than 2 % in twelve weeks), is_enough.
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
    table["raw"], table["raw_sd"] = _line(kept, lifts.ngroup().to_numpy(), len(table))
    table = table.drop(columns="all_days").reset_index()
    mean, sd = _pooled(table)
    table["trend"], table["trend_sd"] = mean, sd
    table["p_not_rising"] = ndtr(-mean / sd)
    table["p_falling"] = ndtr((FALLING_LOG - mean) / sd)
    return table.drop(columns=["raw", "raw_sd"])


def _line(kept: pd.DataFrame, group: NDArray[np.integer], groups: int) -> tuple[Floats, Floats]:
    """Fit level, slope (per twelve weeks) and rep effect of each group; give the slope and its standard error."""

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(group, weights=values, minlength=groups))

    count = total(np.ones(len(kept)))
    columns = (-kept["ago"] / UNIT_DAYS, kept["more_reps"] / 5, kept["log_one_rm"])
    t, reps, y = (value.to_numpy(float) - (total(value.to_numpy(float)) / count)[group] for value in columns)
    tt, tr, rr, ty, ry = (total(a * b) for a, b in ((t, t), (t, reps), (reps, reps), (t, y), (reps, y)))
    noise = np.full(groups, DAY_NOISE**2)
    slope, variance = np.zeros(groups), np.ones(groups)
    for _ in range(2):
        moving, staying = rr + noise / REPS_SD**2, tt + 1e-6
        determinant = staying * moving - tr**2
        slope, rep_effect = (ty * moving - tr * ry) / determinant, (staying * ry - tr * ty) / determinant
        variance = noise * moving / determinant
        left = total((y - slope[group] * t - rep_effect[group] * reps) ** 2)
        noise = ALIKE * (NOISE_DAYS * DAY_NOISE**2 + left) / (NOISE_DAYS + np.maximum(count - 2, 0))
    return slope, np.sqrt(variance)


def _pooled(table: pd.DataFrame) -> tuple[Floats, Floats]:
    """Draw lifts' trends towards their lifter's mean, and that towards the usual; give means and SDs."""
    lifter = table.groupby("lifter").ngroup().to_numpy()
    raw, span = table["raw"].to_numpy(float), table["span_days"].to_numpy(float)
    variance = table["raw_sd"].to_numpy(float) ** 2 + _shifts(span)
    weight = 1 / (variance + LIFT_SD**2)
    counted = np.bincount(lifter, weights=weight)
    mean = np.bincount(lifter, weights=weight * raw) / counted
    error = 1 / counted + _shifts(np.bincount(lifter, weights=weight * span) / counted)
    off = np.zeros(len(counted))
    off[lifter] = np.maximum(table["off_days"].to_numpy(float) - FREE_DAYS, 0)
    usual, usual_variance = USUAL_TREND - LOST_PER_DAY * off, LIFTER_SD**2 + (LOST_SD * off) ** 2
    lifter_variance = 1 / (1 / error + 1 / usual_variance)
    lifter_mean = lifter_variance * (mean / error + usual / usual_variance)
    before = LIFT_SD**2 + lifter_variance[lifter]
    after = 1 / (1 / variance + 1 / before)
    return after * (raw / variance + lifter_mean[lifter] / before), np.sqrt(after)


def _shifts(span_days: Floats) -> Floats:
    """Give the variance that lasting shifts of level add to a trend seen over so many days."""
    return FORM_SD**2 * (UNIT_DAYS / np.maximum(span_days, LEAST_SPAN_DAYS)) ** 3
