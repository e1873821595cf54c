import numpy as np
import pandas as pd
import pytest

from models.forecasters.horizons import QUANTILES
from models.forecasters.upkeep.calibration_check import reliability


def test_quantiles_that_hold_lie_on_the_diagonal_and_lifters_count_alike():
    draw = np.random.default_rng(1)
    lifters = np.repeat(["ada", "bo", "cleo"], (4000, 1000, 1000))
    panel = pd.DataFrame({"lifter": lifters, "horizon_weeks": 8, "y": draw.uniform(size=len(lifters))})
    shares = reliability(panel, {"honest": np.tile(QUANTILES, (len(panel), 1)), "low": np.zeros((len(panel), 7))})
    honest = shares[shares["candidate"] == "honest"]
    assert honest["below"].to_numpy() == pytest.approx(honest["level"].to_numpy(), abs=0.03)
    assert (shares.loc[shares["candidate"] == "low", "below"] == 0).all()
    panel.loc[panel["lifter"] == "ada", "y"] = 2.0
    again = reliability(panel, {"honest": np.tile(QUANTILES, (len(panel), 1))})
    assert again["below"].to_numpy() == pytest.approx(2 / 3 * np.array(QUANTILES), abs=0.03)
