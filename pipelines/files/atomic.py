"""Files written beside their place and renamed into it: whoever looks finds the old file or the new one, never a half.

What a process cut short leaves behind is hidden, ends in `.part` (or `.part-journal`: SQLite's), and is cleared away
by `sweep`.
"""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import get_ident
from typing import Final

PART: Final = ".part"


@contextmanager
def written_beside(place: Path, *, durable: bool = True) -> Iterator[Path]:
    """Yield a path to write to, in the folder of `place`, and move what is there into `place` on leaving.

    Parameters
    ----------
    place : Path
        Its folder is made. A file there is replaced, and its permissions are kept.
    durable : bool
        Whether the file outlives a power cut from then on. The disk takes ten times as long over that as the writing of
        a small file does (measured: 15 and 1.5 ms; half an hour for a hundred thousand files), so files go without
        that are many, or are made anew when found torn.

    Raises
    ------
    OSError
        Nothing can be written there; `place` is as it was.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    with part_in(place.parent) as part:
        yield part
        put(part, place, durable=durable)


def write_text(place: Path, text: str, *, encoding: str = "utf-8", durable: bool = True) -> None:
    """Write a text, line ends as they are, as `written_beside` does."""
    write_bytes(place, text.encode(encoding), durable=durable)


def write_bytes(place: Path, content: bytes, *, durable: bool = True) -> None:
    """Write bytes as `written_beside` does."""
    with written_beside(place, durable=durable) as part:
        part.write_bytes(content)


@contextmanager
def part_in(folder: Path) -> Iterator[Path]:
    """Yield a path of this thread's own in a folder, for a file whose name shows only once it is written.

    What is not put into its place is removed on leaving.
    """
    part = folder / f".{os.getpid()}-{get_ident()}{PART}"
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def put(part: Path, place: Path, *, durable: bool = True) -> None:
    """Move a finished file into its place, in the same folder, with the permissions of the file that it replaces."""
    if durable:
        _flush(part)
    if place.exists():
        part.chmod(stat.S_IMODE(place.stat().st_mode))
    part.replace(place)
    if durable:
        with suppress(OSError):  # not every file system can flush a folder, and the file is in its place
            _flush(place.parent)


def sweep(*folders: Path) -> None:
    """Clear away what a process cut short left half written; only while holding the lock."""
    for folder in folders:
        if folder.is_dir():
            for name in (entry.name for entry in os.scandir(folder)):
                if name.startswith(".") and name.endswith((PART, f"{PART}-journal")):
                    left = folder / name
                    shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Force a file or folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
