"""Whatever one file raises, it stops that file alone, and other code tries it again."""

import os
import struct
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from pipelines.files import unforeseen
from pipelines.landing import landing as landing_module
from pipelines.landing.index import landed_entries
from pipelines.landing.ingest import ingest, pending_files
from pipelines.landing.reports import IngestReport
from pipelines.running import steps
from pipelines.settings import Settings
from pipelines.terminal.doctor import examine
from pipelines.warehouse import read
from pipelines.warehouse.publish import current_build

GOLDEN = Path(__file__).parents[1] / "exports" / "golden"
STRONG = (GOLDEN / "strong_s3b.csv").read_bytes()
HEVY = (GOLDEN / "hevy_h14_kg_km.csv").read_bytes()
MAPPING = "header = 'Who,Day,Lift,Kg,Reps'\nload_unit = 'kg'\n[columns]\nlifter = 'Who'\ndate = 'Day'\nexercise = 'Lift'\nload = 'Kg'\nreps = 'Reps'\n"
MANY = b"Who,Day,Lift,Kg,Reps\ncy,2026-01-05,Squat,100,5\ndi,2026-01-05,Squat,90,5\n"


def drop(settings: Settings, name: str, content: bytes) -> Path:
    path = settings.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture
def home(settings: Settings) -> Settings:
    """Give a home with a file of one lifter, and one of another that some tests have raise."""
    drop(settings, "ann/good.csv", STRONG)
    drop(settings, "bo/bad.csv", HEVY)
    return settings


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException, function: str = "read_export") -> None:
    """Have the file named bad.csv raise where it is read."""
    real = getattr(landing_module, function)

    def struck(source: Any, *args: Any, **options: Any) -> Any:
        if source.name == "bad.csv":
            raise error
        return real(source, *args, **options)

    monkeypatch.setattr(landing_module, function, struck)


def refused(report: IngestReport) -> dict[str, str]:
    return {f"{file.lifter}/{file.file}": file.error or "" for file in report.files if file.error}


@pytest.mark.parametrize("function", ["read_export", "read_body"])
@pytest.mark.parametrize("error", [OverflowError("too large"), RecursionError(), KeyError("x"), AssertionError()])
def test_whatever_a_reader_raises_stops_its_file_alone(
    home: Settings, monkeypatch: pytest.MonkeyPatch, error: Exception, function: str
) -> None:
    raising(monkeypatch, error, function)
    report = ingest(home)
    assert report.new == 1
    (said,) = refused(report).values()
    assert said.startswith("bad.csv: ")
    assert "please report this" in said
    assert type(error).__name__ in said
    (home.inbox / "bo" / "bad.csv").unlink()
    assert ingest(home).refused == 0
    assert {entry.lifter: bool(entry.error) for entry in landed_entries(home)} == {"ann": False, "bo": True}


