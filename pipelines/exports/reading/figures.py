"""Numbers, times and units as apps write them."""

import math
import re
from collections.abc import Iterable

from data.units import METRES_PER_FOOT, METRES_PER_KM, METRES_PER_MILE, METRES_PER_YARD

METRES = {"m": 1.0, "km": METRES_PER_KM, "mi": METRES_PER_MILE, "yd": METRES_PER_YARD, "ft": METRES_PER_FOOT}

_MASS_UNITS = dict.fromkeys(("kg", "kgs", "kilogram", "kilograms"), "kg") | dict.fromkeys(
    ("lb", "lbs", "pound", "pounds"), "lb"
)
_DISTANCE_UNITS = {
    "m": "m", "meter": "m", "meters": "m", "metre": "m", "metres": "m",
    "km": "km", "kms": "km", "kilometer": "km", "kilometers": "km", "kilometre": "km", "kilometres": "km",
    "mi": "mi", "mile": "mi", "miles": "mi",
    "yd": "yd", "yds": "yd", "yard": "yd", "yards": "yd",
    "ft": "ft", "foot": "ft", "feet": "ft",
}  # fmt: skip
# The words a spreadsheet puts for true and false in its own language are among them.
_FLAGS = dict.fromkeys(
    ("true", "yes", "wahr", "vrai", "verdadero", "verdadeiro", "vero", "waar", "prawda", "sant", "истина"), True
) | dict.fromkeys(("false", "no", "falsch", "faux", "falso", "onwaar", "fałsz", "falskt", "ложь"), False)

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
# Groups of three as German, French and Swiss spreadsheets write them: 1.234,5 and 1 234,5 and 1'234.5.
_GROUPED = re.compile(r"[+-]?\d{1,3}((\.\d{3})+,\d+|([ \u00a0\u202f'’]\d{3})+([.,]\d+)?)")
_BETWEEN_GROUPS = str.maketrans(dict.fromkeys(" \u00a0\u202f'’", ""))
_COMMA_DECIMAL = re.compile(r"[+-]?\d*,\d+")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):(\d{2}(?:\.\d{1,9})?)")


def uses_decimal_comma(texts: Iterable[str]) -> bool:
    """Tell from all distinct numbers of a file whether `103,725` is a hundred and three or a hundred thousand."""
    has_comma = False
    for text in texts:
        if "." in text and _NUMBER.fullmatch(text):
            return False
        has_comma |= _COMMA_DECIMAL.fullmatch(text) is not None
    return has_comma


def read_number(text: str, *, decimal_comma: bool = False) -> float | None:
    """Read a finite number, or None.

    A comma followed by anything but groups of three digits is a decimal comma; between those, `decimal_comma` decides.
    """
    if not _NUMBER.fullmatch(text) and _GROUPED.fullmatch(text):
        text = text.translate(_BETWEEN_GROUPS)
        text = text.replace(".", "").replace(",", ".") if "," in text else text
    if "," in text:
        is_decimal = _COMMA_DECIMAL.fullmatch(text) and (decimal_comma or not _THOUSANDS.fullmatch(text))
        if is_decimal:
            text = text.replace(",", ".")
        elif _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def read_seconds(text: str, *, decimal_comma: bool = False) -> float | None:
    """Read a duration in seconds, or as `h:mm:ss` or `m:ss`; None if it is neither."""
    if match := _CLOCK.fullmatch(text):
        return 3600 * int(match[1] or 0) + 60 * int(match[2]) + float(match[3])
    return read_number(text, decimal_comma=decimal_comma)


def read_mass_unit(text: str) -> str | None:
    """Read a unit of mass as `kg` or `lb`."""
    return _MASS_UNITS.get(text.casefold().rstrip("."))


def read_metres(text: str) -> float | None:
    """Read a unit of distance as metres."""
    return METRES.get(_DISTANCE_UNITS.get(text.casefold().rstrip("."), ""))


def read_flag(text: str) -> bool | None:
    """Read yes or no, in words or as one or zero."""
    number = read_number(text)
    return bool(number) if number in {0.0, 1.0} else _FLAGS.get(text.casefold())
