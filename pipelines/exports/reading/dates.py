"""Dates and times as apps write them: any language's month names, either order of day and month.

One file is written in one way, so all distinct texts of a file are read together: the language that knows most of its
month names is believed first, and the order of day and month must fit every date. Where nothing in the file tells that
order, the lifter may state it, and else it stays open.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from itertools import pairwise

from pipelines.exports.reading.date_words import WORD, half_days, key, months_of, weekdays
from pipelines.exports.reading.in_doubt import AMBIGUOUS

PLAUSIBLE_YEARS = range(1970, 2100)
LONGEST_DATE = 100
"""Characters. The longest date any app writes, weekday, month and zone spelled out, has about sixty; what is longer is
no date, and not worth the time that trying to read it takes.
"""
UNREADABLE = "date is not readable"
TOO_LONG = f"date is longer than {LONGEST_DATE} characters"
ORDERS = ("day first", "month first")
AHEAD = "date is after the day the file came"

# A word is only looked at from its first letter, and no blank is given back: else a long text takes its length squared.
_CLOCK = re.compile(
    r"(?P<before>(?<![^\d\W])[^\d\W]+\s*+)?(?<!\d)(?P<hour>\d{1,2})(?:[:.hH]|\s[hH]\s)(?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*+(?P<after>[^\W\d]\.?\s?[^\W\d]?\.?[^\W\d]*\.?)?\s*+(?:Z|[+-]\d{2}:?\d{2})?$"
)
_ZONE = re.compile(r"\s*+\((?:GMT|UTC)(?:[+-]\d{1,2}(?::?\d{2})?)?\)")  # as Notion writes it: the clock is local
_RANGE = re.compile(r"\s*→.*", re.DOTALL)  # from one moment to another, as Notion writes it
_PLAIN_CLOCK = re.compile(r"(.*\d),? (\d{1,2}):(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})[/.\-](\d{4}|\d{2})")
NUMERIC_BEGINS = r"^\s*\d{1,2}[/.\-]"
"""How a date begins of which day and month may stand in either order."""

_SPACED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\.?")  # Czech, Slovak, Croatian
_WEEKDAY = re.compile(r"\s*([^\W\d_]{2,20})[.,]*\s+(?=\d{1,4}[-/.]\d{1,2}[-/.]\d)")  # Monday 2026-03-02
_WEEK = re.compile(r"\d{4}-?W\d{2}")  # a week alone says no day
_SHORT_YEAR = re.compile(
    r"(\d{1,2})[ .-]{1,2}[^\W\d_]{3,12}\.?[ .,-]{1,2}'?(\d{2})"
)  # 04-May-26, as spreadsheets write it
_YEAR_FIRST = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})\D{0,2}")
# Languages that count their months: 3月, 3월, Th03, thg 3, tháng 3.
_COUNTED = re.compile(r"(?<!\d)(?P<east>\d{1,2})\s?[月월]|\b(?:th|thg|tháng)\s?(?P<south>\d{1,2})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Moment:
    """What a text says: the day, and the time of day where it is given; or why it cannot be told."""

    day: date | None = None
    at: datetime | None = None
    problem: str | None = None


@dataclass(frozen=True)
class _Parts:
    """A text cut up: what is left for the date, and the time of day."""

    date_text: str
    clock: time | None


def read_moments(texts: Sequence[str], order: str | None = None) -> list[Moment]:
    """Read all distinct date texts of one file, in order of first appearance.

    Parameters
    ----------
    order : {"day first", "month first"}, optional
        What comes first where the file itself does not prove it, as the lifter states.
    """
    moments = [_iso(text) if len(text) <= LONGEST_DATE else Moment(problem=TOO_LONG) for text in texts]
    left = {text for text, moment in zip(texts, moments, strict=True) if moment is None}
    parts = {text: _cut(text) for text in texts if text in left}
    read_numeric = _numeric_reader([cut.date_text for cut in parts.values() if cut], left, order)
    read_named = _named_reader([cut.date_text for cut in parts.values() if cut])

    @cache  # training begins at another minute each day, so that moments differ more often than dates
    def day_of(date_text: str) -> date | str | None:
        return read_numeric(date_text) or read_named(date_text)

    def read(text: str) -> Moment:
        cut = parts[text]
        if cut is None:
            return Moment(problem=UNREADABLE)
        day = day_of(cut.date_text)
        if day is None or isinstance(day, str):
            return Moment(problem=day or UNREADABLE)
        return _moment(day, cut.clock)

    return [read(text) if moment is None else moment for text, moment in zip(texts, moments, strict=True)]


def order_is_open(texts: Iterable[str]) -> bool:
    """Tell whether nothing in a file proves which of day and month comes first: another order may be stated."""
    numeric = [text for text in texts if re.match(NUMERIC_BEGINS, text) and len(text) <= LONGEST_DATE]
    triples, are_dotted = _triples(cut.date_text for text in numeric if (cut := _cut(text)))
    return any(first != second for first, second, _ in triples) and _proven(triples, are_dotted=are_dotted) is None


def _moment(day: date, clock: time | None) -> Moment:
    if day.year not in PLAUSIBLE_YEARS:
        return Moment(problem=UNREADABLE)
    return Moment(day, None if clock is None else datetime.combine(day, clock))


def _iso(text: str) -> Moment | None:
    """Read ISO 8601; the clock is kept as exported and an offset is not applied."""
    if not text[:4].isdigit():  # most others: raising an error takes longer than all else here
        return None
    try:
        if len(text) <= len("2024-01-31"):
            return _moment(date.fromisoformat(text), None) if "-" in text and not _WEEK.fullmatch(text) else None
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _moment(moment.date(), moment.time())


def _cut(text: str) -> _Parts | None:
    """Separate the time of day, if any, from the date; None where the clock shows an impossible time."""
    if (match := _WEEKDAY.match(text)) and key(match[1]) in weekdays():
        text = text[match.end() :]
    text = _without_extras(text.strip())
    if _NUMERIC.fullmatch(text):
        return _Parts(text, None)
    plain = _PLAIN_CLOCK.fullmatch(text)
    if plain and int(plain[2]) < 24 and int(plain[3]) < 60:
        return _Parts(plain[1], time(int(plain[2]), int(plain[3])))
    match = _CLOCK.search(text)
    if match is None:
        return _Parts(text, None)
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    before, after = key(match["before"] or ""), key(match["after"] or "")
    half = half_days().get(after) or half_days().get(before)
    rest = text[: match.start()]
    if half is None or not half_days().get(before):
        rest += match["before"] or ""
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return _Parts(rest.strip(" ,\u202f\u00a0").removesuffix("T"), time(hour, minute, second))
    except ValueError:
        return None


def _without_extras(text: str) -> str:
    """Leave out the end of a range and a zone, and blanks between the parts of a date; most texts have none of them."""
    if "→" in text:
        text = _RANGE.sub("", text)
    if "(" in text:
        text = _ZONE.sub("", text, count=1)
    return _SPACED.sub(r"\1.\2.\3", text, count=1) if "." in text else text


def _has_half_days(texts: set[str]) -> bool:
    """Tell whether a file counts its hours to twelve."""
    return any((match := _CLOCK.search(text)) and key(match["after"] or "") in {"am", "pm"} for text in texts)


def _numeric_reader(texts: Sequence[str], whole: set[str], order: str | None) -> Callable[[str], date | str | None]:
    """A reader of all-number dates in the one order that fits this file."""
    triples, are_dotted = _triples(texts)
    day_first = _is_day_first(triples, order, are_dotted, _has_half_days(whole)) if triples else None

    def read(text: str) -> date | str | None:
        if match := _YEAR_FIRST.fullmatch(text):
            return _date(*map(int, match.groups()))
        match = _NUMERIC.fullmatch(text)
        if match is None:
            return None
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if day_first is None and first != second:
            return AMBIGUOUS
        day, month = (first, second) if day_first else (second, first)
        return _date(year, month, day)

    return read


def _triples(texts: Iterable[str]) -> tuple[list[tuple[int, int, int]], bool]:
    """The numbers of all-number dates in their order, and whether dots stand between all of them."""
    matches = [match for text in texts if (match := _NUMERIC.fullmatch(text))]
    triples = [(int(match[1]), int(match[3]), int(match[4])) for match in matches]
    return triples, bool(matches) and all(match[2] == "." for match in matches)


def _proven(triples: Sequence[tuple[int, int, int]], *, are_dotted: bool) -> bool | None:
    """Tell whether the day comes first by what leaves no doubt: a number over twelve, or dots; else None."""
    day_first = sum(first > 12 for first, _, _ in triples)
    month_first = sum(second > 12 for _, second, _ in triples)
    if day_first != month_first:
        return day_first > month_first
    return True if are_dotted else None


def _is_day_first(
    triples: Sequence[tuple[int, int, int]], order: str | None, are_dotted: bool, has_half_days: bool
) -> bool | None:
    """Decide the order of day and month over a whole file; None when nothing tells.

    A number over twelve decides; failing that, dots, with which nobody writes the month first; failing that, what the
    lifter states; failing that, the order in which the dates rise or fall most steadily, for logs are kept in order;
    failing that, a twelve-hour clock, which goes with the month first.
    """
    proven = _proven(triples, are_dotted=are_dotted)
    if proven is not None:
        return proven
    if order is not None:
        return order == ORDERS[0]
    turns = {first: _turns([_ordered(triple, first) for triple in triples]) for first in (True, False)}
    if turns[True] != turns[False]:
        return turns[True] < turns[False]
    return False if has_half_days else None


def _ordered(triple: tuple[int, int, int], day_first: bool) -> tuple[int, int, int]:
    first, second, year = triple
    return (year, second, first) if day_first else (year, first, second)


def _turns(days: Sequence[tuple[int, int, int]]) -> int:
    """Count steps against the sequence's main direction."""
    rises = sum(before < after for before, after in pairwise(days))
    falls = sum(before > after for before, after in pairwise(days))
    return min(rises, falls)


def _date(year: int, month: int, day: int) -> date | None:
    """Build a date; two-digit years up to 68 are of this century, as in POSIX strptime."""
    if year < 100:
        year += 2000 if year <= 68 else 1900
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _named_reader(texts: Sequence[str]) -> Callable[[str], date | None]:
    """A reader of dates with month names, in the languages that explain this file best."""
    months = months_of(frozenset(key(word) for text in set(texts) for word in WORD.findall(text)))

    @cache
    def read(text: str) -> date | None:
        counted = _COUNTED.search(text)
        if counted:
            named = [int(counted["east"] or counted["south"])]
            text = text[: counted.start()] + text[counted.end() :]
        else:
            named = [months[key(word)] for word in WORD.findall(text) if key(word) in months]
        numbers = re.findall(r"\d+", text)
        if len(set(named)) != 1 or len(numbers) != 2:
            return None
        if short := _SHORT_YEAR.fullmatch(text):
            return _date(int(short[2]), named[0], int(short[1]))
        years = [number for number in numbers if len(number) == 4]
        if len(years) != 1:
            return None
        day = next(number for number in numbers if number != years[0])
        return _date(int(years[0]), named[0], int(day))

    return read
