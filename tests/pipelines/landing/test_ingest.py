"""From the inbox to landed rows: once, completely, whatever happens on the way."""

import io
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import textwrap
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.errors import BusyError, LiftcastError
from pipelines.exports.identify import formats
from pipelines.files.locking import writing
from pipelines.landing import archiving, index
from pipelines.landing import landing as landing_module
from pipelines.landing.index import landed_entries
from pipelines.landing.ingest import ingest, pending_files
from pipelines.settings import Settings

GOLDEN = Path(__file__).parents[1] / "exports" / "golden"
STRONG = (GOLDEN / "strong_s3b.csv").read_bytes()
HEVY = (GOLDEN / "hevy_h14_kg_km.csv").read_bytes()


def drop(settings: Settings, name: str, content: bytes) -> Path:
    path = settings.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def picture(settings: Settings) -> dict[str, bytes]:
    """Give everything ingest made, by name."""
    made = [*settings.exports.rglob("*"), *settings.landed.rglob("*")]
    return {str(path.relative_to(settings.home)): path.read_bytes() for path in made if path.is_file()}


def test_files_belong_to_the_lifter_whose_folder_they_are_in(settings: Settings) -> None:
    drop(settings, "ann/a.csv", STRONG)
    drop(settings, "ann/phone/b.csv", HEVY)
    drop(settings, "c.csv", STRONG)
    report = ingest(settings)
    assert (report.new, report.refused) == (3, 0)
    assert {
        (entry.lifter, entry.file, entry.app, entry.layout, entry.origin) for entry in landed_entries(settings)
    } == {
        ("ann", "a.csv", "strong", "S3b", "inbox"),
        ("ann", "phone/b.csv", "hevy", "H14 kg km", "inbox"),
        ("me", "c.csv", "strong", "S3b", "inbox"),
    }
    for entry in landed_entries(settings):
        assert entry.path is not None
        rows = pq.read_table(entry.path, columns=["lifter", "sha256"]).to_pylist()
        assert {tuple(row.values()) for row in rows} == {(entry.lifter, entry.sha256)}


def test_a_second_ingest_changes_nothing(settings: Settings) -> None:
    drop(settings, "ann/a.csv", STRONG)
    drop(settings, "ann/again.csv", STRONG)
    drop(settings, "bo/junk.csv", b"what,is,this\n1,2,3\n")
    first = ingest(settings)
    before = picture(settings)
    second = ingest(settings)
    assert (first.new, second.new, second.known) == (1, 0, 3)
    assert picture(settings) == before
    assert not pending_files(settings)


def test_the_bytes_are_kept_and_the_ledger_tells_whose_they_are(settings: Settings) -> None:
    drop(settings, "ann/a.csv", STRONG)
    ingest(settings)
    shutil.rmtree(settings.inbox)
    (line,) = (settings.exports / "ledger.jsonl").read_text().splitlines()
    entry = json.loads(line)
    assert set(entry) == {"lifter", "file", "sha256", "origin", "first_seen_at", "mode"}
    assert (settings.exports / entry["sha256"]).read_bytes() == STRONG
    shutil.rmtree(settings.landed)
    assert ingest(settings).new == 1
    assert len(landed_entries(settings)) == 1


def test_refused_files_are_told_of_each_time_and_the_others_go_on(settings: Settings) -> None:
    drop(settings, "ann/junk.csv", bytes(range(256)) * 9)
    drop(settings, "ann/empty.csv", b"")
    drop(settings, "ann/good.csv", STRONG)
    for expected_new in (1, 0):
        report = ingest(settings)
        assert (report.new, report.refused) == (expected_new, 2)
        assert {file.file for file in report.files if file.error} == {"junk.csv", "empty.csv"}
    errors = {entry.file: entry.error for entry in landed_entries(settings)}
    assert "binary" in (errors["junk.csv"] or "")
    assert errors["good.csv"] is None


def test_profiles_corrections_and_clutter_are_no_exports(settings: Settings) -> None:
    for name in ("profile.toml", "exercises.csv", ".DS_Store", "~$book.csv", "Thumbs.db"):
        drop(settings, f"ann/{name}", b"x")
    report = ingest(settings, paths=[settings.inbox])
    assert report.files == ()


