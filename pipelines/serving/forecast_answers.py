"""What `liftcast forecast` answers, at the horizons stored or carried to others."""

from collections.abc import Callable, Sequence

import pandas as pd

from models.forecasters.ahead import lifts_ahead, sizes_ahead
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection
from pipelines.warehouse.read import Row


def forecast_answer(con: Connection, lifter: str | None = None, weeks: Sequence[int] = ()) -> dict[str, list[Row]]:
    """Answer `liftcast forecast`: lifts, sizes, current 1RMs and what was refused; at other `weeks` where given."""
    lifts, muscles = read.forecasts(con, lifter), read.sizes(con, lifter)
    if weeks:
        lifts, muscles = _carried(lifts, lifts_ahead, weeks), _carried(muscles, sizes_ahead, weeks)
    return {
        "forecasts": lifts,
        "size": muscles,
        "girths": read.girths(con, lifter),
        "style_pairs": read.style_pairs(con, lifter),
        "now": read.current_maxes(con, lifter),
        "standing": read.standings(con, lifter),
        "refused": read.refused(con, lifter),
    }


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
