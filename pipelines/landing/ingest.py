"""From the inbox to landed rows: archive every file, account for every row, do only what is new."""

import time
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

from pipelines.errors import MappingError
from pipelines.files.atomic import sweep
from pipelines.files.locking import writing
from pipelines.inbox.archive import Ledger, LedgerEntry, Origin
from pipelines.inbox.mappings import Mappings, remember
from pipelines.inbox.offers import NOBODY, Offer, mappings_at, offers, offers_of
from pipelines.landing.archiving import Books, archive, refused_unread
from pipelines.landing.index import Landing, error_of
from pipelines.landing.landing import land_many
from pipelines.landing.repeats import forget_repeated
from pipelines.landing.reports import FileReport, IngestReport
from pipelines.landing.spreading import land_spread
from pipelines.progress import Progress, Silent
from pipelines.settings import Settings
from pipelines.spread import Spread


def ingest(
    settings: Settings,
    *,
    paths: Sequence[Path] = (),
    lifter: str | None = None,
    samples: bool = False,
    mode: str | None = None,
    progress: Progress | None = None,
    spread: Spread | None = None,
) -> IngestReport:
    """Archive and land what is new; nothing ever ingested is read again unless the code that reads it changed.

    Parameters
    ----------
    settings : Settings
        Which installation.
    paths : sequence of Path
        Files, or folders shaped like the inbox; none for the inbox itself.
    lifter : str or None
        Whose the files at `paths` are.
    samples : bool
        Read the project's own samples while the inbox is empty and nothing has ever come from it.
    mode : str or None
        What these files do to those that came before, one of `base.MODES`; their mapping, or the app's way, if None.
    progress : Progress or None
        Who is told how far it is.
    spread : Spread or None
        Whose processes read and land the files; this machine's if None.

    Raises
    ------
    BusyError
        If another process is writing.
    LiftcastError
        If a path does not exist, or the ledger is damaged.
    """
    began = time.monotonic()
    progress = progress or Silent()
    with writing(settings):
        sweep(settings.exports, *settings.landed.glob("bucket=*"))
        reports = _remember(settings, paths, lifter)
        books = Books.of(settings)
        offered, origin = _offered(settings, books.ledger, paths, lifter, samples=samples)
        fresh = [offer for offer in offered if books.held(offer) is None]
        before = {(entry.lifter, entry.sha256) for entry in books.ledger}
        reports += _misstated(offered, books.mappings)
        reports += archive(settings, fresh, origin, books, progress, mode)
        _state_mode(offered, books, mode)
        waiting = books.waiting()
        reports += _land(settings, books, waiting, progress, spread)
        forget_repeated(settings, books.ledger, books.landings, waiting)
        books.ledger.flush()
        books.landings.flush()
        books.seen.save()
        reports += _refused(offered, books)
        known = sum(_is_known(offer, books, before) for offer in offered)
    return IngestReport(files=tuple(reports), known=known, seconds=time.monotonic() - began)


def has_exports(settings: Settings) -> bool:
    """Tell whether anything was ever ingested or waits in the inbox."""
    return bool(Ledger(settings).in_force()) or next(offers_of(settings, (), None), None) is not None


def pending_files(settings: Settings, *, samples: bool = False) -> list[Path]:
    """Files that an ingest of the inbox would have to read: new or changed, or read by other code than today's."""
    books = Books.of(settings)
    offered, _ = _offered(settings, books.ledger, (), None, samples=samples)
    fresh = [offer.path for offer in offered if not offer.problem and books.held(offer) is None]
    return fresh + [settings.exports / entry.sha256 for entry in books.waiting()]


def _is_known(offer: Offer, books: Books, before: AbstractSet[tuple[str, str]]) -> bool:
    """Tell whether all that a file holds had come before, from this place or another."""
    held = books.held(offer)
    return held is not None and all((offer.lifter, sha256) in before for sha256 in held)


