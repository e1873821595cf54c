"""Backups that are SQLite databases: opened to be read and nothing else."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final
from urllib.parse import quote

from pipelines.exports.reading.source import Source

SIGNATURE: Final = b"SQLite format 3\x00"
DAMAGE: Final = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a damaged database raises; the latter where a message quotes damaged names."""


@contextmanager
def opened(source: Source, *, mends_text: bool = False) -> Iterator[sqlite3.Connection]:
    """Open the database so that nothing is written beside it and nothing in it is carried out.

    Parameters
    ----------
    source : Source
    mends_text : bool
        Read text that is no UTF-8 with marks in place of what cannot be decoded; it is an error otherwise.
    """
    place = f"file:{quote(str(source.path.resolve()))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(place, uri=True)) as con:
        con.execute("pragma trusted_schema = off")
        con.execute("pragma query_only = on")
        if mends_text:
            con.text_factory = lambda text: text.decode("utf-8", "replace")
        yield con


def tables_of(con: sqlite3.Connection) -> set[str]:
    """Names of the tables; a view of the same name is none."""
    return {name for (name,) in con.execute("select name from sqlite_master where type = 'table'")}
