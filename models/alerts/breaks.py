"""No training lately, and coming back after a break: what others' lifts did then."""

from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from data import published
from models.alerts.kinds import Kind, Severity
from models.alerts.rows import Alert
from models.training.days_off import told_days_off

BREAK_DAYS: Final = 21
"""Three weeks off cost nothing measurable (Ogasawara 2011, 2013, evidence `ogasawara2011-1`); from there on it is
worth a word."""
BACK_DAYS: Final = 56
"""So long after a return it is still one."""
NO_LOSS: Final = "ogasawara2011-1"


def idle(lifters: pd.DataFrame, today: date) -> list[Alert]:
    """Tell of lifters who have not trained for three weeks.

    Parameters
    ----------
    lifters : frame
        lifter, last_day.
    today : date
    """
    last = pd.to_datetime(lifters["last_day"])
    alerts = []
    for name, since in zip(lifters["lifter"], last, strict=True):
        count = told_days_off((pd.Timestamp(today) - since).days)
        if count < BREAK_DAYS:
            continue
        weeks = count // 7
        alerts.append(
            Alert(
                lifter=str(name),
                kind=Kind.NOT_TRAINED_LATELY,
                severity=Severity.NOTICE,
                text=f"no training logged for {weeks} weeks: forecasts start from the last day in the log",
                figures={"days": count, "weeks": weeks},
                since=since,
            )
        )
    return alerts


def returns(days: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """Find the lifters who came back from a break in the last eight weeks.

    Parameters
    ----------
    days : frame, as `sql/serving/recent_days.sql` gives it
    weeks : frame
        lifter, week: every trained week of the log.

    Returns
    -------
    frame, one row per lifter back from a break
        lifter, back (first day), left (last day before; from the weeks where older than the days), days_off.
    """
    each = days[["lifter", "day", "ago"]].drop_duplicates(["lifter", "day"]).sort_values(["lifter", "day"])
    each = each.assign(day=pd.to_datetime(each["day"]))
    each["left"] = each.groupby("lifter")["day"].shift()
    trained = weeks[["lifter", "week"]].assign(week=pd.to_datetime(weeks["week"]))
    first = each.groupby("lifter", as_index=False).first()[["lifter", "day"]]
    older = trained.merge(first, on="lifter")
    older = older[older["week"] + pd.Timedelta(days=6) < older["day"]]
    sundays = older.groupby("lifter")["week"].max() + pd.Timedelta(days=6)
    before = pd.to_datetime(each["lifter"].map(sundays.to_dict()))
    each["left"] = each["left"].fillna(before)
    each["days_off"] = (each["day"] - each["left"]).dt.days - 1
    back = each[(each["days_off"] >= BREAK_DAYS) & (each["ago"] < BACK_DAYS)]
    return back.groupby("lifter").tail(1).rename(columns={"day": "back"})[["lifter", "back", "left", "days_off", "ago"]]


def return_alerts(breaks: pd.DataFrame) -> list[Alert]:
    """Tell of a return, with how others' lifts stood against their old best so long after a break of that length.

    Parameters
    ----------
    breaks : frame, as `returns` gives it
    """
    regain = published.regain()
    alerts = []
    for row in breaks.to_dict("records"):
        ahead = regain[(regain["break_from_days"] <= row["days_off"]) & (regain["after_to_days"] > row["ago"])]
        ahead = ahead[ahead["break_from_days"] == ahead["break_from_days"].max()]
        alerts.append(_return(row, ahead.iloc[0], ahead.iloc[-1]))
    return alerts


def _return(row: dict[Any, Any], now: "pd.Series[Any]", then: "pd.Series[Any]") -> Alert:
    """Word one return, from what others' lifts did now and later after such a break."""
    quarters = {name: round(100 * float(np.expm1(now[name]))) for name in ("q25", "q50", "q75")}
    figures = {
        "weeks_off": round(row["days_off"] / 7),
        "days_off": int(row["days_off"]),
        "lifters": int(now["lifters"]),
        "from_weeks": round(now["break_from_days"] / 7),
        "after_weeks": round(now["after_to_days"] / 7),
        "later_weeks": round(then["after_to_days"] / 7),
        "low_pct": quarters["q25"],
        "middle_pct": quarters["q50"],
        "high_pct": quarters["q75"],
        "later_pct": round(100 * float(np.expm1(then["q50"]))),
    }
    low, middle, high = (_signed_percent(figures[name]) for name in ("low_pct", "middle_pct", "high_pct"))
    text = (
        f"back after {figures['weeks_off']} weeks off: in {figures['lifters']} other logs, {figures['after_weeks']} "
        f"weeks after a break of {figures['from_weeks']} weeks or more, half the lifts were {low} to {high} % from "
        f"their best before it, the middle one {middle} %"
    )
    if then["after_to_days"] != now["after_to_days"]:
        text += f"; after {figures['later_weeks']} weeks {_signed_percent(figures['later_pct'])} %"
    return Alert(
        lifter=str(row["lifter"]),
        kind=Kind.BACK_AFTER_A_BREAK,
        severity=Severity.INFO,
        text=text,
        figures=figures,
        evidence=[NO_LOSS] if row["days_off"] < 2 * BREAK_DAYS else [],
        since=row["back"],
    )


def _signed_percent(pct: float) -> str:
    """Say a change in whole percent with its sign."""
    return f"{pct:+d}".replace("-", "−") if (pct := int(pct)) else "0"
