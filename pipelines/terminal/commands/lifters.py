"""Commands about lifters: who there is, all of one handed back, all of one deleted."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.settings import Settings
from pipelines.terminal.commands.options import DONE, REFUSED, Json, LogFile, Quiet, Wait

if TYPE_CHECKING:
    from pipelines.running.deleting import Deletion

lifters = typer.Typer(help="Who there is; all of one lifter handed back, or deleted.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="As `liftcast lifters list` has it.")]


@lifters.command(name="list")
def list_all(json: Json = False) -> None:
    """List everybody of whom the home holds anything."""
    from pipelines.lifters.present import lifters_present
    from pipelines.terminal import screen
    from pipelines.terminal.doctor import is_simulated

    settings = Settings.from_environment()
    present = lifters_present(settings)
    if json:
        screen.print_json([each.as_json() for each in present], simulated=is_simulated(settings))
        return
    for each in present:
        days = f"{each.training_days:,} training days, {each.first_day} to {each.last_day}" if each.first_day else ""
        said = [f"{each.files:,} file{'s' * (each.files != 1)}", days, "simulated sample" * each.is_sample]
        if each.is_being_deleted:
            said.append("being deleted: run `liftcast lifters delete` again to finish")
        screen.tell(f"{each.lifter}: {'; '.join(filter(None, said))}")


@lifters.command()
def delete(
    names: Annotated[list[str], typer.Argument(help="As `liftcast lifters list` has them.")],
    yes: Annotated[bool, typer.Option("--yes", help="Delete; without it, only say what would go.")] = False,
    wait: Wait = None,  # noqa: ARG001 (its callback)
    quiet: Quiet = False,  # noqa: ARG001 (likewise)
    log_file: LogFile = None,  # noqa: ARG001 (likewise)
    json: Json = False,
) -> None:
    """Delete all that the home holds of a lifter, and search every file for what is left; a dry run without --yes.

    Exit code 1 if the search finds anything. Cut short, it is finished by running it again.
    """
    from pipelines.running import deleting
    from pipelines.terminal import screen

    settings = Settings.from_environment()
    if yes:
        all_of_it = deleting.delete_step(settings, names, progress=screen.OnScreen())
    else:
        all_of_it = deleting.would_delete(settings, names)
    if json:
        screen.print_json([did.as_json() for did in all_of_it], simulated=False)
    else:
        for did in all_of_it:
            _tell(did)
    raise typer.Exit(REFUSED if any(did.left for did in all_of_it) else DONE)


def _tell(did: "Deletion") -> None:
    """Print what went, or would go, and what the search found."""
    from pipelines.terminal import screen

    screen.tell(did.lifter, is_heading=True)
    for trace in did.traces:
        screen.tell(f"{trace.where}: {trace.count:,} {trace.what}")
    if not did.is_done:
        screen.err.print(
            "Nothing was changed. Run it again with --yes to delete all of this; it cannot be taken back.",
            highlight=False,
            soft_wrap=True,
        )
        return
    for each in did.found:
        whose = " (a file that somebody else dropped in)" if each.is_of_others else ""
        screen.tell(f"Still found in {each.place}, {each.where}{whose}")
    if not did.left:
        screen.tell("Deleted. A search of every file of the home finds nothing that is the lifter's.")


@lifters.command()
def export(
    name: Name,
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="The folder to write into.")],
    json: Json = False,
) -> None:
    """Hand back all of a lifter: files as they were dropped in, and their tables as Parquet and CSV."""
    from pipelines.lifters.handing_back import hand_back
    from pipelines.terminal import screen
    from pipelines.terminal.doctor import is_simulated

    settings = Settings.from_environment()
    back = hand_back(settings, name, to)
    if json:
        screen.print_json(back.as_json(), simulated=is_simulated(settings))
    else:
        rows = sum(back.tables.values())
        screen.tell(f"Wrote {back.files:,} files and {rows:,} rows of {len(back.tables)} tables to {back.folder}.")
