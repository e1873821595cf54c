"""Results written into a PostgreSQL database: a table each, all of one build or none."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast
from urllib.parse import urlsplit

import pyarrow as pa

from pipelines.errors import LiftcastError
from pipelines.handing_out import writing
from pipelines.handing_out.asked import SCHEMA, Whose, tables_of
from pipelines.handing_out.files import HandedOut, Manifest, counted, manifest_of
from pipelines.handing_out.results import Results, opened
from pipelines.handing_out.schemas import Schema, schema_of
from pipelines.handing_out.tables import arrow_schema
from pipelines.inbox.queries import without_password
from pipelines.settings import Settings

if TYPE_CHECKING:
    from psycopg import Cursor

SCHEMES: Final = ("postgresql://", "postgres://")
FORM: Final = "postgresql"
HANDED_OUT: Final = "handed_out"
"""Says of each table there which build it is of and which version of its columns it has."""

_FORM: Final = "postgresql://user:password@host:port/database"
_TYPES: Final = {
    "string": "text",
    "date": "date",
    "local-date-time": "timestamp",
    "integer": "bigint",
    "number": "double precision",
    "boolean": "boolean",
}


class DatabaseError(LiftcastError):
    """Results cannot be written into the database named."""


def is_database(to: str) -> bool:
    """Tell whether results are to go into a database."""
    return to.startswith(SCHEMES)


def place_of(to: str) -> str:
    """The address of a database without user and password, to be told."""
    try:
        url = urlsplit(to)
        port = url.port
    except ValueError:  # its words would repeat a part of the address, which may be of the password
        raise DatabaseError(
            f"--to is no address of a database; write {_FORM}, with signs in a password as %.."
        ) from None
    return f"postgresql://{url.hostname or ''}{f':{port}' if port else ''}{url.path}"


def _password(to: str) -> str | None:
    """Find the password in an address, which need not be well formed: what stands between user and host."""
    user, at, _host = to.partition("://")[2].rpartition("@")
    return user.partition(":")[2] or None if at else None


def export(settings: Settings, table: str, to: str, *, whose: Whose, schema: str = SCHEMA) -> Manifest:
    """Write a table, or all of them, into a database, in one transaction.

    Parameters
    ----------
    settings : Settings
    table : str
        Its name, or `all`.
    to : str
        `postgresql://user:password@host:port/database`.
    whose : Whose
        With an earlier build, only rows of lifters that differ are replaced.
    schema : str
        The database's schema, made where it is missing.

    Raises
    ------
    DatabaseError
        There is no such database, the driver is missing, or a table there has columns of another version.
    LiftcastError
        As from `opened`, `tables_of` and `Results.require`.
    """
    try:
        import psycopg  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise DatabaseError(f"{place_of(to)}: needs the extra `databases`, or `pip install psycopg[binary]`") from error
    names = tables_of(table)
    with opened(settings, whose) as results:
        results.require(names)
        try:
            with psycopg.connect(to) as database, database.cursor() as cursor:
                done = {name: _written(results, name, schema, cursor) for name in names}
        except psycopg.Error as error:
            said = str(error).strip().splitlines() or [type(error).__name__]
            first = without_password(said[0], _password(to))
            raise DatabaseError(f"{place_of(to)}: nothing was written: {first}") from None  # it may quote the address
        return manifest_of(results, FORM, whose, done)


def _written(results: Results, name: str, schema: str, cursor: "Cursor[Any]") -> HandedOut:
    """Write one table: the rows of lifters that changed where an earlier build is given, else all anew."""
    from psycopg import sql  # noqa: PLC0415 (an extra)

    place, said = sql.Identifier(schema, name), schema_of(name)
    _make(said, schema, cursor)
    done = HandedOut(file=f"{schema}.{name}", schema_version=said.version)
    if results.before is None:
        cursor.execute(sql.SQL("delete from {}").format(place))
        _copy(place, name, counted(results, name, done), cursor)
    else:
        newer = sql.Identifier(f"newer_{name}")
        cursor.execute(sql.SQL("create temporary table {} (like {}) on commit drop").format(newer, place))
        _copy(newer, name, counted(results, name, done), cursor)
        cursor.execute(sql.SQL("delete from {} where lifter = any(%s)").format(place), [done.changed])
        cursor.execute(sql.SQL("insert into {} select * from {}").format(place, newer))
    note = sql.SQL("insert into {} values (%s, %s, %s, now())").format(sql.Identifier(schema, HANDED_OUT))
    cursor.execute(note, [name, said.version, results.build])
    return done


def _make(said: Schema, schema: str, cursor: "Cursor[Any]") -> None:
    """Make a table where it is missing; one of another version is left alone."""
    from psycopg import sql  # noqa: PLC0415 (an extra)

    notes, place = sql.Identifier(schema, HANDED_OUT), sql.Identifier(schema, said.name)
    cursor.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(schema)))
    cursor.execute(
        sql.SQL(
            "create table if not exists {} (table_name text primary key, schema_version bigint, build text, "
            "handed_out_at timestamptz)"
        ).format(notes)
    )
    cursor.execute(sql.SQL("delete from {} where table_name = %s returning schema_version").format(notes), [said.name])
    before = cursor.fetchone()
    if before is not None and before[0] != said.version:
        raise DatabaseError(
            f"{schema}.{said.name} has columns of version {before[0]}, now they have version {said.version}: drop it, "
            "or name another schema"
        )
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(_TYPES[column.type])) for column in said.columns
    )
    cursor.execute(sql.SQL("create table if not exists {} ({})").format(place, columns))


def _copy(place: Any, name: str, parts: Iterator[pa.Table], cursor: "Cursor[Any]") -> None:
    """Stream rows into a table."""
    from psycopg import sql  # noqa: PLC0415 (an extra)

    with cursor.copy(sql.SQL("copy {} from stdin with (format csv, header)").format(place)) as copy:
        writing.write_plain_csv(cast("BinaryIO", _Sink(copy.write)), arrow_schema(name), parts)


class _Sink(io.RawIOBase):
    """A binary file that hands on what is written to it."""

    def __init__(self, hand_on: Any) -> None:
        super().__init__()
        self._hand_on = hand_on

    def writable(self) -> bool:
        """It takes bytes."""
        return True

    def write(self, content: Any) -> int:
        """Hand on."""
        self._hand_on(bytes(content))
        return len(content)
