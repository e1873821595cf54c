"""What people see on the terminal: progress and last lines on standard error, answers on standard output."""

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress
from rich.table import Table

from pipelines.files.logs import log
from pipelines.progress import Advance

if TYPE_CHECKING:
    from pipelines.terminal.progress_lines import ProgressLines

_FEW = 5  # answers that are told with the question
WIDE = 160  # columns where nobody's terminal sets the width, so that tables in files are not squeezed
err = Console(stderr=True)
_quiet = False
_lines: "ProgressLines | None" = None
out = Console(width=None if sys.stdout.isatty() else WIDE)

Row = dict[str, Any]


def be_quiet(*, is_wanted: bool = True) -> None:
    """Print no progress and no notes from now on, or again; errors, warnings and answers stay."""
    global _quiet  # noqa: PLW0603 (one process, one screen)
    _quiet = is_wanted


def tell_in_lines() -> None:
    """Tell progress, and all else that goes to standard error, as JSON lines from now on."""
    global _lines  # noqa: PLW0603 (one process, one screen)
    from pipelines.terminal.progress_lines import ProgressLines  # noqa: PLC0415 (few ask for it)

    if _lines is None:
        _lines = ProgressLines()
        err.file = cast("IO[str]", _lines)


def is_quiet() -> bool:
    """Tell whether progress and notes are unwanted."""
    return _quiet


def has_windows() -> bool:
    """Tell whether a browser window could open here."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def note(text: str) -> None:
    """Print a sentence about how the work goes, just as it stands."""
    log.info("%s", text)
    if not _quiet:
        err.print(text, markup=False, highlight=False, soft_wrap=True)


def warn(text: str) -> None:
    """Print a sentence that bears on the answer, just as it stands, wanted or not."""
    log.warning("%s", text)
    err.print(text, markup=False, highlight=False, soft_wrap=True)


class OnScreen:
    """Draws each step with how far and how long; where there is no terminal, prints one line when a step ends."""

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """Draw one step, and log how long it took."""
        began = time.monotonic()
        with self._drawn(name, total) as advance:
            yield advance
        log.info("%s", name, extra={"seconds": round(time.monotonic() - began, 3), "units": total})

    @contextmanager
    def _drawn(self, name: str, total: int | None) -> Iterator[Advance]:
        if _lines is not None:
            with _lines.step(name, total) as advance:
                yield advance
            return
        if _quiet:
            yield lambda _units: None
            return
        columns = (
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description:<34}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with RichProgress(*columns, console=err) as bars:
            task = bars.add_task(name, total=total)
            yield lambda units: bars.advance(task, units)
            done = bars.tasks[0].completed or 1
            bars.update(task, total=total or done, completed=total or done)

    def say(self, text: str) -> None:
        """Print one fact."""
        if not _quiet:
            err.print(f"  {text}")


def say_error(error: object) -> None:
    """Print a sentence about what went wrong, just as it stands."""
    err.print(f"[bold red]Error:[/] {escape(str(error))}", highlight=False, soft_wrap=True)


def warn_of_samples(inbox: Path) -> None:
    """Say that nobody trained like this."""
    err.print(
        "[bold black on yellow] SIMULATED SAMPLES [/] This is about made-up lifters.\n"
        f"  Drop your own export into [bold]{escape(str(inbox))}[/] and run `liftcast run`.",
        highlight=False,
        soft_wrap=True,
    )


def print_json(answer: Any, *, simulated: bool) -> None:
    """Print one JSON document on standard output: dates in ISO, not-a-number as null.

    On a terminal it is indented, elsewhere compact; rows are written one by one, since there may be many.

    Parameters
    ----------
    answer : Any
        A dictionary, or a list of dictionaries; lists may be iterators.
    simulated : bool
        Whether it is about simulated lifters: said once in a dictionary, in each row of a list.
    """
    if sys.stdout.isatty():
        sys.stdout.write(json.dumps(_marked(_plain(answer), simulated), ensure_ascii=False, indent=1))
    elif isinstance(answer, dict):
        sys.stdout.writelines(_compact_object(answer | {"simulated": simulated}))
    else:
        is_list = isinstance(answer, list | Iterator)
        sys.stdout.writelines(_compact_list(answer, simulated) if is_list else _compact(answer))
    sys.stdout.write("\n")


def _compact_object(answer: Mapping[str, Any]) -> Iterator[str]:
    """Write an object in pieces, its lists row by row."""
    yield "{"
    for place, (key, value) in enumerate(answer.items()):
        yield f"{',' if place else ''}{_compact(str(key))}:"
        if isinstance(value, list | Iterator):
            yield from _compact_list(value)
        else:
            yield _compact(value)
    yield "}"


def _compact_list(rows: Iterable[Any], simulated: bool | None = None) -> Iterator[str]:
    """Write a list in pieces; rows that are objects say whether they are simulated, if that is to be said."""
    yield "["
    for place, row in enumerate(rows):
        said = row if simulated is None else _marked(row, simulated)
        yield f"{',' if place else ''}{_compact(said)}"
    yield "]"


def _compact(value: Any) -> str:
    """Write a value without a needless space."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _marked(answer: Any, simulated: bool) -> Any:
    """Add `simulated` to a document."""
    if isinstance(answer, list):
        return [_marked(row, simulated) for row in answer]
    return answer | {"simulated": simulated} if isinstance(answer, dict) else answer


def _plain(value: Any) -> Any:
    """Turn what a query gives into what JSON knows."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | Iterator):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and value != value:  # noqa: PLR0124 (only not-a-number differs from itself)
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if hasattr(value, "item"):
        return _plain(value.item())
    return value


def tell(text: str, *, is_heading: bool = False) -> None:
    """Print one sentence of an answer on standard output, just as it stands."""
    out.print(text, style="bold" if is_heading else None, markup=False, highlight=False, soft_wrap=True)


def print_rows(title: str, rows: Sequence[Row], columns: Mapping[str, str], *, most: int = 40) -> None:
    """Print rows as a table: `columns` maps a key to its heading; past `most` rows only their number is told."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for heading in columns.values():
        table.add_column(heading, overflow="fold")
    for row in rows[:most]:
        table.add_row(*(escape(_cell(row.get(key))) for key in columns))
    out.print(table)
    if len(rows) > most:
        out.print(f"… and {len(rows) - most} more; --json prints all of them")


def _cell(value: Any) -> str:
    """Show no more digits than are known."""
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 (as above)
        return "-"
    if isinstance(value, float):
        return f"{value:.1f}"
    return str(value)


class Asking:
    """Asks a person at the terminal; questions and tables go to standard error."""

    def show(self, title: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show some rows."""
        table = Table(title=title, title_justify="left", header_style="bold")
        for name in rows[0] if rows else ():
            table.add_column(escape(str(name)), overflow="fold")
        for row in rows:
            table.add_row(*(escape(_cell(value)) for value in row.values()))
        err.print(table)

    def ask(self, question: str, default: str, allowed: Sequence[str]) -> str:
        """Ask until the answer is one of those allowed, in whatever case."""
        by_text = {answer.casefold(): answer for answer in allowed}
        choices = f" ({', '.join(allowed)})" if 1 < len(allowed) <= _FEW else ""
        while True:
            answer = str(typer.prompt(f"{question}{choices}", default=default or None, err=True)).strip()
            if not by_text:
                return answer
            if answer.casefold() in by_text:
                return by_text[answer.casefold()]
            err.print(f"  Please answer one of: {', '.join(allowed)}", markup=False)

    def confirm(self, question: str) -> bool:
        """Ask for a yes or no."""
        return typer.confirm(question, default=True, err=True)
