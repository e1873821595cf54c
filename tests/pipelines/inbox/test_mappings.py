"""Tables of other kinds: which mapping reads them, whose rows they hold, what happens when a mapping changes."""

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from pipelines.errors import MappingError
from pipelines.exports.own_tables.mapping import parse_mapping
from pipelines.exports.reading.typed import SMALL_ROWS
from pipelines.landing.index import landed_entries
from pipelines.landing.ingest import ingest, pending_files
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts

MAPPING = """
header = "who,day,move,kilos,times,what"
app = "club"
load_unit = "kg"
[columns]
lifter = "who"
date = "day"
exercise = "move"
load = "kilos"
reps = "times"
set_kind = "what"
[set_kinds]
bath = "not a set: cold bath"
"""
OWN = MAPPING.replace('lifter = "who"\n', "").replace('"club"', '"diary"')
TABLE = """who,day,move,kilos,times,what
ann,2026-01-05,Squat (Barbell),60,5,warmup
bo,2026-01-05,Squat (Barbell),100,5,work
ann,2026-01-05,Squat (Barbell),80,5,work
ann,2026-01-05,Squat (Barbell),80,5,work
,2026-01-06,Squat (Barbell),80,5,work
../up,2026-01-06,Squat (Barbell),80,5,work
bo,2026-01-06,,,,bath
bo,2026-01-07,Bench Press (Barbell),sixty,5,work
cy,2026-01-08,Bench Press (Barbell),60,
dee,2026-01-08,Bench Press (Barbell),60,8,work
"""


def drop(settings: Settings, name: str, content: str) -> Path:
    path = settings.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def rows(settings: Settings) -> dict[str, list[dict]]:
    """Give what landed, by lifter."""
    return {entry.lifter: pq.read_table(entry.path).to_pylist() for entry in landed_entries(settings) if entry.path}


def test_a_file_of_many_lifters_becomes_many_lifters_and_every_record_is_accounted_for(settings):
    drop(settings, "gym/club.csv", TABLE)
    drop(settings, "gym/mapping.toml", MAPPING)
    report = ingest(settings)
    (file,) = report.files
    assert (report.new, report.refused) == (1, 0)
    assert (file.rows_read, file.rows_sets, file.rows_not_sets, file.rows_rejected) == (10, 5, 1, 4)
    assert file.lifters == ("ann", "bo", "dee", "gym")
    landed = rows(settings)
    assert {lifter: [row["disposition"] for row in held] for lifter, held in landed.items()} == {
        "gym": ["rejected"] * 3,
        "ann": ["set"] * 3,
        "bo": ["set", "not_set", "rejected"],
        "dee": ["set"],
    }
    assert [row["reason"] for row in landed["gym"]] == [
        "lifter is missing",
        "lifter cannot be the name of a folder: found '../up'",
        "the record has 5 fields where the header has 6",
    ]
    assert landed["bo"][1]["reason"] == "cold bath"
    assert sorted(row["line"] for held in landed.values() for row in held) == list(range(2, 12))
    assert {row["set_kind"] for row in landed["ann"]} == {"warmup", "working"}
    assert [path.name for path in settings.exports.glob("[0-9a-f]*")] == [file.sha256]


def test_what_one_lifter_wrote_is_in_no_file_of_another(settings):
    drop(settings, "gym/club.csv", TABLE.replace("ann,2026-01-05,Squat (Barbell)", "ann,2026-01-05,My Secret Squat"))
    drop(settings, "gym/mapping.toml", MAPPING)
    ingest(settings)
    paths = {entry.lifter: entry.path for entry in landed_entries(settings) if entry.path}
    behind = {
        lifter: pq.read_table(path, read_dictionary=["exported_name"])["exported_name"].chunk(0).dictionary.to_pylist()
        for lifter, path in paths.items()
    }
    assert "My Secret Squat" in behind["ann"]
    assert not {"My Secret Squat"} & {text for lifter in ("bo", "dee", "gym") for text in behind[lifter]}


