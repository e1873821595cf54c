"""Portions of work as Prefect tasks on a Dask cluster: a flow a step, a task a portion.

A worker that dies loses nothing: the scheduler gives its portions to others, and what portions leave behind are files
that show only once they are complete. As for `flows`, prepare the environment before importing this.
"""

import atexit
import logging
import os
from collections.abc import Callable, Sequence
from contextvars import Context, ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast

from distributed import KilledWorker, LocalCluster
from prefect import flow, tags, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed
from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.task_runners import TaskRunner
from prefect_dask.task_runners import DaskTaskRunner

from pipelines.errors import RunnerError
from pipelines.running.prefect_home import tags_of
from pipelines.running.retries import AGAIN
from pipelines.settings import Settings
from pipelines.spread import Portion, Result


@dataclass(frozen=True, kw_only=True)
class _Job:
    """What the flow that is on hands out: it takes no parameters, which would travel along with every task."""

    name: str
    work: Callable[[Any], Any]
    portions: Sequence[Any]
    take: Callable[[Any], None]
    is_ours: bool


_job: Final[ContextVar[_Job]] = ContextVar("_job")


def _work_on(work: Callable[[Any], Any], portion: Any, is_ours: bool) -> Any:
    """Work on one portion, in a process of the cluster."""
    if is_ours:
        _end_quietly()
    return work(portion)


@cache
def _end_quietly() -> None:
    """Have this process end without being taken apart, of which DuckDB complains line by line on our screen."""
    atexit.register(os._exit, 0)


def _hand_out() -> None:
    """Hand out all portions, and take what comes back."""
    job = _job.get()
    portion = _portion.with_options(name=job.name)
    for future in as_completed([portion.submit(job.work, each, job.is_ours) for each in job.portions]):
        job.take(future.result())


# Not as decorators: what travels to the cluster is found there by the name of the function.
_portion: Final = task(cache_policy=NO_CACHE, persist_result=False, **AGAIN)(_work_on)
_portions: Final = flow(persist_result=False)(_hand_out)


def run_on_dask(
    settings: Settings,
    name: str,
    work: Callable[[Portion], Result],
    portions: Sequence[Portion],
    take: Callable[[Result], None],
) -> None:
    """Work on portions by the processes of a Dask cluster, as of `pipelines.spread.Spread`.

    Raises
    ------
    RunnerError
        The scheduler does not answer, or workers died over and over.
    """
    job = _Job(name=name, work=work, portions=portions, take=take, is_ours=not settings.dask_scheduler)
    try:
        # Tasks need know nothing of the flow that is on: its objects cannot travel.
        Context().run(_run, settings, job)
    except KilledWorker as error:
        raise RunnerError(
            f"{name}: Dask workers died over and over on the same work ({error}); give each more memory, or start "
            "fewer of them. What was finished is kept"
        ) from error
    except OSError as error:
        if settings.dask_scheduler and "connect" in str(error).lower():
            raise RunnerError(
                f"no Dask scheduler answers at {settings.dask_scheduler} ({error}); start one with `dask scheduler`, "
                "or leave LIFTCAST_DASK_SCHEDULER unset"
            ) from error
        raise


def _run(settings: Settings, job: _Job) -> None:
    """Run the flow of one step."""
    _job.set(job)
    with temporary_settings({PREFECT_API_URL: _api_url()}), tags(*tags_of(settings.home)):
        _portions.with_options(name=f"{job.name} on Dask", task_runner=_runner(settings))()


def _runner(settings: Settings) -> TaskRunner[PrefectFuture[Any]]:
    """Connect to the cluster named, or start one of as many processes as threads may be used, closed to others."""
    if settings.dask_scheduler:
        return cast("TaskRunner[PrefectFuture[Any]]", DaskTaskRunner(address=settings.dask_scheduler))
    ours = {
        "n_workers": settings.threads,
        "threads_per_worker": 1,
        "dashboard_address": None,
        "security": True,
        "silence_logs": logging.ERROR,
    }
    runner = DaskTaskRunner(cluster_class=LocalCluster, cluster_kwargs=ours)
    return cast("TaskRunner[PrefectFuture[Any]]", runner)


def _api_url() -> str:
    """Return where all workers report to; without a server one starts, once a process: each would start its own."""
    if url := PREFECT_API_URL.value():
        return str(url)
    server = SubprocessASGIServer()
    server.start()  # it ends with this process, after what is still to be reported
    return str(server.api_url)
