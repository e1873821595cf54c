import numpy as np
import pandas as pd
import pytest

from models.one_rm.current_max import SHORTFALL_LOG, current_maxes

COLUMNS = ["age_days", "load_kg", "reps", "rir"]
KEYS = {"lifter": "str", "exercise_id": "str"}
NOTHING = pd.DataFrame(columns=[*KEYS, "shift_log"]).astype(KEYS | {"shift_log": float})
UNTESTED = pd.DataFrame(columns=[*KEYS, "age_days", "load_kg", "is_meet"]).astype(
    KEYS | {"age_days": float, "load_kg": float, "is_meet": bool}
)


def sets(*rows, exercise_id="squat", load_kind="external"):
    frame = pd.DataFrame(rows, columns=COLUMNS).astype(float)
    return frame.assign(lifter="ada", exercise_id=exercise_id, family="general", load_kind=load_kind, is_failure=False)


def lifted_in_a_test(load_kg, age_days=0, *, is_meet=True):
    return pd.DataFrame(
        {"lifter": "ada", "exercise_id": "squat", "age_days": [age_days], "load_kg": [load_kg], "is_meet": [is_meet]}
    )


def now(rows, own=NOTHING, tested=UNTESTED):
    maxes, _ = current_maxes(rows, own, tested)
    return maxes.set_index("exercise_id").loc["squat"]


def test_agreeing_days_are_surer_than_one():
    one = now(sets((0, 100, 3, None)))
    several = now(sets(*((age, 100, 3, None) for age in (0, 4, 7, 11, 14))))
    assert several["now_se_kg"] < 0.8 * one["now_se_kg"]


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
        (sets((0, None, 8, None), load_kind="bodyweight"), "body weight unknown", "body_weight_kg"),
        (sets((0, None, 8, None)), "no loads logged", "loads"),
        (sets((30, 40, 12, None)), "too few sets", "5 reps or fewer"),
    ],
)
def test_what_cannot_be_told_says_what_is_missing(rows, reason, missing):
    maxes, refused = current_maxes(rows, NOTHING, UNTESTED)
    assert maxes.empty
    assert reason in refused["reason"].iloc[0]
    assert missing in refused["missing"].iloc[0]


def test_lifts_do_not_touch_each_other_and_scale_does_not_matter():
    rows = [(0, 100, 3, None), (5, 96, 5, None)]
    tenfold = sets(*((age, 10 * kg, reps, rir) for age, kg, reps, rir in rows), exercise_id="leg_press")
    both, _ = current_maxes(pd.concat([tenfold, sets(*rows)]), NOTHING, UNTESTED)
    both = both.set_index("exercise_id")
    assert both.loc["squat", "now_kg"] == pytest.approx(now(sets(*rows))["now_kg"])
    assert both.loc["leg_press", "now_kg"] == pytest.approx(10 * both.loc["squat", "now_kg"])


def test_the_known_1rm_of_simulated_days_is_recovered():
    draw = np.random.default_rng(3)
    loads = 150 * np.exp(-draw.exponential(SHORTFALL_LOG, (200, 8)) + draw.normal(0, 0.033, (200, 8)))
    rows = sets(*((3.0 * day, load, 1, None) for lift in loads for day, load in enumerate(lift)))
    rows["exercise_id"] = np.repeat([f"lift {one}" for one in range(200)], 8)
    maxes, _ = current_maxes(rows, NOTHING, UNTESTED)
    assert maxes["now_kg"].mean() == pytest.approx(150, rel=0.015)
    inside = (maxes["now_kg"] - 150).abs() < 1.282 * maxes["now_se_kg"]
    assert inside.mean() > 0.8


def test_nothing_known_gives_nothing():
    maxes, refused = current_maxes(sets((0, 100, 1, None)).iloc[:0], NOTHING, UNTESTED)
    assert maxes.empty
    assert refused.empty


def test_a_mistyped_day_moves_nothing():
    rows = [(age, 100, 3, None) for age in (0, 4, 7, 11)]
    assert now(sets(*rows, (14, 1000, 3, None)))["now_kg"] == pytest.approx(now(sets(*rows))["now_kg"])
