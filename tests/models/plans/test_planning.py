"""Plans are whole, carrying on is exactly nothing, and what is chosen is no surer than what it rests on."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.goal import Goal, Target
from models.plans import planning
from models.plans.choice import LEAST_GAIN_PCT, PlanOutlook, change_of_habit, choose, is_size_first, kind_of, p_worse
from models.plans.planning import Trained, contenders, in_blocks, plan_weeks, size_added, strength_added
from models.plans.room import MOST_LIFT_SETS, MOST_TOP_SETS, Workload
from models.response.parameters import draw_parameters
from models.response.phases import sequence_differences
from models.training.block import DELOAD, Block
from models.training.stimulus import Stimulus, Traits
from models.training.style import AS_NOW

TODAY = date(2026, 11, 22)
DRAWS = draw_parameters(60, 1)


def trained(count=3):
    whole = {
        "sets": np.tile([0.0, 9.0, 0.0], (count, 1)),
        "share": np.full((count, 3), 0.72),
        "reps": np.tile([4.0, 9.0, 20.0], (count, 1)),
        "muscle_sets": np.tile([0.0, 12.0, 0.0], (count, 1)),
        "days": np.full(count, 2.0),
        "rest_s": np.full(count, np.nan),
        "rir": np.full(count, np.nan),
        "lower_body": np.zeros(count),
    }
    traits = Traits(trained=np.full(count, 0.8), age=np.full(count, np.nan), past_weeks=np.full(count, 80.0))
    return Trained(now=Stimulus(**whole), traits=traits)


@given(st.integers(8, 26), st.booleans())
def test_every_contender_fills_its_weeks_with_blocks_of_three_to_six(weeks, competition):
    plans = contenders(weeks, competition=competition)
    assert len(set(plans)) == len(plans)
    assert {block.style for block in plans[0]} == {AS_NOW}
    for plan in plans[1:] if competition else plans:
        assert sum(block.weeks for block in plan) == weeks
        assert all(3 <= block.weeks <= 6 for block in plan if block.style != DELOAD)


@given(st.integers(8, 26))
def test_before_a_competition_strength_comes_last_and_a_taper_before_it(weeks):
    for plan in contenders(weeks, competition=True)[1:]:
        assert [block.style for block in plan[-2:]] == ["strength", DELOAD]
        assert plan[-1].weeks == 1


def test_blocks_are_even():
    assert [block.weeks for block in in_blocks([("strength", 16)])] == [6, 5, 5]
    assert in_blocks([("hypertrophy", 4), ("strength", 4)]) == (Block("hypertrophy", 4), Block("strength", 4))


@pytest.mark.parametrize(("days", "weeks"), [(84, 12), (14, 8), (700, 26), (-7, 16)])
def test_a_plan_reaches_to_the_day_that_counts(days, weeks):
    day = TODAY + timedelta(days=days)
    target = Target(exercise_id="squat_barbell", name="squat", load_kg=180.0, by=day)
    assert plan_weeks(Goal(targets=(target,)), TODAY) == weeks
    assert plan_weeks(Goal(), TODAY) == planning.USUAL_WEEKS


@given(st.integers(1, 182))
def test_a_meet_falls_into_the_plans_last_week_or_on_the_day_after(days):
    goal = Goal(competition=TODAY + timedelta(days=days))
    weeks = plan_weeks(goal, TODAY)
    assert planning.has_competition(goal, TODAY)
    assert 7 * (weeks - 1) < days <= 7 * weeks or weeks == planning.SHORTEST_TO_MEET
    for plan in contenders(weeks, competition=True)[1:]:
        assert [block.style for block in plan[-2:]] == ["strength", DELOAD]
        assert sum(block.weeks for block in plan) == weeks


def test_carrying_on_is_exactly_nothing():
    plans = contenders(16)
    assert np.all(strength_added(trained(), DRAWS, plans)[:, 0] == 0)
    assert np.all(size_added(trained(), DRAWS, plans, 16)[:, 0] == 0)


def test_plans_are_followed_as_sequences_are():
    who, plan = trained(), in_blocks([("hypertrophy", 5), ("strength", 11)])
    expected = sequence_differences(who.now, who.traits, DRAWS, blocks=plan, weeks=np.array([16.0]))[0][:, :, 0]
    found = strength_added(who, DRAWS, [plan])[:, 0]
    np.testing.assert_allclose(found, 100 * np.expm1(expected), rtol=1e-4, atol=1e-4)


def test_less_work_than_now_costs_growth():
    plans = contenders(16)
    throughout = {next(iter({b.style for b in p})): i for i, p in enumerate(plans) if len({b.style for b in p}) == 1}
    added = size_added(trained(), DRAWS, plans, 16).mean(axis=(0, 2))
    assert added[throughout["strength"]] < 0 <= added[throughout["hypertrophy"]] + 0.05


def outlook(gains, *, sd=0.3, weight=1.0):
    rng, plans = np.random.default_rng(3), contenders(16)
    mean = np.array([gains.get(kind_of(plan), 0.0) for plan in plans])[:, None]
    score = (mean + sd * rng.standard_normal((len(plans), 200))) * (np.abs(mean) > 0)
    return PlanOutlook(weeks=16, plans=plans, strength=score, size=0 * score, strength_weight=weight)


@given(
    st.dictionaries(
        st.sampled_from([("strength",), ("hybrid",), ("hypertrophy", "strength"), ("hybrid", "strength", "turns")]),
        st.floats(-3, 3),
    ),
    st.floats(0.0, 4.0),
)
def test_what_is_chosen_is_trusted_or_carries_on(gains, sd):
    ahead = outlook(gains, sd=sd)
    choice = choose(ahead, (0.1, 0.9, 0.0))
    rated = (choice.chosen, *choice.others)
    assert 0 in {one.place for one in rated}
    assert sum(one.p_best for one in rated) == pytest.approx(1)
    assert all(0 < one.p_best < 1 for one in rated) or len(rated) == 1
    if choice.chosen.place:
        assert choice.chosen.trusted_pct >= LEAST_GAIN_PCT
        assert p_worse(ahead.score)[choice.chosen.place] <= 0.3
    assert len({kind_of(one.plan) for one in rated}) == len(rated)


def test_a_plan_that_costs_size_is_not_for_those_who_want_both():
    plans = contenders(16)
    at = next(place for place, plan in enumerate(plans) if kind_of(plan) == ("strength",))
    gain, loss = np.zeros((len(plans), 50)), np.zeros((len(plans), 50))
    gain[at], loss[at] = 4.0, -0.5
    both = PlanOutlook(weeks=16, plans=plans, strength=gain, size=loss, strength_weight=0.5)
    assert choose(both, (0.1, 0.9, 0.0)).chosen.place == 0
    alone = PlanOutlook(weeks=16, plans=plans, strength=gain, size=loss, strength_weight=1.0)
    assert choose(alone, (0.1, 0.9, 0.0)).chosen.place == at


def outlook_of_all(value, *, weight, workload):
    plans = contenders(16)
    gain = np.full((len(plans), 50), value)
    gain[0] = 0.0
    return PlanOutlook(weeks=16, plans=plans, strength=gain, size=gain, strength_weight=weight, workload=workload)


@pytest.mark.parametrize(
    ("weight", "workload", "why"),
    [
        (1.0, Workload(top_sets=MOST_TOP_SETS + 1), "top_sets"),
        (1.0, Workload(has_main=False), "no_main"),
        (0.5, Workload(lift_sets=MOST_LIFT_SETS + 1), "lift_sets"),
        (0.0, Workload(top_sets=20, lift_sets=20, has_main=False), ""),
        (1.0, Workload(top_sets=MOST_TOP_SETS, lift_sets=20), ""),
    ],
)
def test_who_does_much_already_carries_on_and_every_plan_is_a_toss_up(weight, workload, why):
    choice = choose(outlook_of_all(3.0, weight=weight, workload=workload), (0.1, 0.9, 0.0))
    assert choice.held_back == why
    assert (choice.chosen.place == 0) == bool(why)
    if why:
        rated = (choice.chosen, *choice.others)
        assert [one.p_best for one in rated] == pytest.approx([1 / len(rated)] * len(rated))
        assert {one.p_worse for one in choice.others} == {0.5}


def test_of_plans_as_good_for_both_size_comes_first_and_strength_last():
    plan = choose(outlook_of_all(2.0, weight=0.5, workload=Workload()), (0.1, 0.9, 0.0)).chosen.plan
    assert is_size_first(plan)


def test_a_small_gain_is_advised_beside_carrying_on_as_its_equal():
    choice = choose(outlook_of_all(0.4, weight=1.0, workload=Workload()), (0.1, 0.9, 0.0))
    assert choice.chosen.place
    assert 0 in {other.place for other in choice.equals}
    assert not choice.is_clear


def test_a_competition_asks_for_its_plan_even_where_carrying_on_is_as_good():
    plans = contenders(12, competition=True)
    nothing = np.zeros((len(plans), 50))
    ahead = PlanOutlook(weeks=12, plans=plans, strength=nothing, size=nothing, strength_weight=1.0)
    chosen = choose(ahead, (0.5, 0.5, 0.0), must_change=True).chosen
    assert [block.style for block in chosen.plan[-2:]] == ["strength", DELOAD]


def test_a_change_of_habit_grows_with_what_changes():
    light = (0.0, 1.0, 0.0)
    stay, change = in_blocks([("hypertrophy", 16)]), in_blocks([("strength", 16)])
    mixed = in_blocks([("hypertrophy", 8), ("strength", 8)])
    assert change_of_habit(contenders(16)[0], light) == 0
    assert change_of_habit(stay, light) < change_of_habit(change, light)
    assert change_of_habit(mixed, light) > change_of_habit(stay, light)
