"""Checks of the installation and the data: each says what was found and what to do."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

from rich.markup import escape

from pipelines.errors import LiftcastError
from pipelines.exports.reading.in_doubt import AMBIGUOUS, NIGHT
from pipelines.inbox.mapping_files import has_mappings
from pipelines.inbox.offers import NOBODY
from pipelines.people import sign_in
from pipelines.people.load_questions import how_to_answer, question
from pipelines.people.roles import ROLES, people_of
from pipelines.settings import Settings, listen_address
from pipelines.terminal.answers import why_refused
from pipelines.terminal.screen import out, tell
from pipelines.warehouse import read
from pipelines.warehouse.publish import current_build
from pipelines.warehouse.read import Row

LEAST_FREE_BYTES = 1_000_000_000


class Finding(TypedDict):
    """What one check found, and what to do where it is not well."""

    check: str
    ok: bool
    found: str
    do: str


def examine(settings: Settings) -> list[Finding]:
    """One finding per check: `check, ok, found, do`."""
    findings = [_python(), _home(settings), _space(settings), *_sign_in(settings)]
    build = current_build(settings)
    if build is None:
        do = f"put an export into {settings.inbox} and run `liftcast run`"
        return [*findings, _finding("build", ok=False, found="nothing ingested yet", do=do)]
    if not build.is_readable:
        found = f"{build.name} was made by another version"
        return [*findings, _finding("build", ok=False, found=found, do="run `liftcast run`: your logs are safe")]
    findings.append(_finding("build", ok=True, found=f"{build.name} ({build.kind})"))
    with read.connect(settings, build) as con:
        summary, imports, unmapped = read.summary(con), read.imports(con), read.unmapped(con)
        exercises, odd, rejected = read.exercise_units(con), read.odd_loads(con), read.rejected(con)
    return [
        *findings,
        _samples(settings, simulated=bool(summary["simulated"])),
        *_refused(imports),
        *_mappings(settings, {row["lifter"] for row in imports}),
        *_units(imports),
        *_exercise_units(exercises),
        *_loads(odd),
        *_days(imports),
        *date_orders(rejected),
        _rejected(int(summary["rows_rejected"])),
        _unmapped(unmapped),
    ]


def is_simulated(settings: Settings) -> bool:
    """Tell whether the data examined are the project's own samples; without any, they are not."""
    build = current_build(settings)
    if build is None or not build.is_readable:
        return False
    with read.connect(settings, build) as con:
        return read.is_simulated(con)


def print_findings(findings: Sequence[Finding]) -> None:
    """Print one line per check: what was found and what to do."""
    for finding in findings:
        mark = "[green]ok[/]  " if finding["ok"] else "[yellow]look[/]"
        out.print(f"{mark} {escape(finding['check'])}: {escape(finding['found'])}", highlight=False, soft_wrap=True)
        if not finding["ok"]:
            tell(f"      {finding['do']}")


def _finding(check: str, *, ok: bool, found: str, do: str = "") -> Finding:
    return {"check": check, "ok": ok, "found": found, "do": do}


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return _finding("Python", ok=sys.version_info >= (3, 11), found=version, do="install Python 3.11 or newer")


def _home(settings: Settings) -> Finding:
    place = _standing(settings.home)
    found = str(settings.home) if place == settings.home else f"{settings.home}, which is not there yet"
    return _finding("home", ok=os.access(place, os.W_OK), found=found, do="make it writable, or set LIFTCAST_HOME")


def _sign_in(settings: Settings) -> list[Finding]:
    """Where people sign in: whether they can."""
    try:
        found = sign_in.checked(settings, listen_address())
    except LiftcastError as error:
        return [_finding("sign-in", ok=False, found=str(error), do="nobody is let in till this is mended")]
    if found is None:
        return []
    persons = people_of(settings).persons.values()
    roles = ", ".join(f"{role}: {sum(person.role == role for person in persons)}" for role in ROLES)
    return [_finding("sign-in", ok=True, found=f"at {found.origin}; {roles}")]


def _standing(home: Path) -> Path:
    """The home or, before it is made, the nearest folder above it: to look is not to make one."""
    return next(folder for folder in (home, *home.parents) if folder.exists())


def _space(settings: Settings) -> Finding:
    free = shutil.disk_usage(_standing(settings.home)).free
    found = f"{free / 1e9:.1f} GB free"
    return _finding(
        "disk",
        ok=free > LEAST_FREE_BYTES,
        found=found,
        do="free at least 1 GB: a build is written beside the old",
    )


def _samples(settings: Settings, *, simulated: bool) -> Finding:
    found = "simulated samples" if simulated else "your own exports"
    return _finding("data", ok=not simulated, found=found, do=f"drop your export into {settings.inbox} and run again")


