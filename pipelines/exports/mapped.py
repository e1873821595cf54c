"""Any other table: a mapping names its columns, and is then a format like every other."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pyarrow as pa

from pipelines.errors import MappingError
from pipelines.exports.base import Dialect, Reading
from pipelines.exports.gathered import a_record_per_set, rewritten
from pipelines.exports.grid import Grid
from pipelines.exports.source import Source
from pipelines.exports.table import TableFormat

COLUMNS: Final = {
    "lifter": "lifter",
    "date": "started",
    "time": "clock",
    "workout": "workout",
    "exercise": "exercise",
    "set_kind": "marker",
    "warmup": "is_warmup",
    "load": "load",
    "load_unit": "load_unit",
    "reps": "reps",
    "sets": "sets",
    "rir": "rir",
    "rpe": "rpe",
    "seconds": "seconds",
    "distance": "distance",
    "distance_unit": "distance_unit",
    "multiplier": "multiplier",
    "body_weight": "body_weight",
    "body_weight_unit": "body_weight_unit",
}
"""What a mapping may name a column for, to what the column tells."""

UNITS: Final = ("load_unit", "distance_unit", "body_weight_unit")
DATES: Final = ("day first", "month first", "yyyymmdd")
MARKERS: Final = dict.fromkeys(("working", "work", "work set", "normal", "regular", "set"), "working") | {
    **dict.fromkeys(("warmup", "warm-up", "warm up", "warm_up", "w"), "warmup"),
    **dict.fromkeys(("drop", "dropset", "drop set", "drop_set", "d"), "drop"),
    **dict.fromkeys(("failure", "to failure", "f"), "failure"),
}
"""What usual words for kinds of sets mean, unless the mapping says otherwise."""

NO_SET: Final = "not a set"
_TEXTS: Final = ("header", "app", "exercise", "dates", "decimal", "delimiter", *UNITS)
_FIGURES: Final = ("load", "reps", "sets", "rir", "rpe", "seconds", "distance", "multiplier", "body_weight")
_APP: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_WORDS: Final = re.compile(r"[^\W_]+")
_NUMERIC_DATE: Final = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_COMPACT_DATE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
LONGEST_LIFTER_BYTES: Final = 120


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
    """

    signature: str
    delimiter: str | None = None
    dates: str | None = None
    decimal: str | None = None
    nothing: frozenset[str] = field(default_factory=frozenset)
    exercise: str | None = None

    def recognises(self, source: Source) -> bool:
        """Tell by the words of the header alone."""
        return source.is_text and signature_of(source.header_text) == self.signature

    def read(self, source: Source) -> Reading:
        """Read every record."""
        reading = super().read(self._separated(source))
        if "sets" in reading.logged.column_names:
            reading = a_record_per_set(reading)
        return _with_lifters(reading) if "lifter" in reading.logged.column_names else reading

    def _separated(self, source: Source) -> Source:
        return replace(source, stated_delimiter=self.delimiter) if self.delimiter else source

    def grid(self, source: Source) -> Grid:
        """Tell how the file is laid out."""
        return super().grid(self._separated(source))

    def texts(self, cells: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give the columns as the mapping says they are to be read."""
        told = dict(super().texts(cells))
        if "sets" in cells:
            told["sets"] = cells["sets"]
        if self.nothing:
            told = {name: rewritten(column, self._something) for name, column in told.items()}
        if self.decimal:
            told |= {name: rewritten(told[name], self._plain) for name in _FIGURES if name in told}
        if self.dates:
            told["started"] = rewritten(told["started"], _date_reader(self.dates))
        if self.exercise:
            codes = pa.array(np.zeros(len(told["started"]), dtype=np.int32))
            one = pa.DictionaryArray.from_arrays(codes, pa.array([self.exercise]))
            told["exercise"] = pa.chunked_array([one])
        return told

    def _something(self, text: str) -> str | None:
        return None if text.strip().casefold() in self.nothing else text

    def _plain(self, text: str) -> str:
        """Write a number with a decimal point and nothing between its thousands."""
        between = "." if self.decimal == "," else ","
        return text.replace(between, "").replace(",", ".")

    def _is_record(self, cells: Mapping[str | None, str]) -> bool:
        kept = {tells: self._something(text) or "" for tells, text in cells.items()}
        return super()._is_record({"exercise": self.exercise or "", **kept})


def parse_mapping(text: str, name: str) -> MappedTable:
    """Make the format that a mapping file describes.

    Parameters
    ----------
    text : str
        TOML: `header`, a table `columns` and what else docs/formats.md names.
    name : str
        What people call the file.

    Raises
    ------
    MappingError
        If it cannot be used; says what to write instead.
    """
    try:
        stated = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f'{name}: not TOML ({error}); write lines such as date = "Date"') from error
    columns, kinds = stated.get("columns"), stated.get("set_kinds", {})
    unknown = sorted(set(stated) - {*_TEXTS, "columns", "set_kinds", "nothing"})
    if unknown:
        raise MappingError(f"{name}: does not know {', '.join(unknown)}; docs/formats.md lists what it may hold")
    _check_texts(stated, name)
    if not stated.get("header"):
        raise MappingError(f"{name}: header is missing; paste the table's own header line: header = 'Date,Lift,...'")
    _check_columns(columns, stated, name)
    _check_choices(stated, name)
    delimiter = stated.get("delimiter")
    signature = signature_of(stated["header"])
    return MappedTable(
        app=stated.get("app", f"table-{signature[:6]}"),
        title=f"the table that {name} maps",
        version=_version(stated),
        columns=MappingProxyType(_columns(columns, stated)),
        required=frozenset(),
        layouts=MappingProxyType({"mapped": stated["header"]}),
        dialect=Dialect(
            markers=MappingProxyType(MARKERS | _markers(kinds, name)),
            **{unit: stated.get(unit) for unit in UNITS},
        ),
        signature=signature,
        delimiter=delimiter,
        dates=stated.get("dates"),
        decimal=stated.get("decimal"),
        nothing=frozenset(word.strip().casefold() for word in stated.get("nothing", ())),
        exercise=stated.get("exercise"),
    )
