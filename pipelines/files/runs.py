"""The diary of pipeline runs: one small JSON file each, written when a run starts and again when it ends."""

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from pipelines.files.atomic import write_text
from pipelines.files.held import holding, is_held
from pipelines.settings import Settings

Counts = dict[str, Any]
CUT_OFF = "cut off: its process ended before it did"
KEEP = 200  # enough for half a year of nightly runs; older diary files say nothing a person still asks


@contextmanager
def recorded(settings: Settings, command: str) -> Iterator[Counts]:
    """Record one run of `command`; what the caller puts into the counts given is kept with it.

    The file says `running`, and is held, until the work ends; then `done`, or `failed` with the error. What says
    `running` and is held by nobody when another run begins was cut off, and is closed first.
    """
    close_cut_off(settings)
    started_at = datetime.now(UTC)
    run = f"{started_at:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"
    clock = time.perf_counter()
    counts: Counts = {}
    entry: dict[str, Any] = {
        "run": run,
        "command": command,
        "started_at": started_at.isoformat(timespec="seconds"),
        "seconds": None,
        "counts": counts,
        "outcome": "running",
        "error": None,
    }
    _write(settings, run, entry)
    try:
        with holding(settings.runs / f"{run}.json"):
            yield counts
    except BaseException as error:
        entry |= {"outcome": "failed", "error": f"{type(error).__name__}: {error}"}
        raise
    else:
        entry |= {"outcome": "done"}
    finally:
        entry["seconds"] = round(time.perf_counter() - clock, 3)
        _write(settings, run, entry)
        _forget_oldest(settings)


def noted(settings: Settings, command: str, *, seconds: float, counts: Counts, error: str | None) -> None:
    """Write down what is over already, such as having waited; anybody may, at any time."""
    now = datetime.now(UTC)
    run = f"{now:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"
    entry = {
        "run": run,
        "command": command,
        "started_at": (now - timedelta(seconds=seconds)).isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
        "counts": counts,
        "outcome": "failed" if error else "done",
        "error": error,
    }
    _write(settings, run, entry)


def close_cut_off(settings: Settings) -> int:
    """Close the runs whose process ended before they did, as `failed`.

    Returns
    -------
    int
        How many there were.
    """
    said = [entry for entry in diary(settings) if entry.get("outcome") == "running"]
    left = [entry for entry in said if not is_held(settings.runs / f"{entry['run']}.json")]
    for entry in left:
        _write(settings, entry["run"], entry | {"outcome": "failed", "error": CUT_OFF})
    return len(left)


def diary(settings: Settings) -> list[dict[str, Any]]:
    """Recorded runs, newest first; a page torn by a crash is left out."""
    entries = []
    for page in sorted(settings.runs.glob("*.json"), reverse=True):
        try:
            entries.append(json.loads(page.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            continue
    return entries


def _write(settings: Settings, run: str, entry: dict[str, Any]) -> None:
    """Replace the run's file in one step, so that no reader meets half of one."""
    write_text(settings.runs / f"{run}.json", json.dumps(entry, default=str), durable=False)


def _forget_oldest(settings: Settings) -> None:
    """Keep the newest `KEEP` diary files."""
    for old in sorted(settings.runs.glob("*.json"))[:-KEEP]:
        old.unlink(missing_ok=True)
