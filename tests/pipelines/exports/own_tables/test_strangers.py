"""Tables as strangers write them: what is read, what is asked, and what never passes for something else."""

import zipfile
from datetime import date

import pytest

from pipelines.errors import MappingError
from pipelines.landing.ingest import ingest

SQUAT = ("2026-05-04", "Squat", 100.0, 5.0)
BENCH = ("2026-05-06", "Bench Press", 60.0, 8.0)
DONE = "Date,Exercise,Done\n"
PLAIN = "Date,Exercise,Weight,Reps\n"


@pytest.mark.parametrize(
    ("cells", "efforts"),
    [
        (("100x5 @8", "60x8 @9"), ["8", "9"]),
        (("1x5x100@8", "1x8x60@8.5"), ["8", "8.5"]),
        (("100 x 5 RPE 8", "60 x 8 @RPE9"), ["8", "9"]),
        (("100kg x 5 (RPE 8)", "60kg x 8, RPE 9"), ["8", "9"]),
    ],
)
def test_an_effort_behind_a_set_is_no_figure_of_it(settings, cells, efforts, mapped, sets_of):
    _, rows = mapped(settings, DONE + f'2026-05-04,Squat,{cells[0]}\n2026-05-06,Bench Press,"{cells[1]}"\n')
    assert sets_of(rows) == [SQUAT, BENCH]
    assert [f"{row['rpe']:g}" for row in rows] == efforts


def test_reps_in_reserve_are_told_behind_a_set(settings, mapped):
    _, (row,) = mapped(settings, DONE + "2026-05-04,Squat,100kg x 5 (RIR 2)\n")
    assert (row["load_value"], row["reps"], row["rir"]) == (100, 5, 2)


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("100x5 > 80x8", ["working", "drop"]),
        ("100x5 -> 80x8", ["working", "drop"]),
        ("100x5 → 80x8", ["working", "drop"]),
        ("W: 60x5; 100x5", ["warmup", "working"]),
        ("100x5; drop: 80x8", ["working", "drop"]),
    ],
)
def test_arrows_and_words_before_sets_tell_their_kind(settings, written, kinds, mapped):
    _, rows = mapped(settings, DONE + f"2026-05-04,Squat,{written}\n")
    assert [row["set_kind"] for row in rows] == kinds
    assert {row["disposition"] for row in rows} == {"set"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (DONE + "2026-05-04,Squat,3x5@8\n2026-05-06,Squat,3x5@9\n", "'3x5@8' is a load, or an RPE"),
        (DONE + "2026-05-04,Squat,3/10 60kg\n2026-05-06,Squat,3/8 65kg\n", "3 sets of 10"),
        (DONE + '2026-05-04,Squat,"12,10,8 (60)"\n2026-05-06,Squat,"12,10,8 (90)"\n', "a rest of 60 s"),
        (PLAIN + "2026-05-04,Lunge,20,8/8\n2026-05-06,Lunge,20,9/9\n", "one set on each side"),
        ("Date,Exercise,Sets,Reps,Weight\n2026-05-04,Squat,3,15,100\n2026-05-06,Row,2,20,50\n", "in all sets together"),
        ("Date,Exercise,Weight,Reps,Status\n2026-05-04,Squat,100,5,done\n2026-05-06,Squat,100,5,skipped\n", "not done"),
        ("Week,Day,Exercise,Weight,Reps\n2026-W19,Wed,Squat,100,5\n", "needs date"),
    ],
)
def test_what_may_mean_two_things_is_asked_with_what_would_follow(settings, content, said, mapped):
    with pytest.raises(MappingError, match=said):
        mapped(settings, content)


@pytest.mark.parametrize(
    "content",
    [
        PLAIN + "2026-05-04,Squat,100,5\n2026-05-06,Bench Press,60,8\nTotal,,160,13\n",
        PLAIN + "2026-05-04,Squat,100,5\n,Total,100,5\n2026-05-06,Bench Press,60,8\n,Average,60,8\n",
        "Datum;Übung;kg;Wdh\n04.05.2026;Squat;100;5\n04.05.2026;Summe;100;5\n06.05.2026;Bench Press;60;8\n",
    ],
)
def test_a_row_that_sums_up_others_is_no_set(settings, content, mapped, sets_of):
    _, rows = mapped(settings, content)
    assert sets_of(rows) == [SQUAT, BENCH]
    assert {row["reason"] for row in rows if row["disposition"] != "set"} == {"sum"}