def _offered(
    settings: Settings, ledger: Ledger, paths: Sequence[Path], lifter: str | None, *, samples: bool
) -> tuple[list[Offer], Origin]:
    """Find the files to consider, and where they come from."""
    offered = list(offers_of(settings, paths, lifter))
    if offered or paths or not samples or any(entry.origin == "inbox" for entry in ledger):
        return offered, "inbox"
    has_samples = settings.samples.is_dir()
    return list(offers(settings.samples, loose_files=False)) if has_samples else [], "sample"


def _remember(settings: Settings, paths: Sequence[Path], lifter: str | None) -> list[FileReport]:
    """Copy the mappings beside exports outside the inbox into it; tell of those that cannot be used."""
    reports = []
    for whose, path in mappings_at(settings, paths, lifter):
        try:
            remember(settings, whose, path)
        except MappingError as error:
            reports.append(refused_unread(whose or NOBODY, path.name, str(error)))
    return reports


def _misstated(offered: Sequence[Offer], mappings: Mappings) -> list[FileReport]:
    """Tell of every mapping in the inbox that cannot be used."""
    problems = mappings.problems([offer.lifter for offer in offered])
    return [refused_unread(lifter or NOBODY, file, problem) for lifter, file, problem in problems]


def _state_mode(offered: Sequence[Offer], books: Books, mode: str | None) -> None:
    """Write down what files that were there already do to those that came before, where that is said anew."""
    if mode is None:
        return
    for offer in offered:
        for sha256 in books.held(offer) or ():
            if entry := books.ledger.entry(offer.lifter, sha256):
                books.ledger.add(replace(entry, mode=mode))


def _land(
    settings: Settings, books: Books, waiting: Sequence[LedgerEntry], progress: Progress, spread: Spread | None
) -> list[FileReport]:
    """Land every file that waits for it."""
    if not waiting:
        return []
    with progress.step("reading exports", len(waiting)) as advance:

        def take(landed: Iterable[tuple[LedgerEntry, Landing]]) -> None:
            for _, landing in landed:
                books.landings.add(landing)
                if landing.owner is None:
                    advance(1)

        if spread is None:
            take(land_many(settings, waiting))
        else:
            land_spread(settings, waiting, spread, take)
    parts = {(entry.lifter, entry.sha256): (entry, books.landings.parts(entry)) for entry in waiting}
    return [
        report_of(entry, landings)
        for entry, landings in parts.values()
        if landings and not error_of(entry, landings[0])
    ]


def _refused(offered: Sequence[Offer], books: Books) -> list[FileReport]:
    """Tell of every file considered that no format can read, whether it is new or was refused before."""
    reports = {}
    for offer in offered:
        for sha256 in books.held(offer) or ():
            entry = books.ledger.entry(offer.lifter, sha256)
            landing = books.landings.current(entry) if entry else None
            if entry and landing and error_of(entry, landing):
                reports[offer.lifter, sha256] = report_of(entry, [landing])
    return list(reports.values())


def report_of(entry: LedgerEntry, parts: Sequence[Landing]) -> FileReport:
    """Say what became of one file, from what became of each lifter's part of it."""
    first, error = parts[0], error_of(entry, parts[0])
    lifters = tuple(sorted(part.lifter for part in parts if part.rows_read))
    return FileReport(
        lifter=entry.lifter,
        file=entry.file,
        outcome="refused" if error else "landed",
        sha256=entry.sha256,
        app=first.app,
        layout=first.layout,
        rows_read=sum(part.rows_read for part in parts),
        rows_sets=sum(part.rows_sets for part in parts),
        rows_not_sets=sum(part.rows_not_sets for part in parts),
        rows_rejected=sum(part.rows_rejected for part in parts),
        lifters=lifters if any(part.owner or part.shares for part in parts) else (),
        notes=next((part.notes for part in parts if part.notes), ()),
        mode=entry.mode or first.mode,
        error=error,
    )
