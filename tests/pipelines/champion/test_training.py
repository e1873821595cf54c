import hashlib
import json
import sys
import types

import duckdb
import numpy as np
import pandas as pd
import pytest
import skops.io

from data import shipped as shipped_files
from models.forecasters import backtest, candidates
from models.forecasters.baselines import NoChange
from models.forecasters.horizons import QUANTILES
from models.forecasters.shipped import Shipped, series_fingerprints
from models.forecasters.upkeep.calibration_check import reliability
from pipelines.champion import backtesting, gate, registry, shipping, training
from pipelines.champion.learnt_from import learnt_from
from pipelines.champion.tracking import tracking
from pipelines.errors import ModelError, NothingYetError


@pytest.fixture
def cheap(monkeypatch):
    """Let only cheap candidates compete."""
    cheap_ones = tuple(
        one for one in candidates.CANDIDATES if one.name not in ("refit", "network", "boosted", "blend", "drift")
    )
    monkeypatch.setattr(candidates, "CANDIDATES", cheap_ones)


@pytest.fixture
def build(tmp_path, write_build):
    return write_build(tmp_path / "made.duckdb", lifters=20)


def test_of_too_many_lifters_a_sample_is_learnt_from_always_the_same_and_the_training_says_so(
    settings, build, cheap, monkeypatch
):
    assert backtesting.said_of_sample(settings, build) == ""
    monkeypatch.setattr(backtesting, "MOST_CUTOFFS", 8 * 12)
    sample = backtesting.read_panel(settings, build)
    assert sample["lifter"].nunique() == 12
    assert (sample.groupby("lifter")["cutoff"].nunique() == 8).all()
    assert sample.equals(backtesting.read_panel(settings, build))
    report = training.train(settings, build, force=True)
    assert report.lifters == 12
    assert "Learnt from a sample of 12 of 20 lifters" in report.sentence()


def test_the_best_candidate_is_crowned_put_on_record_and_loads_as_it_was_fitted(settings, build, cheap):
    report = training.train(settings, build, force=True)
    assert report.trained
    assert report.champion == "linear"
    assert "replaces shipped" in report.decision
    assert {row["candidate"] for row in report.scores} == {"no_change", "scaled_no_change", "shipped", "linear"}
    json.dumps(report.as_json(), allow_nan=False)

    estimator, champion = registry.load_champion(settings)
    scored = backtesting.read_panel(settings, build)
    again = candidates.candidate("linear").make().fit(scored, scored["y"], scored["lifter"])
    assert estimator.predict(scored) == pytest.approx(again.predict(scored))
    assert (champion.name, champion.version, champion.marts_key) == ("linear", "1", build.key)
    assert registry.champion_version(settings).startswith("linear 1 ")

    second = training.train(settings, build)
    assert not second.trained
    assert "stays in force" in second.sentence()
    assert training.training_is_current(settings, scored)
    assert not training.training_is_current(settings, scored.head(-1))

    with tracking(settings) as tracker:
        held = tracker.client.get_model_version_by_alias(registry.MODEL, registry.ALIAS)
        runs = tracker.client.search_runs([tracker.experiment])
    assert str(held.version) == champion.version
    linear = next(run for run in runs if run.data.tags.get("candidate") == "linear")
    row = next(
        row for row in report.scores if (row["candidate"], row["slice"], row["horizon_weeks"]) == ("linear", "all", 12)
    )
    assert linear.data.metrics["skill_all_12wk"] == pytest.approx(row["skill"])
    assert len(linear.data.tags["data_digest"]) == 64
    with tracking(settings) as tracker:
        pictures = tracker.client.list_artifacts(linear.info.run_id)
    assert "calibration.png" in {picture.path for picture in pictures}
    assert {row["candidate"] for row in champion.calibration} == {row["candidate"] for row in report.scores}

    path = settings.home / champion.path
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ModelError, match="is not the file registered"):
        registry.load_champion(settings)
    path.unlink()
    with pytest.raises(ModelError, match="is gone"):
        registry.load_champion(settings)


