"""One process writes at a time, and one keeps the schedule."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import BusyError
from pipelines.settings import Settings

_held: dict[Path, int] = {}


@contextmanager
def writing(settings: Settings) -> Iterator[None]:
    """Hold the installation's lock, which the system frees however this process ends; entering it twice is fine.

    Raises
    ------
    BusyError
        If another process holds it.
    """
    with _alone(settings.home / "lock", "is writing; wait until it is done, then try again"):
        yield


@contextmanager
def scheduling(settings: Settings) -> Iterator[None]:
    """Be the one process that keeps the schedule of this installation.

    Raises
    ------
    BusyError
        If another process does.
    """
    with _alone(settings.home / "prefect" / "lock", "keeps this schedule already; stop it first to start another"):
        yield


@contextmanager
def _alone(path: Path, doing: str) -> Iterator[None]:
    """Hold the lock at `path`; whoever is kept out is told what its holder is `doing`."""
    if path in _held:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip() or "unknown"
            raise BusyError(f"{path}: another Liftcast process (id {holder}) {doing}") from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        _held[path] = descriptor
        yield
    finally:
        _held.pop(path, None)
        os.close(descriptor)
