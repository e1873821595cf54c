"""Connections to DuckDB files and the SQL they run: all SQL of the warehouse lives in files beside this one."""

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import duckdb

from pipelines.files.code import digest_of_code
from pipelines.files.places import is_in_store, store
from pipelines.settings import Settings
from pipelines.warehouse import rules

SQL = Path(__file__).resolve().parent / "sql"

Connection = duckdb.DuckDBPyConnection

ELSEWHERE: Final = "elsewhere"
"""Table of a build whose other tables are views of files: its one row is the address of the place they lie at."""

_ROWS_PER_GROUP = 61_440
_NO_LOG: Final = "recovery_mode 'no_wal_writes'"
"""A file that is written once, and flushed as a whole when it is finished, needs no log to recover it by."""


@cache
def sql(layer: str, name: str) -> str:
    """The text of one SQL file.

    Parameters
    ----------
    layer : {"staging", "marts", "checks", "read", "schema", ...}
    name : str
        File name without its ending; a layer may have folders, in which no name stands twice.
    """
    return _files(layer)[name].read_text(encoding="utf-8")


@cache
def _files(layer: str) -> dict[str, Path]:
    """Where each SQL file of a layer lies, by its name."""
    paths = sorted((SQL / layer).rglob("*.sql"))
    named = {path.stem: path for path in paths}
    if len(named) < len(paths):
        raise ValueError(f"{SQL / layer}: a file name stands twice; give each table a name of its own")
    return named


@cache
def shape_of(kind: str) -> str:
    """Digest the SQL that says what tables and columns a build of this kind holds.

    A build of another shape was made by another version of the project and may lack what reading it asks for.

    Parameters
    ----------
    kind : {"marts", "panel", "full", "carried"}
    """
    layers = ("schema", "marts") if kind == "marts" else ("schema", "marts", "panel")
    return digest_of_code(files=[f"pipelines/warehouse/sql/{layer}/**/*.sql" for layer in layers])[:16]


@contextmanager
def workshop(settings: Settings, build: Path, scratch: Path) -> Iterator[Connection]:
    """Open the file being made as `build` and a throwaway file as `staging`.

    Staging tables live in a file of their own so that the finished build holds marts only, and so that large exports
    are compressed on disk rather than held in memory. Neither is of use before it is finished, and what a crash leaves
    of them is thrown away: nothing is written ahead and forced to the disk with each table.

    Yields
    ------
    Connection
        Finds a table's name in `build` first, then in `staging`. Both files are closed on leaving.
    """
    con = duckdb.connect()
    try:
        _limit(con, settings)
        rules.define(con)
        con.execute(f"set temp_directory = {_quoted(f'{build}.tmp')}")
        con.execute("set preserve_insertion_order = false")
        con.execute(f"attach {_quoted(scratch)} as staging ({_NO_LOG})")
        _attach_made(con, build)
        yield con
    finally:
        con.close()


def begin_from(con: Connection, finished: Path) -> None:
    """Put a copy of a finished build in the place of the one being made, which holds nothing yet."""
    ((made,),) = con.execute("select path from duckdb_databases() where database_name = 'build'").fetchall()
    con.execute("use memory")
    con.execute("detach build")
    shutil.copyfile(finished, made)
    _attach_made(con, made)


def forget(con: Connection, *, but: Collection[str]) -> None:
    """Drop all tables and views of the throwaway file but for some, whose room it then uses again."""
    for kind in ("view", "table"):
        there = f"select {kind}_name from duckdb_{kind}s() where database_name = 'staging' and not internal"  # noqa: S608 (our own words)
        for (name,) in con.execute(there).fetchall():
            if name not in but:
                con.execute(f"drop {kind} staging.{name}")
    con.execute("checkpoint staging")


