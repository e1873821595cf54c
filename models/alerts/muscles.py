"""Which muscles, patterns and sides get little or much of a lifter's usual week."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.alerts.rows import Told, unknown

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

PAIRS: Final = (
    ("pushing", ("horizontal_push", "vertical_push"), "pulling", ("horizontal_pull", "vertical_pull")),
    ("knee-dominant", ("squat", "lunge", "knee_extension"), "hip-dominant", ("hinge", "hip_extension", "knee_flexion")),
)
TIMES: Final = 2.0
PAIR_SETS: Final = 6.0
"""Weekly sets of the stronger of two patterns from which their ratio says something."""

TAPE_CM: Final = 0.42
TAPE: Final = "wolf-1"
"""Standard error of one reading with a tape."""
TAPE_APART_CM: Final = 1.96 * TAPE_CM * 2**0.5
"""What two readings of one girth differ by in 19 of 20 pairs."""
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


def muscle_alerts(sets: pd.DataFrame, lifters: pd.DataFrame) -> list[Told]:
    """Tell of muscles below the sets that grow a muscle, where size is a goal, and above those that trials tell apart.

    Parameters
    ----------
    sets : frame, as `muscle_sets` gives it
    lifters : frame
        lifter, goal, first_recent (since when the usual week is the usual).
    """
    known = lifters[lifters["lifter"].isin(set(sets["lifter"]))]
    table = sets.pivot_table(index="lifter", columns="muscle", values="sets", aggfunc="sum")
    table = table.reindex(index=known["lifter"], columns=list(MUSCLES)).fillna(0.0).round()
    growing = known["goal"].isin(GROWING).to_numpy()
    rows = table.to_numpy()
    told = []
    for row, name, grows, since in zip(rows, known["lifter"], growing, known["first_recent"], strict=True):
        little, much = (_in_order(row, order) for order in ("little", "much"))
        if little and grows:
            text = f"fractional sets a week: {_list(little)}; trials show growth from {LEAST_SETS:.0f} on"
            told.append(_muscles(str(name), "muscle_undertrained", text, little, (LEAST, COUNTED), since))
        if much:
            text = f"fractional sets a week: {_list(much)}; trials found more than {MOST_SETS:.0f} no clear advantage"
            told.append(_muscles(str(name), "muscle_overtrained", text, much, (MOST, COUNTED), since))
    return told


def _in_order(row: Floats, which: str) -> dict[str, float]:
    """Give the muscles that get little or much, the furthest out first."""
    sign = 1 if which == "little" else -1
    places = np.argsort(sign * row, kind="stable")
    is_out = row < LEAST_SETS if which == "little" else row > MOST_SETS
    return {MUSCLES[place]: float(row[place]) for place in places if is_out[place]}


def _list(sets: Mapping[str, float]) -> str:
    """Name muscles with their sets, the furthest out first."""
    first = list(sets.items())[:LISTED]
    named = ", ".join(f"{name.replace('_', ' ')} {value:.0f}" for name, value in first)
    return f"{named} and {len(sets) - LISTED} more" if len(sets) > LISTED else named


def _muscles(name: str, kind: str, text: str, sets: Mapping[str, float], evidence: tuple[str, ...], since: Any) -> Told:
    """Make one alert about muscles."""
    figures = {
        "sets": {muscle: round(value) for muscle, value in sets.items()},
        "more": max(len(sets) - LISTED, 0),
        "limit": LEAST_SETS if kind == "muscle_undertrained" else MOST_SETS,
    }
    return Told(lifter=name, kind=kind, severity="info", text=text, figures=figures, evidence=evidence, since=since)


def pattern_alerts(lift_weeks: pd.DataFrame, lifters: pd.DataFrame) -> list[Told]:
    """Tell of patterns that get less than half the sets of their opposites.

    Parameters
    ----------
    lift_weeks : frame, as `sql/serving/lift_weeks.sql` gives it
    lifters : frame
        lifter, first_recent.
    """
    sets = lift_weeks[["heavy_sets", "moderate_sets", "light_sets"]].sum(axis=1)
    patterns = lift_weeks[["lifter", "pattern"]].assign(sets=sets)
    table = patterns.pivot_table(index="lifter", columns="pattern", values="sets", aggfunc="sum", fill_value=0.0)
    since = lifters.set_index("lifter")["first_recent"]
    told = []
    for one, ones, other, others in PAIRS:
        sums = [table.reindex(columns=list(names), fill_value=0.0).sum(axis=1) for names in (ones, others)]
        for name, first, second in zip(table.index, *sums, strict=True):
            (more, most), (less, least) = sorted([(one, first), (other, second)], key=lambda pair: -pair[1])
            if most < PAIR_SETS or most < TIMES * least:
                continue
            told.append(
                Told(
                    lifter=str(name),
                    kind="pattern_imbalance",
                    subject=f"{more} and {less}",
                    severity="info",
                    text=f"{most:.0f} sets a week of {more} work against {least:.0f} of {less} work",
                    figures={"sets": round(float(most)), "other_sets": round(float(least))},
                    since=since.get(name),
                )
            )
    return told


def side_alerts(sides: pd.DataFrame, lifters: pd.DataFrame) -> list[Told]:
    """Tell of limbs that differ by more than a tape can err, or that both sides were never measured.

    Parameters
    ----------
    sides : frame, one row per lifter and site measured on both sides
        lifter, site, day, left_cm, right_cm.
    lifters : frame
        lifter, last_day.
    """
    apart = sides["left_cm"] - sides["right_cm"]
    told = [_side(row) for row in sides.assign(apart=apart)[apart.abs() >= TAPE_APART_CM].to_dict("records")]
    missing = "whether the sides are even cannot be said: no limb was measured on both sides"
    unmeasured = lifters[~lifters["lifter"].isin(set(sides["lifter"]))]
    told += [
        unknown(str(name), "side_imbalance", missing=missing, since=day)
        for name, day in zip(unmeasured["lifter"], unmeasured["last_day"], strict=True)
    ]
    return told


def _side(row: dict[Any, Any]) -> Told:
    """Word one limb larger than the other."""
    larger, smaller = ("left", "right") if row["apart"] > 0 else ("right", "left")
    figures = {"apart_cm": round(abs(row["apart"]), 1), "tape_cm": round(TAPE_APART_CM, 1)}
    text = (
        f"{larger} {figures['apart_cm']} cm larger than {smaller}: more than the {figures['tape_cm']} cm that two "
        "readings with a tape differ by"
    )
    return Told(
        lifter=str(row["lifter"]),
        kind="side_imbalance",
        subject=str(row["site"]),
        severity="info",
        text=text,
        figures=figures,
        evidence=[TAPE],
        since=row["day"],
    )
