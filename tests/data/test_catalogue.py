"""The exercise catalogue keeps its promises to everything built on it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalogue import load_aliases, load_exercises, load_muscles, load_words, normalise_name

WITHOUT_MUSCLES = {"conditioning", "stretch"}
MUSCLES = {
    *("chest", "front_delts", "side_delts", "rear_delts", "triceps", "biceps", "forearms", "lats", "upper_back"),
    *("traps", "lower_back", "abs", "obliques", "glutes", "quads", "hamstrings", "calves", "adductors"),
    *("abductors", "neck"),
}
EQUIPMENT = {
    *("barbell", "dumbbell", "machine", "cable", "smith_machine", "kettlebell", "band", "bodyweight", "ez_bar"),
    *("trap_bar", "other", "unspecified"),
}


def test_ids_are_unique_and_snake_case():
    ids = load_exercises()["exercise_id"]
    assert ids.is_unique
    assert len(ids) >= 300
    assert [i for i in ids if not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", i)] == []


def test_names_are_unique_even_when_normalised():
    names = load_exercises()["name"].map(normalise_name)
    assert names[names.duplicated()].tolist() == []


@pytest.mark.parametrize(
    ("column", "allowed"),
    [
        ("equipment", EQUIPMENT),
        ("load_kind", {"external", "bodyweight", "assisted"}),
        ("family", {"bench", "leg_press", "general"}),
    ],
)
def test_columns_hold_only_known_words(column, allowed):
    assert set(load_exercises()[column]) <= allowed


def test_the_main_lifts_are_exactly_four():
    exercises = load_exercises()
    assert set(exercises.loc[exercises["is_main"], "exercise_id"]) == {
        "squat_barbell",
        "bench_press_barbell",
        "deadlift_barbell",
        "overhead_press_barbell",
    }


def test_body_weight_share_is_given_exactly_where_the_body_is_moved():
    exercises = load_exercises()
    moved = exercises["load_kind"] != "external"
    assert exercises.loc[moved, "body_weight_share"].between(0.1, 1.0).all()
    assert exercises.loc[~moved, "body_weight_share"].isna().all()


def test_assisted_exercises_have_an_unassisted_twin_of_the_same_share():
    shares = load_exercises().set_index("exercise_id")["body_weight_share"]
    for assisted in [i for i in shares.index if i.endswith("_assisted")]:
        assert shares[assisted] == shares[assisted.removesuffix("_assisted")], assisted


def test_each_exercise_but_conditioning_and_stretching_works_a_muscle_directly():
    exercises = load_exercises()
    trained = exercises.loc[~exercises["pattern"].isin(WITHOUT_MUSCLES), "exercise_id"]
    muscles = load_muscles()
    direct = set(muscles.loc[muscles["credit"] == 1.0, "exercise_id"])
    assert set(trained) - direct == set()


def test_muscles_are_known_credited_once_and_each_is_someones_prime_mover():
    muscles = load_muscles()
    assert set(muscles["muscle"]) == MUSCLES
    assert set(muscles["credit"]) == {1.0, 0.5}
    assert not muscles.duplicated(["exercise_id", "muscle"]).any()
    assert set(muscles.loc[muscles["credit"] == 1.0, "muscle"]) == MUSCLES


def test_every_alias_leads_to_an_exercise():
    assert set(load_aliases()["exercise_id"]) - set(load_exercises()["exercise_id"]) == set()


def test_no_alias_contradicts_another_of_its_app_or_a_catalogue_name():
    aliases = load_aliases().assign(key=lambda frame: frame["exported_name"].map(normalise_name))
    meanings = aliases.groupby(["app", "key"])["exercise_id"].nunique()
    assert meanings[meanings > 1].index.tolist() == []
    names = dict(zip(load_exercises()["name"].map(normalise_name), load_exercises()["exercise_id"], strict=True))
    general = aliases[(aliases["app"] == "any") & aliases["key"].isin(names)]
    assert general[general["exercise_id"] != general["key"].map(names)]["exported_name"].tolist() == []


def test_loaders_hand_out_frames_of_ones_own():
    mine = load_exercises()
    mine["name"] = "spoilt"
    assert "spoilt" not in set(load_exercises()["name"])


def test_word_tables_use_words_in_their_one_spelling():
    tables = load_words()
    variants = {variant for row in tables["words"].values() for variant in row.split()}
    assert variants & set(tables["words"]) == set()
    assert variants & {rule["word"] for rule in tables["neutral"]} == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pull-Up", "pull up"),
        ("Seated  Shoulder Press( Barbell )", "seated shoulder press (barbell)"),
        ("Farmer’s Walk", "farmer's walk"),
        ("Leg Raise (Captain´s Chair)", "leg raise (captain's chair)"),
        ("Bench Press – Close Grip", "bench press - close grip"),
        ("DÉVELOPPÉ COUCHÉ", "développé couché"),
        ("卧推（杠铃）", "卧推 (杠铃)"),
    ],
)
def test_spelling_accidents_do_not_distinguish_names(one, other):
    assert normalise_name(one) == normalise_name(other)


@pytest.mark.parametrize(("one", "other"), [("Squat", "Squats"), ("Front Squat", "Squat"), ("Row (Cable)", "Row")])
def test_words_distinguish_names(one, other):
    assert normalise_name(one) != normalise_name(other)


@given(st.text())
def test_normalising_twice_changes_nothing(name):
    assert normalise_name(normalise_name(name)) == normalise_name(name)
