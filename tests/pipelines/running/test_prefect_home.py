"""Which Prefect server is used: our own, whatever the shell says, unless we are told of another; our key stays ours."""

import os

import pytest

from pipelines.errors import WrongUseError
from pipelines.running.prefect_home import home_digest, owner_of_deployments, prepare_environment, server_key
from pipelines.settings import engine_elsewhere

STRAY = {
    "PREFECT_API_URL": "http://127.0.0.1:9/api",
    "PREFECT_API_KEY": "stray",
    "PREFECT_API_AUTH_STRING": "stray:stray",
}
OURS = "http://127.0.0.1:4999/api"
THEIRS = "https://prefect.example/api"


@pytest.fixture
def environment(monkeypatch):
    """Give the environment of this test alone, in which the shell speaks of some other Prefect."""
    ours = {name: value for name, value in os.environ.items() if "PREFECT" not in name} | STRAY
    monkeypatch.setattr(os, "environ", ours)
    return ours


def test_what_the_shell_says_of_another_prefect_counts_for_nothing(settings, environment):
    prepare_environment(settings, port=4999)
    assert environment["PREFECT_API_URL"] == OURS
    assert environment["PREFECT_API_AUTH_STRING"] == server_key(settings)
    assert "stray" not in " ".join(environment.values())
    assert owner_of_deployments(settings.home) == home_digest(settings.home)


def test_a_server_we_are_told_of_gets_what_we_are_told_and_not_our_key(settings, environment):
    key = server_key(settings)
    environment |= {"LIFTCAST_PREFECT_API_URL": THEIRS, "LIFTCAST_PREFECT_API_KEY": "meant"}
    prepare_environment(settings, port=4999)
    assert environment["PREFECT_API_URL"] == THEIRS
    assert environment["PREFECT_API_KEY"] == "meant"
    assert environment["PREFECT_API_AUTH_STRING"] == ""
    assert key not in environment.values()
    assert "stray" not in " ".join(environment.values())
    assert owner_of_deployments(settings.home) != home_digest(settings.home)  # another machine's home may be the same


@pytest.mark.parametrize("said", [{}, {"LIFTCAST_PREFECT_API_URL": "prefect.example"}])
def test_a_server_without_an_address_is_told_in_a_sentence(environment, said):
    environment |= {"LIFTCAST_PREFECT_API_KEY": "meant"} | said
    with pytest.raises(WrongUseError, match="set LIFTCAST_PREFECT_API_URL to the address"):
        engine_elsewhere()
