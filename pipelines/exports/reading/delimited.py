"""Clean delimited files, read column by column: the fast way.

Reads a file only when every record has the header's number of cells and no quoted cell can have swallowed another
record; anything else is left to `recovery`, which reads record by record and gives the same table on clean files.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from pipelines.exports.reading.base import Texts
from pipelines.exports.reading.grid import Grid

_BLOCK_BYTES = 1 << 20
_CHUNK = 1 << 22


def read_clean(grid: Grid) -> pa.Table | None:
    """Read all cells of a clean UTF-8 file.

    Returns
    -------
    pyarrow.Table or None
        `line` (int64) and one dictionary-encoded text column per cell, named by its position; None where the file
        needs care.
    """
    newlines = _newlines(grid)
    if newlines is None:
        return None
    names = [str(position) for position in range(grid.width)]
    try:
        table = pyarrow.csv.read_csv(
            grid.source.path,
            read_options=pyarrow.csv.ReadOptions(
                block_size=_BLOCK_BYTES, skip_rows=grid.header_line, column_names=names
            ),
            parse_options=pyarrow.csv.ParseOptions(delimiter=grid.delimiter, newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, Texts), strings_can_be_null=False
            ),
            memory_pool=pa.system_memory_pool(),
        ).unify_dictionaries()
    except pa.ArrowInvalid:
        return None
    if not len(table) or _may_have_swallowed(table, grid):
        return None
    inside = _newlines_inside(table)
    total = 0 if inside is None else int(inside.sum())
    if grid.header_line + len(table) + total != newlines:
        return None
    lines = np.arange(len(table), dtype=np.int64) + grid.header_line + 1
    if inside is not None:
        lines[1:] += np.cumsum(inside)[:-1]
    return table.add_column(0, "line", pa.array(lines))


def _newlines(grid: Grid) -> int | None:
    """Count physical lines, or None for what the fast reader would see differently: UTF-16, a lone carriage return."""
    feeds = returns = pairs = 0
    last = b""
    with grid.source.path.open("rb") as file:
        if file.read(2) in {b"\xff\xfe", b"\xfe\xff"}:
            return None
        file.seek(0)
        while chunk := file.read(_CHUNK):
            feeds += chunk.count(b"\n")
            if b"\r" in chunk:
                returns += chunk.count(b"\r")
                pairs += chunk.count(b"\r\n")
            pairs += last == b"\r" and chunk.startswith(b"\n")
            last = chunk[-1:]
    if returns != pairs:
        return None
    return feeds + (last not in {b"\n", b""})


def _dictionary(column: pa.ChunkedArray) -> pa.Array:
    """Distinct texts of a column whose chunks share one dictionary."""
    return column.chunk(0).dictionary


def _has_newline(column: pa.ChunkedArray) -> bool:
    return bool(pc.any(pc.match_substring(_dictionary(column), "\n")).as_py())


def _may_have_swallowed(table: pa.Table, grid: Grid) -> bool:
    """Tell whether a multi-line cell holds, after a line break, a date written as the records' own dates are."""
    running_on = [column for column in table.columns if _has_newline(column)]
    if not running_on or grid.date_shape is None:
        return bool(running_on)
    pattern = rf"\n[^\n]*{grid.date_shape}"
    return any(pc.any(pc.match_substring_regex(_dictionary(column), pattern)).as_py() for column in running_on)


def _newlines_inside(table: pa.Table) -> npt.NDArray[np.int64] | None:
    """Count line breaks inside each record's cells; None when there are none at all."""
    inside: npt.NDArray[np.int64] | None = None
    for column in table.columns:
        if not _has_newline(column):
            continue
        each = pc.count_substring(_dictionary(column), "\n").to_numpy()
        counts = np.concatenate([each[chunk.indices.to_numpy()] for chunk in column.chunks]).astype(np.int64)
        inside = counts if inside is None else inside + counts
    return inside
