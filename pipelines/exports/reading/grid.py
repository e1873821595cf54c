"""How one delimited export is laid out, and how its records can be told from text that merely runs on."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipelines.exports.reading.dates import LONGEST_DATE
from pipelines.exports.reading.source import Source, cells_of

_TOKENS = re.compile(r"(?P<digits>\d+)|(?P<blank>\s)|(?P<mark>[,;:/.\-])|(?P<word>[^\d\s,;:/\-]+)")
_WORD = r"[^\d\s,;:/\-]+"
# Blanks beyond ASCII, for one of which another may stand; spelled out, for RE2 counts only those of ASCII as blanks.
_WIDE_BLANK = "[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"


@dataclass(frozen=True, kw_only=True)
class Loose:
    """A column whose text the app does not quote, so that a delimiter inside it shifts the rest of the record.

    Parameters
    ----------
    at, witness : int
        Position of that column, and of the one beside it whose usual values are known.
    known : frozenset of str
        Values of the witness column, case-folded, by which a mended record is trusted.
    """

    at: int
    witness: int
    known: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A header's columns, and where the records begin.

    Parameters
    ----------
    source : Source
        The file.
    width : int
        Cells of a record.
    started : int
        Position of the cell that holds the date.
    loose : Loose or None
        The column that may hold unquoted delimiters.
    makes_sense : callable
        Tells whether cells can be a record: whether numbers, markers and units stand where they belong. What is mended
        must.
    """

    source: Source
    width: int
    started: int
    makes_sense: Callable[[Sequence[str]], bool]
    loose: Loose | None = None

    @property
    def delimiter(self) -> str:
        """What separates cells."""
        return self.source.delimiter

    @property
    def header_line(self) -> int:
        """Physical line of the header, 1-based."""
        return self.source.header_line

    @cached_property
    def head_records(self) -> list[list[str]]:
        """The well-formed records among the first lines, without empty cells at the end."""
        lines = self.source.first_lines[self.header_line :]
        cut = (cells_of(line, self.delimiter) for line in lines)
        return [
            cells[: self.width]
            for cells, is_open in cut
            if len(cells) >= self.width and not any(map(str.strip, cells[self.width :])) and not is_open
        ]

    @cached_property
    def date_shape(self) -> str | None:
        """A regular expression for how this file writes dates, or None when no record shows it."""
        for cells in self.head_records:
            text = cells[self.started].strip()
            if len(text) <= LONGEST_DATE and len(re.findall(r"\d+", text)) > 1:
                return _shape(text)
        return None

    @cached_property
    def _date(self) -> re.Pattern[str] | None:
        return re.compile(self.date_shape) if self.date_shape else None

    def begins_record(self, cells: Sequence[str]) -> bool:
        """Tell whether cells cut from one line hold a date, written as in this file, where the date belongs."""
        if self._date is None or len(cells) <= self.started:
            return False
        text = cells[self.started].strip()
        return len(text) <= LONGEST_DATE and self._date.fullmatch(text) is not None

    @cached_property
    def witnesses(self) -> frozenset[str]:
        """Values of the witness column known beforehand or seen in well-formed records of the head."""
        if self.loose is None:
            return frozenset()
        seen = {cells[self.loose.witness].strip().casefold() for cells in self.head_records}
        return self.loose.known | (seen - {""})


def _shape(text: str) -> str:
    r"""Generalise a date text: digits to `\d+`, words to any word, separators kept."""
    parts: list[str] = []
    for token in _TOKENS.finditer(text):
        if token["digits"]:
            parts.append(r"\d+")
        elif token["word"]:
            parts.append(_WORD)
        else:
            parts.append(re.escape(token[0]) if token[0].isascii() else _WIDE_BLANK)
    return "".join(parts)


def raw_records(source: Source, lines: Sequence[int], ordinals: Sequence[int]) -> list[str]:
    """Fetch records as they stand in the file: from the line each starts on to the one before the next."""
    physical = enumerate(source.lines(), start=1)
    raws = []
    for ordinal in ordinals:
        first = lines[ordinal]
        last = lines[ordinal + 1] if ordinal + 1 < len(lines) else None
        text = ""
        for number, line in physical:
            if number >= first:
                text += line
            if last is not None and number >= last - 1:
                break
        raws.append(text.rstrip("\r\n"))
    return raws
