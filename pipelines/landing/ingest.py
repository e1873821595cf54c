"""From the inbox to landed rows: archive every file, account for every row, do only what is new."""

import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from pipelines.errors import ExportError, MappingError
from pipelines.files import unforeseen
from pipelines.files.atomic import sweep
from pipelines.files.locking import writing
from pipelines.files.names import shown
from pipelines.inbox.archive import Ledger, LedgerEntry, Origin, Seen, store
from pipelines.inbox.mappings import Mappings, remember
from pipelines.inbox.offers import MOST_UNPACKED_BYTES, NOBODY, Offer, mappings_at, members, offers, offers_of
from pipelines.landing import sizes
from pipelines.landing.index import Landing, Landings, error_of, refusal
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
        books = _Books.of(settings)
        offered, origin = _offered(settings, books.ledger, paths, lifter, samples=samples)
        fresh = [offer for offer in offered if books.held(offer) is None]
        before = {(entry.lifter, entry.sha256) for entry in books.ledger}
        reports += _misstated(offered, books.mappings)
        reports += _archive(settings, fresh, origin, books, progress, mode)
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
    books = _Books.of(settings)
    offered, _ = _offered(settings, books.ledger, (), None, samples=samples)
    fresh = [offer.path for offer in offered if not offer.problem and books.held(offer) is None]
    return fresh + [settings.exports / entry.sha256 for entry in books.waiting()]


@dataclass(frozen=True)
class _Books:
    """What is known from earlier runs."""

    ledger: Ledger
    mappings: Mappings
    landings: Landings
    seen: Seen

    @classmethod
    def of(cls, settings: Settings) -> Self:
        mappings = Mappings(settings)
        return cls(Ledger(settings), mappings, Landings(settings, mappings), Seen(settings))

    def held(self, offer: Offer) -> list[str] | None:
        """Digests of a file that is just as it was when it was ingested, if the ledger has them all."""
        held = None if offer.problem else self.seen.contents(offer.path, offer.lifter, offer.stamp)
        return held if held and all(self.ledger.entry(offer.lifter, sha256) for sha256 in held) else None

    def waiting(self) -> list[LedgerEntry]:
        """What is in the ledger but not landed by today's code, once however many ways it came."""
        landed = ((entry, self.landings.current(entry)) for entry in self.ledger)
        return list(
            {
                (entry.lifter, entry.sha256): entry
                for entry, landing in landed
                if landing is None or landing.is_passing
            }.values()
        )


def _is_known(offer: Offer, books: _Books, before: AbstractSet[tuple[str, str]]) -> bool:
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
            reports.append(_refusal(whose or NOBODY, path.name, str(error)))
    return reports


def _misstated(offered: Sequence[Offer], mappings: Mappings) -> list[FileReport]:
    """Tell of every mapping in the inbox that cannot be used."""
    problems = mappings.problems([offer.lifter for offer in offered])
    return [_refusal(lifter or NOBODY, file, problem) for lifter, file, problem in problems]


def _refusal(lifter: str, file: str, problem: str) -> FileReport:
    return FileReport(lifter=lifter, file=file, outcome="refused", error=problem)


def _state_mode(offered: Sequence[Offer], books: _Books, mode: str | None) -> None:
    """Write down what files that were there already do to those that came before, where that is said anew."""
    if mode is None:
        return
    for offer in offered:
        for sha256 in books.held(offer) or ():
            if entry := books.ledger.entry(offer.lifter, sha256):
                books.ledger.add(replace(entry, mode=mode))


def _archive(
    settings: Settings, fresh: Sequence[Offer], origin: Origin, books: _Books, progress: Progress, mode: str | None
) -> list[FileReport]:
    """Copy new files into the archive and write them into the ledger; tell of those that cannot be read just now."""
    reports, shares = [], sizes.Shares(settings, books.ledger)
    with progress.step("archiving new files", len(fresh)) as advance:
        for offer in fresh:
            problem = offer.problem or sizes.too_large(settings, offer, None) or shares.no_room(offer)
            if problem is None:
                try:
                    problem = _archive_one(settings, offer, origin, books, mode)
                except OSError as error:
                    if unforeseen.is_everybodys(error):
                        raise
                    problem = f"{offer.file}: cannot be read ({error.strerror}); check who may read it"
                except Exception as error:  # noqa: BLE001 (one file must never stop those of everybody else)
                    problem = unforeseen.sentence(offer.file, error)
            if problem is not None:
                reports.append(_refusal(offer.lifter, offer.file, problem))
            advance(1)
    return reports


def _archive_one(settings: Settings, offer: Offer, origin: Origin, books: _Books, mode: str | None) -> str | None:
    """Archive one file, or what a zip holds; tell if it changed meanwhile, and then write nothing down.

    Tells too what in a zip can be no export, which is not kept.
    """
    refused: ExportError | None = None
    junk: list[str] = []
    try:
        held = members(offer.path, offer.file)
        if large := sizes.too_large(settings, offer, held):
            return large
        contents = list(_unpacked(settings, offer, held, junk)) if held is not None else []
        if junk and not contents:
            return sizes.told_of_junk(offer.file, junk)
    except ExportError as error:
        refused, contents = error, []
    if not contents:
        with offer.path.open("rb") as stream:
            contents = [(offer.file, store(settings, stream))]
    status = offer.path.stat()
    if (status.st_size, status.st_mtime_ns) != offer.stamp:
        return f"{offer.file}: is still being written; ingest again when it is complete"
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for file, sha256 in contents:
        entry = LedgerEntry(lifter=offer.lifter, file=file, sha256=sha256, origin=origin, first_seen_at=now, mode=mode)
        books.ledger.add(entry)
        if refused is not None:
            books.landings.add(refusal(entry, refused))
    books.seen.remember(offer.path, offer.lifter, offer.stamp, [sha256 for _, sha256 in contents])
    return sizes.told_of_junk(offer.file, junk) if junk else None


def _unpacked(
    settings: Settings, offer: Offer, held: Sequence[zipfile.ZipInfo], junk: list[str]
) -> Iterator[tuple[str, str]]:
    """Archive the members of a zip, but for those that can be no exports, whose names join `junk`.

    Raises
    ------
    ExportError
        If a member is not what the zip's own list says.
    """
    with zipfile.ZipFile(offer.path) as archive:
        for member in held:
            try:
                with archive.open(member) as stream:
                    if not sizes.may_be_export(stream):
                        junk.append(shown(member.filename))
                        continue
                with archive.open(member) as stream:
                    sha256 = store(settings, stream, most_bytes=min(member.file_size, MOST_UNPACKED_BYTES))
            except OSError:
                raise
            except Exception as error:  # the library tells damage in many ways, those of each compression among them
                raise ExportError(
                    f"{offer.file}: {member.filename!r} cannot be unpacked ({error}); download the zip again"
                ) from error
            yield f"{offer.file}/{shown(member.filename)}", sha256


def _land(
    settings: Settings, books: _Books, waiting: Sequence[LedgerEntry], progress: Progress, spread: Spread | None
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


def _refused(offered: Sequence[Offer], books: _Books) -> list[FileReport]:
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