def test_samples_are_used_only_where_asked_for_and_while_nothing_ever_came_from_the_inbox(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = tmp_path / "samples"
    (samples / "sim").mkdir(parents=True)
    (samples / "sim" / "a.csv").write_bytes(HEVY)
    (samples / "README.md").write_text("made by the project")
    monkeypatch.setattr(Settings, "samples", property(lambda _: samples))
    assert ingest(settings).new == 0
    assert pending_files(settings) == []
    assert len(pending_files(settings, samples=True)) == 1
    assert ingest(settings, samples=True).new == 1
    assert [(entry.lifter, entry.origin) for entry in landed_entries(settings)] == [("sim", "sample")]
    drop(settings, "ann/a.csv", STRONG)
    ingest(settings, samples=True)
    assert [(entry.lifter, entry.origin) for entry in landed_entries(settings)] == [("ann", "inbox")]
    shutil.rmtree(settings.inbox)
    ingest(settings, samples=True)
    assert [(entry.lifter, entry.origin) for entry in landed_entries(settings)] == [("ann", "inbox")]


def test_named_paths_are_files_or_folders_shaped_like_the_inbox(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "in" / "cy").mkdir(parents=True)
    (tmp_path / "in" / "cy" / "a.csv").write_bytes(STRONG)
    single = tmp_path / "b.csv"
    single.write_bytes(HEVY)
    ingest(settings, paths=[tmp_path / "in", single])
    ingest(settings, paths=[single, tmp_path / "in" / "cy"], lifter="dee")
    assert {(entry.lifter, entry.file) for entry in landed_entries(settings)} == {
        ("cy", "a.csv"), ("me", "b.csv"), ("dee", "b.csv"), ("dee", "a.csv"),
    }  # fmt: skip
    with pytest.raises(LiftcastError, match="no such file"):
        ingest(settings, paths=[tmp_path / "nothing.csv"])


def zipped(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def test_each_member_of_a_zip_is_a_file_of_its_own(settings: Settings) -> None:
    content = zipped({"data/workouts.csv": HEVY, "strong.csv": STRONG, "__MACOSX/._x": b"", "data/.DS_Store": b""})
    drop(settings, "ann/all.zip", content)
    assert ingest(settings).new == 2
    assert {entry.file for entry in landed_entries(settings)} == {"all.zip/data/workouts.csv", "all.zip/strong.csv"}
    assert ingest(settings).known == 1


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"../../escape.csv": STRONG}, "outside itself"),
        ({"/etc/escape.csv": STRONG}, "outside itself"),
        ({"bomb.csv": b"0" * 60_000_000}, "unpacks to"),
        ({".DS_Store": b""}, "empty"),
    ],
)
def test_a_zip_that_is_not_safe_is_refused_whole(settings: Settings, members: dict[str, bytes], said: str) -> None:
    drop(settings, "ann/bad.zip", zipped(members))
    drop(settings, "ann/good.csv", STRONG)
    report = ingest(settings)
    assert (report.new, report.refused) == (1, 1)
    assert said in next(file.error or "" for file in report.files if file.error)
    assert not list(settings.home.parent.rglob("escape.csv"))


@pytest.mark.parametrize("kind", ["swallowed", "hidden"])
def test_a_zip_whose_list_lost_a_file_is_refused(settings: Settings, kind: str) -> None:
    content = bytearray(zipped({"hevy.csv": HEVY, "nstrong.csv": STRONG}))
    first, second = (match.start() for match in re.finditer(rb"PK\x01\x02", content))
    if kind == "swallowed":  # the first entry's comment is said to be as long as the second entry
        struct.pack_into("<H", content, first + 32, content.index(b"PK\x05\x06") - second)
    else:  # the name in the list begins with a dot, as what computers put beside files does
        content[second + 46] ^= 0x40
    drop(settings, "ann/lost.zip", bytes(content))
    report = ingest(settings)
    assert (report.new, report.refused) == (0, 1)
    assert "zip is damaged" in str(report.files[0].error)


def test_a_damaged_zip_is_refused(settings: Settings) -> None:
    drop(settings, "ann/cut.zip", zipped({"a.csv": STRONG})[:-30])
    report = ingest(settings)
    assert "damaged" in (report.files[0].error or "")


