"""What an ingest would do, found out by doing it: in a home of its own that is thrown away afterwards.

The exports are read by the very code that would ingest them, so the two cannot disagree; the home itself is only read.
What its lifters ingested before is lent to the rehearsal, so that overlap is counted as it would be.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import duckdb

from pipelines.files.links import leads_out
from pipelines.inbox.mapmaking import Mapped
from pipelines.inbox.mapping_files import is_mapping
from pipelines.inbox.offers import COMPANIONS, NOBODY, offers_of, whose
from pipelines.landing.accounting import workbench
from pipelines.landing.index import landed_entries
from pipelines.landing.ingest import ingest
from pipelines.landing.reports import FileReport, unusable_decisions
from pipelines.landing.treatment import EXTRACT, noted
from pipelines.people.profiles import state
from pipelines.progress import Progress, Silent
from pipelines.rehearsal.moves import moves
from pipelines.rehearsal.precedents import lend
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts
from pipelines.warehouse.changes import changes_since
from pipelines.warehouse.inputs import link_landed
from pipelines.warehouse.publish import current_build

Row = dict[str, Any]

_SQL: Final = Path(__file__).resolve().parent / "sql"
_TRAPS: Final = {
    "duplicate": "rows that count elsewhere, where a newer export spans their day or another app holds the workout: {}",
    "with_body_weight": "loads that include body weight, which the app added, and which is taken out where known: {}",
    "repeated": "sets that are the same as another in everything, all kept, for they are different sets: {}",
    "below_zero": "loads below zero, which are assistance: {}",
    "per_hand": "loads per hand or per side, by the app's multiplier: {}",
    "failed": "sets of 0 reps with a load, kept as failed attempts: {}",
    "measured_again": "further measurements of a day, of which the middle one counts: {}",
    "without_clock": "sets with a day but no time of day: {}",
    "many_reps": "sets of more than 60 reps; look for load and reps in each other's place: {}",
    "ahead": "sets dated after today: {}",
}


def rehearse(
    settings: Settings,
    *,
    paths: Sequence[Path] = (),
    lifter: str | None = None,
    stated: Mapping[str, str] = MappingProxyType({}),
    mode: str | None = None,
    mapped: Mapped | None = None,
    progress: Progress | None = None,
) -> list[Row]:
    """Say what would become of each file, and change nothing.

    Parameters
    ----------
    settings : Settings
        Which installation.
    paths, lifter, mode
        As of `ingest`.
    stated : mapping of str to str
        As if the lifters' profiles stated it: `unit`, `dates`.
    mapped : Mapped or None
        A mapping not yet written.
    progress : Progress or None
        Who is told how far it is.

    Returns
    -------
    list of dict
        One per file, and per file of decisions that cannot be used: `lifter, file, outcome` (`new`, `known` or
        `refused`), `app, layout, holds` (`sets`, `measurements` or both), `rows_read, rows_sets, rows_not_sets,
        rows_rejected, rows_loaded, rows_duplicate, not_sets` and `rejected` (lists of `reason, records, first_line`),
        `weight_unit, unit_source, first_day, last_day, treated_as` (`whole`, `extract` or `left out`), `rows_spared`
        (which stay because it is an extract), `lifters, unmapped` (list of `exported_name, sets, candidates`),
        `changes` (of the file's lifters, by all files together: `lifter, added, changed, removed, duplicate`), `moves`
        (likewise, as of `moves`: `lifter, exercise_id, name, before_kg, after_kg`),
        `notes, error`.
    """
    progress = progress or Silent()
    with tempfile.TemporaryDirectory(prefix="liftcast-") as folder:
        scratch = replace(settings, home=Path(folder))
        places = [path.expanduser().absolute() for path in paths] or [settings.inbox]
        _copy_decisions(settings.inbox, scratch.inbox)
        if mapped is not None:
            _write_mapping(scratch, mapped, lifter or whose(settings, mapped.path) or NOBODY)
        if stated:
            for each in {offer.lifter for offer in offers_of(settings, paths, lifter)}:
                state(scratch, each, stated)
        files: list[FileReport] = []
        for place in places:
            if paths or place.is_dir():
                owner = lifter or whose(settings, place)
                files += ingest(scratch, paths=[place], lifter=owner, mode=mode, progress=progress).files
        return _answer(settings, scratch, files, progress)


def _copy_decisions(inbox: Path, to: Path) -> None:
    """Copy what people decided, so that it counts and what the rehearsal writes beside it is thrown away."""
    to.mkdir(parents=True)
    if not inbox.is_dir():
        return
    for path in sorted([*inbox.glob("*"), *inbox.glob("*/**/*")]):
        if path.name.casefold() in COMPANIONS or is_mapping(path.name):
            _copy_decision(path, to / path.relative_to(inbox))


def _copy_decision(path: Path, place: Path) -> None:
    """Copy one file; what cannot be copied becomes what cannot be used either, and is told of like the original."""
    if path.is_dir():
        place.mkdir(parents=True, exist_ok=True)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        if path.is_symlink() and leads_out(path, path.parent):
            place.symlink_to(path)
            return
        shutil.copyfile(path, place)
    except OSError:
        place.symlink_to(path)


def _write_mapping(scratch: Settings, mapped: Mapped, lifter: str) -> None:
    folder = scratch.inbox / lifter
    folder.mkdir(parents=True, exist_ok=True)
    (folder / mapped.path.name).write_text(mapped.text, encoding="utf-8")


def _answer(settings: Settings, scratch: Settings, files: Sequence[FileReport], progress: Progress) -> list[Row]:
    """Put together what became of each file in the scratch home."""
    queries = ("rehearsed_facts", "rehearsed_reasons", "rehearsed_names", "rehearsed_readings")
    facts, reasons, names, readings = _looked_at(scratch, queries)
    holds = _holds(scratch)
    landed = {(entry.lifter, entry.sha256) for entry in landed_entries(settings)}
    whose_rows = {lifter for file in files if not file.error for lifter in file.lifters or [file.lifter]}
    lend(settings, scratch, whose_rows)
    build = build_marts(scratch, progress=progress)
    changes = changes_since(scratch, build, current_build(scratch))
    moved = moves(settings, scratch, build, whose_rows)
    with read.connect(scratch, build) as con:
        imports, unmapped = read.imports(con), read.unmapped(con)
    candidates = {(row["lifter"], row["exported_name"]): row["candidates"] for row in unmapped}
    tables = (imports, [*facts, *readings], reasons, names)
    imports_of, facts_of, reasons_of, names_of = map(_by_file, tables)
    answer = []
    for file in [*files, *_unusable(settings, scratch, imports)]:
        lifters = file.lifters or (file.lifter,)
        mine = _own(imports_of, file, lifters)
        duplicate = sum(row["rows_duplicate"] or 0 for row in mine)
        treated_as, rows_spared = _treated_as(mine), sum(row["rows_spared"] or 0 for row in mine)
        note = noted(treated_as, rows_spared)
        traps = _sums(_own(facts_of, file, lifters))
        again = min(duplicate, traps.get("measured_again", 0))
        traps |= {"duplicate": duplicate - again, "measured_again": again}
        is_known = any((lifter, file.sha256) in landed for lifter in lifters)
        figures = {
            "outcome": "refused" if file.error else "known" if is_known else "new",
            "rows_loaded": sum(row["rows_loaded"] or 0 for row in mine),
            "rows_duplicate": duplicate,
            "changes": [row for row in changes if row["lifter"] in lifters],
            "moves": [row for row in moved if row["lifter"] in lifters],
            "not_sets": _reasons(_own(reasons_of, file, lifters), "not_set"),
            "rejected": _reasons(_own(reasons_of, file, lifters), "rejected"),
            "holds": holds.get(file.sha256 or ""),
            "weight_unit": _one(row["weight_unit"] for row in mine),
            "unit_source": _one(row["unit_source"] for row in mine if row["weight_unit"]),
            "first_day": min((row["first_day"] for row in mine if row["first_day"]), default=None),
            "last_day": max((row["last_day"] for row in mine if row["last_day"]), default=None),
            "treated_as": treated_as,
            "rows_spared": rows_spared,
            "unmapped": _unmapped(_own(names_of, file, lifters), candidates),
            "notes": [*file.notes, *([note] if note else []), *_traps(traps)],
        }
        kept = ("lifter", "file", "app", "layout", "rows_read", "rows_sets", "rows_not_sets", "rows_rejected", "error")
        answer.append({name: getattr(file, name) for name in kept} | {"lifters": list(file.lifters)} | figures)
    return answer


def _unusable(settings: Settings, scratch: Settings, imports: Sequence[Row]) -> list[FileReport]:
    """Tell of the files of decisions that cannot be used, by the place they were copied from."""
    places = str(scratch.inbox), str(settings.inbox)
    return [replace(file, error=str(file.error).replace(*places)) for file in unusable_decisions(imports)]


def _holds(scratch: Settings) -> dict[str, str]:
    """Say what each file holds, by its digest."""
    held: dict[str, str] = {}
    for entry in landed_entries(scratch):
        kinds = (("sets", entry.path), ("measurements", entry.body_path))
        held[entry.sha256] = " and ".join(kind for kind, path in kinds if path)
    return held


def _sums(rows: Iterable[Row]) -> dict[str, int]:
    """Add up the facts of all lifters of a file."""
    total: dict[str, int] = {}
    for row in rows:
        for name, count in row.items():
            if isinstance(count, int):
                total[name] = total.get(name, 0) + count
    return total


def _looked_at(scratch: Settings, queries: Sequence[str]) -> list[list[Row]]:
    """Ask the landed rows."""
    with workbench(scratch) as con:
        con.execute("create schema staging")
        con.execute("set schema = 'staging'")
        link_landed(con, landed_entries(scratch))
        return [_rows(con, query) for query in queries]


def _rows(con: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    cursor = con.execute((_SQL / f"{name}.sql").read_text(encoding="utf-8"))
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, values, strict=True)) for values in cursor.fetchall()]


def _by_file(rows: Iterable[Row]) -> dict[str | None, list[Row]]:
    """Gather rows by the digest of their file."""
    by_file: dict[str | None, list[Row]] = {}
    for row in rows:
        by_file.setdefault(row["sha256"], []).append(row)
    return by_file


def _own(rows: Mapping[str | None, Sequence[Row]], file: FileReport, lifters: Sequence[str]) -> list[Row]:
    """Rows of a file that are of these lifters."""
    return [row for row in rows.get(file.sha256, ()) if row["lifter"] in lifters]


def _reasons(rows: Sequence[Row], disposition: str) -> list[Row]:
    """Why records are no sets, or rejected, the commonest reason first."""
    by_reason: dict[str, Row] = {}
    for row in rows:
        if row["disposition"] == disposition:
            row_of_reason = by_reason.setdefault(
                row["reason"], {"reason": row["reason"], "records": 0, "first_line": row["first_line"]}
            )
            row_of_reason["records"] += row["records"]
            row_of_reason["first_line"] = min(row_of_reason["first_line"], row["first_line"])
    return sorted(by_reason.values(), key=lambda each: -each["records"])


def _unmapped(names: Sequence[Row], candidates: Mapping[tuple[str, str], Any]) -> list[Row]:
    """Names in a file that the catalogue does not know, the most used first."""
    by_name: dict[str, Row] = {}
    for row in names:
        key = (row["lifter"], row["exported_name"])
        if key in candidates:
            each = by_name.setdefault(key[1], {"exported_name": key[1], "sets": 0, "candidates": candidates[key]})
            each["sets"] += row["sets"]
    return sorted(by_name.values(), key=lambda each: -each["sets"])


def _treated_as(rows: Sequence[Row]) -> str | None:
    """Say how a file counts: in full or not for each of its lifters, or as an extract for any."""
    found = {row["treated_as"] for row in rows}
    return EXTRACT if EXTRACT in found else _one(iter(found))


def _one(values: Iterator[Any]) -> str | None:
    """What all lifters of a file have in common, or all of it."""
    return ", ".join(sorted({str(value) for value in values if value})) or None


def _traps(facts: Mapping[str, Any]) -> Iterator[str]:
    """Say which of the ways to misread an export this one has, and what is done about it."""
    for name, sentence in _TRAPS.items():
        if facts.get(name):
            yield sentence.format(f"{facts[name]:,}")
    if facts.get("sets") and not facts["warmups"]:
        yield "no set is marked as a warm-up: light sets before the day's top set are taken for warm-ups"
