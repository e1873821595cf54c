"""The next block written out: the lifter's own staples in sets, reps and loads a gym can make."""

import re
from typing import Any, Final

import numpy as np
import pandas as pd

from models.rep_max import share_of_one_rm
from models.style import AS_NOW, STYLES, Style

KG_PER_LB: Final = 0.45359237
BLOCK_WEEKS: Final = 6

COMPOUND_PATTERNS: Final = frozenset(
    {"squat", "hinge", "horizontal_push", "vertical_push", "horizontal_pull", "vertical_pull", "lunge", "hip_extension"}
)
_COMPOUND_WORDS: Final = re.compile(
    r"squat|bench|press|deadlift|\brow|pull.?up|chin.?up|pull.?down|\bdips?\b|lunge", re.IGNORECASE
)
_NO_COMPOUND: Final = re.compile(
    r"leg press calf|calf|wrist|extension|raise|press.?down|push.?down|kickback", re.IGNORECASE
)
_NO_STRENGTH_WORK: Final = frozenset({"conditioning", "stretch", "core", "carry", "neck", "forearm"})

_STEPS: Final = {
    "kg": {"barbell": (20.0, 2.5), "dumbbell": (1.0, 1.0), "other": (2.5, 2.5)},
    "lb": {"barbell": (45.0, 5.0), "dumbbell": (2.5, 2.5), "other": (5.0, 5.0)},
}
"""Least load and step, in the unit: pairs of the smallest plates on a bar, single small steps of dumbbells."""

_BIG_DUMBBELL: Final = {"kg": (10.0, 2.0), "lb": (20.0, 5.0)}
MOST_ABOVE_RECENT: Final = 1.15
"""An estimate from many reps errs by 10 % and more (evidence `mayhew2008-2`): loads stay near what was done."""

MOST_SETS_PER_SESSION: Final = 24
SESSIONS_FOR_TWICE: Final = 3
COMPOUND_REPS: Final = {"heavy": 4, "moderate": 8}
ISOLATION_REPS: Final = {"heavy": 6, "moderate": 12}


def is_compound(pattern: object, name: str) -> bool:
    """Tell whether an exercise moves several joints, by its pattern, or by its name where that is not known."""
    if isinstance(pattern, str) and pattern:
        return pattern in COMPOUND_PATTERNS
    return bool(_COMPOUND_WORDS.search(name)) and not _NO_COMPOUND.search(name)


def loadable(load_kg: float, unit: str, equipment: object) -> float:
    """Round a load down to one that can be made, in kg.

    Parameters
    ----------
    load_kg : float
    unit : {'kg', 'lb'}
        Whose plates.
    equipment : str or missing
        'barbell' starts at the empty bar; dumbbells go in small steps at first; the rest in 2.5 kg or 5 lb.

    Returns
    -------
    float
        A multiple of the step in the lifter's unit, never below the least load.
    """
    per_unit = KG_PER_LB if unit == "lb" else 1.0
    amount = load_kg / per_unit
    steps = _STEPS["lb" if unit == "lb" else "kg"]
    least, step = steps[equipment] if isinstance(equipment, str) and equipment in steps else steps["other"]
    big_from, big_step = _BIG_DUMBBELL["lb" if unit == "lb" else "kg"]
    if equipment == "dumbbell" and amount >= big_from:
        step = big_step
    return float(max(least, np.floor(amount / step + 1e-6) * step) * per_unit)


def next_block(style: str, lifts: pd.DataFrame, *, unit: str, sessions_per_week: float) -> dict[str, Any]:
    """Write out the next block.

    Parameters
    ----------
    style : str
        A style of the table, or 'as_now'.
    lifts : frame, one row per lift of the last training weeks
        exercise_id, name, pattern, compound, equipment, family, load_kind, days, sets_per_week, usual_reps,
        is_main, usual_load_kg, top_load_kg, now_kg (NaN where unknown).
    unit : {'kg', 'lb'}
    sessions_per_week : float
        What the lifter does; whole sessions are prescribed.

    Returns
    -------
    dict
        style, weeks, sessions_per_week, exercises: list of exercise_id, name, days_per_week, sets, reps, load_kg
        (null: by feel), share, rir, rest_s.
    """
    sessions = int(np.clip(round(sessions_per_week), 1, 6))
    chosen = _chosen(style, lifts)
    if style == AS_NOW:
        exercises = [_carried_on(row, unit) for row in _rows(chosen)]
    else:
        exercises = _within_reach(_prescribed(STYLES[style], chosen, unit=unit, sessions=sessions), sessions)
    for exercise in exercises:
        exercise["days_per_week"] = min(exercise["days_per_week"], sessions)
    return {"style": style, "weeks": BLOCK_WEEKS, "sessions_per_week": sessions, "exercises": exercises}


