"""The response model keeps to what is known of training, whatever its parameters."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data import published
from models.response import adaptation
from models.response.parameters import draw_parameters
from models.training.stimulus import Stimulus, Traits

P = draw_parameters(60, 7)
WEEKS = np.array([4.0, 8.0, 12.0, 26.0])


def training(sets=9.0, share=0.75, reps=10.0, *, muscle_sets=None, days=2.0, zone=1, legs=0.0, rir=np.nan):
    zones = np.eye(3)[zone][None, :]
    return Stimulus(
        sets=sets * zones,
        share=np.full((1, 3), share),
        reps=np.full((1, 3), reps),
        muscle_sets=(sets if muscle_sets is None else muscle_sets) * zones,
        days=np.array([days]),
        rest_s=np.array([np.nan]),
        rir=np.array([rir]),
        lower_body=np.array([legs]),
    )


def lifter(trained=1.0, age=np.nan, past_weeks=100.0):
    return Traits(trained=np.array([trained]), age=np.array([age]), past_weeks=np.array([past_weeks]))


amounts = st.floats(0, 40)
loads = st.floats(0.3, 0.95)
bodies = st.sampled_from([0.0, 0.5, 1.0])
status = st.floats(0, 1)


@given(fewer=amounts, more=amounts, legs=bodies, trained=status)
def test_more_hard_sets_never_lower_size(fewer, more, legs, trained):
    fewer, more = sorted((fewer, more))
    low = adaptation.size_change(training(fewer, legs=legs), lifter(trained), WEEKS, P)
    high = adaptation.size_change(training(more, legs=legs), lifter(trained), WEEKS, P)
    assert (high >= low - 1e-6).all()


@given(sets=st.floats(3, 12), legs=bodies)
def test_each_further_set_adds_less_size(sets, legs):
    one, two, three = (
        adaptation.size_change(training(sets + step, legs=legs), lifter(), WEEKS, P) for step in (0.0, 3.0, 6.0)
    )
    assert ((two - one) >= (three - two) - 1e-6).all()


@given(sets=amounts, share=st.floats(0.35, 0.85), legs=bodies)
def test_loads_from_35_to_85_percent_are_alike_for_size(sets, share, legs):
    usual = adaptation.size_change(training(sets, share=0.6, legs=legs), lifter(), WEEKS, P)
    other = adaptation.size_change(training(sets, share=share, legs=legs), lifter(), WEEKS, P)
    np.testing.assert_allclose(other, usual, atol=1e-6)


@given(sets=amounts, lighter=loads, heavier=loads, trained=status)
def test_heavier_is_never_worse_for_one_rm_at_equal_sets(sets, lighter, heavier, trained):
    lighter, heavier = sorted((lighter, heavier))
    low = adaptation.strength_change(training(sets, share=lighter), lifter(trained), WEEKS, P)
    high = adaptation.strength_change(training(sets, share=heavier), lifter(trained), WEEKS, P)
    assert (high >= low - 1e-6).all()


@given(heavy=st.floats(0, 10), moderate=st.floats(0, 20), added=st.floats(0, 10), zone=st.sampled_from([0, 1]))
def test_adding_sets_of_any_kind_never_lowers_one_rm(heavy, moderate, added, zone):
    def mixed(sets):
        return Stimulus(
            sets=np.array([sets]),
            share=np.array([[0.88, 0.74, 0.55]]),
            reps=np.array([[4.0, 10.0, 20.0]]),
            muscle_sets=np.array([sets]),
            days=np.array([2.0]),
            rest_s=np.array([np.nan]),
            rir=np.array([np.nan]),
            lower_body=np.array([0.0]),
        )

    before = [heavy, moderate, 0.0]
    after = [amount + added * (place == zone) for place, amount in enumerate(before)]
    change = adaptation.strength_change(mixed(after), lifter(), WEEKS, P) - adaptation.strength_change(
        mixed(before), lifter(), WEEKS, P
    )
    assert (change >= -1e-6).all()


@given(
    added=st.sampled_from([0, 1, 2]),
    sets=st.tuples(amounts, amounts, amounts),
    more=amounts,
    share=st.tuples(st.floats(0.15, 0.95), st.floats(0.15, 0.95), st.floats(0.15, 0.95)),
)
def test_no_set_makes_the_others_worse(added, sets, more, share):
    def week(amount):
        return Stimulus(
            sets=np.array([amount]),
            share=np.array([share]),
            reps=np.array([[3.0, 10.0, 25.0]]),
            muscle_sets=np.array([amount]),
            days=np.array([2.0]),
            rest_s=np.array([np.nan]),
            rir=np.array([np.nan]),
            lower_body=np.array([0.0]),
        )

    after = [amount + more * (place == added) for place, amount in enumerate(sets)]
    for change in (adaptation.strength_change, adaptation.size_change):
        gained = change(week(after), lifter(), WEEKS, P) - change(week(list(sets)), lifter(), WEEKS, P)
        assert (gained >= -1e-5).all()


def test_zones_side_by_side_raise_one_rm_beyond_their_mean():
    """Mixed training beats straight training of the same mean reps: by 3 points in nine trials, all new to it."""
    straight = training(9.0, share=0.79, reps=10.0)
    mixed = Stimulus(
        sets=np.array([[3.0, 6.0, 0.0]]),
        share=np.array([[0.94, 0.72, 0.5]]),
        reps=np.array([[3.0, 13.0, 20.0]]),
        muscle_sets=np.array([[3.0, 6.0, 0.0]]),
        days=np.array([2.0]),
        rest_s=np.array([np.nan]),
        rir=np.array([np.nan]),
        lower_body=np.array([0.0]),
    )
    new = draw_parameters(60, 7, is_new=True)
    lasting, at_first = (
        [np.median(adaptation.strength_change(one, lifter(), WEEKS, p)) for one in (straight, mixed)] for p in (P, new)
    )
    assert lasting[1] > lasting[0]
    assert at_first[1] > 1.05 * at_first[0]
    assert at_first[1] > lasting[1]
    assert at_first[0] == lasting[0]


def test_training_in_parts_ends_between_its_parts_and_one_part_is_itself():
    light, heavy = training(share=0.6), training(share=0.9)
    one = adaptation.strength_change(light, lifter(), WEEKS, P)
    both = adaptation.strength_change(light, lifter(), WEEKS, P, later=[heavy])
    other = adaptation.strength_change(heavy, lifter(), WEEKS, P)
    assert (both > one).all()
    assert (both < other).all()
    np.testing.assert_allclose(adaptation.strength_change(light, lifter(), WEEKS, P, later=[light]), one, rtol=1e-4)


def test_a_very_light_load_grows_half_as_much():
    """Loads of 20 % against 40 % and more, near failure: `light_credit`."""
    faint = adaptation.size_change(training(share=0.2, reps=60, zone=2), lifter(), WEEKS, P)
    light = adaptation.size_change(training(share=0.4, reps=40, zone=2), lifter(), WEEKS, P)
    np.testing.assert_allclose(faint / light, np.broadcast_to(P["light_credit"][None, :, None], faint.shape), rtol=1e-4)


@example(sets=4.2e-20, share=0.5, days=1.0, trained=0.0)
@given(sets=amounts, share=loads, days=st.floats(0.2, 5), trained=status)
def test_carrying_on_is_exactly_zero(sets, share, days, trained):
    now = training(sets, share=share, days=days)
    for change in adaptation.style_difference(now, now, lifter(trained), WEEKS, P):
        assert (change == 0).all()


@given(sets=st.floats(1, 30), share=loads, trained=status)
def test_no_training_is_detraining(sets, share, trained):
    weeks = np.array([2.0, 4.0, 12.0, 26.0, 52.0])
    none = training(0.0)
    for change in adaptation.style_difference(training(sets, share=share), none, lifter(trained), weeks, P):
        assert (change <= 0).all()
        assert (np.diff(change, axis=-1) <= 1e-7).all()
        assert (change[..., 0] == 0).all()
        assert (change[..., -1] < 0).all()


def test_three_weeks_off_cost_hardly_anything():
    """Ogasawara 2011 and 2013: no significant loss of 1RM or size in three weeks."""
    strength, size = adaptation.style_difference(training(), training(0.0), lifter(), np.array([3.0]), P)
    assert np.median(strength) > -0.01
    assert np.median(size) > -0.01


def test_a_ninth_of_the_volume_keeps_size():
    """Bickel 2011: three of 27 weekly sets kept size for 32 weeks."""
    _, size = adaptation.style_difference(training(27.0), training(3.0), lifter(), np.array([32.0]), P)
    assert (size == 0).all()


def test_the_old_lose_size_on_few_sets():
    """Bickel 2011: neither a third nor a ninth of the dose kept the size of people of 60-75."""
    for part in (3, 9):
        _, size = adaptation.style_difference(
            training(27.0), training(27.0 / part), lifter(age=65.0), np.array([32.0]), P
        )
        assert (size < 0).all()


def test_the_ceiling_lies_above_the_ninetieth_percentile_of_half_a_year():
    growth = published.growth()
    tenth = growth[(growth["t"] == "0.5y") & (growth["lift"] != "TotalKg")]["p90"].max()
    ceiling = np.exp(adaptation.growth_ceiling(np.array([26.09])))[0]
    assert tenth < ceiling < 1.5
    assert np.exp(adaptation.growth_ceiling(np.array([26.09]), "M"))[0] <= ceiling


@pytest.mark.parametrize(("age", "factor"), [(25.0, 1.0), (60.0, 1 - 0.0086 * 20), (100.0, 0.6)])
def test_growth_falls_with_age_from_forty(age, factor):
    young = adaptation.size_change(training(), lifter(age=np.nan), WEEKS, P)
    old = adaptation.size_change(training(), lifter(age=age), WEEKS, P)
    np.testing.assert_allclose(old / young, factor, rtol=1e-4)


def test_one_rm_gains_shrink_with_age_and_those_of_beginners_half_as_much():
    """Competing lifters gain two thirds as much in a year at 50-60 as at 25-30 (OpenPowerlifting)."""
    young, old = (adaptation.strength_change(training(), lifter(age=age), WEEKS, P) for age in (25.0, 55.0))
    np.testing.assert_allclose(np.median(old / young), 0.67, atol=0.05)
    young, old = (adaptation.strength_change(training(), lifter(0.0, age=age), WEEKS, P) for age in (25.0, 55.0))
    np.testing.assert_allclose(np.median(old / young), 0.83, atol=0.05)


def test_effort_follows_the_published_slope():
    """Robinson 2024: 8.77 % at failure, 0.516 points less per rep in reserve."""
    at_failure = adaptation.size_change(training(rir=0.0), lifter(), WEEKS, P)
    five_left = adaptation.size_change(training(rir=5.0), lifter(), WEEKS, P)
    np.testing.assert_allclose(five_left / at_failure, (8.77 - 5 * 0.516) / 8.77, rtol=1e-4)


def test_beginners_gain_more_than_the_trained():
    for change in (adaptation.strength_change, adaptation.size_change):
        beginner = np.median(change(training(), lifter(0.0), WEEKS, P))
        trained = np.median(change(training(), lifter(1.0), WEEKS, P))
        assert beginner > trained > 0


def test_draws_are_reproducible_and_within_their_ranges():
    again = draw_parameters(60, 7)
    assert all((P[name] == again[name]).all() for name in P)
    assert (draw_parameters(60, 7, is_new=True)["variation"] >= 0).all()
    assert ((P["size_to_strength"] >= 0) & (P["size_to_strength"] <= 1)).all()


def test_every_parameter_cites_figures_that_exist():
    known = set(published.evidence()["id"])
    for cited in published.response_parameters()["evidence"]:
        assert set(cited.split()) <= known
