"""Simulated lifters live through weeks written out for them: what is written is done, by people as they are."""

import numpy as np
import pandas as pd
import pytest

from models.simulator.lifters import Persona, draw_personas
from models.simulator.simulation import outcomes, sets_placed, simulate

SEED = 5
LIFTS = ("squat_barbell", "bench_press_barbell", "deadlift_barbell", "seated_row_cable", "lateral_raise_dumbbell")
PERSONAS = tuple(
    Persona(lifter=f"sim-{number}", habit="hypertrophy", experience_years=2, weeks=16, lifts=LIFTS, skips=0.1)
    for number in range(6)
)
NAMES = [who.lifter for who in PERSONAS]


def week(*entries, lifters=NAMES, days=(0, 3)):
    """Entries (exercise, sets, reps, rir) on each of the days."""
    rows = [(name, day, *entry) for name in lifters for day in days for entry in entries]
    return pd.DataFrame(rows, columns=["lifter", "weekday", "exercise_id", "sets", "reps", "rir"])


def strength(found, exercises=LIFTS):
    rows = found[(found["kind"] == "one_rm") & found["subject"].isin(exercises)]
    return rows.pivot_table(index=["lifter", "subject"], columns="style", values="change_pct")


def changes(found):
    return found.pivot_table(index=["lifter", "kind", "subject"], columns="style", values="change_pct")


HEAVY = week(("squat_barbell", 4, 3, 1), ("bench_press_barbell", 4, 3, 1))
LIGHT = week(("squat_barbell", 4, 14, 4), ("bench_press_barbell", 4, 14, 4))


def test_a_week_written_down_from_the_log_does_what_carrying_on_does():
    personas = draw_personas(12, seed=8, weeks=40)
    sets = simulate(personas, seed=8).sets
    sets = sets[(sets["day"] > sets["day"].max() - pd.Timedelta(weeks=6)) & (sets["set_kind"] != "warmup")]
    sets = sets.assign(weekday=sets["day"].dt.day_of_week).astype({"lifter": str, "exercise_id": str})
    keys = ["lifter", "weekday", "exercise_id"]
    by_day = sets.groupby([*keys, "day"], as_index=False).agg(sets=("reps", "size"), reps=("true_reps", "median"))
    usual = by_day.groupby(keys, as_index=False).agg(sets=("sets", "mean"), reps=("reps", "mean")).assign(rir=np.nan)
    found = changes(
        outcomes(personas, {"now": ["as_now"] * 8, "written": [usual] * 8, "other": ["strength"] * 8}, seed=8)
    )
    off = (found["written"] - found["now"]).abs().groupby("kind").mean()
    away = (found["other"] - found["now"]).abs().groupby("kind").mean()
    assert (off < 0.4 * away).all()
    assert found["written"].mean() == pytest.approx(found["now"].mean(), abs=0.3)


def test_heavy_weeks_make_stronger_and_a_heavy_set_before_light_ones_does_too():
    topped = week(("squat_barbell", 1, 2, 1), ("squat_barbell", 3, 14, 4), ("bench_press_barbell", 4, 14, 4))
    found = strength(
        outcomes(PERSONAS, {"heavy": [HEAVY] * 8, "light": [LIGHT] * 8, "topped": [topped] * 8}, seed=SEED), LIFTS[:2]
    )
    assert (found["heavy"] > found["light"]).mean() > 0.8
    squat = found.xs("squat_barbell", level="subject")
    assert squat["light"].mean() < squat["topped"].mean() < squat["heavy"].mean()


