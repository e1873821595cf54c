"""A usual week as a stimulus: what was logged of it, and nothing that was not."""

import numpy as np
import pandas as pd
import pytest
from models.training.usual_week import lift_stimulus, muscle_stimulus, under_style

from models.training.style import STYLES

MUSCLES = pd.DataFrame(
    {"exercise_id": ["bench", "bench", "fly", "curl"], "muscle": ["chest", "triceps", "chest", "biceps"], "credit": 1.0}
)


def lifts(**rest_s):
    """Give the usual week of some lifts, by the rest logged of each."""
    zones = {f"{zone}_{what}": np.nan for zone in ("heavy", "light") for what in ("reps", "share")}
    return pd.DataFrame(
        {
            "lifter": "ada", "exercise_id": list(rest_s), "rest_s": list(rest_s.values()), "days": 2.0, "rir": np.nan,
            "heavy_sets": 0.0, "moderate_sets": 6.0, "light_sets": 0.0, "moderate_reps": 9.0, "moderate_share": 0.72,
            **zones,
        }
    )  # fmt: skip


def test_rests_are_those_logged_and_unknown_where_none_are():
    found = lift_stimulus(lifts(bench=150.0, curl=np.nan), MUSCLES)
    assert found.rest_s.tolist() == pytest.approx([150.0, np.nan], nan_ok=True)


def test_a_muscle_rests_as_its_lifts_do_on_average():
    found = muscle_stimulus(lifts(bench=180.0, fly=60.0, curl=np.nan), MUSCLES)
    by_muscle = dict(zip(found.keys["muscle"], found.stimulus.rest_s, strict=True))
    assert by_muscle == pytest.approx({"biceps": np.nan, "chest": 120.0, "triceps": 180.0}, nan_ok=True)


def test_a_style_changes_rests_only_where_they_are_known():
    now = lift_stimulus(lifts(bench=60.0, curl=np.nan), MUSCLES)
    for style in STYLES.values():
        then = under_style(now, style)
        assert style.rest_s[0] <= then.rest_s[0] <= style.rest_s[1]
        assert np.isnan(then.rest_s[1])
