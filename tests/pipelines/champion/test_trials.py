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
