"""A body log kept by hand or by a script: any table of a date and sites that its header names, or one file per site.

It is told by every column having a meaning known here, so that a log of lifts is never taken for one of the body. Of
files with one site each, whose header says only `measurement`, the site is in the file's name: the one place where a
name must tell.
"""

from dataclasses import dataclass, replace
from pathlib import PurePath

from pipelines.errors import ExportError
from pipelines.exports.body.base import BodyReading
from pipelines.exports.body.sites import Column, site_in
from pipelines.exports.body.table import BodyTable, Header, header_of, wide_records
from pipelines.exports.reading.source import Source

_ONE_SITE = "one site"
_FREE = frozenset({"other", "comment"})


def _is_one_site(header: Header) -> bool:
    date, *others = header.columns
    is_free = all(column.tells in _FREE for column in others[1:])
    return date.tells == "date" and header.folded[1] == "measurement" and is_free


def _is_body_log(header: Header) -> bool:
    tells = [column.tells for column in header.columns]
    sites = [(column.site, column.side) for column in header.columns if column.tells == "site"]
    is_known = tells.count("date") == 1 and tells.count("clock") <= 1 and "unknown" not in tells
    return _is_one_site(header) or (is_known and bool(sites) and len(set(sites)) == len(sites))


@dataclass(frozen=True, kw_only=True)
class _BodyLog(BodyTable):
    """Columns of sites, or one site."""

    def read(self, source: Source) -> BodyReading:
        header = header_of(source)
        if header is None or not _is_one_site(header):
            reading = super().read(source)
            return replace(reading, layout=", ".join(header.folded) if header else self.layout)
        site = site_in(PurePath(source.name).stem)
        if site is None:
            raise ExportError(
                f"{source.name}: neither the column 'measurement' nor the file's name says what was measured; name "
                "the column after the site, such as 'waist (cm)' or 'left thigh (in)', or say in a mapping which file "
                "is which (docs/formats.md), and ingest the file again"
            )
        columns = [header.columns[0], site, *header.columns[2:-1], *_last(header)]
        note = f"taken for measurements of the {(site.site or '').replace('_', ' ')}, by the file's name"
        return BodyReading(layout=_ONE_SITE, records=wide_records(source, columns), notes=[note])


def _last(header: Header) -> list[Column]:
    """Let comments run on past the header's last column."""
    return [Column("comment")] if len(header.names) > 2 else []


FORMAT = _BodyLog(app="body_log", title="a body log", version=1, claims=_is_body_log, is_general=True)
