"""Say what becomes of difficult files: each is ingested in a home of its own, and mapped by guesses where refused.

Usage: python benchmarks/cases.py FOLDER [CASE ...]

FOLDER holds one folder per case, with its files and perhaps an EXPECTED.md that says what a user expects of them in a
line. Everything goes through the commands `ingest`, `ingest --map FILE --yes`, `rejected` and `doctor`; a table is
printed, and what was said about each file.
"""

import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipelines.terminal.cli import app
from pipelines.terminal.door import told

BESIDE = frozenset({"EXPECTED.md", "profile.toml", "exercises.csv"})
LONGEST_SAID = 400


def asked(*words: str) -> tuple[int, Any, str]:
    """Run one command: its exit code, its JSON or text, and what it said beside that."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = told(lambda: app(list(words), standalone_mode=False))
    try:
        answer = json.loads(out.getvalue())
    except ValueError:
        answer = out.getvalue()
    return code or 0, answer, " ".join(err.getvalue().split())


def read_as(file: dict[str, Any]) -> str:
    """Say how a file was read."""
    if file["error"]:
        return f"refused: {file['error']}"
    kinds = ", ".join(f"{row['records']} {row['reason']}" for row in [*file["not_sets"], *file["rejected"]])
    counts = f"{file['rows_read']} read, {file['rows_sets']} {file['holds']}, {file['rows_rejected']} rejected"
    days = f"{file['first_day']}..{file['last_day']}"
    return (
        f"{file['app']} {file['layout']}: {counts}; {file['weight_unit']}; {days}; [{kinds}] {'; '.join(file['notes'])}"
    )


def said_of(case: Path) -> Iterator[str]:
    """What is said about the files of one case, and of what it asks afterwards."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["LIFTCAST_HOME"] = home
        mine = Path(home) / "inbox" / "a"
        shutil.copytree(case, mine, ignore=shutil.ignore_patterns("EXPECTED.md"))
        _, files, said = asked("ingest", "--dry-run", "--json")
        if not isinstance(files, list):
            yield f"failed: {said}"
            return
        for file in files:
            yield read_as(file)
            if file["error"]:
                place = str(mine / file["file"])
                _, mapped, said = asked("ingest", "--map", place, "--yes", "--dry-run", "--json")
                yield "--map --yes: " + (" | ".join(map(read_as, mapped)) if isinstance(mapped, list) else said)
        if any(not file["error"] for file in files):
            asked("ingest", "--json")
            _, findings, _ = asked("doctor", "--json")
            checks = ("unit of", "loads of", "days of", "dates of")
            for finding in findings if isinstance(findings, list) else []:
                if not finding["ok"] and finding["check"].startswith(checks):
                    yield f"asks: {finding['check']}: {finding['found']}"


def main(folder: Path, wanted: Sequence[str]) -> None:
    """Print what becomes of each case."""
    for case in sorted(path for path in folder.iterdir() if path.is_dir() and (not wanted or path.name in wanted)):
        expected = case / "EXPECTED.md"
        said = expected.read_text(encoding="utf-8").strip() if expected.is_file() else ""
        print(f"{case.name}: expected {said}")
        for line in said_of(case):
            print(f"    {line if len(line) <= LONGEST_SAID else line[:LONGEST_SAID] + '…'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
