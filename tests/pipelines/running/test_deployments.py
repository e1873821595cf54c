"""When schedules come due: by the lifters' own clock, summer and winter. Prefect's own reckoning, without a server."""

import asyncio
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    """Give the function that says when the nightly refresh, at half past two in Berlin, comes due from a day on."""
    from prefect.server.schemas.schedules import CronSchedule  # noqa: PLC0415 (imported only where it is tested)

    from pipelines.running import deployments  # noqa: PLC0415 (likewise)

    home = tmp_path_factory.mktemp("home")
    nightly, _ = deployments.deployments(
        home, whose="me", refresh_cron="30 2 * * *", train_cron="0 4 * * 0", time_zone="Europe/Berlin"
    )
    (kept,) = nightly.schedules
    schedule = CronSchedule(**kept.schedule.model_dump())  # as the server reads it

    def due(year, month, day):
        start = datetime(year, month, day, tzinfo=BERLIN)
        return [when.astimezone(BERLIN) for when in asyncio.run(schedule.get_dates(n=4, start=start))]

    return due


@pytest.mark.parametrize(
    ("night", "hours"),
    [
        ((2027, 3, 26), [24, 23, 24]),  # no half past two on the 28th, as clocks go from two to three: an hour earlier
        ((2027, 10, 29), [24, 24, 25]),  # half past two comes twice on the 31st: the first is taken
    ],
)
def test_a_night_has_one_refresh_when_the_clocks_change(nights, night, hours):
    due = nights(*night)
    assert [when.date() for when in due] == [due[0].date() + timedelta(days=count) for count in range(4)]
    between = [(after.timestamp() - before.timestamp()) / 3600 for before, after in pairwise(due)]
    assert between == hours


def test_every_other_night_it_is_half_past_two(nights):
    assert {(when.hour, when.minute) for when in nights(2027, 7, 1) + nights(2027, 1, 1)} == {(2, 30)}
