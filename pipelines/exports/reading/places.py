"""Headers in a language not known here: what their columns tell is then their place in a layout, if only one fits.

A place is believed only where nothing speaks against it: as many columns, no name that is known to tell something else,
the units the layout has, dates to the second as the app itself writes them, and figures where figures belong.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from data.units import METRES_PER_KM, METRES_PER_MILE
from pipelines.exports.reading.figures import read_mass_unit, read_metres
from pipelines.exports.reading.source import Source, cells_of

_TO_THE_SECOND: Final = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}")
_IN_BRACKETS: Final = re.compile(r"\(([^()]+)\)\s*$")
_DIGIT: Final = re.compile(r"\d")
# Half of some exports are rest timers, whose word is of the same unknown language.
_LEAST_PLAIN: Final = 0.3

Fields = Sequence[str | None]


def layout_by_place(
    source: Source, named: Fields, layouts: Mapping[str, Fields], makes_sense: Callable[[Fields, Sequence[str]], bool]
) -> tuple[str, list[str | None]] | None:
    """Find the one layout under which a header nobody can read makes sense.

    Parameters
    ----------
    source : Source
        The file.
    named : sequence of str or None
        What each column tells by its name, where that is known.
    layouts : mapping of str to sequence of str or None
        What each column of the layouts in question tells.
    makes_sense : callable
        Tells whether a record's cells can be what columns tell.

    Returns
    -------
    tuple of (str, list of str or None) or None
        The layout's name and what each column tells, or None where no layout fits or several do.
    """
    header = source.header[: len(named)]
    if any(_DIGIT.search(name) or not name for name in header):
        return None
    possible = {name: _placed(header, named, fields) for name, fields in layouts.items()}
    if not any(possible.values()):
        return None
    records = _records(source, len(named))
    fitting = [
        (name, fields) for name, fields in possible.items() if fields and _bears_out(fields, records, makes_sense)
    ]
    return fitting[0] if len(fitting) == 1 else None


def agree(named: Fields, placed: Fields) -> bool:
    """Tell whether no name of a header as wide as a layout is known to tell something else than its place."""
    return len(named) != len(placed) or all(name in {None, tells} for name, tells in zip(named, placed, strict=True))


def _records(source: Source, width: int) -> list[list[str]]:
    cut = (cells_of(line, source.delimiter) for line in source.first_lines[source.header_line :])
    return [cells for cells, is_open in cut if len(cells) == width and not is_open]


def _placed(header: Sequence[str], named: Fields, fields: Fields) -> list[str | None] | None:
    """What columns tell by their place, or None where a name or a unit speaks against it."""
    if len(fields) != len(named):
        return None
    placed = [_with_its_unit(name, tells) for name, tells in zip(header, fields, strict=True)]
    return placed if agree(named, placed) and None not in placed else None


def _with_its_unit(name: str, tells: str | None) -> str | None:
    """What a column tells in the unit its name has in brackets; None where its layout has one and it has none."""
    bare, _, unit = (tells or "").partition(" [")
    if not unit:
        return tells
    bracketed = _IN_BRACKETS.search(name)
    read = None
    if bracketed:
        read = read_mass_unit(bracketed[1]) if read_mass_unit(unit.rstrip("]")) else _length_unit(bracketed[1])
    return f"{bare} [{read}]" if read else None


def _length_unit(text: str) -> str | None:
    metres = read_metres(text)
    return {1.0: "m", METRES_PER_KM: "km", METRES_PER_MILE: "mi"}.get(metres) if metres else None


def _bears_out(
    fields: Fields, records: Sequence[Sequence[str]], makes_sense: Callable[[Fields, Sequence[str]], bool]
) -> bool:
    started = fields.index("started")
    if not records or not all(_TO_THE_SECOND.fullmatch(cells[started].strip()) for cells in records):
        return False
    return sum(makes_sense(fields, cells) for cells in records) >= _LEAST_PLAIN * len(records)
