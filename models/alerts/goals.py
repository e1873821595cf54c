"""Training that does not serve the goal."""

from typing import Any, Final

import pandas as pd

from models.alerts.kinds import Kind, Severity
from models.alerts.rows import Alert, unknown
from models.definitions import HEAVY_MOST_REPS

LEAST: Final = {"strength": 0.2, "size": 0.5}
"""Least part of sets that serves a goal: 1-5 reps for strength, 6 and more for size."""
GOALS: Final = ("strength", "size", "both")


def goal_alerts(lift_weeks: pd.DataFrame, lifters: pd.DataFrame) -> list[Alert]:
    """Tell of training that does not serve the lifter's stated goal, or that none is stated.

    Parameters
    ----------
    lift_weeks : frame, as `sql/serving/lift_weeks.sql` gives it
    lifters : frame
        lifter, goal, first_recent, last_day.
    """
    sums = lift_weeks.groupby("lifter")[["heavy_sets", "moderate_sets", "light_sets"]].sum()
    zones: dict[Any, dict[Any, Any]] = sums.to_dict("index")
    alerts = []
    for row in lifters.to_dict("records"):
        name, goal = str(row["lifter"]), row["goal"]
        if goal not in GOALS:
            missing = "we can’t say whether your training fits your goal: no goal is stated"
            alerts.append(unknown(name, Kind.GOAL_MISMATCH, missing=missing, since=row["last_day"]))
            continue
        sets = zones.get(name, {})
        if goal not in LEAST or not sum(sets.values()):
            continue
        heavy = sets["heavy_sets"] / sum(sets.values())
        serving = heavy if goal == "strength" else 1 - heavy
        if serving < LEAST[str(goal)]:
            what = f"1-{HEAVY_MOST_REPS} reps" if goal == "strength" else f"{HEAVY_MOST_REPS + 1} reps and more"
            alerts.append(
                Alert(
                    lifter=name,
                    kind=Kind.GOAL_MISMATCH,
                    subject=str(goal),
                    severity=Severity.NOTICE,
                    text=f"{goal} is the goal, but only {100 * serving:.0f} % of the last sets were {what}",
                    figures={"share_pct": round(100 * float(serving))},
                    since=row["first_recent"],
                )
            )
    return alerts
