"""Stored forecasts carried to horizons other than those stored."""

from collections.abc import Callable, Sequence

import pandas as pd

from models.forecasters.ahead import lifts_ahead, sizes_ahead
from pipelines.warehouse.read import Row


def lifts(stored: list[Row], weeks: Sequence[int]) -> list[Row]:
    """Carry stored forecasts of lifts to other horizons."""
    return _carried(stored, lifts_ahead, weeks)


def sizes(stored: list[Row], weeks: Sequence[int]) -> list[Row]:
    """Carry stored forecasts of muscle size to other horizons."""
    return _carried(stored, sizes_ahead, weeks)


def _carried(
    stored: list[Row], carry: Callable[[pd.DataFrame, Sequence[int]], pd.DataFrame], weeks: Sequence[int]
) -> list[Row]:
    """Carry stored forecasts to other horizons; what is not known stays None."""
    if not stored:
        return []
    ahead = carry(pd.DataFrame(stored), weeks).astype(object)
    return [
        {str(name): value for name, value in row.items()} for row in ahead.where(ahead.notna(), None).to_dict("records")
    ]