@pytest.mark.parametrize(
    "content",
    [
        PLAIN + "04-May-26,Squat,100,5\n06-May-26,Bench Press,60,8\n",
        "Date,Exercise,W1,R1,W2,R2\n2026-05-04,Squat,100,5,,\n2026-05-06,Bench Press,,,60,8\n",
        "Date,Exercise" + ",Weight,Reps" * 3 + "\n2026-05-04,Squat,100,5,,,,\n2026-05-06,Bench Press,60,8,,,,\n",
        "Date,Exercise,weight_kg,rep_count\n2026-05-04,Squat,100,5\n2026-05-06,Bench Press,60,8\n",
        "Datum;Cvik;Série;Opakování;Váha\n4.5.2026;Squat;1;5;100\n6.5.2026;Bench Press;1;8;60\n",
        "2026-05-04\nSquat\n100x5\n\n2026-05-06\nBench Press\n60x8\n",
        {"2026-05-04": [["Exercise", "kg", "Reps"], ["Squat", 100, 5]],
         "Wed 06.05.2026": [["Exercise", "kg", "Reps"], ["Bench Press", 60, 8]]},
        {"Readme": [["My log"], ["in kg"]],
         "Log": [["Date", "Exercise", "kg", "Reps"], [date(2026, 5, 4), "Squat", 100, 5], [date(2026, 5, 6), "Bench Press", 60, 8]]},
        {"Best": [["Exercise", "PR", "Date"], ["Squat", 140, date(2026, 5, 4)]],
         "Log": [["Date", "Exercise", "kg", "Reps"], [date(2026, 5, 4), "Squat", 100, 5], [date(2026, 5, 6), "Bench Press", 60, 8]]},
    ],
)  # fmt: skip
def test_other_shapes_and_words_are_read(settings, content, mapped, sets_of):
    _, rows = mapped(settings, content, "table.csv" if isinstance(content, str) else "table.xlsx")
    assert sets_of(rows) == [SQUAT, BENCH]


def test_a_column_beside_numbered_ones_is_a_further_set(settings, mapped):
    _, rows = mapped(settings, "Date,Exercise,Set 1,Set 2,Joker\n2026-05-04,Squat,90x5,95x5,100x5\n")
    assert [row["load_value"] for row in rows] == [90, 95, 100]


def test_a_column_of_sets_counts_them_or_numbers_them_by_its_figures(settings, mapped, sets_of):
    _, rows = mapped(settings, "Date,Exercise,Set,kg,Reps\n2026-05-04,Squat,2,100,5\n2026-05-04,Squat,1,100,5\n")
    assert sets_of(rows) == [SQUAT] * 2


def test_a_count_that_stands_beside_each_set_is_not_taken_again(settings, mapped, sets_of):
    _, rows = mapped(settings, "Date,Exercise,Sets,kg,Reps\n" + "2026-05-04,Squat,3,100,5\n" * 3)
    assert sets_of(rows) == [SQUAT] * 3


def test_a_document_of_numbers_is_refused_as_one_file_with_what_to_do(settings):
    path = settings.inbox / "ann" / "log.numbers"
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("Index/Document.iwa", b"\0")
        book.writestr("Metadata/Properties.plist", b"bplist00")
    (file,) = ingest(settings).files
    assert "in Numbers, export it as CSV or as Excel" in file.error


def test_workouts_of_a_phone_without_measurements_are_told_as_such(settings):
    path = settings.inbox / "ann" / "export.xml"
    path.parent.mkdir(parents=True)
    workout = '<Workout workoutActivityType="HKWorkoutActivityTypeTraditionalStrengthTraining" duration="60"/>'
    path.write_text(
        f'<?xml version="1.0"?>\n<HealthData locale="en_GB">\n {workout}\n</HealthData>\n', encoding="utf-8"
    )
    (file,) = ingest(settings).files
    assert "wholes without sets" in file.error
