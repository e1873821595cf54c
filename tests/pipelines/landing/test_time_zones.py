"""Days are the lifter's own, where the export or the lifter says where they train; else nothing is guessed."""

import json

import pyarrow.parquet as pq
import pytest

from pipelines.errors import ProfileError
from pipelines.landing.index import landed_entries
from pipelines.landing.ingest import ingest
from pipelines.people.profiles import parse_profile, state
from pipelines.terminal.doctor import examine
from pipelines.warehouse.build import build_marts
from pipelines.warehouse.publish import publish

SET = {"index": 0, "type": "normal", "weight_kg": 60, "reps": 8, "distance_meters": None, "duration_seconds": None}
HEVY_API = json.dumps(
    [
        {
            "id": "w",
            "title": "A",
            "start_time": "2026-01-06T02:30:00+00:00",
            "exercises": [{"title": "Squat (Barbell)", "exercise_template_id": "X", "sets": [SET | {"rpe": None}]}],
        }
    ]
)
MACROFACTOR = json.dumps(
    [
        {
            "name": "A",
            "startTime": "2026-01-06T02:30:00.5Z",
            "blocks": [
                {
                    "exercises": [
                        {
                            "name": "Squat",
                            "sets": [{"setType": "standard", "log": {"value": {"weight": 60, "fullReps": 8}}}],
                        }
                    ]
                }
            ],
        }
    ]
)
EXERCISE = {"id": 1, "muscles": [], "equipment": [], "translations": [{"name": "Squats", "language": 2}]}
LOG = {"id": 1, "exercise": 1, "repetitions_unit": 1, "repetitions": "8", "weight_unit": 1, "weight": "60"}
WGER = json.dumps({"exerciseinfo": [EXERCISE], "workoutlog": [LOG | {"session": 1, "date": "2026-01-06T02:30:00Z"}]})
IN_UTC = {
    "hevy api": HEVY_API,
    "macrofactor": MACROFACTOR,
    "wger": WGER,
    "fitbod": "Date,Exercise,Reps,Weight(kg),Duration(s),Distance(m),Incline,Resistance,isWarmup,Note,multiplier\n"
    "2026-01-06 02:30:00 +0000,Back Squat, 8,60.0,0.0,0.0,0.0,0.0,false,, 1.0\n",
    "liftosaur": "Workout DateTime,Program,Day Name,Exercise,Is Warmup Set?,Required Reps,Completed Reps,Is AMRAP?,"
    "Required RPE,Completed RPE,Log RPE?,Required Weight Value,Required Weight Unit,Completed Weight Value,"
    "Completed Weight Unit,Ask Weight?,Completed Reps Time,Target Muscles,Synergist Muscles,Notes\n"
    "2026-01-06T02:30:00.712Z,P,D,Squat,0,8,8,0,,,0,60,kg,60,kg,0,,,,\n",
    "fitnotes ios 2018": "Name,Start Date (UTC),Start Time (UTC),End Date (UTC),End Time (UTC),BodyWeight,Exercise,"
    "Equipment,Reps,Weight,Time,Distance,Status,Categories\n"
    '"A","1/6/2026","2:30:00 AM","1/6/2026","3:10:00 AM","80","Squat","Barbell","8","60","","","Done","Legs"\n'
    '"A","1/16/2026","2:30:00 AM","1/16/2026","3:10:00 AM","80","Squat","Barbell","8","60","","","Done","Legs"\n',
    "fitnotes ios 2025": "Name,StartTime,EndTime,BodyWeight,Exercise,Equipment,Reps,Weight,Time,Distance,Status,"
    "IsWarmup,RPE,RIR,Categories,Note\nA,2026-01-06T02:30:00Z,2026-01-06T03:30:00Z,80,Squat,Barbell,8,60,,,Done,"
    "false,,,Legs,\n",
}
LOCAL = {
    "strong": "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE\n"
    "2026-01-06 02:30:00,A,45m,Squat (Barbell),1,60,8,0,0,\n",
    "hevy": "title,start_time,end_time,description,exercise_title,exercise_notes,set_index,set_type,weight_kg,reps,"
    'distance_km,duration_seconds,rpe\n"A","6 Jan 2026, 02:30","6 Jan 2026, 03:30","","Squat (Barbell)","",0,'
    '"normal",60,8,,,\n',
    "liftlog": "SessionId,Timestamp,Exercise,Weight,WeightUnit,Reps,TargetReps,Notes\n"
    "s,2026-01-06T02:30:00,Squats,60,kg,8,8,\n",
    "wger with its offset": WGER.replace("02:30:00Z", "02:30:00+05:00"),
}
BODY = (
    "sourceName,sourceVersion,device,type,unit,creationDate,startDate,endDate,value\n"
    "Scale,1,x,BodyMass,kg,2026-01-06 02:30:00 +0000,2026-01-06 02:30:00 +0000,2026-01-06 02:30:00 +0000,80.5\n"
)


