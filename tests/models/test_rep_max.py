import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import rep_max

FAMILIES = sorted(rep_max.DECAY)


@pytest.mark.parametrize(
    ("family", "reps", "share"),
    [
        ("bench", 14.1, 0.70),  # Nuzzo 2024, doi:10.1007/s40279-023-01937-7
        ("bench", 8.8, 0.80),
        ("leg_press", 19.0, 0.70),
        ("leg_press", 13.1, 0.80),
    ],
)
def test_shares_are_those_of_the_meta_regression(family, reps, share):
    assert rep_max.share_of_one_rm(reps, family) == pytest.approx(share, abs=0.015)


@given(st.sampled_from(FAMILIES), st.floats(1, 30), st.floats(0.01, 5))
def test_more_reps_leave_a_smaller_share(family, reps, more):
    assert rep_max.share_of_one_rm(reps + more, family) < rep_max.share_of_one_rm(reps, family) <= 1


@given(st.floats(1, 29), st.floats(0.01, 5))
def test_more_reps_leave_more_doubt(reps, more):
    assert rep_max.standard_error_log(reps + more) >= rep_max.standard_error_log(reps)


def test_a_single_is_the_1rm_itself():
    assert [float(rep_max.share_of_one_rm(1, family)) for family in FAMILIES] == [1.0] * len(FAMILIES)


def test_an_unknown_family_is_named():
    with pytest.raises(ValueError, match="'curl'; take one of bench"):
        rep_max.share_of_one_rm(5, "curl")


def test_the_table_holds_every_half_rep_of_every_family_once():
    table = rep_max.share_table()
    assert len(table) == len(FAMILIES) * 59
    assert not table.duplicated(["family", "reps_to_failure"]).any()
    row = table[(table["family"] == "bench") & (table["reps_to_failure"] == 5.0)].iloc[0]
    assert row["share"] == rep_max.share_of_one_rm(5, "bench")
    assert row["se_log"] == pytest.approx(0.05)


def test_reps_in_reserve_are_more_than_lifters_say():
    assert rep_max.reps_to_failure([5, 5, 5], [2, 0, np.nan]).tolist() == [7.95, 5, 5]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # 100 kg for 10 reps, worked by hand from the formulas as given in Mayhew 2008, doi:10.1519/JSC.0b013e31817b02ad
        ("Epley", 133.33),
        ("Brzycki", 133.33),
        ("Wathen", 134.75),
        ("Mayhew", 130.93),
        ("Lombardi", 125.89),
        ("O'Conner", 125.0),
    ],
)
def test_comparators_give_their_published_values(formula, expected):
    assert rep_max.COMPARATORS[formula](100, 10) == pytest.approx(expected, abs=0.01)


def bests(*days, series="a"):
    return pd.DataFrame(days, columns=["age_days", "one_rm_kg", "one_rm_se"]).assign(series=series)


def test_agreeing_days_are_surer_than_one():
    one = rep_max.current_one_rm(bests((0, 100, 5))).loc["a"]
    several = rep_max.current_one_rm(bests((0, 100, 5), (4, 99, 5), (7, 98, 5), (11, 100, 5), (14, 99, 5))).loc["a"]
    assert several["now_se_kg"] < 0.7 * one["now_se_kg"]


def test_light_days_do_not_drag_the_estimate_down_to_their_mean():
    days = bests((0, 100, 4), (3, 80, 4), (7, 75, 4), (10, 82, 4))
    assert rep_max.current_one_rm(days).loc["a", "now_kg"] > 93


def test_one_high_estimate_from_many_reps_is_not_taken_at_its_word():
    heavy = [(3, 100, 4), (7, 101, 4), (10, 100, 4)]
    vague = rep_max.current_one_rm(bests((0, 125, 20), *heavy)).loc["a", "now_kg"]
    measured = rep_max.current_one_rm(bests((0, 125, 4), *heavy)).loc["a", "now_kg"]
    assert vague < 112 < measured


def test_series_do_not_touch_each_other_and_scale_does_not_matter():
    days = [(0, 100, 5), (5, 96, 5)]
    alone = rep_max.current_one_rm(bests(*days)).loc["a"]
    tenfold = bests(*((age, 10 * kg, 10 * se) for age, kg, se in days), series="b")
    both = rep_max.current_one_rm(pd.concat([tenfold, bests(*days)]))
    assert both.loc["a"].to_numpy() == pytest.approx(alone.to_numpy())
    assert both.loc["b"].to_numpy() == pytest.approx(10 * alone.to_numpy())


def test_the_known_1rm_of_simulated_days_is_recovered():
    draw = np.random.default_rng(3)
    logs = 150 * np.exp(-draw.exponential(rep_max.SHORTFALL_LOG, (200, 8)) + draw.normal(0, 0.05, (200, 8)))
    days = pd.DataFrame(
        {
            "series": np.repeat(np.arange(200), 8),
            "age_days": np.tile(np.arange(8) * 3.0, 200),
            "one_rm_kg": logs.ravel(),
            "one_rm_se": 0.05 * logs.ravel(),
        }
    )
    now = rep_max.current_one_rm(days)
    assert now["now_kg"].mean() == pytest.approx(150, rel=0.01)
    inside = (now["now_kg"] - 150).abs() < 1.28 * now["now_se_kg"]
    assert inside.mean() > 0.8
