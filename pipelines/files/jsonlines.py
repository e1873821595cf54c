"""Append-only files of JSON lines that outlive a crash in the middle of a line."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pipelines.errors import LiftcastError
from pipelines.files.atomic import write_text
from pipelines.files.private import private


class JsonLines:
    """One file of JSON objects, one a line; a last line torn by a crash is left out and written over.

    Parameters
    ----------
    path : Path
        The file; it need not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: Any = None

    def read(self) -> list[dict[str, Any]]:
        """Every object of the file.

        Raises
        ------
        LiftcastError
            If a line other than the last is damaged.
        """
        if not self._path.exists():
            return []
        *lines, _torn = self._path.read_bytes().split(b"\n")
        rows = []
        for number, line in enumerate(lines, start=1):
            try:
                rows.append(json.loads(line))
            except ValueError as error:
                raise LiftcastError(
                    f"{self._path}: line {number} is damaged: {line[:80]!r}; delete that line and ingest again"
                ) from error
        return rows

    def append(self, row: dict[str, Any]) -> None:
        """Add one object, whole or not at all; the operating system has it from then on, the disk after `flush`.

        Raises
        ------
        OSError
            There is no room for it; the file is as it was.
        """
        if self._file is None:
            self._heal()
            with private():
                self._file = self._path.open("ab", buffering=0)
        line = _line(row).encode()
        end = self._file.seek(0, os.SEEK_END)
        try:
            written = self._file.write(line)
            if written < len(line):  # the disk took a part of it; asking for the rest tells why
                self._file.write(line[written:])
        except OSError:
            self._file.truncate(end)
            raise

    def flush(self) -> None:
        """Make sure that what was added outlives a power cut: once for many lines, since a disk takes its time."""
        if self._file is not None:
            os.fsync(self._file.fileno())

    def replace(self, rows: Iterable[dict[str, Any]]) -> None:
        """Write the file anew with these objects; whoever reads meanwhile has all of it as it was, or as it is."""
        self._close()
        with private():
            write_text(self._path, "".join(map(_line, rows)))

    def _heal(self) -> None:
        """Cut off what a crash left of a last line."""
        with private():
            self._path.parent.mkdir(parents=True, exist_ok=True)
        if not self._path.exists():
            return
        with self._path.open("r+b") as file:
            content = file.read()
            file.truncate(content.rfind(b"\n") + 1)

    def __enter__(self) -> Self:
        """Return this file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._close()

    def _close(self) -> None:
        if self._file is not None:
            self.flush()
            self._file.close()
            self._file = None


def _line(row: dict[str, Any]) -> str:
    return f"{json.dumps(row, ensure_ascii=False)}\n"
