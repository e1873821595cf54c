"""Milestones as tables for people; `--json` prints the same answers whole."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from models.training.block import BLOCK_NAMES
from pipelines.serving.milestones import PROJECTION, SAID_WEEKS, MilestoneAnswer, chance_of
from pipelines.terminal.screen import Row, print_rows, tell

MOST_LINES: Final = 200
_COLUMNS: Final = {
    "lift": "lift",
    "now": "1RM now",
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
        now = f"{facts['now']:g} {facts['unit']}"
        line = {"lift": row["name"], "now": now, "load": row["load"]} if is_first else {}
        if row["is_reached"]:
            if is_first:
                yield line | {"style": "there already"}
            continue
        chances = {str(week): chance_of(facts["by_weeks"][str(week)]) for week in SAID_WEEKS}
        yield (
            {"lift": "", "now": "", "load": ""}
            | line
            | {"style": BLOCK_NAMES[row["style"]]}
            | chances
            | {"even": row["even_by"]}
        )
