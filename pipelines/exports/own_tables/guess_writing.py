"""How the sets of a column may be written: in which order figures stand, told by its name and by their sizes."""

from collections.abc import Sequence
from functools import partial
from statistics import median
from typing import Any, Final

from pipelines.exports.notation.sets import LOAD_FIRST, ORDERS, figures_of, sets_in
from pipelines.exports.own_tables.header_words import words_of
from pipelines.exports.own_tables.roles import ROLES
from pipelines.exports.own_tables.values import share
from pipelines.exports.reading.figures import read_mass_unit, read_number

READABLE: Final = 0.5  # of the cells of a column that states sets
_HEAVY: Final = 20
_MOST_REPS: Final = 60
_FAR: Final = 2.0


def written_in(name: str, values: Sequence[str], *, has_load: bool) -> tuple[str | None, str | None]:
    """How the sets of a column are written, and why that is not sure; None where its cells state none."""
    for written, doubt in _candidates(name, values, has_load=has_load):
        if share(values, partial(_is_written, written=written)) >= READABLE:
            return written, doubt
    return None, None


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
    cells = [list(figures_of(text)) for text in values]
    groups = [parts for cell in cells for parts in cell]
    if not groups:
        return []
    firsts = [len(cell[0]) for cell in cells if cell]
    width = max(firsts, key=firsts.count)
    if width == 1:
        return _of_lists(name, cells, has_load=has_load)
    full = [parts for parts in groups if len(parts) == width]
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
        return _of_three(values[0], middles, place)
    is_said = place is not None and any(part.tells in {"load", "reps"} for parts in full for part in parts)
    return _of_two(values[0], middles, place, has_load=has_load, is_said=is_said)


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


def _either(example: str, one: str, other: str) -> str:
    """Say what a cell would mean either way."""
    return f"{example!r} is {meaning_of(example, one)}, or {meaning_of(example, other)}"


def meaning_of(example: str, written: str) -> str:
    """What a cell means if written so."""
    sets = sets_in(example, written) or []
    if not sets:
        return f"nothing, as {written}"
    load = f" with {sets[0].load}" if sets[0].load else ""
    return f"{len(sets)} set{'s' * (len(sets) > 1)} of {sets[0].reps}{load} ({written})"
