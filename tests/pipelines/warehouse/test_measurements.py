"""Body measurements in a build: units, overlap, several readings a day, and the body weight of a day's sets."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.exports.body.rows import ROWS
from pipelines.landing.ingest import ingest
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts

PULL_UPS = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"


class Inbox:
    """Files dropped in for one lifter, and the build made of them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = settings.inbox / "ann"
        self.folder.mkdir(parents=True)

    def drop(self, name: str, text: str) -> None:
        """Put a file into the inbox and ingest it."""
        (self.folder / name).write_text(text, encoding="utf-8")
        ingest(self.settings)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Make the marts and ask them one thing."""
        with read.connect(self.settings, build_marts(self.settings)) as con:
            return con.execute(query).fetchall()


HEALTH = """<?xml version="1.0"?>
<HealthData locale="de_DE">
<Record type="HKQuantityTypeIdentifierBodyFatPercentage" unit="%" startDate="2025-05-01 07:05:00 +0200" value="0.185"/>
</HealthData>
"""


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(Settings(home=tmp_path / "var", threads=2))


def withings(*rows: tuple[str, float]) -> str:
    header = 'Date,"Weight (kg)","Fat mass (kg)","Bone mass (kg)","Muscle mass (kg)","Hydration (kg)",Comments\n'
    return header + "".join(f'"{at}",{weight},,,,,\n' for at, weight in rows)


def test_units_come_out_as_kg_cm_and_percent(inbox: Inbox) -> None:
    inbox.drop("fitnotes.csv", "Date,Time,Measurement,Value,Unit\n2024-03-02,07:15:00,Bodyweight,200,lbs\n"
               "2024-03-02,07:16:00,Upper Arm (Left),15,in\n2024-03-02,07:17:00,Body Fat,16.5,%\n")  # fmt: skip
    assert inbox.ask("select site, side, round(value, 3), unit, kind, app from measurements order by site") == [
        ("body_fat", None, 16.5, "%", "body fat", "fitnotes"),
        ("body_weight", None, 90.718, "kg", "bodyweight", "fitnotes"),
        ("upper_arm", "left", 38.1, "cm", "girth", "fitnotes"),
    ]
    assert inbox.ask("select weight_unit, unit_source from imports") == [("in+lb", "file")]


WITHOUT_UNIT = [
    ("date,weight\n2024-01-01,72\n2024-01-02,71\n", "kg", "inferred: size of the weights"),
    ("date,weight\n2024-01-01,172\n2024-01-02,171\n", "lb", "inferred: size of the weights"),
    ("date,weight,bmi\n2024-01-01,110,20\n", "lb", "inferred: weight and body mass index"),
    ("date,weight,bmi\n2024-01-01,110,34\n", "kg", "inferred: weight and body mass index"),
    ("date,weight\n2024-01-01,110\n", "kg", "assumed: the size of the weights leaves it open"),
    ("date,weight,fat\n2024-01-01,110,20\n", "lb", "app"),
    ("date,waist\n2024-01-01,34\n", "in", "inferred: size of the girths"),
    ("date,waist,left thigh\n2024-01-01,84,55\n", "cm", "inferred: size of the girths"),
]


def test_a_unit_that_is_missing_is_inferred_and_said_how(inbox: Inbox) -> None:
    for number, (text, _, _) in enumerate(WITHOUT_UNIT):
        folder = inbox.settings.inbox / f"lifter {number}"
        folder.mkdir()
        (folder / "log.csv").write_text(text, encoding="utf-8")
    ingest(inbox.settings)
    found = inbox.ask("select weight_unit, unit_source from imports order by lifter")
    assert found == [(unit, source) for _, unit, source in WITHOUT_UNIT]


def test_the_profile_decides_a_unit_that_is_missing(inbox: Inbox) -> None:
    (inbox.folder / "profile.toml").write_text('unit = "lb"\n')
    inbox.drop("log.csv", "date,weight\n2024-01-01,85\n")
    assert inbox.ask("select weight_unit, unit_source from imports") == [("lb", "profile")]


def test_of_several_readings_a_day_the_middle_one_counts(inbox: Inbox) -> None:
    readings = [("2024-01-01 07:00:00", 80.0), ("2024-01-01 21:00:00", 82.0), ("2024-01-01 12:00:00", 80.5)]
    inbox.drop("w.csv", withings(*readings))
    assert inbox.ask("select value, readings, hour(measured_at) from measurements") == [(80.5, 3, 12)]
    assert inbox.ask("select rows_read, rows_loaded, rows_duplicate from imports") == [(3, 1, 2)]


def test_the_newest_export_wins_over_its_span_in_any_order(tmp_path: Path) -> None:
    same = [(f"2024-01-0{day} 07:00:00", 82) for day in (4, 5, 6, 7)]
    old = withings(("2024-01-01 07:00:00", 80), ("2024-01-02 07:00:00", 99), ("2024-01-03 07:00:00", 81), *same)
    new = withings(("2024-01-02 07:00:00", 79), *same, ("2024-01-08 07:00:00", 78))
    found = []
    for name, files in (("forth", (old, new)), ("back", (new, old))):
        inbox = Inbox(Settings(home=tmp_path / name, threads=2))
        for number, text in enumerate(files):
            inbox.drop(f"{number}.csv", text)
        found.append(inbox.ask("select day(day), value from measurements order by day"))
        assert inbox.ask("select sum(rows_read), sum(rows_loaded), sum(rows_duplicate) from imports") == [(13, 7, 6)]
    assert found[0] == found[1] == [(1, 80), (2, 79), *((day, 82) for day in (4, 5, 6, 7)), (8, 78)]


def test_an_export_of_some_days_leaves_the_readings_between(inbox: Inbox) -> None:
    inbox.drop("all.csv", withings(*((f"2024-01-{day:02} 07:00:00", 80 + day % 3) for day in range(1, 21))))
    inbox.drop("two.csv", withings(("2024-01-03 07:00:00", 79), ("2024-01-25 07:00:00", 78)))
    days = dict(inbox.ask("select day(day), value from measurements"))
    assert (len(days), days[3], days[4], days[25]) == (21, 79, 81, 78)
    assert inbox.ask(
        "select file, rows_loaded, rows_duplicate, treated_as, rows_spared from imports order by file"
    ) == [
        ("all.csv", 19, 1, "whole", 0),
        ("two.csv", 2, 0, "extract", 17),
    ]


def test_files_of_one_site_each_do_not_replace_each_other(inbox: Inbox) -> None:
    for name, value in (("waist", 90), ("chest", 105)):
        inbox.drop(f"{name}.csv", f"date,measurement\n2024-01-01,{value}\n2024-02-01,{value + 1}\n")
    assert inbox.ask("select site, count(*) from measurements group by all order by all") == [
        ("chest", 2),
        ("waist", 2),
    ]


def test_of_two_apps_the_one_with_more_days_counts_where_both_measured(inbox: Inbox) -> None:
    inbox.drop("w.csv", withings(("2024-01-01 07:00:00", 80), ("2024-01-02 07:00:00", 81)))
    inbox.drop("f.csv", "date,weight,bmi,fat\n2024-01-02,190,26,20\n2024-01-03,180,25,19\n2024-01-04,180,25,19\n")
    assert inbox.ask("select day(day), app from measurements where site = 'body_weight' order by day") == [
        (1, "withings"), (2, "fitbit"), (3, "fitbit"), (4, "fitbit"),
    ]  # fmt: skip


def test_a_typing_error_is_kept_and_marked(inbox: Inbox) -> None:
    rows = [(f"2024-01-0{day} 07:00:00", weight) for day, weight in enumerate([80, 80.5, 80, 8.05, 108, 81], start=1)]
    inbox.drop("w.csv", withings(*rows))
    assert inbox.ask("select day(day) from measurements where is_suspect order by day") == [(4,), (5,)]


def test_what_is_rejected_is_listed_beside_the_rejected_sets(inbox: Inbox) -> None:
    inbox.drop("log.csv", "date,weight\n2024-01-01,72\nsome day,71\n2024-01-03,x\n")
    assert inbox.ask("select line, raw from rejected_rows order by line") == [(3, "some day,71"), (4, "2024-01-03,x")]
    assert inbox.ask("select rows_read, rows_loaded, rows_rejected from imports") == [(3, 1, 2)]


def test_a_set_counts_with_the_body_weight_last_known_by_its_day_and_never_a_later_one(inbox: Inbox) -> None:
    days = [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)]
    inbox.drop("strong.csv", PULL_UPS + "".join(f'{day} 18:00:00,"A",1h,"Pull Up",1,0,8,0,0,"","",\n' for day in days))
    inbox.drop("w.csv", withings(("2024-01-15 07:00:00", 80), ("2024-02-20 07:00:00", 84), ("2024-03-02 07:00:00", 99)))
    share = inbox.ask("select body_weight_share from exercises")[0][0]
    effective = [load for (load,) in inbox.ask("select effective_load_kg from sets order by day")]
    assert effective == [None, pytest.approx(80 * share), pytest.approx(84 * share)]


def test_a_body_weight_that_was_weighed_outranks_the_one_a_profile_states(inbox: Inbox) -> None:
    """A profile's weight has no day: it stands in for sets before the first weighing, and for who never weighed."""
    inbox.drop("profile.toml", "body_weight_kg = 75\n")
    inbox.drop("strong.csv", PULL_UPS + '2024-01-01 18:00:00,"A",1h,"Pull Up",1,0,8,0,0,"","",\n')
    assert inbox.ask("select body_weight_kg from lifters") == [(75,)]
    inbox.drop("w.csv", withings(("2024-01-15 07:00:00", 80)))
    share = inbox.ask("select body_weight_share from exercises")[0][0]
    assert inbox.ask("select body_weight_kg from lifters") == [(80,)]
    assert inbox.ask("select effective_load_kg from sets") == [(pytest.approx(75 * share),)]


