"""Forecasts given are kept once, outlive everything, and are held against what came."""

from datetime import date, timedelta

import numpy as np
import pytest

from data.shipped import load_change_quantiles
from pipelines.champion import registry
from pipelines.running import steps
from pipelines.serving import home_calibration, looking_back
from pipelines.serving.live_accuracy import read_live_accuracy
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.publish import current_build

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"


def export(weeks, *, first=date(2024, 1, 1), gain=0.004):
    lines = [HEADER]
    for week in range(weeks):
        for weekday in (0, 2, 4):
            day = first + timedelta(weeks=week, days=weekday)
            for name, load in {"Bench Press (Barbell)": 80, "Squat (Barbell)": 110}.items():
                weight = round(load * (1 + gain * week) / 2.5) * 2.5
                lines += [
                    f'{day} 18:00:00,"Full body",1h,"{name}",{order},{weight},8,0,0,"","",' for order in range(1, 4)
                ]
    return "\n".join(lines) + "\n"


def log(settings, weeks, **options):
    folder = settings.inbox / "anna"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "strong.csv").write_text(export(weeks, **options), encoding="utf-8")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Give a home that forecast at 30 weeks of training, and again when 42 were logged."""
    settings = Settings(home=tmp_path_factory.mktemp("home") / "var", threads=2)
    log(settings, 30)
    steps.refresh(settings)
    first = looking_back.forecasts_given(settings)
    log(settings, 42)
    steps.refresh(settings)
    return settings, first


def back(settings):
    with read.connect(settings) as con:
        return con.execute("select * from looking_back order by all").df(), list(read.recommend_answer(con))


def test_forecasts_whose_weeks_are_over_are_held_against_what_came(told):
    settings, _ = told
    found, (answer,) = back(settings)
    assert set(found["horizon_weeks"]) == {4, 8}
    assert len(found) == 4
    assert (found["reached_kg"] >= found["best_kg"]).all()
    assert (found["is_inside"] == found["reached_kg"].between(found["q10"], found["q90"])).all()
    facts = answer["looking_back"]["facts"]
    assert facts["forecasts"] == 4
    assert facts["inside"] == found["is_inside"].sum()
    assert answer["looking_back_on_all"]["facts"] == facts


def test_live_accuracy_is_that_of_the_forecasts_given_by_version_and_horizon(told):
    settings, _ = told
    found, _ = back(settings)
    rows = read_live_accuracy(settings)
    assert {(row["horizon_weeks"], row["weeks"]) for row in rows} == {(4, 8), (4, 26), (8, 8), (8, 26)}
    assert {row["model_version"] for row in rows} == {registry.shipped_champion().version}
    for row in rows:
        mine = found[found["horizon_weeks"] == row["horizon_weeks"]]
        assert (row["forecasts"], row["lifters"]) == (len(mine), 1)
        assert row["coverage80"] == pytest.approx(mine["is_inside"].mean())
        levels, given = (
            np.array([0.1, 0.5, 0.9]),
            np.log(mine[["q10", "q50", "q90"]].to_numpy().T / mine["best_kg"].to_numpy()),
        )
        changes = load_change_quantiles().query("measure == 'change'").set_index("horizon_weeks")
        no_change = changes.loc[row["horizon_weeks"], ["q10", "q50", "q90"]].to_numpy(float)[:, None]
        y = np.log(mine["reached_kg"].to_numpy() / mine["best_kg"].to_numpy())
        losses = [
            np.maximum(levels[:, None] * (y - q), (levels[:, None] - 1) * (y - q)).sum(axis=0).mean()
            for q in (given, no_change)
        ]
        assert row["skill"] == pytest.approx(1 - losses[0] / losses[1])


def test_what_two_models_got_wrong_is_told_apart_and_the_second_begins_with_part_of_it(settings, monkeypatch):
    monkeypatch.setattr(home_calibration, "LEAST_ERRORS", 1)
    monkeypatch.setattr(home_calibration, "LEAST_LIFTERS", 1)
    first = registry.shipped_champion()
    for weeks, version, gain in ((30, first.version, 0.004), (37, "later", 0.02), (44, "later", 0.02)):
        if version != first.version:
            registry.write_champion(settings, registry.Champion(name=first.name, version=version))
        log(settings, weeks, gain=gain)
        steps.refresh(settings)
    errors = home_calibration.realised_errors(settings, current_build(settings))
    assert set(errors["model_version"]) == {first.version, "later"}
    assert {row["model_version"] for row in read_live_accuracy(settings)} == {first.version, "later"}
    calibration = home_calibration.read_calibration(settings)
    assert calibration.model_version == "later"
    assert calibration.why.endswith("0 of them by the model in force: ranges must be wider to hold what they promise.")
    with read.connect(settings) as con:
        stretches = con.execute("select horizon_weeks, stretch from home_calibration order by all").fetchall()
    assert stretches == sorted(calibration.by_horizon().items())
    assert max(stretch for _, stretch in stretches) > 1


def test_a_home_without_a_build_has_no_live_accuracy(tmp_path):
    assert read_live_accuracy(Settings(home=tmp_path / "var")) == []


def test_what_was_reached_is_the_best_around_then(told):
    settings, _ = told
    found, _ = back(settings)
    squat = found[(found["exercise_id"] == "squat_barbell") & (found["horizon_weeks"] == 8)].iloc[0]
    week = 29 + 8 + 2
    assert squat["reached_kg"] == pytest.approx(round(110 * (1 + 0.004 * week) / 2.5) * 2.5 * (1 + 8 / 30))


def test_keeping_again_keeps_nothing_more(told):
    settings, first = told
    files = looking_back.forecasts_given(settings)
    assert len(first) == 1
    assert len(files) == 2
    stamps = [path.read_bytes() for path in files]
    assert looking_back.keep_forecasts(settings, current_build(settings)) is None
    steps.forecast_step(settings)
    assert looking_back.forecasts_given(settings) == files
    assert [path.read_bytes() for path in files] == stamps


def test_a_crash_between_build_and_pointer_is_made_up_for(told, monkeypatch):
    settings, _ = told
    log(settings, 48)
    before = looking_back.forecasts_given(settings)

    def dies(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(steps, "keep_forecasts", dies)
        with pytest.raises(KeyboardInterrupt):
            steps.refresh(settings)
    assert looking_back.forecasts_given(settings) == before
    steps.refresh(settings)
    assert len(looking_back.forecasts_given(settings)) == len(before) + 1


def test_nothing_due_is_said_to_be_nothing_yet(tmp_path):
    settings = Settings(home=tmp_path / "var", threads=2)
    log(settings, 20)
    steps.refresh(settings)
    _, (answer,) = back(settings)
    assert answer["looking_back"]["text"].startswith("No forecast is old enough")
