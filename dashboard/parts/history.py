"""A lifter's training days → what stands out in them."""

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from models.alerts.records import BEFORE_DAYS, MEET_NOISE_LOG
from models.definitions import RECENT_DAYS, Z95

SUSPECT_LOG: Final = 0.5
"""A day further than this, in natural log, from the days around it is suspect: docs/tables.md."""

NOISE_LOG: Final = Z95 * 2**0.5 * MEET_NOISE_LOG
"""Two tests of one strength differ by less than this in nineteen of twenty, one way."""


def records(days: pd.DataFrame, last_day: date) -> pd.DataFrame:
    """Find the lifts whose best estimated 1RM of the last 28 days beats all days before.

    Parameters
    ----------
    days : pandas.DataFrame
        One row per lift and training day: exercise_id, name, is_main, day, one_rm_kg, is_suspect.
    last_day : date
        The last of the 28.

    Returns
    -------
    pandas.DataFrame
        exercise_id, name, is_main, day, one_rm_kg, before_kg, gain_pct, is_beyond_noise; main lifts
        first, then the largest gains.
    """
    trusted = days[~days["is_suspect"]]
    is_recent = trusted["day"] > pd.Timestamp(last_day) - pd.Timedelta(days=RECENT_DAYS)
    earlier = trusted[~is_recent].groupby("exercise_id")["one_rm_kg"].agg(before_kg="max", days_before="size")
    best = trusted[is_recent].sort_values("one_rm_kg").groupby("exercise_id").tail(1)
    bests = best.merge(earlier[earlier["days_before"] >= BEFORE_DAYS], on="exercise_id")
    bests = bests[bests["one_rm_kg"] > bests["before_kg"]]
    gain = bests["one_rm_kg"] / bests["before_kg"]
    bests = bests.assign(gain_pct=100 * (gain - 1), is_beyond_noise=np.log(gain) > NOISE_LOG)
    return bests.sort_values(["is_main", "gain_pct"], ascending=False)


def bests_over_time(days: pd.DataFrame) -> pd.DataFrame:
    """Find each day on which a lift's estimated 1RM first was above all days before by more than the noise of a test.

    Parameters
    ----------
    days : pandas.DataFrame
        One row per lift and training day, in order of days: exercise_id, name, is_main, day, one_rm_kg, is_suspect.

    Returns
    -------
    pandas.DataFrame
        exercise_id, name, is_main, day, one_rm_kg, gain_pct (against the record before); the newest first.
    """
    found = []
    for _, lift in days[~days["is_suspect"]].groupby("exercise_id", sort=False):
        best = lift["one_rm_kg"].iloc[:BEFORE_DAYS].max()
        for row in lift.iloc[BEFORE_DAYS:].to_dict("records"):
            if np.log(row["one_rm_kg"] / best) > NOISE_LOG:
                found.append({**row, "gain_pct": 100 * (row["one_rm_kg"] / best - 1)})
                best = row["one_rm_kg"]
    columns = ["exercise_id", "name", "is_main", "day", "one_rm_kg", "gain_pct"]
    return pd.DataFrame(found, columns=columns).sort_values("day", ascending=False, kind="stable")
