"""Adding a style's difference keeps the calibrated forecast whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.outlook import styles

WEIGHTS = styles.quantile_weights(styles.even_probabilities(400, 1))
AS_NOW = np.array([[[-0.1, -0.07, -0.03, 0.0, 0.04, 0.08, 0.12]]])


def test_no_difference_changes_nothing():
    found = styles.add_difference(AS_NOW, np.zeros((1, 400, 1)), WEIGHTS)
    np.testing.assert_array_equal(found, AS_NOW)


@given(st.floats(-0.3, 0.3))
def test_a_sure_difference_moves_every_quantile_alike(shift):
    found = styles.add_difference(AS_NOW, np.full((1, 400, 1), shift), WEIGHTS)
    np.testing.assert_allclose(found, AS_NOW + shift, atol=2e-6)


def test_an_unsure_difference_widens_the_forecast():
    drawn = 0.08 * np.random.default_rng(1).standard_normal((1, 400, 1))
    found = styles.add_difference(AS_NOW, drawn, WEIGHTS)
    assert found[0, 0, -1] - found[0, 0, 0] > AS_NOW[0, 0, -1] - AS_NOW[0, 0, 0]


@given(st.integers(0, 1000))
def test_quantiles_rise(seed):
    rng = np.random.default_rng(seed)
    as_now = np.sort(rng.normal(0, 0.1, (3, 4, 7)), axis=-1)
    found = styles.add_difference(as_now, rng.normal(0, 0.1, (3, 400, 4)), WEIGHTS)
    assert (np.diff(found, axis=-1) >= 0).all()


def test_quantiles_of_draws_agree_with_numpy():
    drawn = np.random.default_rng(1).standard_normal((2, 5, 401))
    expected = np.moveaxis(np.quantile(drawn, styles.LEVELS, axis=-1, method="hazen"), 0, -1)
    np.testing.assert_allclose(styles.quantiles_of(drawn), expected)


@pytest.mark.parametrize("level", styles.LEVELS)
def test_a_quantile_is_read_back_at_its_own_level(level):
    weights = styles.quantile_weights(np.array([level]))
    value = AS_NOW[0, 0] @ weights[:, 0]
    assert value == pytest.approx(AS_NOW[0, 0, styles.LEVELS.index(level)], abs=1e-6)
