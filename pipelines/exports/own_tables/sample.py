"""The first records of a table, from which its columns are guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from pipelines.exports.own_tables.header_words import is_sum
from pipelines.exports.own_tables.pages import Page, pages_of
from pipelines.exports.own_tables.shaped import date_in
from pipelines.exports.reading.source import Source

SAMPLE_LINES: Final = 500
NOTHING: Final = frozenset({"na", "n/a", "nan", "null", "none", "nil", "-", "--", "—", "?"})


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The first records of a table: its header, and the values of each column that are not blank.

    Parameters
    ----------
    headings : tuple of str
        Lines with one cell only, above the header or among the records.
    """

    header: tuple[str, ...]
    records: tuple[tuple[str, ...], ...]
    headings: tuple[str, ...] = ()

    def values(self, at: int) -> list[str]:
        """What stands in a column, blanks and words for nothing aside."""
        texts = (record[at].strip() for record in self.records)
        return [text for text in texts if text and text.casefold() not in NOTHING]

    def column(self, name: str) -> list[str]:
        """What stands in the column of this name."""
        return self.values(self.header.index(name))

    def rows(self, columns: Mapping[str, str], *tells: str) -> list[tuple[str, ...]]:
        """What stands side by side in the columns of these roles, blanks too."""
        places = [self.header.index(columns[each]) for each in tells]
        return [tuple(record[at].strip() for at in places) for record in self.records]


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """A guess that is not sure.

    Parameters
    ----------
    tells : str
        What the column may hold, by the names of `[columns]`; `sets` of a column that may state several.
    column : str
        Its name.
    said : str
        What makes it unsure, with an example of the consequence.
    is_needed : bool
        Whether to leave the column out would make the rest mean something else: somebody has to answer.
    """

    tells: str
    column: str
    said: str
    is_needed: bool = False


@dataclass(frozen=True, kw_only=True)
class Guess:
    """What a mapping may say of a table, and what of it is not sure."""

    stated: dict[str, Any]
    doubts: tuple[Doubt, ...] = ()

    @property
    def sure(self) -> dict[str, Any]:
        """What is sure alone."""
        doubtful = {doubt.column for doubt in self.doubts}
        columns = {tells: name for tells, name in self.stated["columns"].items() if name not in doubtful}
        sets = {name: told for name, told in self.stated.get("sets", {}).items() if name not in doubtful}
        kept = {**self.stated, "columns": columns, "sets": sets}
        loose = {f"{tells}_unit" for tells in self.stated["columns"] if tells not in columns}
        return {key: value for key, value in kept.items() if value != {} and key not in loose}


def sample_of(source: Source) -> Sample:
    """Take the first records of a table.

    Raises
    ------
    ExportError
        If the file is empty or is not text.
    """
    return sample_of_page(pages_of(source)[0])


def sample_of_page(page: Page) -> Sample:
    """Take the first records of one sheet."""
    records, headings = list[tuple[str, ...]](), list[str]()
    width = len(page.names)
    for line in islice(page.first_lines(), page.header_line + SAMPLE_LINES):
        cells = [cell.strip() for cell in line.cells or ()]
        filled = [cell for cell in cells if cell]
        is_apart = width > 1 or (filled and (date_in(filled[0]) or not any(map(str.isdigit, filled[0]))))
        if len(filled) == 1 and is_apart and line.number != page.header_line:
            headings.append(filled[0])
        elif any(map(is_sum, filled[:2])) and line.number > page.header_line:
            continue  # no record: it would make a column of days look like words
        elif filled and line.number > page.header_line and tuple(cells[:width]) != page.names:
            records.append(tuple([*cells, *[""] * width][:width]))
    return Sample(header=page.names, records=tuple(records), headings=tuple(headings))
