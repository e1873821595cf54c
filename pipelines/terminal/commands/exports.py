"""Commands about exports: reading them, and what became of them."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer

from pipelines.settings import Settings
from pipelines.terminal.commands.options import DONE, REFUSED, Json, LogFile, Quiet, Wait

if TYPE_CHECKING:
    from pipelines.inbox.mapmaking import Mapped


MOST_SHOWN: Final = 200
"""Characters of a rejected row on the screen."""


class Unit(StrEnum):
    """Units of load."""

    kg = "kg"
    lb = "lb"


class DateOrder(StrEnum):
    """Orders of day and month, as in 03/04/2026."""

    day_first = "day-first"
    month_first = "month-first"


def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="A file, or a folder with one folder per lifter. Default: the inbox."),
    ] = None,
    lifter: Annotated[str | None, typer.Option("--lifter", help="Whose files these are.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would become of each file; change nothing.")
    ] = False,
    table: Annotated[
        Path | None,
        typer.Option(
            "--map",
            help="A table of your own, of sets or of the body: say once which column is what, then ingest it.",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="With --map: take what is sure without asking.")] = False,
    unit: Annotated[
        Unit | None,
        typer.Option("--unit", help="Unit of loads whose export does not say; kept in the lifter's profile.toml."),
    ] = None,
    dates: Annotated[
        DateOrder | None,
        typer.Option(
            "--dates", help="What comes first in dates such as 03/04/2026; kept in the lifter's profile.toml."
        ),
    ] = None,
    wait: Wait = None,  # noqa: ARG001 (its callback)
    quiet: Quiet = False,  # noqa: ARG001 (likewise)
    log_file: LogFile = None,  # noqa: ARG001 (likewise)
    json: Json = False,
) -> None:
    """Read new exports, account for every row, and publish the tables; `liftcast refresh` makes forecasts of them."""
    from pipelines.inbox import mapmaking
    from pipelines.terminal import screen

    if yes and table is None:
        raise typer.BadParameter("is for --map FILE", param_hint="--yes")
    settings = Settings.from_environment()
    mapped = None if table is None else mapmaking.make_mapping(table, None if yes else screen.Asking())
    places = [*(paths or []), *([table] if table else [])]
    for said in mapped.left if mapped is not None else ():
        screen.note(f"Not sure, and so not read: {said}. Leave out --yes to be asked.")
    if dry_run:
        _rehearse(settings, places, lifter, _stated(unit, dates), mapped, json=json)
    if mapped is not None:
        mapmaking.write_mapping(mapped)
        screen.err.print(
            f"Wrote {mapped.path}: the table is read as {mapped.kind}. Edit it if a column is not what it seems.",
            markup=False,
            soft_wrap=True,
        )
    if stated := _stated(unit, dates):
        _state(settings, places, lifter, stated)
    _ingest(settings, places, lifter, json=json)


def _ingest(settings: Settings, places: list[Path], lifter: str | None, *, json: bool) -> NoReturn:
    """Ingest, and tell of every file."""
    from pipelines.landing.reports import unusable_decisions
    from pipelines.running import steps
    from pipelines.terminal import answers, doctor, screen
    from pipelines.warehouse import read

    report, build = steps.ingest_step(settings, paths=places, lifter=lifter, progress=screen.OnScreen())
    with read.connect(settings) as con:
        imports_now, simulated = read.imports(con), read.is_simulated(con)
        questions = doctor.date_orders(read.rejected(con))
    unusable = unusable_decisions(imports_now)
    if simulated:
        screen.warn_of_samples(settings.inbox)
    if json:
        screen.print_json(imports_now, simulated=simulated)
    else:
        answers.print_imports(imports_now)
        answers.print_changes(report.changes)
    said = [*report.files, *unusable]
    answers.print_refused(said if json else [file for file in report.files if file.sha256 is None])
    for asked in questions:
        screen.note(f"{asked['found']}: {asked['do']}.")
    if build.kind != "full":
        screen.note("Forecasts are not made of this yet: `liftcast refresh` makes them.")
    raise typer.Exit(REFUSED if report.refused or unusable else DONE)


def _stated(unit: Unit | None, dates: DateOrder | None) -> dict[str, str]:
    """What the options say of the lifter, by the keys of a profile."""
    words = {"unit": unit, "dates": dates and dates.replace("-", " ")}
    return {key: str(word) for key, word in words.items() if word is not None}


def _rehearse(
    settings: Settings,
    places: list[Path],
    lifter: str | None,
    stated: dict[str, str],
    mapped: "Mapped | None",
    *,
    json: bool,
) -> NoReturn:
    """Say what an ingest would do."""
    from pipelines.rehearsal.rehearsal import rehearse
    from pipelines.terminal import answers, screen

    answer = rehearse(settings, paths=places, lifter=lifter, stated=stated, mapped=mapped)
    if json:
        screen.print_json(answer, simulated=False)  # a rehearsal reads what people bring, never the samples
    else:
        if mapped is not None:
            screen.err.print(
                f"Would write {mapped.path}, to read the table as {mapped.kind}:\n{mapped.text}",
                markup=False,
                soft_wrap=True,
            )
        answers.print_rehearsal(answer)
    raise typer.Exit(REFUSED if any(row["error"] for row in answer) else DONE)


def _state(settings: Settings, places: list[Path], lifter: str | None, stated: dict[str, str]) -> None:
    """Write what the options say into the profile of the one lifter concerned."""
    from pipelines.inbox.offers import offers_of
    from pipelines.people.profiles import state
    from pipelines.terminal import screen

    lifters = {lifter} if lifter else {offer.lifter for offer in offers_of(settings, places, lifter)}
    if len(lifters) != 1:
        hint = " and ".join(f"--{key}" for key in stated)
        raise typer.BadParameter("concerns one lifter: say whose with --lifter", param_hint=hint)
    path = state(settings, lifters.pop(), stated)
    for key, word in stated.items():
        screen.err.print(f'Wrote {key} = "{word}" into {path}.', markup=False, soft_wrap=True)


def imports(
    undo: Annotated[
        str | None,
        typer.Option("--undo", metavar="FILE", help="Take a file out of force, as if it had not come; it is kept."),
    ] = None,
    redo: Annotated[str | None, typer.Option("--redo", metavar="FILE", help="Let a file count again.")] = None,
    wait: Wait = None,  # noqa: ARG001 (its callback)
    json: Json = False,
) -> None:
    """List every file ingested and what became of its rows; take one out of force, or back."""
    from pipelines.terminal import answers, build_in_force, screen
    from pipelines.warehouse import read

    if undo and redo:
        raise typer.BadParameter("goes without --undo", param_hint="--redo")
    changes = _decide(undo or redo or "", is_undone=bool(undo)) if undo or redo else []
    with build_in_force.tables_in_force(Settings.from_environment()) as (con, simulated):
        answer = read.imports(con)
    if json:
        screen.print_json(answer, simulated=simulated)
    else:
        answers.print_imports(answer)
        answers.print_changes(changes)


def _decide(file: str, *, is_undone: bool) -> list[dict[str, Any]]:
    """Take a file out of force or back into it, say so, and tell what that changed."""
    from pipelines.landing.left_out import said_of_decision
    from pipelines.running import steps
    from pipelines.terminal import screen

    decided, changes = steps.decide_step(
        Settings.from_environment(), file, "leave out" if is_undone else "take back", progress=screen.OnScreen()
    )
    screen.err.print(said_of_decision(decided, is_undone=is_undone), markup=False, soft_wrap=True)
    return changes


def rejected(json: Json = False) -> None:
    """List every row that could not be read, with its line and why."""
    from pipelines.terminal import build_in_force, screen
    from pipelines.warehouse import read

    with build_in_force.tables_in_force(Settings.from_environment()) as (con, simulated):
        answer = read.rejected(con)
    if json:
        screen.print_json(answer, simulated=simulated)
    else:
        rows = [{**row, "raw": _shown(row["raw"])} for row in answer]
        screen.print_rows("Rejected rows", rows, {"file": "file", "line": "line", "reason": "reason", "raw": "row"})


def _shown(raw: str | None) -> str | None:
    """As much of a row as tells it from others on a screen; `--json` has all of it."""
    return raw if raw is None or len(raw) <= MOST_SHOWN else f"{raw[:MOST_SHOWN]}…"
