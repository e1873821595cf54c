"""Apple Health: the phone's own `export.xml`, and the CSV files that exporter apps make of it.

Records are typed; those of body size are read, all others counted. Shares stand as fractions under the unit `%`. Dates
carry an offset: the clock is kept as it stands, so that days are those of the offset, which for some exporters is UTC.
"""

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from xml.parsers import expat

from pipelines.errors import ExportError
from pipelines.exports.body.base import BodyReading, BodyRecord, Figure
from pipelines.exports.body.long_table import LongTable
from pipelines.exports.body.table import require_records
from pipelines.exports.figures import read_number
from pipelines.exports.source import Source

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


def _figure(what: str, value: str, unit: str) -> Figure | None:
    site = _SITES.get(what.removeprefix(_PREFIX))
    if site is None:
        return None
    is_fraction = site == "body_fat" and (read_number(value) or 0) <= 1
    return Figure(site=site, text=value, unit="fraction" if is_fraction else unit or None)


@dataclass
class _Records:
    """Records of body size met so far, and how many others were passed."""

    found: list[BodyRecord] = field(default_factory=list)
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
        self.found.append(BodyRecord(line=line, raw=raw, measured=measured, figures=(figure,)))


@dataclass(frozen=True, kw_only=True)
class _AppleHealth(LongTable):
    """A table or a document, whichever the file is."""

    def recognises(self, source: Source) -> bool:
        """Tell by the document's root, or by the header."""
        return source.is_text and (_ROOT in source.head or super().recognises(source))

    def read(self, source: Source) -> BodyReading:
        """Read every record of body size, a document piece by piece.

        Raises
        ------
        ExportError
            If the document is damaged, or holds no such record.
        """
        if _ROOT not in source.head:
            found = super().read(source)
            return BodyReading(layout="table", records=found.records)
        records = _Records()
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda tag, attributes: records.start(parser, tag, attributes)
        try:
            with source.path.open("rb") as file:
                parser.ParseFile(file)
        except expat.ExpatError as error:
            raise ExportError(f"{source.name}: the document is damaged ({error}); export it again") from error
        passed = f"records of other things than body size, which are not read: {records.others:,}"
        notes = [passed] if records.others else []
        return BodyReading(layout="xml", records=require_records(records.found, source), notes=notes)


FORMAT = _AppleHealth(
    app="apple_health",
    title="Apple Health",
    version=1,
    date="startdate",
    what="type",
    value="value",
    unit="unit",
    figure=_figure,
    needed=frozenset({"type", "sourcename", "startdate", "unit", "value"}),
)
