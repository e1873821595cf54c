"""Builds that hold nothing but what is learned from."""

import shutil

import duckdb
import numpy as np
import pandas as pd
import pytest

from models.forecasters.horizons import HORIZONS_WEEKS
from models.forecasters.panel import BY_HORIZON, FEATURES
from pipelines.champion import tracking
from pipelines.warehouse.publish import Build


def written(path, *, lifters, seed=3, cutoffs=8):
    """Write a build that holds nothing but features and targets, where lifts come back to their own best."""
    draw = np.random.default_rng(seed)
    keys = pd.DataFrame(
        [
            (f"lifter {lifter:02d}", "squat", pd.Timestamp("2024-01-01") + pd.Timedelta(days=14 * step))
            for lifter in range(lifters)
            for step in range(cutoffs)
        ],
        columns=["lifter", "exercise_id", "cutoff"],
    )
    features = keys.assign(is_grid=True, is_serving=False, log_now=4.6)
    names = [*FEATURES, *(f"{name}_{weeks}" for name in BY_HORIZON for weeks in HORIZONS_WEEKS)]
    for name in names:
        features[name] = draw.normal(size=len(keys))
    features["is_main"], features["steps"], features["step_rms"] = True, 20, 0.05
    best = features["best_365"] = np.abs(draw.normal(scale=0.1, size=len(keys)))
    targets = pd.concat(
        keys.assign(horizon_weeks=weeks, y=0.7 * best + draw.normal(scale=0.05, size=len(keys)))
        for weeks in HORIZONS_WEEKS
    )
    weeks_on = pd.to_timedelta(7 * targets["horizon_weeks"] + 14, unit="D")
    targets = targets.assign(seen=targets["y"], known_on=pd.to_datetime(targets["cutoff"]) + weeks_on)
    with duckdb.connect(str(path)) as con:
        con.register("made_features", features)
        con.register("made_targets", targets)
        con.execute("create table lift_features as select * from made_features")
        con.execute("create table lift_targets as select * from made_targets")
    return Build(path=path, name=path.stem, key=f"key of {path.stem}", kind="panel")


@pytest.fixture(scope="session")
def new_database(tmp_path_factory):
    """Give what copies MLflow's database as it is where there was none: its fifty steps are taken once."""
    made, place = tracking._make_sure_of_database, tmp_path_factory.mktemp("mlflow") / "mlflow.db"

    def make_sure_of_database(mlflow, database):
        if not place.exists():
            made(mlflow, place)
        if not database.exists():
            shutil.copy(place, database)
        made(mlflow, database)

    return make_sure_of_database


@pytest.fixture(scope="module", autouse=True)
def _databases_are_copied(new_database):
    """Making one is tested in test_tracking."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tracking, "_make_sure_of_database", new_database)
        yield


@pytest.fixture(scope="session")
def write_build():
    """Give what writes such a build."""
    return written
