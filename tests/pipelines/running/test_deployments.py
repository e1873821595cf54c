"""When schedules come due: by the lifters' own clock, summer and winter. Prefect's own reckoning, without a server."""

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    """Give the function that says when the nightly refresh, at half past two in Berlin, comes due from a day on."""
    from pipelines.running import deployments  # noqa: PLC0415 (Prefect is imported only where it is tested)

    home = tmp_path_factory.mktemp("home")
    nightly, _ = deployments.deployments(
        home, whose="me", refresh_cron="30 2 * * *", train_cron="0 4 * * 0", time_zone="Europe/Berlin"
    )
    (schedule,) = nightly.schedules

    def due(year, month, day):
        start = datetime(year, month, day, tzinfo=BERLIN)
        return [when.astimezone(BERLIN) for when in asyncio.run(schedule.schedule.get_dates(n=4, start=start))]

    return due


@pytest.mark.parametrize(
    ("night", "hours"),
    [
        ((2027, 3, 26), [24, 23.5, 23.5]),  # clocks go from two to three on the 28th: half past two is missing
        ((2027, 10, 29), [24, 25, 24]),  # half past two comes twice on the 31st
    ],
)
def test_a_night_has_one_refresh_when_the_clocks_change(nights, night, hours):
    due = nights(*night)
    assert [when.date() for when in due] == [due[0].date() + timedelta(days=count) for count in range(4)]
    between = [(after.timestamp() - before.timestamp()) / 3600 for before, after in zip(due, due[1:], strict=False)]
    assert between == hours


def test_every_other_night_it_is_half_past_two(nights):
    assert {(when.hour, when.minute) for when in nights(2027, 7, 1) + nights(2027, 1, 1)} == {(2, 30)}
