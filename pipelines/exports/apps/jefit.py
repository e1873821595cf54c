"""JEFIT: one file of many tables, each under a heading of its own.

A line of EXERCISE LOGS states several sets as `load x reps`, so it is as many records as it states sets; every other
line is one record. EXERCISE SET LOGS, kept since the end of 2024, and CARDIO LOGS state sets over again: those stay
where EXERCISE LOGS has them, which reaches back to the beginning, and only the kind of set is taken from the younger
table. Timed exercises state five figures a set (calories, distance, speed, laps, seconds), each after a load of zero.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from pipelines.errors import ExportError
from pipelines.exports.reading.base import Dialect, Reading
from pipelines.exports.reading.figures import read_mass_unit, read_number
from pipelines.exports.reading.gathered import Gathered, Line, ragged_lines
from pipelines.exports.reading.source import Source, shortened

_HEADING = re.compile(r"###\s++([A-Z]++(?: ++[A-Z]++)*+)\s++#++\s*+$")
_DIVIDER = re.compile(r"#+\s*$")
_BEGINS = re.compile("###")
_COLUMN = re.compile(r"[A-Za-z_]\w*")
_LOGS, _SET_LOGS, _CARDIO = "EXERCISE LOGS", "EXERCISE SET LOGS", "CARDIO LOGS"
_FIGURES_OF_TIMED = 5
_MARKERS = {
    "default": "working",
    "warm-up": "warmup",
    "warmup": "warmup",
    "drop-set": "drop",
    "dropset": "drop",
    "failure": "failure",
}


@dataclass(frozen=True)
class _Row:
    """One line of one table: by the names of its columns, or nothing where it does not fit them."""

    section: str
    line: Line
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "").strip()

    @property
    def exercise_key(self) -> tuple[str, str]:
        """The number of the exercise, and whether it is the app's own or the lifter's."""
        return self["eid"], self["belongSys"]


@dataclass
class _AcrossTables:
    """What the tables say about each other's rows."""

    load_unit: str | None = None
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    timed: set[tuple[str, str]] = field(default_factory=set)
    kinds: dict[tuple[str, int], str] = field(default_factory=dict)
    dated: set[tuple[str, tuple[str, str]]] = field(default_factory=set)
    stated: dict[str, int] = field(default_factory=dict)
    logs: dict[str, _Row] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Jefit:
    """Tables under headings."""

    app: str = "jefit"
    title: str = "JEFIT"
    version: int = 1

    def recognises(self, source: Source) -> bool:
        """Tell by the first heading."""
        if not source.is_text:
            return False
        first = _HEADING.match(source.first_lines[source.header_line - 1])
        return first is not None and first[1] in {"SETTING", "PROFILE"}

    def read(self, source: Source) -> Reading:
        """Read every line of every table.

        Raises
        ------
        ExportError
            If the table of logged exercises is missing.
        """
        rows = list(_rows(source))
        if not any(row.section == _LOGS for row in rows):
            raise ExportError(f"{source.name}: nothing stands under {_LOGS}; export all data again from the app")
        across = _across_tables(rows)
        gathered = Gathered()
        for row in rows:
            _add(gathered, row, across)
        distance_unit = "km" if across.load_unit == "kg" else "mi"
        dialect = Dialect(load_unit=across.load_unit, distance_unit=distance_unit, markers=MappingProxyType(_MARKERS))
        return gathered.reading(source, "sections", dialect=dialect)


def _rows(source: Source) -> Iterator[_Row]:
    """Every line that is neither blank nor a heading nor a header."""
    section, header = "", tuple[str, ...]()
    for line in ragged_lines(source, ",", _BEGINS):
        if heading := _HEADING.match(line.raw):
            section, header = heading[1], ()
        elif _DIVIDER.match(line.raw):
            section, header = "", ()
        elif line.cells and all(map(_COLUMN.fullmatch, line.cells)) and len(line.cells) > 1:
            header = line.cells
        elif line.raw.strip():
            is_whole = line.cells is not None and len(line.cells) == len(header)
            yield _Row(section, line, dict(zip(header, line.cells or (), strict=True)) if is_whole else {})


