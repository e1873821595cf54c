"""What became of every file ever ingested: the index of landed rows and of refusals."""

import hashlib
import os
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.exports.body.base import body_label
from pipelines.exports.body.identify import body_formats
from pipelines.exports.identify import formats, formats_label
from pipelines.exports.reading.base import APPEND, UPSERT, label
from pipelines.files import unforeseen
from pipelines.files.jsonlines import JsonLines
from pipelines.inbox.archive import Ledger, LedgerEntry, Origin
from pipelines.inbox.mappings import Mappings, label_of
from pipelines.landing.time_zones import TimeZones
from pipelines.landing.undecided import undecided
from pipelines.settings import Settings

BUCKETS = 64
MOST_LINES = 1.5
"""The index is written anew when it has more lines than this for each that counts."""
FEWEST_LINES = 50
"""An index of as many files is never too long."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeated:
    """Rows of workouts that are landed with a newer file only, which holds them all.

    Parameters
    ----------
    by : str
        Digest of the newer file.
    rows, not_sets : int
        How many they are, and how many of them are no sets.
    first_day, last_day : str or None
        The days with sets that they span, ISO.
    """

    by: str
    rows: int
    not_sets: int
    first_day: str | None
    last_day: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Landing:
    """What became of one file content of one lifter: rows, or a refusal.

    Parameters
    ----------
    made_by : str
        Versions of the code that read it, of workouts and body joined by `+`; under another it is read anew.
    header : str or None
        Signature of its header, by which a mapping finds it.
    landed, landed_body : str or None
        Names of the Parquet files of workouts and of body measurements within the landed folder; None where there are
        none, if refused, or if all rows are others'.
    rows_sets : int
        Records that are sets or body measurements.
    owner : str or None
        Who brought the file, where these are only one lifter's rows of it.
    shares : tuple of str
        Lifters besides the one who brought the file that have rows in it.
    in_utc : bool
        Times are in UTC in the file; under another time zone of the lifter than `time_zone` it is read anew.
    night_days : int
        Days that may be of another date, where no time zone is stated.
    is_date_order_open : bool
        Nothing in the file proves which of day and month comes first; where the lifter states another order than
        `date_order` it is read anew.
    mode : str or None
        What the mapping says that its files do to those that came before.
    is_keyed : bool
        Its sets can be known again, by an identity or a number.
    repeated : Repeated or None
        Instead of `landed`, where a newer file holds all these rows.
    """

    lifter: str
    sha256: str
    made_by: str
    header: str | None = None
    landed: str | None = None
    landed_body: str | None = None
    app: str | None = None
    layout: str | None = None
    rows_read: int = 0
    rows_sets: int = 0
    rows_not_sets: int = 0
    rows_rejected: int = 0
    notes: tuple[str, ...] = ()
    error: str | None = None
    owner: str | None = None
    shares: tuple[str, ...] = ()
    in_utc: bool = False
    time_zone: str | None = None
    night_days: int = 0
    is_date_order_open: bool = False
    date_order: str | None = None
    mode: str | None = None
    is_keyed: bool = False
    repeated: Repeated | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """The names of the Parquet files there are."""
        return tuple(name for name in (self.landed, self.landed_body) if name)

    @property
    def is_passing(self) -> bool:
        """Whether the file was refused for a reason that may be gone the next time."""
        return self.made_by == unforeseen.PASSING


@dataclass(frozen=True, kw_only=True, slots=True)
class LandedEntry:
    """One ingested file in force, for the warehouse: where its rows are, or why there are none.

    Parameters
    ----------
    path, body_path : Path or None
        Landed Parquet of workouts and of body measurements; both None if refused.
    error : str or None
        Why refused.
    night_days : int
        As of `Landing`.
    mode : str or None
        What it does to files that came before, where that is stated: one of `base.MODES`.
    is_undecided : bool
        It would remove more than was allowed and waits for a person's word.
    is_remainder : bool
        It is what names no lifter in a table of many, and no set: whoever brought it need not train.
    time_zone, date_order : str or None
        As of `Landing`: what it was read with, besides its format.
    repeated : Repeated or None
        Rows of it that are landed with another.
    rows : int
        Records read in it.
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
    body_path: Path | None = None
    night_days: int = 0
    mode: str | None = None
    is_undecided: bool = False
    is_remainder: bool = False
    time_zone: str | None = None
    date_order: str | None = None
    repeated: Repeated | None = None
    rows: int = 0


