"""Which muscles get little or much of a lifter's usual week."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.alerts.kinds import Kind, Severity
from models.alerts.rows import Alert

Floats = NDArray[np.floating]

LEAST_SETS: Final = 4.0
LEAST: Final = "pelland2026-7"
"""Weekly fractional sets from which trials show growth."""
MOST_SETS: Final = 20.0
MOST: Final = "baz2022-1"
"""More weekly sets than this made no clear difference to 12-20 in the quadriceps and biceps of trained men."""
COUNTED: Final = "pelland2026-6"
LISTED: Final = 4
MUSCLES: Final = (
    "chest", "lats", "upper_back", "front_delts", "side_delts", "rear_delts", "biceps", "triceps", "quads",
    "hamstrings", "glutes", "calves",
)  # fmt: skip
"""Those a whole-body plan trains; the rest (neck, forearms, adductors ...) are nobody's shortage."""

GROWING: Final = ("size", "both")


def muscle_sets(lift_weeks: pd.DataFrame, muscles: pd.DataFrame) -> pd.DataFrame:
    """Sum the fractional sets of each muscle in the usual week.

    Parameters
    ----------
    lift_weeks : frame, as `sql/serving/lift_weeks.sql` gives it
    muscles : frame
        exercise_id, muscle, credit.

    Returns
    -------
    frame, one row per lifter and muscle that any lift works
        lifter, muscle, sets.
    """
    sets = lift_weeks[["heavy_sets", "moderate_sets", "light_sets"]].sum(axis=1)
    credited = lift_weeks[["lifter", "exercise_id"]].assign(sets=sets).merge(muscles, on="exercise_id")
    credited["sets"] *= credited["credit"]
    return pd.DataFrame(credited.groupby(["lifter", "muscle"], as_index=False)["sets"].sum())


def muscle_alerts(sets: pd.DataFrame, lifters: pd.DataFrame) -> list[Alert]:
    """Tell of muscles below the sets that grow a muscle, where size is a goal, and above those that trials tell apart.

    Parameters
    ----------
    sets : frame, as `muscle_sets` gives it
    lifters : frame
        lifter, goal, first_recent (since when the usual week is the usual).
    """
    trained = lifters[lifters["lifter"].isin(set(sets["lifter"]))]
    table = sets.pivot_table(index="lifter", columns="muscle", values="sets", aggfunc="sum")
    table = table.reindex(index=trained["lifter"], columns=list(MUSCLES)).fillna(0.0).round()
    growing = trained["goal"].isin(GROWING).to_numpy()
    rows = table.to_numpy()
    alerts = []
    for row, name, grows, since in zip(rows, trained["lifter"], growing, trained["first_recent"], strict=True):
        little, much = (_in_order(row, order) for order in ("little", "much"))
        if little and grows:
            text = f"few sets a week: {_list(little)}; trials show growth from {LEAST_SETS:.0f} on"
            alerts.append(_muscles(str(name), Kind.MUSCLE_UNDERTRAINED, text, little, (LEAST, COUNTED), since))
        if much:
            text = f"many sets a week: {_list(much)}; trials found no clear advantage beyond {MOST_SETS:.0f}"
            alerts.append(_muscles(str(name), Kind.MUSCLE_OVERTRAINED, text, much, (MOST, COUNTED), since))
    return alerts


def _in_order(row: Floats, which: str) -> dict[str, float]:
    """Muscles that get little or much, the furthest out first."""
    sign = 1 if which == "little" else -1
    places = np.argsort(sign * row, kind="stable")
    is_out = row < LEAST_SETS if which == "little" else row > MOST_SETS
    return {MUSCLES[place]: float(row[place]) for place in places if is_out[place]}


def _list(sets: Mapping[str, float]) -> str:
    """Name muscles with their sets, the furthest out first."""
    first = list(sets.items())[:LISTED]
    named = ", ".join(f"{name.replace('_', ' ')} {value:.0f}" for name, value in first)
    return f"{named} and {len(sets) - LISTED} more" if len(sets) > LISTED else named


def _muscles(
    name: str, kind: Kind, text: str, sets: Mapping[str, float], evidence: tuple[str, ...], since: Any
) -> Alert:
    """Make one alert about muscles."""
    figures = {
        "sets": {muscle: round(value) for muscle, value in sets.items()},
        "more": max(len(sets) - LISTED, 0),
        "limit": LEAST_SETS if kind == Kind.MUSCLE_UNDERTRAINED else MOST_SETS,
    }
    return Alert(
        lifter=name, kind=kind, severity=Severity.INFO, text=text, figures=figures, evidence=evidence, since=since
    )
