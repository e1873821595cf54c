"""Tables that are not one row per set: what is guessed of them, what then lands, and what is refused as no sets."""

import zipfile
from pathlib import Path

import pytest

from pipelines.errors import LiftcastError, MappingError
from pipelines.exports.own_tables.mapping import parse_mapping
from pipelines.inbox.mapmaking import make_mapping, write_mapping
from pipelines.landing.ingest import ingest

EASTER = "2026-05-04"


SQUAT = [("2026-05-04", "Squat", 100.0, 5.0)] * 3


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("Date,Exercise,Work\n2026-05-04,Squat,3x5x100\n", SQUAT),
        ("Date,Exercise,Sets x Reps x Weight\n2026-05-04,Squat,1x5x100kg;2x5x100kg\n", SQUAT),
        ("Date,Exercise,Sets x Reps,Weight\n2026-05-04,Squat,3x5,100\n", SQUAT),
        ('Date,Exercise,Weight,Reps\n2026-05-04,Squat,100,"5,5,5"\n', SQUAT),
        ('Date,Exercise,Sets,Reps,Weight\n2026-05-04,Squat,3,"[5,5,5]","[100,100,100]"\n', SQUAT),
        ('Date,Squat,Bench\n2026-05-04,"100,5,5,5",\n', SQUAT),
        ("Date|Squat|Bench\n2026-05-04|100,5,5,5|\n", SQUAT),
        ("Date,Squat,Bench\n2026-05-04,3x5@100,\n", SQUAT),
        ("Datum;Übung;Satz 1;Satz 2;Satz 3\n04.05.2026;Squat;100x5;100x5;100x5\n", SQUAT),
        ("Date,Exercise,Weight,Set 1,Set 2,Set 3\n2026-05-04,Squat,100,5,5,5\n", SQUAT),
        (
            "Date,Lift,Set 1 Reps,Set 1 kg,Set 2 Reps,Set 2 kg,Set 3 Reps,Set 3 kg\n2026-05-04,Squat,5,100,5,100,5,100\n",
            SQUAT,
        ),
        ("Exercise,Sets,Reps,Weight\n2026-05-04 Legs,,,\nSquat,3,5,100\n", SQUAT),
        ("4 May 2026\nExercise,Set 1,Set 2,Set 3\nSquat,100x5,100x5,100x5\n", SQUAT),
        ("Squat,,\nDate,Weight,Reps\n2026-05-04,100,5\n2026-05-04,100,5\n\nBench Press,,\n2026-05-04,80,5\n", [*SQUAT[:2], ("2026-05-04", "Bench Press", 80.0, 5.0)]),
        ("Datum;Kniebeuge;Bankdrücken\n04.05.2026;102,5x5,5;\n", [("2026-05-04", "Kniebeuge", 102.5, 5.0)] * 2),
        ("Date,Squat (kg),Squat reps,Bench (kg),Bench reps\n2026-05-04,100,5,,\n2026-05-04,100,5,,\n2026-05-04,100,5,,\n", SQUAT),
        ("Date,Exercise,Top set kg,Top set reps,Backoff kg,Backoff reps\n2026-05-04,Squat,110,3,100,5\n", [("2026-05-04", "Squat", 110.0, 3.0), SQUAT[0]]),
        ("Date,Exercise,Done\n2026-05-04,Squat,100x5 100x5 100x5\n", SQUAT),
        ('Date,Exercise,Done\n2026-05-04,Squat,"5,5,5 @ 100kg"\n', SQUAT),
        ('Date,Exercise,Done\n2026-05-04,Squat,"[(100,5),(100,5),(100,5)]"\n', SQUAT),
        ("Date,Workout\n2026-05-04,Squat 3x5 100kg\n", SQUAT),
        ("Date,Log\n2026-05-04,Squat: 100kg x 5\n2026-05-04,Squat - 100kg x 5\n2026-05-04,Squat 100kg x 5\n", SQUAT),
        ('Date,Notes\n2026-05-04,"3x5 Squat 100kg, felt heavy"\n', SQUAT),
        ("Friday 1 May 2026\nSquat: 102,5x5\n\nMonday 4 May 2026\nSquat: 100x5, 100x5, 100x5\n", [("2026-05-01", "Squat", 102.5, 5.0), *SQUAT]),
        ("# 2026-05-04\n- Squat 3x5 @ 100kg\n", SQUAT),
        ("Date,Exercise,Work\n2026-05-04,Squat,100kg 3x5\n", SQUAT),
        ("Date,Exercise,Work\n2026-05-04,Squat,3 sets of 5 reps at 100 kg\n", SQUAT),
        ('Date,Exercise,Done\n2026-05-04,Squat,"100x5, 100x5"\n2026-05-04,Squat,"100x5, felt easy"\n', SQUAT),
        ("Date,Exercise,Set 1,Set 2\n2026-05-04,Squat,100x5,100x5\n2026-05-04,Squat,100x5 (slow),\n", SQUAT),
        ("Date;Exercise;Sets\n2026-05-04;Squat;[" + ",".join(['{"reps": 5, "weight": 100}'] * 3) + "]\n", SQUAT),
        ("Date,Squat (kg),Bench press (kg)\n2026-05-04,3x5x100,\n", SQUAT),
        ("Date,Exercise,Weight,Reps,Weight 2,Reps 2,Weight 3,Reps 3\n2026-05-04,Squat,100,5,100,5,100,5\n", SQUAT),
        ("Date,Exercise,Weights,Reps\n2026-05-04,Squat,100-100-100,5-5-5\n", SQUAT),
        ("Date,Exercise,Load,Reps\n2026-05-04,Dip,BW+10,5\n2026-05-04,Dip,BW,8\n2026-05-04,Dip,+20kg,3\n", [("2026-05-04", "Dip", 10.0, 5.0), ("2026-05-04", "Dip", 0.0, 8.0), ("2026-05-04", "Dip", 20.0, 3.0)]),
    ],
)  # fmt: skip
def test_sets_are_read_out_of_any_shape(settings, content, found, mapped, sets_of):
    _, rows = mapped(settings, content)
    assert sets_of(rows) == found