def test_every_candidate_can_be_fitted_registered_and_read_back(settings, tmp_path, write_build):
    scored = backtesting.read_panel(settings, write_build(tmp_path / "small.duckdb", lifters=8, cutoffs=4))
    target, lifters = scored["y"].to_numpy(float), scored["lifter"].to_numpy(str)
    with tracking(settings) as tracker, tracker.training(learnt_from(scored), tags={}) as training_run:
        for one in candidates.CANDIDATES:
            estimator = one.make().fit(scored, target, lifters)
            held = training_run.register(estimator, one.name, metrics={}, record={})
            registry.write_champion(settings, registry.Champion(name="linear", **held))
            again, _ = registry.load_champion(settings)
            np.testing.assert_array_equal(again.predict(scored), estimator.predict(scored), err_msg=one.name)


def test_a_champion_of_another_version_is_not_read_and_the_next_training_replaces_it(settings, build, cheap):
    gone = types.ModuleType("models.gone")
    gone.Blend = type("Blend", (), {"__module__": "models.gone"})
    sys.modules["models.gone"] = gone
    settings.home.mkdir(parents=True)
    path = settings.home / "old.skops"
    try:
        skops.io.dump(gone.Blend(), path)
    finally:
        del sys.modules["models.gone"]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    old = registry.Champion(name="blend", version="7", trained_on="by other code", path=path.name, sha256=digest)
    registry.write_champion(settings, old)

    with pytest.raises(ModelError, match="retrain with this version"):
        registry.load_champion(settings)
    scored = backtesting.read_panel(settings, build)
    assert not training.training_is_current(settings, scored)
    assert training.train(settings, build, force=True).trained
    estimator, champion = registry.load_champion(settings)
    assert champion.trained_on == training.training_key(scored)
    assert len(estimator.predict(backtesting.read_panel(settings, build)))


def test_too_few_lifters_are_forecast_by_what_ships_and_that_is_said(settings, tmp_path, write_build):
    alone = write_build(tmp_path / "alone.duckdb", lifters=1)
    report = training.train(settings, alone)
    assert report.champion == candidates.SHIPPED
    assert "1 lifter with a history long enough" in report.decision
    assert {row["candidate"] for row in report.scores} == {"no_change", "shipped"}
    estimator, champion = registry.load_champion(settings)
    assert estimator.predict(backtesting.read_panel(settings, alone)).shape[1] == len(QUANTILES)
    assert not training.train(settings, alone).trained
    assert not (settings.home / "mlflow.db").exists()
    assert champion.version == registry.shipped_champion().version


def test_logs_without_anything_to_score_still_leave_a_model_in_force(settings, tmp_path, write_build):
    report = training.train(settings, write_build(tmp_path / "empty.duckdb", lifters=0))
    assert (report.champion, report.scores) == (candidates.SHIPPED, [])
    json.dumps(report.counts())


def test_before_any_training_what_ships_is_in_force(settings):
    _, champion = registry.load_champion(settings)
    assert champion.name == candidates.SHIPPED


def test_a_damaged_record_of_the_champion_says_what_to_do(settings):
    settings.home.mkdir(parents=True)
    registry.champion_file(settings).write_text("{")
    with pytest.raises(ModelError, match="`liftcast refresh` makes it again"):
        registry.read_champion(settings)


@pytest.fixture
def scored(settings, build):
    return backtesting.read_panel(settings, build)


def around(scored, *, noise, width=0.08, seed=0):
    """Forecast y itself with some error: a candidate of known quality."""
    draw = np.random.default_rng(seed)
    middle = scored["y"].to_numpy() + draw.normal(scale=noise, size=len(scored))
    return middle[:, None] + np.array([-1.645, -1.282, -0.674, 0, 0.674, 1.282, 1.645]) * width


def test_the_gate_promotes_what_is_better_beyond_noise(scored):
    forecasts = {"linear": around(scored, noise=0.08), "boosted": around(scored, noise=0.03, width=0.03)}
    decision = gate.decide(scored, forecasts, incumbent="linear")
    assert decision.winner == "boosted"
    assert "boosted replaces linear" in decision.sentence


