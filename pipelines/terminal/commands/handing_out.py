"""The command that hands results out."""

import os
import sys
from typing import Annotated, Final

import typer

from pipelines.handing_out.asked import ALL, BUILD, SCHEMA, Format
from pipelines.settings import Settings

STREAM: Final = "-"


def export(
    table: Annotated[
        str,
        typer.Argument(
            help="Name of a table, or all (docs/tables.md tells of them); or build, all of it as it lies there."
        ),
    ],
    form: Annotated[Format, typer.Option("--format", help="Form of the files.")] = Format.parquet,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="DIR|-|s3://…|postgresql://…",
            help="Folder to write to, here or in an S3-compatible store, or a PostgreSQL database; - is standard "
            "output, for one table.",
        ),
    ] = "liftcast-export",
    schema: Annotated[str, typer.Option("--schema", help="Schema of the database that gets the tables.")] = SCHEMA,
    lifter: Annotated[
        list[str] | None, typer.Option("--lifter", help="Only this lifter; may be given more than once.")
    ] = None,
    active_days: Annotated[
        int | None,
        typer.Option("--active-days", min=1, help="Only who trained within so many days before the build was made."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="BUILD", help="Only lifters whose rows differ from those of that build."),
    ] = None,
) -> None:
    """Hand results out as files: forecasts, advice, blocks, alerts and logs, for a warehouse or a spreadsheet."""
    from pipelines import Liftcast
    from pipelines.handing_out.postgresql import is_database, place_of
    from pipelines.terminal import build_in_force, screen

    is_streamed = to == STREAM
    if is_streamed and (table in {ALL, BUILD} or form is Format.parquet):
        raise typer.BadParameter("standard output takes one table, as csv or ndjson", param_hint="--to")
    settings = Settings.from_environment()
    try:
        done = Liftcast().export(
            table,
            to=sys.stdout.buffer if is_streamed else to,
            format=form,
            lifters=lifter or (),
            active_days=active_days,
            since=since,
            schema=schema,
        )
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None
    build_in_force.say_what_is_stale(settings)
    if done.simulated:
        screen.warn_of_samples(settings.inbox)
    what = "the whole build" if table == BUILD else ", ".join(done.tables)
    rows = sum(one.rows for one in done.tables.values())
    where = "" if is_streamed else f" to {place_of(to) if is_database(to) else to}"
    screen.err.print(
        f"Handed out {rows:,} rows of {what}{where}: build {done.build}, {done.lifters:,} lifters.",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


def follow(
    address: Annotated[str, typer.Argument(metavar="DIR|s3://…", help="Where `liftcast export build` wrote to.")],
) -> None:
    """Show in this home, which has no exports of its own, the build that another hands out; again after each export."""
    from pipelines.handing_out.following import follow as put_in_force
    from pipelines.terminal import screen

    settings = Settings.from_environment()
    build = put_in_force(settings, address)
    screen.tell(f"In force in {settings.home}: build {build.name}, read from {address}.")
