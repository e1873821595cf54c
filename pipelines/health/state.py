"""Whether all is well in a home, for monitors: worked out from the diary, and put into `health.json` after each run."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pipelines.files.atomic import write_text
from pipelines.files.runs import STOPPED, Entry, diary
from pipelines.settings import Settings

LEAST_FREE_BYTES: Final = 500_000_000
"""A build is written beside the one in force; a gym's takes some 200 MB."""
LATE: Final = timedelta(hours=6)
"""How long after it was due a run is said to be missing."""
DUE_FILE: Final = "due.json"


@dataclass(frozen=True, kw_only=True)
class Health:
    """How a home is.

    Parameters
    ----------
    ok : bool
        Whether the last run of each kind of work came to its end, the disk has room, and none that was due is missing.
    since : str or None
        Since when it is so or not so; ISO 8601, UTC, as all times here. None before the first run.
    problems : tuple of str
        What is not well, in sentences.
    last_success, last_failure : str or None
        When the last run ended well, or did not.
    failure : str or None
        What the last failure said.
    build : str or None
        The build in force.
    next_due : str or None
        When the next scheduled run is due; None where no schedule is kept.
    """

    ok: bool
    since: str | None
    problems: tuple[str, ...]
    last_success: str | None
    last_failure: str | None
    failure: str | None
    build: str | None
    next_due: str | None
    disk_free_bytes: int | None
    checked_at: str


def health_of(settings: Settings, now: datetime | None = None) -> Health:
    """Look at the diary, the disk and the timetable."""
    now = now or datetime.now(UTC)
    entries = diary(settings)
    over = [entry for entry in entries if entry["outcome"] != "running" and entry["error"] != STOPPED]
    failing = _failing(over)
    free = _free_bytes(settings.home)
    problems = [f"{entry['command']}: {entry['error']}" for entry in failing]
    if free is not None and free < LEAST_FREE_BYTES:
        problems.append(f"the disk has {free / 1e6:,.0f} MB left: free some space, at least 1 GB")
    times = _times_due(settings)
    missed = max((time for time in times if time <= now - LATE), default=None)
    if missed is not None and not any(_began(entry) >= missed for entry in entries):
        problems.append(f"the run due at {missed:%Y-%m-%d %H:%M} UTC has not come: is `liftcast run` still up?")
    good = next((entry for entry in over if entry["outcome"] == "done" and entry["command"] != "wait"), None)
    bad = next((entry for entry in over if entry["outcome"] == "failed"), None)
    coming = next_due(settings, now)
    return Health(
        ok=not problems,
        since=_since(over, failing),
        problems=tuple(problems),
        last_success=_ended(good) if good else None,
        last_failure=_ended(bad) if bad else None,
        failure=bad["error"] if bad else None,
        build=_build(settings),
        next_due=coming.isoformat(timespec="seconds") if coming else None,
        disk_free_bytes=free,
        checked_at=now.isoformat(timespec="seconds"),
    )


def write(settings: Settings, health: Health) -> None:
    """Put it where monitors look."""
    write_text(settings.home / "health.json", as_json(health), durable=False)


def as_json(health: Health) -> str:
    """Write it as JSON."""
    return json.dumps(asdict(health), indent=1) + "\n"


def note_due(settings: Settings, times: Sequence[datetime]) -> None:
    """Write down when the schedule that is kept will be due, as far as is told."""
    told = json.dumps([time.astimezone(UTC).isoformat(timespec="seconds") for time in sorted(times)])
    write_text(settings.home / DUE_FILE, told, durable=False)


def forget_due(settings: Settings) -> None:
    """Take back what was written down: no schedule is kept any more."""
    (settings.home / DUE_FILE).unlink(missing_ok=True)


def next_due(settings: Settings, now: datetime) -> datetime | None:
    """Return when a scheduled run is due next after a time; None where nobody wrote it down."""
    return min((time for time in _times_due(settings) if time > now), default=None)


def _times_due(settings: Settings) -> list[datetime]:
    try:
        told: Any = json.loads((settings.home / DUE_FILE).read_text(encoding="utf-8"))
        return [datetime.fromisoformat(time) for time in told]
    except (OSError, ValueError, TypeError):
        return []


def _failing(over: Sequence[Entry]) -> list[Entry]:
    """Find the kinds of work whose last run failed; having waited in vain is mended by any run that did not."""
    last: dict[str, Entry] = {}
    for entry in over:
        last.setdefault(entry["command"], entry)
    waited = last.pop("wait", None)
    failing = [entry for entry in last.values() if entry["outcome"] == "failed"]
    done = max((entry["run"] for entry in last.values() if entry["outcome"] == "done"), default="")
    if waited is not None and waited["outcome"] == "failed" and waited["run"] > done:
        failing.append(waited)
    return failing


def _since(over: Sequence[Entry], failing: Sequence[Entry]) -> str | None:
    """Tell since when it is so: since the oldest failure that lasts, or since the last failure was mended."""
    starts = []
    for entry in failing:
        streak = []
        for other in (other for other in over if other["command"] == entry["command"]):
            if other["outcome"] != "failed":
                break
            streak.append(_ended(other))
        starts.append(min(streak))
    if starts:
        return min(starts)
    well = []
    for entry in over:
        if entry["outcome"] == "failed":
            break
        well.append(_ended(entry))
    return min(well, default=None)


def _began(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry["started_at"])


def _ended(entry: Entry) -> str:
    return (_began(entry) + timedelta(seconds=entry["seconds"] or 0)).isoformat(timespec="seconds")


def _build(settings: Settings) -> str | None:
    try:
        return settings.current.read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def _free_bytes(home: Path) -> int | None:
    try:
        return shutil.disk_usage(next(place for place in (home, *home.parents) if place.exists())).free
    except OSError:
        return None