HEADED = ["Date", "Exercise", "Sets", "Reps", "Weight"]


@pytest.mark.parametrize(
    ("sheets", "found"),
    [
        ({"May": [HEADED, [EASTER, "Squat", 3, 5, 100]]}, SQUAT),
        ({"Week 1": [HEADED, [EASTER, "Squat", 2, 5, 100]], "Week 2": [HEADED, [EASTER, "Squat", 1, 5, 100]]}, SQUAT),
        ({"Squat": [["Date", "Weight", "Reps"], [EASTER, 100, 5], [None, 100, 5], [None, 100, 5]], "Bench Press": [["Date", "Weight", "Reps"]]}, SQUAT),
        ({"log": [[EASTER, "Squat", "5x100", "5x100", "5x100"]]}, SQUAT),
    ],
    ids=["one sheet", "a sheet a week", "a sheet a lift", "without a header"],
)  # fmt: skip
def test_workbooks_are_mapped_and_read_sheet_by_sheet(settings, sheets, found, mapped, sets_of):
    _, rows = mapped(settings, sheets, "log.xlsx")
    assert sets_of(rows) == found


STRONG_HEADER = (
    *("Date", "Workout Name", "Duration", "Exercise Name", "Set Order", "Weight", "Reps", "Distance", "Seconds", "RPE"),
)


def open_document(path, sheets):
    """Write a workbook as LibreOffice does, with no more than it needs."""

    def cell(value):
        kind = "float" if isinstance(value, int | float) else "string"
        held = f' office:value="{value}"' if kind == "float" else ""
        return f'<table:table-cell office:value-type="{kind}"{held}><text:p>{value}</text:p></table:table-cell>'

    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
            "</office:body></office:document-content>",
        )


def test_a_workbook_of_libreoffice_is_mapped_and_read_and_an_export_in_one_needs_no_mapping(settings, drop):
    path = drop(settings, "", "log.ods")
    open_document(path, {"May": [HEADED, [EASTER, "Squat", 3, 5, 100]]})
    write_mapping(make_mapping(path, None))
    strong = list(STRONG_HEADER)
    record = ["2026-05-04 18:00:00", "A", "45m", "Squat (Barbell)", 1, 102.5, 5, 0, 0, ""]
    open_document(drop(settings, "", "strong.ods"), {"Sheet1": [strong, record]})
    found = {file.file: (file.app, file.rows_sets, file.error) for file in ingest(settings).files}
    assert found == {"log.ods": ("log", 3, None), "strong.ods": ("strong", 1, None)}


