"""The bytes of one export: how they are encoded, where the header stands, its physical lines."""

import codecs
import csv
import re
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pipelines.errors import ExportError
from pipelines.exports.reading.documents import read_document
from pipelines.exports.reading.encodings import beyond_ascii, marked_encoding
from pipelines.exports.reading.workbooks import OLD_EXCEL, sheets_as_text

HEAD_BYTES = 65_536
LONGEST_SHOWN = 80  # characters
LONGEST_LINE = 1 << 20  # characters; the longest line of a real export is a few thousand
MOST_DOCUMENT_BYTES = 1 << 28
_DELIMITERS = ",;\t|"
_END_MARK = "\x01"
_MOST_NAMED = 5
_MOST_TITLES = 3
_LEAST_NAMES = 4  # of a header below a title; what has fewer is no table
_TITLE = re.compile(r"[^\W\d_][\w .()&-]{0,60}")
_WRAPPED = re.compile(r'"((?:[^"]++|"")*+)"[;,\t ]*+[\r\n]*+')
_ESCAPED = re.compile(r"[\udc80-\udcff]")
REPLACED = "\ufffd"  # what stands for a byte that is no letter
PARTS = b"liftcast: parts of one table"  # comment of a zip whose members are no exports of their own

_ZIP = b"PK\x03\x04"
_SIGNATURES = {
    b"SQLite format 3\x00": "an SQLite database",
    _ZIP: "a zip archive or a damaged workbook; unpack the zip, or save the workbook anew",
    OLD_EXCEL: "a document of an office program; save the sheet as .xlsx or CSV",
    b"\x1f\x8b": "a gzip archive; unpack it",
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}


