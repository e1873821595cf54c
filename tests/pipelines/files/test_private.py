"""Nobody but its owner reads a home, however open the system makes files by default."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines import Liftcast
from pipelines.files.private import private
from pipelines.settings import PROJECT

RUN = """
import os
os.umask(0)
from pipelines.champion.tracking import tracking
from pipelines.running import requests, steps
from pipelines.running.prefect_home import server_key
from pipelines.settings import Settings
settings = Settings.from_environment()
requests.ask(settings, "refresh", lifter="ada", files={"strong.csv": open(os.environ["LOG"], "rb").read()})
steps.refresh(settings, train=True)
with tracking(settings):
    pass
server_key(settings)
"""


@pytest.fixture
def open_to_all():
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(home: Path) -> list[str]:
    places = [home, *home.rglob("*")]
    return sorted(str(path.relative_to(home)) for path in places if stat.S_IMODE(path.lstat().st_mode) & 0o077)


def sample() -> Path:
    return next((PROJECT / "data" / "samples").glob("*/*.csv"))


def test_all_that_a_run_makes_is_its_owners_alone(tmp_path):
    home = tmp_path / "var"
    told = {"LIFTCAST_HOME": str(home), "LIFTCAST_THREADS": "1", "LOG": str(sample())}
    subprocess.run([sys.executable, "-c", RUN], env=os.environ | told, cwd=PROJECT, check=True)
    made = {path.name for path in home.iterdir()}
    assert {"inbox", "exports", "landed", "builds", "runs", "logs", "mlflow.db", "current", "prefect"} <= made
    assert open_to_others(home) == []


def test_a_home_from_before_is_closed_by_the_next_run(settings, open_to_all):
    folder = settings.inbox / "ada"
    folder.mkdir(parents=True)
    shutil.copyfile(sample(), folder / "strong.csv")
    (settings.home / "elsewhere").symlink_to(settings.home.parent)
    theirs = settings.home.parent / "theirs.csv"
    theirs.touch()
    assert {".", "inbox/ada/strong.csv"} <= set(open_to_others(settings.home))
    Liftcast(settings.home).ingest()
    assert set(open_to_others(settings.home)) <= {"elsewhere"}
    assert stat.S_IMODE(theirs.stat().st_mode) == 0o666


def test_what_is_handed_to_others_is_as_open_as_they_have_it(tmp_path, open_to_all):
    with private(), private():
        (tmp_path / "ours").touch()
    (tmp_path / "handed out").touch()
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("ours", "handed out")] == [0o600, 0o666]
