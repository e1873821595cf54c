"""Prefect flows and schedules around the plain steps: thin, no logic.

The only module that imports Prefect. Call `pipelines.prefect_home.prepare_environment` before importing it: Prefect
reads its settings once, on import.
"""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from prefect import State, Task, flow, serve, task
from prefect.client.schemas.objects import TaskRun
from prefect.deployments.runner import RunnerDeployment
from prefect.types.entrypoint import EntrypointType

from pipelines import steps
from pipelines.errors import BusyError, LiftcastError
from pipelines.progress import Progress, Silent
from pipelines.runs import Counts
from pipelines.settings import Settings

_listener: Progress = Silent()


@contextmanager
def listening(progress: Progress) -> Iterator[None]:
    """Let `progress` hear of the steps of the flows run inside; parameters of a flow must be plain values."""
    global _listener  # noqa: PLW0603 (flows run in this process and take no live objects)
    _listener = progress
    try:
        yield
    finally:
        _listener = Silent()


def _settings(home: str) -> Settings:
    """Give this process's settings for the home named."""
    here = Settings.from_environment()
    return Settings(home=Path(home), threads=here.threads, memory_limit=here.memory_limit)


def _passing(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Retry what may pass by itself; what a person must mend, and our own bugs, fail at once.

    A disk being cleared, a network folder that blinks, another process writing: worth two more tries.
    """
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError | BusyError)


@task(name="ingest", retries=2, retry_delay_seconds=5, retry_condition_fn=_passing)
def _ingest_task(home: str, publish: bool, samples: bool) -> Counts:
    report, build = steps.ingest_step(_settings(home), publish=publish, samples=samples, progress=_listener)
    return {"new": report.new, "refused": report.refused, "build": build.name}


@task(name="train", retries=2, retry_delay_seconds=5, retry_condition_fn=_passing)
def _train_task(home: str, force: bool) -> Counts:
    return steps.train_step(_settings(home), force=force, progress=_listener).counts()


@task(name="forecast", retries=2, retry_delay_seconds=5, retry_condition_fn=_passing)
def _forecast_task(home: str) -> Counts:
    return {"build": steps.forecast_step(_settings(home), progress=_listener).name}


@flow(name="ingest")
def ingest(home: str, publish: bool = True, samples: bool = False) -> Counts:
    """Land what is new in the inbox, bring the marts up to date and, alone, put them in force."""
    return _ingest_task(home, publish, samples)


@flow(name="train")
def train(home: str, force: bool = True) -> Counts:
    """Backtest every candidate and crown the best."""
    return _train_task(home, force)


@flow(name="forecast")
def forecast(home: str) -> Counts:
    """Add forecasts and advice to the newest marts and put the result in force."""
    return _forecast_task(home)


@flow(name="refresh")
def refresh(home: str, samples: bool = False) -> Counts:
    """Ingest (an empty inbox shows the samples, with `samples`), train where the data changed, forecast and publish."""
    return {
        "ingest": ingest(home, publish=False, samples=samples),
        "train": train(home, force=False),
        "forecast": forecast(home),
    }


def deployments(
    home: Path,
    *,
    refresh_cron: str,
    train_cron: str,
    refresh_every_s: float | None = None,
) -> list[RunnerDeployment]:
    """Give the two schedules: refresh (by cron, or every so many seconds) and retrain (by cron)."""
    every = None if refresh_every_s is None else timedelta(seconds=refresh_every_s)
    nightly = RunnerDeployment.from_flow(
        refresh,
        name="nightly",
        cron=refresh_cron if every is None else None,
        interval=every,
        parameters={"home": str(home)},
        concurrency_limit=1,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    weekly = RunnerDeployment.from_flow(
        train,
        name="weekly",
        cron=train_cron,
        parameters={"home": str(home)},
        concurrency_limit=1,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return [nightly, weekly]


@contextmanager
def server(port: int, *, patience_s: float = 120.0) -> Iterator[str]:
    """Run a local Prefect server while inside; its state lies under `PREFECT_HOME`.

    Raises
    ------
    LiftcastError
        The server did not answer within `patience_s` seconds, or ended.
    """
    address = f"http://127.0.0.1:{port}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_healthy(process, address, patience_s)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_until_healthy(process: subprocess.Popen[bytes], address: str, patience_s: float) -> None:
    """Return once the server answers."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        if process.poll() is not None:
            raise LiftcastError(f"the Prefect server ended with code {process.returncode}: is its port in use?")
        try:
            with urlopen(f"{address}/health", timeout=2):  # noqa: S310 (our own address)
                return
        except (URLError, OSError):
            time.sleep(0.3)
    raise LiftcastError(f"the Prefect server did not answer at {address} within {patience_s:.0f} s")


def serve_schedules(made: list[RunnerDeployment]) -> None:
    """Serve the schedules until told to stop by SIGTERM or Ctrl-C; they are not paused by stopping."""
    if threading.current_thread() is threading.main_thread():
        # A shell that starts us in the background has SIGINT ignored; Ctrl-C must work all the same.
        signal.signal(signal.SIGINT, _as_terminate)
    serve(*made, pause_on_shutdown=False)


def _as_terminate(_signal: int, _frame: FrameType | None) -> None:
    signal.raise_signal(signal.SIGTERM)
