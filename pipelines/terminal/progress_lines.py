"""Progress as JSON lines on standard error, with a heartbeat, for programs that watch a long run."""

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from pipelines.progress import Advance

HEARTBEAT_S: Final = 10.0
_LEAST_S: Final = 1.0
"""No two lines of one step's progress come faster after each other than this."""


class ProgressLines:
    """Writes a line when a step begins, goes on and ends, one every ten seconds whatever happens, and what is said.

    Each line is an object of `at` (UTC), `event` (`begin`, `progress`, `end`, `alive`, `said`), `seconds` since the
    start, and of a step `step`, `done` and `total`.
    """

    def __init__(self, heartbeat_s: float = HEARTBEAT_S) -> None:
        self._began = time.monotonic()
        self._step: dict[str, Any] = {}
        self._writing = threading.Lock()
        self._ended = threading.Event()
        self._heartbeat_s = heartbeat_s
        threading.Thread(target=self._beat, daemon=True).start()

    def _beat(self) -> None:
        while not self._ended.wait(self._heartbeat_s):
            self._line("alive", **self._step)

    def _line(self, event: str, **told: Any) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        seconds = round(time.monotonic() - self._began, 3)
        line = json.dumps({"at": now, "event": event, "seconds": seconds, **told}, ensure_ascii=False)
        with self._writing:
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """Tell of one step."""
        outer, told_at = self._step, time.monotonic()
        self._step = {"step": name, "done": 0, "total": total}
        self._line("begin", **self._step)

        def advance(units: int) -> None:
            nonlocal told_at
            self._step = self._step | {"done": self._step["done"] + units}
            if time.monotonic() - told_at >= _LEAST_S:
                told_at = time.monotonic()
                self._line("progress", **self._step)

        try:
            yield advance
            self._line("end", **self._step)
        finally:
            self._step = outer

    def close(self) -> None:
        """Let the heart stop."""
        self._ended.set()

    def write(self, text: str) -> int:
        """Tell what is said in words, as a file that is printed to."""
        if text.strip():
            self._line("said", text=text.strip())
        return len(text)

    def flush(self) -> None:
        """Do nothing: every line is written at once."""
