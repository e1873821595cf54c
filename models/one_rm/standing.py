"""Where a lifter stands among raw powerlifters of the same sex, body weight and age, and how fast such lifters grew."""

from collections.abc import Hashable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from data import published
from data.units import KG_PER_LB

LIFTS: Final = {
    "squat_barbell": "squat",
    "bench_press_barbell": "bench_press",
    "deadlift_barbell": "deadlift",
}
"""The lifts of a meet, by exercise_id."""
NAMES: Final = {"squat": "squat", "bench_press": "bench press", "deadlift": "deadlift"}
SEXES: Final = {"F": "women", "M": "men"}
LEVELS: Final = (5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99)
LEAST_PEERS: Final = 100
"""Competitors a class must hold for a percentile to be said."""
AGE_BANDS: Final = ((20, "<20"), (30, "20-29"), (40, "30-39"), (50, "40-49"), (60, "50-59"))
OLDEST: Final = "60+"
ANY_AGE: Final = "all"
CLASS_KG: Final = 5

YEAR_GROWTH: Final = {"M": (12.8, 9.1, 7.3, 5.3), "F": (15.2, 12.1, 10.4, 7.8)}
GROWTH: Final = "openpowerlifting-7"
"""Median growth (%) of the total in the first year after a meet, by quarter of strength, weakest first."""
QUARTERS: Final = ("weakest", "second", "third", "strongest")
COLUMNS: Final = (
    "lifter", "exercise_id", "lift", "sex", "age_band", "bodyweight_from_kg", "now_kg", "percentile", "low_percentile",
    "high_percentile", "peers", "year_growth_pct", "facts",
)  # fmt: skip


