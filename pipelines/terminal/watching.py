"""Alerts as lines for people; `--json` prints the same answers whole."""

from collections.abc import Sequence

from data import catalogue
from models.alerts.kinds import Severity
from pipelines.exercises.resolution import UNMAPPED
from pipelines.terminal.screen import Row, tell


def print_alerts(rows: Sequence[Row]) -> None:
    """Print one line per alert, the gravest first; what could not be looked at last."""
    if not rows:
        tell("Nothing needs attention.")
    exercises = catalogue.load_exercises()
    names = dict(zip(exercises["exercise_id"], exercises["name"], strict=True))
    lifter = None
    for row in rows:
        if lifter != (lifter := row["lifter"]):
            tell(lifter, is_heading=True)
        tell(f"  {_line(row, names)}")


def _line(row: Row, names: dict[str, str]) -> str:
    """Say one alert: what, of which lift or muscle, since when, and the facts."""
    facts = str(row["facts"]["text"])
    if row["severity"] == Severity.UNKNOWN:
        return facts[:1].upper() + facts[1:]
    subject = str(row["subject"] or "").removeprefix(UNMAPPED)
    about = [str(row["kind"]).replace("_", " ").capitalize()]
    about += [names.get(subject, subject.replace("_", " "))] if subject else []
    about += [f"since {row['since']}"] if row["since"] else []
    return f"{', '.join(about)}: {facts}"
