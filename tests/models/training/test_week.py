"""A week is read whole: every exercise counts for the muscles it works, and what was logged is carried."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.one_rm.rep_max import share_of_one_rm
from models.training.stimulus import USUAL_RIR
from models.training.style import ZONE_REPS
from models.training.week import COLUMNS, lift_stimuli, lift_stimulus, muscle_stimulus, summed, summed_each

MUSCLES = pd.DataFrame(
    [
        ("bench", "chest", 1.0), ("bench", "triceps", 0.5), ("fly", "chest", 1.0), ("push_down", "triceps", 1.0),
        ("squat", "quads", 1.0),
    ],
    columns=["exercise_id", "muscle", "credit"],
)  # fmt: skip


def week(*rows, lifter="ada"):
    """Make a week of rows (exercise, heavy sets, moderate sets, anything else by name)."""
    unknown = dict.fromkeys(COLUMNS, np.nan) | {"days": 2.0, "light_sets": 0.0}
    return pd.DataFrame(
        [
            unknown | {"lifter": lifter, "exercise_id": key, "heavy_sets": heavy, "moderate_sets": moderate} | known
            for key, heavy, moderate, known in rows
        ]
    )


def keys(*lifts, lifter="ada"):
    return pd.DataFrame({"lifter": lifter, "exercise_id": list(lifts)})


def test_every_exercise_counts_for_a_lifts_muscles_forecast_or_not():
    alone = lift_stimulus(keys("bench"), summed(week(("bench", 2.0, 4.0, {})), MUSCLES))
    beside = lift_stimulus(keys("bench"), summed(week(("bench", 2.0, 4.0, {}), ("fly", 0.0, 5.0, {})), MUSCLES))
    np.testing.assert_allclose(alone.muscle_sets, [[2.0, 4.0, 0.0]])
    np.testing.assert_allclose(beside.muscle_sets, [[2.0, 9.0, 0.0]])
    np.testing.assert_array_equal(alone.sets, beside.sets)


def test_a_lift_that_is_left_out_keeps_what_others_do_for_its_muscles():
    found = lift_stimulus(keys("bench", "squat"), summed(week(("fly", 0.0, 5.0, {})), MUSCLES))
    np.testing.assert_array_equal(found.sets, np.zeros((2, 3)))
    np.testing.assert_array_equal(found.days, [0.0, 0.0])
    np.testing.assert_allclose(found.muscle_sets, [[0, 5, 0], [0, 0, 0]])


def test_a_lift_that_the_catalogue_does_not_know_counts_its_own_sets_only():
    found = lift_stimulus(keys("mystery"), summed(week(("mystery", 0.0, 4.0, {}), ("bench", 0.0, 9.0, {})), MUSCLES))
    np.testing.assert_allclose(found.muscle_sets, [[0, 4, 0]])
    assert found.lower_body[0] == 0


def test_sets_count_whole_for_what_they_work_directly_and_half_for_the_rest():
    rows = week(("bench", 4.0, 6.0, {}), ("push_down", 0.0, 3.0, {}), ("squat", 5.0, 0.0, {}))
    found = muscle_stimulus(summed(rows, MUSCLES))
    assert list(found.keys["muscle"]) == ["chest", "quads", "triceps"]
    np.testing.assert_allclose(found.stimulus.muscle_sets, [[4, 6, 0], [5, 0, 0], [2, 6, 0]])
    np.testing.assert_array_equal(found.stimulus.lower_body, [0, 1, 0])


def test_a_muscle_that_is_worked_indirectly_only_is_forecast_where_it_is_asked_for():
    rows = week(("bench", 0.0, 6.0, {}))
    assert list(muscle_stimulus(summed(rows, MUSCLES)).keys["muscle"]) == ["chest"]
    asked = muscle_stimulus(
        summed(rows, MUSCLES), pd.DataFrame({"lifter": ["ada", "ada"], "muscle": ["triceps", "quads"]})
    )
    np.testing.assert_allclose(asked.stimulus.muscle_sets.sum(axis=1), [3.0, 0.0])


def test_rests_and_reserve_are_carried():
    rows = week(("bench", 0.0, 6.0, {"rir": 3.0, "rest_s": 60.0}), ("fly", 0.0, 2.0, {"rir": 1.0, "rest_s": 180.0}))
    lifts = lift_stimulus(keys("bench", "fly"), summed(rows, MUSCLES))
    np.testing.assert_array_equal(lifts.rir, [3.0, 1.0])
    np.testing.assert_array_equal(lifts.rest_s, [60.0, 180.0])
    chest = muscle_stimulus(summed(rows, MUSCLES)).stimulus
    assert chest.rir[0] == pytest.approx((6 * 3 + 2 * 1) / 8)
    assert chest.rest_s[0] == pytest.approx((6 * 60 + 2 * 180) / 8)


def test_what_is_not_logged_stays_unknown_and_does_not_weigh_on_what_is():
    rows = week(("bench", 0.0, 6.0, {}), ("fly", 0.0, 2.0, {"rir": 1.0, "rest_s": 180.0}))
    assert np.isnan(lift_stimulus(keys("bench"), summed(rows, MUSCLES)).rir[0])
    chest = muscle_stimulus(summed(rows, MUSCLES)).stimulus
    assert (chest.rir[0], chest.rest_s[0]) == (1.0, 180.0)


def test_reps_and_loads_are_those_logged_else_typical_of_the_zone():
    rows = week(("bench", 3.0, 6.0, {"moderate_reps": 12.0, "moderate_share": 0.6}))
    found = lift_stimulus(keys("bench"), summed(rows, MUSCLES))
    np.testing.assert_allclose(found.reps[0], [ZONE_REPS[0], 12.0, ZONE_REPS[2]])
    assert found.share[0, 1] == pytest.approx(0.6)
    assert found.share[0, 0] == pytest.approx(float(share_of_one_rm(ZONE_REPS[0] + USUAL_RIR)))


def test_lifters_do_not_add_to_each_other():
    both = pd.concat([week(("bench", 0.0, 4.0, {})), week(("fly", 0.0, 9.0, {}), lifter="bob")])
    found = lift_stimulus(keys("bench"), summed(both, MUSCLES))
    np.testing.assert_allclose(found.muscle_sets, [[0, 4, 0]])


@given(st.lists(st.floats(0, 20), min_size=3, max_size=3), st.floats(0.1, 5))
def test_twice_the_sets_are_twice_the_sets_for_every_muscle(sets, factor):
    def of(scale):
        rows = week(
            *((key, 0.0, scale * count, {}) for key, count in zip(("bench", "fly", "squat"), sets, strict=True))
        )
        return muscle_stimulus(summed(rows, MUSCLES)).stimulus.muscle_sets

    np.testing.assert_allclose(of(factor), factor * of(1.0), rtol=1e-9, atol=1e-9)


def test_an_exercise_may_not_stand_twice_in_a_week():
    with pytest.raises(ValueError, match="stands twice"):
        summed(week(("bench", 2.0, 4.0, {}), ("bench", 1.0, 0.0, {})), MUSCLES)


def test_many_weeks_at_once_are_read_as_each_alone():
    weeks = {
        "more": week(("bench", 2.0, 4.0, {"rir": 1.0}), ("fly", 0.0, 5.0, {})),
        "less": week(("squat", 3.0, 0.0, {})),
    }
    asked = keys("bench", "squat", "mystery")
    at_once = lift_stimuli(asked, summed_each(weeks, MUSCLES))
    for name, rows in weeks.items():
        alone = lift_stimulus(asked, summed(rows, MUSCLES))
        for field, values in vars(alone).items():
            np.testing.assert_array_equal(vars(at_once[name])[field], values)
