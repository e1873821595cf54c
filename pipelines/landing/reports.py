"""What an ingest says of each file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipelines.inbox.offers import COMPANIONS


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """What became of one file in this run.

    Parameters
    ----------
    outcome : {"landed", "refused"}
        Rows landed, or the file refused.
    rows_read, rows_sets, rows_not_sets, rows_rejected : int
        The first is the sum of the others.
    lifters : tuple of str
        Whose rows they are, where the file holds those of others than the lifter who brought it.
    mode : str or None
        What it does to files that came before, where that is stated.
    notes : tuple of str
        What had to be mended or assumed.
    error : str or None
        Why refused.
    """

    lifter: str
    file: str
    outcome: Literal["landed", "refused"]
    sha256: str | None = None
    app: str | None = None
    layout: str | None = None
    rows_read: int = 0
    rows_sets: int = 0
    rows_not_sets: int = 0
    rows_rejected: int = 0
    lifters: tuple[str, ...] = ()
    mode: str | None = None
    notes: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, kw_only=True)
class IngestReport:
    """What one run did.

    Parameters
    ----------
    files : tuple of FileReport
        Files landed or refused in this run, and files refused earlier that still are.
    known : int
        Files whose content was ingested before.
    seconds : float
        How long it took.
    undecided : tuple of str
        Digests of files that would remove more sets than was allowed: they count nowhere until a person has decided.
    is_published : bool
        Whether what was made of it was put in force.
    changes : tuple of dict
        What became of the sets in force before: `lifter, added, changed, removed, duplicate`; lifters with any.
    """

    files: tuple[FileReport, ...]
    known: int
    seconds: float
    undecided: tuple[str, ...] = ()
    is_published: bool = True
    changes: tuple[dict[str, Any], ...] = ()

    @property
    def new(self) -> int:
        """How many files were landed in this run."""
        return sum(file.outcome == "landed" for file in self.files)

    @property
    def refused(self) -> int:
        """How many files are refused."""
        return sum(file.outcome == "refused" for file in self.files)

    @property
    def sets_changed(self) -> dict[str, int]:
        """How many sets were added, changed and removed, and how many rows count elsewhere now, of all lifters."""
        kinds = ("added", "changed", "removed", "duplicate")
        return {f"sets_{kind}": sum(row[kind] for row in self.changes) for kind in kinds}


def unusable_decisions(imports: Sequence[Mapping[str, Any]]) -> list[FileReport]:
    """Files in which people state something that cannot be used, out of all the imports of a build."""
    return [
        FileReport(lifter=row["lifter"], file=row["file"], outcome="refused", error=row["error"])
        for row in imports
        if row["error"] and row["file"].casefold() in COMPANIONS
    ]
