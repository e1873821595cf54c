"""Sets in a cell with the name of their exercise: `Bench press 3x5 100kg`, `Squat: 100x5, 100x4; Dips 8,8,7`."""

import re
from typing import Final

from pipelines.exports.notation.cells import LONGEST_CELL, in_usual_order
from pipelines.exports.notation.sets import SetText, sets_in

_BULLETS: Final = " \t-*•–,"
_BETWEEN: Final = re.compile(r"[;\n]|,\s+(?=[^\W\d_])")
_NAME_FIRST: Final = re.compile(
    r"(?P<name>[^\W\d_][^\d@:=]{1,80}?)\s*[:=–-]?\s*(?P<done>(?:\bbw\b|[+-]?\d).*)", re.IGNORECASE
)
_NAME_AMID: Final = re.compile(
    r"(?P<done>\d{1,2}\s*[x×*]\s*\d{1,2})\s+(?P<name>[^\W\d_][^\d@:=]{1,80}?)\s*[:@=–-]?\s*(?P<load>\d{1,4}(?:[.,]\d{1,2})?\s*(?:kgs?|lbs?|#)?)",
    re.IGNORECASE,
)
_NAME_LAST: Final = re.compile(r"(?P<done>\d[^:=]{1,80}?)\s+(?P<name>[^\W\d_][^\d@:=]{2,80})")


def remarks_in(text: str) -> list[str]:
    """Return the parts of a cell that are words without figures, behind its sets."""
    pieces = [piece for piece in map(str.strip, _BETWEEN.split(text.strip(_BULLETS))) if piece]
    return [piece for piece in pieces[1:] if not any(map(str.isdigit, piece))]


def names_and_sets(text: str) -> list[tuple[str, str]] | None:
    """Cut a cell into names and what was done of each; None where some part of it has no name or no figures."""
    if len(text) > LONGEST_CELL:
        return None
    found: list[tuple[str, str]] = []
    for piece in filter(None, map(str.strip, _BETWEEN.split(text.strip(_BULLETS)))):
        match = _NAME_FIRST.fullmatch(piece) or _NAME_AMID.fullmatch(piece) or _NAME_LAST.fullmatch(piece)
        if match is None and found and not any(map(str.isdigit, piece)):
            continue  # a remark
        if match is None:
            return None
        load = f" x {match['load']}" if "load" in match.re.groupindex else ""
        found.append((match["name"].strip(" ,:-–"), in_usual_order(match["done"].strip()) + load))
    return found or None


def named_sets_in(text: str, written: str) -> list[tuple[str, list[SetText]]] | None:
    """Read the sets that a cell states of each exercise it names; None where it cannot be read so.

    Parameters
    ----------
    written : str
        In which order, one of `notation.ORDERS`.
    """
    without_load = (
        written.removesuffix(" x load") if written in {"sets x reps x load", "reps x sets x load"} else written
    )
    sets = [(name, sets_in(done, written) or sets_in(done, without_load)) for name, done in names_and_sets(text) or ()]
    read = [(name, each) for name, each in sets if each]
    return read if read and len(read) == len(sets) else None
