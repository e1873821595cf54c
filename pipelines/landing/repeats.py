"""Rows that a newer file repeats: they are landed once, with the newer file.

A file of which a newer one holds every row counts as if it had not come. Where the newer one comes to count no more,
because a person takes it out of force perhaps, the older one is landed again from the archive.
"""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import pyarrow as pa

from pipelines.errors import ProfileError
from pipelines.exports.reading.base import APPEND, UPSERT
from pipelines.inbox.archive import Ledger, LedgerEntry
from pipelines.landing.accounting import workbench
from pipelines.landing.index import Landing, Landings, Repeated, error_of
from pipelines.landing.landing import land_many
from pipelines.landing.left_out import LeftOut, lines_of
from pipelines.landing.undecided import undecided
from pipelines.settings import Settings

_SQL: Final = Path(__file__).resolve().parent / "sql" / "repeated.sql"
_PAIRS_AT_ONCE: Final = 256


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """One lifter's rows of one file."""

    entry: LedgerEntry
    landing: Landing


def forget_repeated(settings: Settings, ledger: Ledger, landings: Landings, new: Collection[LedgerEntry]) -> None:
    """Leave landed rows to the newer file where it holds all of a file's.

    Parameters
    ----------
    settings : Settings
    ledger : Ledger
    landings : Landings
        What is found is added.
    new : collection of LedgerEntry
        What was landed just now: files landed before have been compared.
    """
    pairs = list(_to_compare(settings, ledger, landings, {(entry.lifter, entry.sha256) for entry in new}))
    for first in range(0, len(pairs), _PAIRS_AT_ONCE):
        for landing in _repeated(settings, pairs[first : first + _PAIRS_AT_ONCE]):
            landings.add(landing)


def bring_back(settings: Settings) -> None:
    """Land again what was left to a newer file that counts no more."""
    ledger, landings = Ledger(settings), Landings(settings)
    if not landings.has_repeated:
        return
    counts = _Counting(settings, ledger, landings)
    lost = [entry for entry in ledger if any(_is_lost(part, entry, counts) for part in landings.parts(entry))]
    for _, landing in land_many(settings, lost):
        landings.add(landing)
    landings.flush()


class _Counting:
    """Which files count as whole exports."""

    def __init__(self, settings: Settings, ledger: Ledger, landings: Landings) -> None:
        self._settings, self._ledger, self._landings = settings, ledger, landings
        self._undecided = undecided(settings)
        self._lines = cache(self._read_lines)

    def is_whole(self, entry: LedgerEntry, landing: Landing) -> bool:
        """Tell whether a file is right over the days it spans, as far as anybody said."""
        if error_of(entry, landing) or (entry.mode or landing.mode) in (APPEND, UPSERT):
            return False
        is_left_out = any(line.means(entry.file, entry.sha256) for line in self._lines(landing.lifter))
        return not is_left_out and entry.sha256 not in self._undecided

    def is_held_by(self, entry: LedgerEntry, part: Landing, digest: str) -> bool:
        """Tell whether another file of whoever brought this one counts for a lifter."""
        newer = self._ledger.entry(entry.lifter, digest)
        if newer is None:
            return False
        return any(self.is_whole(newer, each) for each in self._landings.parts(newer) if each.lifter == part.lifter)

    def _read_lines(self, lifter: str) -> list[LeftOut]:
        with suppress(ProfileError):
            return lines_of(self._settings, lifter)
        return []


def _is_lost(part: Landing, entry: LedgerEntry, counts: _Counting) -> bool:
    """Tell whether a lifter's rows of a file are landed nowhere that counts."""
    return part.repeated is not None and not counts.is_held_by(entry, part, part.repeated.by)


def _to_compare(
    settings: Settings, ledger: Ledger, landings: Landings, new: AbstractSet[tuple[str, str]]
) -> Iterator[tuple[_Part, _Part]]:
    """Each file of a lifter beside the next newer one of the same app, of which either is new."""
    counts = _Counting(settings, ledger, landings)
    chains: dict[tuple[str | None, ...], list[_Part]] = {}
    brought = {lifter for lifter, _ in new}
    for entry in ledger:
        if entry.lifter not in brought:
            continue
        for landing in landings.parts(entry):
            if (landing.landed or landing.repeated) and counts.is_whole(entry, landing):
                whose = (entry.origin, entry.lifter, landing.lifter, landing.app, landing.layout)
                chains.setdefault(whose, []).append(_Part(entry=entry, landing=landing))
    for chain in chains.values():
        for older, newer in pairwise(chain):
            is_new = not new.isdisjoint((each.entry.lifter, each.entry.sha256) for each in (older, newer))
            if is_new and older.landing.landed and newer.landing.landed and _may_hold(newer.landing, older.landing):
                yield older, newer


def _may_hold(newer: Landing, older: Landing) -> bool:
    """Tell whether a file has rows enough to hold all of another's."""
    return newer.rows_sets >= older.rows_sets and newer.rows_read >= older.rows_read


def _repeated(settings: Settings, pairs: Iterable[tuple[_Part, _Part]]) -> Iterator[Landing]:
    """Landings of those older files of which the newer one holds every row."""
    by_place = {str(settings.landed / str(older.landing.landed)): (older, newer) for older, newer in pairs}
    newer_places = [str(settings.landed / str(newer.landing.landed)) for _, newer in by_place.values()]
    with workbench(settings) as con:
        con.register("pairs", pa.table({"older": list(by_place), "newer": newer_places}))
        files = sorted({*by_place, *newer_places})
        found = con.execute(_SQL.read_text(encoding="utf-8"), {"files": files}).fetchall()
    for place, rows, not_sets, *span in found:
        older, newer = by_place[place]
        first_day, last_day = (day and day.isoformat() for day in span)
        repeated = Repeated(by=newer.entry.sha256, rows=rows, not_sets=not_sets, first_day=first_day, last_day=last_day)
        yield replace(older.landing, landed=None, repeated=repeated)
