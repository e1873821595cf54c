"""Records gathered one by one, by formats that are no plain table; and how such formats cut lines into cells."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, TypeAlias

import pyarrow as pa

from pipelines.errors import ExportError
from pipelines.exports.reading.base import Dialect, Reading, damaged, encoded, logged_table
from pipelines.exports.reading.figures import read_number
from pipelines.exports.reading.source import Source, cells_of, shortened

_LONGEST_CELL_LINES = 200
_MOST_SETS = 100  # of one row; more is no count of sets

Column: TypeAlias = Any  # pyarrow.ChunkedArray of dictionary-encoded text


@dataclass
class Gathered:
    """Records read so far, each with the line it starts on, its text in the file, and what the app says of it."""

    lines: list[int] = field(default_factory=list)
    raws: list[str] = field(default_factory=list)
    texts: list[dict[str, str | None]] = field(default_factory=list)

    def add(self, line: int, raw: str, **texts: Any) -> None:
        """Add one record; `texts` by the names of `base.TEXTS`, text or None, or what is to be written as text."""
        self.lines.append(line)
        self.raws.append(raw)
        self.texts.append({name: None if value is None else str(value) for name, value in texts.items()})

    def reading(
        self, source: Source, layout: str, *, dialect: Dialect | None = None, notes: Sequence[str] = ()
    ) -> Reading:
        """Everything gathered from one export.

        Raises
        ------
        ExportError
            If there is nothing.
        """
        if not self.lines:
            raise ExportError(f"{source.name}: there is not one set in this export; export the file again from the app")
        if source.is_text and (damage := source.damage):
            notes = [*notes, damage]
            for texts in self.texts:
                texts["problem"] = texts.get("problem") or damaged(texts.get("exercise"))
        names = dict.fromkeys(name for texts in self.texts for name in texts)
        columns = {name: [texts.get(name) for texts in self.texts] for name in names}
        return Reading(
            layout=layout,
            logged=logged_table(self.lines, columns),
            dialect=dialect or Dialect(),
            notes=notes,
            raw=lambda ordinals: [self.raws[ordinal] for ordinal in ordinals],
        )


@dataclass(frozen=True)
class Line:
    """One record of a file whose records differ in width: its first line, its text, its cells if its quotes close."""

    number: int
    raw: str
    cells: tuple[str, ...] | None


def ragged_lines(source: Source, delimiter: str, begins: re.Pattern[str], first: int = 1) -> Iterator[Line]:
    """Cut a file into records of any width; blank lines are records without cells.

    Parameters
    ----------
    delimiter : str
        What separates cells.
    begins : re.Pattern
        Tells a line that starts a record, and so cannot go on inside an open quotation mark.
    first : int
        Line to start from, 1-based.
    """
    yield from ragged(islice(source.lines(), first - 1, None), delimiter, begins, first)


def ragged(lines: Iterable[str], delimiter: str, begins: re.Pattern[str], first: int = 1) -> Iterator[Line]:
    """Cut physical lines into records of any width, as `ragged_lines` does; `first` is the number of the first."""
    held: list[str] = []
    number = first
    for at, line in enumerate(lines, start=first):
        if held and (begins.match(line) or len(held) >= _LONGEST_CELL_LINES):
            yield from _torn(held, number, delimiter)
            held.clear()
        if not held:
            number = at
        held.append(line)
        cells, is_open = cells_of("".join(held), delimiter)
        if not is_open:
            yield _line(number, held, cells)
            held.clear()
    yield from _torn(held, number, delimiter)


def _line(number: int, held: Sequence[str], cells: Sequence[str] | None) -> Line:
    raw = "".join(held).rstrip("\r\n")
    return Line(number, raw, None if cells is None else tuple(cells) if raw.strip() else ())


def _torn(held: Sequence[str], number: int, delimiter: str) -> Iterator[Line]:
    """Lines after a quotation mark that never closes: the first one has no cells, the others their own."""
    for at, line in enumerate(held):
        cells, is_open = cells_of(line, delimiter)
        yield _line(number + at, [line], None if is_open else cells)


def rewritten(column: Column, read: Callable[[str], str | None]) -> Column:
    """Rewrite each distinct text of a column of logged rows; null stays null."""
    texts = column.chunk(0).dictionary.to_pylist()
    values = pa.array([None if text is None else read(text) for text in texts], pa.string())
    return pa.chunked_array([pa.DictionaryArray.from_arrays(chunk.indices, values) for chunk in column.chunks])


def earliest(started: Column, *groups: Column) -> Column:
    """Earliest text of each record's group: the workout's start, where apps keep a time for each set.

    Parameters
    ----------
    started : pyarrow.ChunkedArray
        Dates or times whose texts sort as they follow each other.
    *groups : pyarrow.ChunkedArray
        What records of one workout have in common.
    """
    keys = list(zip(*(group.to_pylist() for group in groups), strict=True))
    firsts: dict[tuple[str | None, ...], str] = {}
    for key, text in zip(keys, started.to_pylist(), strict=True):
        if text and (key not in firsts or text < firsts[key]):
            firsts[key] = text
    values = pa.array([firsts.get(key) for key in keys], pa.string()).dictionary_encode()
    return pa.chunked_array([values])


def a_record_per_set(reading: Reading) -> Reading:
    """Repeat each row as often as it states sets, in the column `sets` of logged rows."""
    texts = reading.logged["sets"].to_pylist()
    counts = [_count(text) for text in texts]
    origin = [row for row, count in enumerate(counts) for _ in range(count or 1)]
    problems_before = reading.logged["problem"] if "problem" in reading.logged.column_names else pa.nulls(len(texts))
    problems = [
        problem or (f"sets is not a count: found '{shortened(text or '')}'" if count is None else None)
        for problem, text, count in zip(problems_before.to_pylist(), texts, counts, strict=True)
    ]
    kept = reading.logged.drop_columns([name for name in ("sets", "problem") if name in reading.logged.column_names])
    logged = kept.append_column("problem", encoded(problems)).take(pa.array(origin)).combine_chunks()

    def raw(ordinals: Sequence[int]) -> list[str]:
        rows = sorted({origin[ordinal] for ordinal in ordinals})
        raw_by_row = dict(zip(rows, reading.raw(rows), strict=True))
        return [raw_by_row[origin[ordinal]] for ordinal in ordinals]

    return replace(reading, logged=logged, raw=raw)


def _count(text: str | None) -> int | None:
    """Read how many sets a row stands for; an empty cell is one, what is no count is None."""
    if text is None or not text.strip():
        return 1
    number = read_number(text.strip()) or 0
    return int(number) if number in range(1, _MOST_SETS + 1) else None
