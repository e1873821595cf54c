"""How the sets of a column may be written: in which order figures stand, told by its name and by their sizes."""

import re
from collections.abc import Sequence
from functools import partial
from statistics import median
from typing import Any, Final

from pipelines.exports.notation.sets import EFFORTS, LOAD_FIRST, ORDERS, Part, figures_of, sets_in
from pipelines.exports.own_tables.header_words import words_of
from pipelines.exports.own_tables.roles import ROLES
from pipelines.exports.own_tables.values import share
from pipelines.exports.reading.figures import read_mass_unit, read_number

READABLE: Final = 0.5  # of the cells of a column that states sets
_HEAVY: Final = 20
_MOST_REPS: Final = 60
_FAR: Final = 2.0
_MOST_RPE: Final = 10
_MANY_SETS: Final = 12
_RESTS: Final = frozenset(range(0, 601, 30)) | {45, 75}
_SLASHED: Final = re.compile(r"\s*(\d{1,2})\s?/\s?(\d{1,2})(?![\d/x×*,.]|\s?/)")
_LAST_ASIDE: Final = re.compile(r"\d\s?\((\d{1,3})\)\s*$")


def written_in(name: str, values: Sequence[str], *, has_load: bool) -> tuple[str | None, str | None]:
    """How the sets of a column are written, and why that is not sure; None where its cells state none."""
    for written, doubt in _candidates(name, values, has_load=has_load):
        if share(values, partial(_is_written, written=written)) >= READABLE:
            return written, doubt or _doubt_of_figures(values, written)
    return None, None


def _doubt_of_figures(values: Sequence[str], written: str) -> str | None:
    """Doubt very many sets in a cell, figures in brackets that may be rests, and reps that may be of either side."""
    counts = [len(sets_in(text, written) or ()) for text in values] if "sets" in ORDERS[written] else []
    if counts and median(counts) > _MANY_SETS:
        return f"{values[counts.index(max(counts))]!r} is {max(counts)} sets, or a load and reps"
    asides = [match[1] for text in values if (match := _LAST_ASIDE.search(text))]
    if asides and all(int(figure) in _RESTS for figure in asides):
        return f"({asides[0]}) is a load of {asides[0]}, or a rest of {asides[0]} s"
    pairs = [(int(match[1]), int(match[2])) for text in values if (match := _SLASHED.match(text))]
    if "sets" in ORDERS[written] or len(pairs) < len(values) or len(values) < 2:
        return None
    if all(left == right for left, right in pairs):
        return f"{values[0]!r} is two sets, or one set on each side"
    if all(left <= _MANY_SETS and 2 * left <= right for left, right in pairs):
        return (
            f"{values[0]!r} is sets of {pairs[0][0]} and of {pairs[0][1]} reps, or {pairs[0][0]} sets of {pairs[0][1]}"
        )
    return None


def may_be(values: Sequence[str], written: str) -> bool:
    """Tell whether a column of a lift is empty, or states sets somewhere."""
    return not values or any(_is_written(text, written) for text in values)


def _is_written(text: str, written: str) -> bool:
    return bool(sets_in(text, written))


def _candidates(name: str, values: Sequence[str], *, has_load: bool) -> list[tuple[str, str | None]]:
    """Ways of writing that a column may follow, the likeliest first."""
    by_name = _by_name(name)
    if by_name:
        return [(by_name, None)]
    cells = [[_without_effort(parts) for parts in figures_of(text)] for text in values]
    if efforts := [text for text in values if any(map(_may_be_effort, figures_of(text)))]:
        return _of_load_or_effort(efforts[0], cells, has_load=has_load)
    widths = [len(cell[0]) for cell in cells if cell]
    width = max(widths, key=widths.count, default=1)
    if width == 1:
        return _of_lists(name, cells, has_load=has_load) if widths else []
    full = [parts for cell in cells for parts in cell if len(parts) == width]
    return _of_groups(values[0], full, width, has_load=has_load)


def _of_groups(
    example: str, full: Sequence[Sequence[Part]], width: int, *, has_load: bool
) -> list[tuple[str, str | None]]:
    """Ways of writing groups of two or three figures: the load is told by its unit, by `@`, or by its size."""
    middles = [median([read_number(parts[at].number.replace(",", ".")) or 0 for parts in full]) for at in range(width)]
    loads = [
        sum(parts[at].tells == "load" or (parts[at].is_after_at and at > 0) for parts in full) for at in range(width)
    ]
    place = loads.index(max(loads)) if max(loads) * 2 > len(full) else None
    counts = [sum(parts[at].tells == "reps" for parts in full) for at in range(width)]
    if place is None and width == 2 and max(counts) * 2 > len(full):  # the figure that says no word is the load
        place = 1 - counts.index(max(counts))
    if any(part.tells == "seconds" for parts in full for part in parts):
        return [("sets x seconds", None)]
    if width == 3:
        return _of_three(example, middles, place)
    is_said = place is not None and any(part.tells in {"load", "reps"} for parts in full for part in parts)
    return _of_two(example, middles, place, has_load=has_load, is_said=is_said)


