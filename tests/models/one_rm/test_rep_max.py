import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.definitions import REP_DECAY
from models.one_rm import rep_max

FAMILIES = sorted(REP_DECAY)


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
