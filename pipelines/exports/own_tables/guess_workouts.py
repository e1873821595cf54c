"""What the columns of an unknown table may be: told by the words of the header, believed only if the values agree.

A guess is never applied by itself: a person is shown it, or asks for it to be taken.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, Final

from pipelines.exports.own_tables.mapping import MARKERS
from pipelines.exports.reading.dates import AMBIGUOUS, read_moments
from pipelines.exports.reading.figures import read_flag, read_mass_unit, read_metres, read_number, read_seconds
from pipelines.exports.reading.source import Source, cells_of

SAMPLE_LINES: Final = 500
_AGREEING: Final = 0.8
_NOTHING: Final = frozenset({"na", "n/a", "nan", "null", "none", "nil", "-", "--", "—", "?"})
_COMPACT: Final = re.compile(r"(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(\.0)?")
_CLOCK: Final = re.compile(r"\d{1,2}[:.]\d{2}([:.]\d{2})?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_MOST_KINDS: Final = 12

Values = Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The first records of a table: its header, and the values of each column that are not blank."""

    header: tuple[str, ...]
    records: tuple[tuple[str, ...], ...]

    def values(self, at: int) -> list[str]:
        """What stands in a column, blanks and words for nothing aside."""
        texts = (record[at].strip() for record in self.records)
        return [text for text in texts if text and text.casefold() not in _NOTHING]

    def column(self, name: str) -> list[str]:
        """What stands in the column of this name."""
        return self.values(self.header.index(name))


def sample_of(source: Source) -> Sample:
    """Take the first records of a table.

    Raises
    ------
    ExportError
        If the file is empty or is not text.
    """
    header = source.header
    lines = source.first_lines[source.header_line : source.header_line + SAMPLE_LINES]
    cut = (cells_of(line, source.delimiter)[0] for line in lines if line.strip())
    records = tuple((*cells, *[""] * len(header))[: len(header)] for cells in cut)
    return Sample(header=header, records=records)


def guess(source: Source) -> dict[str, Any]:
    """Guess a mapping.

    Returns
    -------
    dict
        What a mapping file states, as TOML reads it; it may lack what a mapping needs.

    Raises
    ------
    ExportError
        If the file is empty or is not text.
    """
    sample = sample_of(source)
    columns = _columns(sample)
    stated: dict[str, Any] = {
        "header": source.header_text.strip().removeprefix("\ufeff"),
        "app": _slug(PurePath(source.name).stem),
        "columns": {tells: columns[tells] for tells in _ROLES if tells in columns},
    }
    for tells in ("load", "distance", "body_weight"):
        unit = _unit_in(columns[tells], tells) if tells in columns and f"{tells}_unit" not in columns else None
        if unit:
            stated[f"{tells}_unit"] = unit
    dates = _dates(sample.column(columns["date"])) if "date" in columns else None
    proposed = {"dates": dates, "nothing": _nothing(sample, columns)}
    return stated | {key: value for key, value in proposed.items() if value}


def is_table(source: Source) -> bool:
    """Tell whether a file looks like a table at all, and not like prose."""
    sample = sample_of(source)
    filled = [cell for cell in sample.header if cell]
    is_header = len(filled) > 1 and not all(read_number(cell) is not None for cell in filled)
    return is_header and len(sample.header) == len(filled) and bool(sample.records)


def dates_are_open(values: Values) -> bool:
    """Tell whether dates could be day first as well as month first."""
    return any(moment.problem == AMBIGUOUS for moment in read_moments(list(dict.fromkeys(values))))


def _columns(sample: Sample) -> dict[str, str]:
    """Column of each role: the one whose name fits best, of those whose values agree; a column has one role."""
    fitting = []
    for place, (tells, role) in enumerate(_ROLES.items()):
        for at, name in enumerate(sample.header):
            fit = role.fit(name)
            if fit and sample.header.count(name) == 1 and role.agrees(sample.values(at)):
                fitting.append((-fit, place, at, tells, name))
    columns: dict[str, str] = {}
    for _, _, _, tells, name in sorted(fitting):
        if tells not in columns and name not in columns.values():
            columns[tells] = name
    if "date" not in columns:
        dated = [name for at, name in enumerate(sample.header) if _is_dates(sample.values(at))]
        columns |= {"date": dated[0]} if dated else {}
    if "time" in columns and "date" in columns and any(":" in text for text in sample.column(columns["date"])):
        del columns["time"]
    return columns


