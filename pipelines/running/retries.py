"""Which tasks are worth another try."""

from typing import Any, Final

from prefect import State, Task
from prefect.client.schemas.objects import TaskRun

from pipelines.errors import BusyError


def _passing(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Retry what may pass by itself; what a person must mend, and our own bugs, fail at once.

    A disk being cleared, a network folder that blinks, another process writing: worth two more tries.
    """
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError | BusyError)


AGAIN: Final[dict[str, Any]] = {"retries": 2, "retry_delay_seconds": 5, "retry_condition_fn": _passing}
