"""A block to take along: a row per exercise, day and week; a page that needs nothing and runs nothing."""

import pandas as pd
import pytest

from models.blocks import routine


def test_a_routine_has_a_row_per_exercise_day_and_week(block):
    made = block("strength", weeks=4)
    rows = list(routine.rows(made, "lb"))
    assert len(rows) == 4 * sum(len(session["exercises"]) for session in made["sessions"])
    assert {row["week"] for row in rows} == {1, 2, 3, 4}
    loads = [float(row["load"]) for row in rows if row["load"]]
    assert all(load * 4 == pytest.approx(round(load * 4)) for load in loads)
    table = pd.read_csv(pd.io.common.StringIO(routine.as_csv(made, "lb")))
    assert list(table.columns) == list(routine.COLUMNS)


def test_a_page_needs_nothing_else_and_runs_nothing(block):
    made = block("hypertrophy")
    made["exercises"][0]["name"] = "<script>alert(1)</script>"
    made["notes"] = ["Less than <b>usual</b>."]
    page = routine.as_html({"lifter": "<b>anna</b>", "next_block": made}, "kg")
    assert "<script" not in page
    assert "<b>anna" not in page
    assert "&lt;b&gt;usual" in page
    assert "http" not in page
    assert "viewport" in page
    made["exercises"][0]["name"] = "=1+1"
    assert ",=1+1" not in routine.as_csv(made, "kg")


def test_top_sets_and_weeks_without_an_exercise_are_shown_as_such(trainee, written):
    columns = {
        "heavy_sets": 2.0, "moderate_sets": 4.0, "light_sets": 0.0, "heavy_reps": 4.0, "moderate_reps": 10.0,
        "light_reps": 20.0, "heavy_share": 0.85, "moderate_share": 0.7, "light_share": 0.5, "sets_per_week": 6.0,
    }  # fmt: skip
    both = written("as_now", trainee({"squat_barbell": 100.0}, columns=columns))
    assert "Squat (barbell), top set" in routine.as_html({"lifter": "a", "next_block": both}, "kg")
    turns = written("as_now", trainee({"squat_barbell": 100.0}, days=0.5, sets=2.0))
    assert "<td>–</td>" in routine.as_html({"lifter": "a", "next_block": turns}, "kg")
