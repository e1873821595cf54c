"""When schedules are due, written down for whoever asks without Prefect: `liftcast runs`, `health`, monitors."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from prefect.server.schemas.schedules import CronSchedule

from pipelines.health import state
from pipelines.settings import Settings

TIMES: Final = 400
"""How many of each schedule are written down: of a nightly one, more than a year of nights."""


@contextmanager
def noted(settings: Settings, *, crons: tuple[str, ...], time_zone: str, every_s: float | None) -> Iterator[None]:
    """Have it written down when these schedules are due while they are kept; once they are not, nothing is due."""
    now = datetime.now(UTC)
    times: list[datetime] = [
        time for cron in crons for time in asyncio.run(CronSchedule(cron=cron, timezone=time_zone).get_dates(TIMES))
    ]
    if every_s is not None:
        times += [now + timedelta(seconds=every_s * number) for number in range(1, TIMES + 1)]
    state.note_due(settings, times)
    try:
        yield
    finally:
        state.forget_due(settings)
