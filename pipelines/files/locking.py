"""One process writes at a time, one trains, one keeps the schedule; whoever comes second waits, and says for whom."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pipelines.errors import BusyError
from pipelines.files.held import is_held, taken
from pipelines.files.logs import begin, log
from pipelines.files.private import FILE, private, tighten_once
from pipelines.files.processes import whoami
from pipelines.files.runs import noted
from pipelines.settings import Settings

_LOOK_S: Final = 0.2
_ASKED_S: Final = 1.0
"""Whoever asks whether the app is up holds its lock for an instant, which is no reason not to start."""
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
    with _alone(settings.home / "lock", "is writing", settings):
        tighten_once(settings.home)
        yield


@contextmanager
def training(settings: Settings) -> Iterator[None]:
    """Be the one process that trains, which others may write beside; taken before `writing`, never within it.

    Waits as `writing` does.

    Raises
    ------
    BusyError
        Another process trains all that time.
    """
    begin(settings)
    with _alone(settings.home / "training.lock", "is training", settings):
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
    with _alone(_schedule(settings), "keeps this schedule already; stop it first to start another", None):
        yield


def is_scheduled(settings: Settings) -> bool:
    """Tell whether some process keeps this installation's app up."""
    return _schedule(settings) in _held or is_held(_schedule(settings))


def _schedule(settings: Settings) -> Path:
    return settings.home / "prefect" / "lock"


@contextmanager
def _alone(path: Path, doing: str, waiting: Settings | None) -> Iterator[None]:
    """Hold the lock at `path`; whoever is kept out is told who holds it and what they are `doing`."""
    if path in _held:
        yield
        return
    with private():
        path.parent.mkdir(parents=True, exist_ok=True)
        with _opened(path, doing, waiting):
            yield


@contextmanager
def _opened(path: Path, doing: str, waiting: Settings | None) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, FILE)
    try:
        if waiting is not None and not taken(descriptor):
            _wait(descriptor, path, doing, waiting)
        elif waiting is None and not _taken_within(descriptor, _ASKED_S):
            raise BusyError(f"{path}: another Liftcast process ({_holder(descriptor)}) {doing}")
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {whoami()}".encode()[:_MOST_BYTES], 0)
        _held[path] = descriptor
        yield
    finally:
        _held.pop(path, None)
        os.close(descriptor)


def _taken_within(descriptor: int, seconds: float) -> bool:
    """Take the lock as soon as it is free, and tell whether it was within so many seconds."""
    until = time.monotonic() + seconds
    while not (is_ours := taken(descriptor)) and time.monotonic() < until:
        time.sleep(_LOOK_S)
    return is_ours


def _wait(descriptor: int, path: Path, doing: str, settings: Settings) -> None:
    """Wait until the lock is ours, saying for whom; both ends of it go into the diary."""
    began, holder = time.monotonic(), _holder(descriptor)
    log.info("waiting for another process", extra={"waited_for": holder})
    if settings.wait_s > 0:
        _say(f"Waiting up to {settings.wait_s:.0f} s for another Liftcast process ({holder}), which {doing}.")
    error = None
    if not _taken_within(descriptor, settings.wait_s):
        then = "wait until it is done, then try again, or wait longer with --wait SECONDS"
        error = f"{path}: another Liftcast process ({_holder(descriptor)}) {doing}; {then}"
    counts = {"waited_for": holder, "waiting": f"id {os.getpid()}, {whoami()}"}
    noted(settings, "wait", seconds=time.monotonic() - began, counts=counts, error=error)
    if error:
        raise BusyError(error)


def _holder(descriptor: int) -> str:
    """Say who wrote their name into the lock: its id, and what it is."""
    said = os.pread(descriptor, _MOST_BYTES, 0).decode(errors="replace").strip()
    number, _, name = said.partition(" ")
    return f"id {number}, {name}" if name else f"id {number or 'unknown'}"
