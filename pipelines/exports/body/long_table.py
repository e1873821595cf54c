"""Body measurements with one row per site: what was measured stands in a column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipelines.exports.body.base import BodyReading, BodyRecord, Figure
from pipelines.exports.body.sites import Column
from pipelines.exports.body.table import OneTable, fitted, header_of, joined_moment, require_records, table_lines
from pipelines.exports.reading.gathered import Line
from pipelines.exports.reading.source import Source


@dataclass(frozen=True, kw_only=True)
class LongTable(OneTable):
    """An app that keeps one row per site.

    Parameters
    ----------
    date, clock, what, value, unit : str
        Case-folded names of the columns; `clock` may be empty where the date has the time.
    figure : callable
        From what was measured, the value and the unit, all as exported, to a figure; None where it is not about the
        size of the body.
    needed : frozenset of str
        Case-folded names a header must have to be this app's.
    """

    date: str
    clock: str = ""
    what: str
    value: str
    unit: str
    figure: Callable[[str, str, str], Figure | None]
    needed: frozenset[str]

    def recognises(self, source: Source) -> bool:
        """Tell by the header."""
        header = header_of(source)
        return header is not None and set(header.folded) >= self.needed

    def read(self, source: Source) -> BodyReading:
        """Read every record.

        Raises
        ------
        ExportError
            If there is nothing below the header.
        """
        header = header_of(source)
        names = header.folded if header else ()
        columns = [self._column(name) for name in names]
        records = [self._record(line, names, columns) for line in table_lines(source)]
        return BodyReading(layout=self.layout, records=require_records(records, source))

    def _column(self, name: str) -> Column:
        """Tell whether a record can do without a column."""
        return Column("date" if name in {self.date, self.what, self.value} else "other")

    def _record(self, line: Line, names: Sequence[str], columns: Sequence[Column]) -> BodyRecord:
        cells, problem = fitted(line, columns)
        row = dict(zip(names, cells, strict=True))
        measured = joined_moment(row[self.date], row.get(self.clock, ""))
        figure = self.figure(row[self.what], row[self.value], row[self.unit])
        return BodyRecord(
            line=line.number,
            raw=line.raw,
            measured=measured,
            figures=() if figure is None else (figure,),
            reason=f"no site known here: {row[self.what]}" if figure is None else None,
            problem=problem,
        )
