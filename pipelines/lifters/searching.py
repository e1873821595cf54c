"""A search of every file of a home for a lifter: also in what is packed, in Parquet files and in databases."""

import gzip
import io
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import zstandard

from pipelines.inbox import packing
from pipelines.lifters.marks import SHORT, Marks, notes_folder
from pipelines.settings import Settings

_OURS: Final = frozenset({".py", ".pyc"})
"""Code of the project, copied beside models, names no lifter."""
_TEXT: Final = frozenset({"VARCHAR", "JSON", "VARCHAR[]"})
_LIFTER: Final = "lifter"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A place where a lifter is.

    Parameters
    ----------
    place : str
        The file, within the home.
    where : str
        What in it: its name, its text, a table and column.
    is_of_others : bool
        Whether it is a file that somebody else dropped in and that says so: theirs to change.
    """

    place: str
    where: str
    is_of_others: bool = False


def search(settings: Settings, marks: Marks) -> list[Found]:
    """Look into every file of a home, and return where it still tells of a lifter.

    In tables with a column `lifter` the lifter's own rows count; in all other text, whatever gives the lifter away.

    Parameters
    ----------
    settings : Settings
    marks : Marks

    Returns
    -------
    list of Found
        Empty where nothing is left.
    """
    found: list[Found] = []
    for path in sorted(settings.home.rglob("*")):
        place = path.relative_to(settings.home)
        if notes_folder(settings) in path.parents or path == notes_folder(settings):
            continue
        is_own = place.parts[:2] == ("inbox", marks.lifter) or (
            place.parts[0] == "inbox" and path.parent == settings.inbox
        )
        is_of_others = place.parts[0] in {"inbox", "exports"} and not is_own and path.suffix != ".jsonl"
        if marks.are_in(str(place)):
            found.append(Found(place=str(place), where="its name"))
        if path.is_file() and not path.is_symlink():
            found += [
                Found(place=str(place), where=where, is_of_others=is_of_others)
                for where in dict.fromkeys(_within(settings, path, marks))
            ]
    return found


def _within(settings: Settings, path: Path, marks: Marks) -> Iterator[str]:
    """Look into one file."""
    if path.suffix in _OURS:
        return
    if path.suffix == ".duckdb":
        yield from _in_duckdb(path, marks)
    elif path.suffix == ".parquet":
        with suppress(pa.ArrowInvalid, OSError):
            yield from _in_table(pq.read_table(path), marks)
    elif path.suffix in {".db", ".sqlite"}:
        yield from _in_sqlite(path, marks)
    elif any(marks.may_be_in(content) and marks.are_in(_text(content)) for content in _contents(settings, path)):
        yield "its text"


def _contents(settings: Settings, path: Path) -> Iterator[bytes]:
    """Return what a file holds, unpacked where it is packed."""
    if path.parent == settings.exports and path.name.endswith(packing.WHOLE):
        with suppress(OSError):
            yield packing.content(settings.exports, path.name.split(".")[0])
        return
    content = path.read_bytes()
    yield content
    with suppress(OSError, EOFError, zstandard.ZstdError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        if path.suffix == ".gz":
            yield gzip.decompress(content)
        elif path.suffix == ".zst":
            yield zstandard.ZstdDecompressor().stream_reader(io.BytesIO(content)).read()
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield name.encode()
                    yield archive.read(name)


def _text(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")


def _in_table(table: pa.Table, marks: Marks) -> Iterator[str]:
    """Look into a table in memory."""
    if _LIFTER in table.column_names:
        if pc.any(pc.equal(table[_LIFTER].cast(pa.string()), marks.lifter)).as_py():
            yield "rows"
        return
    for name in table.column_names:
        if pa.types.is_string(table[name].type) and _any_of(table[name].unique().to_pylist(), marks.are_in):
            yield name


def _in_duckdb(path: Path, marks: Marks) -> Iterator[str]:
    """Look into every table of a DuckDB file; one that cannot be opened is looked at as it stands."""
    try:
        con = duckdb.connect(str(path), read_only=True)
    except duckdb.Error:
        if marks.may_be_in(path.read_bytes()):
            yield "its bytes"
        return
    with closing(con):
        columns = con.execute(
            "select table_name, column_name, data_type from duckdb_columns() where not internal"
        ).fetchall()
        with_lifter = {table for table, column, _ in columns if column == _LIFTER}
        for table in sorted(with_lifter):
            if con.execute(f"select 1 from {quoted(table)} where lifter = ? limit 1", [marks.lifter]).fetchone():  # noqa: S608 (the file's own names, quoted)
                yield table
        for table, column, kind in columns:
            if table not in with_lifter and kind in _TEXT:
                asked = f"select distinct {quoted(column)}::varchar from {quoted(table)}"  # noqa: S608 (likewise)
                if _any_of((value for (value,) in con.execute(asked).fetchall()), marks.are_in):
                    yield f"{table}.{column}"


def _in_sqlite(path: Path, marks: Marks) -> Iterator[str]:
    """Look into every table of an SQLite file, and into what its free pages and its log still hold."""
    for table, column in text_cells(path, marks):
        yield f"{table}.{column}"
    log = path.with_name(f"{path.name}-wal")
    if any(each.exists() and _bytes_tell(each, marks) for each in (path, log)):
        yield "free pages"


def _bytes_tell(path: Path, marks: Marks) -> bool:
    """Tell whether bytes hold a digest, or the name where it is too long to be there by chance."""
    content = path.read_bytes()
    return any(word.encode() in content for word in marks.short_digests) or (
        len(marks.lifter) > 2 * SHORT and marks.lifter.encode() in content and marks.are_in(_text(content))
    )


def text_cells(path: Path, marks: Marks) -> list[tuple[str, str]]:
    """Return the tables and columns of an SQLite file with a cell that gives a lifter away."""
    found = []
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as con:
        for (table,) in con.execute("select name from sqlite_master where type = 'table'").fetchall():
            for column in [row[1] for row in con.execute(f"pragma table_info({quoted(table)})").fetchall()]:
                asked = (
                    f"select {quoted(column)} from {quoted(table)} where typeof({quoted(column)}) in ('text', 'blob')"  # noqa: S608 (likewise)
                )
                if _any_of((_as_text(value) for (value,) in con.execute(asked)), marks.are_in):
                    found.append((table, column))
    return found


def _as_text(value: object) -> str:
    return _text(value) if isinstance(value, bytes) else str(value)


def _any_of(values: "Iterator[str | None] | list[str | None]", is_it: Callable[[str], bool]) -> bool:
    return any(value is not None and is_it(value) for value in values)


def quoted(name: str) -> str:
    """Quote a name that a file gives."""
    return '"' + name.replace('"', '""') + '"'
