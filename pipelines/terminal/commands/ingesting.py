"""The command that reads exports and tables, whichever way they come."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pipelines.settings import Settings
from pipelines.terminal.commands.options import DONE, REFUSED, Json, LogFile, ProgressAs, Quiet, Wait

if TYPE_CHECKING:
    from pipelines.inbox.mapmaking import Mapped
    from pipelines.terminal.this_run import MostRejected


class Mode(StrEnum):
    """What files do to those that came before (docs/formats.md)."""

    replace_span = "replace-span"
    append = "append"
    upsert = "upsert"


class Unit(StrEnum):
    """Units of load."""

    kg = "kg"
    lb = "lb"


class DateOrder(StrEnum):
    """Orders of day and month, as in 03/04/2026."""

    day_first = "day-first"
    month_first = "month-first"


def ingest(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="A file, a folder of one folder per lifter, or - for standard input. Default: the inbox."),
    ] = None,
    lifter: Annotated[str | None, typer.Option("--lifter", help="Whose these are.")] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", help="What the table is called: of -, of --query, of a folder that holds its parts."),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option("--from", envvar="LIFTCAST_FROM", metavar="URL", help="A database: postgresql, mysql or sqlite."),
    ] = None,
    query: Annotated[
        str | None, typer.Option("--query", help="What to ask it, or @FILE; the table it gives is ingested.")
    ] = None,
    mode: Annotated[
        Mode | None, typer.Option("--mode", help="What these files do to those before; else as their mapping says.")
    ] = None,
    max_removed: Annotated[
        int | None,
        typer.Option("--max-removed", min=0, help="Publish nothing, and end with 1, if more sets than this would go."),
    ] = None,
    max_rejected: Annotated[
        str | None,
        typer.Option("--max-rejected", metavar="N|N%", help="End with 1 if more rows, or a larger share, are bad."),
    ] = None,
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
    progress: ProgressAs = None,  # noqa: ARG001 (its callback)
    wait: Wait = None,  # noqa: ARG001 (its callback)
    quiet: Quiet = False,  # noqa: ARG001 (likewise)
    log_file: LogFile = None,  # noqa: ARG001 (likewise)
    json: Json = False,
) -> None:
    """Read new exports, account for every row, and publish the tables; `liftcast refresh` makes forecasts of them."""
    from pipelines.inbox import doors
    from pipelines.terminal.this_run import MostRejected

    if yes and table is None:
        raise typer.BadParameter("is for --map FILE", param_hint="--yes")
    said_from = context.get_parameter_source("database")
    if query is None and said_from is not None and said_from.name == "COMMANDLINE":
        raise typer.BadParameter("needs a --query", param_hint="--from")
    settings = Settings.from_environment()
    most_rejected = MostRejected(max_rejected) if max_rejected is not None else None
    places = [*(paths or []), *([table] if table else [])]
    with doors.opened(
        settings, list(dict.fromkeys(places)), name=name, database=database, query=query, stream=sys.stdin.buffer
    ) as found:
        to_map = found[-1] if table is not None else None
        mapped = _mapped(to_map, is_asked=not yes) if to_map else None
        if dry_run:
            _rehearse(settings, found, lifter, _stated(unit, dates), mapped, mode=mode, json=json)
        if mapped is not None:
            _write_mapping(mapped)
        if stated := _stated(unit, dates):
            _state(settings, found, lifter, stated)
        _ingest(settings, found, lifter, mode=mode, max_removed=max_removed, most_rejected=most_rejected, json=json)


def _mapped(table: Path, *, is_asked: bool) -> "Mapped":
    """Make the mapping of a table."""
    from pipelines.inbox import mapmaking
    from pipelines.terminal import screen

    mapped = mapmaking.make_mapping(table, screen.Asking() if is_asked else None)
    for said in mapped.left:
        screen.note(f"Not sure, and so not read: {said}. Leave out --yes to be asked.")
    return mapped


def _write_mapping(mapped: "Mapped") -> None:
    """Write a mapping, and say where."""
    from pipelines.inbox import mapmaking
    from pipelines.terminal import screen

    mapmaking.write_mapping(mapped)
    screen.err.print(
        f"Wrote {mapped.path}: the table is read as {mapped.kind}. Edit it if a column is not what it seems.",
        markup=False,
        soft_wrap=True,
    )


def _ingest(
    settings: Settings,
    places: list[Path],
    lifter: str | None,
    *,
    mode: str | None,
    max_removed: int | None,
    most_rejected: "MostRejected | None",
    json: bool,
) -> NoReturn:
    """Ingest, and tell of every file of this run."""
    from pipelines.landing.reports import unusable_decisions
    from pipelines.running import steps
    from pipelines.terminal import answers, doctor, screen, this_run
    from pipelines.warehouse import read

    report, build = steps.ingest_step(
        settings, paths=places, lifter=lifter, mode=mode, max_removed=max_removed, progress=screen.OnScreen()
    )
    with read.connect(settings, build) as con:
        imports_now, file_changes, simulated = read.imports(con), read.file_changes(con), read.is_simulated(con)
        questions = doctor.date_orders(read.rejected(con))
    unusable = unusable_decisions(imports_now)
    run = this_run.this_run(report, build=build.name, imports=imports_now, file_changes=file_changes, unusable=unusable)
    if simulated:
        screen.warn_of_samples(settings.inbox)
    if json:
        screen.print_json(run, simulated=simulated)
    else:
        this_run.print_run(run)
        answers.print_changes(report.changes)
    said = [*report.files, *unusable]
    answers.print_refused(said if json else [file for file in said if file.sha256 is None])
    for asked in questions:
        screen.note(f"{asked['found']}: {asked['do']}.")
    if not report.is_published and max_removed is not None:
        this_run.say_what_is_undecided(run, max_removed)
    elif build.kind != "full":
        screen.note("Forecasts are not made of this yet: `liftcast refresh` makes them.")
    is_beyond = most_rejected is not None and most_rejected.is_passed(run["total"])
    is_refused = report.refused or unusable or not report.is_published or is_beyond
    raise typer.Exit(REFUSED if is_refused else DONE)


def _rehearse(
    settings: Settings,
    places: list[Path],
    lifter: str | None,
    stated: dict[str, str],
    mapped: "Mapped | None",
    *,
    mode: str | None,
    json: bool,
) -> NoReturn:
    """Say what an ingest would do."""
    from pipelines.rehearsal.rehearsal import rehearse
    from pipelines.terminal import answers, screen

    answer = rehearse(settings, paths=places, lifter=lifter, stated=stated, mode=mode, mapped=mapped)
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


def _stated(unit: Unit | None, dates: DateOrder | None) -> dict[str, str]:
    """What the options say of the lifter, by the keys of a profile."""
    words = {"unit": unit, "dates": dates and dates.replace("-", " ")}
    return {key: str(word) for key, word in words.items() if word is not None}


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
