"""Panels with known truth for the forecasters, and gyms of made-up lifters for outlooks and plans."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data import catalogue
from models.forecasters.horizons import HORIZONS_WEEKS
from models.forecasters.panel import BY_HORIZON, FEATURES, training_panel
from models.goal import Wishes
from models.outlook.current_ahead import CurrentAhead
from models.outlook.lifts import SEED
from models.plans.outlooks import Prospects
from models.response.parameters import draw_parameters
from models.serving import say
from models.tables import Tables
from models.training.week import SETS


def make_tables(*, lifters: int, cutoffs: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make `lift_features` and `lift_targets` where lifts far below their own best come back to it."""
    draw = np.random.default_rng(seed)
    keys = pd.DataFrame(
        [
            (f"lifter {lifter:02d}", exercise, pd.Timestamp("2024-01-01") + pd.Timedelta(days=14 * step))
            for lifter in range(lifters)
            for exercise in ("bench-press", "squat")
            for step in range(cutoffs)
        ],
        columns=["lifter", "exercise_id", "cutoff"],
    )
    features = keys.assign(is_grid=True, is_serving=False, log_now=np.log(100.0))
    for name in FEATURES:
        features[name] = draw.normal(size=len(keys))
    for name in BY_HORIZON:
        for weeks in HORIZONS_WEEKS:
            features[f"{name}_{weeks}"] = draw.normal(scale=0.05, size=len(keys))
    features["is_main"] = features["exercise_id"] == "squat"
    features["steps"] = 20
    features["step_rms"] = np.array([0.03, 0.09])[np.arange(len(keys)) // (2 * cutoffs) % 2]
    features["best_365"] = np.abs(draw.normal(scale=0.1, size=len(keys)))
    features.loc[draw.random(len(keys)) < 0.1, "lag_28"] = np.nan
    targets = pd.concat(
        keys.assign(
            horizon_weeks=weeks,
            y=0.5 * features["best_365"]
            + features["step_rms"] * np.sqrt(weeks / 4) * draw.standard_t(5, size=len(keys)),
        )
        for weeks in HORIZONS_WEEKS
    )
    weeks_on = pd.to_timedelta(7 * targets["horizon_weeks"] + 14, unit="D")
    return features, targets.assign(seen=targets["y"], known_on=targets["cutoff"] + weeks_on).reset_index(drop=True)


@pytest.fixture(scope="session")
def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give features and targets of 24 lifters."""
    return make_tables(lifters=24, cutoffs=8, seed=7)


@pytest.fixture(scope="session")
def panel(tables: tuple[pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
    """Give the training panel of 24 lifters."""
    return training_panel(*tables)


@pytest.fixture(scope="session")
def unseen() -> pd.DataFrame:
    """Give the panel of 60 other lifters of the same kind."""
    return training_panel(*make_tables(lifters=60, cutoffs=4, seed=8))


TODAY = date(2026, 11, 30)
LIFTERS = {
    "anna": {"bench_press_barbell": (0, 9, 3), "squat_barbell": (0, 6, 2), "deadlift_barbell": (0, 4, 1),
             "row_cable": (0, 6, 2), "biceps_curl_dumbbell": (0, 5, 2), "leg_curl_machine": (0, 3, 1)},
    "bo": {"bench_press_barbell": (9, 2, 3), "squat_barbell": (8, 0, 2), "deadlift_barbell": (5, 0, 1),
           "overhead_press_barbell": (4, 3, 2), "lat_pulldown_cable": (0, 3, 1)},
    "cy": {"bench_press_dumbbell": (0, 3.4, 1.2), "goblet_squat": (0, 2.6, 1.2), "bent_over_row_dumbbell": (0, 2, 0.8)},
}  # fmt: skip
"""Three lifters: heavy sets, moderate sets and days a week of each exercise."""
ONE_RM_KG = {"bench": 100.0, "squat": 140.0, "deadlift": 170.0}


@dataclass(frozen=True, kw_only=True)
class Gym:
    """What is known of some lifters, as a build holds it, and their forecasts as now."""

    tables: Tables
    ahead: CurrentAhead
    maxes: pd.DataFrame

    def prospects(self, draws: int = 80, **options: Any) -> Prospects:
        """Work out what each lifter could train."""
        p = draw_parameters(draws, SEED)
        return say(self.tables, self.ahead, self.maxes, p, today=TODAY, **options)[0]


def gym_of(wishes: Wishes | None = None, lifters: Any = None, **logged: float) -> Gym:
    """Make a gym whose lifters all want the same; `logged` are rir and rest_s of all sets."""
    lifters = LIFTERS if lifters is None else lifters
    table = catalogue.load_exercises().set_index("exercise_id")
    rows = []
    for name, lifts in lifters.items():
        for key, (heavy, moderate, days) in lifts.items():
            one_rm = next((kg for word, kg in ONE_RM_KG.items() if word in key), 60.0)
            rows.append(
                {"lifter": name, "exercise_id": key, "weeks": 6, "days": float(days), "heavy_sets": float(heavy),
                 "moderate_sets": float(moderate), "light_sets": 0.0, "heavy_reps": 4.0 if heavy else np.nan,
                 "moderate_reps": 9.0 if moderate else np.nan, "light_reps": np.nan,
                 "heavy_share": 0.84 if heavy else np.nan, "moderate_share": 0.72 if moderate else np.nan,
                 "light_share": np.nan, "rir": logged.get("rir", np.nan), "rest_s": logged.get("rest_s", np.nan),
                 "usual_load_kg": 0.7 * one_rm, "usual_reps": 9.0 if moderate > heavy else 4.0,
                 "top_load_kg": 0.82 * one_rm, "last_day": pd.Timestamp(TODAY), "one_rm_kg": one_rm}
                | {column: table.loc[key, column] if key in table.index else None
                   for column in ("name", "pattern", "family", "equipment", "load_kind", "is_main")}
            )  # fmt: skip
    weeks = pd.DataFrame(rows)
    weeks["name"] = weeks["name"].fillna(weeks["exercise_id"])
    weeks["is_main"] = weeks["is_main"].eq(True)
    one_rm = weeks.pop("one_rm_kg")
    keys = weeks[["lifter", "exercise_id"]]
    maxes = keys.assign(now_kg=one_rm, now_se_kg=0.02 * one_rm)
    people = pd.DataFrame({"lifter": list(lifters)}).assign(
        training_weeks=[100, 60, 40][: len(lifters)], birth_year=1990, last_day=pd.Timestamp(TODAY), sex="F", unit="kg",
        sessions_per_week=3.3, wishes=json.dumps((wishes or Wishes()).as_json()), goal=None,
    )  # fmt: skip
    none = {name: pd.DataFrame({"lifter": pd.Series(dtype=str)}) for name in Tables.__dataclass_fields__}
    none["history"] = pd.DataFrame(columns=["lifter", "exercise_id", "week", "days", *SETS, "log_one_rm"])
    none["weeks"] = pd.DataFrame(columns=["lifter", "week", "days", "working_sets", *SETS, "mean_reps", "mean_share"])
    none["recent_days"] = pd.DataFrame(
        columns=["lifter", "exercise_id", "day", "ago", "working_sets", "log_one_rm", "top_reps"]
    )
    none["measurements"] = pd.DataFrame(columns=["lifter", "day", "site", "side", "value"])
    tables = Tables(
        **none
        | {
            "lifters": people,
            "lift_weeks": weeks,
            "features": keys.assign(log_now=np.log(one_rm)),
            "muscles": catalogue.load_muscles(),
        }
    )
    change = np.linspace(-0.1, 0.14, 7)[None, None, :] * np.sqrt(np.array(HORIZONS_WEEKS) / 26)[None, :, None]
    return Gym(
        tables=tables,
        ahead=CurrentAhead(
            keys=maxes.assign(cutoff=pd.Timestamp(TODAY), best_kg=one_rm),
            change=np.repeat(change, len(keys), axis=0),
        ),
        maxes=maxes,
    )


@pytest.fixture(scope="session")
def gym() -> Callable[..., Gym]:
    """Give what makes gyms of made-up lifters."""
    return gym_of


@pytest.fixture(scope="session")
def today() -> date:
    """Give the day on which the lifters of a gym last trained."""
    return TODAY
