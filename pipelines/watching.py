"""Milestones and alerts as lines for people; `--json` prints the same answers whole."""

from collections.abc import Sequence
from typing import Final

from pipelines.screen import Row, err

UNKNOWN: Final = "unknown"


def print_milestones(rows: Sequence[Row]) -> None:
    """Print one sentence per lifter, lift and style."""
    if not rows:
        err.print("No lift is forecast yet: `liftcast forecast` says what is missing.")
    said = None
    for row in rows:
        if said != (said := (row["lifter"], row["name"], row["load"])):
            err.print(f"[bold]{row['lifter']}[/], {row['name']}, {row['load']}", highlight=False)
        err.print(f"  {row['text']}", markup=False, highlight=False)


def print_alerts(rows: Sequence[Row]) -> None:
    """Print one line per alert, the gravest first; what could not be looked at last."""
    if not rows:
        err.print("Nothing needs attention.")
    lifter = None
    for row in rows:
        if lifter != (lifter := row["lifter"]):
            err.print(f"[bold]{lifter}[/]", highlight=False)
        about = f" ({row['subject']})" if row["subject"] else ""
        kind = "not looked at" if row["severity"] == UNKNOWN else str(row["kind"]).replace("_", " ")
        since = f", since {row['since']}" if row["since"] else ""
        err.print(f"  {kind}{about}: {row['facts']['text']}{since}", markup=False, highlight=False)
