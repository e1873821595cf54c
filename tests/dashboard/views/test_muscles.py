import re

import pytest

from dashboard.views.muscles import body, sets
from data.catalogue import load_muscles


def test_every_muscle_of_the_catalogue_is_drawn_and_no_other():
    assert set(body.drawn_muscles()) == set(load_muscles()["muscle"])


@pytest.mark.parametrize(("count", "kind"), [(0.0, "none"), (0.2, "none"), (4, "few"), (9.6, "range"), (10, "range"),
                                             (20.4, "range"), (21, "many")])  # fmt: skip
def test_sets_stand_against_the_range_as_they_are_shown(count, kind):
    assert sets.kind_of(count) == kind


def test_each_muscle_is_a_link_that_says_its_sets_and_is_read_out_once():
    looks = sets.looks_now({"chest": 12.0, "calves": 0.0})
    drawn = body.draw(looks, {"chest": "Chest", "calves": "Calves"}, "a&b", "chest", "Sets a week")
    assert 'class="muscle range chosen" href="?lifter=a%26b&amp;muscle=chest"' in drawn
    assert 'aria-label="Chest: 12 sets a week"' in drawn
    calves = re.findall(r'<a [^>]*data-tap="calves"[^>]*>', drawn)
    assert len(calves) == 2
    assert ["aria-hidden" in link for link in calves] == [False, True]


def test_a_plan_is_drawn_by_what_it_adds():
    looks = sets.looks_planned({"chest": 6.0, "lats": 12.0, "abs": 0.0}, {"chest": 10.0, "lats": 12.4})
    assert {muscle: look.kind for muscle, look in looks.items()} == {"chest": "more", "lats": "same", "abs": "same"}
    assert sets.looks_planned({"abs": 5.0}, {"chest": 8.0})["abs"].kind == "less"


def test_what_was_not_trained_is_named():
    names = {"chest": "Chest", "side_delts": "Side delts", "abs": "Abs"}
    listed = sets.named(sets.looks_now({"chest": 12.0, "side_delts": 0.0, "abs": 0.0}), sets.KINDS, names)
    assert ("none", "Not trained", "Side delts and abs") in listed
