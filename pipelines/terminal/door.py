"""How every program of the public door ends: errors as sentences, bugs whole, exit codes as promised."""

import traceback
from collections.abc import Callable
from typing import Any

from pipelines.errors import LiftcastError, WrongUseError
from pipelines.files.locking import tell_of_waiting
from pipelines.terminal import screen
from pipelines.terminal.commands.options import FAILED, WRONG_USE


def told(command: Callable[[], Any]) -> Any:
    """Return what `command` does; an error that a person can mend is told in a sentence, and its exit code returned.

    Whoever waits for another process is told for whom.
    """
    tell_of_waiting(screen.note)
    try:
        return command()
    except LiftcastError as error:
        screen.say_error(error)
        return WRONG_USE if isinstance(error, WrongUseError) else FAILED
    except Exception:  # noqa: BLE001 (a bug: show all of it, and keep the promised exit code)
        traceback.print_exc()
        return FAILED
