"""Logged texts to typed columns, once per distinct text: a million rows hold a few thousand different texts.

Each column of texts becomes a column of values that shares its codes, and where some text cannot be read, a column of
problems: sentences that say what was found. What becomes of each record is then decided in `rows.sql`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.exports.reading.base import RESTS, SET_KINDS, TEXTS, Dialect, Reading
from pipelines.exports.reading.dates import NUMERIC_BEGINS, PLAUSIBLE_YEARS, order_is_open
from pipelines.exports.reading.figures import (
    read_flag,
    read_mass_unit,
    read_metres,
    read_number,
    read_seconds,
    uses_decimal_comma,
)
from pipelines.exports.reading.source import shortened
from pipelines.exports.reading.utc import are_in_utc, local_moments

_NUMBERS = ("load", "reps", "rir", "rpe", "seconds", "distance", "multiplier", "body_weight")
_NOT_NEGATIVE = frozenset({"reps", "seconds", "distance", "multiplier", "body_weight"})

BEYOND: Final = {
    "load": 1e4,
    "reps": 1e6,
    "rir": 1e3,
    "rpe": 1e3,
    "seconds": 1e6,
    "distance": 1e8,
    "multiplier": 1e3,
    "body_weight": 1e4,
}
"""What no training holds, in whatever unit: far beyond the typing errors of real logs, which are kept and asked about.

A number like 1e308 would turn sums over a whole log into infinity.
"""

# Below this many rows a table is small: files are decided together up to this many.
SMALL_ROWS = 100_000

Column: TypeAlias = Any  # pyarrow.ChunkedArray, or pyarrow.Array where all of a column is one chunk


def typed(
    reading: Reading,
    stated: Mapping[str, str],
    *,
    last_day: date | None = None,
    zone: ZoneInfo | None = None,
    order: str | None = None,
) -> pa.Table:
    """The table that `rows.sql` takes: one row per record, typed, with problems and, where there are any, raw text.

    Parameters
    ----------
    reading : Reading
        Logged rows and what holds for all of them.
    stated : mapping of str to str
        What is the same in every row: `lifter`, `app`, `layout` and `sha256`. Where records name their lifter, theirs
        counts; a record that names none stays without.
    last_day : date, optional
        Nothing can have been logged after it: later days are typing errors, which would pass for the newest training.
    zone : ZoneInfo, optional
        Where the lifter trains, if times are in UTC: days and times become those of the place.
    order : {"day first", "month first"}, optional
        What comes first in dates of which the file does not prove it.
    """
    logged = _whole(reading.logged, reading.dialect)
    length = len(logged)
    numbers = [text for name in _NUMBERS for text in _distinct(logged[name])]
    decimal_comma = uses_decimal_comma(numbers)
    columns: dict[str, Column] = {
        **{name: _constant(value, length, pa.string()) for name, value in stated.items()},
        "load_includes_body_weight": _constant(reading.dialect.load_includes_body_weight, length, pa.bool_()),
        "line": logged["line"],
        "ordinal": pa.array(np.arange(length, dtype=np.int64)),
        **{name: logged[name] for name in ("workout", "exercise", "set_id", "set_number", "not_set_reason", "problem")},
        **_moments(logged, last_day or date.max, zone, order),
        **_markers(logged["marker"], reading.dialect),
        **({"lifter": logged["lifter"]} if "lifter" in reading.logged.column_names else {}),
        **_values("load_unit", logged["load_unit"], read_mass_unit, pa.string(), "is not known"),
        **_values("metres", logged["distance_unit"], read_metres, pa.float64(), "is not known"),
        **_values("body_weight_unit", logged["body_weight_unit"], read_mass_unit, pa.string(), "is not known"),
        **_values("is_warmup", logged["is_warmup"], read_flag, pa.bool_(), "is not yes or no"),
    }
    for name in _NUMBERS:
        columns |= _numbers(name, logged[name], decimal_comma=decimal_comma)
    columns["rest_s"] = _rests(logged, columns)
    table = pa.table(columns)
    return table.append_column("raw", _raw(table, reading))


def is_in_utc(reading: Reading) -> bool:
    """Tell whether all times of an export are in UTC, by what they say themselves or by what the app says of them."""
    texts = [
        text
        for name in ("started", "clock")
        if name in reading.logged.column_names
        for text in _distinct(reading.logged[name])
    ]
    return reading.dialect.in_utc or are_in_utc(texts)


def date_order_is_open(reading: Reading) -> bool:
    """Tell whether nothing in an export proves which of day and month comes first in its dates."""
    if "started" not in reading.logged.column_names:
        return False
    started = reading.logged["started"]
    has_numeric = pc.any(pc.match_substring_regex(_dictionary(started), NUMERIC_BEGINS)).as_py()
    return bool(has_numeric) and order_is_open(_distinct(started))


def _whole(logged: pa.Table, dialect: Dialect) -> pa.Table:
    """All columns of `TEXTS`: trimmed, empty as null, constants of the dialect where records carry none."""
    constants = {
        "load_unit": dialect.load_unit,
        "distance_unit": dialect.distance_unit,
        "body_weight_unit": dialect.body_weight_unit,
    }
    columns: dict[str, Column] = {"line": logged["line"]}
    for name in TEXTS:
        if name in logged.column_names:
            columns[name] = _mapped(logged[name], lambda text: text.strip() or None, pa.string())
        else:
            columns[name] = _constant(constants.get(name), len(logged), pa.string())
    return pa.table(columns)


def _constant(value: Any, length: int, kind: pa.DataType) -> pa.Array:
    """Repeat a value; in small tables with codes as wide as all others, so that the tables can be put together."""
    codes = pa.array(np.zeros(length, dtype=np.int32 if length < SMALL_ROWS else np.int8))
    return pa.DictionaryArray.from_arrays(codes, pa.array([value], kind))


def _dictionary(column: Column) -> pa.Array:
    """What stands behind the codes of a column."""
    return (column.chunk(0) if isinstance(column, pa.ChunkedArray) else column).dictionary


def _distinct(column: Column) -> list[str]:
    """Distinct texts of a column, in order of first appearance."""
    return [text for text in _dictionary(column).to_pylist() if text is not None]


def _recoded(column: Column, values: pa.Array) -> Column:
    """Put other values behind the codes of a column."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    return pa.chunked_array([pa.DictionaryArray.from_arrays(chunk.indices, values) for chunk in chunks])


