"""The log of everything that works: a JSON object a line, in `logs/liftcast.jsonl` or in the file asked for.

A person sees a sentence; what a developer needs, tracebacks above all, is here.
"""

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Final

from pipelines.files.private import FILE, private
from pipelines.files.processes import whoami
from pipelines.settings import Settings

MOST_BYTES: Final = 5_000_000
"""Of one file; a refresh writes some 20 lines, about 5 kB."""
OLDER_FILES: Final = 4
log: Final = logging.getLogger("liftcast")
log.propagate = False
log.addHandler(logging.NullHandler())  # who only answers logs nothing
_run: ContextVar[str | None] = ContextVar("run", default=None)
_USUAL: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "taskName"}


class _AsJson(logging.Formatter):
    """One JSON object: when, how grave, which run of which program, what, and whatever else was given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "program": whoami(),
            "process": record.process,
            "run": _run.get(),
            "said": record.getMessage(),
        }
        said |= {name: value for name, value in vars(record).items() if name not in _USUAL}
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said, default=str, ensure_ascii=False)


class _SharedFile(RotatingFileHandler):
    """A rotated file that several processes write to, one at a time."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record, into the file that has the name now: another process may have rotated it."""
        try:
            with self._alone():
                self._reopen_if_moved()
                super().emit(record)
        except OSError:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (the library's words)
        """Go on: that nothing can be written down stops nobody."""

    def _alone(self) -> AbstractContextManager[None]:
        return _alone_with(self.baseFilename)

    def _open(self) -> Any:
        """Open the file, which names lifters, for its owner alone."""
        with private():
            return super()._open()

    def _reopen_if_moved(self) -> None:
        if self.stream is None:
            return
        ours = os.fstat(self.stream.fileno())
        with suppress(FileNotFoundError):
            now = Path(self.baseFilename).stat()
            if (now.st_dev, now.st_ino) == (ours.st_dev, ours.st_ino):
                return
        self.stream.close()
        self.stream = self._open()


@contextmanager
def _alone_with(place: str) -> Iterator[None]:
    """Keep all others from writing to a file of the log meanwhile."""
    descriptor = os.open(f"{place}.lock", os.O_RDWR | os.O_CREAT, FILE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Have the log to oneself, to write it anew: whoever logs meanwhile waits, then goes on in the new file."""
    place = place_of(settings).absolute()
    place.parent.mkdir(parents=True, exist_ok=True)
    with _alone_with(str(place)):
        yield


def begin(settings: Settings) -> None:
    """Log from now on what this process does for a home; where nothing can be written, it goes without."""
    place = str(place_of(settings).absolute())
    handlers = [handler for handler in log.handlers if isinstance(handler, _SharedFile)]
    if any(handler.baseFilename == place for handler in handlers):
        return
    for handler in handlers:
        log.removeHandler(handler)
        handler.close()
    with suppress(OSError), private():
        Path(place).parent.mkdir(parents=True, exist_ok=True)
    shared = _SharedFile(place, maxBytes=MOST_BYTES, backupCount=OLDER_FILES, encoding="utf-8", delay=True)
    shared.setFormatter(_AsJson())
    log.addHandler(shared)
    log.setLevel(logging.INFO)


def place_of(settings: Settings) -> Path:
    """Return the file that is written to."""
    return settings.log_file or settings.home / "logs" / "liftcast.jsonl"


def has_begun() -> bool:
    """Tell whether this process logs: it does something, or has tried to, rather than answer."""
    return any(isinstance(handler, _SharedFile) for handler in log.handlers)


@contextmanager
def of_run(run: str) -> Iterator[None]:
    """Name the run that the lines written inside belong to."""
    token = _run.set(run)
    try:
        yield
    finally:
        _run.reset(token)
