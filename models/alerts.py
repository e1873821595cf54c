"""What needs attention: facts, not scores. Each kind has its own module; here they come together."""

from datetime import date

import pandas as pd

from models import alert_breaks, alert_fatigue, alert_goals, alert_lifts, alert_muscles, alert_trends
from models.alert_rows import COLUMNS, Told
from models.tables import Tables


def alerts(tables: Tables, keys: pd.DataFrame, today: date) -> pd.DataFrame:
    """Gather what needs attention of some lifters, and what could not be looked at.

    Parameters
    ----------
    tables : Tables
    keys : frame
        lifter, exercise_id of the lifts that are forecast: records are told of those.
    today : date
        For saying how long ago the last training was.

    Returns
    -------
    frame
        lifter, kind, subject, severity, facts (text, figures, evidence), since.
    """
    lifters = _with_recent(tables.lifters[tables.lifters["last_day"].notna()], tables.weeks)
    known = keys[["lifter", "exercise_id"]]
    judged = alert_trends.judged_days(tables.recent_days)
    told: list[Told] = [
        *alert_breaks.idle(lifters, today),
        *alert_breaks.return_alerts(alert_breaks.returns(tables.recent_days, tables.weeks)),
        *alert_lifts.trend_alerts(alert_trends.trends(judged)),
        *alert_lifts.records(tables.bests.merge(known, on=["lifter", "exercise_id"])),
        *alert_fatigue.load_alerts(alert_fatigue.loads(tables.recent_days, judged)),
        *alert_goals.goal_alerts(tables.lift_weeks, lifters),
        *alert_muscles.muscle_alerts(alert_muscles.muscle_sets(tables.lift_weeks, tables.muscles), lifters),
        *alert_muscles.pattern_alerts(tables.lift_weeks, lifters),
        *alert_muscles.side_alerts(tables.sides, lifters),
    ]
    return pd.DataFrame([one.row() for one in told], columns=list(COLUMNS))


RECENT_WEEKS = 6
"""Trained weeks that the usual week is taken from, as in `sql/serving/lift_weeks.sql`."""


def _with_recent(lifters: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """Add the Monday since when the usual week is the usual."""
    last = weeks.sort_values("week").groupby("lifter").tail(RECENT_WEEKS).groupby("lifter")["week"].min()
    return lifters.assign(first_recent=lifters["lifter"].map(last))