@dataclass(frozen=True)
class Source:
    """One export on disk.

    Parameters
    ----------
    path : Path
        Where the bytes are.
    name : str
        What people call the file; used in messages only, never to tell formats apart.
    stated_delimiter : str or None
        What separates cells, where a person said so.
    lines_added : int
        How many lines stand above the records here that the file itself has not.
    """

    path: Path
    name: str
    stated_delimiter: str | None = None
    lines_added: int = 0

    @cached_property
    def head(self) -> bytes:
        """The first bytes."""
        with self.path.open("rb") as file:
            return file.read(HEAD_BYTES)

    @property
    def sheet(self) -> "Source":
        """The first sheet of a workbook, as a table of its own; of any other file, the file itself."""
        return self.sheets[0][1]

    @cached_property
    def sheets(self) -> "list[tuple[str, Source]]":
        """Name and text of each sheet of a workbook; of any other file, no name and the file itself."""
        texts = sheets_as_text(self.path) if self.head.startswith((_ZIP, OLD_EXCEL)) else []
        if not texts:
            return [("", self)]
        return [(name, self._of_text(text)) for name, text in texts]

    def _of_text(self, text: str) -> "Source":
        """A sheet, kept in a file for as long as anybody holds it."""
        folder = Path(tempfile.mkdtemp(prefix="liftcast-sheet-"))
        sheet = replace(self, path=folder / self.path.name)
        weakref.finalize(sheet, shutil.rmtree, folder, ignore_errors=True)
        sheet.path.write_text(text, encoding="utf-8", newline="")
        return sheet

    @cached_property
    def encoding(self) -> str:
        """The encoding of the whole file: by its byte order mark, else UTF-8 if that explains it, else cp1252."""
        marked = marked_encoding(self.head)
        if marked:
            return marked
        foreign, letters = self._beyond_ascii
        return "cp1252" if foreign > letters else "utf-8"

    @cached_property
    def _beyond_ascii(self) -> tuple[int, int]:
        return beyond_ascii(self.path)

    @cached_property
    def damaged_lines(self) -> tuple[int, ...]:
        """The lines, 1-based, with bytes that are no UTF-8, in a file that is UTF-8 otherwise."""
        if not self.encoding.startswith("utf-8") or not self._beyond_ascii[0]:
            return ()
        lines = enumerate(self._lines_with("surrogateescape"), start=1)
        return tuple(number for number, line in lines if not line.isascii() and _ESCAPED.search(line))

    def lines(self) -> Iterator[str]:
        r"""Physical lines with their ends; `\n`, `\r\n` and a lone `\r` each end one.

        Raises
        ------
        ExportError
            On a line no export has: longer than a million characters.
        """
        lines = self._lines_with("replace")
        yield from map(self._unwrapped, lines) if self._wrapped_width else lines

    @cached_property
    def _wrapped_width(self) -> int:
        """How many cells records have that a spreadsheet put into one each, cutting by another delimiter; or zero."""
        first = self._head_lines[: _MOST_TITLES + 2]
        inside = [match[1].replace('""', '"') for line in first if (match := _WRAPPED.fullmatch(line))]
        widths = [len(cells_of(text, likely_delimiter(text))[0]) for text in (*inside, *first)]
        width = max(widths, default=0)
        return width if inside and width >= _LEAST_NAMES and width in widths[: len(inside)] else 0

    def _unwrapped(self, line: str) -> str:
        """Take a record out of the one cell it was put into."""
        match = _WRAPPED.fullmatch(line)
        inside = match[1].replace('""', '"') if match else ""
        is_record = match is not None and len(cells_of(inside, likely_delimiter(inside))[0]) == self._wrapped_width
        return inside + line[len(line.rstrip("\r\n")) :] if is_record else line

    def _lines_with(self, errors: str) -> Iterator[str]:
        with self.path.open(encoding=self.encoding, errors=errors, newline="") as file:
            number = 0
            while line := file.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE:
                    raise ExportError(
                        f"{self.name}: line {number} is longer than {LONGEST_LINE:,} characters, which no export is; "
                        "export the file again from the app"
                    )
                yield line

    @property
    def damage(self) -> str | None:
        """Which lines are damaged, in a sentence."""
        lines = self.damaged_lines
        if not lines:
            return None
        named = ", ".join(map(str, lines[:_MOST_NAMED])) + (" and others" if len(lines) > _MOST_NAMED else "")
        return f"bytes that are no letters, on line {named}: read as '{REPLACED}'"

    @property
    def about_encoding(self) -> list[str]:
        """How a file that is not plainly UTF-8 is read, in sentences."""
        if self.damage:
            return [self.damage]
        return [] if self.encoding in {"utf-8", "utf-8-sig"} else [f"read as {self.encoding}"]

    @cached_property
    def _binary(self) -> str | None:
        """What a file that is no text is."""
        for signature, meaning in _SIGNATURES.items():
            if self.head.startswith(signature):
                return meaning
        is_binary = marked_encoding(self.head) is None and b"\0" in self.head
        return "binary data; export it again from the app" if is_binary else None

    @property
    def is_text(self) -> bool:
        """Whether the file is text; what is not is for formats that know its first bytes."""
        return self._binary is None

    @cached_property
    def document(self) -> Any | None:
        """The JSON document (see `documents`), or None where the file does not begin as one.

        Raises
        ------
        ExportError
            If it begins as one but is damaged, or is larger than any export.
        """
        if not self.is_text or self.head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] not in {b"{", b"["}:
            return None
        if self.path.stat().st_size > MOST_DOCUMENT_BYTES:
            raise ExportError(f"{self.name}: larger than {MOST_DOCUMENT_BYTES:,} bytes, which no JSON export is")
        try:
            return read_document(self.path.read_text(encoding=self.encoding, errors="replace"))
        except ValueError as error:
            raise ExportError(f"{self.name}: the JSON is damaged: {error}; export it again from the app") from error

    @cached_property
    def first_lines(self) -> list[str]:
        """The lines of the head, whole ones only unless the file is no longer than that.

        Raises
        ------
        ExportError
            If the file is empty or is not text.
        """
        return list(map(self._unwrapped, self._head_lines)) if self._wrapped_width else self._head_lines

    @cached_property
    def _head_lines(self) -> list[str]:
        if not self.head.strip():
            raise ExportError(f"{self.name}: the file is empty; export it again from the app")
        if self._binary is not None:
            raise ExportError(f"{self.name}: expected a text export, found {self._binary}")
        encoding = marked_encoding(self.head)
        try:
            text = codecs.getincrementaldecoder(encoding or "utf-8")().decode(self.head)
        except UnicodeDecodeError:
            text = codecs.getincrementaldecoder(self.encoding)(errors="replace").decode(self.head)
        lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)
        is_whole = len(self.head) < HEAD_BYTES or len(lines) == 1
        return lines if is_whole else lines[:-1]

    @cached_property
    def _preamble(self) -> tuple[int, str | None]:
        """How many lines stand before the header, and the delimiter a spreadsheet's `sep=` line names."""
        named = None
        lines = self.first_lines
        for number, line in enumerate(lines):
            text = line.strip().strip('"')
            if match := re.fullmatch(r"(?i)sep=(.)", text):
                named = match[1]
            elif text and not (number < _MOST_TITLES and _is_title(line, lines[number + 1 :])):
                return number, named
        raise ExportError(f"{self.name}: the file holds only blank lines; export it again from the app")

    @property
    def header_line(self) -> int:
        """The physical line of the header, 1-based."""
        return self._preamble[0] + 1

    @cached_property
    def delimiter(self) -> str:
        """The delimiter that cuts the header into most cells, unless a person or a `sep=` line names it."""
        _, named = self._preamble
        return self.stated_delimiter or named or likely_delimiter(self.header_text)

    @property
    def header_text(self) -> str:
        """The line of the header as it stands."""
        return self.first_lines[self.header_line - 1]

    @property
    def is_header_whole(self) -> bool:
        """Whether the header ends within the head; no export's is longer."""
        return len(self.head) < HEAD_BYTES or self.header_text.endswith(("\r", "\n"))

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The header's cells, blanks at the ends trimmed."""
        cells, _ = cells_of(self.header_text, self.delimiter)
        return tuple(cell.strip() for cell in cells)


