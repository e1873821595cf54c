"""Gravitus: several tables in one file, each under a line with its name and a header of its own.

Sets stand in `workout sets`, each with the moment its workout began, in UTC, and the workout's name behind it; the rows
of all other tables are no sets. Loads are without a unit.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipelines.exports.reading.base import Reading, misfit
from pipelines.exports.reading.gathered import Gathered, Line, ragged_lines
from pipelines.exports.reading.source import Source, cells_of

_SETS: Final = "workout sets"
_NEEDED: Final = frozenset({"set_number", "reps", "weight", "exercise", "workout"})
_BEGINS: Final = re.compile(r"[a-z_ ]+,|\d{1,4},|\d{4}-\d{2}-\d{2} ")
_STARTED: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?)\s*(.*)", re.DOTALL
)
_NAMELESS: Final = "None"


@dataclass(frozen=True, kw_only=True)
class _Gravitus:
    """Tables under their names."""

    app: str = "gravitus"
    title: str = "Gravitus"
    version: int = 1

    def recognises(self, source: Source) -> bool:
        """Tell by the name of a table and the header below it."""
        if not source.is_text:
            return False
        rows = [cells_of(line, ",")[0] for line in source.first_lines]
        names = [_title(row) for row in rows]
        return _SETS in names and any(set(row) >= _NEEDED for row in rows)

    def read(self, source: Source) -> Reading:
        """Read every row of every table."""
        gathered = Gathered()
        for line, table, header in _rows(source):
            gathered.add(line.number, line.raw, **_told(line, table, header))
        return gathered.reading(source, "tables")


def _title(cells: Sequence[str]) -> str | None:
    """The name of a table, if a line holds nothing else."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return filled[0] if len(filled) == 1 and cells[0].strip() else None


def _rows(source: Source) -> Iterator[tuple[Line, str, Sequence[str]]]:
    """Rows of all tables, each with the name and the header of its own."""
    table, header = "", list[str]()
    for line in ragged_lines(source, ",", _BEGINS):
        if not line.raw.strip(" ,"):
            continue
        title = _title(line.cells) if line.cells is not None else None
        if title is not None:
            table, header = title, []
        elif not header and line.cells is not None:
            header = [cell.strip() for cell in line.cells]
        else:
            yield line, table, header


def _told(line: Line, table: str, header: Sequence[str]) -> Mapping[str, str | None]:
    """What a row tells."""
    if table != _SETS:
        return {"not_set_reason": f"table {table}"}
    if line.cells is None:
        return {"problem": "a quotation mark opens here and never closes"}
    if lacking := sorted(_NEEDED.difference(header)):
        return {"problem": f"the header over these rows lacks {', '.join(map(repr, lacking))}"}
    if len(line.cells) <= max(at for at, name in enumerate(header) if name):
        return {"problem": misfit(len(line.cells), len(header))}
    row = dict(zip(header, (cell.strip() for cell in line.cells), strict=False))
    began = _STARTED.fullmatch(row["workout"])
    return {
        "started": began[1] if began else row["workout"],
        "workout": began[2] if began and began[2] != _NAMELESS else None,
        "exercise": row["exercise"],
        "load": row["weight"],
        "reps": row["reps"],
        "seconds": row.get("seconds"),
        "rpe": row.get("rpe"),
    }


FORMAT = _Gravitus()