def test_a_lifter_meets_the_same_chances_whatever_else_is_asked_and_whoever_else_has_a_written_week():
    together = changes(
        outcomes(PERSONAS, {"a": [HEAVY] * 4, "b": ["strength"] * 4, "c": [HEAVY.copy()] * 4}, seed=SEED)
    )
    alone = changes(outcomes(PERSONAS, {"a": [HEAVY] * 4}, seed=SEED))
    only_one = changes(
        outcomes(
            PERSONAS,
            {
                "a": [week(("squat_barbell", 4, 3, 1), ("bench_press_barbell", 4, 3, 1), lifters=NAMES[:1])] * 4,
                "now": ["as_now"] * 4,
            },
            seed=SEED,
        )
    )
    pd.testing.assert_series_equal(together["a"], together["c"], check_names=False)
    pd.testing.assert_series_equal(together["a"], alone["a"])
    pd.testing.assert_series_equal(only_one["a"].loc[NAMES[:1]], alone["a"].loc[NAMES[:1]])
    pd.testing.assert_series_equal(only_one["a"].loc[NAMES[1:]], only_one["now"].loc[NAMES[1:]], check_names=False)


def test_an_exercise_that_a_lifter_does_not_do_goes_to_the_nearest_or_is_left_out():
    own, near, none = (
        week((exercise, 3, 5, 2)) for exercise in ("squat_barbell", "squat_smith_machine", "calf_press_of_no_gym")
    )
    placed = sets_placed(PERSONAS, {"own": [own], "near": [near], "none": [none]}, seed=SEED)
    totals = placed.groupby("style")[["sets", "moved", "lost"]].sum()
    assert totals.loc["own"].tolist() == [36, 0, 0]
    assert totals.loc["near"].tolist() == [36, 36, 0]
    assert totals.loc["none"].tolist() == [36, 0, 36]
    found = changes(outcomes(PERSONAS, {"own": [own] * 3, "near": [near] * 3, "none": [none] * 3}, seed=SEED))
    pd.testing.assert_series_equal(found["own"], found["near"], check_names=False)
    assert found["none"].mean() < found["own"].mean()


def test_a_light_week_halves_what_is_written():
    found = changes(
        outcomes(PERSONAS, {"on": [HEAVY] * 6, "light": [HEAVY] + ["deload"] * 5, "now": ["as_now"] * 6}, seed=SEED)
    )
    worked = found.xs("squat_barbell", level="subject")
    assert worked["light"].mean() < worked["on"].mean()
    assert not np.allclose(found["light"], found["now"])


def test_changes_are_told_at_several_weeks_of_one_life():
    sequences = {"a": [HEAVY] * 3 + ["hypertrophy"] * 3}
    found = outcomes(PERSONAS, sequences, seed=SEED, at_weeks=(3, 6))
    assert set(found["horizon_weeks"]) == {3, 6}
    early = outcomes(PERSONAS, {"a": [HEAVY] * 3}, seed=SEED)
    pd.testing.assert_frame_equal(found[found["horizon_weeks"] == 3].reset_index(drop=True), early)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (HEAVY.drop(columns="rir"), "needs the columns"),
        (HEAVY.assign(lifter="sim-nobody"), "sim-nobody"),
        (HEAVY.assign(weekday=7), "days 0"),
    ],
)
def test_written_weeks_that_cannot_be_lived_are_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        outcomes(PERSONAS, {"a": [wrong]}, seed=SEED)


def test_changes_beyond_the_last_week_are_refused():
    with pytest.raises(ValueError, match="within 1 to 2"):
        outcomes(PERSONAS, {"a": [HEAVY] * 2}, seed=SEED, at_weeks=(3,))


def test_who_makes_up_what_was_missed_does_all_of_a_week_of_fewer_days_and_misses_as_ever_of_more():
    personas = [Persona(**{**vars(who), "skips": 0.4, "sessions_per_week": 4}) for who in PERSONAS]
    short, long = {"a": [HEAVY] * 6}, {"a": [week(("squat_barbell", 3, 3, 1), days=range(6))] * 6}
    as_ever, made_up = (
        changes(outcomes(personas, short, seed=SEED, makes_up=so))["a"].xs("one_rm", level="kind")
        for so in (False, True)
    )
    assert made_up.mean() > as_ever.mean()
    as_ever, made_up = (changes(outcomes(personas, long, seed=SEED, makes_up=so))["a"] for so in (False, True))
    pd.testing.assert_series_equal(as_ever, made_up)
