"""Lifts that stand still, fall, or have never been this strong."""

from typing import Any, Final

import numpy as np
import pandas as pd

from models.alerts.rows import Told, unknown
from models.definitions import LEAST_DAYS, LEAST_SPAN_DAYS, Z90, Z95
from models.one_rm.trends import FALLING_LOG, LEAST_RISE_LOG

MEET_NOISE_LOG: Final = 0.033
"""SD of a 1RM from meet to meet, ln: OpenPowerlifting, 31,000 pairs (evidence `openpowerlifting-1`)."""
MEET_NOISE: Final = "openpowerlifting-1"

STALLED: Final = 0.55
"""Least probability of a trend of no rise that is told: clearly more likely than not, so that about seven in ten of all
told come true on simulated lifters (`benchmarks/alerts.py`)."""
SURE: Final = 0.7
"""From here on such a trend is worth acting on: a notice where a lift stands, a warning where it falls."""
SEVERITIES: Final = {"plateau": ("info", "notice"), "decline": ("notice", "warning")}
"""Of a chance below `SURE`, and from there on."""
LONG_OFF_DAYS: Final = 14
"""A stretch without training that explains part of a trend, and is said with it."""
MOST: Final = 3
"""Alerts of a kind per lifter: the surest, or the largest."""
LEAST_GAIN_LOG: Final = 0.005
SUSPECT_LOG: Final = 0.5
"""A best further than this (ln) above all before is another machine or a typing error more often than a record."""
BEFORE_DAYS: Final = 8
"""Training days before the recent ones without which a new best says nothing."""
PER_WEEKS: Final = 12
FALLING_PCT: Final = round(-100 * float(np.expm1(FALLING_LOG)))


def trend_alerts(trends: pd.DataFrame) -> list[Told]:
    """Tell of lifts that most likely do not rise, and of those that most likely fall.

    Parameters
    ----------
    trends : frame, as `trends.trends` gives it

    Returns
    -------
    list of Told
        Kinds `plateau` and `decline`, at most three each per lifter, a step graver from seven chances in ten on;
        `plateau` of severity unknown for a lifter none of whose lifts can be judged.
    """
    known = trends[trends["is_enough"]]
    falling = known[known["p_falling"] >= STALLED]
    standing = known[(known["p_not_rising"] >= STALLED) & (known["p_falling"] < STALLED)]
    told = [_trend(row, "decline", row["p_falling"]) for row in _surest(falling, "p_falling")]
    told += [_trend(row, "plateau", row["p_not_rising"]) for row in _surest(standing, "p_not_rising")]
    blind = trends[~trends["lifter"].isin(set(known["lifter"]))].groupby("lifter")["last_day"].max()
    missing = (
        f"whether a lift stands still cannot be said: none has {LEAST_DAYS} comparable days over {LEAST_SPAN_DAYS} days"
    )
    figures = {"least_days": LEAST_DAYS, "least_span_days": LEAST_SPAN_DAYS}
    return told + [
        unknown(str(name), "plateau", missing=missing, since=day, figures=figures) for name, day in blind.items()
    ]


def _surest(rows: pd.DataFrame, by: str) -> list[dict[Any, Any]]:
    """Give each lifter's surest rows as dictionaries."""
    return rows.sort_values(by, ascending=False).groupby("lifter").head(MOST).to_dict("records")


def _trend(row: dict[Any, Any], kind: str, p: float) -> Told:
    """Word one trend."""
    trend, sd = float(row["trend"]), float(row["trend_sd"])
    low, middle, high = (100 * float(np.expm1(trend + step * sd)) for step in (-Z90, 0.0, Z90))
    weeks = round(float(row["span_days"]) / 7)
    figures = {
        "weeks": weeks,
        "per_weeks": PER_WEEKS,
        "trend_pct": _one_digit(middle),
        "low_pct": _one_digit(low),
        "high_pct": _one_digit(high),
        "chance_pct": round(100 * p),
        "limit_pct": _one_digit(100 * (-FALLING_LOG if kind == "decline" else LEAST_RISE_LOG)),
        "days": int(row["days"]),
        "left_out_days": int(row["easy_days"]) + int(row["other_days"]),
        "off_days": int(row["off_days"]),
    }
    what = f"falling by more than {FALLING_PCT} %" if kind == "decline" else "not rising"
    left_out = f", {figures['left_out_days']} of easy weeks or other reps left out" if figures["left_out_days"] else ""
    off = f"; {figures['off_days']} days on end without training" if row["off_days"] >= LONG_OFF_DAYS else ""
    text = (
        f"{figures['chance_pct']} % likely {what}: over the last {weeks} weeks the trend is {signed(middle)} % per "
        f"{PER_WEEKS} weeks (8 in 10 between {signed(low)} and {signed(high)} %), from {figures['days']} days"
        f"{left_out}{off}"
    )
    return Told(
        lifter=str(row["lifter"]),
        kind=kind,
        subject=str(row["exercise_id"]),
        severity=SEVERITIES[kind][figures["chance_pct"] >= 100 * SURE],
        text=text,
        figures=figures,
        since=row["first_day"],
    )


def signed(value: float) -> str:
    """Say a change to one digit with its sign; what rounds to nothing has none."""
    rounded = _one_digit(value)
    return f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"


def _one_digit(value: float) -> float:
    """Round to one digit, never to minus nothing."""
    return round(value, 1) + 0.0


def records(bests: pd.DataFrame, *, most: int = MOST) -> list[Told]:
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
    list of Told
        Beyond noise: more than chance gives in 19 of 20 pairs of tests.
    """
    beyond = Z95 * MEET_NOISE_LOG * np.sqrt(2)
    gain = bests["recent_best"] - bests["earlier_best"]
    is_told = (gain > LEAST_GAIN_LOG) & (gain <= SUSPECT_LOG) & (bests["earlier_days"] >= BEFORE_DAYS)
    found = bests.assign(gain=gain)[is_told]
    found = found.sort_values("gain", ascending=False).groupby("lifter").head(most)
    told = []
    for row in found.to_dict("records"):
        up = 100 * float(np.expm1(row["gain"]))
        is_beyond = bool(row["gain"] > beyond)
        judged = "more than test-to-test noise" if is_beyond else "within test-to-test noise"
        told.append(
            Told(
                lifter=str(row["lifter"]),
                kind="personal_record",
                subject=str(row["exercise_id"]),
                severity="info",
                text=f"best estimated 1RM {up:.0f} % above all before, {judged}",
                figures={"gain_pct": round(up), "is_beyond_noise": is_beyond},
                evidence=[MEET_NOISE],
                since=row["recent_day"],
            )
        )
    return told
