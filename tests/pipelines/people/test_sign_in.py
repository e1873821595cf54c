"""How people sign in: what must be set up before others can reach the dashboard."""

import pytest

from pipelines.errors import PeopleError
from pipelines.people import sign_in
from pipelines.people.roles import people_file
from pipelines.people.sign_in import checked, secrets_file

BOSS = '[[person]]\nemail = "boss@gym.example"\nrole = "admin"\n'
SECRETS = """
[auth]
redirect_uri = "https://gym.example:8443/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "liftcast"
client_secret = "shh"
server_metadata_url = "https://id.example/.well-known/openid-configuration"
"""
EVERYWHERE = "0.0.0.0"  # noqa: S104 (what must be refused)


@pytest.fixture
def written(settings):
    """Give a home where people can sign in."""
    settings.home.mkdir()
    people_file(settings).write_text(BOSS)
    secrets_file(settings).write_text(SECRETS)
    return settings


@pytest.mark.parametrize("listen", [EVERYWHERE, "::", "192.0.2.7"])
def test_others_are_not_served_without_a_sign_in(settings, listen):
    assert checked(settings, "127.0.0.1") is None
    with pytest.raises(PeopleError, match=r"no sign-in is set up: write .*secrets.toml and .*people.toml .*signin.md"):
        checked(settings, listen)


def test_a_set_up_says_where_people_find_the_dashboard(written):
    found = checked(written, EVERYWHERE)
    assert (found.origin, found.host) == ("https://gym.example:8443", "gym.example")
    assert secrets_file(written).stat().st_mode & 0o077 == 0  # nobody else may read it any more


@pytest.mark.parametrize("left_out", [people_file, secrets_file])
def test_half_a_set_up_lets_nobody_in_on_this_machine_either(written, left_out):
    left_out(written).unlink()
    with pytest.raises(PeopleError, match="is not there"):
        checked(written)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("[auth]", "[other]", r"\[auth\] is missing"),
        ("[auth]", "[auth", "is no TOML"),
        ('client_id = "liftcast"', "", "client_id of .* is missing"),
        ('"shh"', "7", "client_secret of .* is missing"),
        ("0123456789abcdef0123456789abcdef", "gym", "fewer than 32 characters"),
        ("https://gym.example:8443/oauth2callback", "http://gym.example/oauth2callback", "write it with https"),
        ("https://gym.example:8443/oauth2callback", "https://gym.example/", "followed by /oauth2callback"),
        ("https://gym.example:8443/oauth2callback", "https://gym:x/oauth2callback", "followed by /oauth2callback"),
    ],
)
def test_what_is_wrong_with_a_set_up_is_said(written, before, after, said):
    secrets_file(written).write_text(SECRETS.replace(before, after))
    with pytest.raises(PeopleError, match=f"secrets.toml.*{said}"):
        checked(written)


def test_plain_http_is_for_this_machine(written):
    secrets_file(written).write_text(SECRETS.replace("https://gym.example:8443", "http://localhost:8501"))
    assert checked(written).host == "localhost"


def test_the_extra_is_named_where_it_is_missing(written, monkeypatch):
    monkeypatch.setattr(sign_in, "find_spec", lambda _: None)
    with pytest.raises(PeopleError, match=r"pip install 'liftcast\[signin\]'"):
        checked(written)
