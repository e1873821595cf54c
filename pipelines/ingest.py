"""From the inbox to landed rows: archive every file, account for every row, do only what is new."""

import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pipelines.archive import Ledger, LedgerEntry, Origin, Seen, store
from pipelines.errors import ExportError
from pipelines.inbox import MOST_UNPACKED_BYTES, Offer, members, offers, offers_of
from pipelines.landing import LandedEntry, Landing, Landings, bucket_of, land, landed_entries, refusal, workbench
from pipelines.locking import writing
from pipelines.progress import Progress, Silent
from pipelines.settings import Settings

__all__ = ["FileReport", "IngestReport", "LandedEntry", "bucket_of", "ingest", "landed_entries", "pending_files"]


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """What became of one file in this run.

    Parameters
    ----------
    outcome : {"landed", "refused"}
        Rows landed, or the file refused.
    rows_read, rows_sets, rows_not_sets, rows_rejected : int
        The first is the sum of the others.
    notes : tuple of str
        What had to be mended or assumed.
    error : str or None
        Why refused.
    """

    lifter: str
    file: str
    outcome: Literal["landed", "refused"]
    sha256: str | None = None
    app: str | None = None
    layout: str | None = None
    rows_read: int = 0
    rows_sets: int = 0
    rows_not_sets: int = 0
    rows_rejected: int = 0
    notes: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, kw_only=True)
class IngestReport:
    """What one run did.

    Parameters
    ----------
    files : tuple of FileReport
        Files landed or refused in this run, and files refused earlier that still are.
    known : int
        Files found just as they were ingested before.
    seconds : float
        How long it took.
    """

    files: tuple[FileReport, ...]
    known: int
    seconds: float

    @property
    def new(self) -> int:
        """How many files were landed in this run."""
        return sum(file.outcome == "landed" for file in self.files)

    @property
    def refused(self) -> int:
        """How many files are refused."""
        return sum(file.outcome == "refused" for file in self.files)


def ingest(
    settings: Settings,
    *,
    paths: Sequence[Path] = (),
    lifter: str | None = None,
    progress: Progress | None = None,
) -> IngestReport:
    """Archive and land what is new; nothing ever ingested is read again unless the code that reads it changed.

    Parameters
    ----------
    settings : Settings
        Which installation.
    paths : sequence of Path
        Files, or folders shaped like the inbox; none for the inbox itself, or for the project's samples while the
        inbox is empty and nothing has ever come from it.
    lifter : str or None
        Whose the files at `paths` are.
    progress : Progress or None
        Who is told how far it is.

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
        ledger, landings, seen = Ledger(settings), Landings(settings), Seen(settings)
        found, origin = _found(settings, ledger, paths, lifter)
        fresh = [offer for offer in found if offer.problem or not seen.knows(offer.path, offer.lifter, _stamp(offer))]
        reports = _archive(settings, fresh, origin, (ledger, landings, seen), progress)
        waiting = [entry for entry in ledger if landings.current(entry) is None]
        landed = _land(settings, waiting, landings, progress)
        seen.save()
    still_refused = _refused(ledger, landings)
    reports += [*landed, *still_refused]
    return IngestReport(files=tuple(reports), known=len(found) - len(fresh), seconds=time.monotonic() - began)


def pending_files(settings: Settings) -> list[Path]:
    """Give the files an ingest of the inbox would have to read: new or changed, or read by other code than today's."""
    ledger, landings, seen = Ledger(settings), Landings(settings), Seen(settings)
    found, _ = _found(settings, ledger, (), None)
    fresh = [
        offer.path for offer in found if not offer.problem and not seen.knows(offer.path, offer.lifter, _stamp(offer))
    ]
    return fresh + [settings.exports / entry.sha256 for entry in ledger if landings.current(entry) is None]


def _found(settings: Settings, ledger: Ledger, paths: Sequence[Path], lifter: str | None) -> tuple[list[Offer], Origin]:
    """Find the files to consider, and where they come from."""
    found = list(offers_of(settings, paths, lifter))
    if found or paths or any(entry.origin == "inbox" for entry in ledger):
        return found, "inbox"
    has_samples = settings.samples.is_dir()
    return list(offers(settings.samples, loose_files=False)) if has_samples else [], "sample"


def _stamp(offer: Offer) -> tuple[int, int]:
    return offer.stamp or (-1, -1)


