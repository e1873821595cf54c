"""The schedules as Prefect keeps them: deployments made, taken up after a crash, served."""

import signal
import threading
import warnings
from datetime import timedelta
from pathlib import Path
from types import FrameType

from prefect import get_client, serve
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Interval
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from pipelines.errors import WrongUseError
from pipelines.files.runs import CUT_OFF
from pipelines.running import flows
from pipelines.running.prefect_home import tags_of
from pipelines.running.underway import now_underway
from pipelines.settings import Settings, engine_elsewhere

_UNFINISHED = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]


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
    whose: str,
    refresh_cron: str,
    train_cron: str,
    time_zone: str,
    refresh_every_s: float | None = None,
) -> list[RunnerDeployment]:
    """Return the two schedules: refresh (by cron, or every so many seconds) and retrain (by cron).

    Their names end in `whose`, by which this home's are told from those of others. Runs that come due while one is on,
    or that were missed and come due together, are one run.
    """
    once = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    nightly = Cron(refresh_cron, timezone=time_zone)
    if refresh_every_s is not None:
        nightly = Interval(timedelta(seconds=refresh_every_s))
    return [
        RunnerDeployment.from_flow(
            job,
            name=f"{name}-{whose}",
            schedule=when,
            parameters={"home": str(home)},
            tags=tags_of(home),
            concurrency_limit=once,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for job, name, when in (
            (flows.refresh, "nightly", nightly),
            (flows.retrain, "weekly", Cron(train_cron, timezone=time_zone)),
        )
    ]


def take_up(settings: Settings, made: list[RunnerDeployment]) -> int:
    """Undo on the server what earlier processes left there that `made` will never finish; call it before serving.

    Runs that were cut off are marked crashed. On a server of our own, the slots they held are freed as well, and
    schedules that an older version or a home since moved left behind are deleted: nobody would ever run what they ask
    for. On one that others use, all else is theirs.

    Returns
    -------
    int
        How many runs had been cut off.
    """
    is_shared, is_working = bool(engine_elsewhere()), bool(now_underway(settings))
    names = DeploymentFilterName(any_=[each.name for each in made])
    with get_client(sync_client=True) as client:
        found = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=_UNFINISHED))),
            deployment_filter=DeploymentFilter(name=names) if is_shared else None,
        )
        # The runner that starts runs of schedules is gone; what the app began itself may still be on.
        left = [run for run in found if run.deployment_id is not None or not is_working]
        for run in left:
            client.set_flow_run_state(run.id, Crashed(message=CUT_OFF), force=True)
        if not is_shared:
            _clear(client, made)
    return len(left)


def _clear(client: SyncPrefectClient, made: list[RunnerDeployment]) -> None:
    """Free all slots, and delete the schedules that are not those made."""
    for limit in client.read_global_concurrency_limits(limit=200):
        if limit.active_slots:
            client.update_global_concurrency_limit(limit.name, GlobalConcurrencyLimitUpdate(active_slots=0))
    for deployment in client.read_deployments():
        is_ours = deployment.name.split("-")[0] in {each.name.split("-")[0] for each in made}
        if is_ours and deployment.name not in {each.name for each in made}:
            client.delete_deployment(deployment.id)


def serve_schedules(made: list[RunnerDeployment]) -> None:
    """Serve the schedules until told to stop by SIGTERM or Ctrl-C; they are not paused by stopping."""
    if threading.current_thread() is threading.main_thread():
        # A shell that starts us in the background has SIGINT ignored; Ctrl-C must work all the same.
        signal.signal(signal.SIGINT, _as_terminate)
    warnings.filterwarnings("ignore", message="coroutine 'Runner.astop'", category=RuntimeWarning)  # Prefect's way out
    serve(*made, pause_on_shutdown=False, print_starting_message=False)


def _as_terminate(_signal: int, _frame: FrameType | None) -> None:
    signal.raise_signal(signal.SIGTERM)
