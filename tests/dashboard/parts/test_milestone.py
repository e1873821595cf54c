from datetime import date, timedelta

import pytest

from dashboard.parts.milestone import by_when, milestone_said
from models.plans.milestone import Chance, Projection


def ahead(even_weeks, within_12=0.72):
    chances = [Chance(weeks=weeks, p=within_12) for weeks in (4, 8, 12, 26)]
    return Projection(
        exercise_id="squat", name="Squat (barbell)", load_kg=140.0, chances=chances, even_weeks=even_weeks
    )


def after(weeks):
    return date(2026, 11, 1) + timedelta(weeks=weeks)


@pytest.mark.parametrize(
    ("even_weeks", "day_after", "said"),
    [
        (6.0, after, "As likely as not by 13 Dec 2026; 7 in 10 within 12 weeks."),
        (6.0, lambda _: None, "As likely as not after 6 weeks of training; 7 in 10 within 12 weeks."),
        (None, after, "7 in 10 within 12 weeks, and still less likely than not within 52 weeks."),
    ],
)
def test_an_even_bet_has_a_day_only_where_one_is_to_come(even_weeks, day_after, said):
    assert by_when(ahead(even_weeks), day_after) == said


def test_a_milestone_says_the_load_in_the_lifters_unit_and_under_what_training():
    said = milestone_said(ahead(6.0), "lb", after)
    assert "Next milestone, under your plan" in said
    assert "308.75\u202flb" in said
    assert "None yet" in milestone_said(None, "kg", after)
