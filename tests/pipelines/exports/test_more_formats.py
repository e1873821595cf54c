"""Fitbod, FitNotes for iOS and the Android app's backup, Hevy's API, JEFIT, Liftosaur: what goldens cannot show."""

import csv
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipelines.errors import ExportError
from pipelines.exports.apps.fitnotes_backup import FORMAT
from pipelines.exports.body.identify import identify_body
from pipelines.exports.identify import formats, identify
from pipelines.exports.reading import databases
from pipelines.exports.reading.source import Source
from pipelines.inbox.archive import LedgerEntry, store
from pipelines.landing.landing import land
from pipelines.settings import Settings

GOLDEN = Path(__file__).parent / "golden"
NO_TABLES = ["fitnotes_backup.fitnotes", "hevy_api.json", "jefit.txt"]
MINE = {"fitbod", "fitnotes_backup", "fitnotes_ios", "hevy_api", "jefit", "liftosaur"}

# App, records, sets, warm-ups and training days of each real file. Records are the file's rows, but for JEFIT's, whose
# lines state several sets, for a Fitbod export that a spreadsheet gave three blank rows, and for the backup, which holds
# 18 body weights besides.
REAL = {
    "L019/fitbod_1_to_2024-04-16.csv": ("fitbod", 10348, 10348, 467, 552),
    "L023/fitbod_1_to_2020-06-18.csv": ("fitbod", 6384, 6381, 100, 161),
    "L024/fitbod_1_to_2022-02-25.csv": ("fitbod", 1251, 1251, 3, 54),
    "L026/fitbod_2_to_2022-01-05.csv": ("fitbod", 2856, 2856, 32, 150),
    "L027/fitbod_1_to_2026-04-29.csv": ("fitbod", 5360, 5360, 724, 290),
    "L037/fitnotes_1_to_2017-02-14.fitnotes": ("fitnotes_backup", 5583 + 18, 5583, 0, 520),
    "L041/fitnotes_ios_1_to_2026-05-20.csv": ("fitnotes_ios", 811, 802, 0, 40),
    "L042/fitnotes_ios_1_to_2019-07-17.csv": ("fitnotes_ios", 1110, 901, 0, 78),
    "L042/fitnotes_ios_2_to_2020-11-23.csv": ("fitnotes_ios", 1831, 1431, 0, 116),
    "L082/hevy_api_1_to_2026-04-19.json": ("hevy_api", 978, 978, 0, 49),
    "L083/jefit_1_to_2026-06-01.csv": ("jefit", 14438, 10436, 2, 626),
    "L084/liftosaur_1_to_2026-06-29.csv": ("liftosaur", 4850, 3622, 183, 189),
}
RESEARCH = "L026/fitbod_1_to_2021-12-17.csv"

relaxed = hypothesis_settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(scope="module")
def real(logs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Any, list[dict[str, Any]]]]:
    settings = Settings(home=tmp_path_factory.mktemp("logs"), threads=2)
    entries = []
    for file in REAL:
        with (logs / file).open("rb") as stream:
            sha256 = store(settings, stream)
        entries.append(LedgerEntry(lifter="a", file=file, sha256=sha256, origin="inbox", first_seen_at="2036-01-01"))
    return {
        entry.file: (landing, pq.read_table(settings.landed / landing.landed).to_pylist())
        for entry, landing in land(settings, entries)
    }


@pytest.mark.logs
@pytest.mark.parametrize("file", REAL)
def test_every_record_of_a_real_export_is_accounted_for(file: str, real: dict[str, Any]) -> None:
    landing, rows = real[file]
    app, records, sets, warmups, days = REAL[file]
    assert (landing.app, landing.error, landing.rows_rejected) == (app, None, 0)
    assert landing.rows_read == landing.rows_sets + landing.rows_not_sets + landing.rows_rejected
    done = [row for row in rows if row["disposition"] == "set"]
    assert (landing.rows_read, len(done)) == (records, sets)
    assert sum(row["set_kind"] == "warmup" for row in done) == warmups
    assert len({row["day"] for row in done}) == days


