"""Plans are whole, carrying on is exactly nothing, and what is chosen is no surer than what it rests on."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.goal import Goal, Target
from models.plans import planning
from models.plans.choice import CLEAR_P, LEAST_GAIN_PCT, PlanOutlook, choose, kind_of, p_worse
from models.plans.planning import contenders, first_weeks, peak_weeks, plan_weeks
from models.training.block import ADJUSTED, CHANGES, PEAK, USUAL, Block
from models.training.style import STYLES

TODAY = date(2026, 11, 22)
NAMES = (USUAL, *CHANGES, ADJUSTED, *STYLES)


@given(st.integers(8, 26), st.booleans())
def test_every_contender_fills_its_weeks_with_blocks_of_three_to_six_and_a_longer_one_to_peak(weeks, competition):
    plans = contenders(weeks, NAMES, competition=competition)
    assert len(set(plans)) == len(plans)
    assert {block.style for block in plans[0]} == {USUAL}
    for plan in plans:
        assert sum(block.weeks for block in plan) == weeks
        assert all(3 <= block.weeks <= (9 if block.style == PEAK else 6) for block in plan)


@given(st.integers(2, 26), st.booleans())
def test_all_plans_begin_with_a_block_of_the_length_that_is_written_out(weeks, competition):
    plans = contenders(weeks, NAMES, competition=competition)
    for plan in plans[1:] if competition else plans:
        assert plan[0].weeks == first_weeks(weeks, competition=competition)


@given(st.integers(8, 26))
def test_each_week_there_is_stands_for_itself_and_styles_follow_each_other(weeks):
    kinds = {tuple(dict.fromkeys(block.style for block in plan)) for plan in contenders(weeks, NAMES)}
    assert {(name,) for name in NAMES} <= kinds
    assert ("hypertrophy", "strength") in kinds
    assert not any(len(kind) > 1 and set(kind) & {USUAL, *CHANGES} for kind in kinds)


@given(st.integers(2, 26))
def test_before_a_competition_the_block_that_peaks_comes_last(weeks):
    for plan in contenders(weeks, (*NAMES, PEAK), competition=True)[1:]:
        assert [block.style for block in plan].count(PEAK) == 1
        assert plan[-1] == Block(PEAK, peak_weeks(weeks))


def test_blocks_are_even():
    whole = contenders(16, NAMES)[1 + NAMES.index("strength") - 1]
    assert [block.weeks for block in whole] == [6, 5, 5]


@pytest.mark.parametrize(("days", "weeks"), [(84, 12), (14, 8), (700, 26), (-7, 12)])
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
    for plan in contenders(weeks, NAMES, competition=True):
        assert sum(block.weeks for block in plan) == weeks


def outlook(gains, *, sd=0.3, weight=1.0, weeks=16, size=None):
    """Let each plan add what its kind does; carrying on adds nothing."""
    rng, plans = np.random.default_rng(3), contenders(weeks, (USUAL, ADJUSTED, *STYLES))

    def drawn(of):
        mean = np.array([of.get(kind_of(plan), 0.0) for plan in plans])[:, None]
        return (mean + sd * rng.standard_normal((len(plans), 200))) * (np.abs(mean) > 0)

    return PlanOutlook(weeks=weeks, plans=plans, strength=drawn(gains), size=drawn(size or {}), strength_weight=weight)


KINDS = [("strength",), ("hybrid",), ("adjusted",), ("hypertrophy", "strength"), ("hybrid", "strength")]


@given(st.dictionaries(st.sampled_from(KINDS), st.floats(-3, 3)), st.floats(0.0, 4.0), st.floats(0, 1))
def test_what_is_chosen_is_trusted_or_carries_on(gains, sd, weight):
    ahead = outlook(gains, sd=sd, weight=weight, size=gains)
    choice = choose(ahead)
    rated = (choice.chosen, *choice.others)
    assert 0 in {one.place for one in rated}
    assert sum(one.p_best for one in rated) == pytest.approx(1)
    assert all(0 < one.p_best < 1 for one in rated) or len(rated) == 1
    if choice.chosen.place:
        assert choice.chosen.trusted_pct >= LEAST_GAIN_PCT
        assert p_worse(ahead.score)[choice.chosen.place] <= 0.3
    assert len({kind_of(one.plan) for one in rated}) == len(rated)
    assert choice.is_clear == (choice.chosen.place > 0 and not choice.close and choice.chosen.p_best >= CLEAR_P)


@given(st.dictionaries(st.sampled_from(KINDS), st.floats(-3, 3)), st.floats(0.0, 4.0), st.floats(0, 1))
def test_no_other_plan_shown_is_likelier_to_be_the_best(gains, sd, weight):
    choice = choose(outlook(gains, sd=sd, weight=weight, size=gains))
    assert all(other.p_best <= choice.chosen.p_best for other in choice.others)


def test_a_plan_that_costs_size_is_not_for_those_who_want_both():
    gain, loss = {("strength",): 4.0}, {("strength",): -0.5}
    both = outlook(gain, size=loss, sd=0.0, weight=0.5)
    assert choose(both).chosen.place == 0
    alone = outlook(gain, size=loss, sd=0.0, weight=1.0)
    assert kind_of(choose(alone).chosen.plan) == ("strength",)


def test_a_turn_from_one_style_to_another_must_pay():
    gains = {("strength",): 2.0, ("hypertrophy",): 1.0, ("hypertrophy", "strength"): 2.1}
    assert kind_of(choose(outlook(gains, sd=0.05)).chosen.plan) == ("strength",)
    gains[("hypertrophy", "strength")] = 4.0
    assert kind_of(choose(outlook(gains, sd=0.05)).chosen.plan) == ("hypertrophy", "strength")


def test_plans_as_good_are_named_to_pick_from():
    choice = choose(outlook({("strength",): 2.0, ("hybrid",): 1.9}, sd=0.1))
    assert {kind_of(one.plan) for one in (choice.chosen, *choice.close)} == {("strength",), ("hybrid",)}
    assert not choice.is_clear


def test_a_small_gain_is_advised_beside_carrying_on_as_its_equal():
    choice = choose(outlook({("strength",): 0.5}, sd=0.3))
    assert choice.chosen.place
    assert 0 in {other.place for other in choice.close}
    assert not choice.is_clear


def test_what_is_hardly_ever_the_best_is_nothing_to_pick_from():
    choice = choose(outlook({("strength",): 2.0, ("hybrid",): 1.9}, sd=0.02))
    assert kind_of(choice.chosen.plan) == ("strength",)
    assert not choice.close
    assert choice.is_clear


def test_a_competition_asks_for_its_plan_even_where_carrying_on_is_as_good():
    plans = contenders(12, NAMES, competition=True)
    nothing = np.zeros((len(plans), 50))
    ahead = PlanOutlook(weeks=12, plans=plans, strength=nothing, size=nothing, strength_weight=1.0)
    choice = choose(ahead, must_change=True)
    assert choice.chosen.plan[-1].style == PEAK
    assert 0 in {one.place for one in choice.others}