def test_the_gate_refuses_what_is_better_by_no_more_than_noise(scored):
    linear = around(scored, noise=0.08)
    odd = scored["lifter"].str[-1].astype(int).to_numpy() % 2 == 1
    truth = scored["y"].to_numpy()[:, None]
    boosted = truth + (linear - truth) * np.where(odd, 1.2, 0.79)[:, None]
    decision = gate.decide(scored, {"linear": linear, "boosted": boosted}, incumbent="linear")
    assert decision.winner == "linear"
    assert decision.sentence.startswith("linear stays: boosted is not better beyond noise")


def test_the_gate_refuses_a_sharp_forecast_that_does_not_keep_its_promise(scored):
    forecasts = {"linear": around(scored, noise=0.08), "boosted": around(scored, noise=0.03, width=0.01)}
    decision = gate.decide(scored, forecasts, incumbent="linear")
    assert decision.winner == "linear"


def test_the_gate_refuses_what_is_clearly_worse_in_a_slice_and_names_it(scored):
    scored = scored.assign(is_main=scored["cutoff"] > scored["cutoff"].min(), is_machine=0.0)
    linear, better = around(scored, noise=0.08), around(scored, noise=0.02, width=0.02)
    accessory = ~scored["is_main"].to_numpy()
    better[accessory] = around(scored, noise=0.14, width=0.15)[accessory]
    decision = gate.decide(scored, {"linear": linear, "boosted": better}, incumbent="linear")
    assert decision.winner == "linear"
    assert "clearly worse on accessory lifts" in decision.sentence


def test_baselines_are_never_crowned_over_an_incumbent(scored):
    forecasts = {"linear": around(scored, noise=0.08), "no_change": around(scored, noise=0.03, width=0.03)}
    assert gate.decide(scored, forecasts, incumbent="linear").winner == "linear"


@pytest.mark.parametrize("incumbent", ["shipped", "linear", "no_change"])
def test_baselines_are_never_crowned_by_falling_back_either(scored, incumbent):
    forecasts = {"no_change": around(scored, noise=0.03, width=0.03), "boosted": around(scored, noise=0.04, width=0.04)}
    decision = gate.decide(scored, forecasts, incumbent=incumbent)
    assert decision.winner == candidates.SHIPPED
    assert "it learned from these logs" in decision.sentence


def test_challengers_must_beat_what_ships_on_the_lifters_it_has_not_seen(scored):
    is_seen = scored["lifter"] < "lifter 12"
    shipped = around(scored, noise=0.03, width=0.03)
    linear = np.where(is_seen.to_numpy()[:, None], shipped, around(scored, noise=0.08, seed=1))
    shipped[is_seen] = np.nan
    forecasts = {"no_change": around(scored, noise=0.2), "shipped": shipped, "linear": linear}
    decision = gate.decide(scored, forecasts, incumbent="shipped")
    assert decision.winner == candidates.SHIPPED
    assert (
        decision.sentence
        == gate.decide(
            scored[~is_seen], {name: made[~is_seen] for name, made in forecasts.items()}, incumbent="shipped"
        ).sentence
    )
    assert gate.decide(scored, forecasts, incumbent="linear").winner == candidates.SHIPPED
    assert backtesting.best(scored, forecasts) == "linear"


@pytest.fixture
def knowing(monkeypatch):
    """Let what ships have learned from the lifters named."""

    def learned_from(scored, lifters):
        numbers = shipped_files.load_strength_model()
        seen = series_fingerprints(scored[scored["lifter"].isin(lifters)])
        monkeypatch.setattr("data.shipped._strength_model", lambda: numbers | {"series_seen": seen})

    return learned_from


