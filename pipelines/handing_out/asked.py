"""What is asked to be handed out: which tables, of whom, in which form and where to. Light, for the command's help."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pipelines.errors import WrongUseError
from pipelines.handing_out.schemas import NAMES

ALL: Final = "all"
BUILD: Final = "build"
"""Asks for every table of the build as it lies there, rather than for those made to be handed out."""
SCHEMA: Final = "liftcast"
"""The schema of a database that gets the tables, where no other is named."""


class Format(StrEnum):
    """Forms of a file."""

    parquet = "parquet"
    csv = "csv"
    ndjson = "ndjson"


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose rows are asked for.

    Parameters
    ----------
    lifters : sequence of str
        Empty: everybody.
    active_days : int, optional
        Only who trained within so many days before the build was made.
    since : str, optional
        Name of an earlier build: only whose rows differ from those it gives.
    """

    lifters: Sequence[str] = ()
    active_days: int | None = None
    since: str | None = None


def tables_of(table: str) -> tuple[str, ...]:
    """The tables meant by a name, or by `all`.

    Raises
    ------
    WrongUseError
        There is no such table.
    """
    return NAMES if table == ALL else (one_table(table),)


def one_table(table: str) -> str:
    """The table of that name.

    Raises
    ------
    WrongUseError
        There is none.
    """
    if table not in NAMES:
        raise WrongUseError(f"{table!r} is the name of no table; there are: {', '.join(NAMES)}")
    return table


def format_named(name: str) -> Format:
    """The form of that name.

    Raises
    ------
    WrongUseError
        There is none.
    """
    if name not in Format.__members__:
        raise WrongUseError(f"{name!r} is no form of a file; there are: {', '.join(Format.__members__)}")
    return Format(name)
