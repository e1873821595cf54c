"""Sentences that a build holds finished, in English with their figures → the visitor's language.

`languages/<language>/finished.toml` says each in another language, by a pattern: `{fields}` stand for what is filled
in. What no pattern fits stays English.
"""

import re
import tomllib
from functools import lru_cache
from typing import Final

from babel.numbers import get_decimal_symbol

from dashboard.language import ENGLISH, FOLDER, _, language

FIELD: Final = re.compile(r"\{(\w+)\}")
SENTENCE_END: Final = re.compile(r"(?<=[.!?]) +(?=[A-Z0-9])")
WITHIN: Final = "(?:(?![.!?] +[A-Z0-9]).)"
"""What stands in a field: never more than a sentence."""
NUMBERS: Final = frozenset({"weeks", "days", "n"})
"""Fields that hold a number and nothing else."""
NUMBER: Final = "[0-9.,]"
BETWEEN: Final = re.compile("(, | and )")
POINT: Final = re.compile(r"(?<=\d)\.(?=\d)")


def finished(text: str) -> str:
    """Return a finished sentence of the models, or several, in the visitor's language.

    Parameters
    ----------
    text : str
        In English, as a build holds it.
    """
    spoken = language()
    return text if spoken == ENGLISH else _in_language(text, spoken)


@lru_cache(maxsize=4096)
def _in_language(text: str, spoken: str) -> str:
    """Say a text as a whole, else sentence by sentence."""
    whole = _fitted(text, spoken)
    if whole is not None:
        return whole
    return " ".join(_said(part, spoken) for part in SENTENCE_END.split(text))


def _said(text: str, spoken: str) -> str:
    """Say one sentence or part of one; as it is where no pattern fits."""
    said = _fitted(text, spoken)
    if said is None and text[:1].isupper():
        said = _fitted(f"{text[:1].lower()}{text[1:]}", spoken)
        said = said and f"{said[:1].upper()}{said[1:]}"
    return POINT.sub(get_decimal_symbol(spoken), text) if said is None else said


def _part(text: str, spoken: str) -> str:
    """Say what stands in a field: as one, else item by item where it lists what patterns know."""
    items = BETWEEN.split(text)
    known = [_fitted(item, spoken) for item in items[::2]]
    if len(items) == 1 or _fitted(text, spoken) is not None or None in known:
        return _said(text, spoken)
    return "".join(_(item) if at % 2 else str(known[at // 2]) for at, item in enumerate(items))


def _fitted(text: str, spoken: str) -> str | None:
    """Fill the first pattern that fits with what stands in the fields, said likewise; None where none fits."""
    bare = text.removesuffix(".")
    for pattern, said in _patterns(spoken):
        found = pattern.fullmatch(bare)
        if found:
            filled = said.format(**{name: _part(part, spoken) for name, part in found.groupdict().items()})
            return filled + text[len(bare) :]
    return None


@lru_cache(maxsize=8)
def _patterns(spoken: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Read the patterns of a language, in the order they are tried."""
    path = FOLDER / spoken / "finished.toml"
    if not path.is_file():
        return ()
    pairs: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple((re.compile(_expression(english)), said) for english, said in pairs.items())


def _expression(english: str) -> str:
    """Make a regular expression of a sentence with fields."""
    parts = FIELD.split(english)
    return "".join(
        f"(?P<{part}>{NUMBER if part in NUMBERS else WITHIN}+?)" if at % 2 else re.escape(part)
        for at, part in enumerate(parts)
    )
