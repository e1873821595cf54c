"""Where a table of one's own begins: its sheets, the line of its header, and what separates its cells.

A table need not begin with its header: dates or titles may stand above it, or there is none, and its columns then go by
the letters of a spreadsheet.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipelines.errors import ExportError
from pipelines.exports.notation.named_sets import names_and_sets
from pipelines.exports.own_tables.roles import ROLES
from pipelines.exports.own_tables.values import are_dates
from pipelines.exports.reading.figures import read_number
from pipelines.exports.reading.gathered import Line, ragged, ragged_lines
from pipelines.exports.reading.source import Source, cells_of, likely_delimiter

LINES_TO_LOOK_AT: Final = 40
MOST_COLUMNS: Final = 500
_LEAST_ROLES: Final = 2
_OF_ONE_SET: Final = ("load", "reps", "rpe", "rir")
_OF_SETS: Final = ("reps", "load", "sets", "exercise", "date")
_NO_DELIMITER: Final = "\x1f"  # of lines that are one cell each
_NEVER: Final = re.compile(r"(?!)")
_WORDS: Final = re.compile(r"[^\W_]+")
_DATE_BEGINS: Final = re.compile(r"\s*\"?[^\W\d_]{0,12}[\s.,]*\d")


@dataclass(frozen=True, kw_only=True)
class Page:
    """One table of a file: the file itself, or a sheet of a workbook.

    Parameters
    ----------
    sheet : str or None
        Name of the sheet, where there are several.
    source : Source
        As text.
    names : tuple of str
        Of its columns; one without a name goes by its letter.
    header_line : int
        Physical line of the header, 1-based; 0 where there is none.
    header_text : str
        The header as it stands; without one, the letters.
    """

    sheet: str | None
    source: Source
    names: tuple[str, ...]
    header_line: int
    header_text: str

    @property
    def is_plain(self) -> bool:
        """Whether the header stands where every other reader looks for it, in the words that a mapping names."""
        is_as_written = all(
            cell.strip() in {"", name} for cell, name in zip(self.source.header, self.names, strict=False)
        )
        return self.header_line == self.source.header_line and is_as_written

    def lines(self) -> Iterator[Line]:
        """Every record of the page, above the header too; blank lines have no cells."""
        return ragged_lines(self.source, self.source.delimiter, _NEVER)

    def first_lines(self) -> Iterator[Line]:
        """The records of the head, however long the file and its lines are."""
        return ragged(self.source.first_lines, self.source.delimiter, _NEVER)


def pages_of(source: Source) -> list[Page]:
    """Every table of a file; of a workbook, one for each sheet that holds something, the first of sets before others.

    Raises
    ------
    ExportError
        If the file is empty, is not text, or has more columns than any table.
    """
    sheets = source.sheets
    pages = [_page(text, name if len(sheets) > 1 else None) for name, text in sheets]
    first = next((page for page in pages if _is_of_sets(page.names)), pages[0])
    pages = [first, *(page for page in pages if page is not first)]
    width = max(len(page.names) for page in pages)
    if width > MOST_COLUMNS:
        raise ExportError(f"{source.name}: has {width:,} columns, more than any table of sets; leave it out")
    return pages


def signature_of(header: str) -> str:
    """Tell headers apart by their words alone: quoting, blanks, case and what separates the cells do not matter."""
    words = "\0".join(_WORDS.findall(header.casefold()))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def signature_of_own(source: Source) -> str:
    """Signature of the header of a file's first table, by which a mapping finds it."""
    return signature_of(pages_of(source)[0].header_text)


