"""`liftcast trials`: arms in, the same arms with predictions out."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from data import published
from pipelines.champion.trials import TrialsError, predict_arms

LIFTCAST = Path(sys.executable).with_name("liftcast")


def test_every_arm_gets_a_rising_interval_beside_its_own_columns(tmp_path):
    out = tmp_path / "predicted.csv"
    done = subprocess.run([LIFTCAST, "trials", "--out", out], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    arms, predicted = published.trials(), pd.read_csv(out)
    assert len(predicted) == len(arms)
    assert set(arms.columns) | {"q10", "q50", "q90"} <= set(predicted.columns)
    assert (predicted["q10"] < predicted["q50"]).all()
    assert (predicted["q50"] < predicted["q90"]).all()


def test_arms_that_cannot_be_used_are_told_by_row(tmp_path):
    arms = published.trials().head(3).assign(outcome_type=["1RM", "1RM", "happiness"])
    arms.to_csv(tmp_path / "arms.csv", index=False)
    with pytest.raises(TrialsError, match="'happiness' in row 4"):
        predict_arms(tmp_path / "arms.csv", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_zones_arrows_and_blanks_are_read_from_a_file(tmp_path):
    given = pd.DataFrame(
        {
            "trial": "a",
            "arm": ["straight", "mixed", "rising", "blank"],
            "weeks": 12,
            "sessions_per_wk": [3, 3, 3, None],
            "sets_per_muscle_wk": [9, 9, 9, None],
            "reps": ["8-12", "3/10/15", "10->3", None],
            "load_pct1rm": None,
            "rest_s": [None, None, "120->30", None],
            "n": [10, 10, 10, None],
            "training_status": "trained",
            "outcome": "1RM squat",
            "outcome_type": "1RM",
        }
    )
    given.to_csv(tmp_path / "arms.csv", index=False)
    assert predict_arms(tmp_path / "arms.csv", tmp_path / "out.csv") == 4
    found = pd.read_csv(tmp_path / "out.csv").set_index("arm")
    assert found.loc["mixed", "q50"] > found.loc["rising", "q50"] > found.loc["straight", "q50"]
    width = found["q90"] - found["q10"]
    assert width["blank"] > width["straight"]
