"""What `liftcast forecast` answers, at the horizons stored or carried to others."""

from collections.abc import Sequence

from pipelines.warehouse import read
from pipelines.warehouse.database import Connection
from pipelines.warehouse.read import Row


def forecast_answer(con: Connection, lifter: str | None = None, weeks: Sequence[int] = ()) -> dict[str, list[Row]]:
    """Answer `liftcast forecast`: lifts, sizes, current 1RMs and what was refused; at other `weeks` where given."""
    lifts, muscles = read.forecasts(con, lifter), read.sizes(con, lifter)
    if weeks:
        from pipelines.serving import carried  # noqa: PLC0415 (pandas takes half a second: what is stored needs none)

        lifts, muscles = carried.lifts(lifts, weeks), carried.sizes(muscles, weeks)
    return {
        "forecasts": lifts,
        "size": muscles,
        "girths": read.girths(con, lifter),
        "style_pairs": read.style_pairs(con, lifter),
        "now": read.current_maxes(con, lifter),
        "standing": read.standings(con, lifter),
        "refused": read.refused(con, lifter),
    }
