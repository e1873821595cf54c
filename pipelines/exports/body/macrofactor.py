"""MacroFactor: the nutrition workbook, of which the sheets Scale Weight and Body Metrics are read.

The line of a record is its row in its sheet. A body fat judged from pictures is no measurement.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pipelines.errors import ExportError
from pipelines.exports.body.base import BodyReading, BodyRecord, Figure
from pipelines.exports.body.sites import Column, column_of
from pipelines.exports.body.table import require_records
from pipelines.exports.source import Source

_SHEETS: Final = ("Scale Weight", "Body Metrics")
_ZIP: Final = b"PK\x03\x04"
_MOST_BYTES: Final = 1 << 28
_SMALL_BYTES: Final = 10 << 20
_MOST_RATIO: Final = 500  # as for zips of exports


@dataclass(frozen=True, kw_only=True)
class _MacroFactorWorkbook:
    """Two sheets of one workbook."""

    app: str = "macrofactor"
    title: str = "MacroFactor's nutrition workbook"
    version: int = 1
    is_general: bool = False

    def recognises(self, source: Source) -> bool:
        """Tell by the names of the sheets."""
        if not source.head.startswith(_ZIP) or not _is_safe_workbook(source):
            return False
        with _opened(source) as book:
            return any(sheet in book.sheetnames for sheet in _SHEETS)

    def read(self, source: Source) -> BodyReading:
        """Read every row of the sheets.

        Raises
        ------
        ExportError
            If the workbook is damaged, or the sheets are empty.
        """
        with _opened(source) as book:
            sheets = [name for name in _SHEETS if name in book.sheetnames]
            records = [record for name in sheets for record in _records(book[name])]
        return BodyReading(layout="workbook", records=require_records(records, source))


def _is_safe_workbook(source: Source) -> bool:
    """Tell whether a zip is a workbook that does not unpack to more than any export."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    size = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    names = {member.filename for member in members}
    return "xl/workbook.xml" in names and size <= min(_MOST_BYTES, max(_SMALL_BYTES, _MOST_RATIO * packed))


@contextmanager
def _opened(source: Source) -> Iterator[Any]:
    """Open the workbook for reading values only."""
    from openpyxl import load_workbook  # noqa: PLC0415 (takes longer to import than most ingests, and few need it)

    with source.path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
        except Exception as error:  # the library tells damage in many ways of its own
            raise ExportError(f"{source.name}: the workbook is damaged ({error}); export it again") from error
        try:
            yield book
        finally:
            book.close()


def _records(sheet: Any) -> Iterator[BodyRecord]:
    """Read one sheet below its header."""
    columns: list[Column] = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [_text(value) for value in row]
        if not any(texts):
            continue
        if not columns:
            columns = [column_of(text or "") for text in texts]
            continue
        told = list(zip(columns, texts, strict=False))
        yield BodyRecord(
            line=number,
            raw=", ".join(text or "" for text in texts),
            measured=next((text for column, text in told if column.tells == "date"), None),
            figures=[
                Figure(site=column.site, side=column.side, text=text, unit=column.unit)
                for column, text in told
                if column.site is not None
            ],
        )


def _text(value: object) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)


FORMAT = _MacroFactorWorkbook()
