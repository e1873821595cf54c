from datetime import date, timedelta

import pandas as pd

from dashboard.parts.history import records

LAST = date(2026, 11, 20)


def days(values, suspects=()):
    start = LAST - timedelta(days=7 * (len(values) - 1))
    return pd.DataFrame(
        {
            "exercise_id": "squat",
            "name": "Squat",
            "is_main": True,
            "day": pd.to_datetime([start + timedelta(days=7 * i) for i in range(len(values))]),
            "one_rm_kg": values,
            "is_suspect": [i in suspects for i in range(len(values))],
        }
    )


def test_a_best_of_the_last_weeks_is_a_record():
    found = records(days([100, 101, 99, 102, 100, 98, 99, 100, 101, 100, 103, 112]), LAST).iloc[0]
    assert found["one_rm_kg"] == 112
    assert found["before_kg"] == 102
    assert round(found["gain_pct"]) == 10
    assert found["is_beyond_noise"]


def test_a_gain_within_the_noise_of_a_test_is_marked_so():
    found = records(days([100, 101, 99, 102, 100, 98, 99, 100, 101, 100, 103, 104]), LAST).iloc[0]
    assert not found["is_beyond_noise"]


def test_a_typing_error_neither_is_nor_hides_a_record():
    assert records(days([100, 101, 99, 102, 100, 98, 99, 100, 101, 100, 101, 210], suspects=[11]), LAST).empty
    assert not records(days([100, 210, 99, 102, 100, 98, 99, 100, 101, 100, 101, 103, 108], suspects=[1]), LAST).empty


def test_a_lift_just_begun_has_no_records():
    assert records(days([100, 104, 108]), LAST).empty
