import numpy as np
import pandas as pd
import pytest

from dashboard.views.lift import cards
from dashboard.views.lift.level import level_before
from dashboard.views.lift.milestone import choices

CUTOFF = pd.Timestamp("2026-11-01")


def card(exercise_id, *, gain_pct=1.0, is_main=False, last="2026-11-01", marks=()):
    return cards.Card(
        exercise_id=exercise_id, name=exercise_id, now="100 ± 5 kg", line=(), ahead="+1 %", ahead_likely="",
        marks=marks, is_main=is_main, last_day=pd.Timestamp(last), gain_pct=gain_pct,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("order", "first"), [("main", "main"), ("recent", "recent"), ("gain", "gain"), ("attention", "warned")]
)
def test_cards_are_sorted_as_asked_and_those_without_a_forecast_come_last(order, first):
    every = [
        card("unknown", gain_pct=None, is_main=True, last="2026-11-30", marks=(("Plateau", "warning"),)),
        card("noticed", marks=(("Break", "notice"),)),
        card("warned", marks=(("Plateau", "warning"),)),
        card("gain", gain_pct=9.0),
        card("recent", last="2026-11-20"),
        card("main", is_main=True),
    ]
    found = [one.exercise_id for one in cards.ordered(every, order)]
    assert found[0] == first
    assert found[-1] == "unknown"


def test_a_name_from_an_export_is_shown_not_run():
    drawn = cards.drawn([card('<img src="x">&lift=2')], 'a"b', "in 12 weeks")
    assert "<img" not in drawn
    assert 'href="?lifter=a%22b&amp;lift=%3Cimg+src%3D%22x%22%3E%26lift%3D2"' in drawn


def test_a_sparkline_keeps_within_its_picture_and_needs_two_weeks():
    line = tuple((float(7 * week), 100.0 + week) for week in range(52, -1, -1))
    points = cards.sparkline(line).split('points="')[1].split('"')[0].split()
    x, y = np.array([[float(value) for value in point.split(",")] for point in points]).T
    assert 0 <= x.min() <= x.max() <= cards.WIDE
    assert 0 <= y.min() <= y.max() <= cards.HIGH
    assert cards.sparkline(line[:1]) == ""


def test_the_past_ends_where_the_forecast_starts():
    days = pd.DataFrame({"day": pd.date_range("2026-01-01", CUTOFF, freq="4D")})
    days["one_rm_kg"] = np.linspace(80, 100, len(days))
    level = level_before(days, 120.0, 3.0, CUTOFF, 26)
    end = level.iloc[-1]
    assert end["day"] == CUTOFF
    assert end["level_kg"] == pytest.approx(120)
    assert end["low_kg"] < 120 < end["high_kg"]
    assert level["level_kg"].is_monotonic_increasing
    assert len(level) == 27


def test_weeks_long_after_the_last_training_day_have_no_level():
    days = pd.DataFrame({"day": [CUTOFF - pd.Timedelta(weeks=30), CUTOFF], "one_rm_kg": [90.0, 100.0]})
    level = level_before(days, 100.0, 3.0, CUTOFF, 52)
    gap = level["day"].between(CUTOFF - pd.Timedelta(weeks=20), CUTOFF - pd.Timedelta(weeks=1))
    assert not gap.any()


@pytest.mark.parametrize(("now", "furthest", "unit", "found"), [
    (100.0, 106.0, "kg", [102.5, 105.0]),
    (12.0, 14.2, "kg", [13.0, 14.0]),
    (100.0, 105.0, "lb", [225.0, 230.0]),
    (100.0, 101.0, "kg", []),
])  # fmt: skip
def test_loads_to_ask_for_go_by_plates_from_above_now_to_the_far_end_of_the_fan(now, furthest, unit, found):
    assert choices(now, furthest, unit) == found
