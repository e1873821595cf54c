"""Making a mapping: guesses shown beside sample rows, a question for each, and a file that can be edited by hand."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from pipelines.errors import ExportError, LiftcastError, MappingError
from pipelines.exports import Source, identify
from pipelines.exports.base import SET_KINDS
from pipelines.exports.figures import read_number
from pipelines.exports.guessing import Sample, dates_are_open, guess, is_table, sample_of
from pipelines.exports.mapping import MARKERS, NO_SET, mapping_toml, parse_mapping
from pipelines.names import shown

NONE: Final = "-"
SHOWN_ROWS: Final = 3

QUESTIONS: Final = {
    "lifter": "the lifter (only if the table holds several people)",
    "date": "the day, or day and time",
    "time": "the time of day",
    "workout": "the workout's name",
    "exercise": "the exercise",
    "set_kind": "the kind of set (warm-up, drop ...)",
    "warmup": "whether the set is a warm-up (yes or no)",
    "load": "the load",
    "load_unit": "the unit of the load",
    "reps": "the reps",
    "sets": "how many such sets were done",
    "rir": "reps in reserve",
    "rpe": "the RPE",
    "seconds": "the duration",
    "distance": "the distance",
    "distance_unit": "the unit of the distance",
    "multiplier": "the multiplier (2 where the load is per hand)",
    "body_weight": "the lifter's body weight",
    "body_weight_unit": "the unit of the body weight",
}


class Asking(Protocol):
    """Whoever answers: a person at a terminal."""

    def show(self, title: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show some rows."""

    def ask(self, question: str, default: str, allowed: Sequence[str]) -> str:
        """Give one of the answers allowed; any text where none are named."""

    def confirm(self, question: str) -> bool:
        """Ask for a yes or no."""


@dataclass(frozen=True, kw_only=True)
class Mapped:
    """A mapping made for one file, not yet written."""

    path: Path
    text: str


def make_mapping(path: Path, asking: Asking | None) -> Mapped:
    """Make the mapping of one table.

    Parameters
    ----------
    path : Path
        The table.
    asking : Asking or None
        Who answers; without anybody the guesses are taken.

    Raises
    ------
    LiftcastError
        If the file is no table, is an export known already, or the mapping lacks something.
    """
    path = path.expanduser().absolute()
    if not path.is_file():
        raise LiftcastError(f"{path}: there is no such file")
    source = Source(path, shown(path.name))
    _check_unknown(source)
    stated = guess(source)
    if asking is not None:
        stated = _asked(stated, sample_of(source), asking)
    text = mapping_toml(stated)
    place = path.with_name(f"{path.stem}.mapping.toml")
    if place.exists() and place.read_text(encoding="utf-8-sig") != text:
        raise LiftcastError(f"{place}: exists and says otherwise; edit it, or remove it and map the file again")
    try:
        parse_mapping(text, place.name)
    except MappingError as error:
        raise MappingError(f"{error}. Leave out --yes to be asked, or write it by hand (docs/formats.md)") from error
    return Mapped(path=place, text=text)


def write_mapping(mapped: Mapped) -> None:
    """Write a mapping beside its table.

    Raises
    ------
    LiftcastError
        If nothing can be written there.
    """
    part = mapped.path.with_name(f".{os.getpid()}.part")
    try:
        part.write_text(mapped.text, encoding="utf-8")
        part.replace(mapped.path)
    except OSError as error:
        raise LiftcastError(
            f"{mapped.path}: cannot be written ({error.strerror}); copy the table into the inbox and map it there"
        ) from error


def _check_unknown(source: Source) -> None:
    """See that a file is a table that no format reads."""
    if not source.is_text or not is_table(source):
        raise LiftcastError(
            f"{source.name}: is no table with a header line above its records; put one on top, such as "
            "Date,Exercise,Weight,Reps"
        )
    try:
        known = identify(source)
    except ExportError:
        return
    raise LiftcastError(
        f"{source.name}: is an export of {known.title}, which needs no mapping; ingest it as it is. "
        "To read it otherwise, write a mapping by hand (docs/formats.md)"
    )


def _asked(stated: Mapping[str, Any], sample: Sample, asking: Asking) -> dict[str, Any]:
    """Go through everything a mapping may state."""
    rows = [dict(zip(sample.header, record, strict=True)) for record in sample.records[:SHOWN_ROWS]]
    asking.show("The first rows", rows)
    columns: dict[str, str] = {}
    for tells, what in QUESTIONS.items():
        if tells.removesuffix("_unit") != tells and tells.removesuffix("_unit") not in columns:
            continue
        default = stated["columns"].get(tells, NONE)
        left = [name for name in sample.header if name and name not in columns.values()]
        answer = asking.ask(f"Which column holds {what}?", default if default in left else NONE, [*left, NONE])
        if answer != NONE:
            columns[tells] = answer
    answered = {**stated, "columns": columns}
    if "exercise" not in columns:
        answered["exercise"] = asking.ask("Which exercise is the table about?", "", [])
    for tells, units in {"load": ("kg", "lb"), "distance": ("m", "km", "mi"), "body_weight": ("kg", "lb")}.items():
        _ask_unit(answered, tells, units, asking)
    if "date" in columns and dates_are_open(sample.column(columns["date"])):
        answered["dates"] = asking.ask("What comes first in its dates?", "day first", ["day first", "month first"])
    if "set_kind" in columns:
        answered["set_kinds"] = _ask_kinds(sample.column(columns["set_kind"]), asking)
    answered["app"] = asking.ask("A short name for tables like this one", str(stated["app"]), [])
    understood = [{tells: row[name] for tells, name in columns.items()} for row in rows]
    asking.show("How they are understood", understood)
    if not asking.confirm("Is that right?"):
        raise LiftcastError("nothing was written; map the file again, or write the mapping by hand (docs/formats.md)")
    return {key: value for key, value in answered.items() if value}


def _ask_unit(answered: dict[str, Any], tells: str, units: Sequence[str], asking: Asking) -> None:
    """Ask for a unit that no column states; nobody has to know it."""
    key = f"{tells}_unit"
    if tells not in answered["columns"] or key in answered["columns"]:
        answered.pop(key, None)
        return
    default = answered.get(key) or NONE
    answer = asking.ask(f"In which unit is {QUESTIONS[tells]}? ({NONE}: not known)", default, [*units, NONE])
    answered[key] = None if answer == NONE else answer


def _ask_kinds(values: Sequence[str], asking: Asking) -> dict[str, str]:
    """Ask what the words mean that are no usual ones for a kind of set; numbers count sets."""
    unknown = [text for text in dict.fromkeys(values) if text.casefold() not in MARKERS and read_number(text) is None]
    return {
        marker: asking.ask(f"What does {marker!r} mean?", NO_SET, [*sorted(SET_KINDS), NO_SET]) for marker in unknown
    }
