import numpy as np
import pandas as pd
import pytest

from models.forecasters.ahead import lifts_ahead, sizes_ahead
from models.forecasters.horizons import HORIZONS_WEEKS, QUANTILE_NAMES

Z = np.array([-1.645, -1.282, -0.674, 0, 0.674, 1.282, 1.645])


@pytest.fixture
def forecasts():
    return pd.DataFrame(
        [
            {"lifter": "ada", "exercise_id": lift, "style": style, "cutoff": "2026-01-01", "horizon_weeks": weeks}
            | {"now_kg": best}
            | dict(zip(QUANTILE_NAMES, best * np.exp(weeks / 400 + Z * 0.02 * np.sqrt(weeks)), strict=True))
            for lift, best in (("squat", 140.0), ("bench", 95.0))
            for style in ("strength", "as_now")
            for weeks in HORIZONS_WEEKS
        ]
    )


def test_stored_horizons_come_back_as_they_were(forecasts):
    keys = ["lifter", "exercise_id", "style", "horizon_weeks"]
    again = lifts_ahead(forecasts, HORIZONS_WEEKS).set_index(keys).sort_index()
    stored = forecasts.set_index(keys).sort_index()
    assert again[list(QUANTILE_NAMES)].to_numpy() == pytest.approx(stored[list(QUANTILE_NAMES)].to_numpy())


def test_every_week_of_a_year_widens_and_none_crosses(forecasts):
    ahead = lifts_ahead(forecasts, range(1, 53))
    assert len(ahead) == 4 * 52
    assert (np.diff(ahead[list(QUANTILE_NAMES)].to_numpy(), axis=1) > 0).all()
    width = np.log(ahead["q90"] / ahead["q10"])
    by_series = width.groupby([ahead["exercise_id"], ahead["style"]])
    assert (by_series.diff().dropna() >= -1e-9).all()


def test_horizons_out_of_reach_are_refused(forecasts):
    with pytest.raises(ValueError, match="take 1 to 52"):
        lifts_ahead(forecasts, [53])


def test_sizes_are_carried_as_percent():
    rows = [
        {"lifter": "ada", "muscle": "chest", "style": "as_now", "cutoff": "2026-01-01", "horizon_weeks": weeks}
        | dict(zip(QUANTILE_NAMES, weeks / 6 + Z, strict=True))
        for weeks in HORIZONS_WEEKS
    ]
    at = sizes_ahead(pd.DataFrame(rows), [10]).iloc[0]
    assert 8 / 6 < at["q50"] < 12 / 6
