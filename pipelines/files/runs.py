"""The diary of pipeline runs: a page for each that is on, a line in a file of its month for each that is over.

The page is `runs/<run>.json`; the process that runs holds it locked, so whoever finds it free knows that its run was
cut off. When the run ends, its line goes into `runs/<year>-<month>.jsonl` and the page goes away.
"""

import fcntl
import json
import os
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO, Any, Final

from pipelines.files.atomic import part_in
from pipelines.files.held import is_held
from pipelines.files.private import private
from pipelines.settings import Settings

Counts = dict[str, Any]
Entry = dict[str, Any]
CUT_OFF: Final = "cut off: its process ended before it did"
STOPPED: Final = "stopped before it was done"
KEPT_DAYS: Final = 400
"""How many nights the diary covers; the file of a month goes when the whole month is older."""

_MONTH: Final = re.compile(r"(\d{4})-(\d{2})\.jsonl")


@contextmanager
def entered(settings: Settings, command: str) -> Iterator[Entry]:
    """Enter one run of `command`; what the caller puts into its `counts` is kept with it, and an `error` in its words.

    It says `running` until the work ends, then `done` or `failed`. What was cut off before is closed first.
    """
    close_cut_off(settings)
    clock = time.perf_counter()
    entry = _entry(command, datetime.now(UTC), {})
    with _page(settings, entry):
        try:
            yield entry
        except (KeyboardInterrupt, SystemExit):
            entry |= {"outcome": "failed", "error": STOPPED}
            raise
        except BaseException as error:
            entry |= {"outcome": "failed", "error": entry["error"] or f"{type(error).__name__}: {error}"}
            raise
        else:
            entry |= {"outcome": "done"}
        finally:
            entry["seconds"] = round(time.perf_counter() - clock, 3)


def noted(settings: Settings, command: str, *, seconds: float, counts: Counts, error: str | None) -> None:
    """Write down what is over already, such as having waited; anybody may, at any time."""
    now = datetime.now(UTC)
    entry = _entry(command, now, counts) | {"seconds": round(seconds, 3), "error": error}
    entry["started_at"] = (now - timedelta(seconds=seconds)).isoformat(timespec="seconds")
    _write_down(settings, entry | {"outcome": "failed" if error else "done"})


def close_cut_off(settings: Settings) -> int:
    """Close the runs whose process ended before they did, as `failed`.

    Returns
    -------
    int
        How many there were.
    """
    count = 0
    for page in settings.runs.glob("*.json"):
        if is_held(page):
            continue
        entry = _read(page)
        if entry is not None:
            if entry.get("outcome") == "running":
                entry |= {"outcome": "failed", "error": CUT_OFF}
                count += 1
            _write_down(settings, entry)
        page.unlink(missing_ok=True)
    return count


def diary(settings: Settings, *, days: int = KEPT_DAYS) -> list[Entry]:
    """Runs of the last days, newest first; what a crash tore is left out."""
    since = (datetime.now(UTC) - timedelta(days=days)).date()
    pages = [entry for page in settings.runs.glob("*.json") if (entry := _read(page)) is not None]
    entries: dict[str, Entry] = {entry["run"]: entry for entry in pages}
    for path in settings.runs.glob("*.jsonl"):  # after the pages: what ends meanwhile is seen at least once
        for line in [] if _ends_before(path, since) else path.read_bytes().splitlines():
            with suppress(ValueError, KeyError, TypeError):  # a line that a power cut tore
                entry = json.loads(line)
                entries[entry["run"]] = entry
    return [entries[run] for run in sorted(entries, reverse=True)]


def _entry(command: str, started_at: datetime, counts: Counts) -> Entry:
    return {
        "run": f"{started_at:%Y%m%dT%H%M%S%f}"[:-3] + f"-{uuid.uuid4().hex[:6]}",  # later runs sort later
        "command": command,
        "started_at": started_at.isoformat(timespec="seconds"),
        "seconds": None,
        "counts": counts,
        "outcome": "running",
        "error": None,
    }


@contextmanager
def _page(settings: Settings, entry: Entry) -> Iterator[None]:
    """Keep a locked page for a run that is on; its line is written when it is over, if the disk lets it.

    Where it cannot be, the page stays and the next run closes it.
    """
    with private():
        settings.runs.mkdir(parents=True, exist_ok=True)
    place = settings.runs / f"{entry['run']}.json"
    with part_in(settings.runs) as part, _made(part) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        json.dump(entry, file, default=str)
        file.flush()
        part.replace(place)
        try:
            yield
        finally:
            with suppress(OSError):
                _write_down(settings, entry)
                place.unlink(missing_ok=True)


def _made(part: Path) -> IO[str]:
    with private():
        return part.open("w", encoding="utf-8")


def _write_down(settings: Settings, entry: Entry) -> None:
    """Add a run that is over to its month, after whatever a crash left of the line before."""
    with private():
        settings.runs.mkdir(parents=True, exist_ok=True)
    path = settings.runs / f"{entry['started_at'][:7]}.jsonl"
    is_new = not path.exists()
    line = json.dumps(entry, default=str, ensure_ascii=False).encode() + b"\n"
    with private():
        file = path.open("a+b", buffering=0)
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        end = file.seek(0, os.SEEK_END)
        file.seek(max(0, end - 1))
        is_torn = end > 0 and file.read(1) != b"\n"
        try:
            file.write(b"\n" + line if is_torn else line)
            os.fsync(file.fileno())
        except OSError:
            file.truncate(end)
            raise
    if is_new:
        _forget_old(settings)


def _read(page: Path) -> Entry | None:
    try:
        entry = json.loads(page.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return entry if isinstance(entry, dict) and {"run", "started_at"} <= entry.keys() else None


def _ends_before(path: Path, day: date) -> bool:
    """Tell whether a file is of a month that was over before a day."""
    match = _MONTH.fullmatch(path.name)
    if match is None:
        return True
    year, month = int(match[1]), int(match[2])
    return date(year + month // 12, month % 12 + 1, 1) <= day


def _forget_old(settings: Settings) -> None:
    """Drop the months that the diary need not cover any more."""
    since = (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).date()
    for path in settings.runs.glob("*.jsonl"):
        if _MONTH.fullmatch(path.name) and _ends_before(path, since):
            path.unlink(missing_ok=True)
