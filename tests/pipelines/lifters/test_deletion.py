"""A lifter deleted: a search of every file finds nothing, nobody else's tables change, a crash is finished."""

import gzip
import io
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from datetime import date, timedelta

import duckdb
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from pipelines import Liftcast
from pipelines.champion.refits import LastTraining, note_last, read_last
from pipelines.errors import LiftcastError, UnknownLifterError
from pipelines.files.logs import log
from pipelines.inbox import packing
from pipelines.inbox.archive import at_hand
from pipelines.lifters import handing_back, marks, removing, searching, traces
from pipelines.running import deleting, steps
from pipelines.running.requests import ask
from pipelines.settings import Settings
from pipelines.warehouse import read

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
NOTE = "left shoulder clicked like a kangaroo"
GONE = "ann-lee"
KEPT = ("bob", "mary ann-lee")
OF_OTHERS = (
    "sets",
    "daily_lifts",
    "weekly_muscles",
    "forecasts",
    "plan_forecasts",
    "size_forecasts",
    "recommendations",
)


def export_of(weeks, load, note="", last=date(2026, 11, 20)):
    lines = [HEADER]
    for week in reversed(range(weeks)):
        for ago in (3, 0):
            day = last - timedelta(days=7 * week + ago)
            weight = load + 2.5 * ((weeks - week) // 4)
            lines += [
                f'{day} 18:00:00,"Day",1h,"Bench Press (Barbell)",{order},{weight},5,0,0,"{note}","",'
                for order in (1, 2, 3)
            ]
            lines += (
                [
                    f'{day} 18:20:00,"Day",1h,"Ann\'s Own Curl",1,20,10,0,0,"","",',
                    f'{day} 18:30:00,"Day",1h,"=1+1",1,20,10,0,0,"","",',
                ]
                if note
                else []
            )
    return "\n".join(lines) + "\n"


def drop(settings, lifter, name, text):
    folder = settings.inbox / lifter
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def put_into_databases(settings):
    """Write the name where Prefect's and MLflow's tables would hold it."""
    for name, table in (("prefect/prefect.db", "log"), ("mlflow.db", "tags")):
        place = settings.home / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(place)) as con:
            con.execute(f"create table {table} (id integer, message text)")
            con.executemany(
                f"insert into {table} values (?, ?)",  # noqa: S608 our own tables
                [(1, f"strong.csv ({GONE}): | {GONE} | is read"), (2, "bob")],
            )
            con.commit()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make a home of three lifters, one of whom has left traces everywhere."""
    settings = Settings(home=tmp_path_factory.mktemp("gym") / "home", threads=1)
    older = export_of(20, 80)
    drop(settings, GONE, "their own log.csv", older)
    drop(settings, "bob", "strong.csv", older)
    steps.refresh(settings)
    drop(settings, GONE, "their own log.csv", older + export_of(1, 99, NOTE, date(2026, 11, 27)).split("\n", 1)[1])
    drop(settings, GONE, "profile.toml", 'unit = "kg"\n')
    drop(settings, "bob", "strong 2.csv", export_of(22, 80))
    drop(settings, KEPT[1], "strong.csv", export_of(18, 60))
    ask(settings, "upload", lifter=GONE, files={"their own log.csv": None})
    steps.refresh(settings)
    note_last(settings, LastTraining(looked_at="x", cutoffs={GONE: 7, "bob": 9}))
    put_into_databases(settings)
    log.info("inbox/%s/their own log.csv was looked at", GONE)
    return settings


@pytest.fixture
def gym(made, tmp_path):
    """Give a copy of that home."""
    shutil.copytree(made.home, tmp_path / "home", symlinks=True)
    return Settings(home=tmp_path / "home", threads=1)


def tables(settings):
    with read.connect(settings) as con:
        return {
            table: con.execute(f"select * from {table} where lifter in ? order by all", [list(KEPT)]).fetchall()  # noqa: S608 our own tables
            for table in OF_OTHERS
        }


def everything_said(settings):
    """Read every file by other means than the search does: (place, text) of whatever can be unpacked."""
    for path in sorted(path for path in settings.home.rglob("*") if path.is_file()):
        place = str(path.relative_to(settings.home))
        yield place, place
        if path.parent == settings.exports and path.suffix == ".zst":
            yield place, packing.content(settings.exports, path.name.split(".")[0]).decode()
        elif path.suffix == ".parquet":
            sink = io.BytesIO()
            pa_csv.write_csv(pq.read_table(path), sink)
            yield place, sink.getvalue().decode()
        elif path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as con:
                for (table,) in con.execute("select table_name from duckdb_tables()").fetchall():
                    yield place, "\n".join(map(str, con.table(table).fetchall()))
        else:
            yield place, path.read_bytes().decode(errors="replace")


def still_told(settings):
    mine = (NOTE, "Ann's Own Curl", "their own log.csv")
    return [
        (place, word)
        for place, text in everything_said(settings)
        for word in (GONE, *mine)
        if word in text.replace(KEPT[1], "")
    ]


def test_a_dry_run_lists_every_trace_and_changes_nothing(gym):
    before = {path: path.read_bytes() for path in gym.home.rglob("*") if path.is_file()}
    (would,) = Liftcast(gym.home).delete_lifters(GONE)
    told = {trace.where: trace.count for trace in would.traces}
    assert told["inbox"] == 2
    assert told["exports/ledger.jsonl"] == 2
    assert told["builds"] >= 1
    assert {"landed", "forecasts_given", "training.json", "mlflow.db", "prefect/prefect.db"} <= told.keys()
    assert any(where.startswith("requests") for where in told)
    assert any(where.startswith("logs") for where in told)
    assert {path: path.read_bytes() for path in gym.home.rglob("*") if path.is_file()} == before


def test_a_deleted_lifter_is_found_nowhere_and_nobody_elses_tables_change(gym):
    before, shared = tables(gym), next(iter({*digests(gym, GONE)} & {*digests(gym, "bob")}))
    assert still_told(gym)
    (did,) = deleting.delete_step(gym, [GONE])
    assert did.found == ()
    assert still_told(gym) == []
    assert tables(gym) == before
    assert read_last(gym).cutoffs == {"bob": 9}
    assert [each.lifter for each in Liftcast(gym.home).lifters()] == sorted(KEPT)
    with at_hand(gym, shared) as kept:
        assert kept.read_text() == export_of(20, 80)
    steps.refresh(gym)
    assert still_told(gym) == []
    assert tables(gym) == before


def digests(settings, lifter):
    lines = (settings.exports / "ledger.jsonl").read_text().splitlines()
    return [row["sha256"] for row in map(json.loads, lines) if row["lifter"] == lifter]


class CutOffError(Exception):
    """Stands for a process that is killed."""


def test_whatever_is_cut_short_is_finished_by_running_it_again(gym, monkeypatch):
    before = tables(gym)

    def cut(*_args, **_kwargs):
        raise CutOffError

    for done in (1, 2, 3, 5, len(removing.STEPS)):
        with monkeypatch.context() as at:
            at.setattr(removing, "STEPS", (*removing.STEPS[:done], cut))
            with pytest.raises(CutOffError):
                deleting.delete_step(gym, [GONE])
    assert [each.is_being_deleted for each in Liftcast(gym.home).lifters() if each.lifter == GONE] == [True]
    for name in ("remove_builds", "search"):
        with monkeypatch.context() as at:
            at.setattr(deleting, name, cut)
            with pytest.raises(CutOffError):
                deleting.delete_step(gym, [GONE])
    deleting.delete_step(gym, [GONE])
    assert still_told(gym) == []
    assert tables(gym) == before


def test_a_kill_in_the_middle_leaves_pages_standing_and_is_finished(gym):
    before = tables(gym)
    words = (
        "import sys; from pipelines import Liftcast; Liftcast(sys.argv[1]).delete_lifters(sys.argv[2], dry_run=False)"
    )
    process = subprocess.Popen([sys.executable, "-c", words, str(gym.home), GONE])
    until = time.monotonic() + 60
    while not marks.notes_folder(gym).exists() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert tables(gym) == before
    if GONE in [each.lifter for each in Liftcast(gym.home).lifters()]:
        deleting.delete_step(gym, [GONE])
    assert still_told(gym) == []
    assert tables(gym) == before


def test_the_search_looks_into_what_is_packed(gym):
    own = marks.marks_of(gym, GONE)
    with gzip.open(gym.home / "a.gz", "wt") as file:
        file.write(f"of {GONE}")
    with zipfile.ZipFile(gym.home / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.txt", f"of {GONE} " * 50)
    found = {each.place for each in searching.search(gym, own)}
    assert {"a.gz", "b.zip", "mlflow.db", "training.json", "exports/ledger.jsonl"} <= found
    assert any(place.startswith("landed/") for place in found)
    assert any(place.startswith("builds/") for place in found)
    assert any(place.startswith("forecasts_given/") for place in found)


def test_a_name_that_is_a_word_is_looked_for_only_where_names_stand():
    mine = marks.Marks(lifter="me")
    assert not mine.are_in("tell me where the home is")
    assert all(map(mine.are_in, ("inbox/me/strong.csv", '{"lifter": "me"}', "strong.csv (me): refused", "| me | x |")))
    ann = marks.Marks(lifter="anna", others=("anna b",))
    assert ann.are_in("anna lifts")
    assert not ann.are_in("anna b lifts, and annabel")
    assert ann.taken_out("anna and anna b") == "(deleted) and anna b"


def test_who_is_not_there_cannot_be_deleted(gym):
    with pytest.raises(UnknownLifterError, match=r"nobody.*there are: .*bob"):
        deleting.would_delete(gym, ["nobody"])


def test_a_file_of_several_lifters_goes_only_with_all_of_them(tmp_path):
    settings = Settings(home=tmp_path, threads=1)
    lines = [f"{who},2026-11-{day:02d},Bench Press,100,5" for day in range(1, 9) for who in ("dan", "eve")]
    drop(settings, "coach", "gym.csv", "\n".join(["athlete,date,exercise,weight_kg,reps", *lines]) + "\n")
    columns = {"lifter": "athlete", "date": "date", "exercise": "exercise", "load": "weight_kg", "reps": "reps"}
    told = "\n".join(f'{name} = "{column}"' for name, column in columns.items())
    header = 'header = "athlete,date,exercise,weight_kg,reps"\napp = "club"\nload_unit = "kg"\n[columns]\n'
    drop(settings, "coach", "gym.mapping.toml", header + told + "\n")
    steps.ingest_step(settings)
    with pytest.raises(LiftcastError, match=r"holds rows of .* too.*Name all"):
        deleting.would_delete(settings, ["dan"])
    deleting.delete_step(settings, ["coach", "dan", "eve"])
    assert Liftcast(tmp_path).lifters() == []
    assert not any("dan" in text for _, text in everything_said(settings))


def test_all_of_a_lifter_is_handed_back_as_it_came(gym, tmp_path):
    (gym.inbox / GONE / "their own log.csv").unlink()
    back = Liftcast(gym.home).export_lifter(GONE, to=tmp_path / "back")
    assert NOTE in (back.folder / "files" / "their own log.csv").read_text()
    assert (back.folder / "files" / "profile.toml").exists()
    assert pq.read_table(back.folder / "tables" / "sets.parquet")["lifter"].unique().to_pylist() == [GONE]
    assert (back.folder / "tables" / "sets.csv").exists()
    with zipfile.ZipFile(io.BytesIO(handing_back.zipped(gym, GONE))) as archive:
        assert {"files/profile.toml", "tables/sets.csv", "tables/forecasts.parquet"} <= set(archive.namelist())
        said = archive.read("tables/sets.csv").decode()
    assert "'=1+1" in said  # a spreadsheet shows it, and runs nothing
    assert '"=1+1' not in said
    assert traces.traces(gym, GONE)
