"""Portions of work handed to several processes of this machine."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from joblib import Parallel, delayed
from joblib.externals.loky.process_executor import TerminatedWorkerError

from pipelines.errors import RunnerError
from pipelines.files.processes import end_with
from pipelines.settings import Settings
from pipelines.spread import Portion, Result, Spread

_IDLE_S: Final = 20
"""How long a process waits for more work."""


def by_processes(settings: Settings) -> Spread:
    """Return what hands work to as many processes of this machine as threads may be used."""

    def spread(
        name: str, work: Callable[[Portion], Result], portions: Sequence[Portion], take: Callable[[Result], None]
    ) -> None:
        try:
            for done in in_processes(settings, work, portions, in_order=False):
                take(done)
        except TerminatedWorkerError as error:
            raise RunnerError(
                f"{name}: a process ended in the middle of its work, perhaps for want of memory: set "
                "LIFTCAST_THREADS to fewer. What was finished is kept"
            ) from error

    return spread


def in_processes(
    settings: Settings, work: Callable[[Portion], Result], portions: Iterable[Portion], *, in_order: bool
) -> Iterator[Result]:
    """Yield what as many processes as threads may be used make of each portion, as it is done or in order."""
    several = Parallel(
        settings.threads,
        backend="loky",
        return_as="generator" if in_order else "generator_unordered",
        idle_worker_timeout=_IDLE_S,
    )
    yield from several(delayed(_work_for)(os.getpid(), work, portion) for portion in portions)


def _work_for(process: int, work: Callable[[Portion], Result], portion: Portion) -> Result:
    """Work on a portion for another process."""
    if process != os.getpid():
        end_with(process)
    return work(portion)
