"""Schedules go by the lifters' own clock where they agree on one."""

import pytest

from pipelines.running import time_zones


@pytest.fixture(autouse=True)
def machine(monkeypatch, tmp_path):
    monkeypatch.setenv("TZ", "Asia/Tokyo")


def state(settings, **zones):
    for lifter, zone in zones.items():
        (settings.inbox / lifter).mkdir(parents=True)
        (settings.inbox / lifter / "profile.toml").write_text(f'time_zone = "{zone}"\n', encoding="utf-8")


@pytest.mark.parametrize(
    ("stated", "meant"),
    [
        ({}, "Asia/Tokyo"),
        ({"ann": "Europe/Berlin"}, "Europe/Berlin"),
        ({"ann": "Europe/Berlin", "bo": "Europe/Berlin"}, "Europe/Berlin"),
        ({"ann": "Europe/Berlin", "bo": "America/Lima"}, "Asia/Tokyo"),
        ({"ann": "Nowhere"}, "Asia/Tokyo"),
    ],
)
def test_the_lifters_clock_goes_before_the_machines(settings, stated, meant):
    state(settings, **stated)
    assert time_zones.time_zone_of(settings) == meant


def test_the_machines_own_is_read_where_the_shell_says_none(monkeypatch, tmp_path):
    monkeypatch.delenv("TZ")
    place = tmp_path / "zoneinfo" / "Europe" / "Berlin"
    place.parent.mkdir(parents=True)
    place.touch()
    (tmp_path / "localtime").symlink_to(place)
    monkeypatch.setattr(time_zones, "LOCALTIME", tmp_path / "localtime")
    assert time_zones.system_time_zone() == "Europe/Berlin"
    monkeypatch.setenv("TZ", "nonsense")
    monkeypatch.setattr(time_zones, "LOCALTIME", tmp_path / "none")
    assert time_zones.system_time_zone() == "UTC"
