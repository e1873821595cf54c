"""How much is taken in: of one file, of what it unpacks to, and of all that one lifter brings."""

import zipfile
from collections.abc import Sequence
from typing import IO, Final

from pipelines.inbox import packing
from pipelines.inbox.archive import Ledger
from pipelines.inbox.offers import Offer
from pipelines.settings import Settings

MB: Final = 1_000_000
_HEAD_BYTES: Final = 4096
_NAMED: Final = 2
_UNWRITTEN: Final = tuple(bytes([code]) for code in (*range(1, 9), *range(14, 32)))
"""Control characters that no text holds, damaged or wide; zeros are in either."""
_MOST_UNWRITTEN: Final = 0.02
"""Of a picture or anything packed they are a tenth."""
_READ: Final = (
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"PAR1",
    b"SQLite format 3\0",
    b"\xd0\xcf\x11\xe0",
    b"\x0a",
)
"""How files begin that are no text and may hold logs: packed, Parquet, databases, workbooks, an app's own form."""


def too_large(settings: Settings, offer: Offer, held: Sequence[zipfile.ZipInfo] | None) -> str | None:
    """Say that a file, or one that it unpacks to, is larger than may be; None where none is."""
    most = settings.most_file_mb * MB
    sizes = [(offer.file, offer.stamp[0] if offer.stamp else 0)]
    sizes += [(f"{offer.file}/{member.filename}", member.file_size) for member in held or ()]
    for name, size in sizes:
        if size > most:
            return (
                f"{name}: is larger than the {settings.most_file_mb:,} MB that a file may have ({size / MB:,.0f} MB); "
                "leave it out, or let LIFTCAST_MOST_FILE_MB be more"
            )
    return None


class Shares:
    """How much is kept of what each lifter brought, to stop who brings without end."""

    def __init__(self, settings: Settings, ledger: Ledger) -> None:
        self._settings = settings
        self._ledger = ledger
        self._kept: dict[str, int] = {}

    def no_room(self, offer: Offer) -> str | None:
        """Say that a lifter has brought as much as may be kept; None where there is room for a file."""
        kept = self._of(offer.lifter)
        size = offer.stamp[0] if offer.stamp else 0
        self._kept[offer.lifter] = kept + size
        if kept + size <= self._settings.most_lifter_mb * MB:
            return None
        self._kept[offer.lifter] = kept
        return (
            f"{offer.file}: with it {offer.lifter} would have brought {(kept + size) / MB:,.1f} MB, more than the "
            f"{self._settings.most_lifter_mb:,} MB that a lifter's exports may take; leave it out, or let "
            "LIFTCAST_MOST_LIFTER_MB be more"
        )

    def _of(self, lifter: str) -> int:
        if lifter not in self._kept:
            digests = {entry.sha256 for entry in self._ledger if entry.lifter == lifter}
            forms = [packing.form_of(self._settings.exports, digest) for digest in digests]
            self._kept[lifter] = sum(form.stat().st_size for form in forms if form is not None)
        return self._kept[lifter]


def may_be_export(stream: IO[bytes]) -> bool:
    """Tell from how a file begins whether it can be an export at all: text, or a form that some format reads."""
    head = stream.read(_HEAD_BYTES)
    if head.startswith(_READ) or head[8:12] == b".FIT":
        return True
    return sum(map(head.count, _UNWRITTEN)) <= _MOST_UNWRITTEN * len(head)


def told_of_junk(file: str, junk: Sequence[str]) -> str:
    """Say what in a zip was passed over, and not kept."""
    more = f" and {len(junk) - _NAMED:,} more" if len(junk) > _NAMED else ""
    count = (
        "1 file in it can be no export and was"
        if len(junk) == 1
        else f"{len(junk):,} files in it can be no exports and were"
    )
    return f"{file}: {count} not kept: {', '.join(junk[:_NAMED])}{more}"