def test_rejected_rows_of_a_workbook_name_their_sheet(settings, mapped):
    sheets = {name: [HEADED, [EASTER, "Squat", 1, 5, load]] for name, load in (("May", 100), ("June", "heavy"))}
    _, rows = mapped(settings, sheets, "log.xlsx")
    (rejected,) = [row for row in rows if row["disposition"] == "rejected"]
    assert (rejected["line"], rejected["raw"]) == (2, "June: 2026-05-04,Squat,1,5,heavy")


def test_a_document_that_is_no_workbook_is_refused(settings, drop):
    path = drop(settings, "", "letter.docx")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
    (file,) = ingest(settings).files
    assert "a zip archive or a damaged workbook" in file.error


def test_what_cannot_be_read_is_rejected_with_its_line_and_text(settings, mapped, sets_of):
    text = "Date,Squat,Bench\n2026-05-04,3x5x100,3x5x80\n2026-05-06,felt tired,3x5x80\n2026-05-08,,\n"
    _, rows = mapped(settings, text)
    (rejected,) = [row for row in rows if row["disposition"] == "rejected"]
    assert (rejected["line"], rejected["raw"]) == (3, "2026-05-06,felt tired,3x5x80")
    assert rejected["reason"] == "squat is not sets x reps x load: found 'felt tired'"
    assert [row["line"] for row in rows if row["reason"] == "empty"] == [4]
    assert len(sets_of(rows)) == 9


def test_lists_of_different_lengths_are_not_paired(settings, mapped):
    _, rows = mapped(settings, 'Date,Exercise,Reps,Weight\n2026-05-04,Squat,"5,5,5","100,105"\n')
    assert [row["reason"] for row in rows] == ["the cells of loads and of reps state different numbers of sets"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("Date,Exercise,Duration (min),Weight\n2026-05-04,Plank,2,0\n", {"seconds": 120.0}),
        ("Fecha,Ejercicio,Duración (min)\n2026-05-04,Plancha,1.5\n", {"seconds": 90.0}),
        ("Date,Exercise,Hold\n2026-05-04,Plank,1 min 30 s\n", {"seconds": 90.0}),
        ("Date,Exercise,Reps,Weight,Rest (min)\n2026-05-04,Squat,5,100,3\n", {"rest_s": 180.0, "seconds": None}),
        ("Date,Exercise,Reps,Weight,rest_sec\n2026-05-04,Squat,5,100,90\n", {"rest_s": 90.0, "seconds": None}),
        ("Date,Exercise,Set,Set Type,Reps,kg\n2026-05-04,Squat,1,Warmup Set,5,60\n", {"set_kind": "warmup"}),
        ("start_time,Exercise,Reps,kg\n2026-05-04T18:30:00+02:00,Squat,5,60\n", {"started_at": "2026-05-04 18:30:00"}),
        ("Date,Start,Lift,Reps,kg\n2026-05-04,2026-05-04T18:30:00+02:00,Squat,5,60\n", {"started_at": "2026-05-04 18:30:00"}),
        ("Date,Lift,Weight %,kg,Reps\n2026-05-04,Squat,80,100,5\n", {"load_value": 100.0}),
        ("Date,Lift,Weight,Kilos,Reps\n2026-05-04,Squat,80%,100,5\n", {"load_value": 100.0}),
        ("Tag,Gerät,kg,Wdh\n2026-05-04,Bankdrücken,80,5\n", {"exported_name": "Bankdrücken"}),
        ("Date,Menu,Weight,Reps\n2026-05-04,Squat,80,5\n", {"exported_name": "Squat"}),
        ("Date,Exercise,Sets,Reps,Weight\n2026-05-04,Squat,1,5,80\n2026-05-04,Squat,2,4,80\n", {"reps": 5.0}),
        ("Date,Exercise,Weight,Reps\n2026-05-04,Squat,100 lbs,5\n", {"load_value": 100.0, "load_unit": "lb"}),
    ],
)  # fmt: skip
def test_columns_are_told_by_what_they_hold(settings, content, told, mapped):
    _, rows = mapped(settings, content)
    assert len(rows) == content.count("2026-05-04\n") or len(rows) == content.count("\n") - 1
    found = {name: rows[0][name] for name in told}
    assert {name: str(value) if name == "started_at" else value for name, value in found.items()} == told