def test_a_file_that_cannot_be_read_now_is_told_of_and_tried_again(settings: Settings) -> None:
    drop(settings, "ann/a.csv.crdownload", STRONG)
    (settings.inbox / "ann" / "gone.csv").symlink_to(settings.inbox / "nowhere.csv")
    os.mkfifo(settings.inbox / "ann" / "pipe.csv")
    report = ingest(settings)
    assert (report.new, report.refused) == (0, 3)
    assert not landed_entries(settings)
    (settings.inbox / "ann" / "a.csv.crdownload").rename(settings.inbox / "ann" / "a.csv")
    assert ingest(settings).new == 1


def test_a_file_that_grows_while_it_is_read_is_left_for_later(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drop(settings, "ann/a.csv", STRONG)
    real = archiving.store

    def store_while_growing(*args: object, **options: object) -> str:
        digest = real(*args, **options)
        with path.open("ab") as file:
            file.write(b"2026-01-16 06:10:00,A,45m,Squat,1,60,5,0,0,\n")
        return digest

    monkeypatch.setattr(archiving, "store", store_while_growing)
    report = ingest(settings)
    assert "still being written" in (report.files[0].error or "")
    monkeypatch.undo()
    assert ingest(settings).new == 1
    assert len(landed_entries(settings)) == 1


def test_a_newer_version_of_a_format_lands_its_files_anew_from_the_archive(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(settings, "ann/a.csv", STRONG)
    drop(settings, "ann/b.csv", HEVY)
    drop(settings, "ann/junk.csv", b"what,is,this\n")
    ingest(settings)
    shutil.rmtree(settings.inbox)
    before = {entry.app: entry.path for entry in landed_entries(settings)}
    strong = next(form for form in formats() if form.app == "strong")
    monkeypatch.setitem(strong.__dict__, "version", strong.version + 1)
    index.refusing_label.cache_clear()
    assert len(pending_files(settings)) == 2
    assert [file.app for file in ingest(settings).files] == ["strong"]
    after = {entry.app: entry.path for entry in landed_entries(settings)}
    assert after["hevy"] == before["hevy"]
    assert after["strong"] != before["strong"]
    assert before["strong"] is not None
    assert not before["strong"].exists()
    monkeypatch.undo()
    index.refusing_label.cache_clear()


def test_small_files_decided_together_land_as_they_would_alone(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in GOLDEN.glob("*.csv"):
        drop(settings, f"ann/{path.name}", path.read_bytes())
    ingest(settings)
    alone = Settings(home=tmp_path / "alone", threads=1)
    monkeypatch.setattr(landing_module, "SMALL_ROWS", 1)
    ingest(alone, paths=[settings.inbox])
    for one, other in zip(landed_entries(settings), landed_entries(alone), strict=True):
        assert (one.file, one.app) == (other.file, other.app)
        assert one.path is not None
        assert other.path is not None
        left, right = pq.read_table(one.path), pq.read_table(other.path)
        assert [(field.name, field.type) for field in left.schema] == [
            (field.name, field.type) for field in right.schema
        ]
        assert left.to_pylist() == right.to_pylist()


def test_many_files_read_by_several_processes_land_as_they_would_in_one(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, path in enumerate(sorted(GOLDEN.glob("*.csv"))):
        drop(settings, f"lifter{number % 3}/{path.name}", path.read_bytes())
    drop(settings, "lifter1/junk.csv", b"a,b\n1,2\n")
    alone = ingest(settings)
    several = Settings(home=tmp_path / "several", threads=2)
    monkeypatch.setattr(landing_module, "_MANY_FILES", 2)
    monkeypatch.setattr(landing_module, "_FILES_AT_A_TIME", 4)
    monkeypatch.setattr(landing_module, "_SMALL_BYTES", max(path.stat().st_size for path in GOLDEN.glob("*.csv")) - 1)
    together = ingest(several, paths=[settings.inbox])
    assert (together.new, together.refused) == (alone.new, alone.refused)
    shown = [
        {
            (entry.lifter, entry.file, entry.error, entry.path and entry.path.read_bytes())
            for entry in landed_entries(each)
        }
        for each in (settings, several)
    ]
    assert shown[0] == shown[1]


def test_a_last_line_torn_by_a_crash_is_healed(settings: Settings) -> None:
    drop(settings, "ann/a.csv", STRONG)
    ingest(settings)
    for torn in (settings.exports / "ledger.jsonl", settings.landed / "index.jsonl"):
        with torn.open("ab") as file:
            file.write(b'{"lifter": "an')
    drop(settings, "ann/b.csv", HEVY)
    assert ingest(settings).new == 1
    assert len(landed_entries(settings)) == 2
    for healed in (settings.exports / "ledger.jsonl", settings.landed / "index.jsonl"):
        assert [json.loads(line)["lifter"] for line in healed.read_text().splitlines()] == ["ann", "ann"]


KILLED = """
import os, signal, sys
from pathlib import Path
from pipelines.landing import {module} as module
from pipelines.landing.ingest import ingest
from pipelines.settings import Settings
real = module.{function}
def struck(*args, **options):
    if {before}:
        os.kill(os.getpid(), signal.SIGKILL)
    found = real(*args, **options)
    os.kill(os.getpid(), signal.SIGKILL)
module.{function} = struck
ingest(Settings(home=Path(sys.argv[1]), threads=1))
"""


@pytest.mark.parametrize(
    ("module", "function", "before"),
    [
        ("archiving", "store", True),
        ("archiving", "store", False),
        ("ingest", "land_many", True),
        ("landing", "_parts", False),
        ("landing", "_counted", False),
        ("ingest", "_refused", True),
    ],
)
def test_a_kill_at_any_instant_is_healed_by_the_next_run(
    settings: Settings, tmp_path: Path, module: str, function: str, before: bool
) -> None:
    drop(settings, "ann/a.csv", STRONG)
    drop(settings, "bo/b.csv", HEVY)
    script = textwrap.dedent(KILLED.format(module=module, function=function, before=before))
    ended = subprocess.run([sys.executable, "-c", script, str(settings.home)], check=False, cwd=Path.cwd())
    assert ended.returncode == -signal.SIGKILL
    ingest(settings)
    untouched = Settings(home=tmp_path / "untouched", threads=1)
    ingest(untouched, paths=[settings.inbox])
    assert not list(settings.home.rglob(".*.part"))
    shown = [
        {
            (entry.lifter, entry.file, entry.sha256, entry.path and entry.path.read_bytes())
            for entry in landed_entries(each)
        }
        for each in (settings, untouched)
    ]
    assert shown[0] == shown[1]
    assert not pending_files(settings)


ABANDONED = """
import os, signal, sys
from pathlib import Path
from pipelines.landing import ingest, landing
from pipelines.settings import Settings
landing._MANY_FILES, landing._FILES_AT_A_TIME = 2, 16
real = ingest.land_many
def struck(*args):
    landed = real(*args)
    for _ in range(100):
        yield next(landed)
    begun = [path.parent.name for path in Path("/proc").glob("[0-9]*/stat") if path.exists()]
    own = [pid for pid in begun if parent_of(pid) == os.getpid()]
    Path(sys.argv[2]).write_text(" ".join(own))
    os.kill(os.getpid(), signal.SIGKILL)
def parent_of(pid):
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None
ingest.land_many = struck
ingest.ingest(Settings(home=Path(sys.argv[1]), threads=2))
"""


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
def test_the_processes_of_a_killed_ingest_end_and_the_next_one_heals_it(settings: Settings, tmp_path: Path) -> None:
    for number in range(450):
        drop(settings, f"lifter{number}/a.csv", STRONG)
    told = tmp_path / "pids"
    # Their output goes nowhere: a pipe would be waited for as long as they hold it.
    command = [sys.executable, "-c", ABANDONED, str(settings.home), str(told)]
    ended = subprocess.run(command, check=False, cwd=Path.cwd(), stderr=subprocess.DEVNULL)
    assert ended.returncode == -signal.SIGKILL
    pids = [int(pid) for pid in told.read_text().split()]
    assert len(pids) >= 2
    patience = time.monotonic() + 240  # only what hangs takes longer, on however busy a machine
    while any(map(is_running, pids)) and time.monotonic() < patience:
        time.sleep(0.2)
    assert not any(map(is_running, pids))
    ingest(settings)
    assert not pending_files(settings)
    assert {entry.lifter for entry in landed_entries(settings)} == {path.name for path in settings.inbox.iterdir()}


def test_one_process_writes_at_a_time(settings: Settings) -> None:
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from pipelines.files.locking import writing
        from pipelines.settings import Settings
        with writing(Settings(home=Path(sys.argv[1]))):
            print("held", flush=True)
            sys.stdin.read()
    """)
    with subprocess.Popen(
        [sys.executable, "-c", script, str(settings.home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(BusyError, match=str(holder.pid)):
            ingest(replace(settings, wait_s=0.5))
        holder.kill()
    with writing(settings), writing(settings):
        ingest(settings)
