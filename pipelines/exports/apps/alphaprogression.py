"""Alpha Progression: blocks of text, one per workout, in two generations, in English or German.

The older one is cut by commas and gives a workout's name, start and plan a line each; the newer one is cut by
semicolons and gives them one line. Under each exercise stands a small table of its sets. Warm-ups are not in it: they
are lines of text beside the exercise's name, weight before repetitions, in the unit of that table. That text also says
how many drop sets an exercise had, but not which of its sets they were; they land as working sets.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from pipelines.errors import ExportError
from pipelines.exports.reading.base import Reading, misfit
from pipelines.exports.reading.figures import read_number
from pipelines.exports.reading.gathered import Gathered, Line, ragged_lines
from pipelines.exports.reading.source import Source, cells_of

_BLANKS = re.compile(r"[\u00a0\u202f\u2009 ]+")
_START = re.compile(r"\d{4}-\d{2}-\d{2} \d{1,2}:\d{2}.*")
_EXERCISE = re.compile(r"(\d+)\. (?P<name>\S.*)")
_TARGET = re.compile(r"(\d+|\d+-\d+) (reps?|secs?|mins?|wdh|sek|std)\.?|\d+ drops\w+", re.IGNORECASE)
_OF_THE_CLOCK = re.compile(r" (h|Uhr)$")
_SET_NUMBER = re.compile(r"\d{1,3}")
_WARMUPS = (
    re.compile(r"(?P<load>[+-]?[\d.,]+) ?[x×] ?(?P<reps>\d+)"),
    re.compile(
        r"[^\W\d]+\d+ · (?P<load>[+-]?[\d.,]+) ?(?P<unit>kg|lbs?) · (?P<reps>\d+) (reps?|wdh)\.?", re.IGNORECASE
    ),
)
# One cell that is no heading: what is left of a set, a warm-up or a table's header.
_STRAY = re.compile(r"#|\d{1,3}([,;]|$)|[\d.,]+ ?[x×] ?\d+$")
_NOTHING = "-"
_COLUMNS = MappingProxyType(
    {
        "KG": ("load", "load_unit", "kg"),
        "LBS": ("load", "load_unit", "lb"),
        "LB": ("load", "load_unit", "lb"),
        "KM": ("distance", "distance_unit", "km"),
        "MI": ("distance", "distance_unit", "mi"),
        "M": ("distance", "distance_unit", "m"),
        "REPS": ("reps", None, None),
        "WDH": ("reps", None, None),
        "RIR": ("rir", None, None),
        "SECS": ("seconds", None, None),
        "SEC": ("seconds", None, None),
        "SEK": ("seconds", None, None),
        "MIN": ("minutes", None, None),
        "MINS": ("minutes", None, None),
    }
)
# What starts a record, and so ends a quotation mark left open: a blank line, a table's header, a set.
_BEGINS = re.compile(r'\s*$|#[,;]|\d{1,3}[,;]|"\d{4}-\d{2}-\d{2} |"\d+\. ')


@dataclass
class _Workout:
    """Where in the file the reader is."""

    started: str | None = None
    name: str | None = None
    exercise: Line | None = None
    columns: Sequence[str] = ()
    sets: int = 0
    warmups: list[tuple[int, re.Match[str]]] = field(default_factory=list)


class _AlphaProgression:
    """Blocks of text."""

    app = "alphaprogression"
    title = "Alpha Progression"
    version = 2

    def recognises(self, source: Source) -> bool:
        """Tell by the header of the first exercise's table.

        Raises
        ------
        ExportError
            If it is this app's export of a plan.
        """
        if not source.is_text:
            return False
        for line in source.first_lines:
            if not line.lstrip(' \t"').startswith(("#", "EXERCISE")):
                continue
            delimiter = ";" if ";" in line else ","
            cells = [cell.strip().removesuffix(".") for cell in cells_of(line, delimiter)[0]]
            if cells[0] == "#" and len(cells) > 1 and all(cell in _COLUMNS for cell in cells[1:]):
                return True
            if cells[:3] == ["EXERCISE", "SETS", "REPS"]:
                raise ExportError(
                    f"{source.name}: this is a training plan of Alpha Progression, without a workout in it; "
                    "export the workouts instead"
                )
        return False

    def read(self, source: Source) -> Reading:
        """Read every set, warm-up and exercise left out."""
        reader = _Reader(Gathered())
        is_newer = any(line.startswith("#;") for line in source.first_lines)
        ragged = ragged_lines(source, ";" if is_newer else ",", _BEGINS)
        lines = [line for line in ragged if line.raw.strip()]
        for at, line in enumerate(lines):
            following = lines[at + 1].cells if at + 1 < len(lines) else None
            reader.take(line, is_title=following is not None and _is_start(following) and len(following) == 2)
        reader.end_exercise()
        return reader.gathered.reading(source, "A2" if is_newer else "A1")


@dataclass
class _Reader:
    """Takes one line after another."""

    gathered: Gathered
    at: _Workout = field(default_factory=_Workout)
    title: str | None = None

    def take(self, line: Line, *, is_title: bool) -> None:
        """Take one line; what has no place in any block becomes a record with a problem."""
        cells = [_BLANKS.sub(" ", cell).strip() for cell in line.cells or ()]
        if not cells:
            self._refuse(line, "a quotation mark opens here and never closes")
        elif is_title:
            self.end_exercise()
            self.title = cells[0]
        elif _is_start(cells):
            self.end_exercise()
            name, started = (self.title, cells[0]) if len(cells) == 2 else (cells[0], cells[1])
            self.at, self.title = _Workout(started=_OF_THE_CLOCK.sub("", started), name=name), None
        elif (match := _EXERCISE.fullmatch(cells[0])) and len(cells) <= 2:
            self._begin_exercise(line, match["name"], cells[1:])
        elif cells[0] == "#" and len(cells) > 1:
            self.at.columns = [cell.upper().removesuffix(".") for cell in cells[1:]]
            self._flush_warmups()
        elif _SET_NUMBER.fullmatch(cells[0]) and len(cells) > 1:
            self._take_set(line, cells[1:])
        elif len(cells) > 1 or _STRAY.match(cells[0]):
            self._refuse(line, "the line belongs to no set and no heading")

    def end_exercise(self) -> None:
        """Close the exercise; one without a set was left out."""
        self._flush_warmups()
        if self.at.exercise is not None and not self.at.sets:
            self._add(self.at.exercise.number, self.at.exercise.raw, not_set_reason="not done")
        self.at.exercise, self.at.columns, self.at.sets = None, (), 0

    def _begin_exercise(self, line: Line, name: str, beside: Sequence[str]) -> None:
        self.end_exercise()
        parts = [part for part in name.split(" · ") if not _TARGET.fullmatch(part)]
        self.at.exercise = Line(line.number, line.raw, (" ".join(parts),))
        for offset, text in enumerate(line.raw.split("\n") if beside else ()):
            for part in re.split(r"<br ?/?>", _cell_text(text)):
                match = next(filter(None, (warmup.fullmatch(part.strip()) for warmup in _WARMUPS)), None)
                if match:
                    self.at.warmups.append((line.number + offset, match))

    def _flush_warmups(self) -> None:
        """Add the warm-ups, now that their unit is known."""
        unit = next((_COLUMNS[name][2] for name in self.at.columns if name in {"KG", "LB", "LBS"}), None)
        for number, match in self.at.warmups:
            warmup = {"load": match["load"], "load_unit": match.groupdict().get("unit") or unit, "reps": match["reps"]}
            self._add(number, match[0], is_warmup="yes", **warmup)
        self.at.sets += len(self.at.warmups)
        self.at.warmups.clear()

    def _take_set(self, line: Line, cells: Sequence[str]) -> None:
        columns = self.at.columns
        if self.at.exercise is None or not columns:
            self._refuse(line, "the set stands under no exercise")
            return
        self.at.sets += 1
        if len(cells) != len(columns):
            self._refuse(line, misfit(len(cells) + 1, len(columns) + 1))
            return
        texts: dict[str, str | None] = {}
        for name, text in zip(columns, cells, strict=True):
            tells, unit_of, unit = _COLUMNS.get(name, (None, None, None))
            if tells:
                texts[tells] = None if text == _NOTHING else text
            if unit_of:
                texts[unit_of] = unit
        if all(text == _NOTHING for text in cells[:2]):
            texts["not_set_reason"] = "not done"
        self._add(line.number, line.raw, **_with_seconds(texts))

    def _add(self, number: int, raw: str, **texts: str | None) -> None:
        exercise = self.at.exercise.cells[0] if self.at.exercise and self.at.exercise.cells else None
        self.gathered.add(number, raw, started=self.at.started, workout=self.at.name, exercise=exercise, **texts)

    def _refuse(self, line: Line, problem: str) -> None:
        self.gathered.add(line.number, line.raw, problem=problem)


def _with_seconds(cells: dict[str, str | None]) -> dict[str, str | None]:
    """Turn minutes into seconds; a clock, or what is no number, stays to be read or found unreadable."""
    if "minutes" not in cells:
        return cells
    text = cells.pop("minutes")
    minutes = read_number(text, decimal_comma=True) if text else None
    return {**cells, "seconds": text if minutes is None else repr(60 * minutes)}


def _is_start(cells: Sequence[str]) -> bool:
    """Tell the line with a workout's start: date and duration, in the newer generation after its name."""
    return 2 <= len(cells) <= 3 and _START.fullmatch(_BLANKS.sub(" ", cells[len(cells) - 2]).strip()) is not None


def _cell_text(line: str) -> str:
    """Free what one line holds of the cell beside an exercise's name."""
    return _BLANKS.sub(" ", re.split(r'"[,;]"', line)[-1]).strip().strip('"')


FORMAT = _AlphaProgression()
