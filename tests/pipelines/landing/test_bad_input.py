"""Bad input through the public door: a clear sentence for each file, the others go on, exit code 1."""

import json
import os
import random
import struct
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.running.steps import ingest_step
from pipelines.settings import Settings
from pipelines.terminal import cli
from pipelines.warehouse import read
from pipelines.warehouse.publish import current_build

GOLDEN = Path(__file__).parents[1] / "exports" / "golden"
STRONG = (GOLDEN / "strong_s3b.csv").read_bytes()
HEADER = STRONG.split(b"\n", 1)[0] + b"\n"
LIFTCAST = Path(sys.executable).with_name("liftcast")
MOST_MEMORY_BYTES = 1 << 30
Typed = Callable[..., subprocess.CompletedProcess[str]]


MEASURED = """
import resource, subprocess, sys
from pathlib import Path
code = subprocess.run(sys.argv[2:], check=False).returncode
Path(sys.argv[1]).write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""
"""A small process of its own measures: what a large one starts is counted as large from its first moment."""


def liftcast(home: Path, *words: str, peak: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command; its greatest memory, in KiB, goes to the file `peak`."""
    measured = [sys.executable, "-c", MEASURED, str(peak)] if peak else []
    return subprocess.run(
        [*measured, str(LIFTCAST), *words],
        env=os.environ | {"LIFTCAST_HOME": str(home), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def told(answer: subprocess.CompletedProcess[str], file: str) -> str:
    """Give the one sentence about a file; nothing else may have gone wrong."""
    assert answer.returncode == 1, answer.stderr
    assert "Traceback" not in answer.stderr
    sentences = [line for line in answer.stderr.splitlines() if line.startswith("Refused") and file in line]
    assert len(sentences) == 1, answer.stderr
    return sentences[0]


def loaded(answer: subprocess.CompletedProcess[str]) -> set[str]:
    """Give the files whose rows were loaded, all of them accounted for."""
    rows = [row for row in json.loads(answer.stdout)["files"] if not row["error"]]
    for row in rows:
        parts = ("rows_loaded", "rows_not_sets", "rows_duplicate", "rows_rejected")
        assert row["rows_read"] == sum(row[part] for part in parts)
    return {row["file"] for row in rows}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home with one good export in it."""
    (tmp_path / "var" / "inbox" / "ann").mkdir(parents=True)
    (tmp_path / "var" / "inbox" / "ann" / "good.csv").write_bytes(STRONG)
    return tmp_path / "var"


def zipped(members: dict[str, bytes]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def locked(content: bytes) -> bytes:
    """Mark the only member of a zip as encrypted, in both places that say so."""
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.index(signature) + at
        (flags,) = struct.unpack_from("<H", content, place)
        content = content[:place] + struct.pack("<H", flags | 1) + content[place + 2 :]
    return content


BAD = {
    "junk.csv": (bytes(range(256)) * 40, "found binary data"),
    "empty.csv": (b"", "is empty"),
    "blank.csv": (b"\n \n\n", "is empty"),
    "header.csv": (HEADER, "stands alone"),
    "shift_jis.csv": ("日付,種目,重量,回数\n".encode("shift_jis") + b"x,y,1,2\n" * 5, "has this header"),
    "unknown.csv": (b"Day,Machine,Plates,Times\n2026-01-05,Alpha,4,10\n", "liftcast ingest --map FILE"),
    "damaged.json": (b'{"workouts": [{"id": 1', "JSON is damaged"),
    "photo.jpg": (b"\xff\xd8\xff\xe0" + bytes(range(256)), "found a picture"),
    "cut.zip": (zipped({"a.csv": STRONG})[:-40], "zip is damaged"),
    "bomb.zip": (zipped({"a.csv": b"0" * 50_000_000}), "unpacks to 50,000,000 bytes"),
    "escape.zip": (zipped({"../../escape.csv": STRONG}), "names a file outside itself"),
    "locked.zip": (locked(zipped({"a.csv": STRONG})), "locked with a password"),
    "nested.zip": (zipped({"inner.zip": zipped({"a.csv": STRONG})}), "found a zip archive"),
    "a.csv.part": (STRONG, "still being downloaded"),
    "bad.mapping.toml": (b"header = 3", "header is 3"),
}


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """Give the answer to an inbox with everything bad in it and two good files, ingested once."""
    folder = tmp_path_factory.mktemp("bad") / "var" / "inbox" / "ann"
    folder.mkdir(parents=True)
    for name, (content, _) in BAD.items():
        (folder / name).write_bytes(content)
    (folder / "good.csv").write_bytes(STRONG)
    (folder / "mixed.zip").write_bytes(
        zipped({"hevy.csv": (GOLDEN / "hevy_h14_kg_km.csv").read_bytes(), "x.csv": b" \n"})
    )
    return liftcast(folder.parents[1], "ingest", "--json")


@pytest.mark.parametrize("name", sorted(BAD))
def test_each_bad_file_is_told_of_in_a_sentence_that_says_what_was_found(answer, name: str) -> None:
    assert BAD[name][1] in told(answer, name)


def test_good_files_beside_bad_ones_are_loaded(answer) -> None:
    assert loaded(answer) == {"good.csv", "mixed.zip/hevy.csv"}
    assert "is empty" in told(answer, "mixed.zip/x.csv")


def test_an_unreadable_number_is_told_with_its_line_column_and_text(home: Path, typed: Typed) -> None:
    (home / "inbox" / "ann" / "good.csv").write_bytes(
        STRONG + b"2026-01-16 06:10:00,A,45m,Squat (Barbell),1,6o.0,5,0,0,\n"
    )
    answer = typed(home, "ingest", "--json")
    assert answer.returncode == 0
    (row,) = [row for row in json.loads(typed(home, "rejected", "--json").stdout) if "6o.0" in row["reason"]]
    assert row["reason"] == "load is not a number: found '6o.0'"
    assert row["line"] == STRONG.count(b"\n") + 1
    assert "Squat (Barbell)" in row["raw"]


@pytest.mark.parametrize(
    ("start", "size_bytes", "said"),
    [(HEADER, 2 << 30, "line 2 is longer than"), (HEADER.strip(), 1 << 28, "line 1 is longer than")],
    ids=["in a record", "in the header"],
)
def test_a_line_of_two_gigabytes_is_refused_within_bounded_memory(
    home: Path, tmp_path: Path, start: bytes, size_bytes: int, said: str
) -> None:
    with (home / "inbox" / "ann" / "huge.csv").open("wb") as file:
        file.write(start + b"9" * 100_000)
        file.truncate(size_bytes)  # the rest is a hole: read as zeros, taking no room on disk
    answer = liftcast(home, "ingest", "--json", peak=tmp_path / "peak")
    assert said in told(answer, "huge.csv")
    assert loaded(answer) == {"good.csv"}
    assert int((tmp_path / "peak").read_text()) * 1024 < MOST_MEMORY_BYTES


def test_a_file_still_being_written_is_left_for_later(home: Path, typed: Typed) -> None:
    path = home / "inbox" / "ann" / "growing.csv"
    path.write_bytes(STRONG * 2000)
    is_over = threading.Event()

    def write() -> None:
        with path.open("ab", buffering=0) as file:
            while not is_over.is_set():
                file.write(STRONG.split(b"\n")[1] + b"\n")
                is_over.wait(0.002)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        answer = liftcast(home, "ingest", "--json")
    finally:
        is_over.set()
        writer.join()
    assert "still being written" in told(answer, "growing.csv")
    assert loaded(answer) == {"good.csv"}
    again = typed(home, "ingest", "--json")
    assert again.returncode == 0
    assert {"growing.csv"} == {row["file"] for row in json.loads(again.stdout)["files"]}


def test_a_file_that_cannot_be_read_is_told_of(home: Path, typed: Typed) -> None:
    (home / "inbox" / "ann" / "unreadable.csv").symlink_to(home / "inbox" / "ann" / "nowhere.csv")
    assert "cannot be read" in told(typed(home, "ingest", "--json"), "unreadable.csv")


def test_links_out_of_the_inbox_are_not_followed(home: Path, typed: Typed) -> None:
    secret = home / "secret"
    secret.mkdir()
    (secret / "other.csv").write_bytes(STRONG)
    (home / "inbox" / "ann" / "other.csv").symlink_to(secret / "other.csv")
    (home / "inbox" / "ann" / "folder").symlink_to(secret)
    (home / "inbox" / "bob").symlink_to(secret)
    (home / "inbox" / "ann" / "profile.toml").symlink_to(secret / "profile.toml")
    (secret / "profile.toml").write_text("birth_year = 1990\n", encoding="utf-8")
    answer = typed(home, "ingest", "--json")
    assert loaded(answer) == {"good.csv"}
    for name in ("other.csv", "folder", "inbox/bob"):
        assert "which is not followed" in told(answer, f"{name}: is a link out of the folder it lies in")
    build = current_build(Settings(home=home))
    with read.connect(Settings(home=home), build) as con:
        assert con.execute("select lifter, birth_year from lifters").fetchall() == [("ann", None)]


@pytest.mark.parametrize(("load", "reps"), [("1e308", "5"), ("100", "1e300"), ("-1e308", "5"), ("20000", "5")])
def test_numbers_no_one_can_lift_are_rejected_with_their_line(home: Path, typed: Typed, load: str, reps: str) -> None:
    header, row = STRONG.decode().splitlines()[:2]
    cells = row.split(",")
    cells[header.split(",").index("Weight")], cells[header.split(",").index("Reps")] = load, reps
    (home / "inbox" / "ann" / "good.csv").write_text("\n".join([header, row, ",".join(cells)]) + "\n", encoding="utf-8")
    typed(home, "ingest", "--json")
    (rejected,) = json.loads(typed(home, "rejected", "--json").stdout)
    assert rejected["line"] == 3
    assert "is beyond all that can be trained: found '" in rejected["reason"]


def test_what_can_be_no_export_is_told_of_and_not_kept(home: Path, typed: Typed) -> None:
    with zipfile.ZipFile(home / "inbox" / "ann" / "all.zip", "w") as archive:
        archive.writestr("strong.csv", STRONG + b"\n")
        for number in range(40):
            archive.writestr(
                f"IMG_{number}.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF" + random.Random(number).randbytes(100_000)
            )
    answer = typed(home, "ingest", "--json")
    assert "40 files in it can be no exports and were not kept: IMG_0.jpg, IMG_1.jpg" in told(answer, "all.zip")
    assert "all.zip/strong.csv" in loaded(answer)
    assert sum(path.stat().st_size for path in (home / "exports").iterdir()) < 100_000


def test_a_file_larger_than_may_be_is_told_of_and_not_kept(home: Path, typed: Typed, monkeypatch) -> None:
    monkeypatch.setenv("LIFTCAST_MOST_FILE_MB", "1")
    with zipfile.ZipFile(home / "inbox" / "ann" / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("long.csv", STRONG + os.urandom(800_000).hex().encode())
    (home / "inbox" / "ann" / "long.csv").write_bytes(STRONG + b"#" * 1_500_000)
    answer = typed(home, "ingest", "--json")
    assert "is larger than the 1 MB that a file may have" in told(answer, "(ann): long.csv")
    assert "is larger than the 1 MB that a file may have" in told(answer, "(ann): all.zip")
    assert sum(path.stat().st_size for path in (home / "exports").iterdir()) < 100_000
    monkeypatch.setenv("LIFTCAST_MOST_FILE_MB", "10")
    monkeypatch.setenv("LIFTCAST_MOST_LIFTER_MB", "1")
    answer = typed(home, "ingest", "--json")
    assert "more than the 1 MB that a lifter's exports may take" in told(answer, "(ann): long.csv")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_or_folder_nobody_may_read_is_told_of(home: Path, typed: Typed) -> None:
    (home / "inbox" / "ann" / "mine.csv").write_bytes(STRONG)
    (home / "inbox" / "ann" / "mine.csv").chmod(0)
    (home / "inbox" / "ann" / "closed").mkdir(mode=0)
    answer = typed(home, "ingest", "--json")
    assert "Permission denied" in told(answer, "mine.csv")
    assert "Permission denied" in told(answer, "closed")
    (home / "inbox" / "ann" / "closed").chmod(0o700)


def test_links_that_lead_in_circles_are_told_of_and_not_followed(home: Path, typed: Typed) -> None:
    inbox = home / "inbox"
    (inbox / "circle").symlink_to(inbox)
    (inbox / "twin").symlink_to(inbox / "ann")
    (inbox / "itself").symlink_to(inbox / "itself")
    (inbox / "ann" / "up").symlink_to(inbox / "ann")
    answer = typed(home, "ingest", "--json")
    assert loaded(answer) == {"good.csv"}
    assert {row["lifter"] for row in json.loads(answer.stdout)["files"] if not row["error"]} == {"ann"}
    assert "leads back" in told(answer, "inbox/circle")
    assert "leads back" in told(answer, "inbox/twin")
    assert "cannot be read" in told(answer, "itself")
    assert "link to a folder" in told(answer, "up:")


def test_files_with_strange_names_are_read_like_any_other(home: Path) -> None:
    folder = os.fsencode(home / "inbox" / "ann")
    names = [
        b"new\nline.csv",
        b"\xff\xfe.csv",
        "🏋 [bold]log[red].csv".encode(),
        b"-rf.csv",
        b"'; drop table sets;--.csv",
        b" ",
    ]
    for number, name in enumerate(names):
        with open(os.path.join(folder, name), "wb") as file:  # noqa: PTH118, PTH123 (bytes are no Path)
            file.write(STRONG + b"\n" * (number + 1))
    answer = liftcast(home, "ingest", "--json")
    assert answer.returncode == 0, answer.stderr
    assert {row["file"] for row in json.loads(answer.stdout)["files"]} == {
        "good.csv", "new�line.csv", "��.csv", "🏋 [bold]log[red].csv", "-rf.csv", "'; drop table sets;--.csv", " ",
    }  # fmt: skip
    table = liftcast(home, "imports")
    assert "🏋 [bold]log[red].csv" in table.stdout


def test_folders_whose_name_no_lifter_can_have_are_told_of(home: Path, typed: Typed) -> None:
    inbox = os.fsencode(home / "inbox")
    for name in (b"a\xff", b"b\tc", b"d\\e", b"f" * 200):
        os.mkdir(os.path.join(inbox, name))  # noqa: PTH102, PTH118 (bytes are no Path)
    answer = typed(home, "ingest", "--json")
    assert answer.returncode == 1
    assert answer.stderr.count("rename the folder") == 4
    assert loaded(answer) == {"good.csv"}


def test_what_lies_beside_exports_does_not_become_a_lifter_or_an_export(home: Path, typed: Typed) -> None:
    inbox = home / "inbox"
    (inbox / "README.md").write_text("# Drop your exports here\n")
    (inbox / "truth").mkdir()
    (inbox / "truth" / "one_rm.parquet").write_bytes(b"PAR1" + bytes(40) + b"PAR1")
    (inbox / "ann" / "notes.md").write_text("squats hurt")
    (inbox / "ann" / "profile.toml").write_text('sex = "F"\n')
    answer = typed(home, "ingest", "--json")
    assert answer.returncode == 0, answer.stderr
    assert {(row["lifter"], row["file"]) for row in json.loads(answer.stdout)["files"]} == {("ann", "good.csv")}


def test_the_exit_code_stays_until_the_bad_file_is_gone(home: Path, typed: Typed) -> None:
    junk = home / "inbox" / "ann" / "junk.csv"
    junk.write_bytes(bytes(range(256)))
    assert [typed(home, "ingest").returncode for _ in range(2)] == [1, 1]
    junk.unlink()
    assert typed(home, "ingest", "--json").returncode == 0


def test_a_rejected_row_is_shown_as_far_as_it_tells_it_from_others_and_kept_whole(settings, monkeypatch):
    endless = "x" * 5_000
    place = settings.inbox / "ann" / "strong.csv"
    place.parent.mkdir(parents=True)
    header = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE\n"
    place.write_text(
        f"{header}{endless},A,45m,Squat (Barbell),1,100,5,0,0,\n2026-01-02 07:00:00,A,45m,Squat,1,100,5,0,0,\n"
    )
    ingest_step(settings)
    monkeypatch.setenv("LIFTCAST_HOME", str(settings.home))
    shown = CliRunner().invoke(cli.app, ["rejected"]).stdout
    assert 0 < shown.count("x") < 500
    (row,) = json.loads(CliRunner().invoke(cli.app, ["rejected", "--json"]).stdout)
    assert endless in row["raw"]
