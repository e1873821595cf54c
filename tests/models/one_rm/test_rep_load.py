import numpy as np
import pandas as pd
import pytest

from data.shipped import load_rep_load
from models.one_rm import rep_load

TRUTH = np.array([0.28, 0.02, -0.02, 0.05, -0.03, -0.03, -0.04])


def make_pairs(*, lifters=20, pairs=15, habit=0.1, noise=0.02, seed=1):
    """Make pairs where heavy sets follow the truth, moved by each lifter's habit."""
    draw = np.random.default_rng(seed)
    count = lifters * pairs
    heavy_day = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.tile(np.arange(pairs) * 7, lifters), unit="D")
    made = pd.DataFrame(
        {
            "lifter": np.repeat([f"lifter {one:02d}" for one in range(lifters)], pairs),
            "exercise_id": draw.choice(["bench", "squat"], count),
            "heavy_day": heavy_day,
            "light_day": heavy_day - pd.to_timedelta(draw.integers(0, 7, count), unit="D"),
            "heavy_reps": draw.integers(1, 4, count),
            "light_reps": draw.integers(5, 13, count),
            "light_sets": draw.integers(1, 20, count),
            "light_kg": draw.uniform(40, 160, count),
        }
    )
    made["family"] = np.where(made["exercise_id"] == "bench", "bench", "general")
    habits = np.repeat(draw.normal(0, habit, lifters), pairs)
    ratio = rep_load.usual_ratio(made, TRUTH) + habits + draw.normal(0, noise, count)
    return made.assign(heavy_kg=made["light_kg"] * np.exp(ratio))


def missed(pairs, predicted):
    return np.abs(predicted - np.log(pairs["heavy_kg"] / pairs["light_kg"])).to_numpy()


def test_the_usual_ratio_is_learnt_from_pairs():
    pairs = make_pairs(lifters=40, habit=0, noise=0.01)
    assert rep_load.usual_ratio(pairs, rep_load.fit_usual(pairs)) == pytest.approx(
        rep_load.usual_ratio(pairs, TRUTH), abs=0.01
    )


def test_a_lifters_own_earlier_pairs_help():
    pairs = make_pairs()
    usual = rep_load.usual_ratio(pairs, TRUTH)
    assert missed(pairs, rep_load.own_ratio(pairs, usual)).mean() < 0.6 * missed(pairs, usual).mean()


def test_the_first_pair_of_a_lifter_is_as_usual():
    pairs = make_pairs()
    usual = rep_load.usual_ratio(pairs, TRUTH)
    first = pairs.groupby("lifter").head(1).index
    assert rep_load.own_ratio(pairs, usual)[first] == pytest.approx(usual[first])


def test_what_comes_later_and_other_lifters_change_nothing():
    pairs = make_pairs()
    usual = rep_load.usual_ratio(pairs, TRUTH)
    cut = pairs["heavy_day"].min() + pd.Timedelta(days=50)
    lying = pairs.copy()
    hidden = (lying["heavy_day"] >= cut) | (lying["lifter"] != "lifter 03")
    lying.loc[hidden, "heavy_kg"] *= 1.2
    asked = ((pairs["heavy_day"] <= cut) & (pairs["lifter"] == "lifter 03")).to_numpy()
    assert np.array_equal(rep_load.own_ratio(pairs, usual)[asked], rep_load.own_ratio(lying, usual)[asked])
    assert not np.array_equal(rep_load.own_ratio(pairs, usual), rep_load.own_ratio(lying, usual))


def test_the_order_of_rows_does_not_matter():
    pairs = make_pairs()
    usual = rep_load.usual_ratio(pairs, TRUTH)
    order = np.random.default_rng(2).permutation(len(pairs))
    shuffled = pairs.iloc[order].reset_index(drop=True)
    assert rep_load.own_ratio(shuffled, usual[order]) == pytest.approx(rep_load.own_ratio(pairs, usual)[order])


def test_a_pair_far_off_moves_the_next_by_no_more_than_its_limit():
    pairs = make_pairs(lifters=1, pairs=2, habit=0, noise=0)
    pairs.loc[0, "heavy_kg"] *= 10
    usual = rep_load.usual_ratio(pairs, TRUTH)
    assert abs(rep_load.own_ratio(pairs, usual)[1] - usual[1]) <= rep_load.MOST_MISSED_LOG


def test_nothing_to_learn_from_is_refused():
    with pytest.raises(ValueError, match="got none"):
        rep_load.fit_usual(make_pairs().head(0))


def test_what_ships_says_what_lifters_usually_show():
    pairs = make_pairs(habit=0, noise=0).assign(light_kg=100.0, light_sets=6)
    ratio = rep_load.usual_ratio(pairs, load_rep_load())
    assert len(load_rep_load()) == len(rep_load.TERMS)
    assert (ratio > 0).all()
    assert (ratio < 0.4).all()
    few, many = (rep_load.usual_ratio(pairs.assign(light_reps=reps), load_rep_load()) for reps in (5, 12))
    assert (many > few).all()


def test_the_own_shift_is_what_a_lifters_pairs_show_and_none_without_pairs():
    pairs = make_pairs(lifters=1, pairs=40, habit=0, noise=0)
    usual = rep_load.usual_ratio(pairs, TRUTH) - 0.08
    cutoff = pairs["heavy_day"].max()
    lifts = pd.DataFrame({"lifter": ["lifter 00", "nobody"], "exercise_id": "bench", "cutoff": cutoff})
    shift = rep_load.own_shift(pairs, usual, lifts)["shift_log"]
    assert 0.06 < shift.iloc[0] <= 0.08
    assert shift.iloc[1] == 0
    later = rep_load.own_shift(pairs, usual, lifts.assign(cutoff=pairs["heavy_day"].min() - pd.Timedelta(days=1)))
    assert (later["shift_log"] == 0).all()
