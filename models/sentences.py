"""Whether the figures in a sentence are figures of the build, published ones, or definitions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from data import published
from models.definitions import HEAVY_MOST_REPS, MODERATE_MOST_REPS, RECENT_DAYS

DEFINITIONS: Final = (
    "8 in 10",  # an 80 % interval, in words
    "19 in 20",
    f"1-{HEAVY_MOST_REPS} reps",  # zones of reps
    f"had {HEAVY_MOST_REPS + 1}-{MODERATE_MOST_REPS}",
    f"more than {MODERATE_MOST_REPS}",
    f"{HEAVY_MOST_REPS + 1} reps and more",
    f"last {RECENT_DAYS} days",  # what "now" is: docs/models/one_rm.md
    "1RM",
    "falling by more than 2 %",  # models.one_rm.trends
)
"""Words with digits that say how something is counted, not how much there is of it; longest first where they nest."""

_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_DIGITS: Final = 2


def numbers(text: str) -> list[float]:
    """List the figures in a text, signs aside, definitions left out.

    Examples
    --------
    >>> numbers("8 in 10 between −1.5 and 1,250 kg")
    [1.5, 1250.0]
    """
    for phrase in DEFINITIONS:
        text = text.replace(phrase, " ")
    return [float(figure.replace(",", "")) for figure in _NUMBER.findall(text)]


def untraced(text: str, *, facts: Any, evidence: Iterable[str] = ()) -> list[float]:
    """List the figures of a sentence that neither its facts nor the evidence it cites hold.

    Parameters
    ----------
    text : str
    facts : any JSON value
        Its numbers, and those within its texts, in any nesting; a figure may be said rounded, and a part as percent.
    evidence : iterable of str
        Ids of data/evidence/evidence.csv.

    Raises
    ------
    ValueError
        An id is not that of a figure that may be quoted.
    """
    table = published.evidence().set_index("id")
    quotable = table[table["how_known"] != published.FROM_MEMORY]
    unknown = [name for name in evidence if name not in quotable.index]
    if unknown:
        raise ValueError(f"evidence: got {unknown}; cite ids of data/evidence/evidence.csv that were read")
    vouched = set(_figures_in(facts))
    for name in evidence:
        vouched.update(number for cell in quotable.loc[name] for number in _figures_in(str(cell)))
    return [number for number in numbers(text) if number not in vouched]


def _figures_in(value: Any) -> Iterator[float]:
    """Every way in which the numbers of a JSON value may be said."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _figures_in(str(key))
            if key != "text":
                yield from _figures_in(inner)
    elif isinstance(value, str):
        yield from (float(found.replace(",", "")) for found in _NUMBER.findall(value))
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | float):
        for scale in (1, 100):
            yield from (abs(round(scale * value, digits)) for digits in range(_DIGITS + 1))
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _figures_in(inner)
    else:
        yield from _figures_in(str(value))


def sentences(value: Any) -> Iterator[dict[str, Any]]:
    """Every object with a `text` in a JSON value, wherever it is."""
    if isinstance(value, Mapping):
        if "text" in value:
            yield dict(value)
        for inner in value.values():
            yield from sentences(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from sentences(inner)


def loose(value: Any) -> Iterator[str]:
    """Every text of three words or more with a figure in it outside the objects with a `text`."""
    if isinstance(value, Mapping):
        if "text" not in value:
            for inner in value.values():
                yield from loose(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from loose(inner)
    elif isinstance(value, str) and len(value.split()) >= 3 and numbers(value):
        yield value
