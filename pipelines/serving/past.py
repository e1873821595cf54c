"""What some lifters' logs have shown after their earlier cutoffs: what their own ranges are adapted by."""

from collections.abc import Sequence

import pandas as pd

from models.forecasters.panel import training_panel
from models.forecasters.upkeep.own_errors import LOOKED_BACK_DAYS
from pipelines.warehouse.database import Connection, sql


def read_past(con: Connection, lifters: Sequence[str]) -> pd.DataFrame:
    """Read the training panel of some lifters' last two years, outcomes known by now only.

    Parameters
    ----------
    con : Connection
        To a build that holds the panel.
    lifters : sequence of str

    Returns
    -------
    DataFrame
        As of `models.forecasters.panel.training_panel`; a function of these lifters' own logs.
    """
    of = {"lifters": list(lifters), "days": LOOKED_BACK_DAYS}
    features, targets = (con.execute(sql("serving", name), of).df() for name in ("past_features", "past_targets"))
    return training_panel(features, targets)
