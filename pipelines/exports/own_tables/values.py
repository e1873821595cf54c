"""What the values of a column look like: numbers, dates, loads, durations, names, kinds of sets."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from pipelines.exports.own_tables.header_words import duration_s
from pipelines.exports.own_tables.stated_dates import COMPACT, way_of
from pipelines.exports.reading.base import MARKERS
from pipelines.exports.reading.dates import LONGEST_DATE, read_moments
from pipelines.exports.reading.figures import read_flag, read_mass_unit, read_metres, read_number
from pipelines.exports.reading.in_doubt import AMBIGUOUS

Values: TypeAlias = Sequence[str]

AGREEING: Final = 0.8


_LIKE_DATE: Final = re.compile(
    r"\d{1,4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d|(?:19|20)\d{2}|\d{1,2}[ .-]{1,2}[^\W\d_]{3,12}\.?[ .,-]{1,2}'?\d{2}"
)
_CLOCK: Final = re.compile(r"\d{1,2}[:.]\d{2}([:.]\d{2})?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_MOST_KINDS: Final = 12
_BEYOND_LOADS: Final = 10_000  # `100,105` is two loads


def share(values: Values, is_good: Callable[[str], bool]) -> float:
    """Share of values of which something holds; of none, zero."""
    return sum(map(is_good, values)) / len(values) if values else 0.0


def are_numbers(values: Values) -> bool:
    """Tell whether nearly all values are numbers."""
    return share(values, lambda text: read_number(text) is not None) >= AGREEING


def are_numbers_or_none(values: Values) -> bool:
    """Tell whether nearly all values are numbers, or there are none."""
    return not values or are_numbers(values)


def are_loads(values: Values) -> bool:
    """Tell loads: numbers with or without a unit, added to the weight of the body or taken off it."""

    def is_load(text: str) -> bool:
        bare = re.sub(r"\s*(kgs?|lbs?|#)\.?$", "", text.casefold())
        added = re.sub(r"^(?:bw|body ?weight)\s*(?=[+-]\s*\d|$)", "", bare).replace(" ", "")
        number = read_number(added)
        return (not added and bare != "") or (number is not None and number < _BEYOND_LOADS)

    return share(values, is_load) >= AGREEING


def are_durations(values: Values) -> bool:
    """Tell clocks, figures with a unit of time, and numbers."""
    return share(values, lambda text: duration_s(text, None) is not None) >= AGREEING


def are_running(values: Values) -> bool:
    """Tell numbers that count the sets of an exercise: each is one more than the one before, or begins anew."""
    if any(text.casefold() in MARKERS for text in values):  # `W1, 1, 2`: kinds of sets stand among their numbers
        return False
    numbers = [read_number(text) for text in values]
    steps = [now == 1 or (now is not None and now - 1 == before) for before, now in pairwise(numbers)]
    return len(set(numbers)) > 1 and sum(steps) >= AGREEING * len(steps)


def are_unique(values: Values) -> bool:
    """Tell whether no value comes twice."""
    return len(set(values)) == len(values) > 1


def are_words(values: Values) -> bool:
    """Tell whether nearly all values hold letters, and are no moments such as `2026-05-04T18:00:00Z`."""
    return share(values, lambda text: any(map(str.isalpha, text))) >= AGREEING and not are_dates(values)


def are_names(values: Values) -> bool:
    """Tell names that come again."""
    return bool(values) and len(set(values)) <= max(1, len(values) // 2)


def are_dates(values: Values) -> bool:
    """Tell whether nearly all values are dates, with or without a time of day."""
    if share(values, lambda text: _LIKE_DATE.search(text[:LONGEST_DATE]) is not None) < AGREEING:
        return False  # to read words as months of any language takes seconds
    distinct = list(dict.fromkeys(values))
    moments = read_moments(distinct)
    good = {text for text, moment in zip(distinct, moments, strict=True) if moment.day or moment.problem == AMBIGUOUS}
    return share(values, lambda text: text in good or way_of([text]) == COMPACT) >= AGREEING


def are_dates_or_counted(values: Values) -> bool:
    """Tell dates, or numbers that count seconds or days up to a date."""
    return are_dates(values) or way_of(values) is not None


def have_clock(values: Values) -> bool:
    """Tell whether dates have a time of day beside them."""
    return any(":" in text for text in values)


def are_clocks(values: Values) -> bool:
    """Tell times of day."""
    return share(values, lambda text: _CLOCK.fullmatch(text) is not None) >= AGREEING


def are_mass_units(values: Values) -> bool:
    """Tell units of mass."""
    return share(values, lambda text: read_mass_unit(text) is not None) >= AGREEING


def are_distance_units(values: Values) -> bool:
    """Tell units of distance."""
    return share(values, lambda text: read_metres(text) is not None) >= AGREEING


def are_flags(values: Values) -> bool:
    """Tell yes from no."""
    return share(values, lambda text: read_flag(text) is not None) >= AGREEING


def are_kinds(values: Values) -> bool:
    """Tell kinds of sets, of which some are words, from numbers that only count sets."""
    is_few = 0 < len(set(values)) <= _MOST_KINDS
    return is_few and share(values, lambda text: text.casefold() in MARKERS) > 0
