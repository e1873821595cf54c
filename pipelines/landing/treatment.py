"""How an ingested file counts, in words: as a whole export, as an extract, or not at all."""

from collections.abc import Mapping
from typing import Any, Final

EXTRACT: Final = "extract"
LEFT_OUT: Final = "left out"
UNDECIDED: Final = "to be decided"
_STATED: Final = {
    "append": "added to what was there; it changes and removes nothing",
    "upsert": "sets known again are updated, all others added; it removes nothing",
}


def noted(treated_as: str | None, rows_spared: int) -> str | None:
    """Say how a file counts; None if as a whole export."""
    if treated_as == LEFT_OUT:
        return "left out: its rows count nowhere"
    if treated_as == UNDECIDED:
        return "to be decided: it would remove more sets than was allowed, and counts nowhere till then"
    if treated_as == EXTRACT:
        return (
            f"an extract, which adds and updates: {rows_spared:,} rows of other exports stay that a whole export, "
            "right over all the days it spans, would remove"
        )
    return _STATED.get(treated_as or "")


def said_of_treatment(row: Mapping[str, Any]) -> str | None:
    """Say how a file of `imports` counts and how to change that; None if it counts as a whole export."""
    name, note = f'"{row["lifter"]}/{row["file"]}"', noted(row["treated_as"], row["rows_spared"])
    if row["treated_as"] == LEFT_OUT:
        return f"{note}. `liftcast imports --redo {name}` takes it back."
    if row["treated_as"] == UNDECIDED:
        digest = f"{row['sha256']:.12}"
        return f"{note}. `liftcast imports --redo {digest}` lets it count, `--undo {digest}` leaves it out."
    if row["treated_as"] == EXTRACT:
        return (
            f"{note}. `liftcast imports --undo {name}` takes this file out again; "
            "if they were deleted on purpose, take out the older export."
        )
    return None
