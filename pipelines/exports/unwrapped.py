"""Tables that come packed or typed: gzip, Zstandard, Parquet, JSON lines, and the parts of one table, as plain tables.

The archive keeps every file as it came; what is made here lives as long as the file is being read.
"""

import codecs
import csv
import gzip
import io
import json
import shutil
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.errors import ExportError
from pipelines.exports.reading.source import PARTS, Source, shortened

_MOST_BYTES: Final = 4 << 30
_SMALL_BYTES: Final = 10 << 20
_MOST_RATIO: Final = 500  # as for zips of exports
_MOST_LAYERS: Final = 3
_CHUNK: Final = 1 << 20
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_PARQUET: Final = b"PAR1"
_ZIP: Final = b"PK\x03\x04"
_ROWS_AT_A_TIME: Final = 50_000
_HEADER: Final = 1  # line that rows without one get


def unwrapped(source: Source) -> Source:
    """Unpack a file and write what is in it as a plain table; a file that is neither packed nor typed is given back.

    Raises
    ------
    ExportError
        If it is damaged, or unpacks to far more than any export.
    """
    for _ in range(_MOST_LAYERS):
        write = _writer(source)
        if write is None:
            return source
        source = _written(source, write)
    raise ExportError(f"{source.name}: is packed more than twice over; unpack it first")


def _writer(source: Source) -> Callable[[Path], None] | None:
    """What writes a file in its next plainer form; None where it is plain."""
    head = source.head
    if head.startswith(_GZIP):
        return lambda place: _unpack(source, lambda: gzip.open(source.path), place)
    if head.startswith(_ZSTD):
        return lambda place: _unpack(
            source, lambda: pa.CompressedInputStream(pa.OSFile(str(source.path)), "zstd"), place
        )
    if head.startswith(_PARQUET):
        return lambda place: _write_parquet(source, place)
    if head.startswith(_ZIP) and _is_parts(source):
        return lambda place: _join(source, place)
    if _is_json_lines(source):
        return lambda place: _write_json_lines(source, place)
    return None


def _written(source: Source, write: Callable[[Path], None]) -> Source:
    """Write a plainer form of a file to a folder that goes when the file is no longer read."""
    folder = Path(tempfile.mkdtemp(prefix="liftcast-table-"))
    added = _HEADER if source.head.startswith(_PARQUET) or _is_json_lines(source) else 0
    plain = replace(source, path=folder / source.path.name, lines_added=added)
    weakref.finalize(plain, shutil.rmtree, folder, ignore_errors=True)
    write(plain.path)
    return plain


def _unpack(source: Source, opened: Callable[[], Any], place: Path) -> None:
    """Unpack a compressed file."""
    most = min(_MOST_BYTES, max(_SMALL_BYTES, _MOST_RATIO * source.path.stat().st_size))
    try:
        with opened() as stream, place.open("wb") as file:
            while chunk := stream.read(_CHUNK):
                file.write(chunk)
                _check_size(source, file.tell(), most)
    except (EOFError, OSError, zlib.error, pa.ArrowException) as error:
        raise ExportError(f"{source.name}: cannot be unpacked ({error}); bring the file again") from error


def _check_size(source: Source, size: int, most: int) -> None:
    """Stop what would never end."""
    if size > most:
        raise ExportError(f"{source.name}: unpacks to more than {most:,} bytes, as no export does; leave it out")


def _write_parquet(source: Source, place: Path) -> None:
    """Write a Parquet file as a table cut by commas; a record's line is its row."""
    try:
        with pq.ParquetFile(source.path) as file, place.open("w", encoding="utf-8", newline="") as out:
            names = file.schema_arrow.names
            days = {name for name in names if _holds_days(file, name)}
            rows = csv.writer(out, lineterminator="\n")
            rows.writerow(names)
            for batch in file.iter_batches(_ROWS_AT_A_TIME):
                columns = [
                    _texts(column, is_day=name in days) for name, column in zip(names, batch.columns, strict=True)
                ]
                rows.writerows(zip(*columns, strict=True))
                _check_size(source, out.tell(), _MOST_BYTES)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ExportError(f"{source.name}: the Parquet file is damaged ({error}); write it again") from error


def _holds_days(file: pq.ParquetFile, name: str) -> bool:
    """Tell whether a column of times says midnight everywhere: its texts are days, as those of a workbook."""
    kind = file.schema_arrow.field(name).type
    if not pa.types.is_timestamp(kind) or kind.tz is not None:
        return False
    batches = (batch.column(0) for batch in file.iter_batches(_ROWS_AT_A_TIME, columns=[name]))
    return all(pc.all(pc.equal(times, pc.floor_temporal(times, unit="day"))).as_py() is not False for times in batches)


