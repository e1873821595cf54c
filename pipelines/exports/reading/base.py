"""The contract between an app's format and everything after it: logged rows, all text as exported, and a dialect."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Protocol, runtime_checkable

import pyarrow as pa

from pipelines.exports.reading.source import REPLACED, Source, shortened

# Raised whenever the meaning of logged rows changes for every app: everything is then landed anew from the archive.
ROWS_VERSION = 7

SET_KINDS = frozenset({"working", "warmup", "drop", "failure"})

_WARMUPS: Final = (
    *("warmup", "warm-up", "warm up", "warm_up", "warm", "w", "wu", "warming up", "aufwärmen", "aufwärmsatz"),
    *("échauffement", "calentamiento", "aquecimento", "riscaldamento", "opwarming", "uppvärmning", "rozgrzewka"),
)
_PLAIN: Final = (
    *("working", "work", "normal", "regular", "standard", "straight", "main", "top", "backoff", "back-off", "amrap"),
    *("arbeitssatz", "efectiva", "efectivo", "normale", "lavoro"),
)
_DROPS: Final = ("drop", "dropset", "drop-set", "drop_set", "d", "dropsatz")
_FAILURES: Final = ("failure", "to failure", "fail", "f", "until failure", "muskelversagen", "fallo", "falha")

MARKERS: Final[dict[str, str]] = (
    {
        marker: kind
        for kind, words in (("working", _PLAIN), ("warmup", _WARMUPS), ("drop", _DROPS), ("failure", _FAILURES))
        for word in words
        for marker in (word, f"{word} set", f"{word} sets")
    }
    | {"set": "working", "sets": "working"}
    | {f"{letter}{number}": kind for letter, kind in (("w", "warmup"), ("d", "drop")) for number in range(1, 10)}
)
"""What usual words for kinds of sets mean, unless the mapping says otherwise; case-folded."""
# What a file does to what came before it (docs/formats.md, "Whole, added or updated").
REPLACE_SPAN: Final = "replace-span"
APPEND: Final = "append"
UPSERT: Final = "upsert"
MODES: Final = (REPLACE_SPAN, APPEND, UPSERT)

# Reasons why a record is no set that say what it is instead: the rest after the set before it.
RESTS = frozenset({"rest", "rest timer"})

# What a format may tell of a record; each is text exactly as exported, or null where the app says nothing.
TEXTS = (
    "started",  # date, or date and time, of the workout
    "clock",  # time of day where the app keeps it in a column of its own
    "workout",
    "exercise",
    "marker",  # set number, set type or both
    "load",
    "load_unit",
    "reps",
    "rir",
    "rpe",
    "seconds",
    "rest",  # seconds between this set and the next
    "distance",
    "distance_unit",
    "is_warmup",
    "multiplier",
    "body_weight",
    "body_weight_unit",
    "lifter",  # whose the record is, where one file holds many lifters
    "set_id",  # by which the set is known wherever it comes again
    "set_number",  # of the set within its workout and exercise
    "not_set_reason",  # a sentence part such as "not done", where the reader knows the record is no set
    "problem",  # why the record cannot be read, where the reader knows
)

Texts = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """What holds for all records of one export.

    Parameters
    ----------
    markers : mapping of str to str
        Case-folded marker to a set kind, or to the reason why such a record is no set. Whole numbers count sets and
        need no entry.
    load_unit, distance_unit, body_weight_unit : str or None
        The unit where records carry none.
    load_includes_body_weight : bool
        The app added body weight to the load.
    in_utc : bool
        Times are in UTC although they do not say so themselves.
    """

    markers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    load_unit: str | None = None
    distance_unit: str | None = None
    body_weight_unit: str | None = None
    load_includes_body_weight: bool = False
    in_utc: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Everything read from one export.

    Parameters
    ----------
    layout : str
        Which of the app's layouts it is.
    logged : pyarrow.Table
        One row per record in the export's order: `line` (int64, 1-based) and any of `TEXTS`, dictionary encoded.
    dialect : Dialect
        What holds for all of them.
    notes : sequence of str
        What had to be mended or assumed, in sentences.
    raw : callable
        From record numbers (0-based, ascending) to the records as they stand in the file.
    """

    layout: str
    logged: pa.Table
    dialect: Dialect
    notes: Sequence[str] = ()
    raw: Callable[[Sequence[int]], list[str]]


class Named(Protocol):
    """What is known of any format: whose files it reads, and in which version."""

    @property
    def app(self) -> str:
        """The app's name in tables."""

    @property
    def title(self) -> str:
        """The app's name in sentences."""

    @property
    def version(self) -> int:
        """Raised whenever this format's reading changes: its files are then landed anew."""

    def recognises(self, source: Source) -> bool:
        """Tell by its header alone whether the file is this app's.

        Raises
        ------
        ExportError
            If it is this app's, but cannot be read for a reason a person can mend.
        """


@runtime_checkable
class Format(Named, Protocol):
    """One app's workouts. A module of this package that names one `FORMAT` is found without being listed."""

    def read(self, source: Source) -> Reading:
        """Read every record."""


def misfit(found: int, expected: int) -> str:
    """Say that a record has not as many fields as its header."""
    return f"the record has {found} field{'' if found == 1 else 's'} where the header has {expected}"


def label(form: Format) -> str:
    """Name the version of a format's reading, for the names of landed files."""
    return f"{form.app}.{ROWS_VERSION}.{form.version}"


def damaged(exercise: str | None) -> str | None:
    """Tell why a record of a damaged file cannot be read: under another name its exercise would be another."""
    if not exercise or REPLACED not in exercise:
        return None
    return f"exercise has a damaged letter: found '{shortened(exercise)}'"


def logged_table(line: Sequence[int], texts: Mapping[str, Sequence[str | None]]) -> pa.Table:
    """Make logged rows out of lists, for formats that are read record by record.

    Parameters
    ----------
    line : sequence of int
        Physical line of each record, 1-based.
    texts : mapping of str to sequence of str or None
        By names of `TEXTS`; each as long as `line`.
    """
    columns = {"line": pa.array(line, pa.int64())}
    columns |= {name: encoded(values) for name, values in texts.items()}
    return pa.table(columns)


def encoded(texts: Sequence[str | None]) -> pa.Array:
    """Make a column of logged rows out of a list."""
    return pa.array(texts, pa.string()).dictionary_encode()
