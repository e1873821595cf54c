"""StrongLifts 5x5: three generations, all of them wide. A logged row is one set, so one row of the file gives several.

The older two have a row per workout, whose columns repeat for each exercise under the same names; rows may end early,
and an empty cell is a set never meant. The newest has a row per exercise, with pairs of columns for repetitions and
load; there 0 repetitions are either a set not done or a failed one, and the summary column tells which.

Where loads stand in both units, only one is what was on the bar, the other is rounded to plates: the unit of the body
weight decides, and kilograms where that says nothing. An exercise without sets, and a row without exercises, give one
record that is no set.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from pipelines.exports.reading.base import Reading, misfit
from pipelines.exports.reading.gathered import Gathered, Line, ragged_lines
from pipelines.exports.reading.source import Source

SetTexts: TypeAlias = dict[str, str | None]

_EXERCISE = re.compile(r"exercise \d+")
_SLOT = re.compile(r"set \d+")
_PAIR = re.compile(r"set (?P<number>\d{1,3}) \((?P<tells>reps|kg|lb)\)")
_MASS = re.compile(r"(?P<number>[\d.,]+)\s*(?P<unit>kg|lb)?s?", re.IGNORECASE)
_BEGINS = re.compile(r'"?\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}"?[,;]')
_UNITS = ("kg", "lb")
_NOT_DONE = "-"


class _StrongLifts:
    """Wide rows."""

    app = "stronglifts"
    title = "StrongLifts"
    version = 1

    def recognises(self, source: Source) -> bool:
        """Tell by the header."""
        return source.is_text and _layout(_folded(source.header)) is not None

    def read(self, source: Source) -> Reading:
        """Read every set of every row."""
        header = _folded(source.header)
        layout = _layout(header)
        row = _ExerciseRow(header) if layout == "G3" else _WorkoutRow(header)
        gathered = Gathered()
        for line in ragged_lines(source, source.delimiter, _BEGINS, source.header_line + 1):
            if not line.raw.strip():
                continue
            if problem := _problem(line, len(header)):
                gathered.add(line.number, line.raw, problem=problem)
                continue
            cells = [cell.strip() for cell in line.cells or ()]
            for set_logged in row.sets([*cells, *[""] * (len(header) - len(cells))]):
                gathered.add(line.number, line.raw, **set_logged)
        return gathered.reading(source, str(layout))


def _folded(header: Sequence[str]) -> list[str]:
    return [" ".join(name.casefold().split()) for name in header]


def _layout(header: Sequence[str]) -> str | None:
    """Name the generation a header is of."""
    names = set(header)
    if {"date", "exercise 1", "set 1"} <= names and {"weight (kg)", "weight (lb)"} & names:
        return "G1" if "body weight" in names else "G2"
    return "G3" if {"exercise", "sets×reps", "set 1 (reps)"} <= names else None


def _problem(line: Line, width: int) -> str | None:
    if line.cells is None:
        return "a quotation mark opens here and never closes"
    is_wider = any(cell.strip() for cell in line.cells[width:])
    return misfit(len(line.cells), width) if is_wider else None


def _mass(text: str, unit: str | None = None) -> tuple[str | None, str | None]:
    """Take a weight apart: its number, or the whole text where it is none, and its unit."""
    match = _MASS.fullmatch(text)
    if match is None:
        return text or None, unit
    return match["number"], (match["unit"] or unit or "").casefold() or None


def _body_weight(cells: Sequence[str], at: Mapping[str, int]) -> tuple[str | None, str | None]:
    """Body weight of a row, from the first of its columns that is filled."""
    columns = [("body weight (kg)", "kg"), ("body weight (lb)", "lb"), ("body weight", None)]
    filled = [_mass(cells[at[name]], unit) for name, unit in columns if name in at and cells[at[name]]]
    return filled[0] if filled else (None, None)


@dataclass(frozen=True)
class _Group:
    """The columns of one exercise in a workout's row."""

    exercise: int
    loads: Mapping[str, int]
    slots: Sequence[int]


class _WorkoutRow:
    """A row per workout."""

    def __init__(self, header: Sequence[str]) -> None:
        starts = [at for at, name in enumerate(header) if _EXERCISE.fullmatch(name)]
        self._at = {name: at for at, name in enumerate(header[: starts[0]])}
        self._groups = [
            _Group(
                exercise=first,
                loads={unit: at for at in range(first, end) for unit in _UNITS if header[at] == f"weight ({unit})"},
                slots=[at for at in range(first, end) if _SLOT.fullmatch(header[at])],
            )
            for first, end in pairwise([*starts, len(header)])
        ]

    def sets(self, cells: Sequence[str]) -> Iterator[SetTexts]:
        body_weight, body_unit = _body_weight(cells, self._at)
        workout: SetTexts = {
            "started": cells[self._at["date"]],
            "workout": cells[self._at["workout"]] if "workout" in self._at else None,
            "body_weight": body_weight,
            "body_weight_unit": body_unit,
        }
        groups = [group for group in self._groups if any(cells[at] for at in (group.exercise, *group.slots))]
        if not groups:
            yield workout | {"not_set_reason": "empty"}
        for group in groups:
            load, unit = _load(cells, group, body_unit)
            exercise: SetTexts = workout | {"exercise": cells[group.exercise], "load": load, "load_unit": unit}
            reps = [cells[at] for at in group.slots if cells[at]]
            yield from (exercise | {"reps": text} for text in reps)
            if not reps:
                yield exercise | {"not_set_reason": "not done"}


def _load(cells: Sequence[str], group: _Group, body_unit: str | None) -> tuple[str | None, str | None]:
    """An exercise's load in the unit it was lifted in."""
    filled = [unit for unit in _UNITS if unit in group.loads and cells[group.loads[unit]]]
    unit = body_unit if body_unit in filled else next(iter(filled), None)
    return (cells[group.loads[unit]], unit) if unit else (None, None)


class _ExerciseRow:
    """A row per exercise."""

    def __init__(self, header: Sequence[str]) -> None:
        self._at = {name: at for at, name in enumerate(header)}
        pairs = [match for name in header if (match := _PAIR.fullmatch(name))]
        self._slots = sorted({int(match["number"]) for match in pairs})
        self._unit = next((match["tells"] for match in pairs if match["tells"] in _UNITS), None)

    def sets(self, cells: Sequence[str]) -> Iterator[SetTexts]:
        def cell(name: str) -> str:
            return cells[self._at[name]] if name in self._at else ""

        body_weight, body_unit = _body_weight(cells, self._at)
        exercise: SetTexts = {
            "started": cell("date (yyyy/mm/dd)") or cell("date"),
            "clock": cell("start time (h:mm)"),
            "workout": cell("workout name"),
            "exercise": cell("exercise"),
            "body_weight": body_weight,
            "body_weight_unit": body_unit,
        }
        reps = {slot: cell(f"set {slot} (reps)") for slot in self._slots}
        done = {slot: text for slot, text in reps.items() if text}
        summary = cell("sets×reps").split("/")
        for at, (slot, text) in enumerate(done.items()):
            set_logged = exercise | {"reps": text, "load": cell(f"set {slot} ({self._unit})"), "load_unit": self._unit}
            is_left_out = text == "0" and len(summary) == len(done) and summary[at] == _NOT_DONE
            yield set_logged | ({"not_set_reason": "not done"} if is_left_out else {})
        if not done:
            yield exercise | {"not_set_reason": "not done"}


FORMAT = _StrongLifts()