def _texts(column: pa.Array, *, is_day: bool) -> list[str | None]:
    """Write each value of a column as a cell of one line."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if is_day:
        column = column.cast(pa.date32())
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), None, column)
    if pa.types.is_duration(column.type):
        return [None if value is None else f"{value.total_seconds():.15g}" for value in column.to_pylist()]
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type) or pa.types.is_nested(column.type):
        return [None if value is None else _one_line(str(value)) for value in column.to_pylist()]
    return [text and _one_line(text) for text in column.cast(pa.string()).to_pylist()]


def _one_line(text: str) -> str:
    """Write a text without breaks, so that the lines of a table are its records."""
    return " ".join(text.splitlines()) if not text.isprintable() else text


def _is_json_lines(source: Source) -> bool:
    """Tell whether each line is a JSON object of its own: the first is, and another follows or it holds none."""
    if not source.head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
        return False
    lines = _first_lines(source.head)
    first = _object(lines[0])
    if first is None:
        return False
    is_flat = not any(isinstance(value, dict | list) for value in first.values())
    return lines[1].startswith("{") if len(lines) > 1 else is_flat and bool(first)


def _first_lines(head: bytes) -> list[str]:
    """The first two lines that hold anything."""
    lines = head.decode("utf-8-sig", errors="replace").splitlines()
    return [line.strip() for line in lines if line.strip()][:2]


def _object(line: str) -> dict[str, Any] | None:
    """Read a line that is an object, numbers as they stand; None where it is none."""
    try:
        read = json.loads(line, parse_int=str, parse_float=str, parse_constant=lambda _name: None)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def _write_json_lines(source: Source, place: Path) -> None:
    """Write JSON lines as a table cut by commas; what is no object becomes a record of one cell, which is rejected."""
    names: dict[str, None] = {}
    for line in source.lines():
        names.update(dict.fromkeys(_object(line) or ()))
    with place.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(names)
        for line in source.lines():
            held = _object(line)
            if held is not None:
                rows.writerow([_cell(held.get(name)) for name in names])
            elif line.strip():
                rows.writerow([_one_line(line)])
            else:
                out.write("\n")


def _cell(value: Any) -> str | None:
    """Write a value of JSON as a cell of one line."""
    if value is None or isinstance(value, str):
        return value and _one_line(value)
    return _one_line(json.dumps(value, ensure_ascii=False))


def _is_parts(source: Source) -> bool:
    """Tell a zip of parts by its comment, which ends the file."""
    with source.path.open("rb") as file:
        file.seek(0, io.SEEK_END)
        file.seek(max(0, file.tell() - len(PARTS)))
        return file.read() == PARTS


def pack_parts(parts: Sequence[Path], place: Path) -> None:
    """Put the parts of one table, byte for byte, into one file that is the same for the same parts."""
    with zipfile.ZipFile(place, "w") as archive:
        archive.comment = PARTS
        for path in parts:
            member = zipfile.ZipInfo(path.name)
            with path.open("rb") as part, archive.open(member, "w", force_zip64=True) as file:
                shutil.copyfileobj(part, file, _CHUNK)


def _join(source: Source, place: Path) -> None:
    """Write the parts of one table one after the other under the header of the first.

    Raises
    ------
    ExportError
        If they have not the same header.
    """
    first: Source | None = None
    with zipfile.ZipFile(source.path) as archive, place.open("w", encoding="utf-8", newline="") as out:
        for member in archive.infolist():
            part = _part(archive, member, place.parent)
            if first is None:
                first = part
                out.write(_ended(part.header_text))
            if (part.header, part.delimiter) != (first.header, first.delimiter):
                raise ExportError(
                    f"{source.name}: {part.name} has another header than {first.name}, so they are not of one table: "
                    f"{shortened(part.header_text.strip())!r}"
                )
            for line in islice(part.lines(), part.header_line, None):
                out.write(_ended(line))


def _part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> Source:
    """Read one part as a plain table."""
    path = folder / f"part-{member.header_offset}"
    with archive.open(member) as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file, _CHUNK)
    return unwrapped(Source(path, member.filename)).sheet


def _ended(line: str) -> str:
    """A line that ends as all others do."""
    return line.rstrip("\r\n") + "\n"
