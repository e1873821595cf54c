"""What a lifter may say of themselves, and how they are told when it cannot be used."""

from dataclasses import replace

import pytest

from pipelines.errors import ProfileError
from pipelines.people.profiles import Profile, parse_profile, state


@pytest.fixture
def write(tmp_path):
    def one(text):
        path = tmp_path / "profile.toml"
        path.write_text(text)
        return parse_profile(path)

    return one


def test_an_empty_profile_states_nothing(write):
    assert write("") == Profile()


def test_everything_stated_is_read(write):
    text = 'unit = "lb"\nsex = "F"\nbirth_year = 1990\nbody_weight_kg = 62.5\ngoal = "strength"\n'
    stated = Profile(unit="lb", sex="F", birth_year=1990, body_weight_kg=62.5, goal="strength")
    assert replace(write(text), wishes=None) == stated
    assert write(text).wishes.goal.strength_weight == 1


def test_body_weight_in_lb_becomes_kg(write):
    assert write("body_weight_lb = 150").body_weight_kg == pytest.approx(68.0388555)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("unit = kg", "not TOML"),
        ('unit = "stone"', "stone"),
        ('sex = "f"', "F, M"),
        ("birth_year = 90", "1990"),
        ("body_weight_kg = 8000", "between 20 and 400"),
        ("body_weight_kg = true", "True"),
        ("body_weight_kg = 80\nbody_weight_lb = 176", "keep one"),
        ("exercise_units = 3", "exercise_units"),
        ('[exercise_units]\n"Leg Press" = "stone"', "write .exercise_units."),
        ('favourite_lift = "squat"', "favourite_lift"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_hint(write, text, found):
    with pytest.raises(ProfileError, match=found):
        write(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, 'unit = "lb"\n'),
        ("", 'unit = "lb"\n'),
        ('sex = "F"\r\n', 'sex = "F"\r\nunit = "lb"\n'),
        ('# unit = "kg"\n  unit=\'kg\' # both\ngoal = "size"\n', '# unit = "kg"\n  unit="lb" # both\ngoal = "size"\n'),
        ('goal = "size"\nunit = "kg"', 'goal = "size"\nunit = "lb"'),
    ],
)
def test_a_stated_unit_changes_nothing_else_in_a_profile(settings, before, after):
    path = settings.inbox / "ann" / "profile.toml"
    if before is not None:
        path.parent.mkdir(parents=True)
        path.write_bytes(before.encode())
    assert state(settings, "ann", {"unit": "lb"}) == path
    assert path.read_bytes().decode() == after
    assert parse_profile(path).unit == "lb"


def test_the_units_of_single_exercises_stand_beside_each_other_and_whatever_else_is_there(settings):
    path = settings.inbox / "ann" / "profile.toml"
    path.parent.mkdir(parents=True)
    path.write_text(
        '# me\nsex = "F" # yes\n\n# tests\n[[tested]]\nexercise = "squat"\nday = 2026-01-05\nload_kg = 100\n'
    )
    before = path.read_text()
    state(settings, "ann", {"exercise_units": {"Leg Press": "lb"}})
    state(settings, "ann", {"exercise_units": {'My "Curl"': "lb"}})
    state(settings, "ann", {"exercise_units": {"Leg Press": "kg"}})
    state(settings, "ann", {"unit": "lb"})
    profile = parse_profile(path)
    assert profile.exercise_units == {"Leg Press": "kg", 'My "Curl"': "lb"}
    assert (profile.unit, profile.sex, len(profile.tested)) == ("lb", "F", 1)
    assert all(line in path.read_text().splitlines() for line in before.splitlines())


def test_a_profile_that_cannot_be_used_is_not_written_into(settings):
    path = settings.inbox / "ann" / "profile.toml"
    path.parent.mkdir(parents=True)
    path.write_text("unit = kg\n")
    with pytest.raises(ProfileError):
        state(settings, "ann", {"unit": "lb"})
    assert path.read_text() == "unit = kg\n"