def _across_tables(rows: Sequence[_Row]) -> _AcrossTables:
    """Read across the tables: units, names, and which rows state the same sets."""
    across = _AcrossTables()
    for row in rows:
        match row.section:
            case "SETTING":
                across.load_unit = read_mass_unit(row["mass"])
            case "EXERCISE LOGS":
                across.names[row.exercise_key] = row["ename"]
                across.logs[row["_id"]] = row
            case "EXERCISE SET LOGS":
                index = read_number(row["set_index"])
                if index is not None and index.is_integer():
                    across.kinds[row["exercise_log_id"], int(index)] = row["set_type"]
                across.load_unit = across.load_unit or _unit_of_set_logs(row)
            case "CARDIO LOGS" if (read_number(row["duration"]) or 0) > 0:
                across.timed.add(row.exercise_key)
    for key, row in across.logs.items():
        across.stated[key] = len(_stated(row, across))
        across.dated.add((row["mydate"], row.exercise_key))
    return across


def _add(gathered: Gathered, row: _Row, across: _AcrossTables) -> None:
    """Add what a line states."""
    at, raw = row.line.number, row.line.raw
    if row.section not in {_LOGS, _SET_LOGS, _CARDIO}:
        reason = f"section {row.section}" if row.section else "outside every section"
        gathered.add(at, raw, not_set_reason=reason)
    elif not row.cells:
        gathered.add(at, raw, problem=f"the line does not fit the columns of {row.section}")
    elif row.section == _LOGS:
        for index, stated in enumerate(_stated(row, across)):
            kind = across.kinds.get((row["_id"], index))
            gathered.add(at, raw, started=row["mydate"], exercise=row["ename"], marker=kind, **stated)
    elif row.section == _SET_LOGS:
        gathered.add(at, raw, **_set_logged(row, across))
    elif (row["mydate"], row.exercise_key) in across.dated:
        gathered.add(at, raw, not_set_reason=f"same set, kept in {_LOGS}")
    elif name := across.names.get(row.exercise_key):
        timed = {"seconds": row["duration"], "distance": row["distance"]}
        gathered.add(at, raw, started=row["mydate"], exercise=name, **timed)
    else:
        gathered.add(at, raw, not_set_reason="cardio without a name")


def _stated(row: _Row, across: _AcrossTables) -> list[dict[str, str]]:
    """Cut the sets that a line of EXERCISE LOGS states."""
    parts = [part.strip().partition("x") for part in row["logs"].split(",")]
    if _is_timed(row, parts, across):
        figures = [reps for _, _, reps in parts]
        groups = [figures[at : at + _FIGURES_OF_TIMED] for at in range(0, len(figures), _FIGURES_OF_TIMED)]
        return [{"distance": group[1], "seconds": group[-1]} for group in groups]
    problem = {"problem": f"logs is not load x reps: found '{shortened(row['logs'])}'"}
    return [{"load": load, "reps": reps} if cross or not load else problem for load, cross, reps in parts]


def _is_timed(row: _Row, parts: Sequence[tuple[str, str, str]], across: _AcrossTables) -> bool:
    """Tell whether a line states five figures a set: of a cardio exercise, or three zeros before each time."""
    if len(parts) % _FIGURES_OF_TIMED or any(read_number(load) != 0 for load, _, _ in parts):
        return False
    figures = [read_number(reps) for _, _, reps in parts]
    starts = range(0, len(figures), _FIGURES_OF_TIMED)
    begin_with_zeros = all(figures[at : at + 3] == [0, 0, 0] for at in starts) and any(figures)
    return begin_with_zeros or row.exercise_key in across.timed


def _set_logged(row: _Row, across: _AcrossTables) -> dict[str, str | None]:
    """Tell what a line of EXERCISE SET LOGS is: mostly a set that EXERCISE LOGS states as well."""
    exercise = across.logs.get(row["exercise_log_id"])
    if exercise is None:
        return {"problem": f"{_LOGS} has no exercise {row['exercise_log_id']!r}"}
    index = read_number(row["set_index"])
    if index is None or index < across.stated[row["exercise_log_id"]]:
        return {"not_set_reason": f"same set, kept in {_LOGS}"}
    return {
        "started": exercise["mydate"],
        "exercise": exercise["ename"],
        "marker": row["set_type"],
        "load": next((row[name] for name in row.cells if name.startswith("weight_")), None),
        "reps": row["reps"],
        "seconds": row["duration"],
    }


def _unit_of_set_logs(row: _Row) -> str | None:
    """Read the unit in the name of the column of loads."""
    units = (read_mass_unit(name.removeprefix("weight_")) for name in row.cells if name.startswith("weight_"))
    return next(units, None)


FORMAT = _Jefit()
