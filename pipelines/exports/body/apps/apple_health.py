"""Apple Health: the phone's own `export.xml`, and the tables and documents that exporter apps make of it.

Records are typed; those of body size are read, all others counted. Shares stand as fractions under the unit `%`. Dates
carry an offset: the clock is kept as it stands, so that days are those of the offset, which for some exporters is UTC.
Health Auto Export also writes one column per type, with its unit in brackets, or a document of all types.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final
from xml.parsers import expat

from pipelines.errors import ExportError
from pipelines.exports.body.base import BodyReading, BodyRecord, Figure
from pipelines.exports.body.long_table import LongTable
from pipelines.exports.body.sites import Column
from pipelines.exports.body.table import Header, header_of, require_records, wide_records
from pipelines.exports.reading.documents import line_of, text_of
from pipelines.exports.reading.figures import read_number
from pipelines.exports.reading.source import Source

_PREFIX: Final = "HKQuantityTypeIdentifier"
_ROOT: Final = b"<HealthData"
_SITES: Final = MappingProxyType(
    {
        "BodyMass": "body_weight",
        "BodyFatPercentage": "body_fat",
        "LeanBodyMass": "lean_mass",
        "WaistCircumference": "waist",
        "BodyMassIndex": "body_mass_index",
    }
)

_TYPED_NAME: Final = re.compile(r"(?P<what>.+?) ?\((?P<unit>[^()]+)\)")
_NAMES: Final = MappingProxyType(
    {
        "weight & body mass": "BodyMass",
        "weight/body mass": "BodyMass",
        "weight_body_mass": "BodyMass",
        "body fat percentage": "BodyFatPercentage",
        "body_fat_percentage": "BodyFatPercentage",
        "lean body mass": "LeanBodyMass",
        "lean_body_mass": "LeanBodyMass",
        "waist circumference": "WaistCircumference",
        "waist_circumference": "WaistCircumference",
        "body mass index": "BodyMassIndex",
        "body_mass_index": "BodyMassIndex",
    }
)


def _figure(what: str, value: str, unit: str) -> Figure | None:
    site = _SITES.get(what.removeprefix(_PREFIX))
    if site is None:
        return None
    is_fraction = site == "body_fat" and (read_number(value) or 0) <= 1
    return Figure(site=site, text=value, unit="fraction" if is_fraction else unit or None)


@dataclass
class _Records:
    """Records of body size met so far, and how many others were passed."""

    taken: list[BodyRecord] = field(default_factory=list)
    others: int = 0

    def start(self, parser: expat.XMLParserType, tag: str, attributes: dict[str, str]) -> None:
        """Take the record that an element is, if it is one."""
        if tag != "Record":
            return
        what = attributes.get("type", "")
        figure = _figure(what, attributes.get("value", ""), attributes.get("unit", ""))
        if figure is None:
            self.others += 1
            return
        measured = attributes.get("startDate")
        raw = f"{what} {measured} {attributes.get('value')} {attributes.get('unit')}"
        line = parser.CurrentLineNumber
        self.taken.append(BodyRecord(line=line, raw=raw, measured=measured, figures=(figure,)))


@dataclass(frozen=True, kw_only=True)
class _AppleHealth(LongTable):
    """A table or a document, whichever the file is."""

    def recognises(self, source: Source) -> bool:
        """Tell by the document's root, by the header, or by the types a document names."""
        if not source.is_text:
            return False
        is_told = _ROOT in source.head or super().recognises(source)
        return is_told or bool(_typed_columns(header_of(source))) or bool(_metrics(source))

    def read(self, source: Source) -> BodyReading:
        """Read every record of body size, a document piece by piece.

        Raises
        ------
        ExportError
            If the document is damaged, or holds no such record.
        """
        if _ROOT not in source.head:
            return self._of_exporter(source)
        records = _Records()
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda tag, attributes: records.start(parser, tag, attributes)
        try:
            with source.path.open("rb") as file:
                parser.ParseFile(file)
        except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: an encoding that is not known
            raise ExportError(f"{source.name}: the document is damaged ({error}); export it again") from error
        passed = f"records of other things than body size, which are not read: {records.others:,}"
        notes = [passed] if records.others else []
        return BodyReading(layout="xml", records=require_records(records.taken, source), notes=notes)

    def _of_exporter(self, source: Source) -> BodyReading:
        """Read what an exporter app made."""
        if columns := _typed_columns(header_of(source)):
            records = [_with_fractions(record) for record in wide_records(source, columns)]
            return BodyReading(layout="columns", records=records)
        if metrics := _metrics(source):
            return BodyReading(layout="document", records=require_records(list(_readings(metrics)), source))
        return BodyReading(layout="table", records=super().read(source).records)


def _typed_columns(header: Header | None) -> list[Column]:
    """Tell the columns of a table with one for each type; none where it is no such table."""
    if header is None or not header.names or header.folded[0] not in {"date", "date/time"}:
        return []
    matches = [_TYPED_NAME.fullmatch(name) for name in header.folded[1:]]
    columns = [(_NAMES.get(match["what"]), match["unit"]) if match else (None, "") for match in matches]
    if not any(what == "BodyMass" for what, _ in columns):
        return []
    sites = [Column("site", _SITES[what], None, unit) if what else Column("other") for what, unit in columns]
    return [Column("date"), *sites]


def _with_fractions(record: BodyRecord) -> BodyRecord:
    """Tell shares written as fractions from those in percent."""
    figures = [
        replace(figure, unit="fraction")
        if figure.site == "body_fat" and 0 < (read_number((figure.text or "").strip()) or 0) <= 1
        else figure
        for figure in record.figures
    ]
    return replace(record, figures=figures)


def _metrics(source: Source) -> list[dict[str, Any]]:
    """Types a document holds that are about the size of the body."""
    document = source.document
    data = document.get("data") if isinstance(document, dict) else None
    metrics = data.get("metrics") if isinstance(data, dict) else None
    listed = metrics if isinstance(metrics, list) else []
    return [metric for metric in listed if isinstance(metric, dict) and str(metric.get("name")) in _NAMES]


def _readings(metrics: list[dict[str, Any]]) -> Iterator[BodyRecord]:
    for metric in metrics:
        readings = metric.get("data")
        for item in readings if isinstance(readings, list) else []:
            if isinstance(item, dict):
                figure = _figure(_NAMES[metric["name"]], str(item.get("qty") or ""), str(metric.get("units") or ""))
                measured = str(item.get("date") or "") or None
                figures = (figure,) if figure else ()
                yield BodyRecord(line=line_of(item), raw=text_of(item), measured=measured, figures=figures)


FORMAT = _AppleHealth(
    app="apple_health",
    title="Apple Health",
    version=2,
    date="startdate",
    what="type",
    value="value",
    unit="unit",
    figure=_figure,
    needed=frozenset({"type", "sourcename", "startdate", "unit", "value"}),
)
