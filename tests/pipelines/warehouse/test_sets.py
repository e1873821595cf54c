"""Landed rows in, sets out: units, kinds of load, warm-ups, typing errors, estimates."""

from datetime import date, timedelta

import pytest

from models.one_rm import rep_max

DAY = timedelta(days=1)
FIRST = date(2024, 1, 1)
POUND = 0.45359237


@pytest.fixture
def logged(make_set):
    return make_set


def test_loads_in_lb_become_kg(warehouse, logged):
    warehouse.land([logged(load=135, load_unit="lb"), logged(load=60, load_unit="kg")])
    assert warehouse.ask("select load_kg from sets order by ordinal") == [(135 * POUND,), (60,)]
    assert warehouse.ask("select weight_unit, unit_source from imports") == [("kg+lb", "file")]


def test_a_converted_load_stays_what_it_says(warehouse, logged):
    warehouse.land([logged(load=61.23492, load_unit="kg"), logged(load=83.91458845, load_unit="kg")])
    assert warehouse.ask("select load_kg from sets order by 1") == [(61.23492,), (83.91458845,)]
    assert warehouse.ask("select unit from lifters") == [("lb",)]


def test_the_profile_settles_a_unit_the_export_does_not_say(warehouse, logged):
    warehouse.land([logged(load=100, load_unit=None)])
    warehouse.profile('unit = "lb"')
    assert warehouse.ask("select load_kg from sets") == [(100 * POUND,)]
    assert warehouse.ask("select weight_unit, unit_source from imports") == [("lb", "profile")]


def test_added_body_weight_counts_by_the_share_of_the_exercise(warehouse, logged):
    warehouse.land([logged(exercise="Push Up", load=10), logged(exercise="Push Up", load=None)])
    warehouse.profile("body_weight_kg = 80")
    share = warehouse.ask("select body_weight_share from exercises")[0][0]
    assert 0 < share <= 1
    assert warehouse.ask("select load_kg, effective_load_kg from sets order by ordinal") == [
        (10, 80 * share + 10),
        (None, 80 * share),
    ]


def test_without_a_known_body_weight_nothing_is_made_up(warehouse, logged):
    warehouse.land([logged(exercise="Pull Up", load=None), logged(exercise="Pull Up (Assisted)", load=20)])
    assert warehouse.ask("select distinct effective_load_kg, one_rm_kg from sets") == [(None, None)]
    assert warehouse.ask("select sum(working_sets), count(epley_kg) from daily_lifts") == [(2, 0)]


def test_assistance_runs_backwards_whichever_sign_it_carries(warehouse, logged):
    for lifter, load in (("plus", 20), ("minus", -20)):
        warehouse.land([logged(exercise="Pull Up (Assisted)", load=load)], lifter=lifter)
        warehouse.profile("body_weight_kg = 80", lifter)
    share = warehouse.ask("select body_weight_share from exercises")[0][0]
    assert warehouse.ask("select load_kind, effective_load_kg from sets") == [("assisted", 80 * share - 20)] * 2


def test_rows_that_carry_a_body_weight_are_believed_from_their_day_on(warehouse, logged):
    rows = [
        logged(FIRST + place * DAY, exercise="Pull Up", load=0, body_weight_kg=weight)
        for place, weight in enumerate([None, 80, None, 90])
    ]
    warehouse.land(rows)
    share = warehouse.ask("select body_weight_share from exercises")[0][0]
    effective = [load for (load,) in warehouse.ask("select effective_load_kg from sets order by day")]
    assert effective == [None, 80 * share, 80 * share, 90 * share]
    assert warehouse.ask("select body_weight_kg from lifters") == [(90,)]


def test_body_weight_that_the_app_added_is_taken_off_again(warehouse, logged):
    whole = {"load_includes_body_weight": True}
    warehouse.land(
        [
            logged(exercise="Chest Dip", load=82.5, **whole),
            logged(exercise="Chest Dip", load=92.5, **whole),
            logged(exercise="Bench Press (Barbell)", load=100, **whole),
        ]
    )
    assert warehouse.ask("select load_kg from sets order by ordinal") == [(0,), (10,), (100,)]
    assert warehouse.ask("select body_weight_kg from lifters") == [(82.5,)]


def test_such_an_export_that_adds_no_body_weight_is_left_alone(warehouse, logged):
    whole = {"load_includes_body_weight": True}
    warehouse.land([logged(exercise="Chest Dip", load=load, **whole) for load in (0, 10)])
    assert warehouse.ask("select load_kg from sets order by ordinal") == [(0,), (10,)]
    assert warehouse.ask("select body_weight_kg from lifters") == [(None,)]


def test_warm_ups_are_found_where_the_export_marks_none(warehouse, logged):
    warehouse.land([logged(load=load) for load in (40, 60, 100, 100, 50)])
    assert [kind for (kind,) in warehouse.ask("select set_kind from sets order by ordinal")] == [
        "warmup",
        "warmup",
        "working",
        "working",
        "working",
    ]


def test_an_export_that_marks_warm_ups_is_taken_at_its_word(warehouse, logged):
    warehouse.land([logged(load=20, set_kind="warmup"), logged(load=40), logged(load=100)])
    assert warehouse.ask("select set_kind from sets order by ordinal") == [("warmup",), ("working",), ("working",)]


def test_an_extra_digit_is_suspect_and_counts_nowhere(warehouse, logged):
    rows = [logged(FIRST + day * DAY, load=100) for day in range(5)]
    warehouse.land([*rows, logged(FIRST + 5 * DAY, load=1000), logged(FIRST + 5 * DAY, load=100)])
    assert warehouse.ask("select load_kg, one_rm_kg from sets where is_suspect") == [(1000, None)]
    assert warehouse.ask("select max(top_load_kg), max(epley_kg) < 120 from daily_lifts") == [(100, True)]


