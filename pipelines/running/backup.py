"""A backup of a home in one file: all that cannot be made again. This version or a newer one makes a home anew of it.

The file is a zip. Its last member says what is in it, with sizes and digests; names of files stand there alone, since
a zip cannot hold every name that a disk can. What is made of the rest (tables, landed rows) is left out.
"""

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from pipelines.champion.registry import tracking_database
from pipelines.errors import LiftcastError, WrongUseError
from pipelines.files.atomic import PART, write_text, written_beside
from pipelines.files.locking import writing
from pipelines.files.private import FILE, FOLDER, private
from pipelines.serving import freshness
from pipelines.settings import Settings

FORMAT: Final = 1
MANIFEST: Final = "backup.json"
MADE_AGAIN: Final = frozenset({"landed", "builds", "current", freshness.FILE, "health.json", "due.json"})
"""What the next refresh makes of the rest."""
OF_THE_MOMENT: Final = frozenset({"logs", "prefect", "progress", "incoming", "requests", "lock", "training.lock"})
"""What is of this machine and this hour."""
_SEEN: Final = "exports/seen.json"
_RESTORING: Final = "restoring"
_CHUNK: Final = 1 << 20
_MOST_MANIFEST_BYTES: Final = 1 << 30


class BackupError(LiftcastError):
    """A backup that cannot be made or restored."""


@dataclass(frozen=True, kw_only=True)
class Backup:
    """What a backup holds.

    Parameters
    ----------
    place : Path
        The file.
    made_by, made_at : str
        Version that made it, and when (UTC).
    files, size_bytes : int
        How many files, and how large they are together.
    """

    place: Path
    made_by: str
    made_at: str
    files: int
    size_bytes: int

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return vars(self) | {"place": str(self.place)}


def back_up(settings: Settings, place: Path) -> Backup:
    """Write all of a home that cannot be made again into one file, which its owner alone may read.

    Raises
    ------
    BackupError
        There is nothing to back up, or the file would lie in the home.
    """
    place = place.expanduser().absolute()
    if place.resolve().is_relative_to(settings.home.resolve()):
        raise BackupError(
            f"{place}: lies in the home that it is to hold; name a place outside, on another disk at best"
        )
    if not settings.exports.is_dir() and not settings.inbox.is_dir():
        raise BackupError(f"{settings.home}: holds nothing to back up; set LIFTCAST_HOME to your home")
    with writing(settings), private(), written_beside(place) as part:
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        said: dict[str, Any] = {"format": FORMAT, "liftcast": version("liftcast"), "made_at": made_at, "files": []}
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            for number, (name, source) in enumerate(_files(settings)):
                said["files"].append({"name": name, "member": str(number), **_copied(source, archive, str(number))})
            archive.writestr(MANIFEST, json.dumps(said), zipfile.ZIP_DEFLATED)
    return _described(place, said)


def is_backup(place: Path) -> bool:
    """Tell whether a file is a backup of a home."""
    try:
        with zipfile.ZipFile(place) as archive:
            return MANIFEST in archive.namelist() and "format" in _manifest(archive, place)
    except (OSError, zipfile.BadZipFile, BackupError):
        return False


def restore(settings: Settings, place: Path) -> Backup:
    """Make a home of a backup; `liftcast refresh` then makes its tables.

    Raises
    ------
    BackupError
        The file is damaged, or a newer version made it; the home is as it was.
    WrongUseError
        The home holds something already.
    """
    place = place.expanduser().absolute()
    try:
        with zipfile.ZipFile(place) as archive:
            said = _checked(archive, place)
            with private():
                _make_sure_of_room(settings)
                _unpack(archive, said, settings.home)
    except (zipfile.BadZipFile, EOFError) as error:
        raise BackupError(f"{place}: the backup is damaged ({error}); take another") from error
    return _described(place, said)