def test_what_ships_is_scored_beside_no_change_on_the_lifters_it_has_not_seen(scored, knowing):
    knowing(scored, [f"lifter {number:02d}" for number in range(12)])
    competing = (candidates.candidate("no_change"), candidates.candidate(candidates.SHIPPED))
    forecasts, _ = backtesting.forecast_all(scored, competing)
    is_seen = (scored["lifter"] < "lifter 12").to_numpy()
    assert np.array_equal(np.isnan(forecasts[candidates.SHIPPED]).all(axis=1), is_seen)
    scores = backtest.score(scored, forecasts)
    mine = scores[scores["candidate"] == candidates.SHIPPED].drop(columns="candidate")
    apart = backtest.score(scored[~is_seen], {name: made[~is_seen] for name, made in forecasts.items()})
    pd.testing.assert_frame_equal(
        mine.reset_index(drop=True),
        apart[apart["candidate"] == candidates.SHIPPED].drop(columns="candidate").reset_index(drop=True),
    )
    shares = reliability(scored, forecasts)
    assert shares["below"].between(0, 1).all()


def test_one_public_log_does_not_take_what_ships_out_of_the_contest(settings, tmp_path, knowing, cheap, write_build):
    build = write_build(tmp_path / "made.duckdb", lifters=6)
    knowing(backtesting.read_panel(settings, build), ["lifter 00"])
    report = training.train(settings, build, force=True)
    assert report.champion in {"shipped", "linear"}
    assert "shipped" in report.decision
    of_shipped = [row["lifters"] for row in report.scores if row["candidate"] == candidates.SHIPPED]
    assert set(of_shipped) == {5}


def test_where_too_few_lifters_are_unknown_to_what_ships_it_stays(settings, tmp_path, knowing, cheap, write_build):
    scored = backtesting.read_panel(settings, write_build(tmp_path / "made.duckdb", lifters=6))
    knowing(scored, ["lifter 00", "lifter 01"])
    forecasts, _ = backtesting.forecast_all(scored, candidates.CANDIDATES)
    assert set(forecasts) == {"no_change", "scaled_no_change", "linear"}
    decision = gate.decide(scored, forecasts, incumbent=candidates.SHIPPED)
    assert decision.winner == candidates.SHIPPED
    assert "too few lifters are left" in decision.sentence


def test_a_baseline_written_down_as_champion_gives_way_to_what_ships(settings, tmp_path, cheap, write_build):
    registry.write_champion(settings, registry.Champion(name="no_change", version="3", trained_on="key", path="gone"))
    estimator, champion = registry.load_champion(settings)
    assert champion.name == candidates.SHIPPED
    assert isinstance(estimator, Shipped)
    assert registry.champion_version(settings).startswith("shipped ")
    assert registry.dethroned(settings).startswith("What ships takes over: no change is a baseline")
    report = training.train(settings, write_build(tmp_path / "alone.duckdb", lifters=1))
    assert not report.trained
    assert report.decision.startswith("What ships takes over: no change is a baseline")
    assert json.loads(registry.champion_file(settings).read_text())["name"] == candidates.SHIPPED
    assert registry.dethroned(settings) == ""


class Broken(NoChange):
    """Cannot be fitted where there are many rows, as on all lifters at once, or cannot forecast."""

    def __init__(self, *, most_rows=0):
        self.most_rows = most_rows

    def fit(self, X, y, groups=None):
        if len(X) > self.most_rows:
            raise ValueError("window shape cannot be larger than input array shape")
        return super().fit(X, y, groups)


def test_a_candidate_that_fails_is_left_out_and_told_of(settings, tmp_path, monkeypatch, write_build):
    build = write_build(tmp_path / "made.duckdb", lifters=6)
    kept = [one for one in candidates.CANDIDATES if one.name in ("no_change", "shipped")]
    broken = candidates.Candidate(name="boosted", make=Broken, fewest_lifters=5)
    monkeypatch.setattr(candidates, "CANDIDATES", (broken, *kept))
    report = training.train(settings, build, force=True)
    assert report.champion == candidates.SHIPPED
    assert report.failed == {"boosted": "window shape cannot be larger than input array shape"}
    assert "Boosted failed on these lifts and was left out (window shape" in report.sentence()
    assert {row["candidate"] for row in report.scores} == {"no_change", "shipped"}
    with tracking(settings) as tracker:
        runs = tracker.client.search_runs([tracker.experiment])
    failed = next(run for run in runs if run.data.tags["candidate"] == "boosted")
    assert (failed.info.status, failed.data.tags["failed"]) == ("FAILED", report.failed["boosted"])

    answer = backtesting.run_backtest(settings, build)
    assert answer["failed"] == report.failed
    with pytest.raises(ModelError, match="boosted: failed on these lifts"):
        backtesting.run_backtest(settings, build, model="boosted")


