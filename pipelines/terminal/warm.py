"""A process that has everything in memory before there is work: a third of what a small refresh takes is imports.

It does one piece of work and ends, so nothing piles up in it; the next one warms up when the app is idle again.
"""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from pipelines.champion.registry import load_champion
from pipelines.errors import LiftcastError
from pipelines.files.processes import ending_with
from pipelines.running import engine
from pipelines.running.prefect_home import prepare_environment
from pipelines.settings import PROJECT, Settings

WORK = "pipelines.terminal.newcomer"


def told(settings: Settings, port: int) -> list[str] | None:
    """Import what the work takes, then wait for a line that says what to do; None when there is nobody to say it.

    Code that was replaced meanwhile is not what is in memory: then the process begins anew, and cold.
    """
    loaded = _warmed_up(settings, port)
    line = sys.stdin.readline()
    if not line:
        return None
    words: list[str] = json.loads(line)
    if _stamps(loaded) != loaded:
        command = ending_with(os.getppid(), WORK, *words)
        os.execv(command[0], command)  # noqa: S606 (ourselves)
    return words


def line_for(words: Sequence[str]) -> str:
    """Return the line that tells such a process what to do."""
    return json.dumps(list(words))


def _warmed_up(settings: Settings, port: int) -> dict[str, tuple[int, int]]:
    """Import what the work takes, and return our own files that are in memory, with their stamps."""
    if engine.is_up(settings, port):
        prepare_environment(settings, port=port)
        import_module("pipelines.running.flows")  # Prefect reads its environment on import
    for module in ("pipelines.running.steps", "pipelines.terminal.answers"):
        import_module(module)
    with suppress(LiftcastError, OSError):  # the work will tell of it
        load_champion(settings)
    files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    return _stamps(file for file in files if file and Path(file).is_relative_to(PROJECT))


def _stamps(files: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Look up size and time of change of files; those that are gone have none."""
    stamps = {}
    for file in files:
        with suppress(OSError):
            status = Path(file).stat()
            stamps[file] = (status.st_size, status.st_mtime_ns)
    return stamps