def _without_effort(parts: Sequence[Part]) -> Sequence[Part]:
    """A group without the RPE or the reps in reserve at its end: what is bare behind a second @, or beside a load."""
    last = parts[-1]
    is_said = last.tells in EFFORTS
    is_after_load = len(parts) > 2 and (parts[0].tells == "load" or _number(parts[0]) > _HEAVY or parts[-2].is_after_at)
    return parts[:-1] if is_said or (_is_small_after_at(last) and (is_after_load or len(parts) > 3)) else parts


def _may_be_effort(parts: Sequence[Part]) -> bool:
    """Tell `3x5@8`, of which the last figure is a load or an RPE."""
    return len(parts) == 3 and parts == _without_effort(parts) and _is_small_after_at(parts[-1])


def _is_small_after_at(part: Part) -> bool:
    return part.is_after_at and part.tells is None and 1 <= _number(part) <= _MOST_RPE


def _number(part: Part) -> float:
    return read_number(part.number.replace(",", ".")) or 0


def _of_load_or_effort(
    example: str, cells: Sequence[Sequence[Sequence[Part]]], *, has_load: bool
) -> list[tuple[str, str | None]]:
    """Ways of writing `3x5@8`: an RPE beside a load in another column or one of them all; else nobody knows."""
    figures = [_number(parts[-1]) for cell in cells for parts in cell if len(parts) == 3]
    if has_load or median(figures) > _MOST_RPE:
        return [("sets x reps" if has_load else "sets x reps x load", None)]
    said = f"the last figure of {example!r} is a load, or an RPE"
    return [("sets x reps x load", said)]


def _by_name(name: str) -> str | None:
    """The order that the name of a column says, as `Sets x Reps x Weight` does."""
    roles = []
    for word in words_of(name):
        told = next((tells for tells in ("sets", "reps", "load") if word in ROLES[tells].words), None)
        if told and told not in roles and not read_mass_unit(word):
            roles.append(told)
    written = " x ".join(roles)
    return written if len(roles) > 1 and written in ORDERS else None


def _of_lists(name: str, cells: Sequence[Sequence[Any]], *, has_load: bool) -> list[tuple[str, str | None]]:
    """Ways of writing bare figures: reps of each set, or the load before them."""
    lists = [[read_number(parts[0].number.replace(",", ".")) or 0 for parts in cell] for cell in cells if cell]
    several = [figures for figures in lists if len(figures) > 1]
    if ROLES["load"].fit(name) and not ROLES["reps"].fit(name):
        return [("load", None)]
    if not several:
        return [("reps", None)] if ROLES["reps"].fit(name) else []
    rests = [figure for figures in several for figure in figures[1:]]
    firsts = [figures[0] for figures in several]
    is_load_first = median(firsts) > _FAR * median(rests) and max(rests) <= _MOST_REPS
    if is_load_first and not has_load:
        return [(LOAD_FIRST, None)]
    return [("reps", None)] if max([*firsts, *rests]) <= _MOST_REPS else []


def _of_three(example: str, middles: Sequence[float], place: int | None) -> list[tuple[str, str | None]]:
    """Ways of writing three figures: the load is the one with a unit, or by far the greatest."""
    place = middles.index(max(middles)) if place is None else place
    is_clear = middles[place] > _HEAVY or place == 2
    if place == 2:
        doubt = None if is_clear else _either(example, "sets x reps x load", "load x reps x sets")
        return [("sets x reps x load", doubt)]
    if place == 0:
        written = "load x reps x sets" if middles[1] >= middles[2] else "load x sets x reps"
        other = "load x sets x reps" if written == "load x reps x sets" else "load x reps x sets"
        return [(written, _either(example, written, other))]
    return [("sets x load x reps", _either(example, "sets x load x reps", "reps x load x sets"))]


def _of_two(
    example: str, middles: Sequence[float], place: int | None, *, has_load: bool, is_said: bool
) -> list[tuple[str, str | None]]:
    """Ways of writing two figures; `is_said`: a word or a unit tells the load, not `@` alone."""
    if place == 1 and not is_said and middles[0] > middles[1]:  # `100@5` is hardly 100 reps
        return [("load x reps", _either(example, "load x reps", "reps x load"))]
    if place is not None:
        return [("load x reps" if place == 0 else "reps x load", None)]
    if has_load:
        return [("sets x reps", None)]
    first, second = middles
    if second > max(_HEAVY, _FAR * first):
        return [("reps x load", None)]
    if first > max(_HEAVY, _FAR * second):
        return [("load x reps", None)]
    return [("sets x reps", _either(example, "sets x reps", "load x reps"))]


def _either(example: str, one: str, other: str) -> str | None:
    """Say what a cell would mean either way; nothing where the words in it leave only one."""
    if sets_in(example, one) == sets_in(example, other):
        return None
    return f"{example!r} is {meaning_of(example, one)}, or {meaning_of(example, other)}"


def meaning_of(example: str, written: str) -> str:
    """What a cell means if written so."""
    sets = sets_in(example, written) or []
    if not sets:
        return f"nothing, as {written}"
    load = f" with {sets[0].load}" if sets[0].load else ""
    return f"{len(sets)} set{'s' * (len(sets) > 1)} of {sets[0].reps}{load} ({written})"
