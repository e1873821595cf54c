"""What the environment says is read, and what it cannot mean is told in a sentence."""

from pathlib import Path

import pytest

from pipelines import settings as module
from pipelines.errors import WrongUseError
from pipelines.settings import Settings, home_by_default, listen_address, wants_dashboard


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch, tmp_path):
    for name in ("THREADS", "MEMORY", "WAIT", "LOG_FILE", "DASHBOARD", "LISTEN"):
        monkeypatch.delenv(f"LIFTCAST_{name}", raising=False)
    monkeypatch.setenv("LIFTCAST_HOME", str(tmp_path))


def test_what_is_said_is_read(monkeypatch, tmp_path):
    said = {"LIFTCAST_THREADS": "3", "LIFTCAST_MEMORY": "1.5 GiB", "LIFTCAST_WAIT": "0.5", "LIFTCAST_DASHBOARD": "0"}
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    settings = Settings.from_environment()
    assert (settings.home, settings.threads, settings.memory_limit, settings.wait_s) == (tmp_path, 3, "1.5 GiB", 0.5)
    assert not wants_dashboard()


def test_what_is_unset_or_empty_keeps_its_default(monkeypatch):
    monkeypatch.setenv("LIFTCAST_HOME", "")
    monkeypatch.setenv("LIFTCAST_THREADS", "")
    assert Settings.from_environment() == Settings()
    assert wants_dashboard()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LIFTCAST_THREADS", "two"),
        ("LIFTCAST_THREADS", "0"),
        ("LIFTCAST_THREADS", "1.5"),
        ("LIFTCAST_MEMORY", "lots"),
        ("LIFTCAST_MEMORY", "2"),
        ("LIFTCAST_WAIT", "-1"),
        ("LIFTCAST_WAIT", "nan"),
        ("LIFTCAST_HOME", str(Path(__file__))),
        ("LIFTCAST_HOME", "~nobody-of-this-name/var"),
        ("LIFTCAST_HOME", f"{Path(__file__)}/var"),
        ("LIFTCAST_LOG_FILE", str(Path(__file__).parent)),
        ("LIFTCAST_LOG_FILE", f"{Path(__file__)}/log.jsonl"),
        ("LIFTCAST_LOG_FILE", "~nobody-of-this-name/log.jsonl"),
        ("LIFTCAST_DASHBOARD", "no"),
        ("LIFTCAST_RUNNER", "spark"),
        ("LIFTCAST_DASK_SCHEDULER", "scheduler.example"),
    ],
)
def test_what_cannot_be_meant_is_told(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongUseError, match=name) as told:
        wants_dashboard() if name == "LIFTCAST_DASHBOARD" else Settings.from_environment()
    assert value in str(told.value)


def test_the_home_is_beside_a_checkout_and_else_among_the_users_data(monkeypatch, tmp_path):
    assert home_by_default() == module.PROJECT / "var"
    monkeypatch.setattr(module, "PROJECT", tmp_path / "environment")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    home = home_by_default()
    assert home.name == "liftcast"
    assert not home.is_relative_to(tmp_path / "environment")


@pytest.mark.parametrize(
    ("said", "address"),
    [("", "127.0.0.1"), ("localhost", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), (" ::1 ", "::1")],  # noqa: S104
)
def test_the_dashboard_listens_on_this_machine_unless_told_otherwise(monkeypatch, said, address):
    monkeypatch.setenv("LIFTCAST_LISTEN", said)
    assert listen_address() == address


def test_a_place_to_listen_that_is_no_address_is_refused(monkeypatch):
    monkeypatch.setenv("LIFTCAST_LISTEN", "gym.example")
    with pytest.raises(WrongUseError, match="LIFTCAST_LISTEN is 'gym"):
        listen_address()