def test_a_file_nobody_could_read_is_read_again_by_other_code_only(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        raising(broken, OverflowError())
        ingest(home)
    assert not pending_files(home)
    assert ingest(home).refused == 1
    monkeypatch.setattr(unforeseen, "_digest", lambda: "other")
    assert len(pending_files(home)) == 1
    report = ingest(home)
    assert (report.new, report.refused) == (1, 0)


@pytest.mark.parametrize("error", [MemoryError(), OSError(5, "Input/output error")])
def test_what_the_machine_lacked_is_tried_again_the_next_time(
    home: Settings, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    with monkeypatch.context() as short:
        raising(short, error)
        for _ in range(2):
            (said,) = refused(ingest(home)).values()
            assert "ingest again" in said
    report = ingest(home)
    assert (report.new, report.refused) == (1, 0)


def test_ctrl_c_stops_everything(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        ingest(home)


def test_an_archived_file_that_is_gone_stops_nobody_else(home: Settings) -> None:
    ingest(home)
    (bad,) = (entry for entry in landed_entries(home) if entry.lifter == "bo")
    (home.exports / bad.sha256).unlink()
    assert bad.path is not None
    bad.path.unlink()
    assert list(refused(ingest(home))) == ["bo/bad.csv"]


def test_a_file_of_many_lifters_of_which_one_cannot_be_decided_is_refused_whole(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(home, "gym/many.csv", MANY)
    drop(home, "gym/many.mapping.toml", MAPPING.encode())
    real = landing_module.account_for_small

    def struck(con: Any, files: Any, threads: int) -> Any:
        if any("di" in rows["lifter"].to_pylist() for rows, _ in files):
            raise ValueError("odd")
        return real(con, files, threads)

    with monkeypatch.context() as broken:
        broken.setattr(landing_module, "account_for_small", struck)
        report = ingest(home)
        assert list(refused(report)) == ["gym/many.csv"]
        assert report.new == 2
        assert not pending_files(home)
    monkeypatch.setattr(unforeseen, "_digest", lambda: "other")
    assert ingest(home).refused == 0
    assert {"cy", "di"} <= {entry.lifter for entry in landed_entries(home) if not entry.error}


def test_a_zip_whose_members_do_not_unpack_stops_itself_alone(home: Settings) -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", HEVY)
    content = bytearray(held.getvalue())
    at = 30 + struct.unpack_from("<H", content, 26)[0]
    content[at : at + 40] = b"\xff" * 40
    drop(home, "bo/torn.zip", bytes(content))
    report = ingest(home)
    assert (report.new, list(refused(report))) == (2, ["bo/torn.zip"])


BROKEN = {
    "goal = {}": "goal is {}",
    'goal = ["size"]': "goal is",
    "keep = " + "[" * 20_000 + "]" * 20_000: "nested too deep",
    "birth_year = " + "9" * 5000: "not TOML",
    "birth_year = true": "birth_year is True",
    f"body_weight_lb = {10**400}": "body_weight_lb is",
    f'[[target]]\nexercise = "squat"\nload_lb = {10**400}': "load_lb is no load",
    f'[[tested]]\nexercise = "squat"\nday = 2026-01-01\nload_lb = {10**400}': "load_lb is",
    "competition = 0001-01-01": "competition is",
    "x" * 200_000: "larger than",
    "exercise_units = 3": "exercise_units is 3",
    "tested = {}": "tested is {}",
    "unit = {}": "unit is {}",
    "time_zone = []": "time_zone is []",
}  # fmt: skip


def built(settings: Settings) -> dict[str, str]:
    """Ingest and publish; give what the build says of the files that cannot be used."""
    steps.ingest_step(settings)
    with read.connect(settings) as con:
        rows = read.imports(con)
    return {f"{row['lifter']}/{row['file']}": row["error"] for row in rows if row["error"]}


def test_a_profile_that_cannot_be_used_stops_nothing_but_itself(settings: Settings) -> None:
    drop(settings, "ann/good.csv", STRONG)
    for number, text in enumerate(BROKEN):
        drop(settings, f"b{number:02}/good.csv", STRONG)
        drop(settings, f"b{number:02}/profile.toml", text.encode())
    said = built(settings)
    for number, found in enumerate(BROKEN.values()):
        assert found in said[f"b{number:02}/profile.toml"]
        assert "foresaw" not in said[f"b{number:02}/profile.toml"]
    with read.connect(settings) as con:
        assert len([row for row in read.imports(con) if row["rows_loaded"]]) == len(BROKEN) + 1


def test_small_files_that_are_none_or_no_text_are_told_of_by_ingest_and_doctor(home: Settings) -> None:
    ours = home.inbox / "bo"
    (ours / "profile.toml").mkdir()
    (ours / "exercises.csv").write_bytes(b"exported_name,exercise_id\n\xff\xfe,squat\n")
    (ours / "deep.mapping.toml").write_text("nothing = " + "[" * 20_000)
    (ours / "none.mapping.toml").mkdir()
    os.mkfifo(ours / "never.mapping.toml")
    report, _ = steps.ingest_step(home)
    assert sorted(refused(report)) == ["bo/deep.mapping.toml", "bo/never.mapping.toml", "bo/none.mapping.toml"]
    told = {finding["check"]: finding["do"] for finding in examine(home) if not finding["ok"]}
    assert "nested too deep" in told["file bo/deep.mapping.toml"]
    assert "is no file" in told["file bo/none.mapping.toml"]
    assert "is no file" in told["file bo/profile.toml"]
    assert "UTF-8" in told["file bo/exercises.csv"]


def test_corrections_of_which_a_row_ends_early_keep_the_others(home: Settings) -> None:
    drop(home, "bo/exercises.csv", b"exported_name,exercise_id\nMine\n")
    assert not built(home)


def test_corrections_that_also_lie_there_as_an_export_stop_nobody(home: Settings) -> None:
    for name in ("exercises.csv", "exercises copy.csv"):
        drop(home, f"bo/{name}", b"exported_name\nMine\n")
    assert sorted(built(home)) == ["bo/exercises copy.csv", "bo/exercises.csv"]


def test_loads_beyond_anything_break_no_rule_of_the_build(home: Settings) -> None:
    lines = STRONG.split(b"\n")
    odd = b"2026-01-16 06:10:00,A,45m,%s,1,%s,5,0,0,"
    rows = [odd % (name, load) for name in (b"Squat (Barbell)", b"Chest Dip", b"Pull Up (Assisted)")
            for load in (b"1e300", b"-1e300", b"-2147483649", b"100000000000", b"100000000001", b"999999999999", b"-500")]  # fmt: skip
    drop(home, "bo/odd.csv", b"\n".join([*lines[:-1], *rows, b""]))
    drop(home, "bo/profile.toml", b"body_weight_kg = 80\n")
    steps.ingest_step(home)
    assert current_build(home) is not None