def named(cells: Sequence[str]) -> tuple[str, ...]:
    """Names of columns: those of the header, and letters where it has none.

    Of columns that come again in the same order, `Weight, Reps, Weight, Reps`, those after the first are numbered.
    """
    width = max((at for at, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    names = [cell.strip() or _letter(at) for at, cell in enumerate(cells[:width])]
    block = [name for name in dict.fromkeys(names) if names.count(name) > 2]  # of two one may be planned
    repeated = [name for name in names if name in block]
    are_of_sets = all(any(ROLES[tells].fit(name) for tells in _OF_ONE_SET) for name in block)
    if len(block) < _LEAST_ROLES or not are_of_sets or repeated != block * (len(repeated) // len(block)):
        return tuple(names)
    counts = Counter[str]()
    for at, name in enumerate(names):
        counts[name] += 1
        names[at] = f"{name} {counts[name]}" if counts[name] > 1 else name
    return tuple(names)


def _letter(at: int) -> str:
    """The letters of a spreadsheet's column: A, B ... Z, AA."""
    before, last = divmod(at, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _page(source: Source, sheet: str | None) -> Page:
    header = source.header
    text = source.header_text.strip().removeprefix("\ufeff")
    usual = Page(sheet=sheet, source=source, names=named(header), header_line=source.header_line, header_text=text)
    is_record = _is_record(header)
    if len([cell for cell in header if cell]) > 1 and not is_record:
        return usual
    lines = source.first_lines[:LINES_TO_LOOK_AT]
    for number, line in enumerate(lines, start=1):
        delimiter = likely_delimiter(line)
        cells = [cell.strip() for cell in cells_of(line, delimiter)[0]]
        if _is_header(cells):
            cut = replace(source, stated_delimiter=delimiter)
            return Page(
                sheet=sheet, source=cut, names=named(cells), header_line=number, header_text=line.strip("\r\n\ufeff")
            )
    return _headless(source, sheet) if is_record else usual


def _headless(source: Source, sheet: str | None) -> Page:
    lines = source.first_lines[:LINES_TO_LOOK_AT]
    marks = dict.fromkeys(map(likely_delimiter, lines))
    widest = max(marks, key=lambda mark: _width(lines, mark))
    delimiter = source.stated_delimiter or (_NO_DELIMITER if _are_written_out(lines) else widest)
    names = tuple(map(_letter, range(_width(lines, delimiter))))
    cut = replace(source, stated_delimiter=delimiter)
    return Page(sheet=sheet, source=cut, names=names, header_line=0, header_text=",".join(names))


def _are_written_out(lines: Sequence[str]) -> bool:
    """Tell lines such as `Squat: 100x5, 100x4` from records."""
    filled = [line for line in map(str.strip, lines) if line]
    return sum(names_and_sets(line) is not None for line in filled) * 2 > len(filled)


def _width(lines: Sequence[str], delimiter: str) -> int:
    return max(len(named(cells_of(line, delimiter)[0])) for line in lines)


def _is_record(cells: Sequence[str]) -> bool:
    """Tell a record, whose first cell is a date or which is all figures, from a header."""
    first = next((cell for cell in cells if cell), "").lstrip("#*• ")
    are_figures = all(read_number(cell) is not None for cell in cells if cell)
    return are_figures or (_DATE_BEGINS.match(first) is not None and are_dates([first]))


def _is_of_sets(names: Sequence[str]) -> bool:
    """Tell a sheet of sets from one of totals or remarks, by names of columns that are known."""
    roles = {next((tells for tells in _OF_SETS if ROLES[tells].fit(name) >= 100), None) for name in names}
    return len(roles - {None}) > _LEAST_ROLES and bool(roles & {"reps", "sets", "load"})


def _is_header(cells: Sequence[str]) -> bool:
    """Tell a header below other lines by names of columns that are known."""
    filled = [cell for cell in cells if cell]
    if len(filled) < _LEAST_ROLES or not all(any(map(str.isalpha, cell)) for cell in filled):
        return False
    roles = {next((tells for tells, role in ROLES.items() if role.fit(cell) >= 100), None) for cell in filled}
    return len(roles - {None}) >= _LEAST_ROLES and not any(are_dates([cell]) for cell in filled)
