"""Commands that ask the app that stays up, and say what it is doing."""

from pathlib import Path
from typing import Annotated, Final

import typer

from pipelines.settings import Settings
from pipelines.terminal.commands.options import DONE, REFUSED, Json

HOW: Final = "start `liftcast run`, or run `liftcast refresh` once"


def ask(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files to put into the inbox first; none to ask for a refresh alone.")
    ] = None,
    lifter: Annotated[str, typer.Option("--lifter", help="Whose files they are.")] = "me",
) -> None:
    """Hand files to the app that stays up and ask for a refresh, without waiting for it."""
    from pipelines.errors import WrongUseError
    from pipelines.running import requests
    from pipelines.terminal import screen

    settings = Settings.from_environment()
    try:
        files = {path.name: path.read_bytes() for path in paths or []}
    except OSError as error:
        raise WrongUseError(f"{error.filename}: cannot be read ({error.strerror}); name files") from error
    requests.ask(settings, "upload" if files else "refresh", lifter=lifter if files else "", files=files)
    if requests.is_taken_up(settings):
        screen.note("Asked for; the app is at it. `liftcast status` says how far it is and what came of it.")
    else:
        screen.warn(f"Noted. This home's app is not up: {HOW}.")
    raise typer.Exit(DONE)


def status(json: Json = False) -> None:
    """Say whether the app is up, what is being done and what came of what was asked."""
    from dataclasses import asdict

    from pipelines.running import requests, underway
    from pipelines.terminal import screen

    settings = Settings.from_environment()
    is_up = requests.is_taken_up(settings)
    doing = [asdict(each) for each in underway.now_underway(settings)]
    asked = [asdict(each) for each in requests.requests(settings)]
    if json:
        screen.print_json({"is_up": is_up, "underway": doing, "requests": asked}, simulated=False)
    else:
        screen.tell("The app is up." if is_up else f"The app is not up: {HOW}.")
        for each in doing:
            far = f" {each['done']}{' of ' + str(each['total']) if each['total'] else ''}" if each["step"] else ""
            screen.tell(f"{each['what'].capitalize()} since {each['since']}: {each['step'].lower() or 'begun'}{far}")
        columns = {
            "asked_at": "Asked",
            "kind": "For",
            "lifter": "Lifter",
            "state": "State",
            "answer": "What came of it",
        }
        if asked:
            screen.print_rows("Requests", asked, columns)
    raise typer.Exit(REFUSED if any(each["state"] in {"refused", "failed"} for each in asked[:1]) else DONE)
