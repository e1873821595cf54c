"""The response model against published trials, each predicted by a fit that has not seen it."""

import numpy as np
import pandas as pd
import pytest

from data import published
from models.one_rm.rep_max import share_of_one_rm
from models.response import trial_doses, trial_fit, trial_scores, trials


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
    assert scores["1RM"]["skill"] >= 0.42
    assert scores["muscle size"]["skill"] >= 0.30
    for found in scores.values():
        assert found["signs"] >= 0.7
        assert 0.7 <= found["slope"] <= 1.4


def test_doses_alone_foretell_contrasts_too(arms, fitted):
    """Styles differ in doses only: what arms happened to start with must not carry the skill."""
    pairs, observed = trials.contrasts(arms), arms["pct_change"].to_numpy(float)
    for outcome, least in (("1RM", 0.34), ("muscle size", 0.27)):
        some = pairs[pairs["outcome_type"] == outcome]
        assert trials.contrast_scores(observed, fitted.from_doses, some)["skill"] >= least


def test_what_mixed_training_gains_is_foretold(arms, fitted):
    """Zones side by side in a week are not training at their mean."""
    found = trial_scores.mixed_against_straight(arms, fitted.left_out)
    assert len(found) >= 9
    assert abs(found["predicted"].mean() - found["observed"].mean()) <= 1.5
    assert found["predicted"].mean() > 1.0


def test_no_model_is_asked_for_more_than_sampling_error_leaves(arms, fitted):
    pairs, observed = trials.contrasts(arms), arms["pct_change"].to_numpy(float)
    for outcome in trials.OUTCOMES:
        some = pairs[pairs["outcome_type"] == outcome]
        skill = trials.contrast_scores(observed, fitted.left_out, some)["skill"]
        low, high = trial_scores.skill_range(observed, fitted.left_out, some)
        assert low < skill < high
        assert skill < trial_scores.best_skill(arms, some) < 0.9


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


def test_intervals_cover_what_was_observed(arms, fitted):
    predicted = trial_fit.left_out_intervals(arms, fitted)
    for outcome in trials.OUTCOMES:
        rows = (arms["outcome_type"] == outcome).to_numpy()
        found = trials.arm_scores(arms[rows], predicted[rows])
        assert 0.75 <= found["coverage"] <= 0.85
        assert found["error"] <= 1.05 * found["status_mean_error"]


def test_heavy_triples_do_not_outgrow_tens_of_equal_volume_load(arms):
    """Schoenfeld 2014: seven sets of 3 and three of 10, biceps +12 % in both, squat +22 against +19 %."""
    trial = trials.predict(arms[arms["trial"] == "Schoenfeld2014"].reset_index(drop=True)).set_index(["arm", "outcome"])
    size = trial["q50"].xs("MT biceps mm", level="outcome")
    squat = trial["q50"].xs("1RM back squat", level="outcome")
    assert abs(size["ST 7x3"] - size["HT 3x10"]) < 1.5
    assert squat["ST 7x3"] > squat["HT 3x10"] + 1.0


def test_predictions_keep_the_columns_and_rise(arms):
    predicted = trials.predict(arms.head(20))
    assert list(predicted.columns) == [*arms.columns, "q10", "q50", "q90"]
    assert (predicted["q10"] < predicted["q50"]).all()
    assert (predicted["q50"] < predicted["q90"]).all()


def test_blanks_are_not_zeros(arms):
    blank = arms.head(4).assign(sets_per_muscle_wk=np.nan, rest_s=np.nan, load_pct1rm=np.nan, reps=np.nan)
    assert (trials.predict(blank)["q50"] > 1).all()


def arms_of(**columns):
    n = max(len(values) for values in columns.values() if isinstance(values, list))
    usual = {"trial": "a", "arm": [str(place) for place in range(n)], "style": "unclear", "weeks": 12.0}
    usual |= {"sessions_per_wk": 3.0, "sets_per_muscle_wk": 9.0, "reps": "10", "load_pct1rm": np.nan, "rest_s": np.nan}
    usual |= {"n": 10, "training_status": "trained", "outcome": "1RM squat", "outcome_type": "1RM"}
    return pd.DataFrame({**usual, **columns}, index=range(n))


def test_zones_of_one_week_share_its_sets():
    read = trial_doses.arm_weeks(arms_of(reps=["3/10/25", "8-12", "12/10/8/6"]))
    np.testing.assert_allclose(read.parts[0].sets, [[3, 3, 3], [0, 9, 0], [0, 9, 0]])
    np.testing.assert_allclose(read.parts[0].reps[[0, 0, 0, 1, 2], [0, 1, 2, 1, 1]], [3, 10, 25, 10, 9])
    assert list(read.count) == [1, 1, 1]


def test_an_arrow_goes_from_one_week_to_another():
    read = trial_doses.arm_weeks(arms_of(reps=["8-10->3-5", "10"]))
    assert list(read.count) == [2, 1]
    np.testing.assert_allclose([part.sets[0] for part in read.parts], [[0, 9, 0], [9, 0, 0]])
    found = trials.predict(arms_of(reps=["10", "10->3", "3"]))["q50"]
    assert found[0] < found[1] < found[2]


def test_loads_stand_in_for_reps_that_are_not_told():
    read = trial_doses.arm_weeks(arms_of(reps=[np.nan, np.nan], load_pct1rm=["75-90", "40/80"]))
    np.testing.assert_allclose(read.parts[0].share[0].max(), 0.825)
    np.testing.assert_allclose(read.parts[0].sets[1], [0, 4.5, 4.5])


def test_reps_tell_no_load_far_from_failure():
    notes = ["", "not to failure", "power training", "paper: Speed and Power in Athletes; men"]
    arms = arms_of(reps=["6"] * 4, load_pct1rm=[np.nan, "60", np.nan, np.nan], note=notes)
    share = trial_doses.arm_weeks(arms).parts[0].share[:, 1]
    np.testing.assert_allclose(share[[0, 3]], share_of_one_rm(6))
    assert share[1] == pytest.approx(0.6)
    assert share[2] == pytest.approx(np.mean([share[0], share[1], share[3]]))
    assert trial_doses.arm_weeks(arms).parts[0].rir[1] > 10


def test_arms_that_differ_in_nothing_told_are_no_contrast():
    alike = arms_of(reps=["8-12", "8 - 12", "10"], sets_per_muscle_wk=[np.nan, 9.0, 9.0], note=["women", "men", "men"])
    assert trials.contrasts(alike).empty
    powered = arms_of(reps=["3", "10"], note=["power", ""])
    assert trials.contrasts(powered).empty
    assert len(trials.contrasts(arms_of(reps=["3/10", "10"]))) == 1


def test_what_an_arm_does_not_tell_widens_its_interval():
    told = trials.predict(arms_of(reps=["10", "10"]))
    blank = trials.predict(arms_of(reps=["10", "10"], sets_per_muscle_wk=[np.nan, np.nan]))
    assert ((blank["q90"] - blank["q10"]) > (told["q90"] - told["q10"])).all()


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
