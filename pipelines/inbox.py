"""What people dropped in: whose it is, and which files are exports at all."""

import os
import stat
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipelines.errors import ExportError, LiftcastError
from pipelines.settings import Settings

NOBODY: Final = "me"  # whose the files straight in the inbox are
COMPANIONS: Final = frozenset({"profile.toml", "exercises.csv"})
_CLUTTER: Final = frozenset({"desktop.ini", "thumbs.db", "__macosx"})
_UNFINISHED: Final = frozenset({".crdownload", ".download", ".part", ".partial", ".tmp"})
_LONGEST_NAME_BYTES: Final = 120

MOST_MEMBERS: Final = 10_000
MOST_UNPACKED_BYTES: Final = 4 << 30
# Text of exports shrinks to a tenth, at the very most to a hundredth; a zip bomb to less than a thousandth.
MOST_UNPACKED_RATIO: Final = 500
_SMALL_BYTES: Final = 10 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """One file that may be an export.

    Parameters
    ----------
    file : str
        Its name within the lifter's folder.
    stamp : tuple of (int, int) or None
        Size in bytes and time of last change in nanoseconds; None if it cannot be read.
    problem : str or None
        Why it cannot be read just now, in a sentence; nothing is written down about such a file.
    """

    lifter: str
    file: str
    path: Path
    stamp: tuple[int, int] | None = None
    problem: str | None = None


def offers(folder: Path, *, lifter: str | None = None, loose_files: bool = True) -> Iterator[Offer]:
    """Find the files in a folder shaped like the inbox, in the order of their names.

    Parameters
    ----------
    folder : Path
        Holds one folder per lifter; or, with `lifter`, that lifter's files.
    loose_files : bool
        Whether files straight in the folder count, as belonging to "me".

    Raises
    ------
    LiftcastError
        If the folder cannot be read.
    """
    for entry in _listed(folder):
        if lifter is not None:
            yield from _offered(entry, lifter, entry.name)
        elif entry.is_dir():
            if len(os.fsencode(entry.name)) > _LONGEST_NAME_BYTES:
                problem = f"{entry.path}: a lifter's name may be {_LONGEST_NAME_BYTES} bytes long; rename the folder"
                yield Offer(lifter=entry.name, file="", path=Path(entry.path), problem=problem)
                continue
            yield from _inside(Path(entry.path), entry.name, "")
        elif loose_files:
            yield from _offered(entry, NOBODY, entry.name)


def offers_of(settings: Settings, paths: Sequence[Path], lifter: str | None) -> Iterator[Offer]:
    """Find the files a person named, or those of the inbox if none.

    Raises
    ------
    LiftcastError
        If a path does not exist.
    """
    if not paths:
        yield from offers(settings.inbox, lifter=None) if settings.inbox.is_dir() else ()
    for path in (path.expanduser().absolute() for path in paths):
        if path.is_dir():
            yield from offers(path, lifter=lifter)
        elif path.exists():
            yield _offer(path, lifter or NOBODY, path.name)
        else:
            raise LiftcastError(f"{path}: there is no such file or folder")


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted((entry for entry in entries if not _is_clutter(entry.name)), key=lambda entry: entry.name)
    except OSError as error:
        raise LiftcastError(f"{folder}: cannot be listed ({error.strerror}); check who may read it") from error


def _is_clutter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in _CLUTTER


def _inside(folder: Path, lifter: str, prefix: str) -> Iterator[Offer]:
    """Find the files in a folder of one lifter; a folder nobody may read is told of, and the others go on."""
    try:
        listed = _listed(folder)
    except LiftcastError as error:
        yield Offer(lifter=lifter, file=prefix, path=folder, problem=str(error))
        return
    for entry in listed:
        yield from _offered(entry, lifter, f"{prefix}{entry.name}")


def _offered(entry: os.DirEntry[str], lifter: str, file: str) -> Iterator[Offer]:
    if entry.is_dir(follow_symlinks=False):
        yield from _inside(Path(entry.path), lifter, f"{file}/")
    elif entry.name.casefold() not in COMPANIONS:
        yield _offer(Path(entry.path), lifter, file)


def _offer(path: Path, lifter: str, file: str) -> Offer:
    try:
        status = path.stat()
    except OSError as error:
        return Offer(lifter=lifter, file=file, path=path, problem=f"{file}: cannot be read ({error.strerror})")
    problem = None
    if not stat.S_ISREG(status.st_mode):
        problem = f"{file}: is not a regular file; put the export itself here"
    elif path.suffix.casefold() in _UNFINISHED:
        problem = f"{file}: is still being downloaded, by its name; ingest again when it is complete"
    return Offer(lifter=lifter, file=file, path=path, stamp=(status.st_size, status.st_mtime_ns), problem=problem)


def members(path: Path, file: str) -> list[zipfile.ZipInfo] | None:
    """List what a zip of exports holds; None if the file is no zip, or is a workbook, which is a zip by accident.

    Raises
    ------
    ExportError
        If the zip is damaged, locked, or not safe to unpack.
    """
    with path.open("rb") as stream:
        if stream.read(4) != b"PK\x03\x04":
            return None
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ExportError(f"{file}: the zip is damaged ({error}); download it again") from error
    if any(member.filename == "[Content_Types].xml" for member in listed):
        return None
    kept = [member for member in listed if not member.is_dir() and not _is_member_clutter(member.filename)]
    _check(kept, file)
    return kept


def _is_member_clutter(name: str) -> bool:
    *folders, last = name.split("/")
    return any(map(_is_clutter, [*(part for part in folders if part != ".."), last])) or last.casefold() in COMPANIONS


def _check(listed: Sequence[zipfile.ZipInfo], file: str) -> None:
    """Refuse zips that would write elsewhere, never end, or ask for a password."""
    if not listed:
        raise ExportError(f"{file}: the zip is empty; export again from the app")
    if len(listed) > MOST_MEMBERS:
        raise ExportError(f"{file}: the zip holds {len(listed):,} files, more than {MOST_MEMBERS:,}; unpack it first")
    total = 0
    for member in listed:
        name = member.filename
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name.split("/")[0]:
            raise ExportError(
                f"{file}: the zip names a file outside itself ({name!r}), which no app does; leave it out"
            )
        if member.flag_bits & 0x1:
            raise ExportError(f"{file}: {name!r} is locked with a password; unpack the zip first")
        total += member.file_size
        if member.file_size > max(_SMALL_BYTES, MOST_UNPACKED_RATIO * member.compress_size):
            raise ExportError(
                f"{file}: {name!r} unpacks to {member.file_size:,} bytes, as no export does; leave it out"
            )
    if total > MOST_UNPACKED_BYTES:
        raise ExportError(
            f"{file}: the zip unpacks to {total:,} bytes, more than {MOST_UNPACKED_BYTES:,}; unpack it first"
        )
