"""Commands about the home: what ran in it, and whether all is well."""

from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.settings import Settings
from pipelines.terminal.commands.options import DONE, REFUSED, Json


def runs(
    last: Annotated[int, typer.Option("--last", min=1, metavar="N", help="How many, the newest first.")] = 20,
    failed: Annotated[bool, typer.Option("--failed", help="Only those that failed.")] = False,
    json: Json = False,
) -> None:
    """List what ran, when, for how long, what it read and how it ended; and when the next run is due."""
    from datetime import UTC, datetime

    from pipelines.files.runs import diary
    from pipelines.health.state import next_due
    from pipelines.terminal import diary_table, screen
    from pipelines.terminal.doctor import is_simulated

    settings = Settings.from_environment()
    entries = [entry for entry in diary(settings) if not failed or entry["outcome"] == "failed"][:last]
    due = next_due(settings, datetime.now(UTC))
    if json:
        answer: dict[str, Any] = {"runs": [diary_table.row_of(entry) for entry in entries], "next_due": due}
        screen.print_json(answer, simulated=is_simulated(settings))
    else:
        diary_table.print_runs(entries, due)


def health(json: Json = False) -> None:
    """Say whether all is well, for people and monitors: exit code 0 if so, 1 if not."""
    from pipelines.health import state
    from pipelines.terminal import diary_table, screen
    from pipelines.terminal.doctor import is_simulated

    settings = Settings.from_environment()
    found = state.health_of(settings)
    if json:
        screen.print_json(vars(found), simulated=is_simulated(settings))
    else:
        diary_table.print_health(found)
    raise typer.Exit(DONE if found.ok else REFUSED)


def backup(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The file to write, outside the home.")],
    json: Json = False,
) -> None:
    """Write all of the home that cannot be made again into one file: inbox, exports, forecasts given, models, diary."""
    from pipelines.running.backup import back_up
    from pipelines.terminal import screen
    from pipelines.terminal.doctor import is_simulated

    settings = Settings.from_environment()
    made = back_up(settings, to)
    if json:
        screen.print_json(made.as_json(), simulated=is_simulated(settings))
    else:
        screen.tell(f"Wrote {made.place}: {made.files:,} files, {made.size_bytes / 1e6:,.1f} MB.")


def restore(
    file: Annotated[
        str,
        typer.Argument(
            help="A backup that `liftcast backup` made; or an export, as `liftcast imports` lists it or by the first "
            "digits of its sha256."
        ),
    ],
    home: Annotated[
        Path | None, typer.Option("--home", metavar="DIR", help="Of a backup: the empty folder to make the home of.")
    ] = None,
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help="Of an export: the folder to write it into.")
    ] = Path(),
    json: Json = False,
) -> None:
    """Make a home of a backup; or write an export that was ingested into a folder, byte for byte as it came."""
    from pipelines.running import backup as backups

    if home is not None or backups.is_backup(Path(file)):
        _restore_home(Path(file), home, is_json=json)
    else:
        _restore_export(file, to, json=json)


def _restore_home(file: Path, home: Path | None, *, is_json: bool) -> None:
    from dataclasses import replace

    from pipelines.running.backup import restore
    from pipelines.terminal import screen

    settings = Settings.from_environment()
    if home is not None:
        settings = replace(settings, home=home.expanduser().resolve())
    made = restore(settings, file)
    if is_json:
        screen.print_json(made.as_json() | {"home": str(settings.home)}, simulated=False)
    else:
        screen.tell(f"Restored {made.files:,} files of {made.made_at} into {settings.home}.")
        screen.note(f"Run `LIFTCAST_HOME={settings.home} liftcast refresh`: it makes the tables and forecasts anew.")


def _restore_export(file: str, to: Path, *, json: bool) -> None:
    from pipelines.landing.keeping import bring_back
    from pipelines.terminal import screen
    from pipelines.terminal.doctor import is_simulated

    settings = Settings.from_environment()
    place = bring_back(settings, file, to)
    if json:
        screen.print_json({"path": str(place)}, simulated=is_simulated(settings))
    else:
        screen.tell(f"Wrote {place}.")
