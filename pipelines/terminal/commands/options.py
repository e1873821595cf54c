"""What commands have in common: their usual options and their exit codes."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from pipelines.terminal import screen

DONE: Final = 0
REFUSED: Final = 1
WRONG_USE: Final = 2  # Typer's own too
FAILED: Final = 3

ENGINE_PORT: Final = 4200
NIGHTLY: Final = "0 3 * * *"
WEEKLY: Final = "0 4 * * 0"


class ProgressKind(StrEnum):
    """Ways to tell how far a command is."""

    bars = "bars"
    json = "json"


Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output and nothing else.")]
Lifter = Annotated[str | None, typer.Option("--lifter", help="Only this lifter.")]


def _be_quiet(is_wanted: bool) -> bool:
    if is_wanted:
        screen.be_quiet()
    return is_wanted


def _wait(seconds: float | None) -> float | None:
    if seconds is not None:
        os.environ["LIFTCAST_WAIT"] = str(seconds)
    return seconds


def _log_file(path: Path | None) -> Path | None:
    if path is not None:
        os.environ["LIFTCAST_LOG_FILE"] = str(path.absolute())
    return path


LogFile = Annotated[
    Path | None,
    typer.Option(
        "--log-file",
        callback=_log_file,
        metavar="FILE",
        help="Where the log goes, a JSON object a line; LIFTCAST_LOG_FILE, or logs/ in the home, without.",
    ),
]


def _progress(kind: ProgressKind | None) -> ProgressKind | None:
    if kind is ProgressKind.json:
        screen.tell_in_lines()
    return kind


ProgressAs = Annotated[
    ProgressKind | None,
    typer.Option(
        "--progress",
        envvar="LIFTCAST_PROGRESS",
        callback=_progress,
        help="How to tell how far it is: bars for people, or json: a line an event, and one every ten seconds.",
    ),
]
Quiet = Annotated[
    bool,
    typer.Option("--quiet", callback=_be_quiet, help="Print no progress and no notes; errors and answers stay."),
]
Wait = Annotated[
    float | None,
    typer.Option(
        "--wait",
        min=0,
        max=86_400,
        callback=_wait,
        metavar="SECONDS",
        help="How long to wait where another Liftcast process is writing; LIFTCAST_WAIT, or a minute, without.",
    ),
]
RefreshCron = Annotated[str, typer.Option(help="When to refresh, in cron's words, by the lifters' own clock.")]
TrainCron = Annotated[str, typer.Option(help="When to train, likewise.")]
EnginePort = Annotated[int, typer.Option(help="Port of the local Prefect server.")]