def _archive(
    settings: Settings,
    fresh: Sequence[Offer],
    origin: Origin,
    books: tuple[Ledger, Landings, Seen],
    progress: Progress,
) -> list[FileReport]:
    """Copy new files into the archive and write them into the ledger; tell of those that cannot be read just now."""
    ledger, landings, seen = books
    reports = []
    with progress.step("archiving new files", len(fresh)) as advance:
        for offer in fresh:
            problem = offer.problem
            if problem is None:
                try:
                    _archive_one(settings, offer, origin, ledger, landings)
                    problem = _changed_meanwhile(offer)
                except OSError as error:
                    problem = f"{offer.file}: cannot be read ({error.strerror}); check who may read it"
            if problem is None:
                seen.remember(offer.path, offer.lifter, _stamp(offer))
            else:
                reports.append(FileReport(lifter=offer.lifter, file=offer.file, outcome="refused", error=problem))
            advance(1)
    return reports


def _archive_one(settings: Settings, offer: Offer, origin: Origin, ledger: Ledger, landings: Landings) -> None:
    """Archive one file, or what a zip holds."""

    def entry(file: str, sha256: str) -> LedgerEntry:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return LedgerEntry(lifter=offer.lifter, file=file, sha256=sha256, origin=origin, first_seen_at=now)

    refused: ExportError | None = None
    try:
        held = members(offer.path, offer.file)
        unpacked = list(_unpacked(settings, offer, held)) if held is not None else []
    except ExportError as error:
        refused, held, unpacked = error, None, []
    for file, sha256 in unpacked:
        ledger.add(entry(file, sha256))
    if held is None:
        with offer.path.open("rb") as stream:
            sha256, _ = store(settings, stream)
        if _changed_meanwhile(offer) is None:
            whole = entry(offer.file, sha256)
            ledger.add(whole)
            if refused is not None:
                landings.add(refusal(whole, refused))


def _unpacked(settings: Settings, offer: Offer, held: Sequence[zipfile.ZipInfo]) -> Iterator[tuple[str, str]]:
    """Archive the members of a zip.

    Raises
    ------
    ExportError
        If a member is not what the zip's own list says.
    """
    with zipfile.ZipFile(offer.path) as archive:
        for member in held:
            try:
                with archive.open(member) as stream:
                    sha256, _ = store(settings, stream, most_bytes=min(member.file_size, MOST_UNPACKED_BYTES))
            except (zipfile.BadZipFile, OverflowError, NotImplementedError, EOFError, RuntimeError) as error:
                raise ExportError(
                    f"{offer.file}: {member.filename!r} cannot be unpacked ({error}); download the zip again"
                ) from error
            yield f"{offer.file}/{member.filename}", sha256


def _changed_meanwhile(offer: Offer) -> str | None:
    """Tell whether a file changed while it was read."""
    status = offer.path.stat()
    if (status.st_size, status.st_mtime_ns) == offer.stamp:
        return None
    return f"{offer.file}: is still being written; ingest again when it is complete"


def _land(
    settings: Settings, waiting: Sequence[LedgerEntry], landings: Landings, progress: Progress
) -> list[FileReport]:
    """Land every file that waits for it."""
    reports: list[FileReport] = []
    if not waiting:
        return reports
    with progress.step("reading exports", len(waiting)) as advance, workbench(settings) as con:
        for entry in waiting:
            if landings.current(entry) is None:  # the same bytes may have come both as a sample and from the inbox
                landing = land(con, settings, entry)
                landings.add(landing)
                if landing.landed:
                    reports.append(_report(entry, landing))
            advance(1)
    return reports


def _refused(ledger: Ledger, landings: Landings) -> list[FileReport]:
    """Tell of every file in force that no format could read."""
    found = ((entry, landings.current(entry)) for entry in ledger.in_force())
    return [_report(entry, landing) for entry, landing in found if landing is not None and landing.error]


def _report(entry: LedgerEntry, landing: Landing) -> FileReport:
    return FileReport(
        lifter=entry.lifter,
        file=entry.file,
        outcome="refused" if landing.error else "landed",
        sha256=entry.sha256,
        app=landing.app,
        layout=landing.layout,
        rows_read=landing.rows_read,
        rows_sets=landing.rows_sets,
        rows_not_sets=landing.rows_not_sets,
        rows_rejected=landing.rows_rejected,
        notes=landing.notes,
        error=landing.error,
    )
