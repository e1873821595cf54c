"""Size forecasts are trial-based ranges that behave."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from models.outlook import styles
from models.response.parameters import draw_parameters
from models.size import growth, measured
from models.training.stimulus import Traits, moderate_week
from models.training.style import STYLES
from models.training.usual_week import under_style

P = draw_parameters(2000, 3)
WEEKS = np.array([4.0, 8.0, 12.0, 26.0])


def muscle(sets=6.0):
    return moderate_week(sets, lower_body=1.0)


def who(past_weeks=100.0):
    return Traits(trained=np.array([1.0]), age=np.array([np.nan]), past_weeks=np.array([past_weeks]))


def middle(draws):
    return np.median(draws, axis=1)[0]


def test_carrying_on_grows_slowly_and_less_with_the_years():
    new = middle(growth.size_changes(muscle(), None, who(30), WEEKS, P, seed=1))
    old = middle(growth.size_changes(muscle(), None, who(300), WEEKS, P, seed=1))
    assert (np.diff(new) > 0).all()
    assert 0 < old[-1] < new[-1] < 5


def test_half_a_year_can_go_either_way():
    """Ahtiainen 2016: untrained people changed by 4.8 % on average in 21-24 weeks, from -11 to +30 %."""
    drawn = growth.size_changes(muscle(), None, who(), WEEKS, P, seed=1)[0, :, -1]
    low, high = np.quantile(drawn, [0.1, 0.9])
    assert low < 0 < high
    assert 4 < high - low < 18


def test_more_volume_grows_more_and_the_same_plan_changes_nothing():
    now = muscle(4.0)
    more = growth.size_changes(now, under_style(now, STYLES["hypertrophy"]), who(), WEEKS, P, seed=1)
    same = growth.size_changes(now, now, who(), WEEKS, P, seed=1)
    as_now = growth.size_changes(now, None, who(), WEEKS, P, seed=1)
    np.testing.assert_allclose(same, as_now, atol=1e-4)
    assert (middle(more) > middle(as_now)).all()


def test_a_muscle_that_is_not_trained_does_not_grow():
    drawn = growth.size_changes(muscle(0.0), None, who(), WEEKS, P, seed=1)
    assert np.abs(middle(drawn)).max() < 0.5


def test_each_style_has_draws_for_every_horizon():
    found = styles.size_draws(muscle(), who(), P, seed=1)
    assert set(found) == {*STYLES, "as_now"}
    assert all(drawn.shape == (1, 2000, 4) for drawn in found.values())


def test_nobody_grows_more_than_the_99th_percentile_of_beginners():
    """Ahtiainen 2016: 4.8 ± 6.1 % in 21-24 weeks."""
    most = 100 * np.expm1(growth.growth_ceiling(np.array([22.0]))[0])
    assert 18 < most < 20
    plan = under_style(muscle(1.0), STYLES["hypertrophy"])
    drawn = growth.size_changes(muscle(1.0), plan, who(30), np.array([22.0]), P, seed=1)
    assert drawn.max() <= most + 1e-3


def test_the_old_grow_less_than_the_young():
    young = Traits(trained=np.array([1.0]), age=np.array([25.0]), past_weeks=np.array([100.0]))
    old = Traits(trained=np.array([1.0]), age=np.array([70.0]), past_weeks=np.array([100.0]))
    plan = under_style(muscle(4.0), STYLES["hypertrophy"])

    def added(traits):
        now = growth.size_changes(muscle(4.0), None, traits, WEEKS, P, seed=1)
        return middle(growth.size_changes(muscle(4.0), plan, traits, WEEKS, P, seed=1)) - middle(now)

    assert (added(old) < added(young)).all()


@settings(max_examples=15, deadline=None)
@given(sets=st.floats(1, 20), past_weeks=st.floats(30, 600), style=st.sampled_from(sorted(STYLES)))
def test_women_and_men_grow_alike_in_percent_and_differ_in_centimetres_by_their_girths(sets, past_weeks, style):
    """Roberts 2020, Refalo 2025: relative growth alike; Heinz 2003: upper arms of 34.4 cm in men, 28.1 in women."""
    plan = under_style(muscle(sets), STYLES[style])
    drawn = {style: growth.size_changes(muscle(sets), plan, who(past_weeks), WEEKS, P, seed=1)}
    unmeasured = pd.DataFrame({"day": [], "site": [], "side": [], "value": []})
    men, women = (
        pd.DataFrame(measured.in_units(["biceps"], drawn, unmeasured, [], sex=sex, horizons=[4, 8, 12, 26]))
        for sex in ("M", "F")
    )
    for level in ("q10", "q50", "q90"):
        np.testing.assert_allclose(men[level] / men["now"], women[level] / women["now"], rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(men[level], women[level] * 34.4 / 28.1, rtol=1e-4, atol=1e-4)
