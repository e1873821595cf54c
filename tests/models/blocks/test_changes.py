"""Small changes change what they say, leave the rest alone, and keep to the lifter's limits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.blocks import changes, prescription
from models.blocks.block_week import week_of
from models.blocks.dose import mean_minutes
from models.blocks.written import items_of
from models.goal import Constraints


def week(doses, lifter):
    return week_of(prescription.write("as_now", doses, lifter)).set_index("exercise_id")


def test_top_sets_come_first_on_two_days_and_add_heavy_sets(trainee):
    lifter = trainee(days=3.0)
    doses = prescription.doses_as_now(lifter)
    changed = changes.with_top_sets(doses, lifter, ["squat_barbell"])
    before, after = week(doses, lifter), week(changed, lifter)
    assert after.loc["squat_barbell", "heavy_sets"] == 2
    assert after.loc["squat_barbell", "moderate_sets"] == before.loc["squat_barbell", "moderate_sets"]
    assert after.drop("squat_barbell").equals(before.drop("squat_barbell"))
    made = prescription.write("as_now", changed, lifter)
    squats = [
        [item["set_kind"] for item in items_of(made, session) if item["exercise_id"] == "squat_barbell"]
        for session in made["sessions"]
    ]
    assert squats == [["top", "work"], ["top", "work"], ["work"]]
    assert changes.with_top_sets(changed, lifter, ["squat_barbell"]) is None
    assert changes.with_top_sets(doses, lifter, ["biceps_curl_dumbbell"]) is None


@pytest.mark.parametrize("muscle", ["chest", "calves"])
def test_more_sets_go_to_an_exercise_of_the_muscle(trainee, muscle):
    lifter = trainee(sets=6.0)
    doses = prescription.doses_as_now(lifter)
    changed = changes.with_more_sets(doses, lifter, muscle, 4)
    before, after = (prescription.write("as_now", each, lifter)["muscle_sets"] for each in (doses, changed))
    assert after[muscle] == pytest.approx(before.get(muscle, 0.0) + 4, abs=0.1)


def test_a_day_more_has_as_many_sets_as_the_others(trainee):
    lifter = trainee(sets=6.0, needed=("squat_barbell",))
    doses = prescription.doses_as_now(lifter)
    before, after = week(doses, lifter), week(changes.with_a_day_more(doses, lifter), lifter)
    assert after.loc["squat_barbell", "days"] == before.loc["squat_barbell", "days"] + 1
    more = after["moderate_sets"] - before["moderate_sets"]
    assert 1.5 <= more["squat_barbell"] <= 3.0  # sets rise to them over the first weeks
    assert more.drop("squat_barbell").abs().max() == pytest.approx(0.0)


def test_nearer_to_failure_is_heavier_for_the_same_reps(trainee):
    lifter = trainee(columns={"rir": 3.0})
    doses = prescription.doses_as_now(lifter)
    before, after = week(doses, lifter), week(changes.nearer_to_failure(doses, lifter), lifter)
    assert (after["rir"] == before["rir"] - 1).all()
    assert (after["moderate_share"] > before["moderate_share"]).all()
    unknown = trainee()
    assert changes.nearer_to_failure(prescription.doses_as_now(unknown), unknown) is None


def test_longer_rests_only_where_shorter_ones_are_logged(trainee):
    lifter = trainee(columns={"rest_s": 75.0})
    doses = prescription.doses_as_now(lifter)
    assert (week(changes.with_longer_rests(doses, lifter), lifter)["rest_s"] == 120).all()
    unknown = trainee()
    assert changes.with_longer_rests(prescription.doses_as_now(unknown), unknown) is None


@given(seed=st.integers(0, 10_000), minutes=st.none() | st.integers(30, 90))
@settings(max_examples=40)
def test_changes_keep_to_the_minutes_and_leave_the_doses_as_they_were(anybody, seed, minutes):
    lifter = anybody(seed)
    lifter = type(lifter)(
        lifts=lifter.lifts, unit=lifter.unit, sessions_per_week=lifter.sessions_per_week, needed=lifter.needed,
        constraints=Constraints(session_minutes=minutes),
    )  # fmt: skip
    doses = prescription.doses_as_now(lifter)
    told = repr(doses)
    for changed in (
        changes.with_top_sets(doses, lifter, lifter.needed),
        changes.with_more_sets(doses, lifter, "chest", 4),
        changes.with_a_day_more(doses, lifter),
        changes.nearer_to_failure(doses, lifter),
        changes.with_longer_rests(doses, lifter),
    ):
        if changed is not None:
            assert changed != doses
            longest = max(
                minutes or changes.LONGER * max(75.0, lifter.minutes_now), mean_minutes(doses, lifter.sessions)
            )
            assert mean_minutes(changed, lifter.sessions) <= longest + 1e-6
    assert repr(doses) == told
