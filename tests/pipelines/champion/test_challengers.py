"""Challengers that must not be crowned, and one that must, through the step that trains."""

import duckdb
import numpy as np
import pytest
from sklearn.base import BaseEstimator

from models.forecasters import candidates
from models.forecasters.calibration import Calibrated
from models.forecasters.linear import LinearQuantiles
from pipelines.champion import backtesting, registry
from pipelines.running import steps

ENDS = np.array([-1.645, -1.282, -0.674, 0, 0.674, 1.282, 1.645])
NOISE_LOG = 0.05
"""Of the lifts written: a change is 0.7 of how far a lift is below its best, and this."""


class Forecaster(BaseEstimator):
    """Forecasts what it is told to, whatever it is fitted on."""

    def __init__(self, *, forecast=None):
        self.forecast = forecast

    def fit(self, X, y, groups=None):
        self.fitted_ = True
        return self

    def predict(self, X):
        return self.forecast(X)


def around(median, width):
    return np.asarray(median, dtype=float)[:, None] + ENDS * np.asarray(width).reshape(-1, 1)


def knows_nothing(X):
    return around(0.1 * np.ones(len(X)), 0.12)


@pytest.fixture
def home(settings, tmp_path, monkeypatch, write_build):
    """Give what trains on 20 lifters with one challenger against what ships, which knows nothing of these lifts."""
    build = write_build(tmp_path / "made.duckdb", lifters=20)
    with duckdb.connect(str(build.path)) as con:
        con.execute("create table builds_meta as select false as simulated")
    folder = settings.inbox / "anna"
    folder.mkdir(parents=True)
    (folder / "strong.csv").write_text("a file that waits")
    monkeypatch.setattr(steps, "build_marts", lambda *_args, **_options: build)

    def train(make, name="boosted", shipped=knows_nothing):
        no_change = candidates.candidate("no_change")
        incumbent = candidates.Candidate(name="shipped", make=lambda: Forecaster(forecast=shipped))
        challenger = candidates.Candidate(name=name, make=make, fewest_lifters=5)
        monkeypatch.setattr(candidates, "CANDIDATES", (no_change, incumbent, challenger))
        return steps.train_step(settings, force=True)

    return settings, build, train


def refused(home, forecast):
    settings, _, train = home
    report = train(lambda: Forecaster(forecast=forecast))
    assert report.trained
    assert report.champion == "shipped"
    assert registry.read_champion(settings).name == "shipped"
    assert registry.read_champion(settings).decision == report.decision
    return report.decision


def test_one_that_asks_for_the_outcome_is_not_shown_it(home):
    decision = refused(home, lambda X: around(X["y"], 0.01))
    assert "Boosted failed on these lifts and was left out ('y')" in decision


def test_one_that_knows_the_outcome_all_the_same_is_too_good_to_be_true(home):
    panel = backtesting.read_panel(home[0], home[1])
    keys = ["lifter", "exercise_id", "cutoff", "horizon_weeks"]
    came = panel.set_index(keys)["y"]
    decision = refused(home, lambda X: around(came.loc[list(X[keys].itertuples(index=False, name=None))], 0.005))
    assert "boosted forecasts too well to be true: it must have seen what came" in decision


def test_one_too_sure_of_itself_is_refused_for_what_its_ranges_held(home):
    decision = refused(home, lambda X: around(0.7 * X["best_365"], NOISE_LOG / 8))
    assert "boosted forecasts better, but its 80% range held only" in decision


def test_one_worse_on_one_slice_is_refused_and_the_slice_is_named(home):
    def wrong_on_machines(X):
        return around(0.7 * X["best_365"] + np.where(X["is_machine"] > 0, 0.12, 0.0), NOISE_LOG)

    with duckdb.connect(str(home[1].path)) as con:
        con.execute("update lift_features set is_machine = if(is_machine > 1.4, 2, -1)")
    decision = refused(home, wrong_on_machines)
    assert "clearly worse on machines and cables" in decision


def test_one_that_learned_from_poisoned_rows_is_not_better(home):
    settings, build, train = home
    with duckdb.connect(str(build.path)) as con:
        con.execute("update lift_features set best_365 = -best_365 where lifter >= 'lifter 10'")
    report = train(
        lambda: Calibrated(LinearQuantiles()), "linear", lambda X: around(0.7 * X["best_365"].abs(), NOISE_LOG)
    )
    assert report.champion == "shipped"
    assert "linear is not better beyond noise" in report.decision
    assert registry.read_champion(settings).name == "shipped"


def test_a_better_one_is_promoted_and_forecasts_from_then_on(home):
    settings, build, train = home
    report = train(lambda: Calibrated(LinearQuantiles()), name="linear")
    assert report.champion == "linear"
    assert "linear replaces shipped: it forecasts better" in report.decision
    estimator, champion = registry.load_champion(settings)
    assert champion.name == "linear"
    assert len(estimator.predict(backtesting.read_panel(settings, build))) == report.rows
