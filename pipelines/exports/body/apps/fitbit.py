"""Fitbit: weight, index and fat a day, in each of the shapes an account gives them.

A table; the first of several tables under the word `Body`; the documents of an archive, a file for each month; and the
table of grams that came with Google's takeout. Its loads are in lb whatever the profile says (openScale issue 1192),
fat is 0 where not measured. Some tables say kg all the same, so the unit stays open and is decided from weight and
index where it can be.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from pipelines.exports.body.base import BodyReading, BodyRecord, Figure
from pipelines.exports.body.sites import Column
from pipelines.exports.body.table import BodyTable, Header, header_of, require_records, wide_records
from pipelines.exports.reading.documents import line_of, text_of
from pipelines.exports.reading.figures import read_number
from pipelines.exports.reading.source import Source

_ALL: Final = frozenset({"date", "weight", "bmi", "fat", "logid", "source", "time"})
_NEEDED: Final = frozenset({"date", "weight", "fat"})
_OF_DOCUMENT: Final = frozenset({"logId", "weight", "bmi", "date", "time"})
_GRAMS: Final = ("timestamp", "weight grams", "data source")
_MONTH_FIRST: Final = re.compile(r"(\d{2})/(\d{2})/(\d{2})")
_SECTION: Final = re.compile(r"[^\W\d]+( [^\W\d]+)*( \d{8})?")


def _is_fitbits(header: Header) -> bool:
    return _NEEDED <= set(header.folded) <= _ALL or header.folded == _GRAMS


@dataclass(frozen=True, kw_only=True)
class _Fitbit(BodyTable):
    """Tables or documents, whichever the file is."""

    def recognises(self, source: Source) -> bool:
        """Tell by the header, or by what the first object of a document holds."""
        if super().recognises(source):
            return True
        document = source.document if source.is_text else None
        first = document[0] if isinstance(document, list) and document else None
        return isinstance(first, dict) and first.keys() >= _OF_DOCUMENT

    def read(self, source: Source) -> BodyReading:
        """Read every weighing.

        Raises
        ------
        ExportError
            If there is none.
        """
        header = header_of(source)
        if source.document is not None:
            records = [_weighing(item) for item in source.document if isinstance(item, dict)]
            return BodyReading(layout="archive", records=require_records(records, source))
        if header is None or header.folded == _GRAMS:
            columns = [Column("date"), Column("site", "body_weight", None, "kg"), Column("other")]
            records = [_in_kg(record) for record in wide_records(source, columns)]
            return BodyReading(layout="grams", records=records)
        records = wide_records(source, header.columns)
        end = next((at for at, record in enumerate(records) if _SECTION.fullmatch(record.raw.strip())), len(records))
        passed = f"lines of other tables than that of the body, which are not read: {len(records) - end:,}"
        notes = [passed] if end < len(records) else []
        return BodyReading(layout=self.layout, records=require_records(records[:end], source), notes=notes)


def _weighing(item: dict[str, Any]) -> BodyRecord:
    """One object of a document, whose dates are month first in every account."""
    date, clock = str(item.get("date") or ""), str(item.get("time") or "")
    measured = _MONTH_FIRST.sub(r"20\3-\1-\2", date)
    sites = {"body_weight": "weight", "body_fat": "fat", "body_mass_index": "bmi"}
    return BodyRecord(
        line=line_of(item),
        raw=text_of(item),
        measured=f"{measured} {clock}".strip() or None,
        figures=[Figure(site=site, text=str(item[name])) for site, name in sites.items() if item.get(name) is not None],
    )


def _in_kg(record: BodyRecord) -> BodyRecord:
    """Turn the grams of a record into kg; what is no number stays, to be found unreadable."""
    figures = [
        Figure(site=figure.site, text=text if grams is None else repr(grams / 1000), unit=figure.unit)
        for figure in record.figures
        for text in [figure.text]
        for grams in [read_number((text or "").strip())]
    ]
    return BodyRecord(
        line=record.line, raw=record.raw, measured=record.measured, figures=figures, problem=record.problem
    )


FORMAT = _Fitbit(app="fitbit", title="Fitbit", version=2, claims=_is_fitbits)
