"""Body measurements: each app's export as it is written and as it lands; nothing lost, nothing made up.

A new format brings one golden pair to `golden_measurements`, or, where its file is no text, makes one here.
"""

import csv
import sqlite3
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from pipelines.errors import ExportError
from pipelines.exports.body.identify import body_formats, identify_body
from pipelines.exports.body.sites import KINDS, column_of, site_in
from pipelines.exports.identify import identify
from pipelines.exports.reading.source import Source
from pipelines.inbox.archive import LedgerEntry, store
from pipelines.landing.landing import land
from pipelines.settings import Settings

GOLDEN = Path(__file__).parents[1] / "golden_measurements"
INPUTS = sorted(path for path in GOLDEN.iterdir() if not path.name.endswith(".golden.json"))
WORKOUTS = sorted(path for path in (Path(__file__).parents[1] / "golden").iterdir() if path.suffix != ".json")
WITH_WORKOUTS = {"jefit", "fitnotes_backup"}
MADE_HERE = {"macrofactor", "fitnotes_backup"}
SAID_ONCE = {"lifter", "app", "layout", "sha256"}


def landed_as(settings: Settings, content: bytes, name: str = "export.csv") -> tuple[Any, list[dict[str, Any]]]:
    """Land the bytes of one file under a name; give its landing and its body rows."""
    sha256 = store(settings, BytesIO(content))
    entry = LedgerEntry(lifter="a", file=name, sha256=sha256, origin="inbox", first_seen_at="2026-12-31")
    ((_, landing),) = land(settings, [entry])
    place = landing.landed_body
    return landing, pq.read_table(settings.landed / place).to_pylist() if place else []


