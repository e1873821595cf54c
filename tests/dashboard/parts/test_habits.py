from datetime import date, timedelta

import pandas as pd

from dashboard.parts.habits import newest_week, week_said

MONDAY = date(2026, 3, 2)


def log(*days):
    return pd.DataFrame({"day": pd.to_datetime(sorted(days)), "working_sets": 10})


def test_the_newest_week_stands_beside_the_usual_and_counts_the_weeks_in_a_row():
    before = [MONDAY - timedelta(weeks=ago, days=-day) for ago in (1, 2, 3, 5) for day in (0, 2, 4)]
    week = newest_week(log(*before, MONDAY, MONDAY + timedelta(days=6)))
    assert (week.sets, week.days, week.streak_weeks) == (20, 2, 4)
    assert week.trained == (True, False, False, False, False, False, True)
    assert week.usual_days == 12 / 5  # the week without training counts
    assert week.usual_sets == 24
    said = week_said(week, MONDAY + timedelta(days=6))
    assert "This week" in said
    assert "20 sets over 2 days" in said
    assert "Usually 24 sets over 2 days. 4 weeks in a row." in said
    assert "Trained on Monday and Sunday" in said
    assert "Your last week, from 2 Mar 2026" in week_said(week, MONDAY + timedelta(days=7))


def test_a_first_week_has_nothing_usual():
    week = newest_week(log(MONDAY))
    assert (week.usual_sets, week.usual_days, week.streak_weeks) == (0, 0, 1)
    assert "Usually" not in week_said(week, MONDAY)
