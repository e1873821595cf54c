"""`liftcast ingest`: what this run did, its exit codes, its ways in, and its progress as lines."""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.terminal.progress_lines import ProgressLines

LIFTCAST = Path(sys.executable).with_name("liftcast")
MAPPING = """
header = "member,day,lift,kilos,times"
app = "club"
load_unit = "kg"
[columns]
lifter = "member"
date = "day"
exercise = "lift"
load = "kilos"
reps = "times"
"""
HEADER = "member,day,lift,kilos,times\n"


def table(first=1, last=12, members=("ann", "bo")):
    return HEADER + "".join(
        f"{member},2026-11-{day:02},Squat (Barbell),{80 + day},5\n"
        for day in range(first, last + 1)
        for member in members
    )


@pytest.fixture
def home(tmp_path):
    home = tmp_path / "var"
    (home / "inbox").mkdir(parents=True)
    (home / "inbox" / "club.mapping.toml").write_text(MAPPING, encoding="utf-8")
    return home


@pytest.fixture
def ingest(typed):
    return lambda home, *words, **how: typed(home, "ingest", *words, **how)


@pytest.fixture
def asked(typed, home):
    """Give the JSON that a command answers."""
    return lambda *words: json.loads(typed(home, *words, "--json").stdout)


def run_of(done):
    return json.loads(done.stdout)


def test_json_is_this_run_file_by_file_and_in_total(home, ingest, asked):
    bad = table() + ",2026-11-05,Squat (Barbell),90,5\nann,2026-11-05,Squat (Barbell),x,5\n"
    done = ingest(home, "-", "--name", "members.csv", "--lifter", "club", "--json", stdin=gzip.compress(bad.encode()))
    assert done.returncode == 0, done.stderr
    first = run_of(done)
    (file,) = first["files"]
    assert (file["file"], file["lifter"], file["outcome"], file["app"]) == ("members.csv", "club", "landed", "club")
    assert file["lifters"] == ["ann", "bo", "club"]
    assert (file["rows_read"], file["rows_loaded"], file["rows_rejected"], file["sets_added"]) == (26, 24, 2, 24)
    assert (file["first_day"], file["last_day"], file["weight_unit"]) == ("2026-11-01", "2026-11-12", "kg")
    junk = home / "inbox" / "ann" / "junk.csv"
    junk.parent.mkdir()
    junk.write_bytes(bytes(range(256)))
    (home / "inbox" / "new.csv").write_text(table(13, 13), encoding="utf-8")
    done = ingest(home, "--json")
    second = run_of(done)
    assert done.returncode == 1
    assert {row["file"]: row["outcome"] for row in second["files"]} == {"new.csv": "landed", "junk.csv": "refused"}
    assert second["total"] | {"seconds": 0} == {
        "files": 2, "landed": 1, "refused": 1, "to_be_decided": 0, "known": 0, "rows_read": 2, "rows_loaded": 2,
        "rows_not_sets": 0, "rows_duplicate": 0, "rows_rejected": 0, "rows_spared": 0, "sets_added": 2,
        "sets_changed": 0, "sets_removed": 0, "seconds": 0,
    }  # fmt: skip
    junk.unlink()
    third = run_of(ingest(home, "--json"))
    assert (third["files"], third["total"]["known"]) == ([], 1)
    assert {row["file"] for row in asked("imports")} == {"members.csv", "new.csv", "junk.csv"}


def test_whoever_brings_a_table_is_no_lifter_for_rows_that_name_none(home, ingest, typed, asked):
    ingest(home, "-", "--name", "members", stdin=(table() + ",2026-11-05,Squat (Barbell),90,5\n").encode())
    done = typed(home, "export", "lifters", "--format", "csv", "--to", "-")
    assert [line.split(",")[0].strip('"') for line in done.stdout.splitlines()] == ["lifter", "ann", "bo"]
    assert [(row["line"], row["reason"]) for row in asked("rejected")] == [(26, "lifter is missing")]


@pytest.mark.parametrize(("most", "code"), [("1", 1), ("2", 0), ("7%", 1), ("8%", 0)])
def test_too_many_rejected_rows_end_with_the_code_of_refusal(home, most, code, ingest):
    bad = table() + 2 * "ann,2026-11-05,Squat (Barbell),x,5\n"
    done = ingest(home, "-", "--name", "members", "--max-rejected", most, stdin=bad.encode())
    assert done.returncode == code, done.stderr
    assert ("more than --max-rejected" in done.stderr) == bool(code)


