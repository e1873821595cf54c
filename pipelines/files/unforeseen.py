"""What nobody foresaw: whatever one file raises stops that file alone, and is told of in a sentence worth reporting."""

import errno
import hashlib
import sqlite3
import traceback
from functools import cache
from pathlib import Path
from typing import Final

import duckdb

from pipelines.errors import LiftcastError, MissingExtraError

PASSING: Final = "tried again"
"""What a refusal is made by that says more of the machine just then than of the file: the next ingest tries again."""

_FULL: Final = ("no space left on device", "disk is full", "disk full", "disk quota exceeded", "file too large")
_READ_ONLY: Final = ("read-only file system", "readonly database")
_OF_THE_SYSTEM: Final = (
    OSError,
    sqlite3.Error,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
    duckdb.FatalException,
    duckdb.InternalException,
)
_LABEL: Final = "unforeseen"
_CODE: Final = Path(__file__).resolve().parents[1]
_LONGEST_MESSAGE: Final = 80  # characters; a message may hold a whole cell


def is_disk_full(error: BaseException) -> bool:
    """Tell whether a disk, or a share of one, is full, whichever library says so."""
    return _is_told(error, {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}, _FULL)


def is_read_only(error: BaseException) -> bool:
    """Tell whether a disk cannot be written to at all."""
    return _is_told(error, {errno.EROFS}, _READ_ONLY)


def _is_told(error: BaseException, numbers: set[int], words: tuple[str, ...]) -> bool:
    """Tell whether the system said one of these; messages of others may quote a cell, which may hold any words."""
    if isinstance(error, OSError) and error.errno in numbers:
        return True
    is_systems = isinstance(error, _OF_THE_SYSTEM)
    is_registrys = type(error).__module__.split(".")[0] in {"mlflow", "sqlalchemy"}
    return (is_systems or is_registrys) and any(each in str(error).casefold() for each in words)


def is_everybodys(error: BaseException) -> bool:
    """Tell what stops the run rather than one file: nothing could be written down of the others either."""
    return is_disk_full(error) or is_read_only(error)


def is_passing(error: BaseException) -> bool:
    """Tell what may be otherwise the next time: memory or disk ran out, a folder was out of reach, an extra missing."""
    return isinstance(error, MemoryError | OSError | duckdb.OutOfMemoryException | MissingExtraError)


def sentence(file: str, error: Exception) -> str:
    """Say of any exception which file raised it and what to do.

    Parameters
    ----------
    file : str
        What people call the file.
    """
    if isinstance(error, LiftcastError):
        return str(error)
    if isinstance(error, OSError):
        return (
            f"{file}: cannot be read at present ({error.strerror or error}); ingest again, and if that does not help, "
            "put the file there anew"
        )
    if is_passing(error):
        return f"{file}: memory ran out while it was read; close other programs and ingest again"
    return (
        f"{file}: cannot be read, and nobody foresaw why: please report this, with the words in brackets "
        f"({described(error)}); till then leave the file out, or export it again from the app"
    )


def label() -> str:
    """Name the version of all the code: what it could not read, for whatever reason, other code may."""
    return f"{_LABEL}.{_digest()}"


def is_label(made_by: str) -> bool:
    """Tell whether a label is one of `label`, of this code or another."""
    return made_by.startswith(f"{_LABEL}.")


def described(error: BaseException) -> str:
    """What a report needs: the kind of error, its message, and where in our code it came up."""
    message = " ".join(str(error).split())
    short = message if len(message) <= _LONGEST_MESSAGE else f"{message[:_LONGEST_MESSAGE]}…"
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_CODE)]
    place = f" in {Path(own[-1].filename).relative_to(_CODE)}, line {own[-1].lineno}" if own else ""
    return f"{type(error).__name__}{f': {short}' if short else ''}{place}"


@cache
def _digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for ending in ("py", "sql") for path in _CODE.rglob(f"*.{ending}")):
        digest.update(f"{path.relative_to(_CODE)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:8]
