"""A failure of the machine is told in a sentence, its traceback is in the log, and once it is mended all is as it would have been."""

import json
import os
import resource
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import duckdb
import httpx
import pytest
from sqlalchemy import create_engine, text

from pipelines.files.runs import diary
from pipelines.health import failures
from pipelines.simulated.simulate import simulate
from pipelines.warehouse.publish import current_build

LIFTCAST = Path(sys.executable).with_name("liftcast")
AT_ITS_TIME = {"builds_meta", "marts_made_of", "runs"}


@pytest.fixture(scope="module")
def lifters(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lifters")
    simulate(lifters=2, seed=3, out=folder, weeks=30, truth=False)
    return folder


@pytest.fixture
def home(settings, lifters):
    settings.home.mkdir(parents=True)
    subprocess.run(["cp", "-r", str(lifters), str(settings.inbox)], check=True)
    return settings


def ingest(settings, *, most_bytes=None, user=None):
    """Ingest in a process of its own, which may write no file larger than so many bytes."""

    def limited():
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return subprocess.run(
        [LIFTCAST, "ingest", "--quiet"],
        env=os.environ | {"LIFTCAST_HOME": str(settings.home)},
        capture_output=True, text=True, check=False, preexec_fn=limited, user=user,
    )  # fmt: skip


def tables(settings):
    """All that the build in force says, but when it was made."""
    said = {}
    with duckdb.connect(str(current_build(settings).path), read_only=True) as con:
        for (name,) in con.execute("select table_name from duckdb_tables()").fetchall():
            columns = [row[0] for row in con.execute(f'describe "{name}"').fetchall() if row[0] != "first_seen_at"]
            rows = con.execute(f'select {", ".join(columns)} from "{name}"').fetchall()  # noqa: S608 (our own tables)
            if name not in AT_ITS_TIME:
                said[name] = sorted(
                    repr([f"{cell:.9g}" if isinstance(cell, float) else cell for cell in row]) for row in rows
                )
    return said


@pytest.fixture(scope="module")
def undisturbed(lifters, tmp_path_factory):
    from pipelines.settings import Settings  # noqa: PLC0415

    settings = Settings(home=tmp_path_factory.mktemp("undisturbed"), threads=2)
    subprocess.run(["cp", "-r", str(lifters), str(settings.inbox)], check=True)
    assert ingest(settings).returncode == 0
    return tables(settings)


@pytest.mark.parametrize("most_bytes", [2_000, 600_000])
def test_a_full_disk_is_a_sentence_and_the_next_run_ends_as_if_nothing_had_been(home, undisturbed, most_bytes):
    done = ingest(home, most_bytes=most_bytes)
    assert done.returncode == 3, done.stderr
    assert f"the disk that holds {home.home} is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert current_build(home) is None
    assert ingest(home).returncode == 0
    assert tables(home) == undisturbed


def test_the_traceback_of_a_failure_is_in_the_log_and_its_sentence_in_the_diary(home):
    ingest(home, most_bytes=600_000)
    lines = [json.loads(line) for line in (home.home / "logs" / "liftcast.jsonl").read_text().splitlines()]
    assert "Traceback" in lines[-1]["traceback"]
    assert diary(home)[0]["error"].startswith("the disk that holds")


@contextmanager
def mounted(*words, at):
    if subprocess.run(["mount", *words, str(at)], capture_output=True, check=False).returncode:
        pytest.skip("mounting is for the superuser")
    try:
        yield
    finally:
        subprocess.run(["umount", str(at)], check=True)


@pytest.mark.parametrize("megabytes", [2])
def test_a_disk_that_is_really_full_likewise(settings, lifters, undisturbed, megabytes):
    settings.home.mkdir(parents=True)
    with mounted("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", at=settings.home):
        subprocess.run(["cp", "-r", str(lifters), str(settings.inbox)], check=True)
        done = ingest(settings)
        assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr
        assert "is full" in done.stderr
        subprocess.run(["mount", "-o", "remount,size=200m", str(settings.home)], check=True)
        assert ingest(settings).returncode == 0
        assert tables(settings) == undisturbed


def test_a_home_that_is_read_only_is_a_sentence(home):
    with mounted("--bind", str(home.home), at=home.home):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(home.home)], check=True)
        done = ingest(home)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    assert "its disk is read-only" in done.stderr


def raised(action):
    with pytest.raises(Exception) as caught:  # noqa: PT011 (each library has its own)
        action()
    return caught.value


def damaged_parquet(folder):
    (folder / "x.parquet").write_bytes(b"PAR1 and nothing more, not even its end")
    return raised(lambda: duckdb.sql(f"from read_parquet('{folder}/x.parquet')").fetchall())


def damaged_build(folder):
    (folder / "x.duckdb").write_bytes(b"no database" * 1000)
    return raised(lambda: duckdb.connect(str(folder / "x.duckdb")))


def damaged_registry(folder):
    (folder / "mlflow.db").write_bytes(b"no database" * 1000)
    return raised(lambda: create_engine(f"sqlite:///{folder}/mlflow.db").connect().execute(text("select * from x")))


def no_server(_folder):
    return raised(lambda: httpx.get("http://127.0.0.1:1/api/health"))


def no_right(folder):
    return PermissionError(13, "Permission denied", str(folder / "lock"))


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (damaged_parquet, "a landed file"),
        (damaged_build, "a build in"),
        (damaged_registry, "mlflow.db"),
        (no_server, "the Prefect server does not answer"),
        (no_right, "may not be read or written by this user"),
        (lambda _: MemoryError(), "memory ran out"),
    ],
)
def test_what_may_go_wrong_has_its_sentence(settings, tmp_path, happens, said):
    assert said in failures.foreseen(happens(tmp_path), settings)


def test_a_bug_is_asked_to_be_reported_with_what_a_report_needs(settings):
    bug = raised(lambda: failures.sentence(None, 1))
    assert failures.foreseen(bug, settings) == ""
    assert f"{type(bug).__name__}" in failures.sentence(bug, settings)
    assert "please report it" in failures.sentence(bug, settings)