def test_the_tables_account_for_each_lifter_and_nobody_else_becomes_one(settings):
    drop(
        settings,
        "club.csv",
        TABLE.replace("\n,2026-01-06", "\nbo,2026-01-06")
        .replace("../up", "bo")
        .replace("cy,2026-01-08,Bench Press (Barbell),60,\n", ""),
    )
    drop(settings, "club.mapping.toml", MAPPING)
    ingest(settings)
    with read.connect(settings, build_marts(settings)) as con:
        imports = {row["lifter"]: row for row in read.imports(con)}
        lifters = {row["lifter"] for row in read.lifters(con)}
    assert lifters == set(imports) == {"ann", "bo", "dee"}
    assert {lifter: row["rows_read"] for lifter, row in imports.items()} == {"ann": 3, "bo": 5, "dee": 1}
    assert all(row["file"] == "club.csv" and row["unit_source"] == "file" for row in imports.values())


def test_a_second_ingest_changes_nothing_and_a_lost_part_is_made_again(settings):
    drop(settings, "gym/club.csv", TABLE)
    drop(settings, "gym/mapping.toml", MAPPING)
    ingest(settings)
    index = (settings.landed / "index.jsonl").read_bytes()
    assert ingest(settings).new == 0
    assert not pending_files(settings)
    assert (settings.landed / "index.jsonl").read_bytes() == index
    before = rows(settings)
    next(settings.landed.glob("*/bo-*.parquet")).unlink()
    assert ingest(settings).new == 1
    assert rows(settings) == before


def test_a_mapping_changed_by_hand_reads_its_files_anew_and_one_taken_away_no_longer_counts(settings):
    drop(settings, "gym/club.csv", TABLE)
    path = drop(settings, "gym/mapping.toml", MAPPING)
    ingest(settings)
    path.write_text(OWN)
    assert pending_files(settings)
    assert ingest(settings).files[0].app == "diary"
    landed = rows(settings)
    assert set(landed) == {"gym"}
    assert len(landed["gym"]) == 10
    assert len(list(settings.landed.glob("*/*.parquet"))) == 1
    path.unlink()
    report = ingest(settings)
    assert report.refused == 1
    assert "liftcast ingest --map FILE" in (report.files[0].error or "")
    assert not rows(settings)
    path.write_text(MAPPING)
    assert ingest(settings).refused == 0
    assert set(rows(settings)) == {"gym", "ann", "bo", "dee"}


def test_a_mapping_straight_in_the_inbox_is_everybodys_and_a_lifters_own_goes_before_it(settings):
    for lifter in ("kim", "lee", "gym"):
        drop(settings, f"{lifter}/log.csv", TABLE.replace("ann", f"{lifter}'s friend"))
    drop(settings, "diary.mapping.toml", OWN)
    drop(settings, "gym/phone/club.mapping.toml", MAPPING)
    assert ingest(settings).refused == 0
    apps = {(entry.lifter, entry.app) for entry in landed_entries(settings)}
    assert {("kim", "diary"), ("lee", "diary"), ("gym's friend", "club")} <= apps
    assert ("gym", "diary") not in apps


def test_later_files_with_the_same_header_need_no_new_mapping(settings):
    drop(settings, "gym/club.csv", TABLE)
    drop(settings, "gym/mapping.toml", OWN)
    ingest(settings)
    drop(settings, "gym/next/other.txt", TABLE.replace("2026-01", "2026-02").replace(",", ";"))
    assert (ingest(settings).new, len(rows(settings))) == (1, 1)
    assert len(landed_entries(settings)) == 2


def test_a_mapping_beside_a_file_outside_the_inbox_is_remembered_in_it(settings, tmp_path):
    outside = tmp_path / "mail"
    outside.mkdir()
    (outside / "club.csv").write_text(TABLE)
    (outside / "mapping.toml").write_text(OWN)
    assert ingest(settings, paths=[outside / "club.csv"], lifter="kim").refused == 0
    (kept,) = settings.inbox.rglob("*.toml")
    assert kept == settings.inbox / "kim" / "diary.mapping.toml"
    assert kept.read_text() == OWN
    (outside / "mapping.toml").write_text(MAPPING)
    report = ingest(settings, paths=[outside / "club.csv"], lifter="kim")
    assert "already says how to read that header, and differently" in (report.files[0].error or "")
    assert kept.read_text() == OWN


def test_a_mapping_goes_before_the_format_that_knows_the_header(settings):
    header = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE"
    drop(settings, "kim/log.csv", f"{header}\n2026-01-05 18:00:00,A,45m,Squat,1,60,5,0,0,\n")
    ingest(settings)
    assert [entry.app for entry in landed_entries(settings)] == ["strong"]
    columns = 'date = "Date"\nexercise = "Exercise Name"\nload = "Weight"\nreps = "Reps"\n'
    drop(settings, "kim/mapping.toml", f'header = "{header}"\napp = "mine"\nload_unit = "lb"\n[columns]\n{columns}')
    ingest(settings)
    assert [(entry.app, entry.path and pq.read_table(entry.path)["load_unit"].to_pylist()) for entry in landed_entries(settings)] == [("mine", ["lb"])]  # fmt: skip