def drop(settings, text, name="export.csv"):
    place = settings.inbox / "ann" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def first(settings):
    """Give the local time of the first record landed."""
    (entry,) = landed_entries(settings)
    row = pq.read_table(entry.path or entry.body_path).to_pylist()[0]
    at = row.get("started_at", row.get("measured_at"))
    assert at.date() == row["day"]
    return f"{at:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("name", IN_UTC)
def test_an_export_in_utc_is_counted_by_the_clock_of_the_place_stated(settings, name):
    drop(settings, IN_UTC[name])
    state(settings, "ann", {"time_zone": "America/New_York"})
    (file,) = ingest(settings).files
    assert first(settings) == "2026-01-05 21:30"
    assert any("America/New_York" in note for note in file.notes)


@pytest.mark.parametrize("name", IN_UTC)
def test_without_a_place_nothing_is_shifted_and_it_is_said(settings, name):
    drop(settings, IN_UTC[name])
    (file,) = ingest(settings).files
    assert first(settings) == "2026-01-06 02:30"
    assert any("time_zone" in note and "another day" in note for note in file.notes)


@pytest.mark.parametrize("name", LOCAL)
def test_a_clock_that_is_the_lifters_own_already_stays(settings, name):
    drop(settings, LOCAL[name])
    state(settings, "ann", {"time_zone": "America/New_York"})
    (file,) = ingest(settings).files
    assert first(settings) == "2026-01-06 02:30"
    assert not any("UTC" in note for note in file.notes)


def test_summer_time_is_minded(settings):
    drop(settings, HEVY_API.replace("2026-01-06T02:30", "2026-07-06T22:30"))
    state(settings, "ann", {"time_zone": "Europe/Berlin"})
    ingest(settings)
    assert first(settings) == "2026-07-07 00:30"


def test_body_measurements_in_utc_follow_the_place_too(settings):
    drop(settings, BODY)
    ingest(settings)
    assert first(settings) == "2026-01-06 02:30"
    state(settings, "ann", {"time_zone": "America/New_York"})
    ingest(settings)
    assert first(settings) == "2026-01-05 21:30"


def test_a_place_stated_later_or_taken_back_is_applied_to_what_was_ingested_before(settings):
    drop(settings, HEVY_API)
    ingest(settings)
    (settings.inbox / "ann" / "export.csv").unlink()
    profile = state(settings, "ann", {"time_zone": "America/New_York"})
    assert ingest(settings).new == 1
    assert first(settings) == "2026-01-05 21:30"
    assert ingest(settings).new == 0
    profile.unlink()
    assert ingest(settings).new == 1
    assert first(settings) == "2026-01-06 02:30"


def test_doctor_asks_where_a_lifter_is_only_where_it_may_change_a_day(settings):
    drop(settings, HEVY_API)
    drop(settings, HEVY_API.replace("02:30", "12:30").replace("60", "62"), "noon.json")
    ingest(settings)
    publish(settings, build_marts(settings))
    (asked,) = [each for each in examine(settings) if each["check"] == "days of ann"]
    assert not asked["ok"]
    assert "on 1 day between" in asked["found"]
    assert "time_zone" in asked["do"]
    state(settings, "ann", {"time_zone": "America/New_York"})
    ingest(settings)
    publish(settings, build_marts(settings))
    assert [each for each in examine(settings) if each["check"] == "days of ann"] == []


