"""How archived files are kept small: compressed, and an older export as what it shares with the next newer one.

Beside or instead of `<digest>`, the bytes as they came, the archive holds `<digest>.zst`, the same compressed, or
`<digest>.patch.zst`: which of a newer file's lines the older one has too, and the lines that it alone has. Whatever the
form, it is read back and held against the digest before another form of the same bytes is removed.
"""

import errno
import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import zstandard

from pipelines.files.atomic import part_in, put

WHOLE: Final = ".zst"
PATCH: Final = ".patch.zst"
MOST_PATCHED_BYTES: Final = 1 << 28
"""Larger files are compressed whole: a patch is made in memory."""
LEAST_SAVED: Final = 0.5
"""A patch that does not save half of what the file takes alone is not worth needing another file."""

_LEVEL: Final = 3
"""Level 9 takes five times as long, for exports that are a fifth smaller."""
DIGITS: Final = 64
"""Of a digest, which is the name of what is archived."""
_CHUNK: Final = 1 << 20
_HEADER_BYTES: Final = 32
_NUMBER: Final = struct.Struct("<Q")
_RUN: Final = struct.Struct("<QQQ")


@dataclass(frozen=True, kw_only=True)
class _Patch:
    """An older file by a newer one: the newer's digest, the older's size, the runs, and the bytes that it alone has."""

    newer: str
    size: int
    runs: bytes
    own: bytes


def form_of(folder: Path, digest: str) -> Path | None:
    """Return the file that holds these bytes, in whatever form; the plainest where there are several."""
    forms = (folder / f"{digest}{ending}" for ending in ("", WHOLE, PATCH))
    return next((form for form in forms if form.exists()), None)


def needed(folder: Path, digest: str) -> list[Path]:
    """Return the files that it takes to read these bytes: the one that holds them, and what that is a patch of."""
    form = form_of(folder, digest)
    if form is None:
        return []
    return [form, *(needed(folder, _parts(form).newer) if form.name.endswith(PATCH) else [])]


def holds(folder: Path, digest: str, size: int) -> bool:
    """Tell whether bytes of this digest and size are kept and can be read."""
    form = form_of(folder, digest)
    if form is None or form.name == digest:
        return form is not None and form.stat().st_size == size
    try:
        return len(content(folder, digest)) == size
    except OSError:
        return False


def size_of(folder: Path, digest: str) -> int:
    """Return the size of these bytes as they came; of what is not there or is damaged, zero."""
    form = form_of(folder, digest)
    try:
        if form is None or form.name == digest:
            return form.stat().st_size if form else 0
        if form.name.endswith(PATCH):
            return _parts(form).size
        with form.open("rb") as file:
            return max(0, zstandard.frame_content_size(file.read(_HEADER_BYTES)))
    except (OSError, zstandard.ZstdError):
        return 0


def unpack(folder: Path, digest: str, place: Path) -> None:
    """Write these bytes to a place, as they came.

    Raises
    ------
    OSError
        Nothing is kept under this digest, or what is kept is damaged.
    """
    whole, found = folder / f"{digest}{WHOLE}", hashlib.sha256()
    with place.open("wb") as file:
        for chunk in _decompressed(whole) if whole.exists() else [content(folder, digest)]:
            found.update(chunk)
            file.write(chunk)
    if found.hexdigest() != digest:
        raise _damaged(whole)


def content(folder: Path, digest: str) -> bytes:
    """Return these bytes as they came.

    Raises
    ------
    OSError
        Nothing is kept under this digest, or what is kept is damaged.
    """
    form = form_of(folder, digest)
    if form is None:
        raise FileNotFoundError(errno.ENOENT, "the archive does not hold it", str(folder / digest))
    if form.name.endswith(PATCH):
        patch = _parts(form)
        said = _patched(content(folder, patch.newer), patch)
    else:
        said = b"".join(_decompressed(form)) if form.name.endswith(WHOLE) else form.read_bytes()
    if hashlib.sha256(said).hexdigest() != digest:
        raise _damaged(form)
    return said


