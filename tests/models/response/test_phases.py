"""Sequences of weeks keep to what is known of training, and to the forecasts of single weeks."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.one_rm.rep_max import share_of_one_rm
from models.response import adaptation
from models.response.parameters import draw_parameters
from models.response.phases import Phases
from models.training.block import DELOAD, Block
from models.training.stimulus import Stimulus, Traits
from models.training.style import ALL_STYLES, STYLES, ZONE_REPS

P = draw_parameters(60, 7)
WEEKS = np.array([4.0, 8.0, 12.0, 26.0])


def usual(heavy=0.0, moderate=6.0, light=0.0, *, muscle_sets=None, days=2.0, legs=0.0):
    sets = np.array([[heavy, moderate, light]])
    credited = sets if muscle_sets is None else sets / sets.sum() * muscle_sets
    return Stimulus(
        sets=sets,
        share=np.array([[0.87, 0.74, 0.55]]),
        reps=np.array([[4.0, 10.0, 20.0]]),
        muscle_sets=credited,
        days=np.array([days]),
        rest_s=np.array([np.nan]),
        rir=np.array([np.nan]),
        lower_body=np.array([legs]),
    )


def lifter(trained=1.0):
    return Traits(trained=np.array([trained]), age=np.array([np.nan]), past_weeks=np.array([100.0]))


def week_of(now, style):
    """Give a week of a style for who trains so now: sets a session and a muscle within its ranges, days as they are."""
    sets = np.clip(now.sets.sum() / now.days, *style.sets_per_exercise) * now.days
    muscle_sets = np.clip(now.muscle_sets.sum(), *style.muscle_sets)
    zones, reps = np.array([style.zones]), np.array([ZONE_REPS])
    share = share_of_one_rm(reps + style.rir)
    return replace(now, sets=sets * zones, muscle_sets=muscle_sets * zones, reps=reps, share=share)


def weeks_by_style(now):
    return {name: week_of(now, style) for name, style in STYLES.items()}


def after(now, *blocks, weeks=WEEKS, trained=1.0):
    plan = [Block(style, length) for style, length in blocks]
    return Phases(now, lifter(trained), P, plans=weeks_by_style(now)).differences(plan, weeks)


sets = st.floats(0, 12)
weeks_usual = st.builds(usual, heavy=sets, moderate=sets, light=sets, legs=st.sampled_from([0.0, 0.5, 1.0]))
blocks = st.lists(st.tuples(st.sampled_from([*ALL_STYLES, DELOAD]), st.integers(1, 8)), max_size=6)
status = st.floats(0, 1)


@given(now=weeks_usual, lengths=st.lists(st.integers(1, 9), max_size=5), trained=status)
def test_carrying_on_throughout_is_exactly_zero(now, lengths, trained):
    for change in after(now, *[("as_now", length) for length in lengths], trained=trained):
        assert (change == 0).all()


@given(
    now=weeks_usual, style=st.sampled_from(list(STYLES)), lengths=st.lists(st.integers(1, 9), min_size=1, max_size=5)
)
def test_one_style_throughout_is_that_style(now, style, lengths):
    whole = adaptation.style_difference(now, week_of(now, STYLES[style]), lifter(), WEEKS, P)
    for change, expected in zip(after(now, *[(style, length) for length in lengths]), whole, strict=True):
        np.testing.assert_allclose(change, expected, atol=1e-6)


@given(now=weeks_usual, plan=blocks, trained=status)
def test_after_the_last_block_its_style_goes_on(now, plan, trained):
    styles = [style for style, _ in plan if style != "deload"]
    going_on = [*plan, (styles[-1] if styles else "as_now", 30)]
    for change, expected in zip(
        after(now, *plan, trained=trained), after(now, *going_on, trained=trained), strict=True
    ):
        np.testing.assert_allclose(change, expected, atol=1e-6)


@given(now=weeks_usual, plan=blocks)
def test_no_sequence_builds_more_muscle_than_its_best_style_would_in_the_end(now, plan):
    horizon = np.array([26.0])
    _, size = after(now, *plan, weeks=horizon)
    ever = np.array([500.0])
    weeks = weeks_by_style(now).values()
    best = np.max([adaptation.style_difference(now, then, lifter(), ever, P)[1] for then in weeks], axis=0)
    assert (size <= np.maximum(best, 0) + 1e-6).all()


@given(fewer=st.floats(0, 12), more=st.floats(0, 12), before=st.sampled_from(["as_now", "hypertrophy"]))
def test_more_sets_in_a_block_never_lower_size(fewer, more, before):
    """A deload halves the sets: weeks of it never leave more muscle than weeks without."""
    now = usual(moderate=max(fewer, more))
    _, full = after(now, (before, 4), (before, 6), weeks=np.array([10.0]))
    _, light = after(now, (before, 4), ("deload", 6), weeks=np.array([10.0]))
    assert (full >= light - 1e-6).all()


def test_a_deload_of_a_week_costs_nothing_that_lasts():
    """Coleman 2024: a week off cost no size and little strength."""
    for style in ALL_STYLES:
        straight = after(usual(), (style, 12), weeks=np.array([16.0]))
        with_deload = after(usual(), (style, 6), ("deload", 1), (style, 5), weeks=np.array([16.0]))
        for change, expected in zip(with_deload, straight, strict=True):
            assert np.abs(np.median(change) - np.median(expected)) < 0.005


def test_what_was_once_had_comes_back_faster_than_it_came():
    """Halonen 2024: five weeks made up for what ten weeks off had cost."""
    now = usual(moderate=4.0)  # half of them keeps two thirds of the muscle
    lost = after(now, ("deload", 12), weeks=np.array([12.0]))[1]
    regained = after(now, ("deload", 12), ("as_now", 5), weeks=np.array([17.0]))[1]
    back = 1 - np.median(regained / lost)
    first_time = 1 - np.exp(-5 / np.median(P["tau_size"]))
    assert (lost < 0).all()
    assert back > 1.3 * first_time


def test_muscle_won_stays_while_strength_blocks_maintain_it():
    now = usual(moderate=8.0, muscle_sets=9.0)
    _, won = after(now, ("hypertrophy", 8), weeks=np.array([8.0]))
    _, later = after(now, ("hypertrophy", 8), ("strength", 18), weeks=np.array([26.0]))
    maintained = P["heavy_credit"] > 0.4  # nine heavy sets then count as more than three
    assert (won > 0).all()
    np.testing.assert_allclose(later[:, maintained], won[:, maintained], atol=1e-6)


def test_size_first_pays_for_one_rm_when_there_is_muscle_to_gain_and_time_to_turn_it_into_strength():
    little = usual(moderate=4.0, legs=1.0)
    phased, _ = after(little, ("hypertrophy", 8), ("strength", 18))
    straight, _ = after(little, ("strength", 26))
    assert np.median(phased[..., -1] - straight[..., -1]) > 0.001
    assert np.mean(phased[..., -1] > straight[..., -1]) > 0.7


def test_size_first_does_not_pay_when_time_is_short_or_no_muscle_is_to_gain():
    short = np.array([8.0])
    phased, _ = after(usual(moderate=4.0), ("hypertrophy", 4), ("strength", 4), weeks=short)
    straight, _ = after(usual(moderate=4.0), ("strength", 8), weeks=short)
    assert np.median(phased - straight) < 0
    much = usual(moderate=8.0, muscle_sets=25.0)
    phased, _ = after(much, ("hypertrophy", 12), ("strength", 14))
    straight, _ = after(much, ("strength", 26))
    assert np.median(phased - straight, axis=1)[0, -1] <= 0


@pytest.mark.parametrize("style", list(STYLES))
def test_beginners_gain_both_from_any_style(style):
    """Against hardly training, as a beginner stands before the first block."""
    new = usual(moderate=1.0)
    for change in after(new, (style, 12), trained=0.0, weeks=np.array([12.0])):
        assert np.quantile(change, 0.1) > 0.01


@given(plans=st.lists(blocks, min_size=2, max_size=4))
def test_what_was_asked_before_changes_no_answer(plans):
    """Sequences that begin alike share their beginning: the same as each worked out alone."""
    now = usual()
    shared = Phases(now, lifter(), P, plans=weeks_by_style(now))
    for plan in plans:
        alone = after(now, *plan)
        for change, expected in zip(shared.differences([Block(*part) for part in plan], WEEKS), alone, strict=True):
            np.testing.assert_allclose(change, expected, atol=1e-6)


@pytest.mark.parametrize(("style", "weeks"), [("crossfit", 4), ("strength", 0), ("strength", -1), ("strength", np.nan)])
def test_blocks_that_cannot_be_trained_are_refused(style, weeks):
    with pytest.raises(ValueError, match=style):
        Block(style, weeks)


@pytest.mark.parametrize("weeks", [[8.0, 4.0], [-1.0, 2.0]])
def test_horizons_must_rise_from_today(weeks):
    with pytest.raises(ValueError, match="rising"):
        after(usual(), ("strength", 4), weeks=np.array(weeks))
