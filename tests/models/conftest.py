"""Panels with known truth for the forecasters."""

import numpy as np
import pandas as pd
import pytest

from models.forecasters.horizons import HORIZONS_WEEKS
from models.forecasters.panel import BY_HORIZON, FEATURES, training_panel


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
    return features, targets.reset_index(drop=True)


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
