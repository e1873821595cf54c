"""Files that would remove more sets than was allowed: they count nowhere until a person has decided.

A line of `exports/undecided.json` per file content; `liftcast imports --redo FILE` lets one count, `--undo FILE` leaves
it out for good.
"""

import json
from collections.abc import Iterable
from typing import Final

from pipelines.files.atomic import write_text
from pipelines.settings import Settings

FILE: Final = "undecided.json"


def undecided(settings: Settings) -> dict[str, int]:
    """How many sets each file content that is to be decided would have removed, by its digest."""
    try:
        held: dict[str, int] = json.loads((settings.exports / FILE).read_text(encoding="ascii"))
    except FileNotFoundError:
        return {}
    return held


def hold(settings: Settings, removed: dict[str, int]) -> None:
    """Let files count nowhere until a person has decided."""
    _write(settings, undecided(settings) | removed)


def release(settings: Settings, digests: Iterable[str]) -> bool:
    """Take files off the list of what is to be decided; tell whether any was on it."""
    held = undecided(settings)
    gone = held.keys() & set(digests)
    if gone:
        _write(settings, {digest: removed for digest, removed in held.items() if digest not in gone})
    return bool(gone)


def _write(settings: Settings, held: dict[str, int]) -> None:
    settings.exports.mkdir(parents=True, exist_ok=True)
    write_text(settings.exports / FILE, json.dumps(held, indent=1) + "\n", encoding="ascii")
