import numpy as np
import pandas as pd
import pytest

from models.one_rm.current_max import SHORTFALL_LOG, current_maxes
from models.one_rm.rep_max import share_of_one_rm
from models.one_rm.trend_lines import USUAL_TREND

COLUMNS = ["age_days", "load_kg", "reps", "rir"]
KEYS = {"lifter": "str", "exercise_id": "str"}
NOTHING = pd.DataFrame(columns=[*KEYS, "shift_log"]).astype(KEYS | {"shift_log": float})
UNTESTED = pd.DataFrame(columns=[*KEYS, "age_days", "load_kg", "is_meet"]).astype(
    KEYS | {"age_days": float, "load_kg": float, "is_meet": bool}
)
TRENDLESS = pd.DataFrame(columns=[*KEYS, "trend", "trend_sd"]).astype(KEYS | {"trend": float, "trend_sd": float})


def sets(*rows, exercise_id="squat", load_kind="external"):
    frame = pd.DataFrame(rows, columns=COLUMNS).astype(float)
    return frame.assign(lifter="ada", exercise_id=exercise_id, family="general", load_kind=load_kind, is_failure=False)


def lifted_in_a_test(load_kg, age_days=0, *, is_meet=True):
    return pd.DataFrame(
        {"lifter": "ada", "exercise_id": "squat", "age_days": [age_days], "load_kg": [load_kg], "is_meet": [is_meet]}
    )


def now(rows, own=NOTHING, tested=UNTESTED, trends=TRENDLESS):
    maxes, _ = current_maxes(rows, own, tested, trends)
    return maxes.set_index("exercise_id").loc["squat"]


def test_agreeing_days_are_surer_than_one():
    one = now(sets((0, 100, 3, None)))
    several = now(sets(*((age, 100, 3, None) for age in (0, 4, 7, 11, 14))))
    assert several["now_se_kg"] < 0.8 * one["now_se_kg"]


def trend(per_12_weeks, sd=0.01):
    return pd.DataFrame({"lifter": "ada", "exercise_id": "squat", "trend": [per_12_weeks], "trend_sd": [sd]})


def going(per_12_weeks, last_kg=100.0):
    return sets(*((age, last_kg * np.exp(-per_12_weeks * age / 84), 5, None) for age in np.arange(0, 56, 3.5)))


def test_the_current_1rm_follows_a_fall_to_where_the_last_days_are():
    steady, fallen, blind = now(going(0.0)), now(going(-0.3), trends=trend(-0.3)), now(going(-0.3))
    assert fallen["now_kg"] == pytest.approx(steady["now_kg"], rel=0.02)
    assert blind["now_kg"] > 1.05 * fallen["now_kg"]


def test_a_rise_is_not_carried_on_faster_than_is_usual():
    usual, fast = (now(going(0.2), trends=trend(per_12_weeks)) for per_12_weeks in (USUAL_TREND, 0.5))
    assert fast["now_kg"] == pytest.approx(usual["now_kg"], rel=1e-6)
    assert now(going(0.2))["now_kg"] < usual["now_kg"]


def test_an_unsure_trend_leaves_an_unsure_1rm():
    sure, unsure = (now(going(-0.3), trends=trend(-0.3, sd)) for sd in (0.01, 0.3))
    assert unsure["now_se_kg"] > sure["now_se_kg"]


def test_days_that_agree_are_nearer_to_the_ceiling_than_a_few_lucky_ones():
    agreeing = now(sets(*((age, 100, 5, None) for age in range(0, 56, 7))))
    scattered = now(sets(*((7 * day, 100 * fell, 5, None) for day, fell in enumerate((0.8, 1, 0.85, 0.9) * 2))))
    at_best = 100 / share_of_one_rm(5)
    assert at_best < agreeing["now_kg"] < 1.06 * at_best
    assert scattered["now_kg"] != pytest.approx(agreeing["now_kg"], rel=0.005)


def test_submaximal_days_are_lower_bounds():
    assert now(sets((0, 100, 1, None), (3, 80, 1, None), (7, 75, 1, None)))["now_kg"] > 95


def test_a_single_is_near_a_measurement_and_a_long_set_is_not():
    single, long = now(sets((0, 100, 1, 0))), now(sets((0, 75, 10, 0)))
    assert single["basis"] == "single"
    assert 97 < single["now_kg"] < 106
    assert single["now_se_kg"] / single["now_kg"] < 0.06 < long["now_se_kg"] / long["now_kg"]


def test_reps_in_reserve_count_where_they_are_rated():
    assert now(sets((0, 80, 5, 3)))["now_kg"] > 1.05 * now(sets((0, 80, 5, 0)))["now_kg"]