@pytest.mark.parametrize(
    ("content", "column"),
    [
        ("Date,Exercise,Reps,Weight,Duration (min)\n2026-05-04,Squat,5,100,60\n2026-05-04,Squat,5,100,60\n", "Duration (min)"),
        ("Date,Exercise,Reps,Weight,Rest\n2026-05-04,Squat,5,100,3\n2026-05-04,Squat,5,100,2\n", "Rest"),
        ("Date,Exercise,Reps,Weight,Type\n2026-05-04,Squat,5,100,work\n2026-05-04,Squat,5,100,myo\n", "Type"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_left_and_told_with_what_would_follow(settings, content, column, mapped, sets_of):
    made, rows = mapped(settings, content)
    assert len(made.left) == 1
    assert column in made.left[0]
    assert f'"{column}"' not in made.text.partition("[columns]")[2]
    assert len(sets_of(rows)) == 2


@pytest.mark.parametrize(
    "content",
    [
        "Date,Exercise,Work\n2026-05-04,Pull Up,5x10\n2026-05-06,Pull Up,4x8\n",
        "Date,Exercise,Sets,Reps,Weight\n2026-05-04,Squat,5,40,100\n2026-05-06,Squat,5,35,100\n",
        "Date,Workout\n2026-05-04,Did 3x5 of it 100kg\n2026-05-06,Then 3x5 of that 80kg\n",
    ],
)
def test_what_makes_sets_is_never_taken_unless_it_is_sure(settings, content, drop):
    with pytest.raises(MappingError, match="Not sure, and so not taken"):
        make_mapping(drop(settings, content), None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("date,exercise,total_sets,total_reps,max_weight\n2026-05-04,Squat,5,40,80\n", "is a summary"),
        ("Datum;Übung;Sätze;Wdh gesamt;Max Gewicht\n04.05.2026;Kniebeuge;5;40;80\n", "is a summary"),
        ("Fecha,Ejercicio,Series,Reps totales,Peso máximo\n2026-05-04,Sentadilla,5,40,80\n", "is a summary"),
        ("Date,Workout,Exercises,Sets,Volume (kg)\n2026-05-04,Push,5,20,8000\n", "is a summary"),
        ("Week,Exercise,Best weight (lb),Est 1RM\n2026-05-04,Squat,225,260\n", "is a summary"),
        ("Date,Exercise,Sets,Reps,Weight,Volume\n2026-05-04,Squat,5,40,80,3200\n", "those of all sets together"),
        ("Date,Activity,Calories (kcal),Heart rate (bpm)\n2026-05-04,Strength Training,350,110\n", "holds no sets"),
        ('[{"day": "2026-05-04", "lifts": [{"reps": 5, "weight": 80}]}]', "is JSON"),
        ("%PDF-1.7\n1 0 obj\n", "is a PDF"),
        ("com.samsung.shealth.exercise,6,2\nstart_time,duration\n2026-05-04 10:00:00.000,300\n", "Samsung Health's table"),
        ("Lift,2026-05-04,2026-05-11\nSquat,3x5@100,3x5@105\n", "a column for each day or week"),
        ("Lift,Week 1,Week 2\nSquat,3x5@100,3x5@105\n", "a column for each day or week"),
        ("Week of 2026-05-04,,,\nLift,Mon,Wed,Fri\nSquat,3x5@100,,3x5@105\n", "a column for each day or week"),
        ("Date,Squat,Bench Press\n2026-05-04,140,100\n2026-05-11,142.5,102.5\n", None),
    ],
)  # fmt: skip
def test_a_file_without_sets_is_refused_for_what_it_is_and_no_advice_makes_it_worse(settings, content, said, drop):
    path = drop(settings, content)
    (file,) = ingest(settings).files
    assert said is None or said in file.error
    assert "put this line" not in file.error
    with pytest.raises(LiftcastError, match=r"no table|no sets|no single sets|JSON|PDF|each day|maxima"):
        make_mapping(path, None)


@pytest.mark.parametrize("column", ["Target,3x8", "Tempo,3-1-1", "Notes,5x5 next time", "Plan,100x5"])
def test_plans_tempos_and_remarks_are_no_sets(settings, column, mapped, sets_of):
    name, cell = column.split(",")
    made, rows = mapped(settings, f"Date,Exercise,Weight,Reps,{name}\n2026-05-04,Squat,100,5,{cell}\n")
    assert "[sets]" not in made.text
    assert sets_of(rows) == SQUAT[:1]


def test_a_real_set_beside_a_volume_is_no_summary(settings, mapped, sets_of):
    _, rows = mapped(settings, "Date,Exercise,Sets,Reps,Weight,Volume,1RM\n2026-05-04,Squat,3,5,100,1500,115\n")
    assert sets_of(rows) == SQUAT


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"Day" = "reps"', '"Day" = "reps and load"', "is 'reps and load'"),
        ('"Day" = "reps"', '"Days" = "reps"', "which is not in the header"),
        ('"Day" = "reps"', '"Day" = { written = "reps", lift = "x" }', "does not know lift"),
        ('headings = "date"', 'headings = "day"', "write one of 'date', 'exercise'"),
        ('headings = "date"', 'sheets = "week"', "write one of 'all', 'exercise', 'workout'"),
        ('headings = "date"', 'carried = "date"', "write a list"),
    ],
)
def test_a_shape_that_cannot_be_used_says_what_to_write(old, new, said):
    text = 'header = "Move,Day"\nheadings = "date"\n[columns]\nexercise = "Move"\n[sets]\n"Day" = "reps"\n'
    assert parse_mapping(text, "x").shape
    with pytest.raises(MappingError) as raised:
        parse_mapping(text.replace(old, new), "x.mapping.toml")
    assert said in str(raised.value)


