"""Body measurements that are one table: one column per site, or one row per site."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipelines.errors import ExportError
from pipelines.exports.body.base import BodyReading, BodyRecord, Figure
from pipelines.exports.body.sites import Column, column_of
from pipelines.exports.reading.base import misfit
from pipelines.exports.reading.gathered import Line, ragged_lines
from pipelines.exports.reading.source import Source, cells_of

_BEGINS: Final = re.compile(r'\s*"?\d{1,4}[-/.]\d{1,2}[-/.]\d')
_DELIMITERS: Final = ",;\t"


@dataclass(frozen=True, kw_only=True)
class Header:
    """The header of a table, freed of what spreadsheets do to it.

    Parameters
    ----------
    names : tuple of str
        Blanks at the ends trimmed; empty cells at the end are no columns.
    delimiter : str
        What separates cells.
    """

    names: tuple[str, ...]
    delimiter: str

    @property
    def folded(self) -> tuple[str, ...]:
        """The names, for comparing."""
        return tuple(" ".join(name.casefold().split()) for name in self.names)

    @property
    def columns(self) -> tuple[Column, ...]:
        """What each column tells; where no column is named for the date, the one for the time holds it."""
        columns = tuple(map(column_of, self.names))
        if any(column.tells == "date" for column in columns):
            return columns
        return tuple(Column("date") if column.tells == "clock" else column for column in columns)


def header_of(source: Source) -> Header | None:
    """Header of a text file; one that a spreadsheet wrapped into a single quoted cell is unwrapped."""
    source = source.sheet
    if not source.is_text:
        return None
    names, delimiter = source.header, source.delimiter
    if len(names) == 1:
        delimiter = max(_DELIMITERS, key=names[0].count)
        names = tuple(cell.strip() for cell in cells_of(names[0], delimiter)[0])
    while names and not names[-1]:
        names = names[:-1]
    return Header(names=names, delimiter=delimiter)


@dataclass(frozen=True, kw_only=True)
class OneTable:
    """An app whose body measurements are one table.

    Parameters
    ----------
    app, title : str
        The app's name in tables and in sentences.
    version : int
        Raised whenever what the app's columns mean changes.
    layout : str
        Name of the layout.
    is_general : bool
        Whether it reads what no app's own format claims.
    """

    app: str
    title: str
    version: int
    layout: str = "measurements"
    is_general: bool = False


@dataclass(frozen=True, kw_only=True)
class BodyTable(OneTable):
    """An app that keeps one column per site.

    Parameters
    ----------
    claims : callable
        Tells by the header whether the file is this app's.
    """

    claims: Callable[[Header], bool]

    def recognises(self, source: Source) -> bool:
        """Tell by the header."""
        header = header_of(source)
        return header is not None and len(header.names) > 1 and self.claims(header)

    def read(self, source: Source) -> BodyReading:
        """Read every record.

        Raises
        ------
        ExportError
            If there is nothing below the header.
        """
        header = header_of(source)
        columns = header.columns if header else ()
        records = wide_records(source, columns)
        return BodyReading(layout=self.layout, records=records)


def wide_records(source: Source, columns: Sequence[Column]) -> list[BodyRecord]:
    """Read a table with one column per site.

    Raises
    ------
    ExportError
        If there is nothing below the header.
    """
    records = []
    for line in table_lines(source):
        cells, problem = fitted(line, columns)
        figures = [
            Figure(site=column.site, side=column.side, text=text, unit=column.unit)
            for column, text in zip(columns, cells, strict=True)
            if column.site is not None
        ]
        measured = _moment(cells, columns)
        records.append(BodyRecord(line=line.number, raw=line.raw, measured=measured, figures=figures, problem=problem))
    return require_records(records, source)


def require_records(records: list[BodyRecord], source: Source) -> list[BodyRecord]:
    """Return records as they are, or refuse a file that has none.

    Raises
    ------
    ExportError
        If there are none.
    """
    if not records:
        raise ExportError(
            f"{source.name}: there is not one body measurement in this export, and workouts in it are wholes without "
            "sets; export the sets from the app in which they were logged"
        )
    return records


def table_lines(source: Source) -> Iterator[Line]:
    """Cut what stands below the header into records, blank lines left out."""
    source = source.sheet
    header = header_of(source)
    delimiter = header.delimiter if header else ","
    for line in ragged_lines(source, delimiter, _BEGINS, source.header_line + 1):
        if line.cells is not None and len(line.cells) == 1 and delimiter in line.cells[0]:
            yield Line(line.number, line.raw, tuple(cells_of(line.cells[0], delimiter)[0]))
        elif line.raw.strip():
            yield line


def fitted(line: Line, columns: Sequence[Column]) -> tuple[list[str], str | None]:
    """Bring a record to the header's width: comments may be left out at the end, or hold delimiters not quoted.

    Returns
    -------
    tuple of (list of str, str or None)
        As many cells as columns, and what is wrong with the record.
    """
    width = len(columns)
    if line.cells is None:
        return [""] * width, "a quotation mark opens here and never closes"
    cells = [cell.strip() for cell in line.cells]
    surplus, missing = cells[width:], columns[len(cells) :]
    ends_in_comment = bool(columns) and columns[-1].tells == "comment"
    is_whole = not any(surplus) or ends_in_comment
    if not is_whole or any(column.tells in {"site", "date", "clock"} for column in missing):
        return [""] * width, misfit(len(cells), width)
    return (cells + [""] * width)[:width], None


def _moment(cells: Sequence[str], columns: Sequence[Column]) -> str | None:
    """Date, with the time of day where it stands in a column of its own."""
    date = next((cell for cell, column in zip(cells, columns, strict=True) if column.tells == "date"), "")
    clock = next((cell for cell, column in zip(cells, columns, strict=True) if column.tells == "clock"), "")
    return joined_moment(date, clock)


def joined_moment(date: str, clock: str) -> str | None:
    """Join a date and a time of day; a date that has one already, or a number of seconds, is not joined."""
    is_clock = ":" in clock and ":" not in date
    return f"{date} {clock}" if date and is_clock else date or None