def _refused(imports: list[Row]) -> list[Finding]:
    return [
        _finding(f"file {row['lifter']}/{row['file']}", ok=False, found="refused", do=why_refused(row))
        for row in imports
        if row["error"]
    ]


def _mappings(settings: Settings, lifters: set[str]) -> list[Finding]:
    """Tell of every mapping that cannot be used."""
    if not has_mappings(settings.inbox, lifters):
        return []
    from pipelines.inbox.mappings import Mappings  # noqa: PLC0415 (half a second to import: few inboxes hold one)

    return [
        _finding(f"file {lifter or NOBODY}/{file}", ok=False, found="refused", do=problem.removeprefix(f"{file}: "))
        for lifter, file, problem in Mappings(settings).problems(sorted(lifters))
    ]


def _units(imports: list[Row]) -> list[Finding]:
    """Ask about each file whose unit is a guess."""
    return [
        _finding(
            f"unit of {row['lifter']}/{row['file']}",
            ok=False,
            found=f"{row['weight_unit']} ({row['unit_source']})",
            do='if that is wrong, choose on the Data page, or write unit = "kg" or unit = "lb" into profile.toml in '
            f"the folder of {row['lifter']}",
        )
        for row in imports
        if str(row["unit_source"]).startswith("assumed")
    ]


def _exercise_units(exercises: list[Row]) -> list[Finding]:
    """Ask about each exercise whose unit may be another than that of its file."""
    return [
        _finding(
            f"unit of {row['lifter']}/{row['exported_name']}",
            ok=False,
            found=f"{row['unit']} ({row['unit_source']})",
            do=f'choose on the Data page, or write [exercise_units] and under it "{row["exported_name"]}" = "kg" or '
            f'"lb" at the end of profile.toml in the folder of {row["lifter"]}',
        )
        for row in exercises
        if str(row["unit_source"]).startswith("assumed")
    ]


def _loads(odd: list[Row]) -> list[Finding]:
    """Ask about each lift whose loads cannot be what the log says."""
    return [
        _finding(
            f"loads of {row['lifter']}/{row['exported_name']}",
            ok=False,
            found=question(row),
            do=f"choose on the Data page, or write {how_to_answer(row)} at the end of profile.toml in the folder of "
            f"{row['lifter']}; a typing error is best put right in the app and exported anew",
        )
        for row in odd
    ]


def _days(imports: list[Row]) -> list[Finding]:
    """Ask where each lifter trains whose exports are in UTC, where that may change the day of a workout."""
    nights: dict[str, int] = {}
    for row in imports:
        if row["night_days"]:
            nights[row["lifter"]] = nights.get(row["lifter"], 0) + row["night_days"]
    return [
        _finding(
            f"days of {lifter}",
            ok=False,
            found=f"times in UTC, on {count:,} day{'s' * (count > 1)} {NIGHT}, when it may be another day there",
            do=f'write where that is, such as time_zone = "Europe/Berlin", into profile.toml in the folder of {lifter}',
        )
        for lifter, count in sorted(nights.items())
    ]


def date_orders(rejected: list[Row]) -> list[Finding]:
    """Ask once for each lifter what comes first in dates of which no file proves it."""
    examples: dict[str, str] = {}
    counts: dict[str, int] = {}
    for row in rejected:
        reason, _, example = str(row["reason"]).partition(": found ")
        if reason == AMBIGUOUS:
            counts[row["lifter"]] = counts.get(row["lifter"], 0) + 1
            examples.setdefault(row["lifter"], example)
    return [
        _finding(
            f"dates of {lifter}",
            ok=False,
            found=f"{example} and the like, in {counts[lifter]:,} rows, could be day first or month first",
            do="choose on the Data page, or say `liftcast ingest --dates day-first` or `--dates month-first` "
            f'(dates = "day first" in profile.toml in the folder of {lifter})',
        )
        for lifter, example in sorted(examples.items())
    ]


def _rejected(count: int) -> Finding:
    return _finding(
        "rows",
        ok=count == 0,
        found=f"{count} rejected",
        do="`liftcast rejected` lists them with their reasons",
    )


def _unmapped(unmapped: list[Row]) -> Finding:
    names = ", ".join(sorted({row["exported_name"] for row in unmapped})[:5])
    return _finding(
        "exercises",
        ok=not unmapped,
        found=f"{len(unmapped)} names unknown to the catalogue" + (f" ({names} ...)" if unmapped else ""),
        do="they stay usable under their own names; on the Data page each can be told to be one the catalogue knows",
    )