def standing(lifters: pd.DataFrame, maxes: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Place each lifter's squat, bench press and deadlift among competitors like them.

    Parameters
    ----------
    lifters : frame
        lifter, sex ('F', 'M' or missing), birth_year, body_weight_kg, last_day, unit.
    maxes : frame, one row per lift
        lifter, exercise_id, now_kg, now_se_kg: the current 1RM.

    Returns
    -------
    placed : frame of `COLUMNS`
        percentile (5 to 99) and what one standard error of the 1RM either way makes of it; facts holds text, figures
        and evidence.
    refused : frame
        lifter, subject, kind ('standing'), reason, missing; one row per lifter with such a lift who cannot be placed.
    """
    placed_lifts = maxes[maxes["exercise_id"].isin(LIFTS) & (maxes["now_kg"] > 0)].merge(lifters, on="lifter")
    is_comparable = placed_lifts["sex"].isin(list(SEXES)) & (placed_lifts["body_weight_kg"] > 0)
    placed, unplaced = _placed(placed_lifts[is_comparable])
    return placed, pd.concat([_unknown(placed_lifts[~is_comparable]), unplaced], ignore_index=True)


def _unknown(lifts: pd.DataFrame) -> pd.DataFrame:
    """Say of whom sex or body weight is missing."""
    rows = []
    for row in lifts.drop_duplicates("lifter").to_dict("records"):
        lacks = [] if row["sex"] in SEXES else ["sex"]
        lacks += [] if row["body_weight_kg"] > 0 else ["body weight"]
        what = " and ".join(lacks)
        missing = f"your {what}, stated on a page or in profile.toml"
        rows.append((row["lifter"], row["lifter"], "standing", f"{what} unknown", missing))
    return pd.DataFrame(rows, columns=["lifter", "subject", "kind", "reason", "missing"])


def _placed(lifts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Look each lift up in the class of its lifter: of that age where the class is large enough, else any."""
    table = published.percentiles().set_index(["sex", "age_band", "bodyweight_from_kg", "lift"])
    classes: dict[Any, dict[Any, Any]] = table.to_dict("index")
    rows, few = [], []
    for row in lifts.to_dict("records"):
        lift, sex = LIFTS[str(row["exercise_id"])], str(row["sex"])
        held = [key[2] for key in classes if (key[0], key[1], key[3]) == (sex, ANY_AGE, lift)]
        from_kg = int(np.clip(row["body_weight_kg"] // CLASS_KG * CLASS_KG, min(held), max(held)))
        bands = [age_band(row["birth_year"], row["last_day"]), ANY_AGE]
        keys = [(sex, band, from_kg, lift) for band in bands]
        key = next((one for one in keys if one in classes and classes[one]["n"] >= LEAST_PEERS), None)
        if key is None:
            reason, missing = "too few competitors of that sex and body weight", f"{LEAST_PEERS} of them"
            few.append((row["lifter"], row["exercise_id"], "standing", reason, missing))
        else:
            rows.append(_row(row, key, classes[key]))
    columns = ["lifter", "subject", "kind", "reason", "missing"]
    return pd.DataFrame(rows, columns=list(COLUMNS)), pd.DataFrame(few, columns=columns)


def age_band(birth_year: Any, last_day: Any) -> str:
    """Name the age band of someone on a day; any age where the year of birth is unknown.

    Examples
    --------
    >>> age_band(1990, "2024-05-01")
    '30-39'
    """
    if pd.isna(birth_year):
        return ANY_AGE
    age = pd.Timestamp(last_day).year - int(birth_year)
    return next((name for below, name in AGE_BANDS if age < below), OLDEST)


def percentile(load_kg: float, peers: Mapping[str, Any]) -> float:
    """Percentile of a load in a class, straight between the levels known; 5 and 99 are the ends."""
    return float(np.interp(load_kg, [float(peers[f"p{level:02d}"]) for level in LEVELS], LEVELS))


def _row(lift: dict[Hashable, Any], key: tuple[str, str, int, str], peers: Mapping[Any, Any]) -> dict[str, Any]:
    """Make one lift's row and its sentence."""
    sex, band, from_kg, name = key
    now, error = float(lift["now_kg"]), float(np.nan_to_num(lift["now_se_kg"]))
    middle, low, high = (round(percentile(load, peers)) for load in (now, now - error, now + error))
    quarter = min(middle * 4 // 100, 3)
    growth = YEAR_GROWTH[sex][quarter]
    ages = "of any age" if band == ANY_AGE else f"aged {band}" if band[0].isdigit() else f"under {band[1:]}"
    figures: dict[str, Any] = {
        "percentile": middle, "low_percentile": low, "high_percentile": high, "peers": int(peers["n"]),
        "bodyweight_from_kg": from_kg, "bodyweight_to_kg": from_kg + CLASS_KG, "age_band": band,
        "now_kg": round(now, 1),
    }  # fmt: skip
    weights = f"{from_kg}-{from_kg + CLASS_KG} kg"
    if lift["unit"] == "lb":
        from_lb, to_lb = (round(kg / KG_PER_LB) for kg in (from_kg, from_kg + CLASS_KG))
        figures |= {"bodyweight_from_lb": from_lb, "bodyweight_to_lb": to_lb}
        weights = f"{from_lb}-{to_lb} lb"
    within = f"; {low} to {high} within the error of the estimate" if low < high else ""
    text = f"{_among(middle)} {SEXES[sex]} {ages} who compete raw at {weights} ({figures['peers']} lifters{within})."
    grew = f"Competitors in the {QUARTERS[quarter]} quarter added {growth:g} % to their total within a year (median)."
    year_growth = {"text": grew, "year_growth_pct": growth, "evidence": [GROWTH]}
    return {
        "lifter": lift["lifter"], "exercise_id": lift["exercise_id"], "lift": NAMES[name], "sex": sex, "age_band": band,
        "bodyweight_from_kg": from_kg, "now_kg": now, "percentile": middle, "low_percentile": low,
        "high_percentile": high, "peers": int(peers["n"]), "year_growth_pct": growth,
        "facts": {"text": text, **figures, "evidence": [], "growth": year_growth},
    }  # fmt: skip


def _among(middle: int) -> str:
    """Say a percentile, open at the ends of what is known."""
    if middle <= LEVELS[0]:
        return f"Among the lowest {LEVELS[0]} % of"
    if middle >= LEVELS[-1]:
        return f"Above {LEVELS[-1]} % of"
    return f"Above {middle} % of"
