"""Which 1RMs an ingest would move, told before it is taken."""

from pipelines.landing.ingest import ingest
from pipelines.rehearsal.rehearsal import rehearse
from pipelines.running import steps
from pipelines.settings import Settings

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"


def strong(*sets):
    lines = [f'2026-{day} 18:00:00,"Day",1h,"{name}",1,{load},5,0,0,"","",' for day, name, load in sets]
    return "\n".join([HEADER, *lines]) + "\n"


def test_the_lifts_that_move_are_told_with_what_they_were(tmp_path):
    settings = Settings(home=tmp_path / "home", threads=1)
    (settings.inbox / "ann").mkdir(parents=True)
    before = [("11-02", "Bench Press (Barbell)", 80), ("11-02", "Squat (Barbell)", 100)]
    (settings.inbox / "ann" / "strong.csv").write_text(strong(*before))
    steps.ingest_step(settings)
    newer = tmp_path / "newer.csv"
    newer.write_text(strong(*before, ("11-09", "Bench Press (Barbell)", 90), ("11-09", "Deadlift (Barbell)", 140)))
    (row,) = rehearse(settings, paths=[newer], lifter="ann")
    bench, deadlift = row["moves"]
    assert (bench["name"], deadlift["name"]) == ("Bench press (barbell)", "Deadlift (barbell)")
    assert bench["after_kg"] / bench["before_kg"] == 90 / 80
    assert deadlift["before_kg"] is None
    assert row["changes"] == [{"lifter": "ann", "added": 2, "changed": 0, "removed": 0, "duplicate": 2}]
    assert ingest(settings).new == 0


def test_a_file_that_cannot_be_read_moves_nothing(tmp_path):
    settings = Settings(home=tmp_path / "home", threads=1)
    (settings.inbox / "ann").mkdir(parents=True)
    (settings.inbox / "ann" / "strong.csv").write_text(strong(("11-02", "Squat (Barbell)", 100)))
    steps.ingest_step(settings)
    junk = tmp_path / "junk.csv"
    junk.write_text("a,b\n1,2\n")
    (row,) = rehearse(settings, paths=[junk], lifter="ann")
    assert row["error"]
    assert row["moves"] == []
