"""The flows do what the plain steps do: on a real Prefect server, in a real process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.simulated.simulate import simulate

LIFTCAST = Path(sys.executable).with_name("liftcast")


def finished(home: Path, command: str) -> list[dict]:
    entries = [json.loads(file.read_text()) for file in (home / "runs").glob("*.json")]
    return [entry for entry in entries if entry["command"] == command and entry["outcome"] == "done"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home with two simulated lifters in the inbox."""
    home = tmp_path / "var"
    simulate(lifters=2, seed=5, out=home / "inbox", weeks=40, truth=False)
    return home


@pytest.mark.prefect
def test_run_goes_through_the_flows_and_a_second_run_finds_nothing_to_do(home):
    env = os.environ | {"LIFTCAST_HOME": str(home), "LIFTCAST_DASHBOARD": "0"}
    first = subprocess.run([LIFTCAST, "run"], env=env, capture_output=True, text=True, check=False)
    assert first.returncode in {0, 1}, first.stderr
    assert "Traceback" not in first.stderr
    assert len(finished(home, "forecast")) == 1
    assert (home / "prefect" / "prefect.db").exists()
    published = (home / "current").read_text()
    second = subprocess.run([LIFTCAST, "run"], env=env, capture_output=True, text=True, check=False)
    assert "up to date" in second.stderr
    assert (home / "current").read_text() == published
    assert len(finished(home, "forecast")) == 1
