"""Whether quantiles are what they say: the share of outcomes below each, on lifters never seen."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.forecasters.backtest import rows_forecast
from models.forecasters.horizons import QUANTILES

Array = npt.NDArray[np.float64]


def reliability(panel: pd.DataFrame, forecasts: Mapping[str, Array]) -> pd.DataFrame:
    """Share of outcomes below each quantile, averaged within lifters, then over them.

    Parameters
    ----------
    panel : DataFrame
        A training panel.
    forecasts : mapping of name to ndarray of shape (n_rows, 7)
        Quantiles of the ln change; rows of NaN are left out.

    Returns
    -------
    DataFrame
        One row per candidate, horizon and quantile: `candidate, horizon_weeks, level, below`. Where quantiles are what
        they say, `below` is `level`.
    """
    parts = []
    for candidate, predicted in forecasts.items():
        forecast = rows_forecast(predicted)
        scored, quantiles = panel[forecast], predicted[forecast]
        y = scored["y"].to_numpy(dtype=float)
        below = pd.DataFrame((y[:, None] <= quantiles).astype(float), columns=list(QUANTILES))
        keys = [scored["horizon_weeks"].to_numpy(), scored["lifter"].to_numpy()]
        shares = below.groupby(keys).mean().groupby(level=0).mean()
        long = (
            shares.rename_axis("horizon_weeks")
            .reset_index()
            .melt("horizon_weeks", var_name="level", value_name="below")
        )
        parts.append(long.assign(candidate=candidate, level=long["level"].astype(float)))
    columns = ["candidate", "horizon_weeks", "level", "below"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
