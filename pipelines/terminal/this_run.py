"""What one ingest did, file by file and in total, as `liftcast ingest --json` prints it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pipelines.errors import WrongUseError
from pipelines.landing.reports import FileReport, IngestReport
from pipelines.landing.treatment import noted
from pipelines.terminal.answers import FILE_COLUMNS, why_refused
from pipelines.terminal.screen import Row, note, print_rows, tell, warn

ROWS: Final = ("rows_read", "rows_loaded", "rows_not_sets", "rows_duplicate", "rows_rejected", "rows_spared")
SETS: Final = ("sets_added", "sets_changed", "sets_removed")
_DIGITS: Final = 12


def this_run(
    report: IngestReport,
    *,
    build: str,
    imports: Sequence[Row],
    file_changes: Sequence[Row],
    unusable: Sequence[FileReport] = (),
) -> dict[str, Any]:
    """What a run did.

    Parameters
    ----------
    report : IngestReport
    build : str
        Name of the build made.
    imports, file_changes : sequence of dict
        What that build says of every file.
    unusable : sequence of FileReport
        Files in which people state something that cannot be used.

    Returns
    -------
    dict
        `build, is_published, seconds, files, total`. Of each file `lifter, file, sha256, outcome` (`landed`, `refused`
        or `to be decided`), `app, layout, mode, treated_as, lifters`, its rows, `weight_unit, unit_source, first_day,
        last_day`, its sets, `notes, error`; in total the number of files `landed`, `refused`, `to_be_decided` and
        `known` from before, and the sums.
    """
    imports_of, changes_of = _by_digest(imports), _by_digest(file_changes)
    files = [_file(file, report, imports_of, changes_of) for file in (*report.files, *unusable)]
    counted = {outcome: sum(file["outcome"] == said for file in files) for outcome, said in _OUTCOMES.items()}
    sums = {name: sum(file[name] for file in files) for name in (*ROWS, *SETS)}
    return {
        "build": build,
        "is_published": report.is_published,
        "seconds": round(report.seconds, 3),
        "files": files,
        "total": {"files": len(files), **counted, "known": report.known, **sums},
    }


_OUTCOMES: Final = {"landed": "landed", "refused": "refused", "to_be_decided": "to be decided"}


def _by_digest(rows: Iterable[Row]) -> dict[str, list[Row]]:
    gathered: dict[str, list[Row]] = {}
    for row in rows:
        gathered.setdefault(row["sha256"], []).append(row)
    return gathered


def _file(
    file: FileReport,
    report: IngestReport,
    imports_of: Mapping[str, Sequence[Row]],
    changes_of: Mapping[str, Sequence[Row]],
) -> Row:
    """What became of one file, of all lifters in it together."""
    lifters = set(file.lifters or [file.lifter])
    held = [row for row in imports_of.get(file.sha256 or "", ()) if row["lifter"] in lifters]
    changes = [row for row in changes_of.get(file.sha256 or "", ()) if row["lifter"] in lifters]
    return {
        "lifter": file.lifter,
        "file": file.file,
        "sha256": file.sha256,
        "outcome": "to be decided" if file.sha256 in report.undecided else file.outcome,
        "app": file.app,
        "layout": file.layout,
        "mode": file.mode,
        "treated_as": _said(held, "treated_as"),
        "lifters": list(file.lifters),
        **{name: sum(row[name] or 0 for row in held) for name in ROWS},
        **{name: _said(held, name) for name in ("weight_unit", "unit_source")},
        "first_day": min((row["first_day"] for row in held if row["first_day"]), default=None),
        "last_day": max((row["last_day"] for row in held if row["last_day"]), default=None),
        **{name: sum(row[name.removeprefix("sets_")] for row in changes) for name in SETS},
        "notes": list(file.notes),
        "error": file.error,
    }


def _said(rows: Sequence[Row], name: str) -> str | None:
    """What the lifters of a file have in common, or all of it."""
    return ", ".join(sorted({row[name] for row in rows if row[name]})) or None


def print_run(run: Mapping[str, Any]) -> None:
    """Print what a run did as a table for people."""
    columns = FILE_COLUMNS | {"sets_added": "sets added", "sets_changed": "changed", "sets_removed": "removed"}
    rows = [file | {"path": f"{file['lifter']}/{file['file']}"} for file in run["files"] if not file["error"]]
    if rows:
        print_rows("This ingest", rows, columns, most=200)
    refused = [
        {"path": f"{file['lifter']}/{file['file']}", "why": why_refused(file)} for file in run["files"] if file["error"]
    ]
    if refused:
        print_rows("Refused", refused, {"path": "file", "why": "why"}, most=200)
    for file in run["files"]:
        if said := noted(file["treated_as"], file["rows_spared"]):
            tell(f"{file['lifter']}/{file['file']}: {said}.")
    total = run["total"]
    tell(
        f"{total['landed']:,} new files, {total['known']:,} known, {total['refused']:,} refused. "
        f"{total['rows_read']:,} rows read, {total['rows_rejected']:,} rejected; sets: {total['sets_added']:,} added, "
        f"{total['sets_changed']:,} changed, {total['sets_removed']:,} removed."
    )
    note("`liftcast imports` lists every file there is, `liftcast rejected` every row that could not be read.")


def say_what_is_undecided(run: Mapping[str, Any], max_removed: int) -> None:
    """Say that nothing was published, why, and what a person can do about it."""
    warn(
        f"{run['total']['sets_removed']:,} sets would be removed, more than --max-removed {max_removed:,}: nothing was "
        "published."
    )
    for file in run["files"]:
        if file["outcome"] == "to be decided":
            digest = file["sha256"][:_DIGITS]
            warn(
                f"{file['lifter']}/{file['file']} is to be decided: `liftcast imports --redo {digest}` lets it count, "
                f"`liftcast imports --undo {digest}` leaves it out; other files go on without it."
            )


class MostRejected:
    """How many rows may be rejected before a run ends with exit code 1: a number, or a share such as 1%."""

    def __init__(self, said: str) -> None:
        self.said = said.strip()
        number = self.said.removesuffix("%")
        try:
            self._most = float(number)
        except ValueError:
            self._most = float("nan")
        self._is_share = number != self.said
        if not 0 <= self._most < float("inf"):
            raise WrongUseError(
                f"--max-rejected is {said!r}; write a number of rows such as 100, or a share such as 1%"
            )

    def is_passed(self, total: Mapping[str, int]) -> bool:
        """Tell whether more rows were rejected than may be, and say so."""
        most = self._most / 100 * total["rows_read"] if self._is_share else self._most
        if total["rows_rejected"] <= most:
            return False
        warn(f"{total['rows_rejected']:,} rows were rejected, more than --max-rejected {self.said}.")
        return True