def _files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Yield what is to be kept, by its name in the home; what links lead to lies elsewhere and is not."""
    with _tracking_database(settings) as database:
        for folder, folders, names in os.walk(settings.home):
            top = Path(folder) == settings.home
            skipped = MADE_AGAIN | OF_THE_MOMENT if top else frozenset()
            folders[:] = sorted(name for name in folders if name not in skipped and not name.endswith(PART))
            for name in sorted(names):
                path = Path(folder) / name
                inside = path.relative_to(settings.home).as_posix()
                if name in skipped or name.endswith(PART) or inside == _SEEN or path.is_symlink() or not path.is_file():
                    continue
                if path == tracking_database(settings):
                    yield inside, database
                elif not path.name.startswith(f"{tracking_database(settings).name}-"):
                    yield inside, path


@contextmanager
def _tracking_database(settings: Settings) -> Iterator[Path]:
    """Yield a copy of MLflow's database as it is at one moment, since its pages may be writing to it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "mlflow.db"
        if tracking_database(settings).is_file():
            address = f"{tracking_database(settings).resolve().as_uri()}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as con, closing(sqlite3.connect(copy)) as to:
                con.backup(to)
        yield copy


def _copied(source: Path, archive: zipfile.ZipFile, member: str) -> dict[str, Any]:
    """Copy one file into the zip; say its size, digest and time of change."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as stream, archive.open(member, "w", force_zip64=True) as sink:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            sink.write(chunk)
    return {"size": size, "sha256": digest.hexdigest(), "changed_ns": source.stat().st_mtime_ns}


def _manifest(archive: zipfile.ZipFile, place: Path) -> dict[str, Any]:
    try:
        with archive.open(MANIFEST) as stream:
            said: dict[str, Any] = json.loads(stream.read(_MOST_MANIFEST_BYTES))
        _held: list[Any] = [said[name] for name in ("format", "liftcast", "made_at")]
        _held += [each[name] for each in said["files"] for name in ("name", "member", "size", "sha256")]
    except (KeyError, ValueError, TypeError) as error:
        raise BackupError(f"{place}: is no backup of Liftcast's, or a damaged one ({error}); take another") from error
    return said


def _checked(archive: zipfile.ZipFile, place: Path) -> dict[str, Any]:
    """Read what a backup holds, and make sure of every byte before anything is written."""
    said = _manifest(archive, place)
    if said["format"] > FORMAT or _numbers(said["liftcast"]) > _numbers(version("liftcast")):
        raise BackupError(
            f"{place}: was made by Liftcast {said['liftcast']}, which is newer than this one "
            f"({version('liftcast')}); install that version, or a newer one, and restore again"
        )
    for each in said["files"]:
        name = PurePosixPath(each["name"])
        if name.is_absolute() or ".." in name.parts or not name.parts:
            raise BackupError(f"{place}: names a file outside the home ({each['name']!r}), and is not restored")
        try:
            with archive.open(each["member"]) as stream:
                found = _digest(stream)
        except KeyError:
            found = ""
        if found != each["sha256"]:
            raise BackupError(f"{place}: the backup is damaged: {each['name']} is not as it was; take another")
    return said


def _make_sure_of_room(settings: Settings) -> None:
    """Refuse a home that holds anything, but for what a restore cut short left in it."""
    held = {path.name for path in settings.home.iterdir()} if settings.home.is_dir() else set()
    if held - {"logs", "lock"} and _RESTORING not in held:
        raise WrongUseError(
            f"{settings.home}: holds something already, which a restore would mix with the backup; name an empty folder"
        )


def _unpack(archive: zipfile.ZipFile, said: dict[str, Any], home: Path) -> None:
    write_text(home / _RESTORING, f"{said['made_at']}\n")
    for each in said["files"]:
        target = home / each["name"]
        target.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        with archive.open(each["member"]) as stream, written_beside(target, durable=False) as part:
            with part.open("wb") as file:
                while chunk := stream.read(_CHUNK):
                    file.write(chunk)
            part.chmod(FILE)
        os.utime(target, ns=(each["changed_ns"], each["changed_ns"]))
    os.sync()
    (home / _RESTORING).unlink()


def _digest(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _numbers(said: str) -> tuple[int, ...]:
    return tuple(int(part) for part in said.split(".") if part.isdigit())


def _described(place: Path, said: dict[str, Any]) -> Backup:
    files = said["files"]
    size = sum(each["size"] for each in files)
    return Backup(place=place, made_by=said["liftcast"], made_at=said["made_at"], files=len(files), size_bytes=size)
