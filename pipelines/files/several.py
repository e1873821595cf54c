"""Portions of work handed to several processes of this machine."""

import os
from collections.abc import Callable, Sequence
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
        several = Parallel(
            settings.threads, backend="loky", return_as="generator_unordered", idle_worker_timeout=_IDLE_S
        )
        try:
            for done in several(delayed(_work_for)(os.getpid(), work, portion) for portion in portions):
                take(done)
        except TerminatedWorkerError as error:
            raise RunnerError(
                f"{name}: a process ended in the middle of its work, perhaps for want of memory: set "
                "LIFTCAST_THREADS to fewer. What was finished is kept"
            ) from error

    return spread


def _work_for(process: int, work: Callable[[Portion], Result], portion: Portion) -> Result:
    """Work on a portion for another process."""
    if process != os.getpid():
        end_with(process)
    return work(portion)
