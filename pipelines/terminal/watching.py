"""Alerts as lines for people; `--json` prints the same answers whole."""

from collections.abc import Sequence

from models.alerts.kinds import Severity
from pipelines.terminal.screen import Row, tell


def print_alerts(rows: Sequence[Row]) -> None:
    """Print one line per alert, the gravest first; what could not be looked at last."""
    if not rows:
        tell("Nothing needs attention.")
    lifter = None
    for row in rows:
        if lifter != (lifter := row["lifter"]):
            tell(lifter, is_heading=True)
        about = f" ({row['subject']})" if row["subject"] else ""
        kind = "not looked at" if row["severity"] == Severity.UNKNOWN else str(row["kind"]).replace("_", " ")
        since = f", since {row['since']}" if row["since"] else ""
        tell(f"  {kind}{about}: {row['facts']['text']}{since}")
