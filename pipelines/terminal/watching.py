"""Alerts as lines for people; `--json` prints the same answers whole."""

from collections.abc import Mapping, Sequence

from models.alerts.kinds import Severity
from pipelines.terminal.screen import Row, tell


def print_alerts(rows: Sequence[Row], names: Mapping[str, str]) -> None:
    """Print one line per alert, the gravest first, by names of exercises; what could not be looked at last."""
    if not rows:
        tell("Nothing needs attention.")
    lifter = None
    for row in rows:
        if lifter != (lifter := row["lifter"]):
            tell(lifter, is_heading=True)
        tell(f"  {_line(row, names)}")


def _line(row: Row, names: Mapping[str, str]) -> str:
    """Say one alert: what, of which lift or muscle, since when, and the facts."""
    facts = str(row["facts"]["text"])
    if row["severity"] == Severity.UNKNOWN:
        return facts[:1].upper() + facts[1:]
    subject = str(row["subject"] or "")
    about = [str(row["kind"]).replace("_", " ").capitalize()]
    about += [names.get(subject, subject.replace("_", " "))] if subject else []
    about += [f"since {row['since']}"] if row["since"] else []
    return f"{', '.join(about)}: {facts}"
