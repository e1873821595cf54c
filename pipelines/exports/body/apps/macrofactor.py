"""MacroFactor: the nutrition workbook, of which the sheets Scale Weight and Body Metrics are read.

The line of a record is its row in its sheet. A body fat judged from pictures is no measurement.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pipelines.exports.body.base import BodyReading, BodyRecord, Figure
from pipelines.exports.body.sites import Column, column_of
from pipelines.exports.body.table import require_records
from pipelines.exports.reading.source import Source
from pipelines.exports.reading.workbooks import cell_text, is_safe_workbook, opened_workbook

_SHEETS: Final = ("Scale Weight", "Body Metrics")
_ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True, kw_only=True)
class _MacroFactorWorkbook:
    """Two sheets of one workbook."""

    app: str = "macrofactor"
    title: str = "MacroFactor's nutrition workbook"
    version: int = 1
    is_general: bool = False

    def recognises(self, source: Source) -> bool:
        """Tell by the names of the sheets."""
        if not source.head.startswith(_ZIP) or not is_safe_workbook(source.path):
            return False
        with opened_workbook(source.path, source.name) as book:
            return any(sheet in book.sheetnames for sheet in _SHEETS)

    def read(self, source: Source) -> BodyReading:
        """Read every row of the sheets.

        Raises
        ------
        ExportError
            If the workbook is damaged, or the sheets are empty.
        """
        with opened_workbook(source.path, source.name) as book:
            sheets = [name for name in _SHEETS if name in book.sheetnames]
            records = [record for name in sheets for record in _records(book[name])]
        return BodyReading(layout="workbook", records=require_records(records, source))


def _records(sheet: Any) -> Iterator[BodyRecord]:
    """Read one sheet below its header."""
    columns: list[Column] = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [cell_text(value) for value in row]
        if not any(texts):
            continue
        if not columns:
            columns = [column_of(text or "") for text in texts]
            continue
        cells = list(zip(columns, texts, strict=False))
        yield BodyRecord(
            line=number,
            raw=", ".join(text or "" for text in texts),
            measured=next((text for column, text in cells if column.tells == "date"), None),
            figures=[
                Figure(site=column.site, side=column.side, text=text, unit=column.unit)
                for column, text in cells
                if column.site is not None
            ],
        )


FORMAT = _MacroFactorWorkbook()
