"""The diary of runs and the health of a home as people read them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from pipelines.files.runs import Entry
from pipelines.health.state import Health
from pipelines.terminal.screen import Row, print_rows, tell

_COLUMNS: Final = {
    "when": "when",
    "command": "what",
    "seconds": "seconds",
    "files": "new files",
    "rows": "rows",
    "refused": "refused",
    "outcome": "outcome",
    "error": "why",
}


def row_of(entry: Entry) -> Row:
    """Return one run with what people ask first taken out of its counts."""
    counts: dict[str, Any] = entry["counts"] or {}
    return {
        **entry,
        "files": counts.get("files_new"),
        "rows": counts.get("rows_read"),
        "refused": counts.get("files_refused"),
    }


def print_runs(entries: Sequence[Entry], due: datetime | None) -> None:
    """Print one line per run by this machine's clock, and when the next is due."""
    rows = [row_of(entry) | {"when": _local(entry["started_at"])} for entry in entries]
    print_rows("Runs", rows, _COLUMNS, most=max(len(rows), 1))
    tell(
        f"Next due: {_local(due.isoformat())}" if due else "Next due: not known here; no schedule is kept by this home."
    )


def print_health(health: Health) -> None:
    """Print whether all is well, and what is not."""
    since = f", since {_local(health.since)}" if health.since else ""
    tell(f"All is well{since}." if health.ok else f"Not well{since}:", is_heading=not health.ok)
    for problem in health.problems:
        tell(f"  {problem}")
    for name, time in (("Last success", health.last_success), ("Last failure", health.last_failure)):
        tell(f"{name}: {_local(time) if time else 'none'}")
    tell(f"Build in force: {health.build or 'none'}")
    tell(f"Next due: {_local(health.next_due) if health.next_due else 'not known'}")


def _local(time: str) -> str:
    return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M}"
