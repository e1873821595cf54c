"""Finished builds: how a file becomes one, which is in force, which are kept.

A build is written under a name ending in `.part`, checked, closed, flushed and only then renamed. The pointer
`current` is replaced in one step. So a crash at any instant leaves the build in force as it was. A fuller build that
is cut short is not lost: whoever makes the next one takes over what was finished in it.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import duckdb

from pipelines.errors import CheckError, NothingYetError
from pipelines.files.atomic import PART, put, sweep, write_text
from pipelines.files.held import holding, is_held
from pipelines.settings import Settings
from pipelines.warehouse.checks import OF_A_COPY, run_checks
from pipelines.warehouse.database import Connection, open_read_only, read_write, shape_of, sql, workshop

KEPT: Final = 3
"""So many builds of the kind in force and of each with forecasts: what was handed out last is compared with one."""
KEPT_ON_THE_WAY: Final = 1
"""So many of each kind made on the way to it, or left from before."""
UNFINISHED: Final = f".unfinished{PART}"
"""How the name of a build ends that outlives being cut short."""
FORECAST: Final = frozenset({"full", "carried"})
"""Kinds of builds that hold forecasts."""


@dataclass(frozen=True, kw_only=True)
class Build:
    """A finished warehouse file.

    Parameters
    ----------
    path : Path
        The DuckDB file; never changed.
    name : str
        `<UTC stamp>-<first 12 of the key>`: later builds sort later.
    key : str
        Digest of everything the build was made of.
    kind : {"marts", "panel", "full", "carried"}
        A panel build also holds what forecasts are made from, a full build also holds forecasts. A carried one holds
        those of a full build before it, which do not know its newest sets yet.
    shape : str, optional
        Which tables and columns it holds, as `shape_of` told when it was made; builds once came without.
    """

    path: Path
    name: str
    key: str
    kind: str
    shape: str | None = None

    @property
    def is_readable(self) -> bool:
        """Tell whether it holds what this version reads: not so when another version made it."""
        return self.shape == shape_of(self.kind)

    @property
    def is_forecast(self) -> bool:
        """Tell whether it holds forecasts, if older ones."""
        return self.kind in FORECAST


def current_build(settings: Settings) -> Build | None:
    """The build in force, or None when nothing was ever published or its file is gone."""
    try:
        name = settings.current.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return _finished(settings, settings.builds / f"{name}.duckdb") if name else None


def find_build(settings: Settings, key: str) -> Build | None:
    """Newest finished build with just this key, or None."""
    for path in sorted(settings.builds.glob(f"*-{key[:12]}.duckdb"), reverse=True):
        build = _finished(settings, path)
        if build is not None and build.key == key:
            return build
    return None


def kept_build(settings: Settings, name: str) -> Build:
    """The finished build of that name.

    Raises
    ------
    NothingYetError
        There is none.
    """
    build = _finished(settings, settings.builds / f"{name}.duckdb")
    if build is None:
        raise NothingYetError(f"{settings.builds}: there is no build {name}, or it cannot be read")
    return build


def kept_builds(settings: Settings) -> list[Build]:
    """Every finished build there is, the newest first."""
    found = [_finished(settings, path) for path in sorted(settings.builds.glob("*.duckdb"), reverse=True)]
    return [build for build in found if build is not None]


def publish(settings: Settings, build: Build) -> None:
    """Put `build` in force, then drop what is no longer needed.

    Readers that hold an older build open go on reading it: its name goes, its content stays until they close it.
    """
    write_text(settings.current, build.name + "\n")
    _drop_old(settings, build)
    clean_unfinished(settings)


def clean_unfinished(settings: Settings) -> None:
    """Remove what runs cut short left behind and nobody takes over; to be called by the one process that writes."""
    for stale in settings.builds.glob(f"*{PART}*"):
        if UNFINISHED not in stale.name:
            _remove(stale)
    sweep(settings.home)


def unfinished_builds(settings: Settings) -> list[Build]:
    """Fuller builds that were cut short, the newest first: what was committed in them holds.

    To be called by the one process that writes; those that cannot be read are removed.
    """
    found = {path: _finished(settings, path) for path in sorted(settings.builds.glob(f"*{UNFINISHED}"), reverse=True)}
    held = [build for build in found.values() if build is not None and build.is_readable]
    for path in found.keys() - {build.path for build in held}:
        _drop(path)
    return held


def drop_unfinished(builds: Iterable[Build]) -> None:
    """Remove what was cut short, once it is taken over."""
    for build in builds:
        _drop(build.path)


def _drop(unfinished: Path) -> None:
    for stale in unfinished.parent.glob(f"{unfinished.name}*"):
        _remove(stale)


def _remove(stale: Path) -> None:
    shutil.rmtree(stale) if stale.is_dir() else stale.unlink(missing_ok=True)


@contextmanager
def new_build(settings: Settings, key: str) -> Iterator[tuple[Connection, Build]]:
    """Make a marts build from nothing: yields a connection with `build` and `staging` attached, and what it will be.

    On leaving without an error the build is checked, closed, flushed and renamed: finished, as `find_build` finds it.

    Raises
    ------
    CheckError
        The build breaks one of its own rules; nothing is left behind.
    """
    part = _part(settings, key)
    scratch = part.with_name(f"staging-{part.name}")
    try:
        with workshop(settings, part, scratch) as con:
            yield con, Build(path=_place(part), name=_name(part), key=key, kind="marts", shape=shape_of("marts"))
            run_checks(con)
            con.execute("use memory")
            con.execute("detach build")
        scratch.unlink(missing_ok=True)
        _finish(part)
    except BaseException:
        _discard(part, scratch)
        raise


@contextmanager
def new_build_from(
    settings: Settings, build: Build, key: str, *, kind: str = "full", outlives: bool = False
) -> Iterator[Connection]:
    """Make a fuller build: yields a read-write connection to a copy of `build`, for adding tables.

    On leaving without an error it becomes the finished build `find_build(settings, key)`. Tables meant for the
    forecasting stage exist already, empty: insert into them, or replace them.

    With `outlives`, what was committed before it was cut short is found again by `unfinished_builds`.

    Raises
    ------
    CheckError
        The build breaks one of its own rules; nothing is left behind.
    """
    part = _part(settings, key, UNFINISHED if outlives else PART)
    try:
        shutil.copyfile(build.path, part)
        with read_write(settings, part) as con:
            yield con
            now = datetime.now(UTC).replace(tzinfo=None)
            meta = {"build": _name(part), "key": key, "kind": kind, "made_at": now, "shape": shape_of(kind)}
            con.execute(sql("schema", "become_fuller"), meta)
            run_checks(con, OF_A_COPY)
            con.execute("checkpoint")
        _finish(part)
    except BaseException as error:
        if not outlives or isinstance(error, CheckError):
            _discard(part)
        raise


def _part(settings: Settings, key: str, ending: str = PART) -> Path:
    """Name the file to be made."""
    settings.builds.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")[:-3]
    return settings.builds / f"{stamp}-{key[:12]}.duckdb{ending}"


def _name(part: Path) -> str:
    """The name that the build will have."""
    return part.name.split(".")[0]


def _place(part: Path) -> Path:
    """Where the finished file will be."""
    return part.with_name(f"{_name(part)}.duckdb")


def _finish(part: Path) -> None:
    """Put a closed file under its final name."""
    put(part, _place(part))


def _discard(*parts: Path) -> None:
    for part in parts:
        part.unlink(missing_ok=True)
        part.with_name(part.name + ".wal").unlink(missing_ok=True)


def _finished(settings: Settings, path: Path) -> Build | None:
    """Read what a file says of itself; a file that cannot be read is no build, and will be made again."""
    try:
        status = path.stat()
        meta = _meta(settings, path, (status.st_ino, status.st_size, status.st_mtime_ns))
    except (FileNotFoundError, duckdb.Error):
        return None
    if not {"key", "kind"} <= meta.keys():
        return None
    return Build(path=path, name=path.stem, key=meta["key"], kind=meta["kind"], shape=meta.get("shape"))


@lru_cache(maxsize=256)
def _meta(settings: Settings, path: Path, stamp: tuple[int, ...]) -> dict[str, Any]:  # noqa: ARG001 (a key only)
    """Read what a file with this stamp says of itself: opening one takes longer than all else in publishing it."""
    con = open_read_only(settings, path)
    try:
        cursor = con.execute("select * from builds_meta")
        names = [column[0] for column in cursor.description or ()]
        return dict(zip(names, cursor.fetchone() or (), strict=False))
    finally:
        con.close()


@contextmanager
def in_use(build: Build) -> Iterator[None]:
    """Keep a build from being dropped while inside, however many are published meanwhile."""
    with holding(build.path):
        yield


def _drop_old(settings: Settings, build: Build) -> None:
    """Keep the newest builds of each kind, and always the one in force and those in use."""
    seen: dict[str, int] = {}
    for path in sorted(settings.builds.glob("*.duckdb"), reverse=True):
        old = _finished(settings, path)
        kind = old.kind if old else "unreadable"
        seen[kind] = seen.get(kind, 0) + 1
        most = KEPT if kind == build.kind or kind in FORECAST else KEPT_ON_THE_WAY
        if path != build.path and (old is None or seen[kind] > most) and not is_held(path):
            path.unlink(missing_ok=True)
