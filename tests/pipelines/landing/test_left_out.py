"""A file taken out of force counts as if it had not come, is kept, and can be taken back."""

import json

import pytest
from typer.testing import CliRunner

from pipelines.errors import LiftcastError, ProfileError
from pipelines.landing.left_out import decide
from pipelines.rehearsal.rehearsal import rehearse
from pipelines.running.steps import decide_step, ingest_step
from pipelines.terminal.cli import app
from pipelines.warehouse import read

STRONG = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE\n"


def strong(days, load=100):
    """Write a workout of three sets on days of January."""
    rows = (f"2026-01-{day:02} 07:00:00,A,45m,Squat (Barbell),{set_},{load},5,0,0,\n" for day in days for set_ in "123")
    return STRONG + "".join(rows)


WHOLE, EXTRACT = strong(range(1, 21)), strong([2, 25])


@pytest.fixture
def home(settings):
    """Give an installation with a whole log and an extract after it."""
    drop(settings, "whole.csv", WHOLE)
    ingest_step(settings)
    return settings


def drop(settings, name, text, lifter="ann"):
    place = settings.inbox / lifter / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)


def sets(settings):
    with read.connect(settings) as con:
        return con.execute("select lifter, day, load_kg, sha256, ordinal from sets order by all").fetchall()


def imports(settings):
    names = ("rows_read", "rows_loaded", "rows_duplicate", "treated_as", "rows_spared")
    with read.connect(settings) as con:
        return {row["file"]: tuple(row[name] for name in names) for row in read.imports(con)}


def test_a_dry_run_and_the_ingest_say_the_same_of_an_extract(home):
    drop(home, "two.csv", EXTRACT)
    (said,) = (row for row in rehearse(home) if row["file"] == "two.csv")
    ingest_step(home)
    names = ("rows_read", "rows_loaded", "rows_duplicate", "treated_as", "rows_spared")
    assert tuple(said[name] for name in names) == imports(home)["two.csv"] == (6, 6, 0, "extract", 51)
    assert any("adds and updates: 51 rows" in note for note in said["notes"])


def test_undo_gives_the_build_there_would_be_without_the_file_and_redo_the_one_with_it(home):
    before = sets(home)
    drop(home, "two.csv", EXTRACT)
    ingest_step(home)
    after = sets(home)
    _, changes = decide_step(home, "two.csv", "leave out")
    assert sets(home) == before
    assert [(row["added"], row["removed"]) for row in changes] == [(0, 3)]
    assert imports(home) == {"two.csv": (0, 0, 0, "left out", 0), "whole.csv": (60, 60, 0, "whole", 0)}
    assert ingest_step(home)[0].new == 0
    drop(home, "again.csv", EXTRACT)
    ingest_step(home)
    assert sets(home) == before, "the same bytes come again, and stay left out"
    decided, _ = decide_step(home, "ann/two.csv", "take back")
    assert sets(home) == after
    assert decided.is_changed
    assert not decide(home, "two.csv", "take back").is_changed


def test_undoing_twice_is_undoing_once_and_of_one_name_the_last_that_counts_is_meant(home):
    drop(home, "whole.csv", strong(range(1, 22)))
    ingest_step(home)
    first, second, third = (decide(home, "whole.csv", "leave out") for _ in range(3))
    assert [decided.is_changed for decided in (first, second, third)] == [True, True, False]
    assert first.entries[0].first_seen_at >= second.entries[0].first_seen_at
    assert first.entries[0].sha256 != second.entries[0].sha256
    lines = (home.inbox / "ann" / "left_out.csv").read_text().splitlines()
    assert lines == ["file,sha256", *(f"whole.csv,{one.entries[0].sha256}" for one in (first, second))]


def test_a_line_written_by_hand_with_the_name_alone_leaves_out_all_that_came_under_it(home):
    (home.inbox / "ann" / "left_out.csv").write_text("file\nwhole.csv\n")
    drop(home, "two.csv", EXTRACT)
    ingest_step(home)
    assert len(sets(home)) == 6
    decide(home, "whole.csv", "take back")
    assert (home.inbox / "ann" / "left_out.csv").read_text() == "file,sha256\n"


def test_a_name_of_no_file_and_one_of_several_lifters_say_which_there_are(home):
    drop(home, "whole.csv", strong(range(3, 9)), lifter="bob")
    ingest_step(home)
    with pytest.raises(LiftcastError, match=r"no file of this name was ingested; there are ann/whole.csv, bob/whole"):
        decide(home, "hole.csv", "leave out")
    with pytest.raises(LiftcastError, match=r"several lifters \(ann, bob\)"):
        decide(home, "whole.csv", "leave out")
    assert [entry.lifter for entry in decide(home, "bob/whole.csv", "leave out").entries] == ["bob"]


def test_decisions_that_cannot_be_read_are_refused_and_nothing_is_written_over_them(home):
    place = home.inbox / "ann" / "left_out.csv"
    place.write_text("name\nwhole.csv\n")
    ingest_step(home)
    with read.connect(home) as con:
        assert [row["error"] for row in read.imports(con) if row["error"]] == [
            f"{place}: has no column file; write a table with file, sha256"
        ]
    with pytest.raises(ProfileError):
        decide(home, "whole.csv", "leave out")
    assert place.read_text() == "name\nwhole.csv\n"


def test_the_command_says_how_a_file_counts_and_takes_it_out_and_back(home, monkeypatch):
    monkeypatch.setenv("LIFTCAST_HOME", str(home.home))
    drop(home, "two.csv", EXTRACT)
    ingest_step(home)
    run = CliRunner().invoke
    assert "51 rows of other exports stay" in run(app, ["imports"]).stdout
    undone = run(app, ["imports", "--undo", "two.csv"])
    assert undone.exit_code == 0
    assert "Left out ann/two.csv" in undone.stderr
    assert "`liftcast imports --redo" in undone.stdout
    (row,) = (row for row in json.loads(run(app, ["imports", "--json"]).stdout) if row["file"] == "two.csv")
    assert (row["treated_as"], row["rows_loaded"]) == ("left out", 0)
    assert run(app, ["imports", "--undo", "a", "--redo", "b"]).exit_code == 2
    assert isinstance(run(app, ["imports", "--redo", "three.csv"]).exception, LiftcastError)
