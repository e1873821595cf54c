import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import words
from dashboard.parts.advice import Block, phases_of
from data.units import KG_PER_LB

N = words.NARROW


@pytest.mark.parametrize(
    ("kg", "unit", "said"),
    [(102.4, "kg", f"102{N}kg"), (17.3, "kg", f"17.5{N}kg"), (102.06, "lb", f"225{N}lb"), (math.nan, "kg", "unknown")],
)
def test_estimates_are_said_in_whole_units_of_the_lifter(kg, unit, said):
    assert words.load(kg, unit) == said


def test_a_prescribed_load_keeps_its_plates():
    assert words.plates(82.5, "kg") == f"82.5{N}kg"
    assert words.plates(45 * KG_PER_LB, "lb") == f"45{N}lb"
    assert words.plates(None, "kg") == "by feel"


@given(st.floats(min_value=20, max_value=600), st.sampled_from(["kg", "lb"]))
def test_an_estimate_never_shows_a_decimal_from_20_on(kg, unit):
    assert "." not in words.load(kg, unit)


def test_a_range_that_rounds_to_one_load_is_said_once():
    assert words.span(100.1, 100.3, "kg") == f"100{N}kg"
    assert words.span(102, 115, "kg") == f"102 to 115{N}kg"
    assert words.span(1, 10.5, "kg") == f"1 to 10.5{N}kg"


@given(st.floats(min_value=-40, max_value=40))
def test_a_change_has_a_sign_unless_it_rounds_to_nothing(pct):
    said = words.change(pct)
    whole = round(pct)
    assert said[0] == ("+" if whole > 0 else words.MINUS if whole < 0 else "0")
    assert "." not in said


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.0, "less than 1 in 20"),
        (0.06, "1 in 10"),
        (0.5, "even odds"),
        (0.72, "7 in 10"),
        (0.949, "9 in 10"),
        (0.99, "more than 19 in 20"),
    ],
)
def test_chances_are_never_said_as_certain(p, said):
    assert words.chance(p) == said


@given(st.floats(min_value=0, max_value=1))
def test_odds_for_a_column_are_open_at_the_ends(p):
    assert words.odds(p) not in {f"0{N}%", f"100{N}%"}


def test_a_plan_is_only_called_for_when_it_is_clear():
    of = {"carries_on": False, "equals": 0, "p_best": 0.72, "goal": "size"}
    big, said = words.verdict("Strength", is_clear=True, **of)
    assert (big, said) == ("Strength", "Most likely your best way to size: 7 in 10 that it beats the other plans.")
    big, said = words.verdict("Strength", is_clear=False, **of)
    assert big == "Strength"
    assert "A little ahead" in said
    assert words.verdict("Strength", is_clear=False, **(of | {"equals": 2}))[0] == "Pick the one you like"
    assert words.verdict("", is_clear=False, **(of | {"carries_on": True}))[0] == "Carry on as now"


def test_a_likelier_plan_that_is_not_advised_is_named_with_why():
    of = {"carries_on": False, "is_clear": False, "equals": 0, "p_best": 0.08, "goal": "size"}
    rival = words.Rival("Hypertrophy", 0.71, "0.8 % less 1RM")
    said = words.verdict("Hybrid", **of, rival=rival)[1]
    assert "Hypertrophy may turn out better (7 in 10), but it comes with 0.8 % less 1RM." in said
    said = words.verdict("Hybrid", **of, rival=rival._replace(gives_up=""))[1]
    assert "but it could also leave you worse off than carrying on" in said
    assert "Hypertrophy" not in words.verdict("Hybrid", **of, rival=rival._replace(p_best=0.05))[1]


def test_differences_are_judged_against_the_retest_error_of_a_1rm():
    assert words.matters(0.4) == "No clear difference"
    assert words.matters(-3.0) == "Smaller than one test can show"
    assert words.matters(-5.0) == "Would show in a test"


@given(*[st.integers(min_value=0, max_value=10**6)] * 4)
def test_the_accounting_says_so_when_rows_are_missing(loaded, not_sets, duplicate, rejected):
    total = loaded + not_sets + duplicate + rejected
    assert words.accounting(total, loaded, not_sets, duplicate, rejected).startswith("Every row is accounted for")
    assert "out by 1:" in words.accounting(total + 1, loaded, not_sets, duplicate, rejected)


def test_a_fine_change_tells_tenths():
    assert words.fine_change(1.24) == f"+1.2{N}%"
    assert words.fine_change(-0.56) == f"{words.MINUS}0.6{N}%"
    assert words.fine_change(0.04) == f"0.0{N}%"


def test_a_log_that_is_over_has_no_days_to_come():
    assert words.from_now(12, is_over=False) == "in 12 weeks"
    assert words.from_now(12, is_over=True) == "after 12 weeks of training"


def test_skill_below_one_percent_is_called_none():
    assert f"8{N}% better" in words.skilled(0.08, 11.6, 12)
    assert "no better" in words.skilled(-0.3, 20, 12)


def test_days_weeks_counts_and_lists_read_as_english():
    assert words.day(date(2026, 2, 3)) == "3 Feb 2026"
    assert words.day(None) == "unknown"
    assert words.weeks(1) == "1 week"
    assert words.counted(1, "file") == "1 file"
    assert words.counted(2104, "row") == "2,104 rows"
    assert words.listed(["chest", "lats", "calves"]) == "chest, lats and calves"
    assert words.sentence("too few days") == "Too few days."
    assert words.rest(90) == f"90{N}s"
    assert words.rest(150) == f"2.5{N}min"


def test_the_share_of_own_data_adds_up_to_all():
    assert words.share(0.08) == f"92{N}% from published trials, 8{N}% from your own training"


def test_neighbouring_blocks_of_one_style_are_shown_as_one():
    blocks = [Block(style="hypertrophy", weeks=5, then="")]
    blocks += [Block(style="strength", weeks=weeks, then=then) for weeks, then in ((6, ""), (5, "reassess"))]
    assert phases_of(blocks) == [blocks[0], Block(style="strength", weeks=11, then="reassess")]
    assert phases_of([]) == []