def _chosen(style: str, lifts: pd.DataFrame) -> pd.DataFrame:
    """Choose the lifter's staples for a style: for heavy work main and barbell lifts first, else the most trained."""
    staples = lifts[~lifts["pattern"].isin(_NO_STRENGTH_WORK)].assign(barbell=lifts["equipment"] == "barbell")
    most_trained = ["sets_per_week", "exercise_id"]
    staples = staples.sort_values(most_trained, ascending=[False, True])
    if style == AS_NOW:
        return staples.head(STYLES["hypertrophy"].exercises[1])
    low, high = STYLES[style].exercises
    heavy = STYLES[style].zones[0] > 0
    first = ["compound", "is_main", "barbell"] if heavy else ["compound"]
    staples = staples.sort_values(first, ascending=False, kind="stable")
    if style == "strength":
        compounds = staples[staples["compound"]]
        varied = compounds.drop_duplicates("pattern") if compounds["pattern"].notna().all() else compounds
        rest = staples.drop(varied.index)
        return pd.concat([varied.head(high), rest]).head(max(low, min(high, len(varied))))
    return staples.head(high)


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the rows as dictionaries."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _carried_on(row: dict[str, Any], unit: str) -> dict[str, Any]:
    """Write down what the lifter does anyway."""
    reps = row["usual_reps"]
    usual = row["usual_load_kg"]
    known = row["load_kind"] == "external" and np.isfinite(usual) and usual > 0
    return {
        "exercise_id": row["exercise_id"],
        "name": row["name"],
        "days_per_week": max(1, round(row["days"])),
        "sets": max(1, round(row["sets_per_week"] / max(row["days"], 0.2))),
        "reps": round(reps) if np.isfinite(reps) else None,
        "load_kg": loadable(usual, unit, row["equipment"]) if known else None,
        "share": None,
        "rir": None,
        "rest_s": None,
    }


def _load_kg(row: dict[str, Any], share: float, reps: int) -> float:
    """Give the load at a share of 1RM, not far above what was lifted lately nor below what is done for more reps."""
    most = MOST_ABOVE_RECENT * row["top_load_kg"] if np.isfinite(row["top_load_kg"]) else np.inf
    least = row["usual_load_kg"] if row["usual_reps"] >= reps else 0.0
    return float(np.nanmax([min(row["now_kg"] * share, most), least]))


def _prescribed(style: Style, chosen: pd.DataFrame, *, unit: str, sessions: int) -> list[dict[str, Any]]:
    """Write each exercise in the style's sets, reps and loads; a hybrid begins heavy and ends moderate."""
    least_days = 2 if sessions >= SESSIONS_FOR_TWICE else 1
    heavy_first = int(np.ceil(style.zones[0] * len(chosen)))
    out = []
    for place, row in enumerate(_rows(chosen)):
        heavy = place < heavy_first and row["compound"]
        zone = "heavy" if heavy else "moderate"
        reps = (COMPOUND_REPS if row["compound"] else ISOLATION_REPS)[zone]
        share = float(share_of_one_rm(reps + style.rir, _family(row["family"])))
        sets = int(np.clip(round(row["sets_per_week"] / max(row["days"], 0.2)), *style.sets_per_exercise))
        external = row["load_kind"] == "external" and np.isfinite(row["now_kg"])
        rests = STYLES["strength" if heavy else "hypertrophy"].rest_s
        out.append(
            {
                "exercise_id": row["exercise_id"],
                "name": row["name"],
                "days_per_week": max(1 if heavy or row["pattern"] == "hinge" else least_days, round(row["days"])),
                "sets": sets,
                "reps": reps,
                "load_kg": loadable(_load_kg(row, share, reps), unit, row["equipment"]) if external else None,
                "share": round(share, 3),
                "rir": style.rir,
                "rest_s": int(np.mean(rests)) // 15 * 15,
            }
        )
    return out


def _within_reach(exercises: list[dict[str, Any]], sessions: int) -> list[dict[str, Any]]:
    """Do the last exercises less often, then leave them out, until a session's sets can be done in one go."""

    def sets() -> int:
        return sum(min(item["days_per_week"], sessions) * item["sets"] for item in exercises)

    for item in reversed(exercises):
        if sets() > MOST_SETS_PER_SESSION * sessions:
            item["days_per_week"] = 1
    while sets() > MOST_SETS_PER_SESSION * sessions and len(exercises) > 1:
        exercises.pop()
    return exercises


def _family(family: object) -> str:
    """Give the rep curve's family, the general one where it is not known."""
    return family if isinstance(family, str) and family in {"bench", "leg_press"} else "general"