def bucket_of(lifter: str) -> int:
    """Group of lifters, 0 to 63, that one belongs to."""
    return int(hashlib.sha256(lifter.encode()).hexdigest()[:8], 16) % BUCKETS


class Landings:
    """What became of every file ever ingested; the last word on each counts."""

    def __init__(self, settings: Settings, mappings: Mappings | None = None) -> None:
        self._settings = settings
        self._mappings = mappings or Mappings(settings)
        self._zones = TimeZones(settings)
        self._lines = JsonLines(settings.landed / "index.jsonl")
        self._known: dict[tuple[str, str, str], Landing] = {}
        said = self._lines.read()
        self._number = len(said)
        for row in said:
            landing = _landing(row)
            self._known[_key(landing)] = landing
        self._present = {
            f"{folder.name}/{entry.name}" for folder in settings.landed.glob("bucket=*") for entry in os.scandir(folder)
        }
        bodies = {body_label(form) for form in body_formats()}
        self._current = {label(form) for form in formats()} | bodies | {refusing_label()}

    def current(self, entry: LedgerEntry) -> Landing | None:
        """What became of a file, if the code or mapping that read it is still the same and its rows are there."""
        landing = self._known.get((entry.lifter, entry.lifter, entry.sha256))
        if landing is None or not self._is_current(landing, landing):
            return None
        shares = [self._known.get((entry.lifter, lifter, entry.sha256)) for lifter in landing.shares]
        return landing if all(share and self._is_current(share, landing) for share in shares) else None

    def parts(self, entry: LedgerEntry) -> list[Landing]:
        """What became of a file, lifter by lifter; nothing where that is to be found out anew."""
        landing = self.current(entry)
        if landing is None:
            return []
        shares = [self._known[entry.lifter, lifter, entry.sha256] for lifter in landing.shares]
        has_own = landing.places or landing.repeated or landing.error
        return [landing, *shares] if has_own or not shares else shares

    @property
    def has_repeated(self) -> bool:
        """Whether rows of any file are landed with a newer one."""
        return any(landing.repeated for landing in self._known.values())

    def repeated(self, landing: Landing) -> Repeated | None:
        """Rows that are landed with another file, and with which: the one that a chain of newer ones ends in."""
        found, newer = landing.repeated, self._newer(landing)
        while found and newer and newer.repeated:
            found, newer = replace(found, by=newer.repeated.by), self._newer(newer)
        return found

    def _newer(self, landing: Landing) -> Landing | None:
        """What became of the file that a file's rows are landed with."""
        if landing.repeated is None:
            return None
        return self._known.get((landing.owner or landing.lifter, landing.lifter, landing.repeated.by))

    def _is_current(self, landing: Landing, whole: Landing) -> bool:
        if landing.is_passing:
            return True
        mapping = self._mappings.of(whole.lifter, whole.header)
        made_by = landing.made_by.split("+")
        if any(map(unforeseen.is_label, made_by)):
            return made_by == [*([label_of(mapping)] if mapping else ()), unforeseen.label()]
        if not (made_by == [label_of(mapping)] if mapping else self._current.issuperset(made_by)):
            return False
        if landing.in_utc and landing.time_zone != self._zones.of_rows(landing.lifter, whole.lifter):
            return False
        if landing.is_date_order_open and landing.date_order != self._zones.date_order_of(whole.lifter):
            return False
        is_known = landing.repeated is None or self._newer(landing) is not None
        return is_known and self._present.issuperset(landing.places)

    def flush(self) -> None:
        """Make sure that what was added outlives a power cut; without old words where most lines are such."""
        if self._number > MOST_LINES * max(len(self._known), FEWEST_LINES):
            self._lines.replace(map(_row, self._known.values()))
            self._number = len(self._known)
        self._lines.flush()

    def add(self, landing: Landing) -> None:
        """Write down what became of a file, and clear away what an older version had made of it."""
        before = self._known.get(_key(landing))
        if landing.is_passing and landing == before:
            return
        self._lines.append(_row(landing))
        self._number += 1
        self._known[_key(landing)] = landing
        self._present.update(landing.places)
        gone = set(before.shares) - set(landing.shares) if before and landing.owner is None else set()
        stale = [before, *(self._known.get((landing.lifter, lifter, landing.sha256)) for lifter in gone)]
        for place in {place for old in stale if old for place in old.places} - set(landing.places):
            (self._settings.landed / place).unlink(missing_ok=True)
            self._present.discard(place)