@dataclass(frozen=True, kw_only=True)
class _Role:
    """How the column for something is called, and what its values look like."""

    words: tuple[str, ...]
    agrees: Callable[[Values], bool]
    never: frozenset[str] = frozenset({"id", "ids", "uuid", "notes", "note", "comment", "comments"})

    def fit(self, name: str) -> int:
        """Tell how well a name fits: whole names before parts of names, the first words before the last."""
        words = _words(name)
        if self.never & set(words):
            return 0
        for place, wanted in enumerate(self.words):
            worth = 2 * (len(self.words) - place)
            if words == wanted.split():
                return 1000 + worth
            if set(wanted.split()) <= set(words):
                return 100 + worth - len(words)
        return 0


def _words(name: str) -> list[str]:
    """Cut a name into words, also `exerciseName` and `fake_user_id`; units in brackets are words too."""
    apart = re.sub(r"(?<=[a-zß-ÿ])(?=[A-Z])", " ", name)
    return re.findall(r"[^\W_]+", apart.casefold())


def _share(values: Values, is_good: Callable[[str], bool]) -> float:
    return sum(map(is_good, values)) / len(values) if values else 0.0


def _is_numbers(values: Values) -> bool:
    return _share(values, lambda text: read_number(text) is not None) >= _AGREEING


def _is_numbers_or_empty(values: Values) -> bool:
    return not values or _is_numbers(values)


def _is_running(values: Values) -> bool:
    """Tell numbers that count the sets of an exercise: each is one more than the one before, or begins anew."""
    numbers = [read_number(text) for text in values]
    steps = [now == 1 or (now is not None and now - 1 == before) for before, now in pairwise(numbers)]
    return len(set(numbers)) > 1 and sum(steps) >= _AGREEING * len(steps)


def _is_counts(values: Values) -> bool:
    """Tell numbers that say how many sets were done from those that number them."""
    return _is_numbers(values) and not _is_running(values)


def _is_unique(values: Values) -> bool:
    return len(set(values)) == len(values) > 1


def _is_durations(values: Values) -> bool:
    return _share(values, lambda text: read_seconds(text) is not None) >= _AGREEING


def _is_words(values: Values) -> bool:
    return _share(values, lambda text: any(map(str.isalpha, text))) >= _AGREEING


