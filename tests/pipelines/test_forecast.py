"""A marts build and a champion become a full build: complete, monotone, made once."""

from datetime import date, timedelta

import numpy as np
import pytest

from models.panel import QUANTILE_NAMES, serving_panel
from models.style import ALL_STYLES
from pipelines import forecast, trials
from pipelines.ingest import ingest
from pipelines.registry import load_champion
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
LIFTS = {
    "Bench Press (Barbell)": 80,
    "Squat (Barbell)": 110,
    "Bent Over Row (Barbell)": 70,
    "Bicep Curl (Dumbbell)": 14,
}


def strong_export(weeks=30, first=date(2024, 1, 1), reps=8):
    rng = np.random.default_rng(weeks)
    lines = [HEADER]
    for week in range(weeks):
        for weekday in (0, 3):
            day = first + timedelta(weeks=week, days=weekday)
            for name, load in LIFTS.items():
                weight = round((load * (1 + 0.004 * week) * (1 + 0.02 * rng.standard_normal())) / 2.5) * 2.5
                lines += [
                    f'{day} 18:00:00,"Full body",1h,"{name}",{order},{weight},{reps},0,0,"","",'
                    for order in range(1, 4)
                ]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    settings = Settings(home=tmp_path_factory.mktemp("home") / "var", threads=2)
    for lifter, weeks in (("anna", 30), ("ben", 26), ("new", 2)):
        folder = settings.inbox / lifter
        folder.mkdir(parents=True)
        (folder / "strong.csv").write_text(strong_export(weeks), encoding="utf-8")
    (settings.inbox / "ben" / "profile.toml").write_text('goal = "strength"\nunit = "kg"\n', encoding="utf-8")
    ingest(settings)
    marts = build_marts(settings)
    return settings, marts, forecast.add_forecasts(settings, marts)


def test_a_full_build_holds_everything_about_every_lifter(full):
    settings, marts, build = full
    assert build.kind == "full"
    assert build.key == forecast.forecasts_key(settings, marts.key)
    with read.connect(settings, build) as con:
        found = con.execute("select * from forecasts").df()
        sizes = con.execute("select * from size_forecasts").df()
        meta = con.execute("select model, model_version from builds_meta").fetchall()
        blocks = con.execute("select distinct lifter from training_blocks").fetchall()
        advice = {row["lifter"]: row for row in read.recommendations(con)}
        refused = read.refused(con)
    assert all(part for part in meta[0])
    assert {name for (name,) in blocks} == {"anna", "ben", "new"}
    assert set(found["lifter"]) == {"anna", "ben"}
    lifts = found.groupby(["lifter", "exercise_id"]).size()
    assert len(lifts) == 2 * len(LIFTS)
    assert (lifts == len(ALL_STYLES) * 4).all()
    assert (np.diff(found[list(QUANTILE_NAMES)], axis=1) >= 0).all()
    assert (np.diff(sizes[list(QUANTILE_NAMES)], axis=1) >= 0).all()
    assert (found["own_share"] == 0).all()
    assert set(advice) == {"anna", "ben"}
    assert advice["ben"]["goal"] == "strength"
    assert advice["anna"]["goal"] == "both"
    assert {row["kind"] for row in refused if row["lifter"] == "new"} >= {"lift", "lifter"}
    assert all(row["missing"] for row in refused)


def test_carrying_on_is_the_champions_own_forecast(full):
    settings, _, build = full
    with read.connect(settings, build) as con:
        features = con.execute("select * from lift_features where is_serving").df()
        as_now = con.execute("select * from forecasts where style = 'as_now'").df()
    panel, _ = serving_panel(features)
    estimator, _ = load_champion(settings)
    expected = np.exp(panel["log_now"].to_numpy()[:, None] + np.asarray(estimator.predict(panel)))
    keys = ["lifter", "exercise_id", "horizon_weeks"]
    joined = panel[keys].assign(row=range(len(panel))).merge(as_now, on=keys, validate="1:1").sort_values("row")
    np.testing.assert_allclose(joined[list(QUANTILE_NAMES)].to_numpy(), expected, rtol=1e-5)


def test_the_advice_can_be_read_and_lifted(full):
    settings, _, build = full
    with read.connect(settings, build) as con:
        (advice,) = read.recommendations(con, "anna")
    assert advice["plan"][0]["weeks"] == 6
    assert advice["style"] in ALL_STYLES
    assert 0 < advice["p_best"] < 1
    block = advice["next_block"]
    assert 1 <= len(block["exercises"]) <= 10
    heaviest = {"Bench press": 110, "Squat": 150}
    for item in block["exercises"]:
        assert item["load_kg"] > 0
        for name, most in heaviest.items():
            if item["name"].startswith(name):
                assert item["load_kg"] < most
    assert all(reason["text"].endswith((".", ")")) for reason in advice["reasons"])


def test_the_same_marts_and_champion_are_not_forecast_twice(full):
    settings, marts, build = full
    assert forecast.add_forecasts(settings, marts) == build


def test_another_champion_is_another_build(full, monkeypatch):
    settings, marts, build = full
    monkeypatch.setattr(forecast, "champion_version", lambda _: "another")
    assert forecast.forecasts_key(settings, marts.key) != build.key


def test_trial_arms_are_predicted_from_file_to_file(tmp_path):
    out = tmp_path / "deep" / "predicted.csv"
    assert trials.predict_arms(None, out) == 415
    assert out.read_text().splitlines()[0].endswith("q10,q50,q90")
    again = tmp_path / "again.csv"
    assert trials.predict_arms(out, again) == 415


def test_a_file_of_arms_that_lacks_columns_is_refused_in_words(tmp_path):
    bad = tmp_path / "arms.csv"
    bad.write_text("trial,arm\na,b\n")
    with pytest.raises(trials.TrialsError, match="columns missing: weeks"):
        trials.predict_arms(bad, tmp_path / "out.csv")
