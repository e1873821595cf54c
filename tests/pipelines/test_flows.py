"""The flows do what the plain steps do, and a schedule really fires: on a real Prefect server, in real processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.simulate import simulate

LIFTCAST = Path(sys.executable).with_name("liftcast")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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


@pytest.mark.prefect
def test_a_schedule_fires_and_stops_when_told(home, tmp_path):
    log = tmp_path / "schedule.log"
    env = os.environ | {"LIFTCAST_HOME": str(home)}
    with log.open("w") as sink:
        process = subprocess.Popen(
            [LIFTCAST, "schedule", "--refresh-every-s", "5", "--port", str(free_port())],
            env=env, stdout=sink, stderr=sink, start_new_session=True,
        )  # fmt: skip
    try:
        until = time.monotonic() + 240
        while len(finished(home, "forecast")) < 1:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.5)
        assert (home / "current").exists()
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=40)
        finally:
            left = subprocess.run(["pgrep", "-g", str(process.pid)], capture_output=True, text=True, check=False)
            if left.stdout.strip():
                os.killpg(process.pid, signal.SIGKILL)
    assert not left.stdout.strip(), f"left running: {left.stdout}"