def _row(landing: Landing) -> dict[str, Any]:
    """Make a line of the index."""
    return {name: said for name, said in asdict(landing).items() if said}


def _landing(row: dict[str, Any]) -> Landing:
    """Read a line of the index."""
    repeated = row.get("repeated")
    texts = {name: tuple(row.get(name, ())) for name in ("notes", "shares")}
    return Landing(**{**row, **texts, "repeated": repeated and Repeated(**repeated)})


def _key(landing: Landing) -> tuple[str, str, str]:
    """Who brought the file, whose rows of it these are, and which file."""
    return landing.owner or landing.lifter, landing.lifter, landing.sha256


def landed_entries(settings: Settings) -> list[LandedEntry]:
    """Every ingested file in force, in the order the files came.

    A file of the samples counts only while nothing has ever come from the inbox.
    """
    landings = Landings(settings)
    held = undecided(settings)
    entries: dict[tuple[str, str], LandedEntry] = {}
    for entry in Ledger(settings).in_force():
        for part in landings.parts(entry):
            landed = _landed_entry(settings, entry, part, is_undecided=entry.sha256 in held)
            landed = replace(landed, repeated=landings.repeated(part))
            # Two people may bring the same file of many lifters: each lifter's rows count once, and go before none.
            other = entries.get((part.lifter, part.sha256))
            if other is None or (other.error and not landed.error):
                entries[part.lifter, part.sha256] = landed
    return list(entries.values())


def error_of(entry: LedgerEntry, landing: Landing) -> str | None:
    """Say why a file is refused: it cannot be read, or not be used as was said when it was ingested."""
    has_sets = landing.landed or landing.shares or landing.owner
    if landing.error or entry.mode != UPSERT or landing.is_keyed or not has_sets:
        return landing.error
    return (
        f"{entry.file}: --mode {UPSERT} needs sets that can be known again; name set_id or set_number in the mapping's "
        f"[columns], or ingest it with --mode {APPEND}"
    )


def _landed_entry(settings: Settings, entry: LedgerEntry, part: Landing, *, is_undecided: bool) -> LandedEntry:
    error = error_of(entry, part)
    return LandedEntry(
        lifter=part.lifter,
        file=entry.file,
        sha256=entry.sha256,
        origin=entry.origin,
        first_seen_at=entry.first_seen_at,
        app=part.app,
        layout=part.layout,
        path=settings.landed / part.landed if part.landed and not error else None,
        error=error,
        body_path=settings.landed / part.landed_body if part.landed_body and not error else None,
        night_days=part.night_days,
        mode=entry.mode or part.mode,
        is_undecided=is_undecided,
        is_remainder=part.owner is None and bool(part.shares) and not part.rows_sets,
        time_zone=part.time_zone,
        date_order=part.date_order,
        rows=part.rows_read,
    )


@cache
def refusing_label() -> str:
    """Name the version of all formats together: a file none of them reads deserves another look when one changes."""
    labels = "+".join([formats_label(), *map(body_label, body_formats())])
    return f"refused.{hashlib.sha256(labels.encode()).hexdigest()[:8]}"
