"""Alerts state facts, and only where there are some."""

from datetime import date

import numpy as np
import pandas as pd

from models import alerts


def bests(gain, days=20):
    return pd.DataFrame(
        {
            "lifter": ["anna"],
            "exercise_id": ["squat_barbell"],
            "recent_best": [np.log(100.0) + gain],
            "earlier_best": [np.log(100.0)],
            "recent_day": [pd.Timestamp("2024-05-01")],
            "earlier_days": [days],
        }
    )


def test_a_gap_is_told_from_three_weeks_on():
    assert alerts.gap("anna", date(2024, 1, 1), date(2024, 1, 21)) is None
    told = alerts.gap("anna", date(2024, 1, 1), date(2024, 1, 29))
    assert told["kind"] == "not_trained_lately"
    assert "4 weeks" in told["facts"]["text"]
    assert told["since"] == date(2024, 1, 1)


def test_a_record_within_test_noise_is_not_told():
    assert alerts.records(bests(0.05)) == []
    (told,) = alerts.records(bests(0.10))
    assert told["kind"] == "personal_record"
    assert "11 %" in told["facts"]["text"]


def test_a_record_needs_a_history():
    assert alerts.records(bests(0.2, days=3)) == []


def test_at_most_three_records_are_told():
    many = pd.concat([bests(0.1 + n / 100).assign(exercise_id=f"lift_{n}") for n in range(6)])
    assert [row["subject"] for row in alerts.records(many)] == ["lift_5", "lift_4", "lift_3"]


def test_training_against_the_goal_is_told_with_its_share():
    told = alerts.mismatch("anna", "size", (0.78, 0.22, 0.0), date(2024, 1, 1))
    assert told["facts"]["text"] == "size is the goal, 22 % of the last sets are 6 reps and more"
    assert alerts.mismatch("anna", "strength", (0.04, 0.9, 0.06), date(2024, 1, 1)) is not None
    assert alerts.mismatch("anna", "strength", (0.6, 0.4, 0.0), date(2024, 1, 1)) is None
    assert alerts.mismatch("anna", "both", (1.0, 0.0, 0.0), date(2024, 1, 1)) is None
    assert alerts.mismatch("anna", "strength", (0.0, 0.0, 0.0), date(2024, 1, 1)) is None
