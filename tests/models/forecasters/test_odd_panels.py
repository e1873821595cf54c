"""Panels of every odd shape, as young homes have them, go through every candidate."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingRegressor

from models.forecasters import candidates as strength
from models.forecasters import linear
from models.forecasters.backtest import forecast_unseen
from models.forecasters.baselines import NoChange
from models.forecasters.boosted import BoostedSpread
from models.forecasters.inputs import Standardised
from models.forecasters.panel import BY_HORIZON, FEATURES, INPUTS
from models.forecasters.trees import Trees

HISTORY = ["lag_14", "lag_28", "lifter_change_14", "best_365", "slope_365", "sd_365"]
SHAPES = {
    "one lift each": lambda rows: rows[rows["exercise_id"] == "squat"],
    "one forecast each": lambda rows: rows.groupby("lifter").head(1),
    "all new": lambda rows: rows.assign(days_ever=8.0, steps=0.0, step_rms=np.nan, **dict.fromkeys(HISTORY, np.nan)),
    "all long": lambda rows: rows.assign(days_ever=900.0, span_days=3000.0),
    "one month": lambda rows: rows[rows["cutoff"] == rows["cutoff"].min()],
    "one horizon only": lambda rows: rows[rows["horizon_weeks"] == 4],
    "no targets half a year ahead": lambda rows: rows[rows["horizon_weeks"] < 26],
    "a horizon of one lifter's only": lambda rows: rows[
        (rows["horizon_weeks"] < 26) | (rows["lifter"] == rows["lifter"].min())
    ],
    "an input that never changes": lambda rows: rows.assign(mean_28=0.1),
    "an input without values": lambda rows: rows.assign(lag_28=np.nan),
    "an input of one lifter's only": lambda rows: rows.assign(
        lag_28=rows["lag_28"].where(rows["lifter"] == rows["lifter"].min())
    ),
    "no input with values": lambda rows: rows.assign(**dict.fromkeys((*FEATURES, *BY_HORIZON), np.nan)),
    "lifts that never change": lambda rows: rows.assign(y=0.0),
    "lifts that all change alike": lambda rows: rows.assign(y=0.1),
}


@pytest.fixture(scope="module")
def few(panel):
    """Give three lifters' panel: small enough to go through everything."""
    return panel[panel["lifter"].isin(sorted(panel["lifter"].unique())[:3]) & (panel["cutoff"] < "2024-02-15")]


@pytest.fixture
def quick(monkeypatch):
    """Let candidates learn less than usual: what they trip over, they trip over at once."""
    monkeypatch.setitem(BoostedSpread.__init__.__kwdefaults__, "trees", 3)
    monkeypatch.setattr(linear, "STEPS", 3)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("shape", SHAPES)
def test_every_candidate_forecasts_panels_of_odd_shapes(few, shape):
    rows = SHAPES[shape](few).reset_index(drop=True)
    forecasts, failed = strength.forecasts_of(strength.CANDIDATES, rows)
    assert failed == {}
    assert list(forecasts) == [one.name for one in strength.CANDIDATES]
    for predicted in forecasts.values():
        assert (np.diff(predicted, axis=1) >= 0).all()


def test_trees_learn_as_much_beside_an_input_without_values(panel, unseen):
    young, as_if = panel.assign(lag_28=np.nan), panel.assign(lag_28=0.0)
    fitted, other = (BoostedSpread(trees=5).fit(rows, rows["y"], rows["lifter"]) for rows in (young, as_if))
    assert np.array_equal(fitted.predict(unseen), other.predict(unseen))
    assert np.ptp(fitted.predict(unseen)[:, 3]) > 0


@pytest.mark.parametrize("known", [0.5, 0.02])
def test_a_constant_that_is_often_missing_parts_rows_as_the_library_parts_them(known):
    draw = np.random.default_rng(4)
    inputs = draw.normal(size=(200, 2))
    inputs[:, 0] = np.where(draw.random(200) < known, 1.0, np.nan)
    grown = HistGradientBoostingRegressor(max_iter=5, min_samples_leaf=2).fit(inputs, np.isnan(inputs[:, 0]) * 1.0)
    assert Trees.of(grown).sums(inputs) == pytest.approx(grown.predict(inputs))


def test_inputs_without_values_stand_in_the_middle(few):
    learnt = Standardised.learn(few.assign(lag_28=np.nan))
    columns = learnt.columns(few)
    assert np.isfinite(columns).all()
    assert INPUTS.index("lag_28") in learnt.missing


class Clumsy(NoChange):
    """Trips over some rows, or forgets them."""

    def __init__(self, *, forgets=False):
        self.forgets = forgets

    def predict(self, X):
        if not self.forgets:
            raise ZeroDivisionError("divided by the number of moons")
        return np.where(np.arange(len(X))[:, None] == 0, np.nan, super().predict(X))


def test_a_candidate_that_fails_is_told_of_and_keeps_no_other_from_forecasting(few):
    candidates = (
        strength.Candidate(name="clumsy", make=Clumsy),
        strength.Candidate(name="forgetful", make=lambda: Clumsy(forgets=True)),
        strength.candidate("drift"),
    )
    forecasts, failed = strength.forecasts_of(candidates, few)
    assert failed == {
        "clumsy": "divided by the number of moons",
        "forgetful": "some of its forecasts are not numbers",
    }
    assert np.array_equal(forecasts["drift"], forecast_unseen(strength.candidate("drift").make(), few))
