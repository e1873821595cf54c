"""JEFIT: the table PROFILE of its file, one row per change of the profile.

A row repeats whatever was last typed in, for years, and most rows stand there twice: a figure that the row before it in
time has too was carried forward, not measured. Zero is "not measured". Units are those of the table SETTING.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipelines.exports.apps.jefit import FORMAT as WORKOUTS
from pipelines.exports.body.base import BodyReading, BodyRecord, Figure
from pipelines.exports.body.sites import KINDS, UNITS, column_of
from pipelines.exports.reading.gathered import Line, ragged_lines
from pipelines.exports.reading.source import Source

_HEADING: Final = re.compile(r"###\s++([A-Z]++(?: ++[A-Z]++)*+)\s++#++\s*+$")
_BEGINS: Final = re.compile("###")
_SETTING, _PROFILE = "SETTING", "PROFILE"
_SPLIT: Final = {"fatpercent": "fat percent"}


@dataclass(frozen=True, kw_only=True)
class _JefitProfile:
    """One table of many."""

    app: str = "jefit"
    title: str = "JEFIT's profile"
    version: int = 1
    is_general: bool = False

    def recognises(self, source: Source) -> bool:
        """Tell as the workouts are told."""
        return WORKOUTS.recognises(source)

    def read(self, source: Source) -> BodyReading:
        """Read every row of the table; there may be none."""
        settings, profile = _table(source, _SETTING), _table(source, _PROFILE)
        header = settings[0].cells or () if settings else ()
        units = _units(dict(zip(header, (settings[1].cells or ()) if len(settings) > 1 else (), strict=False)))
        names = profile[0].cells or () if profile else ()
        records = [_record(line, names, units) for line in profile[1:]]
        return BodyReading(layout="sections", records=_freshened(records), shares_lines=True)


def _table(source: Source, wanted: str) -> list[Line]:
    """Header and the rows of one table."""
    lines: list[Line] = []
    section = None
    for line in ragged_lines(source, ",", _BEGINS):
        if line.raw.startswith("###"):
            heading = _HEADING.match(line.raw)
            section = heading[1] if heading else None
        elif section == wanted and line.raw.strip():
            lines.append(line)
    return lines


def _units(setting: Mapping[str, str]) -> dict[str, str | None]:
    """Unit of masses and of lengths."""
    mass, length = (UNITS.get(setting.get(name, "").strip().casefold()) for name in ("mass", "length"))
    girth = length or {"kg": "cm", "lb": "in"}.get(mass or "")
    return {"bodyweight": mass, "girth": girth, "body fat": "%"}


def _record(line: Line, names: Sequence[str], units: Mapping[str, str | None]) -> BodyRecord:
    if line.cells is None or len(line.cells) != len(names):
        return BodyRecord(line=line.number, raw=line.raw, problem=f"the line does not fit the columns of {_PROFILE}")
    row = dict(zip(names, line.cells, strict=True))
    sites = [(column_of(_SPLIT.get(name, name)), text) for name, text in row.items()]
    figures = [
        Figure(site=column.site, text=text, unit=units.get(KINDS[column.site]))
        for column, text in sites
        if column.site is not None
    ]
    return BodyRecord(line=line.number, raw=line.raw, measured=row.get("mydate"), figures=figures)


def _freshened(records: Sequence[BodyRecord]) -> list[BodyRecord]:
    """Mark what each record only repeats of the one before it in time."""
    last: dict[str, str | None] = {}
    fresh: dict[int, BodyRecord] = {}
    for place in sorted(range(len(records)), key=lambda place: records[place].measured or ""):
        figures = [
            replace(figure, reason="carried forward" if last.get(figure.site) == figure.text else None)
            for figure in records[place].figures
        ]
        last |= {figure.site: figure.text for figure in figures if (figure.text or "").strip("0. ")}
        fresh[place] = replace(records[place], figures=figures)
    return [fresh[place] for place in range(len(records))]


FORMAT = _JefitProfile()
