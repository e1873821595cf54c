"""Lifts that have never been this strong."""

from typing import Final

import numpy as np
import pandas as pd

from models.alerts.kinds import Kind, Severity
from models.alerts.rows import MOST, Alert
from models.definitions import Z95

MEET_NOISE_LOG: Final = 0.033
"""SD of a 1RM from meet to meet, ln: OpenPowerlifting, 31,000 pairs (evidence `openpowerlifting-1`)."""
MEET_NOISE: Final = "openpowerlifting-1"

LEAST_GAIN_LOG: Final = 0.005
SUSPECT_LOG: Final = 0.5
"""A best further than this (ln) above all before is another machine or a typing error more often than a record."""
BEFORE_DAYS: Final = 8
"""Training days before the recent ones without which a new best says nothing."""


def record_alerts(bests: pd.DataFrame, *, most: int = MOST) -> list[Alert]:
    """Tell of personal records, and whether each is beyond the noise of a test.

    Parameters
    ----------
    bests : frame, one row per lift
        lifter, exercise_id, recent_best and earlier_best (ln kg, best of the last 28 days and of all days before),
        recent_day, earlier_days.
    most : int
        Alerts per lifter; the largest gains first.

    Returns
    -------
    list of Alert
        Beyond noise: more than chance gives in 19 of 20 pairs of tests.
    """
    beyond = Z95 * MEET_NOISE_LOG * np.sqrt(2)
    gain = bests["recent_best"] - bests["earlier_best"]
    is_record = (gain > LEAST_GAIN_LOG) & (gain <= SUSPECT_LOG) & (bests["earlier_days"] >= BEFORE_DAYS)
    best_gains = bests.assign(gain=gain)[is_record]
    best_gains = best_gains.sort_values("gain", ascending=False).groupby("lifter").head(most)
    alerts = []
    for row in best_gains.to_dict("records"):
        up = 100 * float(np.expm1(row["gain"]))
        is_beyond = bool(row["gain"] > beyond)
        judged = "more than test-to-test noise" if is_beyond else "within test-to-test noise"
        alerts.append(
            Alert(
                lifter=str(row["lifter"]),
                kind=Kind.PERSONAL_RECORD,
                subject=str(row["exercise_id"]),
                severity=Severity.INFO,
                text=f"best estimated 1RM {up:.0f} % above all before, {judged}",
                figures={"gain_pct": round(up), "is_beyond_noise": is_beyond},
                evidence=[MEET_NOISE],
                since=row["recent_day"],
            )
        )
    return alerts
