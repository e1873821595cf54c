"""What commands have in common: their usual options and their exit codes."""

from typing import Annotated, Final

import typer

DONE: Final = 0
REFUSED: Final = 1
FAILED: Final = 3  # 2 is wrong use, and Typer's own

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output and nothing else.")]
Lifter = Annotated[str | None, typer.Option("--lifter", help="Only this lifter.")]