def test_a_winner_that_cannot_be_fitted_on_all_lifters_leaves_the_others_to_compete(settings, build, monkeypatch):
    late = candidates.Candidate(name="boosted", make=lambda: Broken(most_rows=16 * 8 * 4))
    kept = tuple(one for one in candidates.CANDIDATES if one.name in ("no_change", "shipped"))
    monkeypatch.setattr(candidates, "CANDIDATES", (late, *kept))
    report = training.train(settings, build, force=True)
    assert report.champion == candidates.SHIPPED
    assert set(report.failed) == {"boosted"}


def test_lifts_that_never_change_are_scored_and_decided_on(settings, tmp_path, cheap, write_build):
    build = write_build(tmp_path / "made.duckdb", lifters=6)
    with duckdb.connect(str(build.path)) as con:
        con.execute("update lift_targets set y = 0")
    answer = backtesting.run_backtest(settings, build)
    json.dumps(answer, allow_nan=False)
    assert answer["failed"] == {}
    still = backtesting.read_panel(settings, build)
    forecasts = {"shipped": np.zeros((len(still), len(QUANTILES))), "linear": around(still, noise=0.1)}
    assert gate.decide(still, forecasts, incumbent="shipped").winner == "shipped"


def test_the_backtest_answers_with_scores_and_writes_the_protocols_file(settings, build, cheap, tmp_path):
    out = tmp_path / "forecasts.parquet"
    answer = backtesting.run_backtest(settings, build, model="linear", out=out)
    assert (answer["lifters"], answer["series"], answer["rows"]) == (20, 20, 20 * 8 * 4)
    assert answer["shipped_is_new"]
    json.dumps(answer, allow_nan=False)
    written = pd.read_parquet(out)
    quantiles = ["q05", "q10", "q25", "q50", "q75", "q90", "q95"]
    assert list(written) == ["lifter", "exercise", "cutoff", "horizon_weeks", *quantiles]
    assert (np.diff(written[quantiles].to_numpy(), axis=1) >= 0).all()


def test_the_shipped_model_is_scored_without_learning_from_the_logs(settings, tmp_path, monkeypatch, write_build):
    build = write_build(tmp_path / "made.duckdb", lifters=6)
    monkeypatch.setattr(candidates, "forecasts_of", lambda *_: pytest.fail("something was fitted"))
    answer = backtesting.run_backtest(settings, build, model="shipped")
    assert {row["candidate"] for row in answer["scores"]} == {"no_change", "shipped"}


def test_nothing_to_score_is_said(settings, tmp_path, write_build):
    with pytest.raises(NothingYetError, match="16 training days over 120 days"):
        backtesting.run_backtest(settings, write_build(tmp_path / "empty.duckdb", lifters=0))


def test_what_was_learned_ships_and_is_known_again(scored, tmp_path, monkeypatch):
    files = shipping.ship(scored, tmp_path / "population")
    numbers = json.loads(files[0].read_text())
    assert numbers["card"]["lifters"] == 20
    assert "lifter 0" not in files[0].read_text() + files[1].read_text()
    monkeypatch.setattr("data.shipped._strength_model", lambda: numbers)
    assert not backtesting.is_new(scored)
    competing = (candidates.candidate("no_change"), candidates.candidate(candidates.SHIPPED))
    forecasts, failed = backtesting.forecast_all(scored, competing)
    assert (list(forecasts), failed) == (["no_change"], {})


def test_a_handful_of_lifters_cannot_ship(settings, tmp_path, write_build):
    few = backtesting.read_panel(settings, write_build(tmp_path / "few.duckdb", lifters=6))
    with pytest.raises(NothingYetError, match="at least 20 lifters"):
        shipping.ship(few, tmp_path)
