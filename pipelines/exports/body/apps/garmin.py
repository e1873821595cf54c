"""Garmin Connect: weighings under a line with their day alone, each with its time and its figures with their units."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipelines.exports.body.base import BodyReading, BodyRecord, Figure
from pipelines.exports.body.table import BodyTable, Header, fitted, header_of, require_records, table_lines
from pipelines.exports.reading.source import Source

_DAY: Final = re.compile(r"[^\W\d_]{3,}\.? \d{1,2}, \d{4}|\d{1,2}\.? [^\W\d_]{3,}\.? \d{4}|\d{4}-\d{2}-\d{2}")


def _is_garmins(header: Header) -> bool:
    sites = {column.site for column in header.columns}
    return header.folded[0] in {"time", "zeit", "uhrzeit"} and "change" in header.folded and "body_weight" in sites


@dataclass(frozen=True, kw_only=True)
class _GarminConnect(BodyTable):
    """Days above their weighings."""

    def read(self, source: Source) -> BodyReading:
        """Read every weighing.

        Raises
        ------
        ExportError
            If there is none.
        """
        return BodyReading(layout=self.layout, records=require_records(list(_records(source)), source))


def _records(source: Source) -> Iterator[BodyRecord]:
    header = header_of(source)
    columns = header.columns if header else ()
    day = None
    for line in table_lines(source):
        filled = [cell.strip() for cell in line.cells or () if cell.strip()]
        if len(filled) == 1 and _DAY.fullmatch(filled[0]):
            day = filled[0]
            yield BodyRecord(line=line.number, raw=line.raw, measured=day, reason="a day alone")
            continue
        cells, problem = fitted(line, columns)
        figures = [
            Figure(site=column.site, side=column.side, text=text, unit=column.unit)
            for column, text in zip(columns, cells, strict=True)
            if column.site is not None
        ]
        measured = f"{day} {cells[0]}" if day and cells else day
        yield BodyRecord(line=line.number, raw=line.raw, measured=measured, figures=figures, problem=problem)


FORMAT = _GarminConnect(app="garmin", title="Garmin Connect", version=1, layout="weight", claims=_is_garmins)
