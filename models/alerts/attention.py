"""What needs attention: facts, not scores. Each kind of alert has its own module; here they come together."""

from datetime import date

import pandas as pd

from models.alerts import breaks, easy_week, goals, muscles, plateau_and_decline, records, sides
from models.alerts.rows import COLUMNS, Alert
from models.one_rm import trends
from models.tables import Tables


def alerts(tables: Tables, ahead: pd.DataFrame, today: date) -> pd.DataFrame:
    """Gather what needs attention of some lifters, and what could not be looked at.

    Parameters
    ----------
    tables : Tables
    ahead : frame
        lifter, exercise_id of the lifts that are forecast: records are told of those; and q10_pct, q50_pct, q90_pct,
        what carrying on as now is forecast to change of each 1RM in twelve weeks, which trends are told with.
    today : date
        For saying how long ago the last training was.

    Returns
    -------
    frame
        lifter, kind, subject, severity, facts (text, figures, evidence), since.
    """
    lifters = _with_recent(tables.lifters[tables.lifters["last_day"].notna()], tables.weeks)
    forecast_lifts = ahead[["lifter", "exercise_id"]]
    in_training = set(lifters.loc[_days_off(lifters, today) <= RESTED_DAYS, "lifter"])
    judged = trends.judged_days(tables.recent_days)
    raised: list[Alert] = [
        *breaks.idle(lifters, today),
        *breaks.return_alerts(breaks.returns(tables.recent_days, tables.weeks)),
        *plateau_and_decline.trend_alerts(trends.trends(judged), ahead),
        *records.record_alerts(tables.bests.merge(forecast_lifts, on=["lifter", "exercise_id"])),
        *(
            one
            for one in easy_week.load_alerts(easy_week.loads(tables.recent_days, judged))
            if one.lifter in in_training
        ),
        *goals.goal_alerts(tables.lift_weeks, lifters),
        *muscles.muscle_alerts(muscles.muscle_sets(tables.lift_weeks, tables.muscles), lifters),
        *sides.pattern_alerts(tables.lift_weeks, lifters),
        *sides.side_alerts(tables.sides, lifters),
    ]
    return pd.DataFrame([alert.row() for alert in raised], columns=list(COLUMNS))


RESTED_DAYS = 14
"""Who has not trained for so long has had an easy week: none is due."""
RECENT_WEEKS = 6
"""Trained weeks that the usual week is taken from, as in `sql/serving/lift_weeks.sql`."""


def _days_off(lifters: pd.DataFrame, today: date) -> pd.Series:
    """Days since each lifter's last session."""
    return (pd.Timestamp(today) - pd.to_datetime(lifters["last_day"])).dt.days


def _with_recent(lifters: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """Add the Monday since when the usual week is the usual."""
    last = weeks.sort_values("week").groupby("lifter").tail(RECENT_WEEKS).groupby("lifter")["week"].min()
    return lifters.assign(first_recent=lifters["lifter"].map(last))
