"""`liftcast run --once`: the steps in a real process, without a server, and only where something is due."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.files.runs import diary
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate

LIFTCAST = Path(sys.executable).with_name("liftcast")


def finished(home: Path, command: str) -> list[dict]:
    entries = diary(replace(Settings.from_environment(), home=home))
    return [entry for entry in entries if entry["command"] == command and entry["outcome"] == "done"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home with two simulated lifters in the inbox."""
    home = tmp_path / "var"
    simulate(lifters=2, seed=5, out=home / "inbox", weeks=40, truth=False)
    return home


def run(home, *words, **more):
    env = os.environ | {"LIFTCAST_HOME": str(home)} | more
    return subprocess.run([LIFTCAST, "run", *words], env=env, capture_output=True, text=True, check=False)


def test_a_lone_run_starts_no_server_and_a_second_finds_nothing_to_do(home):
    first = run(home, "--once")
    assert first.returncode in {0, 1}, first.stderr
    assert "Traceback" not in first.stderr
    assert len(finished(home, "forecast")) == 1
    assert len(finished(home, "train")) == 1  # never trained before
    assert not (home / "prefect").exists()
    published = (home / "current").read_text()
    second = run(home, LIFTCAST_DASHBOARD="0")
    assert "up to date" in second.stderr
    assert (home / "current").read_text() == published
    assert len(finished(home, "forecast")) == 1
    folder = next((home / "inbox").iterdir())
    (folder / "profile.toml").write_text("birth_year = 1990\n", encoding="utf-8")
    third = run(home, "--once", "--quiet")
    assert third.stderr == ""
    assert len(finished(home, "forecast")) == 2
    assert len(finished(home, "train")) == 1
