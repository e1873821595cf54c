"""Words in dates, in the languages of the world: months, days of the week, halves of the day."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale, localedata

# Languages of the apps themselves; asked before all others, in this order.
_USUAL = (
    "en", "de", "fr", "es", "pt", "it", "nl", "tr", "pl", "ru", "sv", "da", "nb", "fi", "cs", "hu", "ro", "uk", "el",
    "he", "ar", "ja", "ko", "zh", "id", "vi", "th", "hr", "sk", "bg", "ca", "et", "lv", "lt", "sl",
)  # fmt: skip
WORD = re.compile(r"[^\W\d_]+")
_LEAST_LETTERS = 3


def key(word: str) -> str:
    """Make words comparable: case, dots and blanks of any kind do not matter."""
    return re.sub(r"[\s.]+", "", word).casefold()


def months_of(words: frozenset[str]) -> dict[str, int]:
    """The month each word names, believing the language that explains most of the words first."""
    if not words:
        return {}
    # Reading a language takes longer than a file, and the first that knows every word is believed before all others.
    for language in _USUAL:
        if words <= _month_names(language).keys():
            return {word: _month_names(language)[word] for word in words}
    languages = [_month_names(language) for language in _USUAL]
    explained = set().union(*languages)
    if not words & explained:
        languages = [_month_names(language) for language in localedata.locale_identifiers() if "_" not in language]
    ranked = sorted(languages, key=lambda names: -len(words & names.keys()))
    months: dict[str, int] = {}
    for names in ranked:
        months = {word: names[word] for word in words & names.keys()} | months
    return _cut_short(words - months.keys(), ranked[0]) | months if months else months


def _cut_short(words: Iterable[str], names: Mapping[str, int]) -> dict[str, int]:
    """Month of each word that only one month's name begins with, in the language of the others."""
    begun = {
        word: {month for name, month in names.items() if name.startswith(word)}
        for word in words
        if len(word) >= _LEAST_LETTERS
    }
    return {word: months.pop() for word, months in begun.items() if len(months) == 1}


@cache
def _month_names(language: str) -> dict[str, int]:
    """All names and abbreviations of the months in a language (Unicode CLDR, by Babel).

    Of a name of several words ("de gener") the longest counts; a word that two months share names neither.
    """
    months: dict[str, set[int]] = {}
    for context in Locale.parse(language).months.values():
        for width in ("abbreviated", "wide"):
            for month, name in context.get(width, {}).items():
                word = max(WORD.findall(name), key=len, default="")
                months.setdefault(key(word), set()).add(month)
    return {word: numbers.pop() for word, numbers in months.items() if len(word) > 1 and len(numbers) == 1}


@cache
def weekdays() -> frozenset[str]:
    """Names of the days of the week in the usual languages, whole and cut short."""
    return frozenset(
        key(name)
        for language in _USUAL
        for context in Locale.parse(language).days.values()
        for width in ("abbreviated", "wide")
        for name in context.get(width, {}).values()
    )


@cache
def half_days() -> dict[str, str]:
    """Words for the half of the day in the usual languages."""
    halves = {"am": "am", "pm": "pm"}
    for language in _USUAL:
        for context in Locale.parse(language).day_periods.values():
            for width in ("abbreviated", "wide"):
                for half in ("am", "pm"):
                    word = key(context.get(width, {}).get(half, ""))
                    if word:
                        halves.setdefault(word, half)
    return halves
