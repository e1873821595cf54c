"""A marts build and a champion become a full build: complete, monotone, made once."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from models.forecasters.horizons import QUANTILE_NAMES
from models.forecasters.panel import serving_panel
from models.goal import Goal, Wishes
from models.outlook.lifts import HELD
from models.outlook.sequences import parse_blocks
from models.training.block import ADJUSTED, PLAN, Block
from models.training.style import ALL_STYLES
from pipelines.champion import trials
from pipelines.champion.registry import load_champion
from pipelines.errors import NothingYetError
from pipelines.landing.ingest import ingest
from pipelines.people.goals import as_text
from pipelines.serving import forecast, lifter_keys, plan_answers, planner
from pipelines.serving.forecast_answers import forecast_answer
from pipelines.serving.milestones import milestone_answer, next_milestones
from pipelines.serving.sequences import sequence_answer
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


PROFILE = """goal = "strength"
unit = "kg"
[[tested]]
exercise = "Bench Press (Barbell)"
day = 2024-06-20
load_kg = 130
meet = true
"""


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    settings = Settings(home=tmp_path_factory.mktemp("home") / "var", threads=2)
    for lifter, weeks in (("anna", 30), ("ben", 26), ("new", 2)):
        folder = settings.inbox / lifter
        folder.mkdir(parents=True)
        (folder / "strong.csv").write_text(strong_export(weeks), encoding="utf-8")
    (settings.inbox / "ben" / "profile.toml").write_text(PROFILE, encoding="utf-8")
    ingest(settings)
    marts = build_marts(settings)
    return settings, marts, forecast.add_forecasts(settings, marts)


def test_a_full_build_holds_everything_about_every_lifter(full):
    settings, marts, build = full
    assert build.kind == "full"
    assert build.key == forecast.forecasts_key(settings, marts)
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


def test_what_logs_are_held_against_is_the_champions_own_forecast_with_ranges_adapted(full):
    settings, _, build = full
    with read.connect(settings, build) as con:
        features = con.execute("select * from lift_features where is_serving").df()
        as_now = con.execute("select * from forecasts where style = 'as_now'").df()
    panel, _ = serving_panel(features)
    estimator, _ = load_champion(settings)
    expected = np.exp(panel["log_now"].to_numpy()[:, None] + np.asarray(estimator.predict(panel)))
    keys = ["lifter", "exercise_id", "horizon_weeks"]
    joined = panel[keys].assign(row=range(len(panel))).merge(as_now, on=keys, validate="1:1").sort_values("row")
    held = [f"best_{name}" for name in HELD]
    levels = [QUANTILE_NAMES.index(name) for name in HELD]
    found, wanted = joined[held].to_numpy(), expected[:, levels]
    np.testing.assert_allclose(found[:, 1], wanted[:, 1], rtol=1e-5)
    np.testing.assert_allclose(found, wanted, rtol=0.05)  # by each lifter's own past errors
    assert (found[:, 0] < found[:, 1]).all()
    assert (found[:, 1] < found[:, 2]).all()


def test_a_forecast_starts_from_the_current_1rm_and_is_no_surer_than_that(full):
    settings, _, build = full
    with read.connect(settings, build) as con:
        rows = pd.DataFrame(forecast_answer(con, weeks=[1, 4, 12])["forecasts"])
    told = ["q10", "q50", "q90", "now_kg", "now_se_kg"]
    as_now = rows[rows["style"] == "as_now"].astype(dict.fromkeys(told, float))
    by_week = as_now.pivot_table(index=["lifter", "exercise_id"], columns="horizon_weeks", values=told)
    change = np.log(by_week["q50"]).sub(np.log(by_week["now_kg"][1]), axis=0)
    assert (change[1].abs() < 0.03).all()
    np.testing.assert_allclose(change[1], change[4] / 4, atol=1e-6)
    now_range = 2 * 1.281 * by_week["now_se_kg"][1] / by_week["now_kg"][1]
    assert (np.log(by_week["q90"] / by_week["q10"]).ge(now_range, axis=0)).all(axis=None)


def test_the_current_1rm_is_told_of_every_lift_and_a_meet_outranks_sets(full):
    settings, _, build = full
    with read.connect(settings, build) as con:
        answer = forecast_answer(con)
    now = {(row["lifter"], row["exercise_id"]): row for row in answer["now"]}
    assert {lifter for lifter, _ in now} == {"anna", "ben", "new"}
    bench = "bench_press_barbell"
    assert now["anna", bench]["basis"] == "sets"
    assert 100 < now["anna", bench]["now_kg"] < 125
    assert now["ben", bench]["basis"] == "tested"
    assert 125 < now["ben", bench]["now_kg"] < 135
    for row in answer["forecasts"]:
        assert row["now_kg"] == now[row["lifter"], row["exercise_id"]]["now_kg"]
        assert 0.8 < row["q50"] / row["now_kg"] < 1.25


def test_any_horizon_can_be_asked_for(full):
    settings, _, build = full
    with read.connect(settings, build) as con:
        stored = forecast_answer(con, "ben")
        asked = forecast_answer(con, "ben", [12, 40])
    assert {row["horizon_weeks"] for row in asked["forecasts"]} == {12, 40}
    assert {row["horizon_weeks"] for row in asked["size"]} == {12, 40}
    keys = ("exercise_id", "style", "horizon_weeks")
    again = {tuple(row[key] for key in keys): row for row in asked["forecasts"]}
    for row in (row for row in stored["forecasts"] if row["horizon_weeks"] == 12):
        other = again[tuple(row[key] for key in keys)]
        assert other["q10"] == pytest.approx(row["q10"], rel=0.01)
        assert other["q50"] == pytest.approx(row["q50"], rel=0.001)
        assert set(other) == set(row)


def test_the_advice_can_be_read_and_lifted(full):
    settings, _, build = full
    with read.connect(settings, build) as con:
        (advice,) = read.recommendations(con, "anna")
    assert sum(block["weeks"] for block in advice["plan"]) == 12
    assert advice["alternatives"] or advice["style"] == "as_now"
    assert advice["style"] in (*ALL_STYLES, ADJUSTED)
    assert 0 < advice["p_best"] < 1
    block = advice["next_block"]
    assert 1 <= len(block["exercises"]) <= 10
    heaviest = {"Bench press": 110, "Squat": 150}
    for item in block["exercises"]:
        assert item["is_new"] or item["load_kg"] > 0
        for name, most in heaviest.items():
            if item["name"].startswith(name) and not item["is_new"]:
                assert item["load_kg"] < most
    assert all(reason["text"].endswith((".", ")")) for reason in advice["reasons"])


def test_forecasts_under_the_plan_stand_beside_those_by_style_and_lead_to_the_milestone_told(full):
    settings, _, build = full
    with read.connect(settings, build) as con:
        rows = pd.DataFrame(read.rows(con, "outlooks", {"lifters": ["anna"]}))
        (advice,) = read.recommendations(con, "anna")
        ahead = [row for row in milestone_answer(con, lifter="anna") if row["style"] == PLAN]
    by_style = rows.groupby("style").size()
    assert set(by_style.index) == {*ALL_STYLES, PLAN}
    assert set(by_style) == {4 * len(LIFTS)}
    told = advice["expected"]["milestone"]
    (same,) = (row for row in ahead if row["exercise_id"] == told["exercise_id"])
    assert same["load_kg"] == told["load_kg"]
    chances = {chance["weeks"]: chance["p_by"] for chance in same["chances"]}
    assert [chance["p"] for chance in told["chances"]] == [chances[chance["weeks"]] for chance in told["chances"]]


def test_what_the_verdict_on_the_plan_says_is_what_its_forecasts_say(full):
    settings, _, build = full
    with read.connect(settings, build) as con:
        rows = pd.DataFrame(read.rows(con, "outlooks", {"lifters": None}))
        advised = read.recommendations(con)
    middle = rows[rows["horizon_weeks"] == 12].pivot_table(
        index=["lifter", "exercise_id"], columns="style", values="q50"
    )
    for advice in advised:
        for change in advice["expected"]["changes"]:
            if change["kind"] == "lift":
                kg = middle.loc[(advice["lifter"], change["subject"])]
                gain = 100 * (kg[PLAN] / kg["as_now"] - 1)
                assert change["gain"]["q10"] - 0.1 <= gain <= change["gain"]["q90"] + 0.1


def test_a_plan_on_the_fly_is_the_stored_one_and_follows_other_wishes(full):
    settings, _, build = full
    with read.connect(settings, build) as con:
        (stored,) = read.recommendations(con, "anna")
        lifter = plan_answers.only_lifter(con, "anna")
        today = con.execute("select made_at::date from builds_meta").fetchone()[0]
        same = planner.plan(con, lifter, planner.wishes_with(settings, lifter, {}), today=today)
        given = {"competition": (today + timedelta(weeks=12)).isoformat(), "avoid": ["squat"], "days_per_week": 2}
        other = planner.plan(con, lifter, planner.wishes_with(settings, lifter, given), today=today)
        with pytest.raises(NothingYetError, match="--lifter"):
            plan_answers.only_lifter(con, None)
        assert plan_answers.plan_answer(con, settings, lifter, {}, today=today) == stored == same
        assert plan_answers.plan_answer(con, settings, lifter, given, today=today) == other
    assert same["plan"] == stored["plan"]
    assert same["next_block"] == stored["next_block"]
    assert other["plan"][-1] == {"style": "deload", "weeks": 1, "then": "compete"}
    assert other["next_block"]["sessions_per_week"] == 2
    assert not any(item["exercise_id"] == "squat_barbell" for item in other["next_block"]["exercises"])


def test_a_plan_whose_goal_has_a_day_is_worked_out_anew_as_the_day_draws_near(full):
    settings, _, build = full
    with read.connect(settings, build) as con:
        today = con.execute("select made_at::date from builds_meta").fetchone()[0]
        dated = Wishes(goal=Goal(competition=today + timedelta(weeks=12)))
        lifter = plan_answers.only_lifter(con, "anna") | {"wishes": as_text(dated)}
        late = plan_answers.plan_answer(con, settings, lifter, {}, today=today + timedelta(weeks=4))
    assert sum(block["weeks"] for block in late["plan"]) == 8
    assert late["plan"][-1]["then"] == "compete"


def test_the_same_marts_and_champion_are_not_forecast_twice(full):
    settings, marts, build = full
    assert forecast.add_forecasts(settings, marts) == build


def test_another_champion_is_another_build(full, monkeypatch):
    settings, marts, build = full
    monkeypatch.setattr(lifter_keys, "champion_version", lambda _: "another")
    assert forecast.forecasts_key(settings, marts) != build.key


def test_trial_arms_are_predicted_from_file_to_file(tmp_path):
    out = tmp_path / "deep" / "predicted.csv"
    assert trials.predict_arms(None, out) == 605
    assert out.read_text().splitlines()[0].endswith("q10,q50,q90")
    again = tmp_path / "again.csv"
    assert trials.predict_arms(out, again) == 605


def test_a_file_of_arms_that_lacks_columns_is_refused_in_words(tmp_path):
    bad = tmp_path / "arms.csv"
    bad.write_text("trial,arm\na,b\n")
    with pytest.raises(trials.TrialsError, match="columns missing: weeks"):
        trials.predict_arms(bad, tmp_path / "out.csv")


def test_styles_are_compared_two_by_two(full):
    settings, _, build = full
    with read.connect(settings, build) as con:
        pairs = forecast_answer(con, "anna")["style_pairs"]
    kinds = {(row["kind"], row["subject"]) for row in pairs}
    assert len(pairs) == len(kinds) * 6 * 4
    assert {kind for kind, _ in kinds} == {"one_rm", "size"}
    assert all(0 < row["p_a_better"] < 1 and row["q10_pct"] <= row["q90_pct"] for row in pairs)


def test_a_sequence_of_one_style_is_that_style_and_of_as_now_the_forecast_as_now(full):
    settings, _, build = full
    with read.connect(settings, build) as con:
        single = forecast_answer(con, "anna")
        for style in ALL_STYLES:
            answer = sequence_answer(con, [Block(style, 4), Block(style, 3)], "anna")
            for part, subject in (("forecasts", "exercise_id"), ("size", "muscle")):
                keys = [subject, "horizon_weeks"]
                one = pd.DataFrame([row for row in single[part] if row["style"] == style])
                both = one.merge(pd.DataFrame(answer[part]), on=keys, suffixes=("", "_asked"), validate="1:1")
                assert len(both) == len(one)
                asked = both[[f"{name}_asked" for name in QUANTILE_NAMES]].to_numpy()
                np.testing.assert_allclose(asked, both[list(QUANTILE_NAMES)].to_numpy(), rtol=1e-4, atol=1e-3)


def test_size_first_then_strength_can_be_forecast(full):
    settings, _, build = full
    with read.connect(settings, build) as con:
        answer = sequence_answer(con, parse_blocks("hypertrophy:6,strength:4"), "anna")
    assert {row["style"] for row in answer["forecasts"]} == {"hypertrophy:6,strength:4"}
    assert all(row["q10"] <= row["q50"] <= row["q90"] for row in [*answer["forecasts"], *answer["size"]])


@pytest.mark.parametrize("text", ["hypertrophy", "hypertrophy:six", "crossfit:4", "strength:0", ""])
def test_sequences_that_cannot_be_trained_are_refused(text):
    with pytest.raises(ValueError, match=r"write style:weeks|choose from|more than 0"):
        parse_blocks(text)


def test_milestones_of_many_lifters_are_those_of_each(full):
    settings, _, build = full
    with read.connect(settings, build) as con:
        many = next_milestones(con, ["anna", "ben", "new"])
        each = [answer for lifter in ("anna", "ben") for answer in milestone_answer(con, lifter=lifter)]
    assert len(many) == len(each) > 0
    for row, answer in zip(many, each, strict=True):
        by = {f"p_by_{chance['weeks']}_weeks": chance["p_by"] for chance in answer["chances"]}
        assert {name: (answer | by)[name] for name in row} == row
