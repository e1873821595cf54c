"""Prefect flows around the plain steps, one for each job: thin, no logic.

Call `pipelines.running.prefect_home.prepare_environment` before importing it, unless Prefect itself runs it: Prefect
reads its settings once, on import.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from prefect import State, flow, get_run_logger, tags, task
from prefect.artifacts import create_markdown_artifact
from prefect.exceptions import MissingContextError
from prefect.runtime import flow_run
from prefect.states import Completed

from pipelines.files.locking import tell_of_waiting
from pipelines.files.processes import end_with
from pipelines.progress import Advance, Progress, Silent, Together
from pipelines.running.prefect_home import home_digest, tags_of
from pipelines.running.requests import answered
from pipelines.running.retries import AGAIN
from pipelines.running.run_notes import notes, said_of_refusals
from pipelines.running.underway import underway
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.champion.train_report import TrainReport
    from pipelines.landing.reports import IngestReport
    from pipelines.warehouse.publish import Build

KEEPER: Final = "SCHEDULE_KEEPER"
"""Names the process that keeps the schedule to the runs it starts: they end with it."""

REFUSED: Final = "Refused files"
"""The state in which a run ends that did all of its work but for files that cannot be read."""

DATA_S: Final = 6 * 3600
TRAIN_S: Final = 24 * 3600
"""After how long a run is ended that hangs: many times what ten thousand lifters take, waiting for others included."""

_listener: Progress = Silent()


@contextmanager
def listening(progress: Progress) -> Iterator[None]:
    """Let `progress` hear of the steps of the flows run inside; parameters of a flow must be plain values."""
    global _listener  # noqa: PLW0603 (flows run in this process and take no live objects)
    before, _listener = _listener, progress
    try:
        yield
    finally:
        _listener = before


class RunLog:
    """Tells the log of the run that is on, where Prefect's pages show it."""

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """Log that a step begins, and how long it took."""
        began, done = time.monotonic(), 0

        def advance(units: int) -> None:
            nonlocal done
            done += units

        yield advance
        many = f" {done} of {total}," if total is not None else ""
        self.say(f"{name.capitalize()}:{many} {time.monotonic() - began:.1f} s")

    def say(self, text: str) -> None:
        """Log one fact."""
        with suppress(MissingContextError):  # the run is over
            get_run_logger().info(text)


@task(name="ingest", timeout_seconds=DATA_S, **AGAIN)
def _ingest(home: Path, samples: bool) -> "IngestReport":
    from pipelines.running import steps  # noqa: PLC0415 (large: who only keeps the schedule stays small)

    return steps.ingest_step(_settings(home), publish=False, samples=samples, progress=_listener)[0]


@task(name="train", timeout_seconds=TRAIN_S, **AGAIN)
def _train(home: Path) -> "TrainReport":
    from pipelines.running import steps  # noqa: PLC0415 (as above)

    return steps.train_step(_settings(home), progress=_listener)


@task(name="forecast", timeout_seconds=DATA_S, **AGAIN)
def _forecast(home: Path) -> "Build":
    from pipelines.running import steps  # noqa: PLC0415 (as above)

    return steps.forecast_step(_settings(home), progress=_listener)


def _run_name() -> str:
    """Name a run by its job, its home and when it began."""
    home = Path(flow_run.parameters["home"])
    return f"{flow_run.flow_name} {home.name} {datetime.now().astimezone():%Y-%m-%d %H:%M:%S}"


@flow(name="refresh", flow_run_name=_run_name, timeout_seconds=DATA_S)
def refresh(home: Path, samples: bool = False) -> State[str]:
    """Ingest, forecast with the model as it is, and publish; an empty inbox shows the samples, with `samples`."""
    return _done("refresh", home, samples=samples)


@flow(name="retrain", flow_run_name=_run_name, timeout_seconds=TRAIN_S)
def retrain(home: Path, samples: bool = False) -> State[str]:
    """Ingest, ask whether another model should be champion, forecast and publish."""
    return _done("retrain", home, samples=samples, is_training=True)


@flow(name="request", flow_run_name=_run_name, timeout_seconds=DATA_S)
def request(home: Path, asked: list[str] | None = None, samples: bool = False) -> State[str]:
    """Refresh because somebody asked on a page or in a terminal; `asked` names the requests for those who look."""
    get_run_logger().info("Asked for by %s.", ", ".join(asked or ["nobody any more"]))
    return _done("request", home, samples=samples)


def run_here(home: Path, progress: Progress, *, is_training: bool, asked: list[str], samples: bool) -> None:
    """Run the flow of the job that is due in this process, its steps told to `progress`."""
    with listening(progress), tags(*tags_of(home)):
        if is_training:
            retrain(home, samples=samples)
        elif asked:
            request(home, asked=asked, samples=samples)
        else:
            refresh(home, samples=samples)


def _settings(home: Path) -> Settings:
    """Settings of this process for the home named."""
    return replace(Settings.from_environment(), home=home.expanduser().resolve())


def _done(job: str, home: Path, *, samples: bool, is_training: bool = False) -> State[str]:
    """Do the work and say how it ended: the state names the build, and files that were refused."""
    _end_with_the_schedule()
    settings, log = _settings(home), RunLog()
    with (
        underway(settings, job, Together(_listener, log)) as progress,
        listening(progress),
        answered(settings, is_training=is_training) as answer,
    ):
        tell_of_waiting(progress.say)
        ingested = _ingest(settings.home, samples)
        trained = _train(settings.home) if is_training else None
        build = _forecast(settings.home)
        answer.report, answer.build = ingested, build.name
    create_markdown_artifact(notes(ingested, trained, build), key=f"{job}-{home_digest(settings.home)}")
    refused = said_of_refusals(ingested.files)
    return Completed(
        name=REFUSED if refused else "Completed",
        message=refused or f"Build {build.name} is in force.",
        data=build.name,
    )


def _end_with_the_schedule() -> None:
    """End a run that a schedule started in a process of its own, should the schedule be killed: a later one does it."""
    if "PREFECT__FLOW_RUN_ID" in os.environ and KEEPER in os.environ:
        end_with(int(os.environ[KEEPER]))
