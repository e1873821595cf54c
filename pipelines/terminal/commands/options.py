"""What commands have in common: their usual options and their exit codes."""

from typing import Annotated, Final

import typer

DONE: Final = 0
REFUSED: Final = 1
WRONG_USE: Final = 2  # Typer's own too
FAILED: Final = 3

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output and nothing else.")]
Lifter = Annotated[str | None, typer.Option("--lifter", help="Only this lifter.")]
