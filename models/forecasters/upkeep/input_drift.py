"""Whether lifters are like those that forecasts were learnt from: how many lifts lie outside what was seen there."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from models.forecasters.inputs import Standardised, compared
from models.forecasters.panel import INPUTS

WATCHED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "log_now": "the loads lifted",
        "reps_28": "reps",
        "sets_28": "sets",
        "days_28": "how often a lift is trained",
        "share_28": "how heavy sets are",
        "step_rms": "how restless a lift is",
    }
)
"""The inputs looked at, in words: few and plain, as of many one always strays."""


def outside_shares(panel: pd.DataFrame, numbers: dict[str, Any]) -> dict[str, float]:
    """Return the share of rows outside the middle 96 % of what the population showed, by input.

    Parameters
    ----------
    panel : DataFrame
        As of `models.forecasters.panel.horizon_panel`, not empty.
    numbers : dict
        As of `models.forecasters.shipped.Shipped`.

    Returns
    -------
    dict of str to float
        By `WATCHED`, of the rows where the input is known; about 0.04 among lifters like the population's.
    """
    seen = [Standardised.from_numbers(member["network"]["standardised"]) for member in numbers["members"]]
    low, high = np.min([one.low for one in seen], axis=0), np.max([one.high for one in seen], axis=0)
    values = compared(panel)
    shares = {}
    for name in WATCHED:
        column = INPUTS.index(name)
        own = values[:, column][~np.isnan(values[:, column])]
        shares[name] = float(np.mean((own < low[column]) | (own > high[column]))) if own.size else 0.0
    return shares
