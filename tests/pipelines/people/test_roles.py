"""Who may see whose log: what stands in people.toml."""

import os

import pytest

from pipelines.errors import PeopleError
from pipelines.people.roles import parse_people, people_file, people_of
from pipelines.settings import Settings

ADA = '[[person]]\nemail = " Ada@Gym.example "\nrole = "lifter"\nlifter = "ada"\n'
COACH = '[[person]]\nemail = "coach@gym.example"\nrole = "coach"\nlifters = ["ada", "bo"]\n'
BOSS = '[[person]]\nemail = "boss@gym.example"\nrole = "admin"\n'


def test_each_role_sees_so_many_lifters():
    people = parse_people(ADA + COACH + BOSS)
    seen = {email: person.lifters for email, person in people.persons.items()}
    assert seen == {"ada@gym.example": {"ada"}, "coach@gym.example": {"ada", "bo"}, "boss@gym.example": None}
    assert people.of("ADA@gym.EXAMPLE") == people.persons["ada@gym.example"]
    assert people.of("eve@gym.example") is None
    assert people.signed_in_hours == 12


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("person = ", "is no TOML"),
        ("", "names nobody"),
        ("person = 3", "names nobody"),
        ("person = [3]", "person 1: is no table"),
        (BOSS.replace("admin", "owner"), "role is 'owner'; write one of lifter, coach, admin"),
        (BOSS.replace("boss@gym.example", "boss"), "email is 'boss'"),
        (BOSS.replace("boss@", "bo ss@"), "email is 'bo ss@gym.example'"),
        (BOSS + 'lifters = ["ada"]\n', "lifters means nothing for a admin"),
        (ADA + 'lifters = ["bo"]\n', "lifters means nothing for a lifter"),
        (ADA.replace('lifter = "ada"', ""), "person 1: write lifter"),
        (ADA.replace('"ada"', '"../bo"'), "person 1: write lifter"),
        (COACH.replace('["ada", "bo"]', '"ada"'), "person 1: write lifters"),
        (BOSS + ADA + ADA.lower(), "person 3: ada@gym.example stands there twice"),
        ("signed_in_hours = 0\n" + BOSS, "signed_in_hours is 0"),
        ("signed_in_hours = 10000\n" + BOSS, "signed_in_hours is 10000"),
        ("hours = 3\n" + BOSS, "hours means nothing"),
    ],
)
def test_what_cannot_be_meant_is_said_with_its_place(text, said):
    with pytest.raises(PeopleError, match=f"people.toml.*{said.replace('[', '.').replace(']', '.')}"):
        parse_people(text)


def test_the_file_is_read_anew_when_it_changes(settings: Settings):
    place = people_file(settings)
    with pytest.raises(PeopleError, match="is not there"):
        people_of(settings)
    place.parent.mkdir()
    place.write_text(BOSS)
    assert set(people_of(settings).persons) == {"boss@gym.example"}
    place.write_text(ADA)
    os.utime(place, ns=(1, 1))
    assert set(people_of(settings).persons) == {"ada@gym.example"}
