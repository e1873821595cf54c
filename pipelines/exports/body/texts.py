"""Dates and figures of body logs, made ready for the readers that workout logs share."""

import re
from typing import Final

_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WITH_UNIT: Final = re.compile(r"([+-]?[\d.,]+)\s*([^\W\d_]+|%|\")")


def iso_date(text: str) -> str:
    """Write `20240131` as `2024-01-31`; all else is left as it is."""
    return _COMPACT.sub(r"\1-\2-\3", text) if _COMPACT.fullmatch(text) else text


def split_unit(text: str) -> tuple[str, str | None]:
    """Take the unit off a figure such as `80.5 kg`."""
    match = _WITH_UNIT.fullmatch(text.strip())
    return (match[1], match[2]) if match else (text.strip(), None)
