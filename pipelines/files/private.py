"""Whose a home is: its owner's alone, every file and folder, whatever the system would let others do by default."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Final

FILE: Final = 0o600
FOLDER: Final = 0o700
_OTHERS: Final = 0o077
_counting: Final = Lock()
_within = 0
_before = 0
_tightened: Final[set[Path]] = set()


@contextmanager
def private() -> Iterator[None]:
    """Let nobody but the owner read what is made inside, libraries' files and those of processes begun here included.

    It holds for the whole process, so results handed to others are written outside of it.
    """
    global _within, _before  # noqa: PLW0603 (a process has one such mask, and threads may overlap)
    with _counting:
        if _within == 0:
            _before = os.umask(_OTHERS)
        _within += 1
    try:
        yield
    finally:
        with _counting:
            _within -= 1
            if _within == 0:
                os.umask(_before)


def be_private() -> None:
    """Let nobody but the owner read what this process makes from now on: for programs that write to a home alone."""
    global _before  # noqa: PLW0603 (as above)
    with _counting:
        os.umask(_OTHERS)
        _before = _OTHERS


def tighten_once(home: Path) -> None:
    """Take from others what they may do with what is in a home, once in the life of this process."""
    if home not in _tightened:
        _tightened.add(home)
        tighten(home)


def tighten(home: Path) -> None:
    """Take from others what they may do with what is in a home; what links lead to is not ours, and stays as it is."""
    with suppress(OSError):  # another user's, or a disk that knows no permissions
        _tighten(home, home.lstat().st_mode)
    folders = [home]
    while folders:
        with suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                with suppress(OSError):  # gone meanwhile, or as above
                    mode = entry.stat(follow_symlinks=False).st_mode
                    _tighten(Path(entry.path), mode)
                    if stat.S_ISDIR(mode):
                        folders.append(Path(entry.path))


def _tighten(path: Path, mode: int) -> None:
    if (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and mode & _OTHERS:
        path.chmod(stat.S_IMODE(mode) & ~_OTHERS)
