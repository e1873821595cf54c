"""Every file ever ingested, byte for byte under its digest, and the ledger of who brought what."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Literal

from pipelines.files.atomic import PART, part_in, put, write_text
from pipelines.files.jsonlines import JsonLines
from pipelines.settings import Settings

Origin = Literal["inbox", "sample"]

_CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerEntry:
    """One file content of one lifter.

    Parameters
    ----------
    file : str
        Its name when first seen, within the lifter's folder; a member of a zip as `name.zip/member`.
    first_seen_at : str
        ISO 8601, UTC.
    mode : str or None
        What it does to files that came before, where that was said when it was ingested: one of `base.MODES`.
    """

    lifter: str
    file: str
    sha256: str
    origin: Origin
    first_seen_at: str
    mode: str | None = None


class Ledger:
    """Who brought what, in the order it came; nothing is ever taken out."""

    def __init__(self, settings: Settings) -> None:
        self._lines = JsonLines(settings.exports / "ledger.jsonl")
        rows = [LedgerEntry(**row) for row in self._lines.read()]
        self._entries = {(row.lifter, row.sha256, row.origin): row for row in rows}

    def __iter__(self) -> Iterator[LedgerEntry]:
        """Every entry in the order it came."""
        return iter(self._entries.values())

    def in_force(self) -> list[LedgerEntry]:
        """Entries that count: the samples' only while nothing has ever come from the inbox."""
        own = [entry for entry in self if entry.origin == "inbox"]
        return own or list(self)

    def entry(self, lifter: str, sha256: str) -> LedgerEntry | None:
        """What is written about a file content of a lifter, from wherever it came."""
        origins: tuple[Origin, ...] = ("inbox", "sample")
        entries = (self._entries.get((lifter, sha256, origin)) for origin in origins)
        return next((entry for entry in entries if entry is not None), None)

    def flush(self) -> None:
        """Make sure that what was added outlives a power cut."""
        self._lines.flush()

    def add(self, entry: LedgerEntry) -> None:
        """Write down a file content, once per lifter and origin; of one that is there only another mode is taken."""
        key = (entry.lifter, entry.sha256, entry.origin)
        before = self._entries.get(key)
        if before is not None:
            entry = replace(before, mode=entry.mode or before.mode)
        if entry != before:
            self._lines.append(asdict(entry))
            self._entries[key] = entry


def store(settings: Settings, stream: IO[bytes], *, most_bytes: int | None = None) -> str:
    """Archive what a stream holds.

    Parameters
    ----------
    most_bytes : int or None
        Where to stop.

    Returns
    -------
    str
        Its digest.

    Raises
    ------
    OverflowError
        If the stream holds more than `most_bytes`.
    """
    from pipelines.inbox import packing  # noqa: PLC0415 (answers ask what is archived, and read none of it)

    settings.exports.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    with part_in(settings.exports) as part:
        with part.open("wb") as file:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if most_bytes is not None and size > most_bytes:
                    raise OverflowError(f"more than {most_bytes:,} bytes")
                digest.update(chunk)
                file.write(chunk)
        if not packing.holds(settings.exports, digest.hexdigest(), size):
            put(part, settings.exports / digest.hexdigest(), durable=False)
    return digest.hexdigest()


@contextmanager
def at_hand(settings: Settings, sha256: str) -> Iterator[Path]:
    """Yield a file that holds archived bytes as they came: the archive's own, or one made for the while.

    It has the digest for its name.

    Raises
    ------
    OSError
        The archive does not hold it, or what it holds is damaged.
    """
    from pipelines.inbox import packing  # noqa: PLC0415 (as above)

    kept = settings.exports / sha256
    if kept.exists():
        yield kept
        return
    with TemporaryDirectory(dir=settings.exports, prefix=".", suffix=PART) as folder:
        place = Path(folder) / sha256
        packing.unpack(settings.exports, sha256, place)
        yield place


def size_of(settings: Settings, sha256: str) -> int:
    """Return how many bytes an archived file had; zero if the archive does not hold it."""
    from pipelines.inbox import packing  # noqa: PLC0415 (as above)

    return packing.size_of(settings.exports, sha256)


class Seen:
    """Which files on disk are known as they are, so that a hundred thousand need not be read again to find that out."""

    def __init__(self, settings: Settings) -> None:
        self._path = settings.exports / "seen.json"
        self._passing = f"\t{settings.incoming}/"
        try:
            self._known: dict[str, list[Any]] = json.loads(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            self._known = {}
        self._is_changed = False

    @staticmethod
    def _key(path: Path, lifter: str) -> str:
        return f"{lifter}\t{path}"

    def contents(self, path: Path, lifter: str, stamp: tuple[int, int] | None) -> list[str] | None:
        """Digests a file held, if it was ingested for this lifter with the same size and time of change."""
        size, changed, *held = self._known.get(self._key(path, lifter), (None, None))
        return held if (size, changed) == stamp else None

    def remember(self, path: Path, lifter: str, stamp: tuple[int, int], held: Sequence[str]) -> None:
        """Note what a file held as it was."""
        self._known[self._key(path, lifter)] = [*stamp, *held]
        self._is_changed = True

    def save(self) -> None:
        """Write down what is known; last, so that a crash before it only costs reading the files again."""
        if self._is_changed:
            known = json.dumps({key: held for key, held in self._known.items() if self._passing not in key})
            write_text(self._path, known, encoding="ascii", durable=False)  # names of files need not be text at all
