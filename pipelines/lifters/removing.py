"""All that a home holds of a lifter, removed place by place; whatever was done before a crash is not done again.

What would bring the lifter back goes first: the inbox, then the ledger. Builds go last, once one without them is in
force, so that everybody else's pages stay up throughout.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any, Final

import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.champion.refits import note_last, read_last
from pipelines.files import logs
from pipelines.files.atomic import part_in, put, write_text, written_beside
from pipelines.inbox import packing
from pipelines.lifters.marks import Marks, keep_lines
from pipelines.lifters.searching import quoted, text_cells
from pipelines.lifters.traces import (
    archived,
    builds_with,
    databases,
    given_to,
    inbox_files,
    is_landed_of,
    landed_files,
    texts,
)
from pipelines.settings import Settings

BUSY_S: Final = 30.0
"""How long a database in use is waited for."""


def remove_but_builds(settings: Settings, marks: Marks) -> None:
    """Remove all of a lifter but the builds that hold them."""
    for step in STEPS:
        step(settings, marks)


def _from_inbox(settings: Settings, marks: Marks) -> None:
    """Remove what was dropped in; where the folder is a link, the link."""
    folder = settings.inbox / marks.lifter
    for path in inbox_files(settings, marks.lifter):
        path.unlink(missing_ok=True)
    if folder.is_dir():
        shutil.rmtree(folder)


def _from_ledger(settings: Settings, marks: Marks) -> None:
    keep_lines(settings.exports / "ledger.jsonl", lambda row: row["lifter"] != marks.lifter)


def _from_archive(settings: Settings, marks: Marks) -> None:
    """Remove what nobody else brought; what is a patch of it is written out first."""
    gone = set(marks.digests)
    for patch in sorted(settings.exports.glob(f"*{packing.PATCH}")):
        digest = patch.name.removesuffix(packing.PATCH)
        needed = {path.name.split(".")[0] for path in packing.needed(settings.exports, digest)}
        if digest not in gone and needed & gone:
            with part_in(settings.exports) as part:
                part.write_bytes(packing.content(settings.exports, digest))
                put(part, settings.exports / digest)
            packing.pack(settings.exports, digest)
            patch.unlink()
    for path in archived(settings, marks):
        path.unlink(missing_ok=True)


def _from_landed(settings: Settings, marks: Marks) -> None:
    for path in landed_files(settings, marks.lifter):
        path.unlink(missing_ok=True)
    keep_lines(settings.landed / "index.jsonl", lambda row: not is_landed_of(row, marks.lifter))


def _from_forecasts_given(settings: Settings, marks: Marks) -> None:
    for path in given_to(settings, marks.lifter):
        rows = pq.read_table(path)
        others = rows.filter(pc.not_equal(rows["lifter"], marks.lifter))
        if len(others):
            with written_beside(path) as part:
                pq.write_table(others, part, compression="zstd")
        else:
            path.unlink()


def _from_requests(settings: Settings, marks: Marks) -> None:
    for path in sorted((settings.home / "requests").rglob("*.json")):
        if marks.are_in(path.read_text(encoding="utf-8", errors="replace")):
            path.unlink(missing_ok=True)


def _from_training(settings: Settings, marks: Marks) -> None:
    """Forget how much was learned from the lifter; what was learned is numbers of all together and stays."""
    last = read_last(settings)
    if marks.lifter in last.cutoffs:
        note_last(settings, replace(last, cutoffs={who: n for who, n in last.cutoffs.items() if who != marks.lifter}))


def _from_texts(settings: Settings, marks: Marks) -> None:
    """Take the name out of the diary, the log and all other notes."""
    with logs.alone(settings):
        for path in texts(settings):
            text = path.read_text(encoding="utf-8", errors="replace")
            if marks.are_in(text):
                write_text(path, marks.taken_out(text))
    shutil.rmtree(settings.incoming, ignore_errors=True)


def _from_databases(settings: Settings, marks: Marks) -> None:
    """Take the name out of what MLflow and Prefect hold, and out of the free space of their files."""
    for path in databases(settings):
        cells = text_cells(path, marks)
        if not cells:
            continue
        with closing(sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)) as con:
            con.create_function("without_lifter", 1, lambda value: _without(marks, value), deterministic=True)
            con.execute("begin immediate")
            for table, column in cells:
                con.execute(f"update {quoted(table)} set {quoted(column)} = without_lifter({quoted(column)})")  # noqa: S608 (the file's own names)
            con.execute("commit")
            con.execute("vacuum")
            con.execute("pragma wal_checkpoint(truncate)")


def _without(marks: Marks, value: Any) -> Any:
    if isinstance(value, str):
        return marks.taken_out(value)
    if isinstance(value, bytes):
        try:
            return marks.taken_out(value.decode("utf-8")).encode()
        except UnicodeDecodeError:
            return value
    return value


def remove_builds(settings: Settings, marks: Marks) -> None:
    """Remove every build that holds the lifter, and what is half made; the one in force only where it does."""
    for path in builds_with(settings, marks.lifter):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


STEPS: Final[tuple[Callable[[Settings, Marks], None], ...]] = (
    _from_inbox,
    _from_ledger,
    _from_archive,
    _from_landed,
    _from_forecasts_given,
    _from_requests,
    _from_training,
    _from_texts,
    _from_databases,
)
