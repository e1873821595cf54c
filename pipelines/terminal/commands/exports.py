"""Commands about exports that were read: what became of them, and which of them count."""

from typing import Annotated, Any, Final

import typer

from pipelines.settings import Settings
from pipelines.terminal.commands.options import Json, Wait

MOST_SHOWN: Final = 200
"""Characters of a rejected row on the screen."""


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
