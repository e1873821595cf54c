"""Workbooks: exports that were opened in a spreadsheet and saved in its own format."""

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from pipelines.errors import ExportError

_MOST_BYTES: Final = 1 << 28
_SMALL_BYTES: Final = 10 << 20
_MOST_RATIO: Final = 500  # as for zips of exports


def is_safe_workbook(path: Path) -> bool:
    """Tell whether a zip is a workbook that does not unpack to more than any export."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    size = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    names = {member.filename for member in members}
    return "xl/workbook.xml" in names and size <= min(_MOST_BYTES, max(_SMALL_BYTES, _MOST_RATIO * packed))


@contextmanager
def opened_workbook(path: Path, name: str) -> Iterator[Any]:
    """Open a workbook for reading values only.

    Raises
    ------
    ExportError
        If it is damaged.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 (takes longer to import than most ingests, and few need it)

    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
        except Exception as error:  # the library tells damage in many ways of its own
            raise ExportError(f"{name}: the workbook is damaged ({error}); export it again") from error
        try:
            yield book
        finally:
            book.close()


def sheet_as_text(path: Path) -> str | None:
    """Write the first sheet of a workbook as a table cut by commas; None where it is no workbook or is damaged."""
    if not is_safe_workbook(path):
        return None
    text = io.StringIO()
    try:
        with opened_workbook(path, path.name) as book:
            rows = ([cell_text(value) or "" for value in row] for row in book.worksheets[0].iter_rows(values_only=True))
            csv.writer(text, lineterminator="\n").writerows(rows)
    except Exception:  # noqa: BLE001 (the library tells damage in many ways of its own)
        return None
    return text.getvalue()


def cell_text(value: object) -> str | None:
    """Write what a cell holds as apps write it: days and times in ISO 8601, durations as h:mm:ss."""
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
        case _:
            return str(value)
