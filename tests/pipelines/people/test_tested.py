from datetime import date

import pytest

from pipelines.errors import ProfileError
from pipelines.people.profiles import parse_profile

GOOD = """
unit = "kg"
[[tested]]
exercise = "Bench Press (Barbell)"
day = 2026-03-01
load_kg = 120
meet = true
[[tested]]
exercise = "squat"
day = "2026-02-01"
load_lb = 400
"""


@pytest.fixture
def profile(tmp_path):
    def write(text):
        path = tmp_path / "profile.toml"
        path.write_text(text, encoding="utf-8")
        return parse_profile(path)

    return write


def test_tests_and_meets_are_read_in_either_unit(profile):
    meet, gym = profile(GOOD).tested
    assert (meet.name, meet.day, meet.load_kg, meet.is_meet) == ("Bench Press (Barbell)", date(2026, 3, 1), 120, True)
    assert gym.load_kg == pytest.approx(181.4, abs=0.1)
    assert not gym.is_meet


def test_a_profile_without_tests_has_none(profile):
    assert profile('unit = "kg"').tested == ()


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('exercise = "squat"\nday = 2026-01-01', "states load_kg and load_lb or neither"),
        ('exercise = "squat"\nday = 2026-01-01\nload_kg = 1\nload_lb = 2', "states load_kg and load_lb or neither"),
        ('exercise = "squat"\nload_kg = 100', "write a day"),
        ('exercise = "squat"\nday = "soon"\nload_kg = 100', "write a day"),
        ('exercise = "squat"\nday = 2999-01-01\nload_kg = 100', "yet to come"),
        ('exercise = "squat"\nday = 2026-01-01\nload_kg = 5000', "write a number between"),
        ('exercise = "squat"\nday = 2026-01-01\nload_kg = "heavy"', "write a number between"),
        ('exercise = "squat"\nday = 2026-01-01\nload_kg = 100\nmeet = "yes"', "write true or false"),
        ("day = 2026-01-01\nload_kg = 100", "write exercise"),
        ('exercise = "squat"\nday = 2026-01-01\nload_kg = 100\nreps = 3', "write exercise"),
    ],
)
def test_what_cannot_be_used_is_told(profile, entry, said):
    with pytest.raises(ProfileError, match=said):
        profile(f"[[tested]]\n{entry}\n")
