"""Any other table: a mapping names its columns, and is then a format like every other."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

import numpy as np
import pyarrow as pa

from pipelines.exports.own_tables.header_words import duration_s, is_sum
from pipelines.exports.own_tables.pages import pages_of, signature_of_own
from pipelines.exports.own_tables.shape import Shape
from pipelines.exports.own_tables.shaped import gathered_of
from pipelines.exports.own_tables.stated_dates import reader_of
from pipelines.exports.reading.base import Reading, encoded
from pipelines.exports.reading.gathered import a_record_per_set, rewritten
from pipelines.exports.reading.grid import Grid
from pipelines.exports.reading.source import Source, shortened
from pipelines.exports.reading.table import TableFormat
from pipelines.files.names import may_be_lifter

_SUM: Final = "sum"
_FIGURES: Final = ("load", "reps", "sets", "rir", "rpe", "seconds", "rest", "distance", "multiplier", "body_weight")
_WITH_UNIT: Final = re.compile(
    r"\s*(?:(?P<number>[+-]?\s*\d[\d.,]*)\s*(?P<unit>kgs?|kilos?|lbs?|pounds?|#)\.?"
    r"|(?:bw|body ?weight)\s*(?:(?P<added>[+-]\s*\d[\d.,]*)\s*(?P<its_unit>kgs?|kilos?|lbs?|pounds?|#)?\.?)?)\s*",
    re.IGNORECASE,
)


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
        One of `stated_dates.DATES`; None where the file shows it.
    decimal : str or None
        `.` or `,`; None where the file shows it.
    nothing : frozenset of str
        Texts that mean an empty cell, case-folded.
    exercise : str or None
        The one lift the table is about, where no column names any.
    seconds_unit, rest_unit : str or None
        Unit of durations and of rests, one of `roles.SECONDS`; None where they say so or are seconds.
    shape : Shape or None
        How it is laid out, where it is not one row per set under one header.
    mode : str or None
        One of `MODES`: what its files do to those that came before.
    """

    signature: str
    delimiter: str | None = None
    dates: str | None = None
    decimal: str | None = None
    nothing: frozenset[str] = field(default_factory=frozenset)
    exercise: str | None = None
    seconds_unit: str | None = None
    rest_unit: str | None = None
    shape: Shape | None = None
    mode: str | None = None

    def recognises(self, source: Source) -> bool:
        """Tell by the words of the header alone."""
        return source.sheet.is_text and signature_of_own(source) == self.signature

    def read(self, source: Source) -> Reading:
        """Read every record."""
        source = self._separated(source)
        pages = pages_of(source)
        is_plain = self.shape is None and len(pages) == 1 and pages[0].is_plain
        reading = super().read(source) if is_plain else self._shaped(source)
        if "sets" in reading.logged.column_names:
            reading = a_record_per_set(reading)
        return _with_lifters(reading) if "lifter" in reading.logged.column_names else reading

    def _shaped(self, source: Source) -> Reading:
        """Read a table of any other layout, record by record."""
        told = {" ".join(names[0].casefold().split()): tells for tells, names in self.columns.items()}
        gathered, notes = gathered_of(source, told, self.shape or Shape())
        reading = gathered.reading(source, "mapped", dialect=self.dialect, notes=notes)
        held = reading.logged
        texts = {name: pa.chunked_array([held[name].combine_chunks()]) for name in held.column_names if name != "line"}
        return replace(reading, logged=pa.table({"line": held["line"], **self._cleaned(texts)}))

    def _separated(self, source: Source) -> Source:
        """The table with the delimiter stated; of a workbook, whose cells are apart already, with none."""
        is_apart = source.sheet is not source
        return replace(source, stated_delimiter=self.delimiter) if self.delimiter and not is_apart else source

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
        return self._cleaned(logged)

    def _cleaned(self, logged: dict[str, Any]) -> dict[str, Any]:
        """Texts as the mapping says they are written."""
        if self.nothing:
            logged = {name: rewritten(column, self._something) for name, column in logged.items()}
        if self.decimal:
            logged |= {name: rewritten(logged[name], self._plain) for name in _FIGURES if name in logged}
        if self.dates:
            logged["started"] = rewritten(logged["started"], reader_of(self.dates))
        logged |= _with_units(logged)
        logged |= _without_sums(logged)
        for name, unit in (("seconds", self.seconds_unit), ("rest", self.rest_unit)):
            if name in logged:
                logged[name] = rewritten(logged[name], partial(_in_seconds, unit=unit))
        if self.exercise and "exercise" not in logged:
            length = len(next(iter(logged.values())))
            codes = pa.array(np.zeros(length, dtype=np.int32))
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


def _in_seconds(text: str, unit: str | None) -> str:
    """Write a duration as a number of seconds; what is none stays as it is."""
    seconds = duration_s(text.strip(), unit)
    return text if seconds is None or (unit in {None, "s"} and ":" in text) else f"{seconds:g}"


def _with_units(logged: Mapping[str, Any]) -> dict[str, Any]:
    """Loads and body weights with their units taken off and told beside them, where cells hold both."""
    apart: dict[str, Any] = {}
    for name in ("load", "body_weight"):
        if name not in logged or not any(map(_WITH_UNIT.fullmatch, _distinct(logged[name]))):
            continue
        apart[name] = rewritten(logged[name], _without_unit)
        apart[f"{name}_unit"] = rewritten(logged[name], _unit_of)
    return apart


def _without_sums(logged: Mapping[str, Any]) -> dict[str, Any]:
    """Why rows are no sets that sum up others: a word such as `Total` stands for their day or exercise."""
    held = [logged[name] for name in ("started", "exercise") if name in logged]
    if not any(is_sum(text) for column in held for text in _distinct(column)):
        return {}
    texts = [column.to_pylist() for column in held]
    before = logged["not_set_reason"].to_pylist() if "not_set_reason" in logged else [None] * len(texts[0])
    are_sums = [any(text and is_sum(text) for text in row) for row in zip(*texts, strict=True)]
    reasons = [reason or (_SUM if summed else None) for reason, summed in zip(before, are_sums, strict=True)]
    return {"not_set_reason": pa.chunked_array([encoded(reasons)])}


def _distinct(column: Any) -> list[str]:
    return [text for text in column.chunk(0).dictionary.to_pylist() if text]


def _without_unit(text: str) -> str:
    match = _WITH_UNIT.fullmatch(text)
    number = (match["number"] or match["added"] or "0") if match else text
    return number.replace(" ", "") if match else text


def _unit_of(text: str) -> str | None:
    match = _WITH_UNIT.fullmatch(text)
    unit = (match["unit"] or match["its_unit"]) if match else None
    return "lb" if unit == "#" else unit


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
