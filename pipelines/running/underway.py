"""What is being done just now, written down for whoever shows it: one small file of each process that works.

A process holds a lock beside its file, so that what a killed one left behind is told from what goes on.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pipelines.files.atomic import write_text
from pipelines.files.held import holding, is_held
from pipelines.files.private import private
from pipelines.progress import Advance, Progress
from pipelines.settings import Settings

LOCK: Final = ".lock"
MOST_OFTEN_S: Final = 0.5
"""Steps may advance thousands of times a second; their file is written no more often than this."""


@dataclass(kw_only=True)
class Doing:
    """What one process does.

    Parameters
    ----------
    what : str
        The job: "refresh", "training".
    since : str
        When it began, UTC, in ISO's form.
    step : str
        What it is at; empty between steps.
    done, total : int or None
        How far the step is, of how many units where that is known.
    counts : dict of str to int
        What is known of the outcome so far: files new, files refused.
    """

    what: str
    since: str
    step: str = ""
    done: int = 0
    total: int | None = None
    counts: dict[str, int] = field(default_factory=dict)


class Underway:
    """Progress that is written down for others, and passed on.

    Parameters
    ----------
    path : Path
        The file.
    doing : Doing
        What is being done, at first.
    inner : Progress
        Who is told as well.
    """

    def __init__(self, path: Path, doing: Doing, inner: Progress) -> None:
        self._path, self._doing, self._inner = path, doing, inner
        self._written_at = 0.0
        self._write()

    def count(self, **counts: int) -> None:
        """Write down what is known of the outcome."""
        self._doing.counts |= counts
        self._write()

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """Begin a step."""
        doing = self._doing
        doing.step, doing.done, doing.total = name, 0, total
        self._write()

        def advance(units: int) -> None:
            inner_advance(units)
            doing.done += units
            if time.monotonic() - self._written_at > MOST_OFTEN_S:
                self._write()

        with self._inner.step(name, total) as inner_advance:
            yield advance
        doing.step, doing.done, doing.total = "", 0, None

    def say(self, text: str) -> None:
        """Pass it on."""
        self._inner.say(text)

    def _write(self) -> None:
        write_text(self._path, json.dumps(asdict(self._doing)), durable=False)
        self._written_at = time.monotonic()


@contextmanager
def underway(settings: Settings, what: str, progress: Progress) -> Iterator[Progress]:
    """Write down what this process does while inside; entered again within, the first one's words stay.

    Parameters
    ----------
    settings : Settings
    what : str
        The job, in a word.
    progress : Progress
        Who is told besides.

    Yields
    ------
    Progress
        To be told of each step.
    """
    if isinstance(progress, Underway):
        yield progress
        return
    path = _folder(settings) / f"{os.getpid()}.json"
    lock = path.with_suffix(LOCK)
    with private(), _held(settings, lock):
        try:
            yield Underway(path, Doing(what=what, since=datetime.now(UTC).isoformat(timespec="seconds")), progress)
        finally:
            path.unlink(missing_ok=True)
            lock.unlink(missing_ok=True)


@contextmanager
def _held(settings: Settings, lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    _clear_up(settings)
    lock.touch()
    with holding(lock):
        yield


def counted(progress: Progress, **counts: int) -> None:
    """Write down what is known of the outcome, where it is written down at all."""
    if isinstance(progress, Underway):
        progress.count(**counts)


def now_underway(settings: Settings) -> list[Doing]:
    """Return what the processes of this home do just now, the longest at it first."""
    found = []
    for path in _folder(settings).glob("*.json"):
        try:
            said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if is_held(path.with_suffix(LOCK)):
                found.append(Doing(**said))
        except (OSError, ValueError, TypeError):  # it ended as we looked, or another version wrote it
            continue
    return sorted(found, key=lambda doing: doing.since)


def _folder(settings: Settings) -> Path:
    return settings.home / "progress"


def _clear_up(settings: Settings) -> None:
    """Remove what processes left behind that were killed."""
    for lock in _folder(settings).glob(f"*{LOCK}"):
        if not is_held(lock):
            lock.with_suffix(".json").unlink(missing_ok=True)
            lock.unlink(missing_ok=True)
