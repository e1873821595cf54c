"""Samsung Health: the table of weighings, below a line with the table's name; kg, times in UTC beside their offset."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pipelines.exports.body.base import BodyReading, BodyRecord, Figure
from pipelines.exports.body.table import OneTable, require_records
from pipelines.exports.reading.base import misfit
from pipelines.exports.reading.gathered import Line, ragged_lines
from pipelines.exports.reading.source import Source, cells_of

_TABLE: Final = re.compile(r"\ufeff?com\.samsung\.(?:s?health)\.weight\b")
_PREFIX: Final = re.compile(r"com\.samsung\.s?health\.weight\.")
_OFFSET: Final = re.compile(r"UTC([+-])(\d{2}):?(\d{2})")
_NEVER: Final = re.compile(r"(?!)")
_SITES: Final = {
    "weight": ("body_weight", "kg"),
    "body_fat": ("body_fat", "%"),
    "body_fat_mass": ("fat_mass", "kg"),
    "fat_free_mass": ("lean_mass", "kg"),
    "muscle_mass": ("muscle_mass", "kg"),
}


@dataclass(frozen=True, kw_only=True)
class _SamsungHealth(OneTable):
    """A table below its name."""

    def recognises(self, source: Source) -> bool:
        """Tell by the line with the table's name, and the header below."""
        if not source.is_text or not source.head.strip() or not _TABLE.match(source.first_lines[0]):
            return False
        return {"start_time", "weight"} <= set(_header(source))

    def read(self, source: Source) -> BodyReading:
        """Read every weighing.

        Raises
        ------
        ExportError
            If there is none.
        """
        header = _header(source)
        lines = ragged_lines(source, ",", _NEVER, 3)
        records = [_record(line, header) for line in lines if line.raw.strip()]
        return BodyReading(layout=self.layout, records=require_records(records, source))


def _header(source: Source) -> list[str]:
    """Names of the columns, without the table's before them."""
    lines = source.first_lines
    return [_PREFIX.sub("", cell.strip()) for cell in cells_of(lines[1], ",")[0]] if len(lines) > 1 else []


def _record(line: Line, header: Sequence[str]) -> BodyRecord:
    cells = [cell.strip() for cell in line.cells or ()]
    if line.cells is None or len(cells) < len(header) or any(cells[len(header) :]):
        return BodyRecord(line=line.number, raw=line.raw, problem=misfit(len(cells), len(header)))
    row = dict(zip(header, cells, strict=False))
    figures = [Figure(site=site, text=row[name], unit=unit) for name, (site, unit) in _SITES.items() if row.get(name)]
    measured = _local(row["start_time"], row.get("time_offset", ""))
    return BodyRecord(line=line.number, raw=line.raw, measured=measured, figures=figures)


def _local(started: str, offset: str) -> str:
    """The moment by the clock of the place, where its offset is told."""
    match = _OFFSET.fullmatch(offset)
    try:
        at = datetime.fromisoformat(started)
    except ValueError:
        return started
    if match is None:
        return started
    shift = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return (at + shift if match[1] == "+" else at - shift).isoformat(" ", "seconds")


FORMAT = _SamsungHealth(app="samsung_health", title="Samsung Health", version=1, layout="weight")
