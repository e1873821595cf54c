"""Damaged delimited files, read record by record: the careful way.

Every physical line belongs to exactly one record. What cannot be mended with certainty becomes a record with a
problem, so that nothing is lost and nothing is shifted in silence.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import pyarrow as pa

from pipelines.exports.reading.base import Texts, misfit
from pipelines.exports.reading.grid import Grid
from pipelines.exports.reading.source import cells_of

_BATCH = 100_000
_LONGEST_CELL_LINES = 10_000
_MOST_JOINED_LINES = 50


@dataclass(frozen=True)
class Record:
    """One record: the line it starts on, how many it spans, its cells or what is wrong with it."""

    line: int
    span: int
    cells: Sequence[str] | None = None
    problem: str | None = None
    mended: str | None = None


@dataclass
class _Ahead:
    """Physical lines with a view ahead."""

    lines: Iterator[str]
    number: int
    seen: deque[str] = field(default_factory=deque)

    def peek(self, ahead: int) -> str | None:
        while len(self.seen) <= ahead:
            line = next(self.lines, None)
            if line is None:
                return None
            self.seen.append(line)
        return self.seen[ahead]

    def skip(self, count: int) -> None:
        for _ in range(count):
            self.seen.popleft()
        self.number += count


def records(grid: Grid) -> Iterator[Record]:
    """Cut a file into records, mending what can be mended with certainty."""
    ahead = _Ahead(islice(grid.source.lines(), grid.header_line, None), grid.header_line + 1)
    while (line := ahead.peek(0)) is not None:
        if not line.strip():
            ahead.skip(1)
            continue
        record = _next_record(ahead, line, grid)
        ahead.skip(record.span)
        yield record


def _next_record(ahead: _Ahead, line: str, grid: Grid) -> Record:
    cells, span = _quoted(ahead, line, grid)
    if cells is None:
        return Record(ahead.number, 1, problem="a quotation mark opens here and never closes")
    if len(cells) == grid.width:
        return Record(ahead.number, span, cells)
    if len(cells) < grid.width:
        joined, joined_span = _joined(ahead, cells, span, grid)
        if joined is not None:
            return Record(ahead.number, joined_span, joined, mended="joined over a line break outside quotes")
    else:
        narrowed, how = _narrowed(cells, grid)
        if narrowed is not None:
            return Record(ahead.number, span, narrowed, mended=how)
    problem = misfit(len(cells), grid.width)
    return Record(ahead.number, span, problem=problem)


def _quoted(ahead: _Ahead, line: str, grid: Grid) -> tuple[list[str] | None, int]:
    """Take as many lines as it needs to close all quotes; no cells if they never close before the next record."""
    text, span = line, 1
    cells, is_open = cells_of(text, grid.delimiter)
    while is_open:
        following = ahead.peek(span)
        if following is None:
            return (cells if len(cells) == grid.width else None), span
        if span > _LONGEST_CELL_LINES or grid.begins_record(cells_of(following, grid.delimiter)[0]):
            return None, 1
        text, span = text + following, span + 1
        if '"' in following:
            cells, is_open = cells_of(text, grid.delimiter)
    return cells, span


def _joined(ahead: _Ahead, cells: list[str], span: int, grid: Grid) -> tuple[list[str] | None, int]:
    """Join a record broken by line breaks outside quotes, if that gives just the header's number of cells."""
    while len(cells) < grid.width and span <= _MOST_JOINED_LINES:
        following = ahead.peek(span)
        if following is None:
            break
        more, is_open = cells_of(following, grid.delimiter)
        if is_open or grid.begins_record(more):
            break
        cells = [*cells[:-1], f"{cells[-1]}\n{more[0]}", *more[1:]]
        span += 1
    if len(cells) == grid.width and grid.begins_record(cells) and grid.makes_sense(cells):
        return cells, span
    return None, span


def _narrowed(cells: list[str], grid: Grid) -> tuple[list[str] | None, str]:
    """Bring a record with too many cells to the header's number, if there is one certain way to do it."""
    loose = grid.loose
    is_widened = len(cells) == len(grid.source.header) and not any(map(str.strip, cells[grid.width :]))
    if is_widened or not any(cell.strip() for cell in cells):
        return cells[: grid.width], "freed of empty cells at the end"
    if not grid.begins_record(cells):
        return None, ""
    if loose is not None:
        surplus = len(cells) - grid.width
        name = grid.delimiter.join(cells[loose.at : loose.at + surplus + 1])
        mended = [*cells[: loose.at], name, *cells[loose.at + surplus + 1 :]]
        first = cells[loose.at]
        is_bracketed = first.count("(") > first.count(")") and name.count("(") == name.count(")")
        is_witnessed = mended[loose.witness].strip().casefold() in grid.witnesses
        if (is_bracketed or is_witnessed) and grid.makes_sense(mended):
            return mended, "put together again around an unquoted delimiter"
    if not any(cell.strip() for cell in cells[grid.width :]) and grid.makes_sense(cells[: grid.width]):
        return cells[: grid.width], "freed of empty cells at the end"
    return None, ""


def read_carefully(grid: Grid) -> tuple[pa.Table, list[str]]:
    """Read all cells of any delimited file.

    Returns
    -------
    tuple of (pyarrow.Table, list of str)
        The table of `delimited.read_clean` with a column `problem` after the cells, and what was mended, in sentences.
    """
    best_records = records(grid)
    batches = []
    mended: dict[str, int] = {}
    while batch := list(islice(best_records, _BATCH)):
        for record in batch:
            if record.mended:
                mended[record.mended] = mended.get(record.mended, 0) + 1
        batches.append(_table(batch, grid.width))
    table = pa.concat_tables(batches or [_table([], grid.width)]).unify_dictionaries()
    return table, [f"{count} record{'s' * (count > 1)} {how}" for how, count in mended.items()]


def _table(batch: Sequence[Record], width: int) -> pa.Table:
    empty = [None] * width
    cells = list(zip(*(record.cells or empty for record in batch), strict=True)) or [()] * width
    columns = {str(position): pa.array(values, pa.string()) for position, values in enumerate(cells)}
    columns["problem"] = pa.array([record.problem for record in batch], pa.string())
    encoded = {name: values.dictionary_encode().cast(Texts) for name, values in columns.items()}
    return pa.table({"line": pa.array([record.line for record in batch], pa.int64())} | encoded)
