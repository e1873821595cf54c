"""How an ingested file counts, in words: as a whole export, as an extract, or not at all."""

from collections.abc import Mapping
from typing import Any, Final

from pipelines.landing.left_out import Decided

EXTRACT: Final = "extract"
LEFT_OUT: Final = "left out"


def noted(treated_as: str | None, rows_spared: int) -> str | None:
    """Say how a file counts; None if as a whole export."""
    if treated_as == LEFT_OUT:
        return "left out: its rows count nowhere"
    if treated_as == EXTRACT:
        return (
            f"an extract, which adds and updates: {rows_spared:,} rows of other exports stay that a whole export, "
            "right over all the days it spans, would remove"
        )
    return None


def said_of_treatment(row: Mapping[str, Any]) -> str | None:
    """Say how a file of `imports` counts and how to change that; None if it counts as a whole export."""
    name, note = f'"{row["lifter"]}/{row["file"]}"', noted(row["treated_as"], row["rows_spared"])
    if row["treated_as"] == LEFT_OUT:
        return f"{note}. `liftcast imports --redo {name}` takes it back."
    if row["treated_as"] == EXTRACT:
        return (
            f"{note}. `liftcast imports --undo {name}` takes this file out again; "
            "if they were deleted on purpose, take out the older export."
        )
    return None


def said_of_decision(decided: Decided, *, is_undone: bool) -> str:
    """Say what became of a decision about a file."""
    files = ", ".join(f"{entry.lifter}/{entry.file}" for entry in decided.entries)
    came = f"{decided.entries[0].first_seen_at:.10}, sha256 {decided.entries[0].sha256:.12}"
    if not decided.is_changed:
        return f"{files} (came {came}) {'is left out' if is_undone else 'counts'} already."
    places = ", ".join(map(str, decided.places))
    if is_undone:
        return f"Left out {files} (came {came}), as if it had not come: written into {places}. The file itself is kept."
    return f"Took back {files} (came {came}): taken out of {places}."
