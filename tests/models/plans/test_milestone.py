"""Milestones: by then and around then, each as likely as the forecasts make it, and no surer."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.plans.milestone import QUANTILES, SURE, chances, milestones_of, nearest, scores_of

Z = np.array([-1.645, -1.282, -0.674, 0, 0.674, 1.282, 1.645])


def outlook(best=96.0, gain_pct_per_week=0.5, name="Bench press", spread_pct=3.0):
    return pd.DataFrame(
        [
            {"exercise_id": name, "name": name, "now_kg": best, "horizon_weeks": weeks}
            | dict(
                zip(
                    QUANTILES,
                    best * np.exp((gain_pct_per_week * weeks + Z * spread_pct * weeks**0.5) / 100),
                    strict=True,
                )
            )
            for weeks in (26, 4, 12, 8)
        ]
    )


def ahead_of(frame, unit="kg", **options):
    return milestones_of(frame.to_dict("records"), unit, **options)


def only(frame, **options):
    (found,) = ahead_of(frame, **options)
    return found


def test_the_chance_by_a_date_never_falls_and_is_never_certain():
    found = only(outlook())
    assert found.weeks == tuple(range(1, 53))
    assert list(found.chances) == sorted(found.chances)
    assert all(1 - SURE <= p <= SURE for p in (*found.chances, *found.around))


def test_the_chance_around_a_stored_horizon_is_the_forecasts_own():
    frame = outlook()
    for weeks, median in zip(frame["horizon_weeks"], frame["q50"], strict=True):
        assert only(frame, load_kg=median).around[weeks - 1] == pytest.approx(0.5, abs=1e-6)
    upper = float(frame.loc[frame["horizon_weeks"] == 12, "q90"].iloc[0])
    assert only(frame, load_kg=upper).around[11] == pytest.approx(0.1, abs=1e-6)


def test_reaching_a_load_by_a_date_is_likelier_than_holding_it_around_then():
    found = only(outlook(gain_pct_per_week=0.0), load_kg=100.0)
    assert found.by(26) > found.around[25] + 0.05


def test_with_one_window_by_then_is_around_then():
    found = only(outlook(gain_pct_per_week=0.0), load_kg=96.0 * np.exp(0.05))
    assert found.by(4) == pytest.approx(found.around[2], abs=0.03)


def test_the_even_bet_is_the_first_week_with_even_chances():
    found = only(outlook(spread_pct=0.3))
    assert found.load_kg == 100
    assert found.by(int(found.even_weeks)) >= 0.5 > found.by(int(found.even_weeks) - 1)
    assert found.even_weeks == pytest.approx(100 * np.log(100 / 96) / 0.5, abs=3.5)


def test_no_even_bet_is_made_up_beyond_the_forecast():
    assert only(outlook(gain_pct_per_week=-0.5, spread_pct=0.5)).even_weeks is None


def test_the_nearest_milestone_is_the_soonest_even_bet():
    slow, fast = outlook(gain_pct_per_week=0.2, name="slow"), outlook(gain_pct_per_week=0.6, name="fast")
    assert nearest(ahead_of(pd.concat([slow, fast]))).name == "fast"
    assert nearest([]) is None


def test_nothing_is_said_of_a_lift_without_a_current_best_or_with_a_horizon_missing():
    assert ahead_of(outlook().assign(now_kg=np.nan)) == []
    assert ahead_of(outlook().head(0)) == []
    assert ahead_of(outlook().head(3)) == []


def test_a_style_adds_its_milestones_lift_by_lift():
    both = pd.concat([outlook(name="a"), outlook(name="b", best=50.0)])
    assert [(one.exercise_id, one.load_kg) for one in ahead_of(both)] == [("a", 100.0), ("b", 55.0)]
    assert ahead_of(both, "lb")[0].load_kg == pytest.approx(220 * 0.45359237)


@settings(max_examples=40, deadline=None)
@given(
    loads=st.tuples(st.floats(60, 160), st.floats(1.001, 1.4)),
    spread=st.floats(0.2, 8.0),
    gain=st.floats(-1.0, 1.0),
)
def test_a_heavier_load_is_never_likelier(loads, spread, gain):
    frame = outlook(gain_pct_per_week=gain, spread_pct=spread).sort_values("horizon_weeks")
    quantiles = np.repeat(frame[QUANTILES].to_numpy()[None], 2, axis=0)
    light, heavy = loads[0], loads[0] * loads[1]
    by, around = chances(np.array([light, heavy]), np.array([96.0, 96.0]), quantiles)
    assert (by[0] >= by[1] - 1e-12).all()
    assert (around[0] >= around[1] - 1e-9).all()


def test_scores_run_through_the_quantiles():
    quantiles = np.array([[90.0, 93, 97, 100, 103, 107, 110]])
    assert scores_of(np.array([100.0]), quantiles)[0] == pytest.approx(0.0, abs=1e-9)
    assert scores_of(np.array([107.0]), quantiles)[0] == pytest.approx(1.2816, abs=1e-3)
    assert scores_of(np.array([300.0]), quantiles)[0] == 5.0
    assert scores_of(np.array([1.0]), quantiles)[0] == -5.0
