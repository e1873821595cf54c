"""What needs attention: facts, not scores."""

from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from models.panel import LEAST_DAYS

GAP_DAYS: Final = 21
"""Three weeks off cost nothing measurable (Ogasawara 2011, 2013); from there on it is worth a word."""

MEET_NOISE_LOG: Final = 0.033
"""SD of a 1RM from meet to meet, ln: OpenPowerlifting, 31,000 pairs (evidence `openpowerlifting-1`)."""

ONE_SIDED_95: Final = 1.6449
MISMATCH: Final = {"strength": 0.2, "size": 0.5}
"""Least part of sets that serves a goal: 1-5 reps for strength, 6 and more for size."""


def gap(lifter: str, last_day: date, today: date) -> dict[str, Any] | None:
    """Tell of a lifter who has not trained for three weeks.

    Returns
    -------
    dict or None
        lifter, kind, subject, severity, facts, since.
    """
    days = (today - last_day).days
    if days < GAP_DAYS:
        return None
    weeks = round(days / 7)
    text = f"no training logged for {weeks} weeks: forecasts start from the last day in the log"
    return _alert(
        lifter,
        "not_trained_lately",
        subject="",
        severity="notice",
        facts={"text": text, "days": days},
        since=last_day,
    )


def mismatch(lifter: str, goal: str, zones: tuple[float, float, float], since: date) -> dict[str, Any] | None:
    """Tell of training that does not serve the lifter's stated goal.

    Parameters
    ----------
    zones : tuple of 3 floats
        Parts of the last weeks' sets that were heavy, moderate and light; all zero where there were none.
    """
    serving = {"strength": zones[0], "size": zones[1] + zones[2]}.get(goal)
    if serving is None or sum(zones) == 0 or serving >= MISMATCH[goal]:
        return None
    what = "1-5 reps" if goal == "strength" else "6 reps and more"
    text = f"{goal} is the goal, {100 * serving:.0f} % of the last sets are {what}"
    return _alert(
        lifter,
        "goal_mismatch",
        subject=goal,
        severity="notice",
        facts={"text": text, "share": round(serving, 2)},
        since=since,
    )


def records(bests: pd.DataFrame, *, most: int = 3) -> list[dict[str, Any]]:
    """Tell of personal records beyond the noise of a test.

    Parameters
    ----------
    bests : frame, one row per lift
        lifter, exercise_id, recent_best and earlier_best (ln kg, best of the last 28 days and of all days before),
        recent_day, earlier_days.
    most : int
        Alerts per lifter; the largest gains first.

    Returns
    -------
    list of dict
        One alert per lift whose recent best exceeds the earlier one by more than chance gives in 19 of 20 pairs.
    """
    least = ONE_SIDED_95 * MEET_NOISE_LOG * np.sqrt(2)
    gain = bests["recent_best"] - bests["earlier_best"]
    found = bests.assign(gain=gain)[(gain > least) & (bests["earlier_days"] >= LEAST_DAYS)]
    found = found.sort_values("gain", ascending=False).groupby("lifter").head(most)
    out = []
    for row in found.to_dict("records"):
        up = 100 * float(np.expm1(row["recent_best"] - row["earlier_best"]))
        text = f"best estimated 1RM {up:.0f} % above all before, more than test-to-test noise"
        facts = {"text": text, "gain_pct": round(up, 1)}
        out.append(
            _alert(
                str(row["lifter"]),
                "personal_record",
                subject=str(row["exercise_id"]),
                severity="info",
                facts=facts,
                since=row["recent_day"],
            )
        )
    return out


def _alert(lifter: str, kind: str, *, subject: str, severity: str, facts: dict[str, Any], since: Any) -> dict[str, Any]:
    """Make one alert."""
    return {
        "lifter": lifter,
        "kind": kind,
        "subject": subject,
        "severity": severity,
        "facts": facts,
        "since": pd.Timestamp(since).date(),
    }
