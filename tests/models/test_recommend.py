"""Advice follows the forecasts, is no surer than they are, and can be lifted."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import published
from models import milestone, prescription, recommend
from models.style import ALL_STYLES, STYLES

DRAWS = 400


def lifts(*, moderate=9.0, heavy=0.0):
    rows = [
        ("bench_press_barbell", "Bench press (barbell)", "horizontal_push", "barbell", "bench", True, 100.0, 0),
        ("squat_barbell", "Squat (barbell)", "squat", "barbell", "general", True, 140.0, 1),
        ("row_cable", "Row (cable)", "horizontal_pull", "cable", "general", False, 80.0, 2),
        ("biceps_curl_dumbbell", "Biceps curl (dumbbell)", "elbow_flexion", "dumbbell", "general", False, 20.0, 3),
        ("leg_curl_machine", "Leg curl (machine)", "knee_flexion", "machine", "general", False, 60.0, 4),
    ]
    names = ["exercise_id", "name", "pattern", "equipment", "family", "is_main", "now_kg", "row"]
    frame = pd.DataFrame(rows, columns=names)
    frame["compound"] = [
        prescription.is_compound(pattern, name) for pattern, name in zip(frame["pattern"], frame["name"], strict=True)
    ]
    frame["load_kind"], frame["days"], frame["sets_per_week"] = "external", 2.0, moderate + heavy
    frame["usual_reps"], frame["usual_load_kg"] = 9.0, 0.7 * frame["now_kg"]
    frame["top_load_kg"] = 0.8 * frame["now_kg"]
    return frame


def case(*, strength=None, size=None, goal="both", zones=(0.05, 0.95, 0.0), unit="kg", sd=0.002):
    """Say by how many percent each style adds to 1RM and size; the rest is noise."""
    rng = np.random.default_rng(5)
    strength, size = strength or {}, size or {}

    def drawn(value, scale, rows):
        return value + scale * rng.standard_normal((rows, DRAWS, 1)) * np.ones(4)

    kg = np.linspace(0.9, 1.2, 7)[None, None, :] * np.array([100.0, 140, 80, 20, 60])[:, None, None]
    return recommend.Case(
        lifter="anna",
        goal=goal,
        unit=unit,
        sessions_per_week=3.4,
        lifts=lifts(),
        strength={name: drawn(strength.get(name, 0.0) / 100, sd, 5) for name in STYLES},
        muscles=["chest", "quads"],
        muscle_sets=np.array([6.0, 8.0]),
        size={name: drawn(size.get(name, 0.0), 100 * sd, 2) for name in (*STYLES, "as_now")},
        kg={name: np.repeat(kg, 4, axis=1) for name in ALL_STYLES},
        zones=zones,
        share=0.72,
    )


@pytest.mark.parametrize(("goal", "best"), [("strength", "strength"), ("size", "hypertrophy"), ("both", "hybrid")])
def test_the_goal_decides_between_strength_and_size(goal, best):
    gains = {"strength": 3.0, "hypertrophy": 0.5, "hybrid": 2.2}
    growth = {"strength": 0.1, "hypertrophy": 3.0, "hybrid": 2.2}
    advice = recommend.recommend(case(strength=gains, size=growth, goal=goal))
    assert advice["style"] == best
    assert advice["p_best"] > 0.5
    assert advice["expected"]["is_clear"]


def test_without_an_advantage_the_lifter_carries_on():
    advice = recommend.recommend(case(strength={"strength": 0.2}, size={"hypertrophy": 0.2}))
    assert advice["style"] == "as_now"
    assert not advice["expected"]["is_clear"]
    assert "no clear difference" in " ".join(reason["text"] for reason in advice["reasons"]).lower()


def test_between_equals_the_closest_to_the_lifters_habit_wins():
    same = {"strength": 3.0, "hypertrophy": 3.0, "hybrid": 3.0}
    light = recommend.recommend(case(strength=same, zones=(0.0, 1.0, 0.0), goal="strength"))
    heavy = recommend.recommend(case(strength=same, zones=(1.0, 0.0, 0.0), goal="strength"))
    assert (light["style"], heavy["style"]) == ("hypertrophy", "strength")
    assert not light["expected"]["is_clear"]


def test_chances_sum_to_one_and_never_reach_certainty():
    found = recommend.gains(case(strength={"strength": 10.0}, goal="strength"))
    chances = recommend.chances_of_best(found.score)
    assert sum(chances.values()) == pytest.approx(1)
    assert 0.8 < chances["strength"] < 0.9


def test_every_sentence_traces_to_figures_that_were_read():
    table = published.evidence().set_index("id")
    for gains in ({"strength": 3.0}, {"hypertrophy": 3.0}, {"hybrid": 3.0}, {}):
        advice = recommend.recommend(case(strength=gains, goal="strength"))
        assert advice["reasons"]
        for reason in advice["reasons"]:
            for cited in reason["evidence"]:
                assert table.loc[cited, "how_known"] != published.FROM_MEMORY
        cited = {name for reason in advice["reasons"] for name in reason["evidence"]}
        assert {figure["id"] for figure in advice["evidence"]} == cited
        json.dumps(advice)


def test_a_strength_block_is_heavy_compound_work_with_long_rests():
    block = recommend.recommend(case(strength={"strength": 4.0}, goal="strength"))["next_block"]
    first = block["exercises"][0]
    assert block["sessions_per_week"] == 3
    assert first["exercise_id"] == "bench_press_barbell" or first["exercise_id"] == "squat_barbell"
    assert first["reps"] <= 5
    assert first["rest_s"] >= 120
    assert 0.8 <= first["share"] <= 0.95


def test_a_hybrid_begins_with_the_main_lifts_heavy():
    block = recommend.recommend(case(strength={"hybrid": 4.0}, goal="strength"))["next_block"]
    reps = {item["exercise_id"]: item["reps"] for item in block["exercises"]}
    assert reps["bench_press_barbell"] <= 5
    assert reps["squat_barbell"] <= 5
    assert reps["biceps_curl_dumbbell"] >= 6


@given(
    load=st.floats(1, 400), unit=st.sampled_from(["kg", "lb"]), what=st.sampled_from(["barbell", "dumbbell", "cable"])
)
def test_loads_can_be_made_and_are_not_above_what_was_meant(load, unit, what):
    found = prescription.loadable(load, unit, what)
    per_unit = prescription.KG_PER_LB if unit == "lb" else 1.0
    assert (found / per_unit / 0.5) == pytest.approx(round(found / per_unit / 0.5), abs=1e-6)
    least = {"barbell": 45 if unit == "lb" else 20}.get(what, 5 if unit == "lb" else 2.5) * per_unit
    assert found <= max(load, least) + 1e-6


def test_no_load_is_far_above_what_was_lifted_lately():
    frame = lifts().assign(top_load_kg=lambda table: 0.5 * table["now_kg"], usual_load_kg=0.0)
    block = prescription.next_block("strength", frame, unit="kg", sessions_per_week=3)
    recent = frame.set_index("exercise_id")["top_load_kg"]
    for item in block["exercises"]:
        assert item["load_kg"] <= prescription.MOST_ABOVE_RECENT * recent[item["exercise_id"]] + 1e-6


def test_a_session_can_be_done_in_one_go():
    many = pd.concat([lifts().assign(exercise_id=lambda t, n=n: t["exercise_id"] + str(n)) for n in range(4)])
    for style in ("strength", "hypertrophy", "hybrid"):
        for sessions in (1, 2, 3, 6):
            block = prescription.next_block(style, many, unit="kg", sessions_per_week=sessions)
            sets = sum(item["sets"] * item["days_per_week"] for item in block["exercises"])
            assert sets <= prescription.MOST_SETS_PER_SESSION * sessions


def test_unknown_loads_are_left_to_feel():
    frame = lifts().assign(now_kg=np.nan, usual_load_kg=np.nan, top_load_kg=np.nan)
    for style in ("strength", "as_now"):
        block = prescription.next_block(style, frame, unit="kg", sessions_per_week=3)
        assert all(item["load_kg"] is None for item in block["exercises"])


@pytest.mark.parametrize(("now", "unit", "target"), [(98.0, "kg", 100.0), (100.0, "kg", 110.0), (60.0, "lb", 63.5)])
def test_the_next_milestone_is_round_in_the_lifters_unit(now, unit, target):
    assert milestone.next_round(now, unit) == pytest.approx(target, abs=0.1)
