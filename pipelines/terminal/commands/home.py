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


def restore(
    file: Annotated[str, typer.Argument(help="As `liftcast imports` lists it, or the first digits of its sha256.")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder to write it into.")] = Path(),
    json: Json = False,
) -> None:
    """Write an export that was ingested into a folder, byte for byte as it came."""
    from pipelines.landing.keeping import bring_back
    from pipelines.terminal import screen
    from pipelines.terminal.doctor import is_simulated

    settings = Settings.from_environment()
    place = bring_back(settings, file, to)
    if json:
        screen.print_json({"path": str(place)}, simulated=is_simulated(settings))
    else:
        screen.tell(f"Wrote {place}.")
