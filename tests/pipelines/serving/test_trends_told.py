"""From an export to what is told: lifts that stand still, lifts that fall, and how strong they are now."""

from datetime import date, timedelta

import numpy as np
import pytest

from pipelines.landing.ingest import ingest
from pipelines.serving import forecast
from pipelines.serving.forecast_answers import forecast_answer
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
LAST = date(2024, 6, 28)
BENCH, SQUAT = "bench_press_barbell", "squat_barbell"


def export(weeks, **lifts):
    """Write a log of two days a week; each lift is its load by the part of the log that is over, and its reps."""
    names = {"bench": "Bench Press (Barbell)", "squat": "Squat (Barbell)"}
    lines = [HEADER]
    for place, part in enumerate(np.linspace(0, 1, 2 * weeks)):
        day = LAST - timedelta(days=round(3.5 * (2 * weeks - 1 - place)))
        for name, (load, reps) in lifts.items():
            lines += [
                f'{day} 18:00:00,"Full body",1h,"{names[name]}",{order},{round(load(part) * 2) / 2},{reps},0,0,"","",'
                for order in range(1, 4)
            ]
    return "\n".join(lines) + "\n"


def steady(load_kg):
    return lambda _part: load_kg


def falling(first_kg, last_kg):
    return lambda part: first_kg * (last_kg / first_kg) ** part


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    settings = Settings(home=tmp_path_factory.mktemp("home") / "var", threads=2)
    logs = {
        "flat": export(30, bench=(steady(80), 8), squat=(steady(100), 5)),
        "falls": export(20, bench=(falling(80, 56), 5)),
        "apart": export(16, bench=(falling(80, 64), 5), squat=(steady(100), 5)),
    }
    for lifter, text in logs.items():
        folder = settings.inbox / lifter
        folder.mkdir(parents=True)
        (folder / "strong.csv").write_text(text, encoding="utf-8")
    ingest(settings)
    build = forecast.add_forecasts(settings, build_marts(settings))
    with read.connect(settings, build) as con:
        alerts = {(row["lifter"], row["subject"]): row for row in read.rows(con, "alerts", {"lifter": None})}
        return alerts, forecast_answer(con), forecast_answer(con, weeks=[1, 4, 12])


def test_the_same_sets_for_thirty_weeks_are_told_as_standing_still(told):
    alerts, _, _ = told
    for lift in (BENCH, SQUAT):
        assert alerts["flat", lift]["kind"] == "plateau"
        assert alerts["flat", lift]["facts"]["chance_pct"] >= 70


def test_a_fall_is_told_with_the_trend_of_the_data_beside_a_lift_that_stands_still(told):
    alerts, _, _ = told
    assert alerts["apart", BENCH]["kind"] == "decline"
    assert alerts["apart", BENCH]["facts"]["trend_pct"] == pytest.approx(-15.4, abs=2)
    assert alerts["falls", BENCH]["facts"]["trend_pct"] == pytest.approx(-19.3, abs=2)
    assert ("apart", SQUAT) not in alerts or alerts["apart", SQUAT]["kind"] == "plateau"


def test_the_1rm_now_of_a_lift_that_fell_is_what_its_last_days_show(told):
    _, answer, _ = told
    now = {(row["lifter"], row["exercise_id"]): row["now_kg"] for row in answer["now"]}
    assert 64 < now["falls", BENCH] < 67


def test_now_and_the_forecast_are_one_quantity(told):
    _, answer, ahead = told
    now = {(row["lifter"], row["exercise_id"]): row["now_kg"] for row in answer["now"]}
    rows = [row for row in ahead["forecasts"] if row["style"] == "as_now"]
    change = {
        (row["lifter"], row["exercise_id"], row["horizon_weeks"]): np.log(row["q50"] / row["now_kg"]) for row in rows
    }
    assert all(row["now_kg"] == now[row["lifter"], row["exercise_id"]] for row in rows)
    for lifter, lift in now:
        week, month, quarter = (change[lifter, lift, weeks] for weeks in (1, 4, 12))
        assert week == pytest.approx(month / 4)
        assert abs(month) <= max(0.55 * abs(quarter), 0.01)
