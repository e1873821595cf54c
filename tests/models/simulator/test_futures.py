"""Simulated lifters live on through any sequence of weeks, all with the same chances."""

import pandas as pd
import pytest

from models.simulator.lifters import draw_personas
from models.simulator.simulation import outcomes

PERSONAS = draw_personas(4, seed=3, weeks=20)


def weeks(*parts):
    return [style for style, count in parts for _ in range(count)]


def test_the_same_weeks_give_the_same_future_and_work_makes_it_differ():
    found = outcomes(
        PERSONAS,
        {
            "one": weeks(("strength", 6)),
            "again": weeks(("strength", 6)),
            "light": weeks(("strength", 1), ("deload", 5)),
            "other": weeks(("hypertrophy", 6)),
        },
        seed=3,
    )
    by = found.pivot_table(index=["lifter", "kind", "subject"], columns="style", values="change_pct")
    pd.testing.assert_series_equal(by["one"], by["again"], check_names=False)
    size = by.xs("size", level="kind")
    assert size["light"].mean() < size["one"].mean() < size["other"].mean()
    assert set(found["horizon_weeks"]) == {6}


@pytest.mark.parametrize("sequences", [{"a": ["strength"], "b": ["strength"] * 2}, {"a": ["cardio"]}])
def test_sequences_that_cannot_be_lived_are_refused(sequences):
    with pytest.raises(ValueError, match="need one length"):
        outcomes(PERSONAS, sequences, seed=3)
