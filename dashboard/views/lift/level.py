"""How strong a lift was, week by week, up to how strong it is now: one line that the forecast goes on from."""

from typing import Final

import numpy as np
import pandas as pd

from models.definitions import Z90

WINDOW_DAYS: Final = 56
"""The current 1RM rests on so many days; so does each week of the past."""
BEST_OF: Final = 3


def level_before(days: pd.DataFrame, now_kg: float, now_se_kg: float, cutoff: pd.Timestamp, weeks: int) -> pd.DataFrame:
    """Estimate a lift's 1RM in each of the past weeks as the current one is: from the best days of 8 weeks.

    Days count as they stand to the days that the current 1RM rests on, so that the line ends where that is, and the
    band is as wide as what is known now.

    Parameters
    ----------
    days : pandas.DataFrame
        One row per training day of the lift: day, one_rm_kg.
    now_kg, now_se_kg : float
        The current 1RM and its standard error.
    cutoff : pandas.Timestamp
        The day it is of.
    weeks : int
        How far back.

    Returns
    -------
    pandas.DataFrame
        day, level_kg, low_kg, high_kg (8 in 10 lie within), oldest first; weeks without a training day in the 8 before
        are left out.
    """
    ends = [cutoff - pd.Timedelta(weeks=back) for back in range(weeks, -1, -1)]
    levels = pd.DataFrame({"day": ends, "best": _bests(days, ends)}).dropna()
    if levels.empty or levels["day"].iloc[-1] != cutoff:
        return pd.DataFrame(columns=["day", "level_kg", "low_kg", "high_kg"])
    level = now_kg * levels["best"] / levels["best"].iloc[-1]
    away = np.exp(Z90 * now_se_kg / now_kg)
    return pd.DataFrame({"day": levels["day"], "level_kg": level, "low_kg": level / away, "high_kg": level * away})


def _bests(days: pd.DataFrame, ends: list[pd.Timestamp]) -> list[float]:
    """Mean of the best days of the window up to each of some days; not a number without any."""
    ordered = days.sort_values("day")
    kg, when = ordered["one_rm_kg"].to_numpy(float), ordered["day"].to_numpy()
    until = pd.DatetimeIndex(ends)
    first = np.searchsorted(when, (until - pd.Timedelta(days=WINDOW_DAYS)).to_numpy(), side="right")
    after = np.searchsorted(when, until.to_numpy(), side="right")
    return [float(np.sort(kg[a:b])[-BEST_OF:].mean()) if b > a else np.nan for a, b in zip(first, after, strict=True)]
