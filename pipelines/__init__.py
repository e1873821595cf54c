"""Liftcast pipelines: exports in, a published warehouse with forecasts out. `Liftcast` is the door for programs."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .running.door import Liftcast  # relative, as below: what is made does not depend on the door

__all__ = ["Liftcast"]


def __getattr__(name: str) -> Any:
    """`Liftcast`, imported when asked for: whoever needs only a module of ours waits for nothing."""
    if name != "Liftcast":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .running.door import Liftcast  # noqa: PLC0415 (as said)

    return Liftcast
