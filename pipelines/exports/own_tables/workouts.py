"""Any other table: a mapping names its columns, and is then a format like every other."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa

from pipelines.exports.reading.base import Reading, encoded
from pipelines.exports.reading.gathered import a_record_per_set, rewritten
from pipelines.exports.reading.grid import Grid
from pipelines.exports.reading.source import Source, shortened
from pipelines.exports.reading.table import TableFormat
from pipelines.files.names import may_be_lifter

DATES: Final = ("day first", "month first", "yyyymmdd")
_FIGURES: Final = ("load", "reps", "sets", "rir", "rpe", "seconds", "rest", "distance", "multiplier", "body_weight")
_WORDS: Final = re.compile(r"[^\W_]+")
_NUMERIC_DATE: Final = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_COMPACT_DATE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
LAST_YEAR_OF_THIS_CENTURY: Final = 68  # of two-digit years, as in POSIX strptime


def signature_of(header: str) -> str:
    """Tell headers apart by their words alone: quoting, blanks, case and what separates the cells do not matter."""
    words = "\0".join(_WORDS.findall(header.casefold()))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


@dataclass(frozen=True, kw_only=True)
class MappedTable(TableFormat):
    """A table whose columns a person named.

    Parameters
    ----------
    signature : str
        Of the header it reads (see `signature_of`).
    delimiter : str or None
        What separates cells, where the header does not tell.
    dates : str or None
        One of `DATES`; None where the file shows it.
    decimal : str or None
        `.` or `,`; None where the file shows it.
    nothing : frozenset of str
        Texts that mean an empty cell, case-folded.
    exercise : str or None
        The one lift the table is about, where no column names any.
    mode : str or None
        One of `MODES`: what its files do to those that came before.
    """

    signature: str
    delimiter: str | None = None
    dates: str | None = None
    decimal: str | None = None
    nothing: frozenset[str] = field(default_factory=frozenset)
    exercise: str | None = None
    mode: str | None = None

    def recognises(self, source: Source) -> bool:
        """Tell by the words of the header alone."""
        source = source.sheet
        return source.is_text and signature_of(source.header_text) == self.signature

    def read(self, source: Source) -> Reading:
        """Read every record."""
        reading = super().read(self._separated(source))
        if "sets" in reading.logged.column_names:
            reading = a_record_per_set(reading)
        return _with_lifters(reading) if "lifter" in reading.logged.column_names else reading

    def _separated(self, source: Source) -> Source:
        """The table with the delimiter stated; of a workbook, whose cells are apart already, with none."""
        sheet = source.sheet
        return replace(sheet, stated_delimiter=self.delimiter) if self.delimiter and sheet is source else sheet

    def grid(self, source: Source) -> Grid:
        """Tell how the file is laid out."""
        return super().grid(self._separated(source))

    def layout(self, header: Sequence[str]) -> str:  # noqa: ARG002 (there is but one)
        """Name the layout."""
        return "mapped"

    def texts(self, cells: Mapping[str, Any]) -> Mapping[str, Any]:
        """Columns as the mapping says they are to be read."""
        logged = dict(super().texts(cells))
        if "sets" in cells:
            logged["sets"] = cells["sets"]
        if self.nothing:
            logged = {name: rewritten(column, self._something) for name, column in logged.items()}
        if self.decimal:
            logged |= {name: rewritten(logged[name], self._plain) for name in _FIGURES if name in logged}
        if self.dates:
            logged["started"] = rewritten(logged["started"], _date_reader(self.dates))
        if self.exercise:
            codes = pa.array(np.zeros(len(logged["started"]), dtype=np.int32))
            one = pa.DictionaryArray.from_arrays(codes, pa.array([self.exercise]))
            logged["exercise"] = pa.chunked_array([one])
        return logged

    def _something(self, text: str) -> str | None:
        return None if text.strip().casefold() in self.nothing else text

    def _plain(self, text: str) -> str:
        """Write a number with a decimal point and nothing between its thousands."""
        between = "." if self.decimal == "," else ","
        return text.replace(between, "").replace(",", ".")

    def _is_record(self, cells: Mapping[str | None, str]) -> bool:
        kept = {tells: self._something(text) or "" for tells, text in cells.items()}
        return super()._is_record({"exercise": self.exercise or "", **kept})


def _with_lifters(reading: Reading) -> Reading:
    """Mark the records that name no lifter, or one whose name cannot be that of a folder."""
    names = reading.logged["lifter"].to_pylist()
    problems_before = reading.logged["problem"] if "problem" in reading.logged.column_names else pa.nulls(len(names))
    complaints = {name: _complaint(name) for name in set(names)}
    problems = [problem or complaints[name] for problem, name in zip(problems_before.to_pylist(), names, strict=True)]
    lifters = [None if problem else (name or "").strip() for problem, name in zip(problems, names, strict=True)]
    kept = reading.logged.drop_columns([name for name in ("lifter", "problem") if name in reading.logged.column_names])
    logged = kept.append_column("lifter", encoded(lifters)).append_column("problem", encoded(problems))
    return replace(reading, logged=logged.combine_chunks())


def _complaint(lifter: str | None) -> str | None:
    """Tell why a text cannot be a lifter's name."""
    name = (lifter or "").strip()
    if not name:
        return "lifter is missing"
    return None if may_be_lifter(name) else f"lifter cannot be the name of a folder: found '{shortened(name)}'"


def _date_reader(dates: str) -> Callable[[str], str | None]:
    """What writes dates of a stated order as ISO 8601; what is written otherwise stays as it is."""

    def compact(text: str) -> str:
        match = _COMPACT_DATE.fullmatch(text.strip())
        return "-".join(match.groups()) if match else text

    def ordered(text: str) -> str:
        match = _NUMERIC_DATE.match(text.strip())
        if not match:
            return text
        first, _, second, year = match.groups()
        day, month = (first, second) if dates == "day first" else (second, first)
        century = "" if len(year) == 4 else "20" if int(year) <= LAST_YEAR_OF_THIS_CENTURY else "19"
        return f"{century}{year}-{month:0>2}-{day:0>2}{text.strip()[match.end() :]}"

    return compact if dates == "yyyymmdd" else ordered