@pytest.mark.logs
def test_what_was_planned_and_not_done_is_no_set(real: dict[str, Any]) -> None:
    undone = {file: sum(row["reason"] == "not done" for row in rows) for file, (_, rows) in real.items()}
    assert {file: count for file, count in undone.items() if count} == {
        "L041/fitnotes_ios_1_to_2026-05-20.csv": 7,
        "L042/fitnotes_ios_1_to_2019-07-17.csv": 209,
        "L042/fitnotes_ios_2_to_2020-11-23.csv": 400,
        "L084/liftosaur_1_to_2026-06-29.csv": 1228,
    }


@pytest.mark.logs
def test_seconds_of_cardio_are_never_taken_for_repetitions(real: dict[str, Any]) -> None:
    _, rows = real["L083/jefit_1_to_2026-06-01.csv"]
    assert max(row["reps"] for row in rows if row["reps"] is not None) < 100
    assert sum(bool(row["seconds"]) for row in rows if row["disposition"] == "set") == 49 + 4  # cardio and hangs


@pytest.mark.logs
def test_a_backup_and_the_spreadsheet_of_the_same_day_hold_the_same_sets(logs: Path, real: dict[str, Any]) -> None:
    _, rows = real["L037/fitnotes_1_to_2017-02-14.fitnotes"]
    backup = Counter((str(row["day"]), row["exported_name"], round(row["load_value"], 2), row["reps"]) for row in rows)
    with (logs / "L037/fitnotes_2_to_2017-02-14.csv").open(encoding="utf-8") as file:
        sheet = Counter(
            (row["Date"], row["Exercise"], round(float(row["Weight (kgs)"]), 2), float(row["Reps"]))
            for row in csv.DictReader(file)
        )
    assert backup == sheet


@pytest.mark.logs
def test_no_format_takes_the_files_of_another(logs: Path) -> None:
    with (logs / "MANIFEST.csv").open(encoding="utf-8") as file:
        listed = [row for row in csv.DictReader(file) if (logs / row["file"]).is_file()]
    taken = {}
    for row in listed:
        source = Source(logs / row["file"], row["file"])
        taken[row["file"]] = [form.app for form in formats() if recognises(form, source)]
    assert max(map(len, taken.values())) == 1
    mine = {name: apps[0] for name, apps in taken.items() if set(apps) & MINE}
    assert mine == {name: app for name, (app, *_) in REAL.items()}


@pytest.mark.logs
def test_a_table_of_many_lifters_is_refused_with_what_it_needs(logs: Path) -> None:
    with pytest.raises(ExportError, match=r"many lifters.*'fake_user_id'"):
        identify(Source(logs / RESEARCH, RESEARCH))


@pytest.mark.parametrize("path", sorted(GOLDEN.iterdir()), ids=lambda path: path.name)
def test_no_format_takes_the_golden_of_another(path: Path) -> None:
    if path.name.endswith(".golden.json"):
        return
    source = Source(path, path.name)
    assert sum(recognises(form, source) for form in formats()) == 1


@relaxed
@given(name=st.sampled_from(NO_TABLES), chance=st.randoms(use_true_random=False), damages=st.integers(1, 5))
def test_no_damage_breaks_the_accounting(landed: Any, name: str, chance: Random, damages: int) -> None:
    content = (GOLDEN / name).read_bytes()
    for _ in range(damages):
        content = damage(content, chance)
    found = landed(content)
    if found.landing.error:
        assert found.landing.error.startswith("export.csv: ")
        return
    landing = found.landing
    assert landing.rows_read >= len(found.rows)  # what the same file tells of the body is landed beside them
    assert landing.rows_read == landing.rows_sets + landing.rows_not_sets + landing.rows_rejected
    for row in found.rows:
        assert (row["disposition"] == "set") == (row["reason"] is None)
        assert (row["disposition"] == "rejected") == (row["raw"] is not None)


@pytest.mark.parametrize("form", [b"{%b}", b"[%b]"], ids=["page", "list"])
def test_workouts_are_read_from_a_page_and_from_a_bare_list(landed: Any, form: bytes) -> None:
    workout = (
        b'{"title": "A", "start_time": "2026-02-10T22:34:38+00:00", "exercises": [{"title": "Squat (Barbell)",'
        b'"exercise_template_id": "A1", "sets": [{"type": "normal", "weight_kg": 100, "reps": 5}]}]}'
    )
    inside = b'"workouts": [%b]' % workout if form.startswith(b"{") else workout
    found = landed(form % inside)
    assert [(row["load_value"], row["load_unit"], row["reps"]) for row in found.of("set")] == [(100.0, "kg", 5.0)]