def test_a_place_is_stated_beside_the_rest_and_one_that_is_none_is_refused(settings):
    path = state(settings, "ann", {"unit": "lb"})
    assert state(settings, "ann", {"time_zone": "Asia/Tokyo"}) == path
    assert (parse_profile(path).unit, parse_profile(path).time_zone) == ("lb", "Asia/Tokyo")
    before = path.read_text()
    with pytest.raises(ProfileError, match=r"time_zone is 'Bavaria'.*Europe/Berlin"):
        state(settings, "ann", {"time_zone": "Bavaria"})
    assert path.read_text() == before


CLUB = "who,day,move,kilos,times\n" + "".join(
    f"{who},2026-01-06T02:30:00Z,Squat (Barbell),60,8\n" for who in ("ann", "bo", "cy")
)
CLUB_MAPPING = (
    'header = "who,day,move,kilos,times"\napp = "club"\nload_unit = "kg"\n[columns]\nlifter = "who"\ndate = "day"\n'
    'exercise = "move"\nload = "kilos"\nreps = "times"\n'
)


def starts(settings):
    """Give the local time of each lifter's first record landed."""
    found = {entry.lifter: pq.read_table(entry.path).to_pylist()[0] for entry in landed_entries(settings)}
    assert all(row["started_at"].date() == row["day"] for row in found.values())
    return {lifter: f"{row['started_at']:%Y-%m-%d %H:%M}" for lifter, row in found.items()}


def test_in_a_file_of_many_each_lifters_own_place_wins_over_that_of_who_brought_it(settings):
    drop(settings, CLUB)
    drop(settings, CLUB_MAPPING, "club.mapping.toml")
    ingest(settings)
    assert set(starts(settings).values()) == {"2026-01-06 02:30"}
    assert {entry.lifter: entry.night_days for entry in landed_entries(settings)} == {"ann": 1, "bo": 1, "cy": 1}
    state(settings, "bo", {"time_zone": "Asia/Tokyo"})
    assert ingest(settings).new == 1
    assert starts(settings) == {"ann": "2026-01-06 02:30", "bo": "2026-01-06 11:30", "cy": "2026-01-06 02:30"}
    state(settings, "ann", {"time_zone": "America/New_York"})
    (file,) = ingest(settings).files
    assert any("their own profile.toml" in note for note in file.notes)
    assert starts(settings) == {"ann": "2026-01-05 21:30", "bo": "2026-01-06 11:30", "cy": "2026-01-05 21:30"}
    assert {entry.night_days for entry in landed_entries(settings)} == {0}
    assert ingest(settings).new == 0


def test_who_brought_a_file_of_others_may_have_no_rows_in_it(settings):
    drop(settings, CLUB.replace("ann,", "dee,"))
    drop(settings, CLUB_MAPPING, "club.mapping.toml")
    state(settings, "ann", {"time_zone": "America/New_York"})
    state(settings, "dee", {"time_zone": "Asia/Tokyo"})
    ingest(settings)
    assert starts(settings)["dee"] == "2026-01-06 11:30"
    assert starts(settings)["cy"] == "2026-01-05 21:30"
    assert ingest(settings).new == 0


STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
    "01/05/2026 18:00,Push,1h,Bench Press (Barbell),1,80,5,0,0,,,\n"
)
TAPE = "Date,Waist (cm)\n01/05/2026,82\n"


@pytest.mark.parametrize(("name", "content"), [("strong.csv", STRONG), ("tape.csv", TAPE)])
def test_the_order_of_day_and_month_is_asked_once_and_read_anew_when_stated(settings, name, content):
    drop(settings, content, name)
    (file,) = ingest(settings).files
    assert (file.rows_sets, file.rows_rejected) == (0, 1)
    publish(settings, build_marts(settings))
    (asked,) = [finding for finding in examine(settings) if finding["check"] == "dates of ann"]
    assert "--dates" in asked["do"]
    for order, day in (("day first", "2026-05-01"), ("month first", "2026-01-05")):
        state(settings, "ann", {"dates": order})
        (file,) = ingest(settings).files
        assert (file.rows_sets, file.rows_rejected) == (1, 0)
        (entry,) = landed_entries(settings)
        assert str(pq.read_table(entry.path or entry.body_path)["day"][0]) == day
    assert ingest(settings).new == 0
