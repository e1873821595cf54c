"""Tested 1RMs and meet results as lifters write them in `profile.toml`: `[[tested]]`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pandas as pd

from data.units import KG_PER_LB
from pipelines.errors import ProfileError
from pipelines.exercises import resolution
from pipelines.exports.reading.dates import PLAUSIBLE_YEARS

KEY: Final = "tested"
LOADS_KG: Final = (1.0, 1000.0)
_HOW: Final = 'write exercise = "bench press", day = 2026-03-01, load_kg or load_lb, and meet = true for a meet'


@dataclass(frozen=True, kw_only=True)
class TestedMax:
    """A load lifted once in a test or at a meet.

    Parameters
    ----------
    name : str
        The exercise as the lifter wrote it.
    day : date
    load_kg : float
    is_meet : bool
    """

    name: str
    day: date
    load_kg: float
    is_meet: bool


def parse_tested(where: str, stated: Mapping[str, Any]) -> tuple[TestedMax, ...]:
    """Read every `[[tested]]` of a profile.

    Parameters
    ----------
    where : str
        The file, for messages.
    stated : mapping
        As TOML gives it; keys of other matters are left alone.

    Raises
    ------
    ProfileError
        Something stated cannot be used: what was found and what to write.
    """
    entries = stated.get(KEY, [])
    if not isinstance(entries, list):
        raise ProfileError(f"{where}: {KEY} is {entries!r}; write [[{KEY}]], and under it {_HOW}")
    return tuple(_entry(where, entry) for entry in entries)


def tested_rows(tested: Sequence[TestedMax], lifter: str, corrections: pd.DataFrame) -> list[dict[str, Any]]:
    """One row per test, its exercise by the id that the lifter's log gives the same name."""
    if not tested:
        return []
    ids = resolution.ids_of((test.name for test in tested), lifter, corrections)
    return [
        {
            "lifter": lifter,
            "exercise_id": ids[test.name],
            "day": test.day,
            "load_kg": test.load_kg,
            "is_meet": test.is_meet,
        }
        for test in tested
    ]


def _entry(where: str, stated: Any) -> TestedMax:
    """Read one test."""
    keys = {"exercise", "day", "load_kg", "load_lb", "meet"}
    if not isinstance(stated, dict) or set(stated) - keys or not isinstance(stated.get("exercise"), str):
        raise ProfileError(f"{where}: {KEY} is {stated!r}; {_HOW}")
    name = stated["exercise"].strip()
    place = f"{where}: {KEY} {name}"
    is_meet = stated.get("meet", False)
    if not isinstance(is_meet, bool):
        raise ProfileError(f"{place}: meet is {is_meet!r}; write true or false")
    return TestedMax(name=name, day=_day(place, stated.get("day")), load_kg=_load_kg(place, stated), is_meet=is_meet)


def _day(place: str, value: Any) -> date:
    """Read the day of a test, which has been."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if type(day) is not date or day.year < PLAUSIBLE_YEARS.start:
        raise ProfileError(f"{place}: day is {value!r}; write a day such as 2026-03-01")
    if day > datetime.now(UTC).date() + timedelta(days=1):
        raise ProfileError(f"{place}: day is {day}, which is yet to come; write what was lifted, after it was")
    return day


def _load_kg(place: str, stated: Mapping[str, Any]) -> float:
    """Read the load of a test in kg, whichever unit it was stated in."""
    if ("load_kg" in stated) == ("load_lb" in stated):
        raise ProfileError(f"{place}: states load_kg and load_lb or neither; write one of them")
    key, per_unit = ("load_lb", KG_PER_LB) if "load_lb" in stated else ("load_kg", 1.0)
    load, (low, high) = stated[key], LOADS_KG
    if isinstance(load, bool) or not isinstance(load, int | float) or not low / per_unit <= load <= high / per_unit:
        raise ProfileError(
            f"{place}: {key} is {load!r}; write a number between {low / per_unit:g} and {high / per_unit:g}"
        )
    return float(load * per_unit)
