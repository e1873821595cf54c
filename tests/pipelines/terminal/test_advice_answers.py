"""Advice as it is printed."""

import pytest

from pipelines.terminal.advice_answers import print_plan, print_recommendations

SPREAD = {"q10": 0.0, "q50": 1.0, "q90": 2.0}


def option(style, p_best, *, is_equal=False, gives_up=""):
    return {
        "blocks": [{"style": style, "weeks": 6}, {"style": style, "weeks": 6}],
        "p_best": p_best,
        "is_equal": is_equal,
        "gives_up": {"text": gives_up, "strength_pct": 0.0, "size_pct": 0.0},
    }


def change(name, verdict):
    return {"name": name, "verdict": verdict, "text": f"{name}: 3 → 5 sets a week; told."}


@pytest.fixture
def advice():
    item = {
        "exercise_id": "squat", "name": "Squat", "set_kind": "work", "is_new": True, "by_body_weight": False,
        "days_per_week": 1, "sets": 3, "reps": 5, "rir": 2, "rest_s": 180, "load_kg": 100.0,
        "sets_by_week": [3, 0], "reps_by_week": [5, 4], "rir_by_week": [2, 1], "loads_kg": [100.0, 105.0],
    }  # fmt: skip
    plan = option("adjusted", 0.6)
    return {
        "lifter": "me",
        "goal": "strength",
        "plan": plan["blocks"],
        "p_best": 0.6,
        "alternatives": [option("hybrid", 0.3, gives_up="gives up 1.0 % 1RM")],
        "expected": {
            "plan": plan,
            "plan_weeks": 12,
            "changes": [change("Squat", "likely"), change("Curl", "even"), change("chest", "even")],
            "targets": [{"text": "squat 140 kg: 40% by 2027-06-01 with this plan."}],
        },
        "reasons": [{"text": "You lift.", "facts": {"heavy_pct": 1}}],
        "next_block": {
            "weeks": 2,
            "notes": ["Sets rise over the first weeks."],
            "exercises": [item],
            "sessions": [{"day": 1, "weekday": "Mon", "minutes": 50, "exercises": ["squat"]}],
        },
    }


def test_advice_says_plan_changes_and_targets_before_why(advice, capsys):
    print_recommendations([advice])
    said = capsys.readouterr().out
    parts = ["12 weeks of your own week adjusted; chance of being the best 60 %", "* Squat: 3 → 5 sets a week; told.",
             "* About the same as now: Curl, chest.", "Target: squat 140 kg", "- You lift."]  # fmt: skip
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
    assert "Pick the one you like" not in said


def test_close_plans_are_a_choice(advice, capsys):
    advice["alternatives"][0]["is_equal"] = True
    print_recommendations([advice])
    said = capsys.readouterr().out
    assert "Pick the one you like" in said
    assert "2. 12 weeks hybrid; chance of being the best 30 %; gives up 1.0 % 1RM" in said


def test_a_likelier_plan_that_is_not_advised_is_named(advice, capsys):
    advice["alternatives"][0]["p_best"] = 0.7
    print_recommendations([advice])
    assert "May turn out better, but is not advised: 12 weeks hybrid" in capsys.readouterr().out


def test_a_log_that_is_over_says_so_first(advice, capsys):
    advice["reasons"].append({"text": "Your log ended 8 months ago.", "facts": {"months": 8}})
    print_recommendations([advice])
    said = capsys.readouterr().out
    assert said.index("Your log ended") < said.index("chance of being the best")
    assert said.count("Your log ended") == 1


def test_a_plan_is_written_out_with_its_notes(advice, capsys):
    print_plan(advice, {"lifter": "me", "unit": "kg"})
    said = capsys.readouterr().out
    assert "Else: 12 weeks hybrid" in said
    assert "Squat (new)" in said
    assert "3 0" in said
    assert "100 105" in said
    assert "Sets rise over the first weeks." in said
    print_plan(None, {"lifter": "me", "unit": "kg"})
    assert "too little training" in capsys.readouterr().out
