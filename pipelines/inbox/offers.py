"""What people dropped in: whose it is, and which files are exports at all."""

import os
import stat
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipelines.errors import ExportError, LiftcastError
from pipelines.exports.reading.source import PARTS
from pipelines.exports.reading.workbooks import NUMBERS
from pipelines.files.links import leads_out
from pipelines.files.names import LONGEST_LIFTER_BYTES, may_be_lifter, shown
from pipelines.inbox.mapping_files import is_mapping, mappings_in, mappings_within
from pipelines.settings import Settings

NOBODY: Final = "me"  # whose the files straight in the inbox are
LEFT_OUT_FILE: Final = "left_out.csv"
COMPANIONS: Final = frozenset({"profile.toml", "exercises.csv", LEFT_OUT_FILE})
_CLUTTER: Final = frozenset({"desktop.ini", "thumbs.db", "__macosx"})
_UNFINISHED: Final = frozenset({".crdownload", ".download", ".part", ".partial", ".tmp"})
_READ_BY_PEOPLE: Final = frozenset({".md"})
_TRUTH: Final = "truth"  # folder of tables that `liftcast simulate` writes beside its lifters
_HEALTH_FOLDER: Final = "apple_health_export"

_LED_OUT: Final = "{place}: is a link out of the folder it lies in, which is not followed; put the file itself there"

MOST_MEMBERS: Final = 10_000
MOST_UNPACKED_BYTES: Final = 4 << 30
# Text of exports shrinks to a tenth, at the very most to a hundredth; a zip bomb to less than a thousandth.
MOST_UNPACKED_RATIO: Final = 500
_SMALL_BYTES: Final = 10 << 20
# The record at the end of a zip, before a comment of any length, counts the members; 65,535 means "elsewhere".
_END_MARK: Final = b"PK\x05\x06"
_LONGEST_END: Final = 22 + 0xFFFF
_COUNT_AT: Final = 10
_COUNTED_ELSEWHERE: Final = 0xFFFF


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


def offers(
    folder: Path, *, lifter: str | None = None, loose_files: bool = True, within: Path | None = None
) -> Iterator[Offer]:
    """Find the files in a folder shaped like the inbox, in the order of their names.

    Parameters
    ----------
    folder : Path
        Holds one folder per lifter; or, with `lifter`, that lifter's files.
    loose_files : bool
        Whether files straight in the folder count, as belonging to "me".
    within : Path, optional
        The folder that links may not lead out of; without, the one given.

    Raises
    ------
    LiftcastError
        If the folder cannot be read.
    """
    root = within or folder
    for entry in _listed(folder):
        if lifter is not None:
            yield from _offered(entry, lifter, shown(entry.name), root)
        elif _is_folder(entry):
            problem = _unfit(entry) or (_LED_OUT.format(place=shown(entry.path)) if _leads_out(entry, root) else None)
            if problem is not None:
                yield Offer(lifter=shown(entry.name), file="", path=Path(entry.path), problem=problem)
                continue
            yield from _inside(Path(entry.path), entry.name, "", root)
        elif loose_files:
            yield from _offered(entry, NOBODY, shown(entry.name), root)


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
        owner = lifter or whose(settings, path)
        if path.is_dir():
            yield from offers(
                path, lifter=owner, within=settings.inbox if path.is_relative_to(settings.inbox) else None
            )
        elif path.exists():
            yield _offer(path, owner or NOBODY, shown(path.name))
        else:
            raise LiftcastError(f"{path}: there is no such file or folder")


def mappings_at(settings: Settings, paths: Sequence[Path], lifter: str | None) -> Iterator[tuple[str | None, Path]]:
    """Find the mappings beside exports outside the inbox, and whose they are; None for everybody's."""
    for path in (path.expanduser().absolute() for path in paths):
        if path.is_relative_to(settings.inbox):
            continue
        if not path.is_dir():
            yield from ((lifter or NOBODY, mapping_path) for mapping_path in mappings_in(path.parent))
        elif lifter is not None:
            yield from ((lifter, mapping_path) for mapping_path in mappings_within(path))
        else:
            yield from ((None, mapping_path) for mapping_path in mappings_in(path))
            for entry in _listed(path):
                if _is_folder(entry) and _unfit(entry) is None:
                    yield from ((entry.name, mapping_path) for mapping_path in mappings_within(Path(entry.path)))


def whose(settings: Settings, path: Path) -> str | None:
    """Tell whose a path within the inbox is."""
    inside = path.relative_to(settings.inbox).parts if path.is_relative_to(settings.inbox) else ()
    is_loose = len(inside) == 1 and not path.is_dir()
    return inside[0] if inside and not is_loose else None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _unfit(entry: os.DirEntry[str]) -> str | None:
    """Tell why a folder cannot be a lifter's."""
    place = shown(entry.path)
    if not may_be_lifter(entry.name):
        return (
            f"{place}: a lifter's name may be {LONGEST_LIFTER_BYTES} bytes long, without unseen characters or "
            "backslashes; rename the folder"
        )
    if entry.is_symlink():
        inbox, target = Path(entry.path).parent.resolve(), Path(entry.path).resolve()
        if inbox.is_relative_to(target) or target.is_relative_to(inbox):
            return f"{place}: is a link that leads back here; remove it, each lifter has a folder of their own"
    return None


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted((entry for entry in entries if not _is_clutter(entry.name)), key=lambda entry: entry.name)
    except OSError as error:
        raise LiftcastError(f"{folder}: cannot be listed ({error.strerror}); check who may read it") from error


