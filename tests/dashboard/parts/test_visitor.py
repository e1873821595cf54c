"""Who is looking, by what their provider says of them."""

import time

import pytest

from dashboard.parts.rates import HOUR_S, Rate
from dashboard.parts.visitor import OWNER, NotAdmittedError, admitted, asks_for_sign_in, looking
from pipelines.people.roles import people_file

PEOPLE = """
signed_in_hours = 2
[[person]]
email = "coach@gym.example"
role = "coach"
lifters = ["ada"]
"""


@pytest.fixture
def gym(settings):
    settings.home.mkdir()
    people_file(settings).write_text(PEOPLE)
    return settings


def claims(**other):
    return {"is_logged_in": True, "email": "Coach@gym.example", "email_verified": True, "iat": time.time()} | other


def test_a_person_of_the_list_is_let_in(gym):
    visitor = admitted(gym, claims())
    assert visitor.may_see("ada")
    assert not visitor.may_see("bo")


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"is_logged_in": False}, "signed out"),
        ({"iat": time.time() - 7300}, "expired"),
        ({"iat": None}, "expired"),
        ({"email_verified": False}, "unverified"),
        ({"email_verified": None}, "unverified"),
        ({"email": "eve@gym.example"}, "unknown"),
        ({"email": None}, "unknown"),
    ],
)
def test_who_is_not_let_in_and_why(gym, other, reason):
    with pytest.raises(NotAdmittedError) as refused:
        admitted(gym, claims(**other))
    assert refused.value.reason == reason


def test_a_list_that_cannot_be_used_lets_in_nobody(gym):
    people_file(gym).write_text("person = 3")
    with pytest.raises(NotAdmittedError) as refused:
        admitted(gym, claims())
    assert refused.value.reason == "unusable"


def test_without_a_sign_in_whoever_sits_here_sees_all_and_taking_one_away_opens_nothing(settings):
    assert looking(settings) == OWNER
    assert OWNER.may_see("anybody")
    settings.home.mkdir()
    people_file(settings).write_text(PEOPLE)
    assert asks_for_sign_in(settings)
    people_file(settings).unlink()
    assert asks_for_sign_in(settings)


def test_a_person_may_send_so_much_an_hour_and_is_told_how_long_to_wait():
    clock = [0.0]
    rate = Rate(files=3, megabytes=10, now=lambda: clock[0])
    assert rate.wait_s("ada", 4, 4) == 0
    clock[0] = 600
    assert rate.wait_s("ada", 4) == HOUR_S - 600
    assert rate.wait_s("bo", 4) == 0
    assert rate.wait_s("ada", 1) == 0
    assert rate.wait_s("ada", 0.1) == HOUR_S - 600
    assert rate.wait_s("bo", 11) > 0
    clock[0] = HOUR_S
    assert rate.wait_s("ada", 4) == 0
