"""Withings: weighings with their masses, newest first, several a day; in the language of the account.

Since 2016 it is seven columns whose order tells them in any language; before, weight, fat and what is lean.
"""

import re
from dataclasses import dataclass
from typing import Final

from pipelines.exports.body.base import BodyReading
from pipelines.exports.body.sites import UNITS, Column
from pipelines.exports.body.table import BodyTable, Header, header_of, wide_records
from pipelines.exports.reading.source import Source

_SEVEN: Final = ("body_weight", "fat_mass", None, "muscle_mass", None)  # bone and water are left
_FIVE: Final = ("body_weight", "fat_mass", "lean_mass")
_MASS: Final = re.compile(r".+ \((kg|lbs?|st)\)")


def _columns(header: Header) -> list[Column] | None:
    """Tell what columns tell by their place: a date, nothing but masses, a comment."""
    masses = [_MASS.fullmatch(name) for name in header.folded[1:-1]]
    sites = next((sites for sites in (_SEVEN, _FIVE) if len(sites) == len(masses)), None)
    if sites is None or not all(masses):
        return None
    placed = [
        Column("site", site, None, UNITS[mass[1]]) if site else Column("other")
        for site, mass in zip(sites, masses, strict=True)
        if mass
    ]
    named = header.columns[1:-1]
    agree = all(column.site in {None, place.site} for column, place in zip(named, placed, strict=True))
    # Lifts kept by hand are masses too: what comes first must be known as body weight, and of three columns all.
    is_body = named[0].site == _FIVE[0] and (sites is _SEVEN or all(column.site for column in named))
    return [Column("date"), *placed, Column("comment")] if agree and is_body else None


def _is_withings(header: Header) -> bool:
    return header.columns[0].tells in {"date", "unknown"} and _columns(header) is not None


@dataclass(frozen=True, kw_only=True)
class _Withings(BodyTable):
    """Columns told by their place."""

    def read(self, source: Source) -> BodyReading:
        header = header_of(source)
        columns = _columns(header) if header else None
        return BodyReading(layout=self.layout, records=wide_records(source, columns or []))


FORMAT = _Withings(app="withings", title="Withings", version=2, claims=_is_withings)