def _attach_made(con: Connection, build: Path | str) -> None:
    """Open the file being made, in which tables are looked for first."""
    # Each thread compresses whole row groups: of DuckDB's own size an export of 100,000 sets fills only one.
    con.execute(f"attach {_quoted(build)} as build ({_NO_LOG}, row_group_size {_ROWS_PER_GROUP})")
    con.execute("set search_path = 'build,staging'")


@contextmanager
def read_write(settings: Settings, path: Path) -> Iterator[Connection]:
    """Open one file for writing, as its only user."""
    con = duckdb.connect(str(path))
    try:
        _limit(con, settings)
        # A checkpoint writes down where all tables lie, whatever is added: of 50 million sets it takes a second.
        con.execute("set wal_autocheckpoint = '256MB'")
        rules.define(con)
        yield con
    finally:
        con.close()


def open_read_only(settings: Settings, path: Path) -> Connection:
    """Open a finished build; any number of processes may hold it open at once.

    Without the rules, which take longer than all else here: `serving.read_tables`, which needs them, defines them.
    """
    con = duckdb.connect(str(path), read_only=True)
    _limit(con, settings)
    reach(con)
    return con


def attach_read_only(settings: Settings, path: Path, name: str) -> Connection:
    """Open a finished build as a database beside an empty one in memory, which reaches no other file.

    Where its tables are views of files, it reaches these.
    """
    con = duckdb.connect()
    _limit(con, settings)
    con.execute(f"attach {_quoted(path)} as {name} (read_only)")
    if address := reach(con):
        con.execute(f"set allowed_directories = [{_quoted(f'{address}/')}]")
    con.execute("set enable_external_access = false")
    return con


@contextmanager
def room_to_spill(con: Connection, build: Path) -> Iterator[None]:
    """Let what does not fit into memory go elsewhere where nothing can be written beside the build, as DuckDB would."""
    if os.access(build.parent, os.W_OK):
        yield
        return
    with TemporaryDirectory(prefix="liftcast-", ignore_cleanup_errors=True) as folder:  # its owner's alone
        con.execute(f"set temp_directory = {_quoted(folder)}")
        yield


def reach(con: Connection) -> str | None:
    """Let a connection reach the files that the tables of a build are views of; None where they are no views.

    Returns
    -------
    str
        The address of the place.
    """
    is_view = "select database_name from duckdb_tables() where table_name = $elsewhere"
    # To the last row each: a result that is not finished keeps a connection from other work.
    for (database,) in con.execute(is_view, {"elsewhere": ELSEWHERE}).fetchall():
        ((address,),) = con.execute(f'from "{database}".main.{ELSEWHERE}').fetchall()
        if is_in_store(address) and "s3" not in con.list_filesystems():
            con.register_filesystem(store(address))
        return str(address)
    return None


def attach(con: Connection, path: Path, name: str) -> None:
    """Open a finished build for reading under a name beside what a connection has open already."""
    con.execute(f"attach {_quoted(path)} as {name} (read_only)")


@contextmanager
def beside(con: Connection, path: Path) -> Iterator[None]:
    """Open a finished build as `before`, for reading, beside what a connection has open already."""
    attach(con, path, "before")
    try:
        yield
    finally:
        con.execute("detach before")


def _limit(con: Connection, settings: Settings) -> None:
    """Keep to the machine's share and keep standard output clean.

    Settings are made after connecting: DuckDB refuses a second connection of one process to the same file when it is
    opened with another configuration.
    """
    con.execute("set enable_progress_bar = false")
    con.execute(f"set threads = {int(settings.threads)}")
    con.execute(f"set memory_limit = {_quoted(settings.memory_limit)}")
    # A build is written once, and copied into a fuller one: a checkpoint that joined its small row groups would write
    # every table of the copy a second time (2,000,000 sets: 2.8 seconds, and 204 MB instead of 111).
    con.execute("set max_vacuum_tasks = 0")


def _quoted(value: object) -> str:
    """Write a literal where DuckDB takes no bound value: `attach` and `set`."""
    return "'" + str(value).replace("'", "''") + "'"
