"""The words of a column's name, and durations as people write them: `1:30`, `2 min`, or a figure in a stated unit."""

import re
from types import MappingProxyType
from typing import Final

from pipelines.exports.reading.figures import read_number, read_seconds


def set_of(words: str) -> frozenset[str]:
    """A set of words written in one line."""
    return frozenset(words.split())


def words_of(name: str) -> list[str]:
    """Cut a name into words, also `exerciseName` and `fake_user_id`; units in brackets are words too."""
    apart = re.sub(r"(?<=[a-zß-ÿ])(?=[A-Z])", " ", name)
    return re.findall(r"[^\W_]+", apart.casefold())


def without_unit(name: str) -> str:
    """The name of a column without the unit of mass behind it: `Squat` of `Squat (lb)`."""
    return _UNIT_LAST.sub("", name).strip() or name


_SUMS: Final = set_of(
    "total totals subtotal sum sums summe summen gesamt zwischensumme average avg mean durchschnitt mittelwert schnitt "
    "mittel moyenne somme totale totaux media média promedio suma soma somma gemiddelde gemiddeld totaal totaux"
)


def is_sum(text: str) -> bool:
    """Tell the word before a row that sums up those above it, such as `Total`, from a day or an exercise."""
    words = words_of(text)
    return bool(words) and len(words) <= 2 and words[-1] in _SUMS | {"volume", "general"} and bool(_SUMS & set(words))


_UNIT_LAST: Final = re.compile(
    r"[\s_]*(?:[(\[]\s*(?:in\s+)?(?:kgs?|lbs?)\s*[)\]]|(?<=[\s_])(?:kgs?|lbs?))\s*$", re.IGNORECASE
)
_DURATION: Final = re.compile(
    r"(?P<number>\d{1,6}(?:[.,]\d{1,3})?)\s*(?P<unit>hours?|hrs?|h|minutes?|minuten|mins?|m|seconds?|secs?|sek|s)\b\.?",
    re.IGNORECASE,
)
SECONDS: Final = MappingProxyType({"s": 1, "min": 60, "h": 3600})
"""Units of duration, in seconds."""
_TIME_WORDS: Final = MappingProxyType(
    dict.fromkeys(set_of("s sec secs second seconds sek sekunden secondes segundos secondi saniye 秒"), "s")
    | dict.fromkeys(set_of("min mins minute minutes minuten minutos minuti dakika dk 分"), "min")
    | dict.fromkeys(set_of("h hr hrs hour hours stunden heures horas ore saat"), "h")
)


def time_unit_in(name: str) -> str | None:
    """Read the unit of duration that a column's name states."""
    return next((_TIME_WORDS[word] for word in words_of(name) if word in _TIME_WORDS), None)


def duration_s(text: str, unit: str | None) -> float | None:
    """Read a duration in seconds: a clock, figures with their units, or a bare figure in a stated unit."""
    if ":" in text:
        return read_seconds(text)
    parts = list(_DURATION.finditer(text))
    if parts and not _DURATION.sub("", text).strip(" ,"):
        return sum(
            (read_number(part["number"]) or 0) * SECONDS[_TIME_WORDS_SHORT[part["unit"][0].lower()]] for part in parts
        )
    number = read_number(text)
    return None if number is None else number * SECONDS[unit or "s"]


_TIME_WORDS_SHORT: Final = MappingProxyType({"h": "h", "m": "min", "s": "s"})