def test_a_mapping_of_a_shape_reads_later_files_too(settings, drop, mapped):
    mapped(settings, "Date,Squat,Bench\n2026-05-04,3x5x100,\n")
    drop(settings, "Date,Squat,Bench\n2026-05-11,3x5x105,3x5x80\n", "later.csv")
    (file,) = ingest(settings).files
    assert (file.app, file.rows_sets) == ("table", 6)
    assert Path(settings.inbox / "ann" / "table.mapping.toml").is_file()


@pytest.mark.parametrize(
    ("written", "started_at"),
    [
        ("1777917600", "2026-05-04 18:00:00"),
        ("1777917600000", "2026-05-04 18:00:00"),
        ("46146", "None"),
        ("46146.75", "2026-05-04 18:00:00"),
    ],
)
@pytest.mark.parametrize("header", ["Date", "timestamp"])
def test_numbers_that_count_up_to_a_date_are_dates(settings, header, written, started_at, mapped, sets_of):
    _, rows = mapped(settings, f"{header},Exercise,Weight (kg),Reps\n{written},Squat,100,5\n")
    assert sets_of(rows) == [SQUAT[0]]
    assert str(rows[0]["started_at"]) == started_at


def test_a_time_beside_a_distance_is_how_long_it_took(settings, mapped):
    _, rows = mapped(settings, "Date,Exercise,Distance (km),Time\n2026-05-04,Running,5.2,28:10\n")
    assert [(row["seconds"], row["started_at"]) for row in rows] == [(1690.0, None)]


@pytest.mark.parametrize(
    ("column", "load", "said"),
    [
        ("Weight per side", "20", "half"),
        ("Assistance (kg)", "20", "taken off"),
        ("Weight (st)", "20", "stone"),
        ("Gewicht ohne Stange", "20", "lacks the bar"),
        ("Load", "0.8", "share"),
        ("Load %", "80 %", "share"),
        ("Weight", "1500", "volume"),
    ],
)
def test_a_load_that_is_not_the_whole_load_is_not_taken_for_it(settings, column, load, said, mapped):
    with pytest.raises(MappingError, match=said):
        mapped(settings, f"Date,Exercise,{column},Reps\n2026-05-04,Dip,{load},8\n")


def test_a_remark_beside_sets_is_told(settings, mapped):
    _, rows = mapped(settings, 'Date,Notes\n2026-05-04,"Squat 3x5 100kg, felt heavy, good depth"\n')
    assert [row["reason"] for row in rows if row["disposition"] != "set"] == ["remark", "remark"]