def test_the_own_rep_load_curve_moves_light_sets_alone():
    own = pd.DataFrame({"lifter": ["ada"], "exercise_id": ["squat"], "shift_log": [0.05]})
    light, heavy = sets((0, 80, 8, None)), sets((0, 100, 2, None))
    assert now(light, own)["now_kg"] == pytest.approx(np.exp(0.05) * now(light)["now_kg"])
    assert now(heavy, own)["now_kg"] == pytest.approx(now(heavy)["now_kg"])


def test_a_tested_1rm_outranks_estimates():
    rows = sets((2, 90, 5, None), (6, 92, 5, None), (9, 90, 6, None))
    said = now(rows, tested=lifted_in_a_test(140))
    assert said["basis"] == "tested"
    assert 135 < said["now_kg"] < 141
    assert said["now_se_kg"] / said["now_kg"] < 0.04


def test_a_meet_is_surer_than_a_test_and_a_new_test_than_an_old_one():
    alone = sets((0, 100, 1, None)).iloc[:0]
    meet, gym, old = (
        now(alone, tested=lifted_in_a_test(100, age, is_meet=m)) for age, m in ((0, True), (0, False), (365, True))
    )
    assert meet["now_kg"] == pytest.approx(100)
    assert meet["now_se_kg"] == pytest.approx(3.3)  # evidence openpowerlifting-1
    assert meet["now_se_kg"] < gym["now_se_kg"] < old["now_se_kg"]


def test_what_was_lifted_after_a_test_raises_it_and_what_was_lifted_before_does_not():
    after, before = sets((5, 120, 1, None)), sets((50, 120, 1, None))
    assert now(after, tested=lifted_in_a_test(100, 20))["now_kg"] > 117
    assert now(before, tested=lifted_in_a_test(100, 20))["now_kg"] < 110


def test_an_old_test_gives_way_to_many_sets():
    rows = sets(*((age, 100, 2, None) for age in range(0, 50, 4)))
    assert now(rows, tested=lifted_in_a_test(160, 3 * 365))["now_kg"] < 130


@pytest.mark.parametrize(
    ("rows", "reason", "missing"),
    [
        (sets((0, 40, 20, None)), "more than 12 reps", "12 reps or fewer"),
        (sets((0, None, 8, None), load_kind="bodyweight"), "body weight unknown", "body weight"),
        (sets((0, None, 8, None)), "no loads logged", "loads"),
        (sets((30, 40, 12, None)), "too few sets", "5 reps or fewer"),
    ],
)
def test_what_cannot_be_told_says_what_is_missing(rows, reason, missing):
    maxes, refused = current_maxes(rows, NOTHING, UNTESTED, TRENDLESS)
    assert maxes.empty
    assert reason in refused["reason"].iloc[0]
    assert missing in refused["missing"].iloc[0]


def test_lifts_do_not_touch_each_other_and_scale_does_not_matter():
    rows = [(0, 100, 3, None), (5, 96, 5, None)]
    tenfold = sets(*((age, 10 * kg, reps, rir) for age, kg, reps, rir in rows), exercise_id="leg_press")
    both, _ = current_maxes(pd.concat([tenfold, sets(*rows)]), NOTHING, UNTESTED, TRENDLESS)
    both = both.set_index("exercise_id")
    assert both.loc["squat", "now_kg"] == pytest.approx(now(sets(*rows))["now_kg"])
    assert both.loc["leg_press", "now_kg"] == pytest.approx(10 * both.loc["squat", "now_kg"])


def test_the_known_1rm_of_simulated_days_is_recovered():
    draw = np.random.default_rng(3)
    loads = 150 * np.exp(-draw.exponential(SHORTFALL_LOG, (200, 8)) + draw.normal(0, 0.033, (200, 8)))
    rows = sets(*((3.0 * day, load, 1, None) for lift in loads for day, load in enumerate(lift)))
    rows["exercise_id"] = np.repeat([f"lift {one}" for one in range(200)], 8)
    maxes, _ = current_maxes(rows, NOTHING, UNTESTED, TRENDLESS)
    assert maxes["now_kg"].mean() == pytest.approx(150, rel=0.015)
    inside = (maxes["now_kg"] - 150).abs() < 1.282 * maxes["now_se_kg"]
    assert inside.mean() > 0.8


def test_nothing_known_gives_nothing():
    maxes, refused = current_maxes(sets((0, 100, 1, None)).iloc[:0], NOTHING, UNTESTED, TRENDLESS)
    assert maxes.empty
    assert refused.empty


def test_a_mistyped_day_moves_nothing():
    rows = [(age, 100, 3, None) for age in (0, 4, 7, 11)]
    assert now(sets(*rows, (14, 1000, 3, None)))["now_kg"] == pytest.approx(now(sets(*rows))["now_kg"])
