"""Mapping files: what they may say, what is said when they are wrong, and what a table's columns are guessed to be."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import MappingError
from pipelines.exports.own_tables.guess_workouts import guess
from pipelines.exports.own_tables.mapping import mapping_toml, parse_mapping
from pipelines.exports.own_tables.pages import signature_of
from pipelines.exports.reading.source import Source

GOOD = """
header = 'Day;Move;Kilos;Times'
app = "diary"
[columns]
date = "Day"
exercise = "Move"
load = "Kilos"
reps = "Times"
"""


def table(tmp_path: Path, text: str, name: str = "diary.csv") -> Source:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return Source(path, name)


def test_a_mapping_recognises_its_header_however_it_is_quoted_or_separated(tmp_path):
    mapping = parse_mapping(GOOD, "diary.mapping.toml")
    for header in ("Day;Move;Kilos;Times", '"Day","Move","Kilos","Times"', "\ufeffday\tMOVE\tkilos\ttimes"):
        assert mapping.recognises(table(tmp_path, f"{header}\n1\n"))
    for header in ("Day;Move;Kilos", "Move;Day;Kilos;Times", "Day;Move;Kilos;Times;RPE"):
        assert not mapping.recognises(table(tmp_path, f"{header}\n1\n"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("header = 'Day;Move;Kilos;Times'", "", "header is missing"),
        ("app = ", "app ", "not TOML"),
        ('"diary"', '"Di ary"', "app is 'Di ary'; write small letters"),
        ('app = "diary"', "app = 3", "app is 3; write a text"),
        ('app = "diary"', 'unit = "kg"', "does not know unit"),
        ('app = "diary"', 'load_unit = "stone"', "load_unit is 'stone'; write one of 'kg', 'lb'"),
        ('app = "diary"', 'dates = "american"', "dates is 'american'; write one of 'day first'"),
        ('app = "diary"', 'delimiter = "::"', "write one character"),
        ('app = "diary"', 'distance_unit = "furlong"', "distance_unit is 'furlong'"),
        ('app = "diary"', 'nothing = "NA"', "write a list of texts"),
        ("[columns]", "[column]", "does not know column"),
        ('load = "Kilos"', 'weight = "Kilos"', "does not know weight; it may hold lifter, date"),
        ('load = "Kilos"', 'load = "Kilo"', "load is 'Kilo', which is not in the header: Day, Move, Kilos, Times"),
        ('load = "Kilos"', 'load = "Times"', "'Times' is named twice"),
        ("Kilos;Times", "Kilos;Kilos;Times", "which stands 2 times in the header"),
        ('reps = "Times"', "", "needs reps, seconds or distance"),
        ('exercise = "Move"', "", 'write exercise = "Squat" on top'),
        ('reps = "Times"', 'reps = "Times"\n[set_kinds]\nx = "hard"', "'x' is 'hard'; write drop, failure"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_what_to_write_instead(old, new, said):
    with pytest.raises(MappingError) as raised:
        parse_mapping(GOOD.replace(old, new, 1), "diary.mapping.toml")
    assert str(raised.value).startswith("diary.mapping.toml: ")
    assert said in str(raised.value)


def test_whatever_is_changed_in_a_mapping_gives_it_another_version_and_a_comment_does_not():
    before = parse_mapping(GOOD, "a").version
    assert parse_mapping(f"# mine\n{GOOD}", "b").version == before
    assert parse_mapping(GOOD.replace('app = "diary"', 'app = "diary"\nload_unit = "lb"'), "a").version != before


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(str.strip)


@given(kinds=st.dictionaries(TEXTS, st.sampled_from(["warmup", "drop", "not a set"])), nothing=st.lists(TEXTS))
def test_what_is_written_is_read_back_just_so(kinds, nothing):
    stated = {
        "header": 'Day,"Move, all",Kilos,Times',
        "app": "diary",
        "nothing": nothing,
        "columns": {"date": "Day", "exercise": "Move, all", "reps": "Times"},
        "set_kinds": kinds,
    }
    mapping = parse_mapping(mapping_toml(stated), "diary.mapping.toml")
    assert mapping.signature == signature_of(stated["header"])
    assert mapping.nothing == {word.strip().casefold() for word in nothing}
    assert {marker.strip().casefold() for marker in kinds} <= set(mapping.dialect.markers)


RESEARCH = """when,athlete_id,sessionId,exerciseName,weight_lbs,repetitions,RPE
2026-01-05,p1,77,Front Squat,95,5,8
2026-01-05,p1,77,Front Squat,95,5,NA
2026-01-06,p2,78,Row,60,9,NA
"""
GERMAN = """Datum;Uhrzeit;Übung;Gewicht (kg);Wdh;Körpergewicht
05.01.2026;18:30;Kniebeuge;82,5;5;80,1
25.01.2026;18:30;Kniebeuge;85;5;80,4
"""
OWN_APP = """Timestamp,Time,Lift,Weight,Reps,Load,User Weight,type
1700000000,2026-01-05 18:00,Squat,100,5,500,80,warm
1700000100,2026-01-05 18:05,Squat,110,5,550,80,work
"""
COMPACT = """date,lift,sets,reps,weight
20260105,sq,3,5,100
20260107,bp,3,5,60
"""


@pytest.mark.parametrize(
    ("text", "columns", "else_stated"),
    [
        (
            RESEARCH,
            {"date": "when", "exercise": "exerciseName", "load": "weight_lbs", "reps": "repetitions", "rpe": "RPE"},
            {"load_unit": "lb", "nothing": ["NA"]},
        ),
        (
            GERMAN,
            {"date": "Datum", "time": "Uhrzeit", "exercise": "Übung", "load": "Gewicht (kg)", "reps": "Wdh"}
            | {"body_weight": "Körpergewicht"},
            {"load_unit": "kg"},
        ),
        (
            OWN_APP,
            {"date": "Time", "exercise": "Lift", "set_kind": "type", "load": "Weight", "reps": "Reps"}
            | {"body_weight": "User Weight"},
            {},
        ),
        (
            COMPACT,
            {"date": "date", "exercise": "lift", "load": "weight", "reps": "reps", "sets": "sets"},
            {"dates": "yyyymmdd"},
        ),
    ],
    ids=["research table", "german diary", "own app", "compact dates"],
)
def test_columns_are_guessed_by_their_names_and_believed_by_their_values(tmp_path, text, columns, else_stated):
    stated = guess(table(tmp_path, text)).sure
    assert stated["columns"] == columns
    assert {key: value for key, value in stated.items() if key not in {"header", "app", "columns"}} == else_stated
    parse_mapping(mapping_toml(stated), "diary.mapping.toml")


def test_a_column_of_names_that_come_again_is_taken_for_the_lifter(tmp_path):
    records = "".join(f"2026-01-{day:02},p{day % 3},Squat,60,5\n" for day in range(1, 20))
    stated = guess(table(tmp_path, f"day,user,exercise,weight,reps\n{records}")).sure
    assert stated["columns"]["lifter"] == "user"


def test_a_column_whose_values_deny_its_name_is_not_believed(tmp_path):
    text = "date,exercise,weight,reps,time\nsoon,Squat,heavy,5,20:00\nlater,Squat,heavier,5,20:10\n"
    assert set(guess(table(tmp_path, text)).sure["columns"]) == {"exercise", "reps", "time"}
