"""What a mapping may say of a table that is not one row per set: sets in cells, columns per lift, sheets, headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipelines.errors import MappingError
from pipelines.exports.notation.sets import ORDERS

ALL_SHEETS, SHEET_PER_EXERCISE, SHEET_PER_WORKOUT, SHEET_PER_DATE = "all", "exercise", "workout", "date"
SHEETS: Final = (ALL_SHEETS, SHEET_PER_EXERCISE, SHEET_PER_WORKOUT, SHEET_PER_DATE)
HEADINGS: Final = ("date", "exercise")
CARRIED: Final = ("date", "exercise", "workout")
KEYS: Final = ("sheets", "headings")
_EXAMPLE: Final = 'write such as "Set 1" = "load x reps"'


@dataclass(frozen=True, kw_only=True)
class SetColumn:
    """One column whose cells state sets.

    Parameters
    ----------
    name : str
        Case-folded.
    written : str
        One of `notation.ORDERS`.
    exercise : str or None
        Whose sets, where each lift has a column.
    number : int or None
        Which set, where the load and the reps of one set stand in columns of their own.
    named : bool
        Whether each cell names the exercise beside the sets.
    """

    name: str
    written: str
    exercise: str | None = None
    number: int | None = None
    named: bool = False


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How a table is laid out.

    Parameters
    ----------
    set_columns : sequence of SetColumn
        In the order of the mapping.
    sheets : str or None
        What the sheets of a workbook are, one of `SHEETS`; None for the first sheet alone.
    headings : str or None
        What a line that holds little else than a date, or a name, says of those below it; one of `HEADINGS`.
    carried : frozenset of str
        Of which an empty cell means the one above.
    """

    set_columns: Sequence[SetColumn] = ()
    sheets: str | None = None
    headings: str | None = None
    carried: frozenset[str] = frozenset()

    @property
    def names_exercises(self) -> bool:
        """Whether the layout itself says which exercise a set is of."""
        by_column = bool(self.set_columns) and all(column.exercise or column.named for column in self.set_columns)
        return by_column or self.sheets == SHEET_PER_EXERCISE or self.headings == "exercise"

    @property
    def tells_dates(self) -> bool:
        """Whether the layout itself may say which day a set is of."""
        return self.headings is not None or self.sheets == SHEET_PER_DATE

    @property
    def states_sets(self) -> bool:
        """Whether cells state sets."""
        return bool(self.set_columns)


def shape_of(stated: Mapping[str, Any], name: str) -> Shape | None:
    """Read what a mapping says of the layout; None where it is one row per set under one header.

    Raises
    ------
    MappingError
        If it cannot be used; says what to write instead.
    """
    sets, carried = stated.get("sets", {}), stated.get("carried", [])
    for key, allowed in (("sheets", SHEETS), ("headings", HEADINGS)):
        if key in stated and stated[key] not in allowed:
            raise MappingError(f"{name}: {key} is {stated[key]!r}; write one of {', '.join(map(repr, allowed))}")
    if not isinstance(carried, list) or not set(map(str, carried)) <= set(CARRIED):
        raise MappingError(f'{name}: carried is {carried!r}; write a list such as ["date"] of {", ".join(CARRIED)}')
    if not isinstance(sets, dict):
        raise MappingError(f"{name}: [sets] is {sets!r}; {_EXAMPLE}")
    if not ({"sets", "carried", *KEYS} & stated.keys()):
        return None
    return Shape(
        set_columns=tuple(_set_column(column, told, name) for column, told in sets.items()),
        sheets=stated.get("sheets"),
        headings=stated.get("headings"),
        carried=frozenset(carried),
    )


def _set_column(column: str, told: Any, name: str) -> SetColumn:
    """Read what one column states: a way of writing, or that beside the exercise or the number of the set."""
    held = told if isinstance(told, dict) else {"written": told}
    unknown = sorted(set(held) - {"written", "exercise", "set", "named"})
    written, exercise, number = held.get("written"), held.get("exercise"), held.get("set")
    if unknown or not isinstance(written, str) or written not in ORDERS:
        what = f"does not know {', '.join(unknown)}" if unknown else f"is {written!r}"
        raise MappingError(f"{name}: [sets] {column!r} {what}; {_EXAMPLE}, one of {', '.join(map(repr, ORDERS))}")
    named = held.get("named", False)
    if not isinstance(exercise, str | None) or not isinstance(number, int | None) or not isinstance(named, bool):
        raise MappingError(f'{name}: [sets] {column!r}: write exercise = "Squat", set = 1, or named = true')
    folded = " ".join(column.casefold().split())
    return SetColumn(name=folded, written=written, exercise=exercise, number=number, named=named)
