"""Any failure as one sentence for a person: what happened, where, and what to do. The traceback is in the log."""

import errno
from collections.abc import Iterator
from typing import Final

from pipelines.errors import LiftcastError
from pipelines.files.unforeseen import described, is_disk_full, is_read_only
from pipelines.settings import Settings

KEPT: Final = "the results before it stay in force"
_DAMAGE: Final = (
    "not a valid duckdb database",
    "no magic bytes",
    "too small to be a parquet file",
    "corrupt",
    "checksum",
    "malformed",
    "file is not a database",
    "snappy",
    "zstd decompression",
    "deserializ",
    "thrift",
)
_PARQUET: Final = (".parquet", "parquet")


def sentence(error: BaseException, settings: Settings | None) -> str:
    """Say of any exception what happened and what to do.

    Parameters
    ----------
    error : BaseException
    settings : Settings, optional
        Whose home it was about.
    """
    return foreseen(error, settings) or (
        f"something went wrong that nobody foresaw: please report it, with the words in brackets ({described(error)}) "
        f"and the traceback in the log; {KEPT}."
    )


def foreseen(error: BaseException, settings: Settings | None) -> str:
    """Say of an exception that is no bug of ours what happened and what to do; empty of any other."""
    if isinstance(error, LiftcastError):
        return str(error)
    home = "the home" if settings is None else str(settings.home)
    chain = list(_chain(error))
    for known in (_disk_full, _read_only, _not_allowed, _memory, _damaged, _silent_server, _registry):
        for each in chain:
            if said := known(each, home):
                return f"{said}; {KEPT}."
    return ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Follow what an error was raised from; libraries hide what the system said."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop(0)
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [each.__cause__, each.__context__, getattr(each, "orig", None)]


def _disk_full(error: BaseException, home: str) -> str:
    if not is_disk_full(error):
        return ""
    return f"the disk that holds {home} is full: free some space, at least 1 GB, and run it again"


def _read_only(error: BaseException, home: str) -> str:
    if not is_read_only(error):
        return ""
    return (
        f"{home} cannot be written to, its disk is read-only: mount it writable, or set LIFTCAST_HOME to another folder"
    )


def _not_allowed(error: BaseException, home: str) -> str:
    is_refused = isinstance(error, OSError) and error.errno in {errno.EACCES, errno.EPERM}
    if not is_refused and "permission denied" not in str(error).casefold():
        return ""
    place = getattr(error, "filename", None) or home
    return f"{place} may not be read or written by this user: run as its owner, or give this user the right to"


def _memory(error: BaseException, home: str) -> str:  # noqa: ARG001 (all are asked alike)
    is_out = isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException"
    return "memory ran out: close other programs, or set LIFTCAST_MEMORY to less than there is" if is_out else ""


def _damaged(error: BaseException, home: str) -> str:
    """Tell of a database or Parquet file that is no longer what was written."""
    text = " ".join(str(error).split())
    is_of_files = _library(error) in {"duckdb", "_duckdb", "pyarrow", "sqlite3"} or isinstance(error, OSError)
    if not is_of_files or not any(word in text.casefold() for word in _DAMAGE):
        return ""
    if any(word in text.casefold() for word in _PARQUET):
        what = f"a landed file in {home}/landed is damaged"
        do = "remove it and run `liftcast refresh`, which reads the export again from the archive"
    elif _library(error) == "sqlite3":
        what, do = f"a database in {home} is damaged, mlflow.db or prefect/prefect.db", "move it away and run it again"
    else:
        what = f"a build in {home}/builds is damaged"
        do = "remove the files there and run `liftcast refresh`, which makes it anew from the archive"
    return f"{what} ({text[:200]}): {do}"


def _silent_server(error: BaseException, home: str) -> str:  # noqa: ARG001 (as above)
    if _library(error) not in {"httpx", "httpcore", "prefect"}:
        return ""
    return (
        f"the Prefect server does not answer as it should ({described(error)}): run `liftcast refresh`, which needs "
        "none, or stop `liftcast run` and start it again"
    )


def _registry(error: BaseException, home: str) -> str:
    if _library(error) not in {"mlflow", "sqlalchemy", "sqlite3", "alembic"}:
        return ""
    return (
        f"the model registry, {home}/mlflow.db, does not answer as it should ({described(error)}): where another "
        "program has it open, close that and run it again; where it is damaged, move it away"
    )


def _library(error: BaseException) -> str:
    return type(error).__module__.split(".")[0]
