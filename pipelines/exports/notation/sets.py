"""Several sets in one cell: `3x5x100`, `8,8,7`, `[6,5,5]`, `1x5x140lb;2x7x140lb`, `225,5,5,5`, `80x5 [Failure]`.

The order in which figures stand is stated by the mapping, in words: `sets x reps x load`. Words and units beside
figures (`3 sets of 5`, `80 kg x 5`, `5 @ 80`) go before it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, TypeAlias

from pipelines.exports.notation.cells import LONGEST_CELL, as_written, in_usual_order
from pipelines.exports.reading.base import MARKERS
from pipelines.exports.reading.figures import read_number

MOST_SETS: Final = 100

ORDERS: Final = MappingProxyType(
    {
        "sets x reps x load": ("sets", "reps", "load"),
        "sets x load x reps": ("sets", "load", "reps"),
        "load x sets x reps": ("load", "sets", "reps"),
        "load x reps x sets": ("load", "reps", "sets"),
        "reps x sets x load": ("reps", "sets", "load"),
        "reps x load x sets": ("reps", "load", "sets"),
        "sets x reps": ("sets", "reps"),
        "reps x sets": ("reps", "sets"),
        "reps x load": ("reps", "load"),
        "load x reps": ("load", "reps"),
        "sets x seconds": ("sets", "seconds"),
        "load, reps of each set": ("load", "reps"),
        "reps": ("reps",),
        "load": ("load",),
        "seconds": ("seconds",),
    }
)
"""How sets may be written, by the words of a mapping, to what each figure of a group is."""

LOAD_FIRST: Final = "load, reps of each set"
EFFORTS: Final = ("rpe", "rir")

_PART: Final = re.compile(
    r"(?P<bw>bw|body ?weight)?\s*(?P<sign>[+-])?\s*(?P<number>\d{1,6}(?:[.,]\d{1,4})?)?\s*"
    r"(?P<word>kgs?|kilos?|lbs?|pounds?|#|sets?|sätze?|series|reps?|wdh|wiederholungen|rpe|rir|r|s|secs?|seconds?|sek|min|mins|\")?\.?",
    re.IGNORECASE,
)
_TIMES: Final = re.compile(
    r"\s*(?:[x×*✕]|:(?=\s)|(?<=\s)(?:of|à|mal|at|with|mit|con|com|avec)(?=\s)|(?P<at>@)|(?<=\s)(?=\d+(?:[.,]\d+)?\s*(?:kg|lb)))\s*",
    re.IGNORECASE,
)
_TELLS: Final = MappingProxyType(
    {
        **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "lb", "lbs", "pound", "pounds", "#"), "load"),
        **dict.fromkeys(("set", "sets", "satz", "sätze", "series"), "sets"),
        **dict.fromkeys(("rep", "reps", "wdh", "wiederholungen", "r"), "reps"),
        **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sek", "min", "mins", '"'), "seconds"),
        **{effort: effort for effort in EFFORTS},
    }
)
_POUNDS: Final = frozenset({"lb", "lbs", "pound", "pounds", "#"})
_MINUTES: Final = frozenset({"min", "mins"})
_BRACKETS: Final = re.compile(r"\s*[\[(]([^\[\]()]{1,40})[\])]\s*$")
_WRAPPED: Final = re.compile(r"\s*[\[({]([^\[\](){}]*)[\])}]\s*")
_PAIR: Final = re.compile(r"[(\[]\s*([\d.]{1,8}\s*,\s*[\d.]{1,8})\s*[)\]]")
_PAIRS: Final = re.compile(r"\[?(?:\s*[(\[]\s*[\d.]{1,8}\s*,\s*[\d.]{1,8}\s*[)\]]\s*,?)+\s*\]?")
_LABEL: Final = re.compile(r"(?:(?:set|satz|série|serie)\s*\d{1,2}|\d{1,3}\s?%)\s*[:.)]\s*", re.IGNORECASE)
_BETWEEN: Final = re.compile(
    r"\s*(?:[;|\n]|\s&\s|\s\+\s)\s*"
    r"|(?<=\d)\s+(?=\d{1,4}(?:[.,]\d{1,2})?(?:kgs?|lbs?)?[x×*@]\d)"  # 100x5 100x4
)
_COMMAS: Final = re.compile(r"\s*[,/]\s*")
_LOOSE_COMMAS: Final = re.compile(r"\s*/\s*|\s+,\s*|,\s+|,(?!\d)|(?<!\d),")
_COMMAS_UNLESS_BEFORE_TIMES: Final = re.compile(r"\s*/\s*|\s*,(?!\d{1,2}\s*[x×*@])\s*", re.IGNORECASE)
_DECIMAL_LOAD: Final = re.compile(
    r"\d{1,4},(?:5|25|75|50|00?)"
)  # 82,5; of two loads in a cell the second is hardly ever 5
_COUNTS: Final = re.compile(
    r"\d{1,3}(?:(?: +\d{1,3})+|(?:-\d{1,3}(?:[.,]\d{1,2})?){2,})"
)  # `8 8 7`, `8-8-7`; `8-10` is a range
_MOST_RPE: Final = 10
_KIND_BEFORE: Final = re.compile(r"([^\W\d_][^\d:;,]{0,15}?)\s*:\s*(?=\d|bw)", re.IGNORECASE)  # W: 60x5


@dataclass(frozen=True, kw_only=True)
class SetText:
    """One set as a cell states it, all text; what it does not state is None."""

    load: str | None = None
    load_unit: str | None = None
    reps: str | None = None
    seconds: str | None = None
    rpe: str | None = None
    rir: str | None = None
    marker: str | None = None


@dataclass(frozen=True)
class Part:
    """One figure of a group: what the word beside it says it is, its unit, and whether `@` stood before it."""

    number: str
    tells: str | None
    unit: str | None
    is_after_at: bool


Group: TypeAlias = tuple[list[Part], str | None]


def sets_in(text: str, written: str) -> list[SetText] | None:
    """Read the sets that a cell states.

    Parameters
    ----------
    written : str
        In which order, one of `ORDERS`.

    Returns
    -------
    list of SetText or None
        None where the cell cannot be read so.
    """
    order = ORDERS[written]
    if order == ("load",) and _DECIMAL_LOAD.fullmatch(text.strip()):
        return [SetText(load=text.strip())]
    for commas in (_COMMAS, _LOOSE_COMMAS, _COMMAS_UNLESS_BEFORE_TIMES):
        groups = groups_of(text, commas)
        if groups is None:
            continue
        sets = _load_first(groups) if written == LOAD_FIRST else _sets_of(groups, order)
        if sets:
            return sets if len(sets) <= MOST_SETS else None
    return None


def _sets_of(groups: Sequence[Group], order: Sequence[str]) -> list[SetText] | None:
    groups = _one_load(groups) if "load" in order else groups
    sets: list[SetText] = []
    for parts, marker in groups:
        done = _of_group(parts, order, sets[-1] if sets else None)
        if done is None:
            return None
        sets += [replace(each, marker=marker) for each in done] if marker else done
    return sets


def _one_load(groups: Sequence[Group]) -> Sequence[Group]:
    """Put the load at the end of `5,5,4 @ 80kg` beside the reps of every set."""
    *before, (last, _) = groups
    bare = [parts[0] for parts, _ in before if len(parts) == 1 and parts[0].tells in {None, "reps"}]
    is_at_end = len(last) == len(("reps", "load")) and (last[1].tells == "load" or last[1].is_after_at)
    if not before or len(bare) < len(before) or not is_at_end or last[0].tells not in {None, "reps"}:
        return groups
    load = replace(last[1], tells="load")
    return [
        ([replace(part, tells="reps"), load], marker)
        for part, (_, marker) in zip([*bare, last[0]], groups, strict=True)
    ]


def groups_of(text: str, commas: re.Pattern[str] = _COMMAS) -> list[Group] | None:
    """Cut a cell into groups of figures, each with the kind of set beside it; None where it holds anything else.

    Parameters
    ----------
    commas : re.Pattern
        Which commas stand between groups; the others are those of numbers, as in `82,5x5`.
    """
    if len(text) > LONGEST_CELL:
        return None
    text = as_written(text)
    whole = _WRAPPED.fullmatch(text)
    inside = (whole[1] if whole else text).strip()
    if _PAIRS.fullmatch(inside):
        inside = ";".join("x".join(re.split(r"\s*,\s*", pair)) for pair in _PAIR.findall(inside))
    if _COUNTS.fullmatch(inside):
        pieces = re.split(r"[ -]+", inside)
    else:
        pieces = [each for piece in _BETWEEN.split(inside) for each in commas.split(piece)]
    groups = [_group(piece) for piece in pieces if piece.strip()]
    found = [group for group in groups if group is not None]
    return found if found and len(found) == len(groups) else None


def _group(piece: str) -> Group | None:
    piece = _LABEL.sub("", piece.strip(), count=1)
    marker = None
    if (before := _KIND_BEFORE.match(piece)) and before[1].casefold() in MARKERS:
        marker, piece = before[1], piece[before.end() :]
    if aside := _BRACKETS.search(piece):
        marker = aside[1].strip()
        if marker.casefold() not in MARKERS:
            return None
        piece = piece[: aside.start()]
    piece = in_usual_order(piece)
    parts: list[Part] = []
    at = 0
    is_after_at = False
    while True:
        match = _PART.match(piece, at)
        part = _part(match, is_after_at=is_after_at) if match else None
        if match is None or part is None:
            return None
        parts.append(part)
        at = match.end()
        if at >= len(piece.rstrip()):
            return parts, marker
        between = _TIMES.match(piece, at)
        if between is None:
            return None
        at, is_after_at = between.end(), bool(between["at"])


def _part(match: re.Match[str], *, is_after_at: bool) -> Part | None:
    number, word = match["number"], (match["word"] or "").casefold()
    if number is None and not match["bw"]:
        return None
    tells = _TELLS.get(word)
    if match["bw"]:
        number, tells = number or "0", "load"
    unit = ("lb" if word in _POUNDS else "kg") if tells == "load" and word else None
    if tells == "seconds" and word in _MINUTES:
        number = str((read_number(number) or 0) * 60)
    sign = match["sign"] if match["sign"] == "-" else ""
    return Part(f"{sign}{number}", tells, unit, is_after_at)


def _of_group(parts: Sequence[Part], order: Sequence[str], before: SetText | None) -> list[SetText] | None:
    """Sets of one group of figures; a bare figure after a group with a load is reps at the same load."""
    is_more_reps = len(parts) == 1 and len(order) > 1 and order[-1] == "reps" and parts[0].tells in {None, "reps"}
    if is_more_reps and before is not None and before.load:
        return [replace(before, reps=parts[0].number, marker=None)] if is_whole(parts[0].number) else None
    told = _told(parts, order)
    if told is None:
        return None
    count = told.pop("sets", None)
    counted = read_number(count) if count else 1.0
    if counted is None or not counted.is_integer() or not 1 <= counted <= MOST_SETS:
        return None
    if "reps" in told and not is_whole(told["reps"]):
        return None
    return [SetText(**told)] * int(counted)


def _told(parts: Sequence[Part], order: Sequence[str]) -> dict[str, str] | None:
    """What each figure of a group is: by the word beside it, else by the order."""
    parts = list(parts)
    told: dict[str, str] = {}
    has_load = any(part.tells == "load" for part in parts) or len(parts) > len(order)
    last = parts[-1]
    if last.is_after_at and last.tells is None and has_load and len(parts) > 1:
        parts[-1] = last = replace(last, tells="rpe")
    if any(part.tells in EFFORTS and not 0 <= (read_number(part.number) or 0) <= _MOST_RPE for part in parts):
        return None
    left = list(order)
    for part in parts:
        if part.tells:
            if part.tells in told:
                return None
            told[part.tells] = part.number
            if part.unit:
                told["load_unit"] = part.unit
            if part.tells in left:
                left.remove(part.tells)
            elif part.tells == "seconds" and "reps" in left:
                left.remove("reps")
    bare = [part for part in parts if not part.tells]
    if len(bare) < len(left) and "sets" in left and len(bare) < len(parts):
        left.remove("sets")
    if len(bare) != len(left):
        return None
    for tells, part in zip(left, bare, strict=True):
        told[tells] = part.number
    return told if {"reps", "seconds", "load"} & told.keys() else None


def _load_first(groups: Sequence[Group]) -> list[SetText] | None:
    """Read `225,5,5,5`: the load, then the reps of each set."""
    if any(len(parts) != 1 for parts, _ in groups) or len(groups) < 2:
        return None
    (load, *reps) = [parts[0] for parts, _ in groups]
    if any(not is_whole(part.number) or part.tells not in {None, "reps"} for part in reps):
        return None
    return [SetText(load=load.number, load_unit=load.unit, reps=part.number) for part in reps]


def is_whole(text: str) -> bool:
    """Tell whether a figure can be a count of reps."""
    number = read_number(text)
    return number is not None and number.is_integer() and number >= 0


def figures_of(text: str) -> Iterator[list[Part]]:
    """Groups of figures of a cell, for guessing what they are; nothing where it is no such cell."""
    groups = groups_of(text) or []
    if groups and len(groups[0][0]) < max(len(parts) for parts, _ in groups):  # 102,5x5 is one group
        groups = groups_of(text, _COMMAS_UNLESS_BEFORE_TIMES) or groups
    for parts, _ in _one_load(groups) if groups else ():
        yield parts
