import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.milestones import LEVELS, QUANTILES, chance_of, milestone_of, nearest, next_round
from dashboard.words import KG_PER_LB


def outlook(now=96.0, gain_per_week=0.5, name="Bench press", spread=3.0):
    z = np.array([-1.645, -1.282, -0.674, 0, 0.674, 1.282, 1.645])
    return pd.DataFrame(
        [
            {"exercise_id": name, "name": name, "now_kg": now, "horizon_weeks": weeks}
            | dict(zip(QUANTILES, now + gain_per_week * weeks + z * spread, strict=True))
            for weeks in (26, 4, 12, 8)
        ]
    )


@pytest.mark.parametrize(
    ("now", "unit", "next_load"),
    [
        (96, "kg", 100),
        (99.9, "kg", 110),
        (182 * KG_PER_LB, "lb", 185 * KG_PER_LB),
        (19, "kg", 20),
        (138, "kg", 140),
        (220 * KG_PER_LB, "lb", 225 * KG_PER_LB),
    ],
)
def test_the_next_round_load_is_one_people_aim_at(now, unit, next_load):
    assert next_round(now, unit) == pytest.approx(next_load)


@given(st.floats(min_value=1, max_value=400), st.sampled_from(["kg", "lb"]))
def test_a_milestone_lies_ahead(now, unit):
    assert next_round(now, unit) > now


@given(st.floats(min_value=50, max_value=150), st.floats(min_value=0, max_value=20))
def test_a_heavier_load_is_never_likelier_and_never_certain(load, more):
    quantiles = 100 + 10 * (LEVELS - 0.5)
    assert 0.03 <= chance_of(load + more, quantiles) <= chance_of(load, quantiles) <= 0.97


def test_the_chance_of_the_median_is_one_half():
    assert chance_of(100.0, np.linspace(90, 110, 7)) == pytest.approx(0.5)


def test_the_even_bet_is_where_the_median_passes_the_load():
    found = milestone_of(outlook(), "kg")
    assert found.load_kg == 100
    assert found.even_weeks == pytest.approx(8.0)
    assert list(found.weeks) == [4, 8, 12, 26]


def test_no_even_bet_is_made_up_beyond_the_forecast():
    assert milestone_of(outlook(gain_per_week=0.0), "kg").even_weeks is None


def test_the_nearest_milestone_is_the_soonest_even_bet():
    slow, fast = outlook(gain_per_week=0.2, name="slow"), outlook(gain_per_week=0.6, name="fast")
    assert nearest([milestone_of(slow, "kg"), milestone_of(fast, "kg")]).name == "fast"
    assert nearest([]) is None


def test_nothing_is_said_of_a_lift_without_a_current_1rm():
    assert milestone_of(outlook().assign(now_kg=np.nan), "kg") is None
    assert milestone_of(outlook().head(0), "kg") is None
