"""What is out of bounds in a home is said in a sentence, and nothing where nothing is."""

import contextlib

import numpy as np
import pandas as pd
import pytest

from pipelines.serving import drift as drift_module
from pipelines.serving.drift import MOST_OUTSIDE, drift
from pipelines.serving.home_calibration import RECENT_WEEKS
from pipelines.warehouse.publish import Build


def errors(held, *, lifters=20, weeks_ago=0):
    """Make outcomes of one week, of which 80 % ranges held so many."""
    count = lifters * 10
    return pd.DataFrame(
        {
            "lifter": np.repeat([f"lifter {number:02d}" for number in range(lifters)], 10),
            "horizon_weeks": 4,
            "known_on": pd.Timestamp("2026-06-01") - pd.Timedelta(weeks=weeks_ago),
            "is_inside": np.tile(np.arange(10) < round(10 * held), lifters),
            "ratio": np.ones(count),
        }
    )


class Answering:
    """A connection that knows some lifts."""

    def __init__(self, lifters):
        self.lifters = lifters

    def execute(self, _question):
        return self

    def df(self):
        return pd.DataFrame({"lifter": [f"lifter {number:02d}" for number in range(self.lifters)]})


@pytest.fixture
def said(settings, monkeypatch, tmp_path):
    """Say what is out of bounds in a home of these errors, lifters and shares of lifts unlike the population's."""

    def of(found, *, lifters=20, shares=None):
        monkeypatch.setattr(drift_module, "realised_errors", lambda _settings, _build: found)
        monkeypatch.setattr(drift_module.read, "connect", lambda *_: contextlib.nullcontext(Answering(lifters)))
        monkeypatch.setattr(drift_module, "horizon_panel", lambda features, _weeks: features)
        monkeypatch.setattr(drift_module, "outside_shares", lambda _panel, _numbers: shares or {"reps_28": 0.04})
        return drift(settings, Build(path=tmp_path / "made.duckdb", name="made", key="key", kind="full"))

    return of


@pytest.mark.parametrize("others", [0.8, 0.7, 0.9])
def test_ranges_that_hold_what_they_promise_are_not_spoken_of(said, others):
    assert said(pd.concat([errors(0.8), errors(others)])) == ""


def test_ranges_that_held_too_few_or_too_many_are_told_with_what_follows(said):
    assert said(errors(0.6)) == (
        "80 % ranges held 60% of the outcomes of the last 8 weeks, where 75% to 85% are in bounds: ranges follow the "
        "errors of the last weeks."
    )
    assert said(errors(0.9)).endswith("in bounds: ranges are wider than they need be.")


def test_old_outcomes_and_those_of_few_lifters_say_nothing(said):
    assert said(pd.concat([errors(0.8), errors(0.1, weeks_ago=RECENT_WEEKS)])) == ""
    assert said(errors(0.1, lifters=9)) == ""
    assert said(errors(0.1).head(0)) == ""


def test_lifts_unlike_the_populations_are_noted_in_words(said):
    noted = said(errors(0.8), shares={"reps_28": MOST_OUTSIDE + 0.1, "log_now": MOST_OUTSIDE})
    assert noted == "Note: many lifts are unlike those that forecasts were learnt from (35% in reps)."
    assert said(errors(0.8), lifters=9, shares={"reps_28": 0.9}) == ""
