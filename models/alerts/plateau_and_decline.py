"""Lifts that stand still, and lifts that fall."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from models.alerts.kinds import Kind, Severity
from models.alerts.rows import MOST, Alert, unknown
from models.definitions import LEAST_DAYS, LEAST_SPAN_DAYS, Z90
from models.one_rm.trends import FALLING_LOG, LEAST_RISE_LOG

STALLED: Final = 0.55
"""Least probability of a trend of no rise that is told: clearly more likely than not, so that about seven in ten of all
told come true on simulated lifters (`benchmarks/alerts.py`)."""
SURE: Final = 0.7
"""From here on such a trend is worth acting on: a notice where a lift stands, a warning where it falls."""
SEVERITIES: Final = {
    Kind.PLATEAU: (Severity.INFO, Severity.NOTICE),
    Kind.DECLINE: (Severity.NOTICE, Severity.WARNING),
}
"""Of a chance below `SURE`, and from there on."""
PICKS_UP_PCT: Final = 3.0
"""A forecast of so much in twelve weeks says that the lift will pick up again."""
FORECAST: Final = {"low": "q10_pct", "middle": "q50_pct", "high": "q90_pct"}
LONG_OFF_DAYS: Final = 14
"""A stretch without training that explains part of a trend, and is said with it."""
PER_WEEKS: Final = 12
FALLING_PCT: Final = round(-100 * float(np.expm1(FALLING_LOG)))


def trend_alerts(trends: pd.DataFrame, ahead: pd.DataFrame | None = None) -> list[Alert]:
    """Tell of lifts that most likely do not rise, and of those that most likely fall.

    Parameters
    ----------
    trends : frame, as `trends.trends` gives it
    ahead : frame, optional
        lifter, exercise_id, q10_pct, q50_pct, q90_pct: the forecast of carrying on as now in twelve weeks. What has
        stood still or fallen mostly picks up again, so past and forecast are told together, and a forecast of
        `PICKS_UP_PCT` and more makes the alert no graver than its first step.

    Returns
    -------
    list of Alert
        Kinds `plateau` and `decline`, at most three each per lifter, a step graver from seven chances in ten on where
        the forecast does not say otherwise;
        `plateau` of severity unknown for a lifter none of whose lifts can be judged.
    """
    judged = trends[trends["is_enough"]]
    falling = judged[judged["p_falling"] >= STALLED]
    standing = judged[(judged["p_not_rising"] >= STALLED) & (judged["p_falling"] < STALLED)]
    said = {} if ahead is None else {(row["lifter"], row["exercise_id"]): row for row in ahead.to_dict("records")}
    alerts = [
        _trend(row, kind, row[by], said.get((row["lifter"], row["exercise_id"])))
        for kind, rows, by in (
            (Kind.DECLINE, falling, "p_falling"),
            (Kind.PLATEAU, standing, "p_not_rising"),
        )
        for row in _surest(rows, by)
    ]
    blind = trends[~trends["lifter"].isin(set(judged["lifter"]))].groupby("lifter")["last_day"].max()
    missing = (
        f"we can’t say whether a lift is stuck: that takes {LEAST_DAYS} comparable days of one within "
        f"{LEAST_SPAN_DAYS} days or more"
    )
    figures = {"least_days": LEAST_DAYS, "least_span_days": LEAST_SPAN_DAYS}
    return alerts + [
        unknown(str(name), Kind.PLATEAU, missing=missing, since=day, figures=figures) for name, day in blind.items()
    ]


def _surest(rows: pd.DataFrame, by: str) -> list[dict[Any, Any]]:
    """Each lifter's surest rows as dictionaries."""
    return rows.sort_values(by, ascending=False).groupby("lifter").head(MOST).to_dict("records")


def _trend(row: dict[Any, Any], kind: Kind, p: float, ahead: Mapping[Any, Any] | None) -> Alert:
    """Word one trend, with what is forecast."""
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
        "limit_pct": _one_digit(100 * (-FALLING_LOG if kind == Kind.DECLINE else LEAST_RISE_LOG)),
        "days": int(row["days"]),
        "left_out_days": int(row["easy_days"]) + int(row["other_days"]),
        "off_days": int(row["off_days"]),
    }
    is_sure = figures["chance_pct"] >= 100 * SURE
    what = f"fallen over the last {weeks} weeks, by about {abs(round(middle))} % per {PER_WEEKS} weeks"
    what = what if kind == Kind.DECLINE else f"not risen over the last {weeks} weeks"
    text = f"It has {'most likely' if is_sure else 'probably'} {what}"
    how_sure = _how_sure(figures, kind)
    picks_up = False
    if ahead is not None:
        for name in ("low", "middle", "high"):
            figures[f"forecast_{name}_pct"] = _one_digit(float(ahead[FORECAST[name]]))
        picks_up = figures["forecast_middle_pct"] >= PICKS_UP_PCT
        mostly = "most such lifts pick up again: " if picks_up else ""
        least, likely, most = (signed(figures[f"forecast_{name}_pct"]) for name in FORECAST)
        text += f". Carrying on, {mostly}{likely} % is forecast in {PER_WEEKS} weeks"
        how_sure += f" Of what is forecast 8 in 10 lie between {least} and {most} %."
    return Alert(
        lifter=str(row["lifter"]),
        kind=kind,
        subject=str(row["exercise_id"]),
        severity=SEVERITIES[kind][is_sure and not picks_up],
        text=text,
        how_sure=how_sure,
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


def _how_sure(figures: Mapping[str, Any], kind: Kind) -> str:
    """Say how sure a trend is, and which days it is from."""
    what = f"fallen by more than {FALLING_PCT} %" if kind == Kind.DECLINE else "not risen"
    left_out = f", {figures['left_out_days']} of easy weeks or other reps left out" if figures["left_out_days"] else ""
    off = f"; {figures['off_days']} days on end without training" if figures["off_days"] >= LONG_OFF_DAYS else ""
    return (
        f"{figures['chance_pct']} % sure that it has {what}: the trend was {signed(figures['trend_pct'])} % per "
        f"{PER_WEEKS} weeks (8 in 10 between {signed(figures['low_pct'])} and {signed(figures['high_pct'])} %), from "
        f"{figures['days']} days{left_out}{off}."
    )