def pack(folder: Path, digest: str, *, newer: str | None = None, durable: bool = True) -> list[Path]:
    """Keep these bytes compressed; with `newer`, as a patch of that file where that saves half and more.

    Returns
    -------
    list of Path
        Other forms of the same bytes, which may go once the new one outlives a power cut: at once if `durable`.
    """
    form = form_of(folder, digest)
    if form is None or form.name.endswith(PATCH):
        return []
    place = _as_patch(folder, digest, newer, form, durable=durable) if newer is not None else None
    if place is None and form.name == digest:
        place = _as_whole(folder, digest, form, durable=durable)
    if place is None:
        return []
    forms = (folder / f"{digest}{ending}" for ending in ("", WHOLE, PATCH))
    return [each for each in forms if each != place and each.exists()]


def _as_whole(folder: Path, digest: str, form: Path, *, durable: bool) -> Path | None:
    """Write a file compressed; None where it does not come back as it was."""
    place = folder / f"{digest}{WHOLE}"
    with part_in(folder) as part:
        with form.open("rb") as source, part.open("wb") as sink:
            zstandard.ZstdCompressor(level=_LEVEL).copy_stream(source, sink, size=form.stat().st_size)
        if _digest(_decompressed(part)) != digest:
            return None
        put(part, place, durable=durable)
    return place


def _as_patch(folder: Path, digest: str, newer: str, form: Path, *, durable: bool) -> Path | None:
    """Write a file as a patch; None where that is not worth it."""
    if max(size_of(folder, digest), size_of(folder, newer)) > MOST_PATCHED_BYTES:
        return None
    old, new = content(folder, digest), content(folder, newer)
    packer = zstandard.ZstdCompressor(level=_LEVEL)
    patch = packer.compress(newer.encode() + _NUMBER.pack(len(old)) + _difference(old, new))
    alone = form.stat().st_size if form.name.endswith(WHOLE) else len(packer.compress(old))
    if len(patch) > LEAST_SAVED * alone:
        return None
    place = folder / f"{digest}{PATCH}"
    with part_in(folder) as part:
        part.write_bytes(patch)
        if _patched(new, _parts(part)) != old:
            return None
        put(part, place, durable=durable)
    return place


def _difference(old: bytes, new: bytes) -> bytes:
    """Write the old lines as runs: so many of the new lines from one on, then so many bytes that are not among them."""
    theirs, runs, own = new.splitlines(keepends=True), list[bytes](), list[bytes]()
    places = {line: place for place, line in reversed(list(enumerate(theirs)))}
    start = follows = count = literal = 0
    for line in old.splitlines(keepends=True):
        if count and not literal and follows < len(theirs) and theirs[follows] == line:
            count, follows = count + 1, follows + 1
            continue
        place = follows if follows < len(theirs) and theirs[follows] == line else places.get(line)
        if place is None:
            own.append(line)
            literal += len(line)
            continue
        if count or literal:
            runs.append(_RUN.pack(start, count, literal))
        start, follows, count, literal = place, place + 1, 1, 0
    runs.append(_RUN.pack(start, count, literal))
    return _NUMBER.pack(len(runs)) + b"".join(runs) + b"".join(own)


def _patched(new: bytes, patch: _Patch) -> bytes:
    """Undo `_difference`."""
    theirs, said, at = new.splitlines(keepends=True), list[bytes](), 0
    for start, count, literal in _RUN.iter_unpack(patch.runs):
        said += theirs[start : start + count]
        said.append(patch.own[at : at + literal])
        at += literal
    return b"".join(said)


def _parts(patch: Path) -> _Patch:
    """Read a patch."""
    try:
        said = b"".join(_decompressed(patch))
        (size,), (count,) = _NUMBER.unpack_from(said, DIGITS), _NUMBER.unpack_from(said, DIGITS + _NUMBER.size)
        runs = DIGITS + 2 * _NUMBER.size
        own = runs + count * _RUN.size
        return _Patch(newer=said[:DIGITS].decode("ascii"), size=size, runs=said[runs:own], own=said[own:])
    except (struct.error, ValueError) as error:
        raise _damaged(patch) from error


def _decompressed(form: Path) -> Iterator[bytes]:
    try:
        with form.open("rb") as file:
            yield from zstandard.ZstdDecompressor().read_to_iter(file, read_size=_CHUNK, write_size=_CHUNK)
    except zstandard.ZstdError as error:
        raise _damaged(form) from error


def _digest(chunks: Iterator[bytes]) -> str:
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(chunk)
    return found.hexdigest()


def _damaged(form: Path) -> OSError:
    """Say so in the system's way: it stops that file alone, and is tried again once the export is there anew."""
    return OSError(errno.EIO, "what the archive holds of it is damaged", str(form))