def _is_companion(name: str) -> bool:
    """Tell files that may lie beside exports from exports: people's own decisions, and what is never one."""
    ending = os.path.splitext(name)[1].casefold()  # noqa: PTH122 (a hundred thousand names)
    return name.casefold() in COMPANIONS or is_mapping(name) or ending in _READ_BY_PEOPLE


def _is_truth(entry: os.DirEntry[str]) -> bool:
    """Tell the truth about simulated lifters from exports."""
    path = Path(entry.path)
    return path.suffix == ".parquet" and path.parent.name == _TRUTH


def _is_clutter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in _CLUTTER


def _inside(folder: Path, lifter: str, prefix: str, root: Path) -> Iterator[Offer]:
    """Find the files in a folder of one lifter; a folder nobody may read is told of, and the others go on."""
    try:
        listed = _listed(folder)
    except LiftcastError as error:
        yield Offer(lifter=lifter, file=prefix, path=folder, problem=str(error))
        return
    for entry in listed:
        yield from _offered(entry, lifter, f"{prefix}{shown(entry.name)}", root)


def _leads_out(entry: os.DirEntry[str], root: Path) -> bool:
    return entry.is_symlink() and leads_out(Path(entry.path), root)


def _offered(entry: os.DirEntry[str], lifter: str, file: str, root: Path) -> Iterator[Offer]:
    if entry.is_dir(follow_symlinks=False):
        yield from _inside(Path(entry.path), lifter, f"{file}/", root)
    elif not _is_companion(entry.name) and not _is_truth(entry):
        if _leads_out(entry, root):
            yield Offer(lifter=lifter, file=file, path=Path(entry.path), problem=_LED_OUT.format(place=file))
        else:
            yield _offer(Path(entry.path), lifter, file)


def _offer(path: Path, lifter: str, file: str) -> Offer:
    try:
        status = path.stat()
    except OSError as error:
        return Offer(lifter=lifter, file=file, path=path, problem=f"{file}: cannot be read ({error.strerror})")
    problem = None
    if stat.S_ISDIR(status.st_mode):
        problem = f"{file}: is a link to a folder, which is not followed; put the exports themselves here"
    elif not stat.S_ISREG(status.st_mode):
        problem = f"{file}: is not a regular file; put the export itself here"
    elif path.suffix.casefold() in _UNFINISHED:
        problem = f"{file}: is still being downloaded, by its name; ingest again when it is complete"
    return Offer(lifter=lifter, file=file, path=path, stamp=(status.st_size, status.st_mtime_ns), problem=problem)


def members(path: Path, file: str) -> list[zipfile.ZipInfo] | None:
    """List what a zip of exports holds; None if the file is no zip, or is one by accident: a workbook, a table's parts.

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
            listed, is_one_table = archive.infolist(), archive.comment == PARTS
            kept = [member for member in listed if not member.is_dir() and not _is_member_clutter(member.filename)]
            _check_list(archive, kept, path)
    except Exception as error:  # the library tells damage in many ways
        raise ExportError(f"{file}: the zip is damaged ({error}); download it again") from error
    if is_one_table or any(member.filename in {"[Content_Types].xml", "mimetype", NUMBERS} for member in listed):
        return None  # parts of one table, .xlsx, .ods
    _check(kept, file)
    return kept


def _check_list(archive: zipfile.ZipFile, kept: Sequence[zipfile.ZipInfo], path: Path) -> None:
    """Check what would leave members out unseen: how many there are, and the names of those that are passed over.

    Raises
    ------
    BadZipFile
        If the list of members is not what the zip says of it elsewhere.
    """
    listed = archive.infolist()
    with path.open("rb") as stream:
        stream.seek(-min(path.stat().st_size, _LONGEST_END), os.SEEK_END)
        end = stream.read()
    at = end.rfind(_END_MARK) + _COUNT_AT
    stated = int.from_bytes(end[at : at + 2], "little")
    if stated not in {len(listed), _COUNTED_ELSEWHERE}:
        raise zipfile.BadZipFile(f"its list holds {len(listed):,} of {stated:,} files")
    for member in set(listed).difference(kept):
        if not member.is_dir() and not member.flag_bits & 0x1:
            archive.open(member).close()  # compares the name in the list with that before the content


def _is_member_clutter(name: str) -> bool:
    *folders, last = name.split("/")
    is_clutter = any(map(_is_clutter, [*(part for part in folders if part != ".."), last]))
    return is_clutter or _is_companion(last) or _is_beside_health_records(name)


def _is_beside_health_records(name: str) -> bool:
    """Tell what Apple Health packs beside its records: routes, electrocardiograms, the same for clinics."""
    folder, _, rest = name.partition("/")
    return folder == _HEALTH_FOLDER and ("/" in rest or rest.casefold().endswith("_cda.xml"))


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
