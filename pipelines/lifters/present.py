"""Who there is in a home."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from pipelines.errors import UnknownLifterError
from pipelines.inbox.archive import Ledger
from pipelines.inbox.mapping_files import is_mapping
from pipelines.inbox.offers import NOBODY
from pipelines.lifters.marks import unfinished
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.publish import current_build


@dataclass(frozen=True, kw_only=True)
class Present:
    """A lifter of a home.

    Parameters
    ----------
    lifter : str
    files : int
        Ingested.
    training_days : int
    first_day, last_day : date or None
        Of the log, in the build in force.
    is_sample : bool
        Whether it is one of the project's own simulated samples.
    is_being_deleted : bool
        Whether a deletion was begun and is not done.
    """

    lifter: str
    files: int = 0
    training_days: int = 0
    first_day: date | None = None
    last_day: date | None = None
    is_sample: bool = False
    is_being_deleted: bool = False

    def as_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        return asdict(self)


def lifters_present(settings: Settings) -> list[Present]:
    """Return everybody of whom the home holds anything, by name."""
    found: dict[str, Present] = {}
    for entry in Ledger(settings):
        before = found.get(entry.lifter, Present(lifter=entry.lifter, is_sample=entry.origin == "sample"))
        is_sample = before.is_sample and entry.origin == "sample"
        found[entry.lifter] = replace(before, files=before.files + 1, is_sample=is_sample)
    for name in _in_inbox(settings):
        found.setdefault(name, Present(lifter=name))
    for row in _in_build(settings):
        before = found.get(row["lifter"], Present(lifter=row["lifter"]))
        days = {name: row[name] for name in ("first_day", "last_day")}
        found[row["lifter"]] = replace(before, training_days=row["training_days"] or 0, **days)
    for name in unfinished(settings):
        found[name] = replace(found.get(name, Present(lifter=name)), is_being_deleted=True)
    return [found[name] for name in sorted(found)]


def require_present(settings: Settings, lifters: Sequence[str]) -> None:
    """Stop where the home holds nothing of one of some lifters.

    Raises
    ------
    UnknownLifterError
    """
    names = [each.lifter for each in lifters_present(settings)]
    for lifter in (each for each in lifters if each not in names):
        some = f"{', '.join(names[:20])}{' …' if len(names) > 20 else ''}"
        raise UnknownLifterError(f"{settings.home}: holds nothing of a lifter {lifter!r}; there are: {some or 'none'}")


def _in_inbox(settings: Settings) -> list[str]:
    if not settings.inbox.is_dir():
        return []
    paths = [path for path in settings.inbox.iterdir() if not path.name.startswith(".")]
    loose = [NOBODY] if any(path.is_file() and not is_mapping(path.name) for path in paths) else []
    return [path.name for path in paths if path.is_dir() and any(path.iterdir())] + loose


def _in_build(settings: Settings) -> list[read.Row]:
    build = current_build(settings)
    if build is None or not build.is_readable:
        return []
    with read.connect(settings, build) as con:
        return read.lifters(con)