def test_a_file_two_people_bring_counts_once_for_each_lifter_in_it(settings):
    for owner in ("ann", "bo"):
        drop(settings, f"{owner}/club.csv", TABLE)
    drop(settings, "club.mapping.toml", MAPPING)
    ingest(settings)
    entries = landed_entries(settings)
    assert len(entries) == len({(entry.lifter, entry.sha256) for entry in entries}) == 3
    assert sum(len(held) for held in rows(settings).values()) == 10
    build_marts(settings)


def test_stated_ways_of_writing_are_followed(settings):
    drop(settings, "kim/squat.txt", "tag~gewicht~wdh~satz\n03.04.26 18:30~1.082,5~5~2\n04.04.26~k.A.~8~1\n")
    drop(
        settings,
        "kim/squat.mapping.toml",
        'header = "tag~gewicht~wdh~satz"\ndelimiter = "~"\ndecimal = ","\ndates = "day first"\nnothing = ["k.A."]\n'
        'exercise = "Squat (Barbell)"\n[columns]\ndate = "tag"\nload = "gewicht"\nreps = "wdh"\nsets = "satz"\n',
    )
    assert ingest(settings).refused == 0
    (held,) = rows(settings).values()
    assert [(str(row["day"]), row["exported_name"], row["load_value"], row["reps"], row["line"]) for row in held] == [
        ("2026-04-03", "Squat (Barbell)", 1082.5, 5, 2),
        ("2026-04-03", "Squat (Barbell)", 1082.5, 5, 2),
        ("2026-04-04", "Squat (Barbell)", None, 8, 3),
    ]
    assert str(held[0]["started_at"]) == "2026-04-03 18:30:00"


LIFTERS = st.sampled_from(["ann", "bo", " cy ", "Dée 🏋", "", "a/b", ".x", "gym", "x" * 121])


@examples(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(st.tuples(LIFTERS, st.sampled_from(["60", "", "x", "-5"]), st.integers(0, 9)), min_size=1))
def test_every_record_lands_once_with_the_lifter_it_names_or_else_with_who_brought_it(settings, records):
    shutil.rmtree(settings.home, ignore_errors=True)
    lines = [f"{who},2026-01-05,Squat,{load},{reps},work" for who, load, reps in records]
    drop(settings, "gym/club.csv", "\n".join([TABLE.splitlines()[0], *lines, ""]))
    drop(settings, "gym/mapping.toml", MAPPING)
    (file,) = ingest(settings).files
    landed = rows(settings)
    assert file.rows_read == file.rows_sets + file.rows_not_sets + file.rows_rejected == len(records)
    expected: dict[str, list[int]] = {}
    for line, (who, _, _) in enumerate(records, start=2):
        is_name = who.strip() and "/" not in who and not who.startswith(".") and len(who) < 100
        expected.setdefault(who.strip() if is_name else "gym", []).append(line)
    assert {lifter: [row["line"] for row in held] for lifter, held in landed.items()} == expected


def test_mapping_lines_of_the_index_are_plain_json(settings):
    drop(settings, "gym/club.csv", TABLE)
    drop(settings, "gym/mapping.toml", MAPPING)
    ingest(settings)
    lines = [json.loads(line) for line in (settings.landed / "index.jsonl").read_text().splitlines()]
    assert {line.get("owner") for line in lines} == {None, "gym"}


