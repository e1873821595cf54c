"""Workbooks: exports that were opened in a spreadsheet and saved in its own format, and sheets kept by hand."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from pipelines.errors import ExportError

_MOST_BYTES: Final = 1 << 28
_SMALL_BYTES: Final = 10 << 20
_MOST_RATIO: Final = 500  # as for zips of exports
_EXCEL: Final = "xl/workbook.xml"
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument.spreadsheet"
NUMBERS: Final = "Index/Document.iwa"
"""What a document of Apple Numbers holds."""

OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"  # the first bytes of .xls


def is_safe_workbook(path: Path) -> bool:
    """Tell whether a zip is an Excel workbook that does not unpack to more than any export."""
    return _kind(path) == _EXCEL


def _kind(path: Path) -> str | bytes | None:
    """Tell what kind of workbook a zip is; None if it is none, or unpacks to more than any export."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            size = sum(member.file_size for member in members)
            packed = sum(member.compress_size for member in members)
            if size > min(_MOST_BYTES, max(_SMALL_BYTES, _MOST_RATIO * packed)):
                return None
            if _EXCEL in names:
                return _EXCEL
            is_open = {"mimetype", "content.xml"} <= names and archive.read("mimetype").strip() == _OPEN_DOCUMENT
            return _OPEN_DOCUMENT if is_open else None
    except Exception:  # noqa: BLE001 (the library tells damage in many ways of its own)
        return None


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


def sheets_as_text(path: Path) -> list[tuple[str, str]]:
    """Write each sheet of a workbook that holds something as a table cut by commas, beside its name.

    Returns
    -------
    list of (str, str)
        Empty where the file is no workbook or is damaged.
    """
    with path.open("rb") as file:
        is_old = file.read(len(OLD_EXCEL)) == OLD_EXCEL
    kind = OLD_EXCEL if is_old and path.stat().st_size <= _MOST_BYTES else _kind(path)
    if kind is None:
        return []
    try:
        if kind != _EXCEL:
            return [(name, text) for name, rows in _of_any_kind(path) if (text := _as_text(rows))]
        with opened_workbook(path, path.name) as book:
            sheets = ((sheet.title, sheet.iter_rows(values_only=True)) for sheet in book.worksheets)
            return [(name, text) for name, rows in sheets if (text := _as_text(rows))]
    except Exception:  # noqa: BLE001 (the libraries tell damage in many ways of their own)
        return []


def _of_any_kind(path: Path) -> Iterator[tuple[str, Iterable[Sequence[object]]]]:
    """Rows of each sheet of a workbook that is not Excel's of today."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 (few need it)

    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        for name in book.sheet_names:
            yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _as_text(rows: Iterable[Sequence[object]]) -> str:
    """A sheet as text; nothing where it holds nothing."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([cell_text(value) or "" for value in row] for row in rows)
    return text.getvalue() if text.getvalue().strip(' ,"\n') else ""


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
            return str(int(value) if isinstance(value, float) and value.is_integer() else value)
