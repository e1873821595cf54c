"""Backups that are SQLite databases: opened to be read and nothing else."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final
from urllib.parse import quote

from pipelines.errors import ExportError
from pipelines.exports.reading.source import Source

SIGNATURE: Final = b"SQLite format 3\x00"
DAMAGE: Final = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a damaged database raises; the latter where a message quotes damaged names."""
_LONGEST_S: Final = 60.0
_STEPS_BETWEEN_LOOKS: Final = 100_000


@contextmanager
def opened(source: Source, *, mends_text: bool = False) -> Iterator[sqlite3.Connection]:
    """Open the database so that nothing is written beside it and nothing in it is carried out.

    Parameters
    ----------
    source : Source
    mends_text : bool
        Read text that is no UTF-8 with marks in place of what cannot be decoded; it is an error otherwise.

    Raises
    ------
    ExportError
        If what is asked of it takes longer than of any backup.
    """
    place = f"file:{quote(str(source.path.resolve()))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(place, uri=True)) as con:
        con.execute("pragma trusted_schema = off")
        con.execute("pragma query_only = on")
        if mends_text:
            con.text_factory = lambda text: text.decode("utf-8", "replace")
        until = time.monotonic() + _LONGEST_S
        con.set_progress_handler(lambda: time.monotonic() > until, _STEPS_BETWEEN_LOOKS)
        try:
            yield con
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_INTERRUPT:  # some have none
                raise
            raise ExportError(
                f"{source.name}: reading the database took longer than {_LONGEST_S:.0f} seconds, as no backup does; "
                "make another in the app"
            ) from error


def check_whole(con: sqlite3.Connection) -> None:
    """Check every page, record and index of a database: what is lost in a damaged one cannot be told.

    Raises
    ------
    sqlite3.DatabaseError
        If it is damaged; says what SQLite found first.
    """
    (found,) = con.execute("pragma integrity_check(1)").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(" ".join(str(found).replace("*** in database main ***", "").split()))


def tables_of(con: sqlite3.Connection) -> set[str]:
    """Names of the tables; a view of the same name is none."""
    return {name for (name,) in con.execute("select name from sqlite_master where type = 'table'")}