def _is_names(values: Values) -> bool:
    return bool(values) and len(set(values)) <= max(1, len(values) // 2)


def _is_dates(values: Values) -> bool:
    distinct = list(dict.fromkeys(values))
    moments = read_moments(distinct)
    good = {text for text, moment in zip(distinct, moments, strict=True) if moment.day or moment.problem == AMBIGUOUS}
    return _share(values, lambda text: text in good or _COMPACT.fullmatch(text) is not None) >= _AGREEING


def _is_clocks(values: Values) -> bool:
    return _share(values, lambda text: _CLOCK.fullmatch(text) is not None) >= _AGREEING


def _is_mass_units(values: Values) -> bool:
    return _share(values, lambda text: read_mass_unit(text) is not None) >= _AGREEING


def _is_distance_units(values: Values) -> bool:
    return _share(values, lambda text: read_metres(text) is not None) >= _AGREEING


def _is_flags(values: Values) -> bool:
    return _share(values, lambda text: read_flag(text) is not None) >= _AGREEING


def _is_kinds(values: Values) -> bool:
    is_few = 0 < len(set(values)) <= _MOST_KINDS
    return is_few and _share(values, lambda text: text.casefold() in MARKERS or read_number(text) is not None) > 0


_NEVER_USERS: Final = frozenset({"weight", "age", "notes", "note", "comment", "height"})
_NEVER_DURATIONS: Final = frozenset({"rest", "pause", "id", "notes", "note", "comment"})
_ROLES: Final[Mapping[str, _Role]] = MappingProxyType(
    {
        "lifter": _Role(
            words=("lifter", "athlete", "user", "client", "person", "member", "trainee", "participant", "who"),
            agrees=_is_names,
            never=_NEVER_USERS,
        ),
        "date": _Role(
            words=("date", "day", "datum", "fecha", "data", "tarih", "日期", "timestamp", "time", "started"),
            agrees=_is_dates,
        ),
        "time": _Role(words=("time", "clock", "hour", "uhrzeit", "heure", "hora", "orario"), agrees=_is_clocks),
        "workout": _Role(
            words=("workout name", "workout", "session", "routine", "training", "title", "program"), agrees=_is_words
        ),
        "exercise": _Role(
            words=(
                "exercise", "exercise name", "lift", "movement", "move", "übung", "exercice", "ejercicio",
                "esercizio", "exercício", "egzersiz", "oefening", "activity",
            ),
            agrees=_is_words,
        ),
        "set_kind": _Role(words=("set type", "set kind", "kind", "type", "set order", "set"), agrees=_is_kinds),
        "warmup": _Role(words=("warmup", "warm up", "is warmup"), agrees=_is_flags),
        "load": _Role(
            words=(
                "weight", "load", "kg", "lb", "lbs", "kgs", "kilos", "pounds", "gewicht", "poids", "peso", "carga",
                "ağırlık",
            ),
            agrees=_is_numbers,
            never=frozenset({"body", "bodyweight", "user", "bw", "unit", "total", "volume", "id"}),
        ),
        "load_unit": _Role(words=("weight unit", "unit", "units", "load unit"), agrees=_is_mass_units),
        "reps": _Role(
            words=(
                "reps", "rep", "repetitions", "repetition", "wiederholungen", "wdh", "répétitions", "réps",
                "repeticiones", "repetições", "ripetizioni", "tekrar", "次",
            ),
            agrees=_is_numbers,
            never=frozenset({"target", "planned", "required", "max", "id"}),
        ),
        "sets": _Role(words=("sets", "series", "sätze", "séries"), agrees=_is_counts),
        "rir": _Role(words=("rir", "reserve"), agrees=_is_numbers_or_empty),
        "rpe": _Role(words=("rpe", "exertion"), agrees=_is_numbers_or_empty),
        "seconds": _Role(
            words=("seconds", "secs", "sec", "duration", "hold", "time"), agrees=_is_durations, never=_NEVER_DURATIONS
        ),
        "rest": _Role(words=("rest", "rest time", "rest seconds", "pause"), agrees=_is_durations),
        "distance": _Role(words=("distance", "km", "miles", "meters", "metres"), agrees=_is_numbers),
        "distance_unit": _Role(words=("distance unit",), agrees=_is_distance_units),
        "multiplier": _Role(words=("multiplier",), agrees=_is_numbers),
        "body_weight": _Role(
            words=("bodyweight", "body weight", "user weight", "bw", "körpergewicht"), agrees=_is_numbers
        ),
        "body_weight_unit": _Role(words=("bodyweight unit", "body weight unit"), agrees=_is_mass_units),
        "set_number": _Role(
            words=("set number", "set no", "set nr", "set num", "set index", "set", "serie", "série", "satz", "series"),
            agrees=_is_running,
        ),
        "set_id": _Role(words=("set id", "set uuid", "set guid"), agrees=_is_unique, never=frozenset()),
    }
)  # fmt: skip


def _unit_in(name: str, tells: str) -> str | None:
    """Read the unit that a column's name states."""
    for word in _words(name):
        if tells == "distance":
            if read_metres(word) is not None:
                return word
        elif unit := read_mass_unit(word):
            return unit
    return None


def _dates(values: Values) -> str | None:
    """Name the way in which dates are written, where a reader could not tell by itself."""
    return "yyyymmdd" if _share(values, lambda text: _COMPACT.fullmatch(text) is not None) >= _AGREEING else None


def _nothing(sample: Sample, columns: Mapping[str, str]) -> list[str]:
    """Find the words for nothing that stand among the values."""
    places = [sample.header.index(name) for name in columns.values()]
    held = {record[at].strip() for record in sample.records for at in places}
    return sorted(text for text in held if text.casefold() in _NOTHING)


def _slug(stem: str) -> str:
    """Make the name of an app of that of a file."""
    return re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-")[:40].strip("-") or "table"
