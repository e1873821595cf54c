"""What became of every file ever ingested: the index of landed rows and of refusals."""

import hashlib
import os
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from pipelines.archive import Ledger, LedgerEntry, Origin
from pipelines.exports import formats, formats_label, label
from pipelines.jsonlines import JsonLines
from pipelines.settings import Settings

BUCKETS = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Landing:
    """What became of one file content of one lifter: rows, or a refusal.

    Parameters
    ----------
    made_by : str
        Versions of the code that read it; under another version it is read anew.
    landed : str or None
        Name of the Parquet file within the landed folder; None if refused.
    """

    lifter: str
    sha256: str
    made_by: str
    landed: str | None = None
    app: str | None = None
    layout: str | None = None
    rows_read: int = 0
    rows_sets: int = 0
    rows_not_sets: int = 0
    rows_rejected: int = 0
    notes: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LandedEntry:
    """One ingested file in force, for the warehouse: where its rows are, or why there are none.

    Parameters
    ----------
    path : Path or None
        Landed Parquet; None if refused.
    error : str or None
        Why refused.
    """

    lifter: str
    file: str
    sha256: str
    origin: Origin
    first_seen_at: str
    app: str | None
    layout: str | None
    path: Path | None
    error: str | None


def bucket_of(lifter: str) -> int:
    """Give the group of lifters, 0 to 63, that one belongs to."""
    return int(hashlib.sha256(lifter.encode()).hexdigest()[:8], 16) % BUCKETS


class Landings:
    """What became of every file ever ingested; the last word on each counts."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lines = JsonLines(settings.landed / "index.jsonl")
        self._known: dict[tuple[str, str], Landing] = {}
        for row in self._lines.read():
            landing = Landing(**{**row, "notes": tuple(row["notes"])})
            self._known[landing.lifter, landing.sha256] = landing
        self._present = {
            f"{folder.name}/{entry.name}" for folder in settings.landed.glob("bucket=*") for entry in os.scandir(folder)
        }
        self._current = {label(form) for form in formats()} | {refusing_label()}

    def current(self, entry: LedgerEntry) -> Landing | None:
        """Give what became of a file, if the code that read it is still the same and the rows are there."""
        landing = self._known.get((entry.lifter, entry.sha256))
        if landing is None or landing.made_by not in self._current:
            return None
        return None if landing.landed and landing.landed not in self._present else landing

    def add(self, landing: Landing) -> None:
        """Write down what became of a file, and clear away what an older version had made of it."""
        before = self._known.get((landing.lifter, landing.sha256))
        self._lines.append(asdict(landing))
        self._known[landing.lifter, landing.sha256] = landing
        if landing.landed:
            self._present.add(landing.landed)
        if before and before.landed and before.landed != landing.landed:
            (self._settings.landed / before.landed).unlink(missing_ok=True)


def landed_entries(settings: Settings) -> list[LandedEntry]:
    """Give every ingested file in force, in the order the files came.

    A file of the samples counts only while nothing has ever come from the inbox.
    """
    landings = Landings(settings)
    found = ((entry, landings.current(entry)) for entry in Ledger(settings).in_force())
    return [
        LandedEntry(
            lifter=entry.lifter,
            file=entry.file,
            sha256=entry.sha256,
            origin=entry.origin,
            first_seen_at=entry.first_seen_at,
            app=landing.app,
            layout=landing.layout,
            path=settings.landed / landing.landed if landing.landed else None,
            error=landing.error,
        )
        for entry, landing in found
        if landing is not None
    ]


def refusal(entry: LedgerEntry, error: Exception) -> Landing:
    """Give the landing of a file that cannot be read."""
    return Landing(lifter=entry.lifter, sha256=entry.sha256, made_by=refusing_label(), error=str(error))


@cache
def refusing_label() -> str:
    """Name the version of all formats together: a file none of them reads deserves another look when one changes."""
    return f"refused.{hashlib.sha256(formats_label().encode()).hexdigest()[:8]}"