def _mapped(column: Column, read: Callable[[str], Any], kind: pa.DataType) -> Column:
    """Read each distinct text of a column once; null stays null."""
    values = [None if text is None else read(text) for text in _dictionary(column).to_pylist()]
    return _recoded(column, pa.array(values, kind))


def _values(
    name: str, texts: Column, read: Callable[[str], Any], kind: pa.DataType, complaint: str
) -> dict[str, Column]:
    """Values of a column and the problems of the texts that have none."""

    def problem(text: str) -> str | None:
        return f"{_spoken(name)} {complaint}: found '{shortened(text)}'" if read(text) is None else None

    return {name: _mapped(texts, read, kind), f"{name}_problem": _mapped(texts, problem, pa.string())}


def _numbers(name: str, texts: Column, *, decimal_comma: bool) -> dict[str, Column]:
    """Numbers of a column, and the problems of texts that are none or are absurdly below zero."""
    read = partial(read_seconds if name == "seconds" else read_number, decimal_comma=decimal_comma)

    def problem(text: str) -> str | None:
        number = read(text)
        if number is None:
            return f"{_spoken(name)} is not a number: found '{shortened(text)}'"
        if number < 0 and name in _NOT_NEGATIVE:
            return f"{_spoken(name)} is below zero: found '{shortened(text)}'"
        if abs(number) > BEYOND[name]:
            return f"{_spoken(name)} is beyond all that can be trained: found '{shortened(text)}'"
        return None

    return {name: _mapped(texts, read, pa.float64()), f"{name}_problem": _mapped(texts, problem, pa.string())}


def _spoken(name: str) -> str:
    return "distance unit" if name == "metres" else name.replace("_", " ")


def _moments(logged: pa.Table, last_day: date, zone: ZoneInfo | None, order: str | None) -> dict[str, Column]:
    """Day, time of day and what is wrong with them."""
    started = _with_clock(logged)
    has_date = _mapped(started, lambda _: True, pa.bool_())
    at = None if zone else _plain_moments(started, last_day)
    if at is not None:
        return {
            "has_date": has_date,
            "day": _recoded(started, at.cast(pa.date32())),
            "started_at": _recoded(started, at),
            "day_problem": _constant(None, len(logged), pa.string()),
        }
    texts = _distinct(started)
    moments = dict(zip(texts, local_moments(texts, last_day, zone, order), strict=True))

    def problem(text: str) -> str | None:
        complaint = moments[text].problem
        return f"{complaint}: found '{shortened(text)}'" if complaint else None

    return {
        "has_date": has_date,
        "day": _mapped(started, lambda text: moments[text].day, pa.date32()),
        "started_at": _mapped(started, lambda text: moments[text].at, pa.timestamp("us")),
        "day_problem": _mapped(started, problem, pa.string()),
    }


