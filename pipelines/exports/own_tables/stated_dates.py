"""Dates of a table of one's own, written as its mapping states: in an order, as one number, or counted from a day."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Final

from pipelines.exports.reading.figures import read_number

COMPACT, SECONDS, MILLISECONDS, DAYS = "yyyymmdd", "unix seconds", "unix milliseconds", "spreadsheet days"
DATES: Final = ("day first", "month first", COMPACT, SECONDS, MILLISECONDS, DAYS)

_NUMERIC: Final = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_LIKE: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        COMPACT: re.compile(r"(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(\.0)?"),
        SECONDS: re.compile(r"(?:9[5-9]|1\d|2[0-4])\d{8}(?:\.\d{1,6})?|9[5-9]\d{7}"),
        MILLISECONDS: re.compile(r"(?:9[5-9]|1\d|2[0-4])\d{11}"),
        DAYS: re.compile(r"(?:3[2-9]|4\d|5[0-4])\d{3}(?:[.,]\d{1,12})?"),
    }
)
"""Numbers that stand for days of about 1990 to 2050."""

_FIRST_OF_SPREADSHEETS: Final = datetime(1899, 12, 30)  # noqa: DTZ001 (a spreadsheet knows no zones)
_LAST_YEAR_OF_THIS_CENTURY: Final = 68  # of two-digit years, as in POSIX strptime
_AGREEING: Final = 0.8


def way_of(values: Sequence[str]) -> str | None:
    """Tell which of `DATES` a column of plain numbers may be written in; None where it holds other texts or numbers."""
    for way, like in _LIKE.items():
        if values and sum(like.fullmatch(text) is not None for text in values) >= _AGREEING * len(values):
            return way
    return None


def reader_of(dates: str) -> Callable[[str], str]:
    """What writes dates of a stated way as ISO 8601; what is written otherwise stays as it is."""
    if dates == COMPACT:
        return _compact
    if dates == DAYS:
        return _of_spreadsheet
    if dates in {SECONDS, MILLISECONDS}:
        return partial(_of_unix, per_second=1 if dates == SECONDS else 1000)
    return partial(_ordered, is_day_first=dates == "day first")


def _compact(text: str) -> str:
    match = _COMPACT.fullmatch(text.strip())
    return "-".join(match.groups()) if match else text


def _of_unix(text: str, per_second: int) -> str:
    number = read_number(text) if _LIKE[SECONDS if per_second == 1 else MILLISECONDS].fullmatch(text.strip()) else None
    if number is None:
        return text
    return datetime.fromtimestamp(number // per_second, UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def _of_spreadsheet(text: str) -> str:
    number = read_number(text.strip().replace(",", ".")) if _LIKE[DAYS].fullmatch(text.strip()) else None
    if number is None:
        return text
    at = _FIRST_OF_SPREADSHEETS + timedelta(seconds=round(number * 86_400))
    return f"{at:%Y-%m-%d}" if number.is_integer() else f"{at:%Y-%m-%d %H:%M:%S}"


def _ordered(text: str, *, is_day_first: bool) -> str:
    match = _NUMERIC.match(text.strip())
    if not match:
        return text
    first, _, second, year = match.groups()
    day, month = (first, second) if is_day_first else (second, first)
    century = "" if len(year) == 4 else "20" if int(year) <= _LAST_YEAR_OF_THIS_CENTURY else "19"
    return f"{century}{year}-{month:0>2}-{day:0>2}{text.strip()[match.end() :]}"
