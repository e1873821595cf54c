"""A program of the app: started, watched, started again when it ends by itself, and ended with all it began."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final

from pipelines.files.processes import ending_with_us

FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 300.0
STEADY_S: Final = 60.0
"""Who stayed up so long is started again at once the next time."""


class Program:
    """One program that ends with this process, in a session of its own.

    Ctrl-C at a terminal reaches the process that keeps the app up alone, which then ends the others in order.

    Parameters
    ----------
    name : str
        For sentences: "the dashboard".
    words : callable
        Gives module and arguments, asked before each start: ports may have been taken meanwhile.
    environment : mapping of str to str
        Added to this process's own.
    say : callable
        Told in a sentence when it ended by itself.
    is_quiet : bool
        Whether what it prints is thrown away.
    is_told : bool
        Whether it waits for a line on its standard input before it begins (`tell`).
    """

    def __init__(
        self,
        name: str,
        words: Callable[[], Sequence[str]],
        *,
        environment: Mapping[str, str],
        say: Callable[[str], None],
        is_quiet: bool = False,
        is_told: bool = False,
    ) -> None:
        self.name = name
        self._words, self._environment, self._say = words, dict(environment), say
        self._is_quiet, self._is_told = is_quiet, is_told
        self._process: subprocess.Popen[bytes] | None = None
        self._began = 0.0
        self._pause_s = 0.0
        self._not_before = 0.0

    @property
    def is_up(self) -> bool:
        """Whether its process is there."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it."""
        output = subprocess.DEVNULL if self._is_quiet else None
        self._began = time.monotonic()
        self._process = subprocess.Popen(
            ending_with_us(*self._words()),
            env=os.environ | self._environment,
            stdin=subprocess.PIPE if self._is_told else subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )

    def tell(self, line: str) -> None:
        """Tell it what to do, once."""
        if self._process is not None and self._process.stdin is not None:
            with suppress(BrokenPipeError), self._process.stdin as stdin:  # it has ended: `ended` says so
                stdin.write(f"{line}\n".encode())

    def keep_up(self) -> None:
        """Start it if it has ended, after a pause that doubles from time to time; to be called over and over."""
        now = time.monotonic()
        if self.is_up:
            return
        if self._process is not None:
            self._clear_up()
            lasted = now - self._began
            self._pause_s = (
                FIRST_PAUSE_S if lasted > STEADY_S else min(2 * self._pause_s or FIRST_PAUSE_S, LONGEST_PAUSE_S)
            )
            self._not_before = now + self._pause_s
            self._say(
                f"{self.name.capitalize()} ended by itself (code {self._process.returncode}); "
                f"it is started again in {self._pause_s:.0f} s."
            )
            self._process = None
        if now >= self._not_before:
            self.start()

    def ended(self) -> int | None:
        """Return the exit code once it has ended, and forget it; None while it is up or was never started."""
        if self._process is None or self.is_up:
            return None
        code = self._process.returncode
        self._clear_up()
        self._process = None
        return code

    def ask_to_end(self) -> None:
        """Ask it to end in order."""
        if self._process is not None and self.is_up:
            self._process.terminate()

    def end(self, until: float) -> None:
        """Wait till `until` (of the monotonic clock) for it to end, then make it and all it began end."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=max(0.0, until - time.monotonic()))
        self._clear_up()
        self._process.wait()
        self._process = None

    def _clear_up(self) -> None:
        """Kill what is left in its session."""
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
