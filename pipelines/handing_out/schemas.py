"""What each table handed out holds: one JSON Schema a table, in `schemas/`, with a version of its own.

Whoever loads the files relies on them: a column added, dropped, renamed or of another type is another version.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_FOLDER: Final = Path(__file__).resolve().parent / "schemas"

NAMES: Final = tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))
"""The tables there are."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column.

    Parameters
    ----------
    name : str
    type : {'string', 'date', 'local-date-time', 'integer', 'number', 'boolean'}
    is_nullable : bool
    """

    name: str
    type: str
    is_nullable: bool


@dataclass(frozen=True, kw_only=True)
class Schema:
    """A table handed out: its name, the version of its columns, what tells one row from another, and its columns."""

    name: str
    version: int
    key: tuple[str, ...]
    columns: tuple[Column, ...]


@cache
def schema_of(name: str) -> Schema:
    """The schema of one of `NAMES`."""
    said = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return Schema(
        name=name,
        version=said["version"],
        key=tuple(said["key"]),
        columns=tuple(_column(column, about) for column, about in said["properties"].items()),
    )


def _column(name: str, about: dict[str, Any]) -> Column:
    kinds = about["type"] if isinstance(about["type"], list) else [about["type"]]
    return Column(name=name, type=str(about.get("format", kinds[0])), is_nullable="null" in kinds)