@pytest.mark.logs
def test_real_tables_of_other_kinds_read_in_full(settings, logs):
    cases = {
        "L026/fitbod_1_to_2021-12-17.csv": ({"lifter": "fake_user_id", "date": "Date", "exercise": "exerciseName",
                                             "load": "weight", "reps": "reps"}, 31_426, 73),
        "L002/biovector_1_to_2022-04-13.csv": ({"date": "Time", "workout": "Workout Name", "exercise": "Exercise Name",
                                                "load": "Weight", "reps": "Reps"}, 10_764, 1),
    }  # fmt: skip
    for number, (name, (columns, records, lifters)) in enumerate(cases.items()):
        path = logs / name
        if not path.is_file():
            pytest.skip(f"{name} is not among the logs")
        with path.open(encoding="utf-8") as file:
            header = file.readline().strip()
        stated = "\n".join(f'{tells} = "{column}"' for tells, column in columns.items())
        drop(settings, f"club{number}/mapping.toml", f"header = '{header}'\napp = \"a{number}\"\n[columns]\n{stated}\n")
        report = ingest(settings, paths=[path], lifter=f"club{number}")
        (file,) = report.files
        assert (file.rows_read, len(file.lifters) or 1) == (records, lifters)
        assert file.rows_sets + file.rows_not_sets + file.rows_rejected == records
        assert file.rows_sets > 0.95 * records


def test_large_and_small_shares_of_one_large_file_land_alike(settings):
    lines = [
        f"{'ann' if number % 50 else 'bo'},2026-01-{number % 28 + 1:02},Squat (Barbell),{number % 90},5,"
        for number in range(SMALL_ROWS + 20_000)
    ]
    drop(settings, "gym/club.csv", "\n".join([TABLE.splitlines()[0], *lines, ""]))
    drop(settings, "gym/mapping.toml", MAPPING)
    (file,) = ingest(settings).files
    assert file.rows_read == file.rows_sets == len(lines)
    entries = landed_entries(settings)
    assert {entry.lifter: pq.read_metadata(entry.path).num_rows for entry in entries} == {
        "ann": len(lines) - len(lines[::50]),
        "bo": len(lines[::50]),
    }
    shapes = [[(field.name, field.type) for field in pq.read_schema(entry.path)] for entry in entries]
    assert shapes[0] == shapes[1]


TAPE = """header = "date,measurement,status,comment"
app = "tape"

[columns]
date = "date"

[measurements.measurement]
"a.csv" = "left thigh (in)"
"b.csv" = "waist (in)"
"""


def test_files_of_one_site_each_are_told_apart_by_a_mapping_that_names_them(settings):
    drop(settings, "ann/tape.mapping.toml", TAPE)
    for name, value in (("a", 22.5), ("b", 31.25), ("c", 14)):
        drop(settings, f"ann/{name}.csv", f"date,measurement,status,comment\n2024-01-05,{value},x,before, not after\n")
    report = ingest(settings)
    (refused,) = [file for file in report.files if file.error]
    assert refused.file == "c.csv"
    assert '"c.csv" = "waist (cm)"' in refused.error
    with read.connect(settings, build_marts(settings)) as con:
        found = con.execute("select site, side, round(value, 2), unit from measurements order by site").fetchall()
    assert found == [("thigh", "left", 57.15, "cm"), ("waist", None, 79.38, "cm")]
    assert len(ingest(settings).files) == 1
    drop(settings, "ann/tape.mapping.toml", TAPE + '"c.csv" = "neck (in)"\n')
    assert ingest(settings).refused == 0


def test_a_mapping_names_what_the_columns_of_a_body_table_measured(settings):
    drop(settings, "ann/scale.csv", "when,who knows,w,bf\n2024-01-05,3,180.5,18\n2024-01-06,3,x,18\n")
    drop(
        settings,
        "ann/scale.mapping.toml",
        'header = "when,who knows,w,bf"\n[columns]\ndate = "when"\n'
        '[measurements]\nw = "weight (lb)"\nbf = "body fat (%)"\n',
    )
    (file,) = ingest(settings).files
    assert (file.layout, file.rows_read, file.rows_sets, file.rows_rejected) == ("mapped", 2, 1, 1)
    with read.connect(settings, build_marts(settings)) as con:
        found = con.execute("select site, round(value, 1) from measurements order by site").fetchall()
    assert found == [("body_fat", 18), ("body_weight", 81.9)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"waist (in)"', '"mood"', "'mood', which is no site known here"),
        ('date = "date"', 'date = "day"', "date is 'day', which is not in the header"),
        ('date = "date"', 'reps = "date"', "[columns] holds date and perhaps time"),
        ("[measurements.measurement]", "[measurements.size]", "which is not in the header"),
        ('app = "tape"', 'dates = "day first"', "does not know dates"),
    ],
)
def test_a_mapping_of_measurements_that_cannot_be_used_says_what_to_write(old, new, said):
    with pytest.raises(MappingError) as error:
        parse_mapping(TAPE.replace(old, new), "tape.mapping.toml")
    assert said in str(error.value)
