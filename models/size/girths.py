"""What a lifter's own tape and scales say about how muscles have grown.

Each site's growth over the last year is a trend through its readings: either side has a level of its own, readings of
one day share that day's swelling, and what body weight alone explains is taken off as far as it is fat. A limb's
cross-section is only partly muscle, so a muscle grows by more than its girth shows. `models.size.measured` sets this
growth against what training should have brought.
"""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data import published

Floats = NDArray[np.floating]


@dataclass(frozen=True, kw_only=True)
class Site:
    """How a site's readings stand for muscle.

    Parameters
    ----------
    muscles : tuple of str
        The muscles under it; empty for all.
    per_muscle : float
        ln of the reading per ln of those muscles' size.
    error : float
        SD of one reading, in the unit read, of one and the same body.
    """

    muscles: tuple[str, ...]
    per_muscle: float
    error: float


LIMB: Final = 0.35
"""Half of the 0.7 of a limb's cross-section that is muscle: convention; a girth grows with the root of the section."""

TRUNK: Final = 0.15
"""The same for the chest, most of whose girth is the rib cage: convention."""

TAPE_ERROR_CM: Final = 0.42
"""Within-session error of one tape reading, arm and thigh (evidence `wolf-1`)."""

SITES: Final = MappingProxyType(
    {
        "upper_arm": Site(muscles=("biceps", "triceps"), per_muscle=LIMB, error=TAPE_ERROR_CM),
        "forearm": Site(muscles=("forearms",), per_muscle=LIMB, error=TAPE_ERROR_CM),
        "thigh": Site(muscles=("quads", "hamstrings", "adductors"), per_muscle=LIMB, error=TAPE_ERROR_CM),
        "calf": Site(muscles=("calves",), per_muscle=LIMB, error=TAPE_ERROR_CM),
        "chest": Site(muscles=("chest", "lats", "upper_back"), per_muscle=TRUNK, error=2 * TAPE_ERROR_CM),
        "lean_mass": Site(muscles=(), per_muscle=0.5, error=1.0),
        "muscle_mass": Site(muscles=(), per_muscle=0.9, error=1.0),
    }
)
"""Half of fat-free mass is muscle (evidence `wang2001-1`); a scale's lean mass is good to a kilogram: convention."""

DAY_SD: Final = 0.006
"""ln by which a site differs from day to day (swelling, water): convention, half of a reading's error."""

FAT_PART: Final = (0.5, 0.25)
"""Part of the girth that goes with body weight which is fat, and its SD: convention."""

UNKNOWN_WEIGHT_SD: Final = 0.03
"""ln by which body weight may drift in half a year that nobody weighed: convention."""

SHARE_SD: Final = 0.2
"""Relative SD of `per_muscle` between people: convention."""

WINDOW_WEEKS: Final = 52.0
LEAST_WEEKS: Final = 6.0
LEAST_DAYS: Final = 4
MOST_READINGS: Final = 120
HALF_YEAR_WEEKS: Final = 26.0


@dataclass(frozen=True, kw_only=True)
class Growth:
    """How a site's muscles have grown, as measured.

    Parameters
    ----------
    site : str
    weeks : float
        From the first reading to the last.
    days : int
        Days with a reading.
    change : float
        ln growth of the muscle over those weeks, body weight taken into account.
    se : float
    now : float
        The reading to expect today (both sides' mean), cm or kg.
    weight_change : float
        ln change of body weight meanwhile; NaN where it was not weighed.
    """

    site: str
    weeks: float
    days: int
    change: float
    se: float
    now: float
    weight_change: float


def growths(measurements: pd.DataFrame, last_day: pd.Timestamp, sex: str | None) -> list[Growth]:
    """Read how one lifter's muscles have grown off the measurements of the year before a day.

    Parameters
    ----------
    measurements : frame
        day, site, side ('left', 'right' or None), value (cm or kg), kind.
    last_day : Timestamp
        Nothing measured later is used.
    sex : str or None

    Returns
    -------
    list of Growth
        Sites with readings on at least four days over six weeks.
    """
    days = pd.to_datetime(measurements["day"])
    weeks = (days - last_day).dt.days / 7
    rows = measurements.assign(week=weeks)[(weeks <= 0) & (weeks >= -WINDOW_WEEKS) & (measurements["value"] > 0)]
    rows = _with_lean_mass(rows)
    weight = rows[rows["site"] == "body_weight"]
    by_site = (_growth(name, rows[rows["site"] == name], weight, sex) for name in SITES)
    return [growth for growth in by_site if growth is not None]


