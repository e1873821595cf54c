import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from data import shipped as shipped_files
from models.forecasters import backtest, candidates
from models.forecasters.baselines import NoChange, ScaledNoChange
from models.forecasters.blend import Blend
from models.forecasters.panel import FEATURES, INPUTS
from models.forecasters.shipped import Shipped, share_seen, to_numbers

LEARNING = ["linear", "network", "boosted", "blend"]


@pytest.fixture(scope="module")
def fitted(panel):
    return {name: candidates.candidate(name).make().fit(panel, panel["y"], panel["lifter"]) for name in LEARNING}


@pytest.mark.parametrize("name", LEARNING)
def test_models_beat_no_change_on_lifters_they_have_not_seen(fitted, panel, unseen, name):
    baseline = candidates.candidate("no_change").make().fit(panel, panel["y"]).predict(unseen)
    scores = backtest.score(unseen, {"no_change": baseline, name: fitted[name].predict(unseen)})
    skill = scores[(scores["candidate"] == name) & (scores["slice"] == "all")].set_index("horizon_weeks")["skill"]
    assert skill[4] > 0.02  # the panel is small: networks learn less from it than trees
    assert (skill > 0).all()


@pytest.mark.parametrize("one", candidates.CANDIDATES, ids=lambda one: one.name)
def test_candidates_keep_the_estimator_contract(one, panel):
    estimator = one.make()
    copy = clone(estimator)
    assert copy.get_params().keys() == estimator.get_params().keys()
    if one.name != candidates.SHIPPED:
        with pytest.raises(NotFittedError):
            copy.predict(panel)


@pytest.mark.parametrize("name", ["linear", "network", "boosted"])
def test_the_same_rows_give_the_same_forecasts(fitted, panel, unseen, name):
    again = candidates.candidate(name).make().fit(panel, panel["y"], panel["lifter"])
    assert np.array_equal(again.predict(unseen), fitted[name].predict(unseen))


@pytest.mark.parametrize("name", LEARNING)
def test_a_row_is_forecast_alike_whatever_rows_stand_beside_it(fitted, unseen, name):
    whole = fitted[name].predict(unseen)
    for chosen in (slice(0, 1), slice(3, 10), slice(1, None, 2)):
        assert np.array_equal(fitted[name].predict(unseen.iloc[chosen]), whole[chosen])


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_input_whatever_makes_quantiles_cross_or_vanish(fitted, unseen, data):
    wild = unseen.head(4).copy()
    for name in data.draw(st.lists(st.sampled_from(FEATURES), max_size=8, unique=True)):
        wild[name] = data.draw(st.one_of(st.just(np.nan), st.floats(-1e6, 1e6)))
    wild["step_rms"], wild["steps"] = 0.05, 10
    for model in (*fitted.values(), Shipped(shipped_files.load_strength_model())):
        predicted = model.predict(wild)
        assert np.isfinite(predicted).all()
        assert (np.diff(predicted, axis=1) >= 0).all()


@pytest.mark.parametrize("weeks", [1, 6, 20, 52])
def test_any_horizon_of_a_year_can_be_forecast(fitted, unseen, weeks):
    rows = unseen.head(20).assign(horizon_weeks=weeks)
    for model in fitted.values():
        assert np.isfinite(model.predict(rows)).all()


def test_a_blend_is_the_weighted_mean_of_what_it_is_made_of(panel, unseen):
    both = Blend([NoChange(), ScaledNoChange()], [1.0, 3.0]).fit(panel, panel["y"], panel["lifter"])
    apart = [one.fit(panel, panel["y"]).predict(unseen) for one in (NoChange(), ScaledNoChange())]
    assert both.predict(unseen) == pytest.approx((apart[0] + 3 * apart[1]) / 4)


def test_an_unknown_candidate_is_named():
    with pytest.raises(ValueError, match="'prophet'; take one of no_change"):
        candidates.candidate("prophet")


def test_a_model_survives_being_written_as_numbers(fitted, unseen):
    numbers = json.loads(json.dumps(to_numbers(fitted["blend"]), allow_nan=False))
    assert Shipped(numbers).predict(unseen) == pytest.approx(fitted["blend"].predict(unseen), abs=1e-4)


def test_numbers_made_for_other_inputs_are_refused(unseen):
    numbers = shipped_files.load_strength_model() | {"inputs": [*INPUTS[:-1], "moon_phase"]}
    with pytest.raises(ValueError, match="moon_phase"):
        Shipped(numbers).predict(unseen)


def test_what_ships_is_small_holds_numbers_only_and_forecasts(unseen):
    numbers = shipped_files.load_strength_model()
    assert (shipped_files.HERE / shipped_files.STRENGTH_MODEL).stat().st_size < 2_000_000
    assert numbers["card"]["lifters"] >= 20
    assert np.isfinite(Shipped(numbers).predict(unseen)).all()


def test_what_ships_knows_the_series_it_learned_from_and_no_others(unseen):
    assert share_seen(shipped_files.load_strength_model(), unseen) == 0


def test_shipped_quantiles_of_change_widen_with_the_horizon():
    changes = shipped_files.load_change_quantiles()
    for _, part in changes.groupby("measure"):
        width = (part["q90"] - part["q10"]).to_numpy()
        assert (np.diff(width) > 0).all()
        assert (part["lifters"] >= 20).all()
