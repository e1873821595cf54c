"""Size forecasts are trial-based ranges that behave."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from models.response.parameters import draw_parameters
from models.response.phases import Phases
from models.size import growth, measured
from models.training.block import Block
from models.training.stimulus import Traits, moderate_week

P = draw_parameters(2000, 3)
WEEKS = np.array([4.0, 8.0, 12.0, 26.0])
THEN = "hypertrophy"


def muscle(sets=6.0):
    return moderate_week(sets, lower_body=1.0)


def who(past_weeks=100.0):
    return Traits(trained=np.array([1.0]), age=np.array([np.nan]), past_weeks=np.array([past_weeks]))


def changes(now, then, traits, weeks=WEEKS):
    """Draw the % growth under one week from today on; without one, carrying on."""
    phases = Phases(now, traits, P, plans={} if then is None else {THEN: then})
    plan = () if then is None else (Block(THEN, 26),)
    return 100 * np.expm1(growth.size_changes(phases, traits, weeks, P, seed=1, blocks=plan))


def middle(draws):
    return np.median(draws, axis=1)[0]


def test_carrying_on_grows_slowly_and_less_with_the_years():
    new = middle(changes(muscle(), None, who(30)))
    old = middle(changes(muscle(), None, who(300)))
    assert (np.diff(new) > 0).all()
    assert 0 < old[-1] < new[-1] < 5


def test_half_a_year_can_go_either_way():
    """Ahtiainen 2016: untrained people changed by 4.8 % on average in 21-24 weeks, from -11 to +30 %."""
    drawn = changes(muscle(), None, who())[0, :, -1]
    low, high = np.quantile(drawn, [0.1, 0.9])
    assert low < 0 < high
    assert 4 < high - low < 18


def test_more_volume_grows_more_and_the_same_plan_changes_nothing():
    now = muscle(4.0)
    more = changes(now, muscle(12.0), who())
    same = changes(now, now, who())
    as_now = changes(now, None, who())
    np.testing.assert_allclose(same, as_now, atol=1e-4)
    assert (middle(more) > middle(as_now)).all()


def test_a_muscle_that_is_not_trained_does_not_grow():
    drawn = changes(muscle(0.0), None, who())
    assert np.abs(middle(drawn)).max() < 0.5


def test_nobody_grows_more_than_the_99th_percentile_of_beginners():
    """Ahtiainen 2016: 4.8 ± 6.1 % in 21-24 weeks."""
    most = 100 * np.expm1(growth.growth_ceiling(np.array([22.0]))[0])
    assert 18 < most < 20
    drawn = changes(muscle(1.0), muscle(15.0), who(30), np.array([22.0]))
    assert drawn.max() <= most + 1e-3


def test_the_old_grow_less_than_the_young():
    young = Traits(trained=np.array([1.0]), age=np.array([25.0]), past_weeks=np.array([100.0]))
    old = Traits(trained=np.array([1.0]), age=np.array([70.0]), past_weeks=np.array([100.0]))

    def added(traits):
        more, same = (changes(muscle(4.0), then, traits) for then in (muscle(12.0), None))
        return middle(more) - middle(same)

    assert (added(old) < added(young)).all()


@settings(max_examples=15, deadline=None)
@given(sets=st.floats(1, 20), then=st.floats(1, 20), past_weeks=st.floats(30, 600))
def test_women_and_men_grow_alike_in_percent_and_differ_in_centimetres_by_their_girths(sets, then, past_weeks):
    """Roberts 2020, Refalo 2025: relative growth alike; Heinz 2003: upper arms of 34.4 cm in men, 28.1 in women."""
    drawn = {THEN: changes(muscle(sets), muscle(then), who(past_weeks))}
    unmeasured = pd.DataFrame({"day": [], "site": [], "side": [], "value": []})
    men, women = (
        pd.DataFrame(measured.in_units(["biceps"], drawn, unmeasured, [], sex=sex, horizons=[4, 8, 12, 26]))
        for sex in ("M", "F")
    )
    for level in ("q10", "q50", "q90"):
        np.testing.assert_allclose(men[level] / men["now"], women[level] / women["now"], rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(men[level], women[level] * 34.4 / 28.1, rtol=1e-4, atol=1e-4)
