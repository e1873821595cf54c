"""One process writes at a time, and one keeps the schedule; whoever comes second waits, and says for whom."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pipelines.errors import BusyError
from pipelines.files.logs import begin, log
from pipelines.files.processes import whoami
from pipelines.files.runs import noted
from pipelines.settings import Settings

_LOOK_S: Final = 0.2
_MOST_BYTES: Final = 200
_held: dict[Path, int] = {}
_say: Callable[[str], None] = lambda _sentence: None  # noqa: E731 (nobody is told until somebody asks to be)


def tell_of_waiting(say: Callable[[str], None]) -> None:
    """Let `say` hear for whom this process waits."""
    global _say  # noqa: PLW0603 (one process, one screen)
    _say = say


@contextmanager
def writing(settings: Settings) -> Iterator[None]:
    """Hold the installation's lock, which the system frees however this process ends; entering it twice is fine.

    Where another process holds it, this one waits for `settings.wait_s`; the diary says that it did.

    Raises
    ------
    BusyError
        Another process holds it all that time.
    """
    begin(settings)
    doing = "is writing; wait until it is done, then try again, or wait longer with --wait SECONDS"
    with _alone(settings.home / "lock", doing, settings):
        yield


@contextmanager
def scheduling(settings: Settings) -> Iterator[None]:
    """Be the one process that keeps this installation's app up, with its schedule.

    Raises
    ------
    BusyError
        If another process does.
    """
    begin(settings)
    doing = "keeps this schedule already; stop it first to start another"
    with _alone(settings.home / "prefect" / "lock", doing, None):
        yield


@contextmanager
def _alone(path: Path, doing: str, waiting: Settings | None) -> Iterator[None]:
    """Hold the lock at `path`; whoever is kept out is told who holds it and what they are `doing`."""
    if path in _held:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _taken(descriptor):
            if waiting is None:
                raise BusyError(f"{path}: another Liftcast process ({_holder(descriptor)}) {doing}")
            _wait(descriptor, path, doing, waiting)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {whoami()}".encode()[:_MOST_BYTES], 0)
        _held[path] = descriptor
        yield
    finally:
        _held.pop(path, None)
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    """Take the lock where it is free, and tell whether it was."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _wait(descriptor: int, path: Path, doing: str, settings: Settings) -> None:
    """Wait until the lock is ours, saying for whom; both ends of it go into the diary."""
    began, holder = time.monotonic(), _holder(descriptor)
    log.info("waiting for another process", extra={"waited_for": holder})
    if settings.wait_s > 0:
        _say(f"Waiting up to {settings.wait_s:.0f} s for another Liftcast process ({holder}), which is writing.")
    is_ours = False
    while not is_ours and time.monotonic() - began < settings.wait_s:
        time.sleep(_LOOK_S)
        is_ours = _taken(descriptor)
    error = None
    if not is_ours:
        error = f"{path}: another Liftcast process ({_holder(descriptor)}) {doing}"
    counts = {"waited_for": holder, "waiting": f"id {os.getpid()}, {whoami()}"}
    noted(settings, "wait", seconds=time.monotonic() - began, counts=counts, error=error)
    if error:
        raise BusyError(error)


def _holder(descriptor: int) -> str:
    """Say who wrote their name into the lock: its id, and what it is."""
    said = os.pread(descriptor, _MOST_BYTES, 0).decode(errors="replace").strip()
    number, _, name = said.partition(" ")
    return f"id {number}, {name}" if name else f"id {number or 'unknown'}"