def _with_lean_mass(readings: pd.DataFrame) -> pd.DataFrame:
    """Add lean mass where scales told body weight and body fat of a day but not what is left."""
    if (readings["site"] == "lean_mass").any():
        return readings
    weight, fat = (
        readings[readings["site"] == name].groupby("day", as_index=False)[["value", "week"]].mean()
        for name in ("body_weight", "body_fat")
    )
    both = weight.merge(fat[["day", "value"]], on="day", suffixes=("", "_fat"))
    lean = both.assign(site="lean_mass", side=None, value=both["value"] * (1 - both["value_fat"] / 100))
    return pd.concat([readings, lean[["day", "site", "side", "value", "week"]]], ignore_index=True)


def _growth(name: str, readings: pd.DataFrame, weight: pd.DataFrame, sex: str | None) -> Growth | None:
    """Read one site's growth; None where there is too little."""
    readings = readings.sort_values("week").tail(MOST_READINGS)
    spell, days = float(np.ptp(readings["week"])) if len(readings) else 0.0, int(readings["week"].nunique())
    if days < LEAST_DAYS or spell < LEAST_WEEKS:
        return None
    site = SITES[name]
    slope, se, now = _trend(readings, site.error)
    elasticity = _per_weight(name, sex)
    inside = weight[weight["week"] >= readings["week"].min() - 2]
    lost, drift = 0.0, UNKNOWN_WEIGHT_SD * np.sqrt(spell / HALF_YEAR_WEEKS) / spell
    weight_slope = np.nan
    if inside["week"].nunique() >= LEAST_DAYS - 1 and np.ptp(inside["week"]) >= spell / 2:
        weight_slope, drift, _ = _trend(inside.tail(MOST_READINGS), 1.0)
        lost = FAT_PART[0] * elasticity * weight_slope
    by_weight = np.hypot(FAT_PART[1] * elasticity * np.nan_to_num(weight_slope), FAT_PART[0] * elasticity * drift)
    change = (slope - lost) * spell / site.per_muscle
    error = np.hypot(np.hypot(se, by_weight) * spell / site.per_muscle, SHARE_SD * change)
    return Growth(
        site=name,
        weeks=spell,
        days=days,
        change=float(change),
        se=float(error),
        now=now,
        weight_change=float(weight_slope * spell),
    )


def _trend(readings: pd.DataFrame, error: float) -> tuple[float, float, float]:
    """Fit ln reading = level of its side + slope x weeks by generalised least squares: slope, its SE, today's value.

    Scatter beyond tape and day (pumped arms, another tape) widens the SE.
    """
    value, week = readings["value"].to_numpy(float), readings["week"].to_numpy(float)
    sides = pd.get_dummies(readings["side"].fillna("both")).to_numpy(float)
    design = np.column_stack([sides, week])
    noise = np.diag((error / value) ** 2) + DAY_SD**2 * (week[:, None] == week[None, :])
    weighed = np.linalg.solve(noise, np.column_stack([design, np.log(value)]))
    matrix = design.T @ weighed[:, :-1]
    fitted = np.linalg.solve(matrix, design.T @ weighed[:, -1])
    left = np.log(value) - design @ fitted
    freedom = max(len(value) - design.shape[1], 1)
    scatter = max(float(left @ np.linalg.solve(noise, left)) / freedom, 1.0)
    se = np.sqrt(scatter * np.linalg.inv(matrix)[-1, -1])
    return float(fitted[-1]), float(se), float(np.exp(np.mean(fitted[:-1])))


@cache
def _per_weight(name: str, sex: str | None) -> float:
    """Reading (ln) per body weight (ln), of the sex where known (evidence `heinz2003-2`); lean mass: as the calf."""
    table = published.girths()
    rows = table[table["site"] == (name if name in set(table["site"]) else "calf")]
    own = rows[rows["sex"] == sex]
    return float((own if len(own) else rows)["per_ln_weight"].mean())


@cache
def usual_cm(site: str, sex: str | None) -> float:
    """Mean girth of active people (evidence `heinz2003-1`), of both sexes where it is not known."""
    table = published.girths()
    rows = table[table["site"] == site]
    own = rows[rows["sex"] == sex]
    return float((own if len(own) else rows)["mean_cm"].mean())


def latest(measurements: pd.DataFrame, site: str) -> float:
    """The site's newest reading, both sides' mean; lean mass also from body weight and body fat; NaN if none."""
    if measurements.empty:
        return float("nan")
    rows = measurements[measurements["site"] == site]
    if len(rows):
        return float(rows.loc[rows["day"] == rows["day"].max(), "value"].mean())
    if site != "lean_mass":
        return float("nan")
    weight, fat = latest(measurements, "body_weight"), latest(measurements, "body_fat")
    return weight * (1 - fat / 100)
