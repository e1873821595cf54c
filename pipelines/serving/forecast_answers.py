"""What `liftcast forecast` answers, at the horizons stored or carried to others."""

from collections.abc import Iterator, Sequence
from typing import Final

from pipelines.warehouse import read
from pipelines.warehouse.database import Connection
from pipelines.warehouse.read import Row

QUERIES: Final = {
    "forecasts": "forecasts",
    "size": "sizes",
    "girths": "girths",
    "style_pairs": "style_pairs",
    "now": "current_maxes",
    "standing": "standing",
    "refused": "refused",
}
"""The parts of an answer, and what they are read by."""


def forecast_rows(con: Connection, lifter: str | None = None) -> dict[str, Iterator[Row]]:
    """The same answer at the horizons stored, row by row; to be taken in this order."""
    return {part: read.streamed(con, query, {"lifter": lifter}) for part, query in QUERIES.items()}


def forecast_answer(con: Connection, lifter: str | None = None, weeks: Sequence[int] = ()) -> dict[str, list[Row]]:
    """Answer `liftcast forecast`: lifts, sizes, current 1RMs and what was refused; at other `weeks` where given."""
    answer = {part: list(rows) for part, rows in forecast_rows(con, lifter).items()}
    if weeks:
        from pipelines.serving import carried  # noqa: PLC0415 (pandas takes half a second: what is stored needs none)

        answer["forecasts"] = carried.lifts(answer["forecasts"], weeks)
        answer["size"] = carried.sizes(answer["size"], weeks)
    return answer
