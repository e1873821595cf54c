import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import BaseEstimator, clone

from models.forecasters.calibration import Calibrated
from models.forecasters.horizons import QUANTILES
from models.forecasters.learnt.ranges import kinds, rank_quantile
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


LIFTS = ("is_squat", "is_bench", "is_deadlift", "is_overhead_press")


def as_lifts(rows, lift, *, now_kg=200.0, age_days=900.0):
    """Make main lifts of all rows, each of its kind, or other lifts where the kind is none."""
    flags = {name: (lift == name).astype(float) for name in LIFTS}
    steady = {"is_machine": 0.0, "days_ever": 30.0, "step_rms": 0.06, "steps": 20.0}
    is_main = np.isin(lift, LIFTS).astype(float)
    return rows.assign(**flags, **steady, is_main=is_main, log_now=np.log(now_kg), lifter_age_days=age_days)


def widths(model, rows):
    predicted = model.predict(rows)
    return predicted[:, 5] - predicted[:, 1]


def covered(model, rows, y):
    predicted = model.predict(rows)
    return (predicted[:, 1] <= y) & (y <= predicted[:, 5])


def noise(restless, seed, *, scale=2.0):
    return np.random.default_rng(seed).normal(scale=np.where(restless, 0.05 * scale, 0.05))


@pytest.fixture
def mixed(panel):
    """Give bench presses and deadlifts of 24 lifters."""
    return as_lifts(panel, np.where(panel["exercise_id"] == "squat", "is_deadlift", "is_bench"))


def test_a_lift_twice_as_restless_gets_the_wider_range_that_it_needs(mixed, unseen):
    restless, many = (mixed["is_deadlift"] > 0).to_numpy(), np.arange(len(mixed)) // 4 % 96
    model = Calibrated(FarTooSure()).fit(mixed, noise(restless, 1), many)
    new = as_lifts(unseen, np.where(unseen["exercise_id"] == "squat", "is_deadlift", "is_bench"))
    is_deadlift = (new["is_deadlift"] > 0).to_numpy()
    wide = widths(model, new)
    assert wide[is_deadlift].mean() > 1.5 * wide[~is_deadlift].mean()
    inside = covered(model, new, noise(is_deadlift, 2))
    assert inside[is_deadlift].mean() == pytest.approx(0.8, abs=0.06)
    assert inside[~is_deadlift].mean() == pytest.approx(0.8, abs=0.06)


def test_a_restless_lift_of_two_lifters_keeps_nearly_the_range_of_all(mixed):
    two = mixed["lifter"].isin(["lifter 00", "lifter 01"]).to_numpy()
    is_deadlift = (mixed["is_deadlift"] > 0).to_numpy()
    rows = as_lifts(mixed, np.where(is_deadlift & two, "is_deadlift", "is_bench"))
    model = Calibrated(FarTooSure()).fit(rows, noise(is_deadlift & two, 1), rows["lifter"])
    wide = widths(model, rows)
    assert wide[is_deadlift & two].mean() < 1.3 * wide[~is_deadlift].mean()


def test_lifts_of_a_kind_that_nobody_did_have_the_range_of_all(panel, unseen):
    others = as_lifts(panel, np.full(len(panel), "none"))
    model = Calibrated(FarTooSure()).fit(others, noise(np.zeros(len(others), dtype=bool), 1), others["lifter"])
    expected = widths(model, as_lifts(unseen, np.full(len(unseen), "none")))
    assert widths(model, as_lifts(unseen, np.full(len(unseen), "is_squat"))) == pytest.approx(expected)
    machines = as_lifts(unseen, np.full(len(unseen), "none")).assign(is_machine=1.0)
    assert widths(model, machines) == pytest.approx(expected)


@pytest.mark.parametrize("kind", ["light", "early"])
def test_ranges_hold_for_light_main_lifts_and_for_those_of_the_first_months(panel, unseen, kind):
    def split(rows):
        half = np.arange(len(rows)) % 2 == 0
        changed = {"light": {"now_kg": np.where(half, 60.0, 150.0)}, "early": {"age_days": np.where(half, 90.0, 900.0)}}
        return half, as_lifts(rows, np.full(len(rows), "is_squat"), **changed[kind])

    # Every row a lifter of its own: what is peculiar to a kind counts in full only where many tell it.
    restless, seen = split(panel)
    model = Calibrated(FarTooSure()).fit(seen, noise(restless, 1, scale=4), np.arange(len(seen)))
    restless, new = split(unseen)
    inside = covered(model, new, noise(restless, 2, scale=4))
    assert inside[restless].mean() == pytest.approx(0.8, abs=0.07)
    assert inside[~restless].mean() == pytest.approx(0.8, abs=0.07)


def test_an_accessory_lift_is_never_light(panel):
    others = as_lifts(panel, np.full(len(panel), "none"), now_kg=10.0)
    _, (is_light, *_), _ = kinds(others)
    assert not is_light.any()
