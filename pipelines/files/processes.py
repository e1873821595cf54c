"""Processes that end with the one that began them, however that one ends.

`python -m pipelines.files.processes PARENT MODULE ARGUMENTS` runs another program's module in such a process.
"""

import atexit
import ctypes
import os
import runpy
import signal
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Event, Thread
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


@cache
def end_with(process: int) -> None:
    """End this process soon after the one that began it, which may be killed: nobody takes its results any more."""
    ended = Event()

    def watch() -> None:
        while not ended.wait(1):
            if os.getppid() != process:
                os._exit(1)

    def stop() -> None:
        ended.set()
        watching.join()

    watching = Thread(target=watch, daemon=True)
    watching.start()
    atexit.register(stop)


def ending_with_us(module: str, *arguments: str) -> list[str]:
    """Return the command that runs `module` as a program in a process that ends with this one."""
    return ending_with(os.getpid(), module, *arguments)


def ending_with(process: int, module: str, *arguments: str) -> list[str]:
    """Return the command that runs `module` as a program in a process that ends with the one that begins it."""
    return [sys.executable, "-m", "pipelines.files.processes", str(process), module, *arguments]


def _be_killed_with_parent() -> None:
    """Ask the system to end this process at once when the thread that began it ends, where it knows how to (Linux)."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # elsewhere, and here should it fail, watching takes a second longer
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def whoami() -> str:
    """Name this process as people know it: `liftcast ingest`."""
    words = [Path(sys.argv[0]).name, *(word for word in sys.argv[1:] if not word.startswith("-"))]
    return " ".join(words[:2])


def main() -> None:
    """Run the module named on the command line until it ends or the process that began this one does."""
    parent, module = int(sys.argv[1]), sys.argv[2]
    _be_killed_with_parent()
    if os.getppid() != parent:  # it ended before it could be watched
        sys.exit(1)
    end_with(parent)
    sys.argv = sys.argv[2:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
