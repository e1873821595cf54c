"""How every program of the public door ends: errors as sentences, exit codes as promised, tracebacks in the log."""

import traceback
from collections.abc import Callable
from typing import Any

from pipelines.errors import LiftcastError, WrongUseError
from pipelines.files import logs
from pipelines.files.locking import tell_of_waiting
from pipelines.settings import Settings
from pipelines.terminal import screen
from pipelines.terminal.commands.options import FAILED, WRONG_USE


def told(command: Callable[[], Any]) -> Any:
    """Return what `command` does; of any error a sentence is told, and its exit code returned.

    Whoever waits for another process is told for whom.
    """
    tell_of_waiting(screen.note)
    try:
        return command()
    except WrongUseError as error:
        screen.say_error(error)
        return WRONG_USE
    except Exception as error:  # noqa: BLE001 (a bug: its traceback goes to the log, and the exit code is as promised)
        _tell(error)
        return FAILED


def _tell(error: Exception) -> None:
    """Say what failed; where this process works, in the log and to whom notices go as well."""
    from pipelines.health import failures, notices, record  # noqa: PLC0415 (only who fails waits for them)

    settings, works = _settings(), logs.has_begun()
    is_bug = not isinstance(error, LiftcastError)
    if is_bug and settings is not None and settings.home.exists():
        logs.begin(settings)
    sentence = failures.sentence(error, settings)
    logs.log.error("%s", sentence, exc_info=error)
    screen.say_error(sentence)
    if not failures.foreseen(error, settings):
        if settings is not None and logs.has_begun() and logs.place_of(settings).exists():
            screen.warn(f"The traceback is in {logs.place_of(settings)}.")
        else:
            traceback.print_exception(error)
    if works and settings is not None:
        health = record.look_after(settings, {})
        if health is None or health.ok:  # it is not in the diary: the work did not begin
            notices.failed(settings, sentence)


def _settings() -> Settings | None:
    try:
        return Settings.from_environment()
    except LiftcastError:
        return None
