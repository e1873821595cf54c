"""Goals and limits as people write them: read, refused with a hint, written back without harm."""

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.goal import Constraints, Goal, Target, Tool, Wishes, wishes_of
from pipelines.errors import ProfileError
from pipelines.people.goals import parse_tool, parse_wishes, resolved
from pipelines.people.loads import parse_load
from pipelines.people.profiles import parse_profile, state
from pipelines.serving import plan_answers, planner

EVERYTHING = """
goal = "both"
strength_weight = 0.7
competition = 2027-03-06
days_per_week = 4
session_minutes = 60
equipment = ["barbell", "dumbbell:24kg:2kg", "pull-up bar"]
keep = ["Bench Press (Barbell)"]
avoid = ["upright row (barbell)"]
[[target]]
exercise = "bench press"
load_lb = 315
by = 2027-06-01
"""


def read(text):
    return parse_wishes("profile.toml", tomllib.loads(text))


def test_everything_stated_is_read():
    found = read(EVERYTHING)
    assert found.goal.strength_weight == 0.7
    assert found.goal.competition == date(2027, 3, 6)
    assert found.goal.targets[0].load_kg == pytest.approx(142.88, abs=0.01)
    assert found.constraints.days_per_week == 4
    assert found.constraints.equipment == (
        Tool(name="barbell"),
        Tool(name="dumbbell", most_kg=24.0, step_kg=2.0),
        Tool(name="pull_up_bar"),
    )


def test_exercises_get_the_ids_that_exports_give_them():
    found = resolved(read(EVERYTHING), "anna")
    assert found.goal.targets[0].exercise_id == "bench_press_barbell"
    assert found.constraints.keep == ("bench_press_barbell",)
    assert found.constraints.avoid == ("upright_row_barbell",)


def test_a_competition_may_name_its_lifts():
    found = resolved(read('[competition]\nday = 2027-03-06\nlifts = ["Bench Press (Barbell)"]'), "anna")
    assert found.goal.competition == date(2027, 3, 6)
    assert found.goal.competition_lifts == ("bench_press_barbell",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("competition = {lifts = []}", "2027-06-01"),
        ('goal = "fame"', "strength, size, both"),
        ("strength_weight = 1.5", "from 0 .size. to 1"),
        ('goal = "size"\nstrength_weight = 0.7', 'goal = "both"'),
        ("days_per_week = 9", "from 1 to 7"),
        ("days_per_week = true", "True"),
        ("session_minutes = 5", "from 15 to 240"),
        ('competition = "soon"', "2027-06-01"),
        ("competition = 2027-06-01T10:00:00", "2027-06-01"),
        ('equipment = ["anvil"]', "anvil"),
        ('equipment = ["dumbbell:24"]', "140kg"),
        ('equipment = "barbell"', "list of text"),
        ('keep = ["squat"]\navoid = ["Squat"]', "leave it in one"),
        ('[[target]]\nexercise = "squat"', "load_kg and load_lb or neither"),
        ('[[target]]\nexercise = "squat"\nload_kg = 5000', "between 1 and 1000"),
        ('[[target]]\nlift = "squat"\nload_kg = 100', "exercise"),
        ("target = 140", "write .*target"),
    ],
)
def test_what_cannot_be_used_is_refused_with_file_key_and_hint(text, found):
    with pytest.raises(ProfileError, match=found) as refusal:
        read(text)
    assert str(refusal.value).startswith("profile.toml")


def test_targets_alone_mean_strength():
    assert read('[[target]]\nexercise = "squat"\nload_kg = 180').goal.word == "strength"
    assert read("").goal == Goal()


days = st.none() | st.dates(date(2020, 1, 1), date(2100, 1, 1))
names = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=12)


@given(
    st.builds(
        Wishes,
        goal=st.builds(
            Goal,
            strength_weight=st.floats(0, 1),
            competition=days,
            competition_lifts=st.lists(names, max_size=3).map(tuple),
            targets=st.lists(
                st.builds(Target, exercise_id=names, name=names, load_kg=st.floats(1, 500), by=days), max_size=3
            ).map(tuple),
        ),
        constraints=st.builds(
            Constraints,
            days_per_week=st.none() | st.integers(1, 7),
            equipment=st.none() | st.lists(st.builds(Tool, name=names), max_size=3).map(tuple),
            keep=st.lists(names, max_size=3).map(tuple),
        ),
    )
)
def test_wishes_come_back_from_json_as_they_were(wishes):
    assert wishes_of(wishes.as_json()) == wishes


def test_the_form_writes_the_profile_and_leaves_the_rest(settings):
    path = settings.inbox / "ann" / "profile.toml"
    path.parent.mkdir(parents=True)
    path.write_text('# mine\nunit = "lb" # plates\ngoal = "size"\navoid = [\n  "squat",\n]\n')
    wanted = {
        "goal": "strength",
        "avoid": None,
        "days_per_week": 3,
        "target": [{"exercise": "squat", "load_kg": 180.0}],
    }
    assert state(settings, "ann", wanted) == path
    found = parse_profile(path)
    assert (found.unit, found.goal) == ("lb", "strength")
    assert found.wishes.constraints == Constraints(days_per_week=3)
    assert found.wishes.goal.targets[0].load_kg == 180
    assert "# mine" in path.read_text()
    assert "# plates" in path.read_text()
    state(settings, "ann", {"session_minutes": 45})
    assert parse_profile(path).wishes.constraints.session_minutes == 45


def test_a_form_that_states_nonsense_writes_nothing(settings):
    with pytest.raises(ProfileError):
        state(settings, "ann", {"days_per_week": 12})
    assert not (settings.inbox / "ann" / "profile.toml").exists()


def test_options_override_the_profile_key_by_key():
    stated = read(EVERYTHING)
    given_now = {"days_per_week": 2, "goal": "size"}
    found = planner.merged(stated, parse_wishes("liftcast plan", given_now), given_now)
    assert found.constraints.days_per_week == 2
    assert found.constraints.session_minutes == 60
    assert found.goal.strength_weight == 0
    assert found.goal.targets == stated.goal.targets


def test_targets_of_the_command_line():
    assert plan_answers.targets_of(["bench press = 300lb"], "2027-06-01") == [
        {"exercise": "bench press", "load_kg": pytest.approx(136.078, abs=1e-3), "by": "2027-06-01"}
    ]
    for texts, by in ((["bench press"], None), (["bench=heavy"], None), ([], "2027-06-01")):
        with pytest.raises(ProfileError):
            plan_answers.targets_of(texts, by)


def test_loads_and_tools_say_their_units():
    assert parse_load("x", "62,5 kg") == 62.5
    assert parse_tool("x", "Dumbbells:50lb").most_kg == pytest.approx(22.68, abs=0.01)
