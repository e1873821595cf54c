"""New files into the archive, byte for byte, what a zip holds one by one; and what is known of files from before."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from pipelines.errors import ExportError
from pipelines.files import unforeseen
from pipelines.files.names import shown
from pipelines.inbox.archive import Ledger, LedgerEntry, Origin, Seen, store
from pipelines.inbox.mappings import Mappings
from pipelines.inbox.offers import MOST_UNPACKED_BYTES, Offer, members
from pipelines.landing import sizes
from pipelines.landing.index import Landings
from pipelines.landing.refusals import refusal
from pipelines.landing.reports import FileReport
from pipelines.progress import Progress
from pipelines.settings import Settings


@dataclass(frozen=True)
class Books:
    """What is known from earlier runs."""

    ledger: Ledger
    mappings: Mappings
    landings: Landings
    seen: Seen

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Read what is known in a home."""
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


def archive(
    settings: Settings, fresh: Sequence[Offer], origin: Origin, books: Books, progress: Progress, mode: str | None
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
                reports.append(refused_unread(offer.lifter, offer.file, problem))
            advance(1)
    return reports


def _archive_one(settings: Settings, offer: Offer, origin: Origin, books: Books, mode: str | None) -> str | None:
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


def refused_unread(lifter: str, file: str, problem: str) -> FileReport:
    """Tell of a file that is not taken in."""
    return FileReport(lifter=lifter, file=file, outcome="refused", error=problem)