def test_a_new_level_held_all_day_is_no_typing_error(warehouse, logged):
    rows = [logged(FIRST + day * DAY, load=40) for day in range(5)]
    warehouse.land([*rows, *[logged(FIRST + 5 * DAY, load=95)] * 3])
    assert warehouse.ask("select count(*) from sets where is_suspect") == [(0,)]


def test_what_comes_later_changes_no_earlier_set(warehouse, logged):
    rows = [logged(FIRST + day * DAY, load=load) for day, load in enumerate([100, 100, 100, 350, 100, 100])]
    known = "select day, is_suspect, set_kind, one_rm_kg from sets where day <= date '2024-01-04' order by all"
    warehouse.land(rows[:4])
    before = warehouse.ask(known)
    warehouse.entries.clear()
    warehouse.land(rows + [logged(FIRST + day * DAY, load=350) for day in range(10, 20)])
    assert warehouse.ask(known) == before
    assert before[-1][1]


def test_one_rm_comes_from_reps_and_what_was_left(warehouse, logged):
    warehouse.land([logged(load=100, reps=5), logged(load=100, reps=5, rir=2), logged(load=100, reps=5, rpe=8)])
    fresh, rated, by_rpe = warehouse.ask("select one_rm_kg, one_rm_se from sets order by ordinal")
    share = rep_max.share_of_one_rm(5, "bench")
    assert fresh[0] == pytest.approx(100 / share)
    assert fresh[1] == pytest.approx(fresh[0] * 0.05)
    assert rated == by_rpe
    assert rated[0] > fresh[0]


def test_what_says_nothing_of_one_rm_gives_none(warehouse, logged):
    silent = [{"reps": 13}, {"reps": 0}, {"reps": None, "seconds": 30.0}, {"set_kind": "warmup"}, {"load": 0}]
    for number, said in enumerate(silent):
        warehouse.land([logged(**said)], lifter=f"lifter {number}")
    assert warehouse.ask("select one_rm_kg, one_rm_se from sets") == [(None, None)] * len(silent)


def test_load_and_reps_in_each_others_place_say_nothing_of_strength(warehouse, logged):
    rows = [logged(FIRST + day * DAY, load=100) for day in range(3)]
    warehouse.land([*rows, logged(FIRST + 3 * DAY, load=5, reps=100), logged(FIRST + 3 * DAY, load=100)])
    assert warehouse.ask("select one_rm_kg from sets where reps = 100") == [(None,)]
    assert warehouse.ask("select count(*) from sets") == [(5,)]


def test_a_negative_load_is_kept_as_suspect_and_stops_nothing(warehouse, logged):
    warehouse.land([logged(load=-20), logged(load=80)])
    assert warehouse.ask("select is_suspect from sets order by ordinal") == [(True,), (False,)]


def test_a_name_nobody_knows_stays_usable_under_its_own(warehouse, logged):
    warehouse.land([logged(exercise="Grandfather's Lever 7")])
    assert warehouse.ask("select exercise_id like 'unmapped:%', one_rm_kg > 100 from sets") == [(True, True)]
    assert warehouse.ask("select exported_name, sets from unmapped_exercises") == [("Grandfather's Lever 7", 1)]
    assert warehouse.ask("select name, is_mapped from exercises") == [("Grandfather's Lever 7", False)]


def test_a_lifters_correction_is_applied_to_the_whole_history(warehouse, logged):
    warehouse.land([logged(exercise="Grandfather's Lever 7")])
    before = warehouse.build()
    folder = warehouse.settings.inbox / "ann"
    folder.mkdir(parents=True)
    (folder / "exercises.csv").write_text("exported_name,exercise_id\nGrandfather's Lever 7,bench_press_barbell\n")
    assert warehouse.ask("select exercise_id from sets") == [("bench_press_barbell",)]
    assert warehouse.build().key != before.key


def test_small_files_that_cannot_be_used_are_listed_and_stop_nobody(warehouse, logged):
    useless = {
        "ann": ("profile.toml", 'unit = "stone"', "stone"),
        "bea": ("exercises.csv", "exported_name,exercise_id\nBench,no_such_lift\n", "no_such_lift"),
        "cem": ("exercises.csv", "name,exercise\nBench,no_such_lift\n", "no column exported_name"),
        "dan": ("exercises.csv", "", "cannot be read"),
    }
    for lifter in (*useless, "eva"):
        warehouse.land([logged()], lifter=lifter)
    for lifter, (file, text, _) in useless.items():
        folder = warehouse.settings.inbox / lifter
        folder.mkdir(parents=True)
        (folder / file).write_text(text)
    assert warehouse.ask("select count(*) from sets") == [(5,)]
    listed = warehouse.ask("select lifter, file, error from imports where error is not null order by lifter")
    assert [row[:2] for row in listed] == [(lifter, file) for lifter, (file, _, _) in useless.items()]
    assert all(found in error for (*_, error), (_, _, found) in zip(listed, useless.values(), strict=True))


def test_small_files_straight_in_the_inbox_are_of_me(warehouse, logged):
    for lifter in ("me", "ann"):
        warehouse.land([logged()], lifter=lifter)
    warehouse.settings.inbox.mkdir(parents=True)
    (warehouse.settings.inbox / "profile.toml").write_text('sex = "M"')
    assert warehouse.ask("select lifter, sex from lifters order by all") == [("ann", None), ("me", "M")]
