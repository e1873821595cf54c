import numpy as np
import pandas as pd
import pytest

from models.milestone import QUANTILES, milestone_of, nearest


def outlook(now=96.0, gain_per_week=0.5, name="Bench press", spread=3.0):
    z = np.array([-1.645, -1.282, -0.674, 0, 0.674, 1.282, 1.645])
    return pd.DataFrame(
        [
            {"exercise_id": name, "name": name, "now_kg": now, "horizon_weeks": weeks}
            | dict(zip(QUANTILES, now + gain_per_week * weeks + z * spread, strict=True))
            for weeks in (26, 4, 12, 8)
        ]
    )


def test_chances_rise_with_the_forecast_and_are_never_certain():
    chances = milestone_of(outlook(), "kg").chances
    assert list(chances) == sorted(chances)
    assert all(0.05 <= p <= 0.95 for p in chances)


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