def _plain_moments(started: Column, last_day: date) -> pa.Array | None:
    """Read all distinct moments at once, where every one is a plain ISO 8601 date and time up to a day; else None."""
    texts = _dictionary(started)
    if not pc.all(pc.equal(pc.utf8_length(texts), len("2024-01-31 17:05:00"))).as_py():
        return None
    try:
        at = texts.cast(pa.timestamp("us"))
    except pa.ArrowInvalid:
        return None
    is_plain = pc.all(pc.is_in(pc.year(at), pa.array(PLAUSIBLE_YEARS))).as_py()
    return at if is_plain and (not len(at) or pc.max(at).as_py().date() <= last_day) else None


def _with_clock(logged: pa.Table) -> Column:
    """Join the date with the time of day where the app keeps them in columns of their own."""
    if not _distinct(logged["clock"]):
        return logged["started"]
    started, clock = (logged[name].cast(pa.string()) for name in ("started", "clock"))
    # Joining drops a row of nulls altogether, so none may reach it.
    joined = pc.binary_join_element_wise(pc.fill_null(started, ""), clock, " ", null_handling="skip")
    return pc.if_else(pc.is_valid(started), joined, pa.scalar(None, pa.string())).dictionary_encode()


def _markers(marker: Column, dialect: Dialect) -> dict[str, Column]:
    """What a marker makes of a record: a set kind, the reason why it is no set, or a text nobody knows."""

    def meaning(text: str) -> str | None:
        is_number = read_number(text) is not None
        return dialect.markers.get(text.casefold(), "working" if is_number else None)

    def kind(text: str) -> str | None:
        return meant if (meant := meaning(text)) in SET_KINDS else None

    def reason(text: str) -> str | None:
        return None if (meant := meaning(text)) in SET_KINDS else meant

    def unknown(text: str) -> str | None:
        return shortened(text) if meaning(text) is None else None

    return {
        "marked_kind": _mapped(marker, kind, pa.string()),
        "marked_reason": _mapped(marker, reason, pa.string()),
        "unknown_marker": _mapped(marker, unknown, pa.string()),
    }


def _rests(logged: pa.Table, columns: Mapping[str, Column]) -> Column:
    """Seconds of rest after each set: its own, or those of the first rest that follows it in the same exercise.

    What cannot be read is no rest: a set is not rejected for it.
    """
    reasons = columns["marked_reason"]
    if _distinct(logged["rest"]) or RESTS.isdisjoint(_distinct(reasons)):
        return _mapped(logged["rest"], read_seconds, pa.float64())
    rests = np.flatnonzero(_codes(_mapped(reasons, lambda text: text if text in RESTS else None, pa.string())) >= 0)
    rows = np.arange(len(logged), dtype=np.int32)
    before = np.maximum.accumulate(np.where(_codes(reasons) < 0, rows, -1))[rests]
    exercise, started = _codes(logged["exercise"]), _codes(logged["started"])
    is_same = (exercise[rests] == exercise[before]) | (exercise[rests] < 0)  # a watch names no exercise in a rest
    belongs = (before >= 0) & is_same & (started[rests] == started[before])
    codes = np.full(len(logged), -1, dtype=np.int32)
    codes[before[belongs][::-1]] = _codes(columns["seconds"])[rests[belongs]][::-1]  # of several, the first stays
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), _dictionary(columns["seconds"]))


def _codes(column: Column) -> npt.NDArray[np.int32]:
    """Codes of a column's rows; below zero where a row holds nothing."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    codes = [pc.fill_null(chunk.indices, -1).to_numpy(zero_copy_only=False) for chunk in chunks]
    held = np.concatenate([np.empty(0, dtype=np.int32), *codes]).astype(np.int32)
    is_nothing = np.append(_dictionary(column).is_null().to_numpy(zero_copy_only=False), True)
    return np.where(is_nothing[held], np.int32(-1), held)


def _is_null(column: Column) -> npt.NDArray[np.bool_]:
    """Tell which rows hold nothing, be it the row or what stands behind its code."""
    held: npt.NDArray[np.bool_] = pc.is_null(column.cast(column.type.value_type)).to_numpy()
    return held


def _raw(table: pa.Table, reading: Reading) -> pa.Array:
    """Fetch the text of the records that may come to be rejected; null for all others."""
    suspects = np.zeros(len(table), dtype=bool)
    complaining = [name for name in table.column_names if name.endswith("problem") or name == "unknown_marker"]
    for name in complaining:
        if _distinct(table[name]):
            suspects |= ~_is_null(table[name])
    for name in ("exercise", "has_date"):
        if table[name].null_count or _dictionary(table[name]).null_count:
            suspects |= _is_null(table[name])
    if not suspects.any():
        return _constant(None, len(table), pa.string())
    raws = np.full(len(table), None, dtype=object)
    ordinals: Sequence[int] = np.flatnonzero(suspects).tolist()
    raws[suspects] = reading.raw(ordinals)
    return pa.array(raws, pa.string()).dictionary_encode()
