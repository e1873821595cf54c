"""Every trace that a home holds of a lifter, told before any of them goes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow.dataset as ds

from pipelines.errors import LiftcastError
from pipelines.files.jsonlines import JsonLines
from pipelines.files.logs import place_of
from pipelines.inbox import packing
from pipelines.inbox.archive import Ledger
from pipelines.inbox.mapping_files import is_mapping
from pipelines.inbox.offers import NOBODY
from pipelines.lifters.marks import Marks, marks_of
from pipelines.lifters.searching import text_cells
from pipelines.settings import Settings

TEXTS: Final = frozenset({".json", ".jsonl", ".toml", ".txt", ".md", ".log", ""})
"""Files in which names are taken out of the text, besides the log's older ones."""
_NOT_TEXTS: Final = frozenset({"inbox", "exports", "landed", "builds", "forecasts_given", "artifacts", "deleting"})
_DATABASES: Final = ("mlflow.db", "prefect/prefect.db")


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What of a lifter is in one place.

    Parameters
    ----------
    where : str
        The place, as docs/architecture.md names it.
    what : str
        In words.
    count : int
    """

    where: str
    what: str
    count: int

    def as_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        return asdict(self)


class SharedFileError(LiftcastError):
    """A file holds other lifters' rows too and cannot go with one of them."""


def traces(settings: Settings, lifter: str) -> list[Trace]:
    """List all that the home holds of a lifter, place by place; nothing is changed."""
    marks = marks_of(settings, lifter)
    ledger = [entry for entry in Ledger(settings) if entry.lifter == lifter]
    kept = len({entry.sha256 for entry in ledger} - set(marks.digests))
    found = [
        Trace(where="inbox", what="files dropped in", count=len(inbox_files(settings, lifter))),
        Trace(
            where="exports", what="files in the archive that nobody else brought", count=len(archived(settings, marks))
        ),
        Trace(where="exports", what="files in the archive that others brought too, which stay theirs", count=kept),
        Trace(where="exports/ledger.jsonl", what="lines", count=len(ledger)),
        Trace(where="landed", what="files of rows", count=len(landed_files(settings, lifter))),
        Trace(where="builds", what="builds that hold the lifter", count=len(builds_with(settings, lifter))),
        Trace(where="forecasts_given", what="forecasts kept", count=sum(given_to(settings, lifter).values())),
        *_in_texts(settings, marks),
        *_in_databases(settings, marks),
    ]
    return [trace for trace in found if trace.count]


def refuse_shared(settings: Settings, lifters: Sequence[str]) -> None:
    """Stop where a file holds rows of these lifters and of others.

    Raises
    ------
    SharedFileError
        There is such a file: which, whose, and what to do.
    """
    in_force = {(entry.lifter, entry.sha256): entry.file for entry in Ledger(settings)}
    holds: dict[tuple[str, str], set[str]] = {}
    for row in JsonLines(settings.landed / "index.jsonl").read():
        if (brought := (row.get("owner") or row["lifter"], row["sha256"])) in in_force:
            holds.setdefault(brought, {brought[0]}).add(row["lifter"])
    for (owner, digest), whose in holds.items():
        others = sorted(whose - set(lifters))
        if others and not whose.isdisjoint(lifters):
            raise SharedFileError(
                f"{in_force[owner, digest]}, which {owner!r} brought, holds rows of {', '.join(others[:20])} too, so "
                f"it goes only with all of them. Nothing was deleted. Name all: `liftcast lifters delete "
                f"{' '.join(sorted(whose)[:20])}`"
            )


def inbox_files(settings: Settings, lifter: str) -> list[Path]:
    """Return what lies in the inbox of a lifter: their folder's files; of "me" also files straight in the inbox."""
    folder = settings.inbox / lifter
    own = [folder] if folder.is_symlink() else sorted(path for path in folder.rglob("*") if not path.is_dir())
    if lifter == NOBODY and settings.inbox.is_dir():
        own += sorted(path for path in settings.inbox.iterdir() if not path.is_dir() and not is_mapping(path.name))
    return own


def archived(settings: Settings, marks: Marks) -> list[Path]:
    """Return the archive's files of contents that nobody else brought, in whatever form."""
    endings = ("", packing.WHOLE, packing.PATCH)
    places = (settings.exports / f"{digest}{ending}" for digest in marks.digests for ending in endings)
    return [place for place in places if place.exists()]


def is_landed_of(row: Mapping[str, Any], lifter: str) -> bool:
    """Tell whether a line of the index of landed rows is of a lifter: their rows, or those of a file they brought."""
    return lifter in {row["lifter"], row.get("owner")}


def landed_files(settings: Settings, lifter: str) -> list[Path]:
    """Return the Parquet files of a lifter's landed rows."""
    rows = JsonLines(settings.landed / "index.jsonl").read()
    named = {row.get(kind) for row in rows if is_landed_of(row, lifter) for kind in ("landed", "landed_body")}
    return sorted(path for name in named if name and (path := settings.landed / name).exists())


def builds_with(settings: Settings, lifter: str) -> list[Path]:
    """Return the builds that hold a lifter, those that cannot be read or are half made included."""
    paths = (path for path in sorted(settings.builds.glob("*")) if ".duckdb" in path.name)
    return [path for path in paths if path.suffix != ".duckdb" or _holds(path, lifter)]


def _holds(path: Path, lifter: str) -> bool:
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            return con.execute("select 1 from lifters where lifter = ? limit 1", [lifter]).fetchone() is not None
    except duckdb.Error:
        return True


def given_to(settings: Settings, lifter: str) -> dict[Path, int]:
    """Count the forecasts given to a lifter, file by file."""
    paths = sorted(settings.forecasts_given.glob("*.parquet"))
    counts = {path: ds.dataset(path).count_rows(filter=ds.field("lifter") == lifter) for path in paths}
    return {path: count for path, count in counts.items() if count}


def texts(settings: Settings) -> Iterator[Path]:
    """Return the files of a home in whose text people may be named."""
    for path in sorted(settings.home.rglob("*")):
        top = path.relative_to(settings.home).parts[0]
        is_text = path.suffix in TEXTS or (top == "logs" and not path.name.endswith(".lock"))
        if top not in _NOT_TEXTS and is_text and path.is_file() and not path.is_symlink():
            yield path
    yield from (path for name in ("seen.json", "undecided.json") if (path := settings.exports / name).exists())
    if settings.log_file is not None and settings.log_file.exists():
        yield place_of(settings)


def databases(settings: Settings) -> list[Path]:
    """Return MLflow's and Prefect's own files."""
    return [path for name in _DATABASES if (path := settings.home / name).exists()]


def _in_texts(settings: Settings, marks: Marks) -> Iterator[Trace]:
    for path in texts(settings):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        count = sum(marks.are_in(line) for line in lines)
        place = path.relative_to(settings.home) if path.is_relative_to(settings.home) else path
        yield Trace(where=str(place), what="lines that give them away", count=count)


def _in_databases(settings: Settings, marks: Marks) -> Iterator[Trace]:
    for path in databases(settings):
        cells = text_cells(path, marks)
        tables = ", ".join(sorted({table for table, _ in cells}))
        yield Trace(
            where=str(path.relative_to(settings.home)), what=f"columns that give them away ({tables})", count=len(cells)
        )
