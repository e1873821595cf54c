"""Exported names find their exercise, or honestly none."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalogue import load_aliases, load_exercises, normalise_name
from pipelines.errors import ProfileError
from pipelines.exercises.resolution import resolve, typed

LANGUAGES = ("German", "French", "Spanish", "Portuguese", "Italian", "Turkish", "Chinese")


def meaning(name, app="strong"):
    """Give the one row that says what a name means."""
    return resolve(pd.DataFrame({"app": [app], "exported_name": [name]})).iloc[0]


@pytest.mark.parametrize(
    ("app", "name", "exercise_id"),
    [
        ("strong", "Bench Press (Barbell)", "bench_press_barbell"),
        ("strong", "Triceps Pushdown (Cable - Straight Bar)", "triceps_pushdown_cable"),
        ("strong", "Knee Raise (Captain's Chair)", "captains_chair_knee_raise"),
        ("hevy", "Pull Up", "pull_up"),
        ("hevy", "Pull Up (Weighted)", "pull_up"),
        ("hevy", "Pull Up (Assisted)", "pull_up_assisted"),
        ("hevy", "Seated Cable Row - V Grip (Cable)", "seated_row_v_grip_cable"),
        ("fitnotes", "Flat Barbell Bench Press", "bench_press_barbell"),
        ("fitnotes", "Parallel Bar Triceps Dip", "triceps_dip"),
        ("liftosaur", "Bicep Curl", "biceps_curl_dumbbell"),
        ("stronglifts", "Barbell Row", "bent_over_row_barbell"),
        ("hevy", "Jump Shrug", "jump_shrug_barbell"),
        ("hevy", "Wide-Elbow Triceps Press (Dumbbell)", "tate_press_dumbbell"),
        ("hevy_api", "Glute Bridge", "glute_bridge"),
        ("fitnotes_backup", "EZ-Bar Skullcrusher", "skullcrusher_ez_bar"),
        ("alphaprogression", "Rows with Close Grip Cable", "close_grip_seated_row_cable"),
        ("jefit", "Machine Deltoid Raise", "lateral_raise_machine"),
        ("wger", "Leg Press on Hackenschmidt Machine", "hack_squat_machine"),
        ("lyfta", "Cable Kickback", "triceps_kickback_cable"),
        ("liftosaur", "Single Leg Deadlift", "single_leg_romanian_deadlift_dumbbell"),
        ("garmin", "Barbell Hip Thrust With Bench", "hip_thrust_barbell"),
        ("garmin", "Row (Band)", "bent_over_row_band"),
    ],
)
def test_names_built_into_an_app_are_known(app, name, exercise_id):
    row = meaning(name, app)
    assert (row["exercise_id"], row["how"], row["confidence"]) == (exercise_id, "alias", 1.0)


@pytest.mark.parametrize(
    ("name", "exercise_id"),
    [
        ("Kniebeuge (Langhantel)", "squat_barbell"),
        ("Développé couché (barre)", "bench_press_barbell"),
        ("Peso muerto rumano (mancuerna)", "romanian_deadlift_dumbbell"),
        ("Supino inclinado (halter)", "incline_bench_press_dumbbell"),
        ("Trazioni alla sbarra", "pull_up"),
        ("Oturarak Leg Curl (Makine)", "seated_leg_curl_machine"),
        ("引体向上", "pull_up"),
        ("Latziehen (Kabel)", "lat_pulldown_cable"),
        ("Tirage poitrine prise large (poulie)", "wide_grip_lat_pulldown_cable"),
        ("Press de hombros sentado (máquina)", "shoulder_press_machine"),
        ("Supino reto (halteres)", "bench_press_dumbbell"),
        ("Bench Press (Halter)", "bench_press_barbell"),
        ("上斜卧推（史密斯机）", "incline_bench_press_smith_machine"),
    ],
)
def test_localised_names_are_known(name, exercise_id):
    assert meaning(name, "hevy")["exercise_id"] == exercise_id


@pytest.mark.parametrize(
    ("name", "exercise_id"),
    [
        ("Maschine, Beinbeuger liegend", "lying_leg_curl_machine"),
        ("Elevacion lateral con mancuernas", "lateral_raise_dumbbell"),
        ("Developpe couche (halteres)", "bench_press_dumbbell"),
        ("Alzate laterali ai cavi", "lateral_raise_cable"),
        ("Face pull ai cavi", "face_pull_cable"),
        ("Ön squat", "front_squat_barbell"),
        ("Squat", "squat_barbell"),
    ],
)
def test_equipment_is_understood_in_the_languages_of_the_apps_and_without_accents(name, exercise_id):
    assert meaning(name, "an app never seen")["exercise_id"] == exercise_id


def test_the_eighty_commonest_lifts_are_known_in_seven_languages():
    table = pd.read_csv(Path(__file__).with_name("localised_names.csv"))
    assert len(table) == 80
    names = table.melt("exercise_id", var_name="language", value_name="exported_name")
    assert names.groupby("language").size().to_dict() == dict.fromkeys(LANGUAGES, 80)
    out = resolve(names[["exported_name"]].assign(app="an app never seen")).set_index("exported_name")
    wrong = names[names["exported_name"].map(out["exercise_id"]) != names["exercise_id"]]
    assert wrong["exported_name"].tolist() == []


@pytest.mark.parametrize(
    ("name", "exercise_id"),
    [
        ("Barbell Bench Presses", "bench_press_barbell"),
        ("Bench Press - Barbell", "bench_press_barbell"),
        ("BB bench press", "bench_press_barbell"),
        ("Bench, Incline, DB", "incline_bench_press_dumbbell"),
        ("Paused squats (barbell)", "paused_squat_barbell"),
        ("Weighted Pull-Ups", "pull_up"),
        ("One arm DB row", "single_arm_row_dumbbell"),
        ("Smith Machine Incline Bench", "incline_bench_press_smith_machine"),
        ("Flat DB bench press", "bench_press_dumbbell"),
        ("Alternating hammer curls (dumbbell)", "hammer_curl_dumbbell"),
        ("Standing cable lateral raises", "lateral_raise_cable"),
        ("Rear delt flyes, cable", "reverse_fly_cable"),
        ("Hammer Strength shoulder press", "shoulder_press_plate_loaded"),
        ("Squat w/ belt", "squat_barbell"),
        ("SL leg curl, seated (machine)", "single_leg_seated_leg_curl_machine"),
        ("Leg Press (Quad Focus)", "leg_press_machine"),
        ("Diverging seated row", "seated_row_machine"),
        ("Squat clean (barbell)", "clean_barbell"),
        ("Lying triceps extensions, DB", "skullcrusher_dumbbell"),
        ("Seated overhead triceps extension (cable)", "overhead_triceps_extension_cable"),
        ("Triceps extensions on cable", "triceps_extension_cable"),
        ("Lever seated row", "seated_row_machine"),
        ("Front lever", "front_lever_hold"),
        ("Sled 45° leg press", "leg_press_machine"),
        ("Dumbbell bench press v. 2", "bench_press_dumbbell"),
        ("Benchpress dumbbells", "bench_press_dumbbell"),
        ("Palms-in dumbbell bench press", "neutral_grip_bench_press_dumbbell"),
        ("Dumbbell hammer press, incline", "neutral_grip_incline_bench_press_dumbbell"),
        ("Rear foot elevated split squat (DB)", "bulgarian_split_squat_dumbbell"),
        ("Bulgarian split squats left", "bulgarian_split_squat"),
        ("Machine leg curl (prone)", "lying_leg_curl_machine"),
        ("Barbell rear lunge", "reverse_lunge_barbell"),
        ("Standing triceps extension, dumbbell", "overhead_triceps_extension_dumbbell"),
        ("Smith standing behind head military press", "behind_the_neck_press_smith_machine"),
        ("Leg presses (narrow)", "leg_press_machine"),
        ("Weighted decline push-up", "decline_push_up"),
        ("Weighted burpees", "burpee"),
        ("Thigh abductor", "hip_abduction_machine"),
        ("OH tricep ext (cable)", "overhead_triceps_extension_cable"),
        ("Incline chest press", "incline_chest_press_machine"),
        ("DB kickbacks", "triceps_kickback_dumbbell"),
    ],
)
def test_other_wordings_of_an_exercise_are_recognised(name, exercise_id):
    row = meaning(name)
    assert row["exercise_id"] == exercise_id
    assert row["how"] in {"rule", "alias"}


@pytest.mark.parametrize(
    ("name", "exercise_id"),
    [
        ("Bench Press 5x5", "bench_press_barbell"),
        ("Squat @8", "squat_barbell"),
        ("Squat RPE8", "squat_barbell"),
        ("Deadlift 5/3/1", "deadlift_barbell"),
        ("Bench press (3 sec pause)", "paused_bench_press_barbell"),
        ("Leg press 3s pause", "leg_press_machine"),
        ("303 Tempo Squat", "tempo_squat_barbell"),
        ("Tempo 3-1-0 leg extension", "leg_extension_machine"),
        ("30° incline DB press", "incline_bench_press_dumbbell"),
        ("Incline Dumbbell Press 45 degrees", "incline_bench_press_dumbbell"),
        ("Low incline DB press", "low_incline_bench_press_dumbbell"),
        ("Comp bench", "bench_press_barbell"),
        ("Bench press - heavy", "bench_press_barbell"),
        ("Conventional deadlift", "deadlift_barbell"),
        ("Deadlift deficit 2 inch", "deficit_deadlift_barbell"),
        ("Rack pull below knee", "rack_pull_barbell"),
        ("Deficit reverse lunges", "reverse_lunge"),
        ("Dumbbell split squat, each side", "split_squat_dumbbell"),
        ("Kneeling face pull", "face_pull_cable"),
        ("Half-kneeling single arm lat pulldown", "single_arm_lat_pulldown_cable"),
        ("Life Fitness chest press", "chest_press_machine"),
        ("Panatta high row", "high_row_machine"),
        ("Hammer Strength lat pulldown", "lat_pulldown_plate_loaded"),
        ("Chest supported row (plate loaded machine)", "chest_supported_row_plate_loaded"),
        ("DB shrug, single arm", "shrug_dumbbell"),
        ("Dumbbell fly on exercise ball", "chest_fly_dumbbell"),
        ("Bench press (bar)", "bench_press_barbell"),
        ("Laying leg curl", "lying_leg_curl_machine"),
        ("Leg curl (single)", "single_leg_curl_machine"),
        ("Reverse cable crossover", "reverse_fly_cable"),
        ("Leg press (seat 4)", "leg_press_machine"),
        ("Chest press machine, pos. 5", "chest_press_machine"),
        ("Tempo squat 3-1-0", "tempo_squat_barbell"),
        ("Thrusters 95#", "thruster_barbell"),
        ("Farmer's walks 2x24kg", "farmers_walk"),
        ("50 ft farmers walk", "farmers_walk"),
        ("Board press (2 board)", "board_press_barbell"),
        ("Deads (mixed grip)", "deadlift_barbell"),
        ("Bench (touch n go)", "bench_press_barbell"),
        ("Leg press new gym", "leg_press_machine"),
        ("OHP (BBB)", "overhead_press_barbell"),
        ("Myo reps leg curl", "leg_curl"),
        ("Prime leg extension", "leg_extension_machine"),
        ("Rogue belt squat", "belt_squat_machine"),
        ("Cable lateral raise (wrist cuff)", "lateral_raise_cable"),
        ("Lat pulldown (natural grip)", "neutral_grip_lat_pulldown_cable"),
        ("Pull-ups (belt)", "pull_up"),
        ("Deadlift (no straps)", "deadlift_barbell"),
        ("Cable woodchop high to low", "wood_chop_cable"),
        ("Shoulder press machine neutral", "shoulder_press_machine"),
    ],
)
def test_how_a_set_is_done_does_not_hide_what_is_lifted(name, exercise_id):
    assert meaning(name, "an app never seen")["exercise_id"] == exercise_id


@pytest.mark.parametrize(
    ("name", "exercise_id"),
    [
        ("Legpress", "leg_press_machine"),
        ("Lat puldown", "lat_pulldown"),
        ("Hypertensions", "back_extension"),
        ("Hamstring crul", "leg_curl"),
        ("Romaniam deadlfit (dumbbell)", "romanian_deadlift_dumbbell"),
        ("Incine bench press", "incline_bench_press_barbell"),
        ("Benh press", "bench_press_barbell"),
        ("Psuh up", "push_up"),
        ("Bicep culrs", "biceps_curl"),
    ],
)
def test_slips_are_mended_before_phrases_are_read(name, exercise_id):
    assert meaning(name, "an app never seen")["exercise_id"] == exercise_id


@pytest.mark.parametrize(
    ("name", "exercise_id"),
    [
        ("Beinstrecker, sitzend (Maschine)", "leg_extension_machine"),
        ("Schrägbankdrücken mit der Kurzhantel", "incline_bench_press_dumbbell"),
        ("Bulgarische Kniebeugen mit Kurzhanteln", "bulgarian_split_squat_dumbbell"),
        ("Soulevé de terre roumain avec haltères", "romanian_deadlift_dumbbell"),
        ("Fentes bulgares, haltères", "bulgarian_split_squat_dumbbell"),
        ("Curl femoral tumbado en máquina", "lying_leg_curl_machine"),
        ("Peso muerto rumano con barra", "romanian_deadlift_barbell"),
        ("Remo inclinado con barra", "bent_over_row_barbell"),
        ("Cadeira extensora unilateral", "single_leg_extension_machine"),
        ("Rosca martelo alternada com halteres", "hammer_curl_dumbbell"),
        ("Croci ai cavi su panca piana", "chest_fly_cable"),
        ("Affondi bulgari con manubri", "bulgarian_split_squat_dumbbell"),
    ],
)
def test_names_in_other_languages_are_read_by_their_words(name, exercise_id):
    assert meaning(name, "an app never seen")["exercise_id"] == exercise_id


@pytest.mark.parametrize(
    ("name", "exercise_id"),
    [
        ("SA DB row", "single_arm_row_dumbbell"),
        ("SA pushdown", "single_arm_triceps_pushdown_cable"),
        ("OHS", "overhead_squat_barbell"),
        ("C2B pull ups", "chest_to_bar_pull_up"),
        ("HSPU", "handstand_push_up"),
        ("SDHP", "sumo_deadlift_high_pull_barbell"),
        ("FFESS", "front_foot_elevated_split_squat"),
        ("TGU", "turkish_get_up_kettlebell"),
        ("Pistols", "pistol_squat"),
        ("Larsen", "larsen_press_barbell"),
        ("Cross-body hammers", "cross_body_hammer_curl_dumbbell"),
        ("Hypers", "back_extension"),
        ("Seated military", "seated_overhead_press_barbell"),
        ("Seitheben KH", "lateral_raise_dumbbell"),
    ],
)
def test_short_forms_are_read(name, exercise_id):
    assert meaning(name, "an app never seen")["exercise_id"] == exercise_id


def test_names_as_lifters_type_them_are_read_in_six_languages():
    names = pd.read_csv(Path(__file__).with_name("typed_names.csv"))
    assert set(names["language"]) == {"English", "German", "French", "Spanish", "Portuguese", "Italian"}
    out = resolve(names[["exported_name"]].assign(app="an app never seen")).set_index("exported_name")
    wrong = names[names["exported_name"].map(out["exercise_id"]) != names["exercise_id"]]
    assert wrong["exported_name"].tolist() == []


@pytest.mark.parametrize(
    ("name", "exercise_id"),
    [
        ("Bnch prs DB", "bench_press_dumbbell"),
        ("Shldr press mach", "shoulder_press_machine"),
        ("Chest supp. row mach.", "chest_supported_row_machine"),
        ("Plank 90s", "plank"),
        ("Bench 3x8-12", "bench_press_barbell"),
        ("Hip thrust (BB, 2s hold)", "hip_thrust_barbell"),
    ],
)
def test_words_without_vowels_or_cut_off_and_counts_in_a_name_are_read(name, exercise_id):
    assert meaning(name, "an app never seen")["exercise_id"] == exercise_id


@pytest.mark.parametrize(
    "name", ["Bst", "Sldr", "Bench hold 20s", "Curls 21s hold", "Lat pu", "B-stance RDL", "Archer row"]
)
def test_what_is_too_short_or_another_movement_stays_unmapped(name):
    assert not meaning(name, "an app never seen")["is_mapped"]


@pytest.mark.parametrize(
    "name", ["Incline press", "Bench tricep", "Reverse row", "Shoulder", "Lower cable fly", "Sumo"]
)
def test_what_another_language_takes_for_granted_decides_no_english_name(name):
    assert not meaning(name, "an app never seen")["is_mapped"]


def test_a_slip_of_the_finger_is_mended_and_costs_confidence():
    slip, plain = meaning("Incline Bnech Press Barbell"), meaning("Incline Bench Press, Barbell")
    assert slip["exercise_id"] == plain["exercise_id"] == "incline_bench_press_barbell"
    assert slip["confidence"] < plain["confidence"] < 1.0


@pytest.mark.parametrize(
    ("name", "never"),
    [
        ("Incline barbell bench", "bench_press_barbell"),
        ("Decline DB press", "bench_press_dumbbell"),
        ("Close grip barbell benching", "bench_press_barbell"),
        ("Romanian deads (barbell)", "deadlift_barbell"),
        ("Romanian deadlift, barbell", "deadlift_barbell"),
        ("Sumo DL", "deadlift_barbell"),
        ("Deficit deadlifts", "deadlift_barbell"),
        ("Rack pulls", "deadlift_barbell"),
        ("Front squats", "squat_barbell"),
        ("Hack squats", "squat_barbell"),
        ("Box squats barbell", "squat_barbell"),
        ("Belt squats", "squat_barbell"),
        ("Goblet squat dumbbell", "squat_dumbbell"),
        ("Single leg press machine", "leg_press_machine"),
        ("Single leg extension machine", "leg_extension_machine"),
        ("One-leg RDL (dumbbell)", "romanian_deadlift_dumbbell"),
        ("Leg curls, seated, machine", "lying_leg_curl_machine"),
        ("Lying hamstring curl machine", "seated_leg_curl_machine"),
        ("Assisted pullups", "pull_up"),
        ("Chin ups assisted", "chin_up"),
        ("Negative pull ups", "pull_up"),
        ("DB bench", "bench_press_barbell"),
        ("Squat dumbbells", "squat_barbell"),
        ("Seated OHP barbell", "overhead_press_barbell"),
        ("Push press barbell", "overhead_press_barbell"),
        ("Single arm overhead press (dumbbell)", "overhead_press_dumbbell"),
        ("Single leg overhead press (kettlebell)", "single_arm_overhead_press_kettlebell"),
        ("Reverse grip lat pulldown", "lat_pulldown_cable"),
        ("Supinated EZ bar curl", "reverse_curl_ez_bar"),
        ("Reverse barbell curl", "biceps_curl_barbell"),
        ("Reverse lunge dumbbell", "lunge_dumbbell"),
        ("Elbow to knee", "knees_to_elbows"),
        ("High to low cable fly", "low_to_high_chest_fly_cable"),
        ("Banded bench press barbell", "bench_press_barbell"),
        ("Squat with chains", "squat_barbell"),
        ("Half squat", "squat_barbell"),
        ("Total weight pull up", "pull_up"),
        ("Lat pulldown (kneeling)", "kneeling_pulldown_band"),
        ("Rope hammers", "hammer_curl_dumbbell"),
        ("Leg press, each leg", "leg_press_machine"),
        ("Single arm cable curl", "biceps_curl_cable"),
        ("Negative bench press", "bench_press_barbell"),
        ("Bench press with chains", "bench_press_barbell"),
        ("Deficit deadlift (dumbbell)", "deadlift_barbell"),
        ("Romanian dead lift, DB", "deadlift_dumbbell"),
        ("Rosca direta barra W", "biceps_curl_barbell"),
        ("Grip curl", "biceps_curl"),
        ("Weighted squat", "squat_barbell"),
        ("Squat (sandbag)", "squat_barbell"),
        ("Squat (suspension)", "squat_barbell"),
        ("Deadlift (band)", "deadlift_barbell"),
        ("Neutral grip dumbbell curl", "biceps_curl_dumbbell"),
        ("Abductor", "hip_abduction_bodyweight"),
        ("Wide grip barbell curl", "biceps_curl_barbell"),
        ("Single arm dumbbell curl", "biceps_curl_dumbbell"),
        ("Kneeling leg curl machine", "lying_leg_curl_machine"),
        ("Behind the back barbell shrug", "shrug_barbell"),
        ("Lateral lunges (dumbbell)", "lunge_dumbbell"),
        ("Front foot elevated split squat", "bulgarian_split_squat"),
    ],
)
def test_no_meaningful_word_is_ever_dropped(name, never):
    assert meaning(name)["exercise_id"] != never


@pytest.mark.parametrize(
    "name", ["Flying leg raise", "Bat squat", "Land bench press", "Squad", "Clear", "Pess", "Boat press (barbell)"]
)
def test_a_word_that_is_not_a_slip_is_not_mended_into_another(name):
    assert not meaning(name)["is_mapped"]


@pytest.mark.parametrize(
    "name",
    ["Row", "Press", "Dumbbell press", "Cable kickbacks", "Raise", "Machine", "Cable", "Abs", "OH", "", "()", "?!"],
)
def test_names_that_could_be_anything_stay_unmapped(name):
    row = meaning(name)
    assert not row["is_mapped"]
    assert row["how"] == "unmapped"
    assert row["exercise_id"] == f"unmapped:{normalise_name(name)}"
    assert row["confidence"] == 0.0


def test_an_unmapped_name_comes_with_its_three_nearest_exercises_best_first():
    candidates = json.loads(meaning("Bench press on the moon (barbell)")["candidates"])
    assert [set(candidate) for candidate in candidates] == [{"exercise_id", "name", "score"}] * 3
    scores = [candidate["score"] for candidate in candidates]
    assert scores == sorted(scores, reverse=True)
    assert candidates[0]["exercise_id"] == "bench_press_barbell"


@pytest.mark.parametrize(
    ("name", "telling"),
    [
        ("Step-up on one heel (band)", "step-up"),
        ("Weight plate shrugs", "shrug"),
        ("Zottman curl into lunge", "zottman"),
        ("Renegade rows over a box", "row"),
    ],
)
def test_the_word_that_tells_most_decides_what_is_nearest(name, telling):
    first = json.loads(meaning(name)["candidates"])[0]
    assert telling in first["name"].lower()


def test_a_name_without_a_known_word_still_has_candidates():
    candidates = json.loads(meaning("Qwertz")["candidates"])
    assert len(candidates) == 3
    assert all(0.0 <= candidate["score"] < 0.5 for candidate in candidates)


def test_a_mapped_name_needs_no_candidates():
    assert pd.isna(meaning("Squat (Barbell)")["candidates"])


def test_the_same_name_may_mean_different_things_to_different_apps():
    ours, other = meaning("Bicep Curl", "liftosaur"), meaning("Bicep Curl", "strong")
    assert ours["exercise_id"] == "biceps_curl_dumbbell"
    assert other["exercise_id"] == "biceps_curl"


def test_a_name_only_another_app_knows_is_taken_from_it_with_less_confidence():
    row = meaning("Shotgun Row", "strong")
    assert row["how"] == "alias of another app"
    assert row["exercise_id"] == meaning("Shotgun Row", "fitbod")["exercise_id"]
    assert row["confidence"] < 1.0


def test_what_apps_disagree_about_is_not_taken_from_either():
    aliases = load_aliases().assign(key=lambda frame: frame["exported_name"].map(normalise_name))
    apps = aliases[aliases["app"] != "any"]
    meanings = apps.groupby("key")["exercise_id"].nunique()
    for key in meanings[meanings > 1].index:
        assert meaning(key, "an app never seen")["how"] != "alias of another app"


def test_a_correction_wins_over_everything_for_its_lifter_only():
    names = pd.DataFrame({"lifter": ["ada", "bo"], "app": "strong", "exported_name": "Squat (Barbell)"})
    corrections = pd.DataFrame(
        {"lifter": ["ada"], "exported_name": ["squat  (barbell)"], "exercise_id": ["front_squat_barbell"]}
    )
    out = resolve(names, corrections).set_index("lifter")
    assert out.loc["ada", ["exercise_id", "how", "confidence"]].tolist() == ["front_squat_barbell", "correction", 1.0]
    assert out.loc["bo", ["exercise_id", "how"]].tolist() == ["squat_barbell", "alias"]


def test_a_correction_without_a_lifter_is_for_everybody_and_an_empty_one_unmaps():
    names = pd.DataFrame({"lifter": ["ada", "bo"], "app": "strong", "exported_name": "Leg Press"})
    corrections = pd.DataFrame({"exported_name": ["Leg Press"], "exercise_id": [""]})
    out = resolve(names, corrections)
    assert out["exercise_id"].tolist() == ["unmapped:leg press"] * 2
    assert out["how"].tolist() == ["correction"] * 2
    assert not out["is_mapped"].any()


def test_a_correction_to_an_unknown_exercise_says_what_to_do():
    corrections = pd.DataFrame({"exported_name": ["My lift"], "exercise_id": ["no_such_lift"]})
    with pytest.raises(ProfileError, match=r"exercises\.csv.*My lift.*no_such_lift.*data/exercises\.csv"):
        resolve(pd.DataFrame({"app": ["strong"], "exported_name": ["My lift"]}), corrections)


def test_there_is_one_row_per_distinct_name_in_the_order_met():
    names = pd.DataFrame({"app": "hevy", "exported_name": ["B", "A", "B"], "sets": [1, 2, 3]})
    out = resolve(names)
    assert out["exported_name"].tolist() == ["B", "A"]
    assert list(out) == ["app", "exported_name", "exercise_id", "is_mapped", "how", "confidence", "candidates"]


def test_no_names_give_no_rows():
    assert resolve(pd.DataFrame({"app": [], "exported_name": []}, dtype="str")).empty


def test_every_catalogue_name_and_general_alias_means_the_same_in_any_word_order():
    aliases = load_aliases()
    general = aliases[aliases["app"] == "any"][["exported_name", "exercise_id"]]
    own = load_exercises().rename(columns={"name": "exported_name"})[["exported_name", "exercise_id"]]
    known = pd.concat([own, general], ignore_index=True)
    asked = known["exported_name"].str.replace(r"(.+) \(([^()]+)\)$", r"\2, \1", regex=True)
    out = resolve(pd.DataFrame({"app": "an app never seen", "exported_name": asked}))
    found = asked.map(out.set_index("exported_name")["exercise_id"])
    wrong = known[(found != known["exercise_id"]) & ~found.str.startswith("unmapped:")]
    assert wrong["exported_name"].tolist() == []


@given(st.text(max_size=40))
def test_any_text_is_answered_with_an_exercise_or_its_own_name(name):
    row = meaning(name)
    assert row["is_mapped"] == (row["exercise_id"] in set(load_exercises()["exercise_id"]))
    assert row["is_mapped"] or row["exercise_id"] == f"unmapped:{normalise_name(name)}"
    assert 0.0 <= row["confidence"] <= 1.0


@pytest.mark.parametrize(
    ("name", "exercise_id"),
    [
        ("Tirage poulie haute", "lat_pulldown"),
        ("Mollets à la presse", "calf_press_on_leg_press_machine"),
        ("Slanci ai cavi", "glute_kickback_cable"),
        ("Trazioni zavorrate", "pull_up"),
        ("Dominadas lastradas", "pull_up"),
        ("Press cerrado", "close_grip_bench_press_barbell"),
        ("Puxada triângulo", "close_grip_lat_pulldown_cable"),
        ("Kreuzheben rumänisch", "romanian_deadlift"),
        ("Kurzhantelbankdrücken", "bench_press_dumbbell"),
    ],
)
def test_machines_are_known_as_gyms_name_them(name, exercise_id):
    assert meaning(name, "an app never seen")["exercise_id"] == exercise_id


@pytest.mark.parametrize("name", ["Cable Kickback", "Boat", "Cat", "Rolling"])
def test_what_one_app_means_by_a_short_word_is_not_what_others_mean(name):
    assert not meaning(name, "an app never seen")["is_mapped"]


def test_a_slip_of_the_finger_is_no_sure_name_and_the_nearest_are_told():
    assert typed("bench press", "me").is_sure
    slip = typed("bnech press", "me")
    assert not slip.is_sure
    assert slip.nearest == ("Bench press (barbell)",)
    assert typed("bech press", "me").nearest
