"""The response model against published trials, each predicted by a fit that has not seen it."""

import numpy as np
import pandas as pd
import pytest

from data import published
from models.response import trial_fit, trials


@pytest.fixture(scope="module")
def arms():
    return published.trials().reset_index(drop=True)


@pytest.fixture(scope="module")
def fitted(arms):
    return trial_fit.fit(arms, published.response_parameters())


def test_the_shipped_parameters_are_what_the_fit_gives(fitted):
    table = published.response_parameters().set_index("parameter")
    np.testing.assert_allclose(table.loc[fitted.names, "mean"], fitted.mean, atol=0.02)
    np.testing.assert_allclose(table.loc[fitted.names, "sd"], fitted.sd, atol=0.02)


def test_contrasts_of_unseen_trials_are_foretold(arms, fitted):
    pairs, observed = trials.contrasts(arms), arms["pct_change"].to_numpy(float)
    scores = {
        outcome: trials.contrast_scores(observed, fitted.left_out, pairs[pairs["outcome_type"] == outcome])
        for outcome in trials.OUTCOMES
    }
    assert scores["1RM"]["skill"] >= 0.38
    assert scores["muscle size"]["skill"] >= 0.31
    for found in scores.values():
        assert found["signs"] >= 0.7
        assert 0.7 <= found["slope"] <= 1.4


def test_doses_alone_foretell_contrasts_too(arms, fitted):
    """Styles differ in doses only: what arms happened to start with must not carry the skill."""
    pairs, observed = trials.contrasts(arms), arms["pct_change"].to_numpy(float)
    for outcome, least in (("1RM", 0.29), ("muscle size", 0.30)):
        some = pairs[pairs["outcome_type"] == outcome]
        assert trials.contrast_scores(observed, fitted.from_doses, some)["skill"] >= least


def test_an_arm_that_starts_ahead_by_chance_gains_less(arms):
    pair = arms[arms["trial"] == "Schoenfeld2014"].assign(pre_mean=100.0).reset_index(drop=True)
    first = pair["arm"] == pair["arm"].iloc[0]
    even = trials.predict(pair)["q50"]
    ahead = trials.predict(pair.assign(pre_mean=np.where(first, 110.0, 100.0)))["q50"]
    others = trials.predict(pair.assign(pre_mean=np.where(first, 200.0, 100.0)))["q50"]
    unknown = trials.predict(pair.drop(columns="pre_mean"))["q50"]
    assert (ahead[first] < even[first]).all()
    assert (ahead[~first] > even[~first]).all()
    np.testing.assert_allclose(others, even)
    np.testing.assert_allclose(unknown, even)


def test_the_shipped_correlations_are_what_the_fit_gives(fitted):
    table = published.response_correlations()
    assert list(table.index) == fitted.names
    np.testing.assert_allclose(table, fitted.correlation, atol=0.03)


def test_intervals_cover_what_was_observed(arms):
    predicted = trials.predict(arms)
    for outcome in trials.OUTCOMES:
        rows = (arms["outcome_type"] == outcome).to_numpy()
        found = trials.arm_scores(arms[rows], predicted[rows])
        assert 0.70 <= found["coverage"] <= 0.90
        assert found["error"] <= 1.05 * found["status_mean_error"]


def test_heavy_triples_do_not_outgrow_tens_of_equal_volume_load(arms):
    """Schoenfeld 2014: seven sets of 3 and three of 10, biceps +12 % in both, squat +22 against +19 %."""
    trial = trials.predict(arms[arms["trial"] == "Schoenfeld2014"].reset_index(drop=True)).set_index(["arm", "outcome"])
    size = trial["q50"].xs("MT biceps mm", level="outcome")
    squat = trial["q50"].xs("1RM back squat", level="outcome")
    assert abs(size["ST 7x3"] - size["HT 3x10"]) < 1.0
    assert squat["ST 7x3"] > squat["HT 3x10"] + 1.0


def test_predictions_keep_the_columns_and_rise(arms):
    predicted = trials.predict(arms.head(20))
    assert list(predicted.columns) == [*arms.columns, "q10", "q50", "q90"]
    assert (predicted["q10"] < predicted["q50"]).all()
    assert (predicted["q50"] < predicted["q90"]).all()


def test_blanks_are_not_zeros(arms):
    blank = arms.head(4).assign(sets_per_muscle_wk=np.nan, rest_s=np.nan, load_pct1rm=np.nan, reps=np.nan)
    assert (trials.predict(blank)["q50"] > 1).all()


def pairs_by_hand():
    arms = pd.DataFrame(
        {
            "trial": ["a", "a", "b", "b", "b"],
            "arm": ["1", "2", "1", "2", "3"],
            "outcome": "squat",
            "outcome_type": "1RM",
            "weeks": [8, 8, 8, 8, 12],
            "sessions_per_wk": 2,
            "sets_per_muscle_wk": [3, 9, 3, 9, 9],
            "reps": "8",
            "load_pct1rm": "80",
            "rest_s": np.nan,
        }
    )
    return trials.contrasts(arms)


def test_only_arms_of_the_same_trial_outcome_and_length_are_compared():
    pairs = pairs_by_hand()
    assert list(zip(pairs["first"], pairs["second"], strict=True)) == [(0, 1), (2, 3)]
    assert list(pairs["weight"]) == [1.0, 1.0]


def test_contrast_scores_agree_with_hand_computation():
    observed, predicted = np.array([10.0, 14, 20, 21, 0]), np.array([10.0, 12, 20, 22, 0])
    found = trials.contrast_scores(observed, predicted, pairs_by_hand())
    assert found["skill"] == pytest.approx(1 - (4 + 1) / (16 + 1))
    assert found["signs"] == 1.0
    assert found["slope"] == pytest.approx((4 * 2 + 1 * 2) / (4 + 4))
    assert found["trials"] == 2
