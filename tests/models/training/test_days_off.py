"""Days off are told in steps, and no step hides what depends on them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.alerts import attention, breaks
from models.blocks import course
from models.goal import Goal, Target
from models.plans import situation
from models.plans.planning import days_told, has_competition, plan_weeks
from models.training.days_off import OVER_DAYS, told_days_off

TODAY = date(2026, 11, 22)
UP_TO = (
    situation.EASY_WITHIN_DAYS, attention.RESTED_DAYS, breaks.BREAK_DAYS - 1, course.BREAK_DAYS,
    course.LONG_BREAK_DAYS, OVER_DAYS,
)  # fmt: skip


@given(st.integers(-400, 2000), st.integers(-400, 2000))
def test_days_told_never_run_ahead_and_rise_with_the_days(one, other):
    told = told_days_off(one)
    assert 0 <= told <= max(one, 0)
    assert told_days_off(told) == told
    assert told_days_off(max(one, other)) >= told


@given(st.integers(-400, 2000), st.sampled_from(UP_TO))
def test_whatever_ends_after_so_many_days_ends_on_the_day_it_should(days, last):
    assert (told_days_off(days) <= last) == (days <= last)


def test_what_is_told_changes_seldom():
    told = [told_days_off(days) for days in range(366)]
    assert len(set(told)) <= 25


days = st.integers(-30, 400).map(lambda ahead: TODAY + timedelta(days=ahead))
targets = st.lists(st.none() | days, max_size=3)


@given(st.none() | days, targets, st.integers(0, 40))
def test_as_long_as_the_days_of_a_goal_are_told_alike_plans_reach_as_far(competition, by, later):
    aims = tuple(Target(exercise_id="squat_barbell", name="squat", load_kg=180.0, by=day) for day in by)
    goal, then = Goal(competition=competition, targets=aims), TODAY + timedelta(days=later)
    if days_told(goal, TODAY) == days_told(goal, then):
        assert plan_weeks(goal, TODAY) == plan_weeks(goal, then)
        assert has_competition(goal, TODAY) == has_competition(goal, then)
        for day in filter(None, by):
            assert (day < TODAY) == (day < then)
            assert -(-(day - TODAY).days // 7) == -(-(day - then).days // 7) or day < then


@pytest.mark.parametrize(("ahead", "told"), [(-1, None), (0, (0, 0)), (1, (0, 1)), (7, (1, 1)), (8, (1, 2))])
def test_days_of_a_goal_are_told_in_whole_weeks(ahead, told):
    assert days_told(Goal(competition=TODAY + timedelta(days=ahead)), TODAY) == (told,)