def test_sets_whose_loads_cannot_be_read_are_not_taken_without_them(settings, drop):
    content = 'Date,Exercise,Load,Reps\n2026-05-04,Squat,"100,105","5,5"\n2026-05-04,Dip,two plates,"8,8"\n'
    made = make_mapping(drop(settings, content + content[24:56]), None)
    write_mapping(made)
    (file,) = ingest(settings).files
    assert (file.rows_sets, file.rows_rejected) == (4, 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Name,Date,Exercise,Weight,Reps\nAnn,2026-05-04,Squat,60,5\nBob,2026-05-04,Squat,100,5\n", "Ann.*are people"),
        ("User,Date,Exercise,Weight,Reps\nann,2026-05-04,Squat,60,5\nbob,2026-05-04,Squat,100,5\n", "may be a person"),
        ("Date,Exercise,Weight,Left reps,Right reps\n2026-05-04,Split squat,20,8,7\n", "one side alone"),
        ("Datum;Übung;Gewicht;Wdh links;Wdh rechts\n2026-05-04;Rudern;20;8;7\n", "one side alone"),
        ("Date,Exercise,Weight,Reps\n2026-05-04,Squat,100,5+5+5\n", "read as no reps"),
        ("Date,Exercise,Weight,Reps\n2026-05-04,Squat,100+chains,5\n", "read as no load"),
        ("Date,Exercise,Weight,Reps,Weight,Reps\n2026-05-04,Squat,100,5,105,3\n", "2 columns are called Weight"),
        ("Date,Exercise,Weight,Reps,Completed\n2026-05-04,Squat,100,5,TRUE\n2026-05-04,Squat,100,5,FALSE\n", "not done"),
        ('Date,Exercise,Sets\n2026-05-04,Squat,"100@5,100@5"\n', "2 sets of 5 with 100"),
        ("Date,Exercise,Weight,Unit,Reps\n2026-05-04,Squat,100,kg,5\n2026-05-04,Squat,9,stone,5\n", "no unit of loads"),
        ("Date,Exercise,Load kg,Load lb,Reps\n2026-05-04,Squat,100,,5\n2026-05-04,Squat,,225,5\n", "Load lb 225 stands"),
        ("Date,Exercise,Weight,Reps (L/R)\n2026-05-04,Split squat,20,8/8\n", "one set on each side"),
        ("Date,Exercise,Drop 1,Drop 2\n2026-05-04,Curl,15x10,10x8\n", "15 sets of 10"),
    ],
)  # fmt: skip
def test_what_only_a_person_can_say_is_not_taken_for_granted(settings, content, said, drop):
    with pytest.raises(MappingError, match=said):
        make_mapping(drop(settings, content), None)


def test_warm_ups_in_a_column_of_their_own_are_left_and_told(settings, mapped, sets_of):
    content = "Date,Exercise,Warm-up,Work\n2026-05-04,Squat,1x5x60,3x5x100\n"
    made, rows = mapped(settings, content)
    assert "its sets are warm-ups" in made.left[0]
    assert sets_of(rows) == SQUAT


def test_warm_ups_that_are_told_by_the_number_of_the_set_are_warm_ups(settings, mapped):
    content = (
        "Date,Exercise,Set,Weight,Reps\n2026-05-04,Squat,W1,60,5\n2026-05-04,Squat,1,100,5\n2026-05-04,Squat,2,100,5\n"
    )
    _, rows = mapped(settings, content)
    assert [row["set_kind"] for row in rows] == ["warmup", "working", "working"]


def test_a_table_in_words_not_known_is_never_read_as_body_weights(settings, drop):
    content = "Datum;Naam;Weight;Kurtotal;Zeta\n04.05.2026;Yuk;100;5;3\n11.05.2026;Kuk;80;8;4\n"
    with pytest.raises(MappingError):
        make_mapping(drop(settings, content), None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Week,Day,Exercise,Sets,Reps,Weight\n1,1,Squat,3,5,100\n", "Write the day of each set"),
        ("2026-05-04,Squat,100,5\n2026-05-04,Squat,100,5\n", "no line that names its columns"),
        ("Date,Exercise,Sets,Reps,Weight\n2026-05-04,Squat,3,8-10,100\n", "is a range, which a plan states"),
    ],
)
def test_what_a_table_lacks_is_said(settings, content, said, drop):
    with pytest.raises(MappingError, match=said):
        make_mapping(drop(settings, content), None)


def test_a_table_that_speaks_for_itself_is_refused_with_the_command_that_reads_it(settings, drop):
    drop(settings, "date,exercise,sets,reps,weight,rpe,comment\n2026-05-04,Squat,3,5,100,8,ok\n")
    (file,) = ingest(settings).files
    assert "`liftcast ingest --map FILE --yes` reads it" in file.error