def _is_title(line: str, following: Sequence[str]) -> bool:
    """Tell whether a line is but a title that a spreadsheet put above the header: one cell, above names of columns."""
    below = next((text for text in following if text.strip()), "")
    title, names = (
        list(filter(None, map(str.strip, cells_of(text, likely_delimiter(below))[0]))) for text in (line, below)
    )
    are_names = len(names) >= _LEAST_NAMES and not any(character.isdigit() for name in names[:2] for character in name)
    return len(title) == 1 and _TITLE.fullmatch(title[0]) is not None and are_names


def shortened(text: str) -> str:
    """Enough of a text to know it by."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def likely_delimiter(header: str) -> str:
    """Delimiter that cuts a header into most cells."""
    return max(_DELIMITERS, key=lambda mark: len(cells_of(header, mark)[0]))


def cells_of(text: str, delimiter: str) -> tuple[list[str], bool]:
    """Cut one record into cells, leniently, as spreadsheets do.

    Returns
    -------
    tuple of (list of str, bool)
        The cells, and whether a quotation mark is still open at the end.
    """
    text = text.rstrip("\r\n")
    if '"' not in text:
        return text.split(delimiter), False
    try:
        cells = next(csv.reader((f"{text}{delimiter}{_END_MARK}",), delimiter=delimiter))
    except csv.Error:  # a line break outside quotes, or a cell beyond the csv module's limit
        return text.split(delimiter), False
    if cells[-1] == _END_MARK:
        return cells[:-1], False
    cells[-1] = cells[-1].removesuffix(f"{delimiter}{_END_MARK}")
    return cells, True
