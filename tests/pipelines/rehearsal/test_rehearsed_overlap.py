"""A dry run counts overlap with what is there as the ingest after it does, whatever the exports have in common."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.rehearsal.rehearsal import rehearse
from pipelines.running.steps import ingest_step
from pipelines.settings import Settings
from pipelines.warehouse import read

COUNTS = ("rows_read", "rows_loaded", "rows_not_sets", "rows_duplicate", "rows_rejected")
STRONG = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE"
HEVY = (
    "title,start_time,end_time,description,exercise_title,exercise_notes,set_index,set_type,weight_kg,reps,"
    "distance_km,duration_seconds,rpe"
)


def strong(days, load):
    """Write workouts of three sets on days of January."""
    rows = [
        f"2026-01-{day:02} 07:00:00,A,45m,Squat (Barbell),{place},{load + day},5,0,0,"
        for day in days
        for place in (1, 2, 3)
    ]
    return "\n".join([STRONG, *rows, "2026-01-01 07:00:00,A,45m,Squat (Barbell),Rest Timer,0,0,0,90,"]) + "\n"


def hevy(days, load):
    """Write the same workouts as another app would."""
    rows = [
        f'"A","{day} Jan 2026, 07:01","{day} Jan 2026, 08:00","","Squat (Barbell)","",{place},"normal",{load + day},5,,,'
        for day in days
        for place in (0, 1, 2)
    ]
    return "\n".join([HEVY, *rows]) + "\n"


days = st.sets(st.integers(1, 9), min_size=1).map(sorted)
exports = st.lists(
    st.tuples(st.sampled_from([strong, hevy]), days, st.sampled_from([100, 102.5])), min_size=1, max_size=2
)


def written(home: Settings, made, start: int) -> None:
    for number, (app, when, load) in enumerate(made, start=start):
        place = home.inbox / "ann" / f"{number}.csv"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(app(when, load))


@given(before=exports, after=exports)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_rehearsed_is_what_then_happens(before, after):
    with tempfile.TemporaryDirectory() as folder:
        home = Settings(home=Path(folder), threads=1)
        written(home, before, 0)
        ingest_step(home)
        written(home, after, len(before))
        said = rehearse(home)
        report, build = ingest_step(home)
        with read.connect(home, build) as con:
            done = {row["sha256"]: row for row in read.imports(con)}
        for row in said:
            (own,) = [each for each in done.values() if each["file"] == row["file"]] or [None]
            if own is not None:
                assert {name: row[name] for name in COUNTS} == {name: own[name] for name in COUNTS}
        assert said[0]["changes"] == list(report.changes)


def test_nothing_of_the_home_is_touched_by_a_rehearsal(tmp_path):
    home = Settings(home=tmp_path / "var", threads=1)
    written(home, [(strong, [1, 2], 100)], 0)
    ingest_step(home)
    written(home, [(strong, [2, 3], 100)], 1)
    before = {str(path): path.read_bytes() for path in home.home.rglob("*") if path.is_file()}
    old, new = rehearse(home)
    assert {str(path): path.read_bytes() for path in home.home.rglob("*") if path.is_file()} == before
    assert (old["outcome"], old["rows_duplicate"], old["rows_loaded"]) == ("known", 3, 3)
    assert (new["outcome"], new["rows_duplicate"], new["rows_loaded"]) == ("new", 0, 6)
    assert new["changes"] == [{"lifter": "ann", "added": 3, "changed": 0, "removed": 0, "duplicate": 3}]
    assert any("count elsewhere" in note for note in old["notes"])