def shown(landing: Any, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Give what a golden file keeps."""
    counts = ("rows_read", "rows_sets", "rows_not_sets", "rows_rejected")
    head = {name: getattr(landing, name) for name in ("app", "layout", *counts, "notes", "error")}
    kept = [{name: value for name, value in row.items() if value is not None and name not in SAID_ONCE} for row in rows]
    return {**head, "rows": kept}


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_an_export_lands_as_it_always_did(path: Path, settings: Settings, golden: Callable[[Path, Any], None]) -> None:
    landing, rows = landed_as(settings, path.read_bytes(), path.name)
    golden(path.with_suffix(".golden.json"), shown(landing, rows))


def test_the_sheets_of_a_workbook_land(settings: Settings, golden: Callable[[Path, Any], None]) -> None:
    landing, rows = landed_as(settings, workbook(), "MacroFactor-2025.xlsx")
    golden(GOLDEN / "macrofactor_workbook.golden.json", shown(landing, rows))


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Calories & Macros"
    book.active.append(["Date", "Calories (kcal)"])
    weights = book.create_sheet("Scale Weight")
    weights.append(["Date", "Weight (kg)", "Fat Percent"])
    weights.append([datetime(2025, 3, 1), 82.4, None])  # noqa: DTZ001 (sheets know no zones)
    weights.append([datetime(2025, 3, 2), 82.1, 17.5])  # noqa: DTZ001
    sizes = book.create_sheet("Body Metrics")
    sizes.append(["Date", "Bust (cm)", "Left Bicep (cm)", "Visual Body Fat Assessment", "Waist (cm)"])
    sizes.append([datetime(2025, 3, 1), None, 36.5, 18, 84])  # noqa: DTZ001
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_backup_gives_body_weights_beside_its_sets(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "b.fitnotes"
    with sqlite3.connect(path) as con:
        con.executescript(
            """
            create table exercise (_id integer primary key, name text);
            create table training_log (_id integer, exercise_id, date, metric_weight, reps, unit, distance,
                duration_seconds);
            create table BodyWeight (_id integer, date text, body_weight_metric real, body_fat real, comments text);
            insert into exercise values (1, 'Barbell Squat');
            insert into training_log values (1, 1, '2015-01-22', 100, 5, 0, 0, 0);
            insert into BodyWeight values (1, '2015-01-22 12:01:43', 82.0, 13.0, ''), (2, '2015-02-22', 81, 0, '');
            """
        )
    con.close()
    landing, rows = landed_as(settings, path.read_bytes())
    assert (landing.rows_read, landing.rows_sets, landing.rows_not_sets) == (3, 3, 0)
    assert [(row["site"], row["value"], row["disposition"]) for row in rows] == [
        ("body_weight", 82, "measurement"),
        ("body_fat", 13, "measurement"),
        ("body_weight", 81, "measurement"),
        ("body_fat", 0, "not_measurement"),
    ]


def test_the_tracker_of_a_newer_backup_is_read_in_the_units_of_its_measurements(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "b.fitnotes"
    with sqlite3.connect(path) as con:
        con.executescript(
            """
            create table exercise (_id integer primary key, name text);
            create table training_log (_id integer, exercise_id, date, metric_weight, reps, unit, distance,
                duration_seconds);
            create table MeasurementUnit (_id integer, type integer, long_name text, short_name text);
            create table Measurement (_id integer, name text, unit_id integer);
            create table MeasurementRecord (_id integer, measurement_id integer, date text, time text, value real,
                comment text);
            insert into exercise values (1, 'Pull Up');
            insert into training_log values (1, 1, '2026-01-22', 0, 5, 0, 0, 0);
            insert into MeasurementUnit values (3, 1, 'Pounds', 'lbs'), (4, 2, 'Centimetres', 'cm'), (1, 0, '', '');
            insert into Measurement values (1, 'Bodyweight', 3), (6, 'Waist', 4), (7, 'Left Bicep', 4), (9, 'Mood', 1);
            insert into MeasurementRecord values (1, 1, '2026-01-22', '07:30:00', 176.4, ''),
                (2, 6, '2026-01-22', '07:31:00', 82.5, null), (3, 7, '2026-01-23', '', 36, ''),
                (4, 9, '2026-01-23', '', 5, '');
            """
        )
    con.close()
    landing, rows = landed_as(settings, path.read_bytes())
    assert (landing.rows_read, landing.rows_sets, landing.rows_not_sets, landing.notes) == (5, 4, 1, ())
    assert [(row["site"], row["side"], row["value"], row["unit"]) for row in rows] == [
        ("body_weight", None, 176.4, "lb"),
        ("waist", None, 82.5, "cm"),
        ("upper_arm", "left", 36, "cm"),
        (None, None, None, None),
    ]
    assert rows[0]["measured_at"] == datetime(2026, 1, 22, 7, 30)  # noqa: DTZ001 (the lifter's own clock)
    assert rows[3]["reason"] == "no site known here: Mood"


def test_every_app_has_a_golden_pair() -> None:
    shown_by_name = [path.name for path in INPUTS]
    missing = {
        form.app
        for form in body_formats()
        if form.app not in MADE_HERE and not any(name.startswith(form.app) for name in shown_by_name)
    }
    assert missing == set()


@pytest.mark.parametrize("path", WORKOUTS, ids=lambda path: path.name)
def test_no_workout_log_is_taken_for_body_measurements(path: Path) -> None:
    form = identify_body(Source(path, path.name))
    assert form is None or form.app in WITH_WORKOUTS


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_no_body_measurements_are_taken_for_a_workout_log(path: Path) -> None:
    if path.name.startswith("jefit"):
        return
    with pytest.raises(ExportError):
        identify(Source(path, path.name))


@pytest.mark.parametrize(
    "header",
    ["date,weight,reps,notes", "date,exercise,sets,reps,weight,rpe,comment", "Date,Weight,Height of box", "weight,fat"],
)
def test_a_table_with_any_column_of_unknown_meaning_is_no_body_log(header: str, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(f"{header}\n2024-01-01,80,5,x\n")
    assert identify_body(Source(path, path.name)) is None


def test_one_site_of_a_name_that_tells_nothing_is_refused_with_what_to_do(settings: Settings) -> None:
    landing, rows = landed_as(settings, b"date,measurement\n2024-01-01,80\n", "tape_2024.csv")
    assert (rows, landing.places) == ([], ())
    assert "name the column after the site" in landing.error


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Left Bicep (cm)", ("upper_arm", "left", "cm")),
        ("right_thigh_in", ("thigh", "right", "in")),
        ("weight_lbs", ("body_weight", None, "lb")),
        ("BodyFatPct", ("body_fat", None, "%")),
        ("Fettmasse (kg)", ("fat_mass", None, "kg")),
        ("Fat-Free Mass(kg)", ("lean_mass", None, "kg")),
        ("kg", ("body_weight", None, "kg")),
        ("Upper Arm (Left)", ("upper_arm", "left", None)),
    ],
)
def test_a_header_tells_site_side_and_unit(name: str, found: tuple[str, str | None, str | None]) -> None:
    column = column_of(name)
    assert (column.site, column.side, column.unit) == found


@pytest.mark.parametrize("name", ["Muscle mass %", "Fat Mass Change (lb)", "Weight Goal", "BMR(kcal)", "Body Water(%)"])
def test_what_is_no_size_of_the_body_is_known_and_not_read(name: str) -> None:
    assert column_of(name).tells == "other"


@pytest.mark.parametrize(
    ("name", "site"), [("left-thigh_2020", "thigh"), ("Upper Arm", "upper_arm"), ("waist and hips", None), ("x", None)]
)
def test_a_file_name_tells_one_site_or_none(name: str, site: str | None) -> None:
    column = site_in(name)
    assert (column.site if column else None) == site


def test_a_measurement_dated_after_the_day_the_file_came_is_rejected(settings: Settings) -> None:
    _, rows = landed_as(settings, b"date,weight_kg\n2026-12-31,80\n2034-08-12,81\n")
    assert [(row["disposition"], row["line"]) for row in rows] == [("measurement", 2), ("rejected", 3)]
    assert "after the day the file came" in rows[1]["reason"]


CELLS = st.sampled_from(["", "80", "0", "-3", "80,5", "x", '"', "2024-01-01", "1e400", "80 kg", "--", "a\nb", "\x00"])


@given(lines=st.lists(st.lists(CELLS, max_size=5).map(",".join), min_size=1, max_size=12))
@examples(deadline=None)
def test_whatever_stands_under_a_header_every_record_is_accounted_for(
    lines: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = Settings(home=tmp_path_factory.mktemp("torn"), threads=1)
    content = "\n".join(["date,weight_kg,waist_cm,fat", *lines]).encode()
    landing, rows = landed_as(settings, content)
    if landing.error:
        assert rows == []
        return
    assert landing.rows_read == landing.rows_sets + landing.rows_not_sets + landing.rows_rejected
    assert landing.rows_read == len({row["ordinal"] for row in rows})
    for row in rows:
        if row["disposition"] == "measurement":
            assert row["value"] > 0
            assert row["day"] is not None
            assert row["site"] in KINDS
        else:
            assert row["reason"]


# Of the real files one has no header, and some of one lifter are about one site each, which their new names do not tell.
HEADLESS = {"L010"}
ONE_SITE = "L005/body_manual"


@pytest.mark.logs
def test_real_files_are_read_whole(logs: Path, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "var", threads=1)
    with (logs / "MANIFEST.csv").open(encoding="utf-8") as file:
        listed = [row for row in csv.DictReader(file) if row["kind"] == "body measurements"]
    assert len(listed) > 30
    for row in listed:
        name = "waist.csv" if row["file"].startswith(ONE_SITE) else row["file"]
        landing, _ = landed_as(settings, (logs / row["file"]).read_bytes(), name)
        if row["lifter"] in HEADLESS:
            assert landing.error
        else:
            assert (landing.error, landing.rows_read, landing.rows_rejected) == (None, int(row["rows"]), 0), row["file"]


@pytest.mark.logs
def test_no_real_workout_log_is_taken_for_body_measurements(logs: Path) -> None:
    with (logs / "MANIFEST.csv").open(encoding="utf-8") as file:
        listed = [
            row for row in csv.DictReader(file) if row["kind"] != "body measurements" and "body" not in row["app"]
        ]
    for row in listed:
        form = identify_body(Source(logs / row["file"], row["file"]))
        assert form is None or form.app in WITH_WORKOUTS, row["file"]


@pytest.mark.parametrize(
    "header",
    [
        "Date,Squat (kg),Bench (kg),Deadlift (kg),Notes",
        "Date,Squat (kg),Bench (kg),Deadlift (kg),Press (kg),Row (kg),Notes",
        "Date,Weight (kg),Bench (kg),Deadlift (kg),Notes",
    ],
)
def test_lifts_kept_by_hand_are_not_taken_for_a_scales_masses(tmp_path: Path, header: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(f"{header}\n2026-01-05{',100' * header.count('(kg)')},\n")
    assert identify_body(Source(path, path.name)) is None
