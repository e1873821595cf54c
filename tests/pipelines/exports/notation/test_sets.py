"""Sets written in one cell: every way in which people write them, and what is left unread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.exports.notation.cells import LONGEST_CELL
from pipelines.exports.notation.sets import MOST_SETS, ORDERS, sets_in


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        ("3x5x100", "sets x reps x load", [("100", "5")] * 3),
        ("2x8@95, 3x3@135", "sets x reps x load", [("95", "8")] * 2 + [("135", "3")] * 3),
        ("1x5x140lb;2x7x140lb", "sets x reps x load", [("140", "5"), ("140", "7"), ("140", "7")]),
        ("3 sets of 10", "sets x reps", [(None, "10")] * 3),
        ("3x10 60kg", "sets x reps x load", [("60", "10")] * 3),
        ("8,8,7", "reps", [(None, "8"), (None, "8"), (None, "7")]),
        ("[6,5,5]", "reps", [(None, "6"), (None, "5"), (None, "5")]),
        ("8 8 7", "reps", [(None, "8"), (None, "8"), (None, "7")]),
        ("8-8-7", "reps", [(None, "8"), (None, "8"), (None, "7")]),
        ("8/7", "reps", [(None, "8"), (None, "7")]),
        ("80x5", "load x reps", [("80", "5")]),
        ("5x175", "reps x load", [("175", "5")]),
        ("5 @ 80", "reps x load", [("80", "5")]),
        ("80 kg x 5", "reps x load", [("80", "5")]),
        ("82,5x5", "load x reps", [("82,5", "5")]),
        ("5x82,5", "reps x load", [("82,5", "5")]),
        ("82,5x5, 85x5", "load x reps", [("82,5", "5"), ("85", "5")]),
        ("3x5x82,5;3x5x85", "sets x reps x load", [("82,5", "5")] * 3 + [("85", "5")] * 3),
        ("100x5,5,4", "load x reps", [("100", "5"), ("100", "5"), ("100", "4")]),
        ("102,5x5,5", "load x reps", [("102,5", "5"), ("102,5", "5")]),
        ("60 kg: 8, 7", "load x reps", [("60", "8"), ("60", "7")]),
        ("65%: 80x5, 75%: 90x5", "load x reps", [("80", "5"), ("90", "5")]),
        ("BW x 10", "load x reps", [("0", "10")]),
        ("BW+10 x 5", "load x reps", [("10", "5")]),
        ("225,5,5", "load, reps of each set", [("225", "5"), ("225", "5")]),
        ("82,5", "load", [("82,5", None)]),
        ("100 kg 3x5", "sets x reps x load", [("100", "5")] * 3),
        ("70-72.5-75", "load", [("70", None), ("72.5", None), ("75", None)]),
        ("[{'kg': 100, 'reps': 5}, {'kg': 105, 'reps': 3}]", "reps x load", [("100", "5"), ("105", "3")]),
        ('{"sets": [{"w": 60, "r": 8}]}', "reps x load", [("60", "8")]),
        ("80,85", "load", [("80", None), ("85", None)]),
    ],
)
def test_sets_are_read_as_they_are_written(text, written, found):
    assert [(each.load, each.reps) for each in sets_in(text, written)] == found


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("8-10", "reps"),  # a range is a plan
        ("felt good", "load x reps"),
        ("3x8", "sets x reps x load"),
        ("100x5.5", "load x reps"),
        ("100x5 (paused)", "load x reps"),
        ("5x", "load x reps"),
        ("", "reps"),
        (f"{MOST_SETS + 1}x5x100", "sets x reps x load"),
        ("5," * LONGEST_CELL, "reps"),
    ],
)
def test_what_is_not_certain_is_not_read(text, written):
    assert sets_in(text, written) is None


def test_units_kinds_and_efforts_beside_figures_are_kept():
    (warmup, working) = sets_in("Set 1: 100 lbs x 12 [Warm-up]\nSet 2: 175 lbs x 7 @ 8", "load x reps")
    assert (warmup.load_unit, warmup.marker) == ("lb", "Warm-up")
    assert (working.load, working.reps, working.rpe) == ("175", "7", "8")


@given(st.text(alphabet="0123456789x×@,;/ .-[]()kglbset%\n", max_size=60), st.sampled_from(sorted(ORDERS)))
def test_no_cell_makes_more_sets_than_there_may_be_or_fails(text, written):
    found = sets_in(text, written)
    assert found is None or 0 < len(found) <= MOST_SETS
