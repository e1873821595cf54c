"""Milestones and alerts as lines for people; `--json` prints the same answers whole."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from models.alerts.kinds import Severity
from models.training.style import NAMES
from pipelines.serving.milestones import PROJECTION, SAID_WEEKS, MilestoneAnswer, chance_of
from pipelines.terminal.screen import Row, print_rows, tell

MOST_LINES: Final = 200
_COLUMNS: Final = {
    "lift": "lift",
    "best": "best of 4 weeks",
    "load": "milestone",
    "style": "training",
    **{str(week): f"{week} weeks" for week in SAID_WEEKS},
    "even": "even bet by",
}


def print_milestones(rows: Sequence[MilestoneAnswer]) -> None:
    """Print one table per lifter: a line per lift and style, with the chance of being there by some weeks."""
    if not rows:
        tell("No lift is forecast yet: `liftcast forecast` says what is missing.")
    for lifter, own in groupby(rows, key=lambda row: row["lifter"]):
        title = f"Milestones of {lifter}: the chance of being there within so many weeks"
        print_rows(title, list(_lines(own)), _COLUMNS, most=MOST_LINES)
    if rows:
        tell(PROJECTION)


def _lines(rows: Iterable[MilestoneAnswer]) -> Iterator[Row]:
    """Cells of a table: a lift is named once, one that is there already has a single line."""
    lift_before = None
    for row in rows:
        facts, is_first = row["facts"], lift_before != row["name"]
        lift_before = row["name"]
        best = f"{facts['best']:g} {facts['unit']}"
        line = {"lift": row["name"], "best": best, "load": row["load"]} if is_first else {}
        if row["is_reached"]:
            if is_first:
                yield line | {"style": "there already"}
            continue
        chances = {str(week): chance_of(facts["by_weeks"][str(week)]) for week in SAID_WEEKS}
        yield (
            {"lift": "", "best": "", "load": ""}
            | line
            | {"style": NAMES[row["style"]]}
            | chances
            | {"even": row["even_by"]}
        )


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
