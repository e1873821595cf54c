"""Which of two opposites is behind: patterns of movement by their sets, limbs by the tape."""

from typing import Any, Final

import pandas as pd

from models.alerts.kinds import Kind, Severity
from models.alerts.rows import Alert, unknown

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


def pattern_alerts(lift_weeks: pd.DataFrame, lifters: pd.DataFrame) -> list[Alert]:
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
    alerts = []
    for one, ones, other, others in PAIRS:
        sums = [table.reindex(columns=list(names), fill_value=0.0).sum(axis=1) for names in (ones, others)]
        for name, first, second in zip(table.index, *sums, strict=True):
            (more, most), (less, least) = sorted([(one, first), (other, second)], key=lambda pair: -pair[1])
            if most < PAIR_SETS or most < TIMES * least:
                continue
            alerts.append(
                Alert(
                    lifter=str(name),
                    kind=Kind.PATTERN_IMBALANCE,
                    subject=f"{more} and {less}",
                    severity=Severity.INFO,
                    text=f"{most:.0f} sets a week of {more} work against {least:.0f} of {less} work",
                    figures={"sets": round(float(most)), "other_sets": round(float(least))},
                    since=since.get(name),
                )
            )
    return alerts


def side_alerts(sides: pd.DataFrame, lifters: pd.DataFrame) -> list[Alert]:
    """Tell of limbs that differ by more than a tape can err, or that both sides were never measured.

    Parameters
    ----------
    sides : frame, one row per lifter and site measured on both sides
        lifter, site, day, left_cm, right_cm.
    lifters : frame
        lifter, last_day.
    """
    apart = sides["left_cm"] - sides["right_cm"]
    alerts = [_side(row) for row in sides.assign(apart=apart)[apart.abs() >= TAPE_APART_CM].to_dict("records")]
    missing = "we can’t say whether your sides are even: no limb was measured on both"
    unmeasured = lifters[~lifters["lifter"].isin(set(sides["lifter"]))]
    alerts += [
        unknown(str(name), Kind.SIDE_IMBALANCE, missing=missing, since=day)
        for name, day in zip(unmeasured["lifter"], unmeasured["last_day"], strict=True)
    ]
    return alerts


def _side(row: dict[Any, Any]) -> Alert:
    """Word one limb larger than the other."""
    larger, smaller = ("left", "right") if row["apart"] > 0 else ("right", "left")
    figures = {"apart_cm": round(abs(row["apart"]), 1), "tape_cm": round(TAPE_APART_CM, 1)}
    text = (
        f"{larger} {figures['apart_cm']} cm larger than {smaller}: more than the {figures['tape_cm']} cm that two "
        "readings with a tape differ by"
    )
    return Alert(
        lifter=str(row["lifter"]),
        kind=Kind.SIDE_IMBALANCE,
        subject=str(row["site"]),
        severity=Severity.INFO,
        text=text,
        figures=figures,
        evidence=[TAPE],
        since=row["day"],
    )
