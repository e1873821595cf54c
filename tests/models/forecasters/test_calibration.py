import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import BaseEstimator, clone

from models.forecasters.calibration import Calibrated, rank_quantile
from models.forecasters.horizons import QUANTILES
from models.forecasters.sampling import balanced_rows, lifter_weights


class FarTooSure(BaseEstimator):
    """Says "no change" and nearly nothing else."""

    def fit(self, X, y, groups):
        self.fitted_ = True
        return self

    def predict(self, X):
        return np.tile(np.array(QUANTILES) - 0.5, (len(X), 1)) * 1e-3


@pytest.mark.parametrize(
    ("n", "level", "rank"), [(9, 0.9, 9), (10, 0.9, 10), (19, 0.9, 18), (99, 0.95, 95), (4, 0.95, 4), (19, 0.1, 2)]
)
def test_the_rank_is_that_of_the_finite_sample_rule(n, level, rank):
    scores = np.random.default_rng(n).permutation(np.arange(1, n + 1))
    assert rank_quantile(scores, level) == rank


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=60), st.sampled_from(QUANTILES))
def test_equal_weights_change_nothing(scores, level):
    assert rank_quantile(scores, level, np.full(len(scores), 3.0)) == rank_quantile(scores, level)


def test_the_rule_covers_what_it_promises_even_from_few_scores():
    draw = np.random.default_rng(5)
    covered = [draw.normal() <= rank_quantile(draw.normal(size=9), 0.8) for _ in range(4000)]
    assert np.mean(covered) == pytest.approx(0.8, abs=0.02)


def test_no_scores_are_refused():
    with pytest.raises(ValueError, match="got none"):
        rank_quantile([], 0.9)


def test_a_forecaster_far_too_sure_covers_80_and_90_percent_of_unseen_lifters_once_calibrated(panel, unseen):
    model = Calibrated(FarTooSure()).fit(panel, panel["y"], panel["lifter"])
    predicted, y = model.predict(unseen), unseen["y"].to_numpy()
    for weeks in (4, 8, 12, 26):
        at = (unseen["horizon_weeks"] == weeks).to_numpy()
        inside80 = (predicted[at, 1] <= y[at]) & (y[at] <= predicted[at, 5])
        inside90 = (predicted[at, 0] <= y[at]) & (y[at] <= predicted[at, 6])
        assert inside80.mean() == pytest.approx(0.8, abs=0.06)
        assert inside90.mean() == pytest.approx(0.9, abs=0.05)


def test_calibration_never_crosses_quantiles(panel, unseen):
    model = Calibrated(FarTooSure()).fit(panel, panel["y"], panel["lifter"])
    assert (np.diff(model.predict(unseen), axis=1) >= 0).all()


def test_one_lifter_cannot_be_calibrated_on(panel):
    alone = panel[panel["lifter"] == "lifter 00"]
    with pytest.raises(ValueError, match="needs 2 or more"):
        Calibrated(FarTooSure()).fit(alone, alone["y"], alone["lifter"])


def test_parameters_are_only_stored(panel):
    model = Calibrated(FarTooSure(), folds=3)
    copy = clone(model)
    assert copy.get_params()["folds"] == 3
    assert not hasattr(copy, "growth_")


def test_weights_of_every_lifter_sum_to_the_same():
    weights = lifter_weights(["a", "a", "a", "b"])
    assert weights.mean() == pytest.approx(1)
    assert weights[:3].sum() == pytest.approx(weights[3])


def test_drawn_rows_favour_short_logs_and_repeat():
    groups = np.repeat(["long", "short"], [900, 100])
    rows = balanced_rows(groups, 200, random_state=1)
    assert np.array_equal(rows, balanced_rows(groups, 200, random_state=1))
    assert np.unique(rows).size == 200
    assert (groups[rows] == "short").mean() > 0.15
    assert balanced_rows(groups, 5000, random_state=1).size == 1000


def test_ranges_hold_for_short_and_long_histories_however_they_differ(panel, unseen):
    def restless_when_long(rows, seed):
        long = (rows["days_ever"] >= 60).to_numpy()
        return np.random.default_rng(seed).normal(scale=np.where(long, 0.3, 0.05))

    def with_histories(rows):
        return rows.assign(days_ever=np.where(np.arange(len(rows)) % 2, 80, 10), is_main=0.0, is_machine=0.0)

    # Every row a lifter of its own: what is peculiar to a kind counts in full only where many tell it.
    seen, new = with_histories(panel), with_histories(unseen)
    model = Calibrated(FarTooSure()).fit(seen, restless_when_long(seen, 1), np.arange(len(seen)))
    predicted, y = model.predict(new), restless_when_long(new, 2)
    inside = (predicted[:, 1] <= y) & (y <= predicted[:, 5])
    for days in (10, 80):
        assert inside[new["days_ever"] == days].mean() == pytest.approx(0.8, abs=0.09)


def test_both_ends_move_alike_and_the_middle_stays(panel, unseen):
    model = Calibrated(FarTooSure()).fit(panel, panel["y"], panel["lifter"])
    before, after = FarTooSure().fit(None, None, None).predict(unseen), model.predict(unseen)
    assert after[:, 2:5] == pytest.approx(before[:, 2:5])
    assert before[:, 1] - after[:, 1] == pytest.approx(after[:, 5] - before[:, 5])