def test_a_body_weight_that_rows_carry_gives_way_to_one_that_was_measured(warehouse, make_set, entry) -> None:
    """A setting that sticks says 90 on every set; five days before one of them the scale said 80."""
    days = [date(2024, 1, 1), date(2024, 1, 20), date(2024, 3, 1)]
    warehouse.land([make_set(day, exercise="Pull Up", load=0, body_weight_kg=90) for day in days])
    path = warehouse.settings.landed / "body.parquet"
    row = {
        "lifter": "ann",
        "app": "withings",
        "layout": "test",
        "sha256": "1" * 64,
        "line": 2,
        "ordinal": 0,
        "disposition": "measurement",
        "day": date(2024, 1, 15),
        "site": "body_weight",
        "kind": "bodyweight",
        "value": 80.0,
        "unit": "kg",
    }
    pq.write_table(pa.Table.from_pylist([row], schema=ROWS), path)
    warehouse.entries.append(entry(app="withings", sha256="1" * 64, body_path=path))
    share = warehouse.ask("select body_weight_share from exercises")[0][0]
    effective = [load for (load,) in warehouse.ask("select effective_load_kg from sets order by day")]
    assert effective == [pytest.approx(weight * share) for weight in (90, 80, 90)]


def test_of_the_zip_that_a_phone_makes_only_the_records_are_taken(inbox: Inbox) -> None:
    with zipfile.ZipFile(inbox.folder / "export.zip", "w") as archive:
        archive.writestr("apple_health_export/Exportieren.xml", HEALTH)
        archive.writestr("apple_health_export/export_cda.xml", "<ClinicalDocument/>")
        archive.writestr("apple_health_export/workout-routes/route.gpx", "<gpx/>")
    report = ingest(inbox.settings)
    assert [(file.app, file.error) for file in report.files] == [("apple_health", None)]
    assert inbox.ask("select site, round(value, 6), unit from measurements") == [("body_fat", 18.5, "%")]


def test_body_measurements_are_read_once_and_again_only_when_lost(inbox: Inbox) -> None:
    inbox.drop("w.csv", withings(("2024-01-01 07:00:00", 80)))
    assert ingest(inbox.settings).files == ()
    key = build_marts(inbox.settings).key
    (place,) = inbox.settings.landed.glob("bucket=*/*_body.*.parquet")
    place.unlink()
    assert [file.rows_sets for file in ingest(inbox.settings).files] == [1]
    assert build_marts(inbox.settings).key == key