def test_what_would_remove_much_is_held_till_somebody_decides(home, ingest, typed, asked):
    ingest(home, "-", "--name", "members", stdin=table().encode())
    words = ["-", "--name", "members", "--mode", "replace-span", "--max-removed", "3", "--json"]
    cut = HEADER + "".join(
        line for line in table().splitlines(keepends=True)[1:] if "-05," not in line and "-06," not in line
    )
    done = ingest(home, *words, stdin=cut.encode())
    run = run_of(done)
    assert done.returncode == 1
    assert not run["is_published"]
    assert (run["total"]["sets_removed"], run["total"]["to_be_decided"]) == (4, 1)
    digest = run["files"][0]["sha256"][:12]
    assert f"liftcast imports --redo {digest}" in done.stderr
    assert run_of(ingest(home, "--json"))["is_published"]
    assert "to be decided" in typed(home, "imports").stdout
    assert typed(home, "imports", "--redo", digest).returncode == 0
    assert sum(row["rows_loaded"] for row in asked("imports")) == 20


def test_progress_is_lines_of_json_where_asked_for(home, ingest):
    done = subprocess.run(  # what is told in lines is so for the whole of a process
        [LIFTCAST, "ingest", "-", "--name", "members", "--json"],
        input=table().encode(),
        env=os.environ | {"LIFTCAST_HOME": str(home), "LIFTCAST_PROGRESS": "json"},
        capture_output=True,
        check=False,
    )
    events = [json.loads(line) for line in done.stderr.decode().splitlines()]
    assert {"reading exports", "building tables"} <= {line.get("step") for line in events}
    assert {"at", "event", "seconds"} <= set.intersection(*map(set, events))
    assert run_of(done)["total"]["landed"] == 1
    wrong = ingest(home, LIFTCAST_PROGRESS="loud")
    assert wrong.returncode == 2
    assert "LIFTCAST_PROGRESS" in wrong.stderr


def test_a_heart_beats_while_nothing_goes_on(capfd):
    lines = ProgressLines(heartbeat_s=0.05)
    with lines.step("waiting", 3) as advance:
        advance(1)
        time.sleep(0.3)
    lines.close()
    events = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    beats = [line for line in events if line["event"] == "alive"]
    assert len(beats) >= 2
    assert (beats[0]["step"], beats[0]["done"], beats[0]["total"]) == ("waiting", 1, 3)


def test_a_query_needs_a_database_and_a_database_a_query(home, ingest):
    assert ingest(home, "--query", "select 1", "--name", "members").returncode == 2
    assert ingest(home, "--from", "sqlite:////nowhere.db").returncode == 2
    assert ingest(home, "-").returncode == 2


def test_a_query_to_the_database_of_the_environment_is_ingested_and_an_unchanged_table_is_known(home, tmp_path, ingest):
    rows = [line.split(",") for line in table().splitlines()[1:]]
    with closing(sqlite3.connect(tmp_path / "gym.db")) as con:
        con.execute("create table sets (member, day, lift, kilos real, times int)")
        con.executemany("insert into sets values (?, ?, ?, ?, ?)", rows)
        con.commit()
    words = ["--query", "select * from sets", "--name", "sets", "--lifter", "club", "--json"]
    first, second = (run_of(ingest(home, *words, LIFTCAST_FROM=f"sqlite:///{tmp_path / 'gym.db'}")) for _ in range(2))
    assert (first["files"][0]["file"], first["total"]["rows_loaded"]) == ("sets", 24)
    assert (second["files"], second["total"]["known"]) == ([], 1)


def test_a_table_brought_may_be_mapped_by_guesses(home, ingest):
    (home / "inbox" / "club.mapping.toml").unlink()
    worded = table().replace("kilos,times", "weight,reps")
    done = ingest(home, "--map", "-", "--yes", "--name", "members.csv", "--json", stdin=worded.encode())
    assert done.returncode == 0, done.stderr
    assert run_of(done)["files"][0]["lifters"] == ["ann", "bo"]
    assert (home / "inbox" / "me" / "members.mapping.toml").exists()
