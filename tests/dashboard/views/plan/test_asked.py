"""What a plan is asked for with: over what is stated, in the address and back."""

from datetime import date

import pytest

from dashboard.views.plan.asked import Asked, from_address, given, in_address, stated_as
from models.goal import Constraints, Goal, Target, Tool, Wishes

TARGET = Target(exercise_id="squat_barbell", name="squat", load_kg=140.0, by=date(2027, 6, 1))
OTHER = Target(exercise_id="bench_press_barbell", name="bench", load_kg=100.0)
WISHES = Wishes(
    goal=Goal(strength_weight=0.7, targets=(TARGET, OTHER)),
    constraints=Constraints(days_per_week=3, equipment=(Tool(name="dumbbell", most_kg=24.0, step_kg=2.0),)),
)
STATED = stated_as(WISHES, {"squat_barbell": "Squat (barbell)"}, "kg")


def test_what_is_stated_asks_for_nothing_else():
    assert STATED.lift == "Squat (barbell)"
    assert STATED.equipment == ("dumbbell:24kg:2kg",)
    assert given(STATED, STATED, WISHES, "kg") == {}
    assert in_address(STATED, STATED, "kg") == {}


@pytest.mark.parametrize("unit", ["kg", "lb"])
def test_an_address_asks_for_the_same_again(unit):
    asked = Asked(
        goal="size", weeks=10, days=None, minutes=45, equipment=(), lift="Bench press (barbell)", load=102.5,
        by=date(2027, 3, 1), meet=date(2027, 4, 1), keep=("Dip", "Squat (barbell)"), avoid=("Pull-up",),
    )  # fmt: skip
    address = in_address(asked, STATED, unit)
    assert address["days"] == address["equipment"] == "none"
    assert from_address(address, STATED, unit) == (asked, [])


def test_what_an_address_cannot_ask_for_is_left_out_and_told():
    asked, refused = from_address({"days": "9", "goal": "fame", "load": "heavy", "weeks": "8"}, STATED, "kg")
    assert asked.weeks == 8
    assert (asked.days, asked.goal) == (STATED.days, STATED.goal)
    assert sorted(refused) == ["days=9", "goal=fame", "load=heavy"]


def test_wishes_other_than_stated_are_given_under_the_keys_of_a_profile():
    asked = Asked(goal="both", weight=70, days=2, lift="Squat (barbell)", load=150.0, avoid=("Dip",))
    found = given(asked, STATED, WISHES, "kg")
    assert found["target"][0] == {"exercise": "Squat (barbell)", "load_kg": 150.0}
    assert found["target"][1]["exercise"] == "bench"
    assert (found["goal"], found["strength_weight"]) == ("both", 0.7)
    assert (found["days_per_week"], found["avoid"], found["equipment"]) == (2, ["Dip"], None)


def test_half_a_target_is_none():
    asked = Asked(goal="both", weight=70, days=3, equipment=STATED.equipment, lift="Bench press (barbell)")
    assert "target" not in given(asked, STATED, WISHES, "kg")
