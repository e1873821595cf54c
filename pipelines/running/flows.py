"""Prefect flows and schedules around the plain steps: thin, no logic.

The only module that imports Prefect. Call `pipelines.running.prefect_home.prepare_environment` before importing it:
Prefect reads its settings once, on import.
"""

import os
import signal
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any, Final

from prefect import State, Task, flow, get_client, serve, task
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterParentFlowRunId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import (
    ConcurrencyLimitConfig,
    ConcurrencyLimitStrategy,
    FlowRun,
    StateType,
    TaskRun,
)
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Interval
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from pipelines.errors import BusyError, WrongUseError
from pipelines.files.processes import end_with
from pipelines.files.runs import CUT_OFF, Counts
from pipelines.progress import Progress, Silent
from pipelines.running.prefect_home import home_digest
from pipelines.settings import Settings

_UNFINISHED = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
KEEPER: Final = "SCHEDULE_KEEPER"
"""Names the process that keeps the schedule to the runs it starts: they end with it."""
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
    """Settings of this process for the home named."""
    here = Settings.from_environment()
    return replace(here, home=Path(home))


def _passing(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Retry what may pass by itself; what a person must mend, and our own bugs, fail at once.

    A disk being cleared, a network folder that blinks, another process writing: worth two more tries.
    """
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError | BusyError)


@task(name="ingest", retries=2, retry_delay_seconds=5, retry_condition_fn=_passing)
def _ingest_task(home: str, publish: bool, samples: bool) -> Counts:
    from pipelines.running import steps  # noqa: PLC0415 (large: who only keeps the schedule stays small)

    report, build = steps.ingest_step(_settings(home), publish=publish, samples=samples, progress=_listener)
    return {"new": report.new, "refused": report.refused, "build": build.name}


@task(name="train", retries=2, retry_delay_seconds=5, retry_condition_fn=_passing)
def _train_task(home: str, force: bool) -> Counts:
    from pipelines.running import steps  # noqa: PLC0415 (as above)

    return steps.train_step(_settings(home), force=force, progress=_listener).counts()


@task(name="forecast", retries=2, retry_delay_seconds=5, retry_condition_fn=_passing)
def _forecast_task(home: str) -> Counts:
    from pipelines.running import steps  # noqa: PLC0415 (as above)

    return {"build": steps.forecast_step(_settings(home), progress=_listener).name}


def _end_with_the_schedule() -> None:
    """End a run that a schedule started in a process of its own, should the schedule be killed: a later one does it."""
    if "PREFECT__FLOW_RUN_ID" in os.environ and KEEPER in os.environ:
        end_with(int(os.environ[KEEPER]))


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
def refresh(home: str, samples: bool = False, retrain: bool = False) -> Counts:
    """Ingest (an empty inbox shows the samples, with `samples`), with `retrain` train, forecast and publish."""
    _end_with_the_schedule()
    done: Counts = {"ingest": ingest(home, publish=False, samples=samples)}
    if retrain:
        done["train"] = train(home, force=False)
    return done | {"forecast": forecast(home)}


def make_sure_of_cron(option: str, cron: str) -> None:
    """Stop where nobody could say when `cron` is.

    Raises
    ------
    WrongUseError
        The message shows what one looks like.
    """
    try:
        CronSchedule(cron=cron)
    except ValueError as error:
        raise WrongUseError(
            f"{option} is {cron!r}, which is no time in cron's words: say minute, hour, day of the month, month and "
            "day of the week, such as '0 3 * * *' for every night at three"
        ) from error


def deployments(
    home: Path,
    *,
    refresh_cron: str,
    train_cron: str,
    time_zone: str,
    refresh_every_s: float | None = None,
) -> list[RunnerDeployment]:
    """Return the two schedules: refresh (by cron, or every so many seconds) and retrain (by cron), named by home.

    Runs that come due while one is on, or that were missed and come due together, are one run.
    """
    whose = home_digest(home)
    once = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    nightly = Cron(refresh_cron, timezone=time_zone)
    if refresh_every_s is not None:
        nightly = Interval(timedelta(seconds=refresh_every_s))
    return [
        RunnerDeployment.from_flow(
            refresh,
            name=f"{name}-{whose}",
            schedule=when,
            parameters={"home": str(home)} | more,
            concurrency_limit=once,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for name, when, more in (
            ("nightly", nightly, {}),
            ("weekly", Cron(train_cron, timezone=time_zone), {"retrain": True}),
        )
    ]


def take_up(made: list[RunnerDeployment]) -> int:
    """Undo on our server what earlier processes left there that `made` will never finish; call it before serving.

    Runs that were cut off are marked crashed, the slots they held are freed, and schedules that an older version or a
    home since moved left behind are deleted: nobody would ever run what they ask for.

    Returns
    -------
    int
        How many runs had been cut off.
    """
    with get_client(sync_client=True) as client:
        left = _cut_off(client)
        for run in left:
            client.set_flow_run_state(run.id, Crashed(message=CUT_OFF), force=True)
        for limit in client.read_global_concurrency_limits(limit=200):
            if limit.active_slots:
                client.update_global_concurrency_limit(limit.name, GlobalConcurrencyLimitUpdate(active_slots=0))
        for deployment in client.read_deployments():
            is_ours = deployment.name.split("-")[0] in {each.name.split("-")[0] for each in made}
            if is_ours and deployment.name not in {each.name for each in made}:
                client.delete_deployment(deployment.id)
    return len(left)


def _cut_off(client: SyncPrefectClient) -> list[FlowRun]:
    """Return the runs of schedules that are said to be on, and the runs within them: there is nobody to run them."""
    unfinished = FlowRunFilterState(type=FlowRunFilterStateType(any_=_UNFINISHED))
    scheduled = client.read_flow_runs(
        flow_run_filter=FlowRunFilter(state=unfinished, deployment_id=FlowRunFilterDeploymentId(is_null_=False))
    )
    if not scheduled:
        return []
    parents = FlowRunFilterParentFlowRunId(any_=[run.id for run in scheduled])
    return [
        *scheduled,
        *client.read_flow_runs(flow_run_filter=FlowRunFilter(state=unfinished, parent_flow_run_id=parents)),
    ]


def serve_schedules(made: list[RunnerDeployment]) -> None:
    """Serve the schedules until told to stop by SIGTERM or Ctrl-C; they are not paused by stopping."""
    if threading.current_thread() is threading.main_thread():
        # A shell that starts us in the background has SIGINT ignored; Ctrl-C must work all the same.
        signal.signal(signal.SIGINT, _as_terminate)
    warnings.filterwarnings("ignore", message="coroutine 'Runner.astop'", category=RuntimeWarning)  # Prefect's way out
    serve(*made, pause_on_shutdown=False, print_starting_message=False)


def _as_terminate(_signal: int, _frame: FrameType | None) -> None:
    signal.raise_signal(signal.SIGTERM)