def test_a_backup_cut_short_is_refused_and_nothing_is_written_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "cut.fitnotes"
    path.write_bytes((GOLDEN / "fitnotes_backup.fitnotes").read_bytes()[:1500])
    source = Source(path, path.name)
    with pytest.raises(ExportError, match=r"cut\.fitnotes: .*(damaged|SQLite)"):
        identify(source).read(source)
    assert list(tmp_path.iterdir()) == [path]


def test_a_backup_that_lost_rows_but_can_be_opened_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lost.fitnotes"
    content = bytearray((GOLDEN / "fitnotes_backup.fitnotes").read_bytes())
    (root,) = (
        sqlite3.connect(GOLDEN / "fitnotes_backup.fitnotes")
        .execute("select rootpage from sqlite_master where name = 'training_log'")
        .fetchone()
    )
    cells_at = (root - 1) * 512 + 3  # how many cells a page has, as SQLite's file format lays it out
    content[cells_at + 1] -= 1
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as con:
        (left,) = con.execute("select count(*) from training_log").fetchone()
    assert 0 < left < len(FORMAT.read(Source(GOLDEN / "fitnotes_backup.fitnotes", "whole")).logged)
    source = Source(path, path.name)
    with pytest.raises(ExportError, match=r"lost\.fitnotes: the backup is damaged \(.*\); make another in the app"):
        identify(source).read(source)
    body = identify_body(source)
    assert body is not None
    with pytest.raises(ExportError, match="damaged"):
        body.read(source)


def test_a_backup_that_keeps_the_database_busy_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "_LONGEST_S", -1.0)
    monkeypatch.setattr(databases, "_STEPS_BETWEEN_LOOKS", 1)
    path = GOLDEN / "fitnotes_backup.fitnotes"
    with pytest.raises(ExportError, match="took longer than"):
        FORMAT.read(Source(path, path.name))


def test_a_view_that_poses_as_the_log_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "posing.fitnotes"
    with sqlite3.connect(path) as con:
        con.execute("create table exercise (_id integer primary key, name text)")
        con.execute("create view training_log as select 1 as _id, 1 as exercise_id, '2024-01-01' as date")
    con.close()
    with pytest.raises(ExportError, match="SQLite"):
        identify(Source(path, path.name))


def test_a_count_of_sets_no_row_can_have_is_not_believed(landed: Any) -> None:
    header = b"Date,Exercise,Sets,Reps,Weight,isWarmup,Note\n"
    found = landed(header + b"2018-09-03 17:02:11 +0000,Squat,999999999,10,40.0,false,\n")
    assert [row["reason"] for row in found.rows] == ["sets is not a count: found '999999999'"]


def test_jefit_takes_the_unit_from_the_younger_table_where_the_settings_are_gone(landed: Any) -> None:
    text = (GOLDEN / "jefit.txt").read_text(encoding="utf-8").replace('" lbs"', "")
    assert {row["load_unit"] for row in landed(text.encode()).of("set")} == {"lb"}
    assert {row["load_unit"] for row in landed(text.replace("weight_lbs", "weight_kgs").encode()).of("set")} == {"kg"}


def recognises(form: Any, source: Source) -> bool:
    """Tell whether a format knows a file as its own; one that says what is missing does not."""
    try:
        return bool(form.recognises(source))
    except ExportError:
        return False


def damage(content: bytes, chance: Random) -> bytes:
    """Do to a file what disks, phones and people do."""
    lines = content.splitlines(keepends=True) or [b""]
    at, place = chance.randrange(len(lines)), chance.randrange(len(content) + 1)
    match chance.randrange(7):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[chance.randrange(len(lines))])
        case 2 if chance.random() < 0.3:
            return content[:place]
        case 3:
            return (
                content[:place] + chance.choice([b'"', b",", b"{", b"]", b"\n", b"x", b"\xff", b"#"]) + content[place:]
            )
        case 4:
            return content[:place] + content[place + 1 :]
        case 5:
            return content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]
        case _:
            lines[at] = lines[at].replace(b'"', b"", 1)
    return b"".join(lines)
