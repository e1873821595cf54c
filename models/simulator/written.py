"""Weeks written out for simulated lifters, set by set, and which of their own lifts each exercise falls to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from data.catalogue import load_exercises, load_muscles
from models.simulator.habits import MAX_SETS
from models.simulator.lifters import MAX_LIFTS
from models.simulator.lifts import LIFTS, Array

COLUMNS: Final = ("lifter", "weekday", "exercise_id", "sets", "reps", "rir")
NOWHERE: Final = -1
"""Slot of an exercise that a lifter has nothing like."""

_KIN: Final = {"lunge": "squat", "hip_extension": "hinge"}
"""Patterns of the catalogue that simulated lifters do not tell apart."""


@dataclass(frozen=True, kw_only=True)
class WrittenWeek:
    """One week of many lifters; `has` (people,) says whose, the other arrays are over entries: like sets of one day.

    `person` and `slot` are places among lifters and among a lifter's lifts, `is_own` says that the exercise is the
    lifter's own rather than stood in for; `reps` and `rir` are NaN where the week leaves them to the lifter.
    """

    has: np.ndarray
    person: np.ndarray
    weekday: np.ndarray
    slot: np.ndarray
    is_own: np.ndarray
    sets: np.ndarray
    reps: Array
    rir: Array


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What written weeks ask of the lifters training today.

    `is_written` (lifters,) says who has such a week, `sets` (lifters, lifts) how many sets, `reps` and `reserve`
    (lifters, lifts, sets) of what kind: NaN where that is the lifter's own affair.
    """

    is_written: np.ndarray
    sets: np.ndarray
    reps: Array
    reserve: Array


@dataclass
class Slots:
    """Whose lift stands for which exercise: arrays (lifters, slots) of lifts, in use, still trained."""

    names: Sequence[str]
    lifts: np.ndarray
    has: np.ndarray
    lasting: np.ndarray
    _found: dict[tuple[int, str], tuple[int, bool]] = field(default_factory=dict)

    def of(self, person: int, exercise_id: str) -> tuple[int, bool]:
        """Slot for an exercise, and whether it is the lifter's own lift.

        Without a slot of its own it goes to the lift of its pattern that shares most muscles with it, at least one
        of them worked directly by both; to one still trained rather than to one given up.
        """
        key = (person, exercise_id)
        if key not in self._found:
            self._found[key] = self._find(person, exercise_id)
        return self._found[key]

    def _find(self, person: int, exercise_id: str) -> tuple[int, bool]:
        own = {LIFTS[self.lifts[person, slot]].exercise_id: int(slot) for slot in np.flatnonzero(self.has[person])}
        if exercise_id in own:
            return own[exercise_id], True
        alike = {slot: _likeness(exercise_id, name) for name, slot in own.items()}
        near = [slot for slot, likeness in alike.items() if likeness > 0]
        nearest = max(near, key=lambda slot: (self.lasting[person, slot], alike[slot], -slot), default=NOWHERE)
        return nearest, False


@cache
def _kin() -> dict[str, str]:
    """Pattern of each exercise of the catalogue."""
    table = load_exercises()
    return {
        str(key): _KIN.get(pattern, pattern)
        for key, pattern in zip(table["exercise_id"], table["pattern"], strict=True)
        if isinstance(pattern, str)
    }


@cache
def _muscles() -> dict[str, dict[str, float]]:
    """Credit of each exercise of the catalogue by muscle."""
    groups = load_muscles().groupby("exercise_id")
    return {str(key): dict(zip(rows["muscle"], rows["credit"], strict=True)) for key, rows in groups}


@cache
def _likeness(first: str, second: str) -> float:
    """Credit that two exercises of one pattern share; 0 if no muscle is worked directly by both."""
    if first not in _kin() or _kin()[first] != _kin().get(second):
        return 0.0
    one, other = _muscles().get(first, {}), _muscles().get(second, {})
    shared = {muscle: min(credit, other[muscle]) for muscle, credit in one.items() if muscle in other}
    return sum(shared.values()) if max(shared.values(), default=0.0) >= 1 else 0.0


def placed(frame: pd.DataFrame, slots: Slots) -> WrittenWeek:
    """Read a week written out for many lifters.

    Parameters
    ----------
    frame : DataFrame
        `lifter, weekday (0-6, Monday first), exercise_id, sets, reps, rir`, in the order performed: several rows of
        one lifter, weekday and exercise follow each other, as a heavy set before the others. Reps and rir may be
        missing: lifters then do as they usually do.
    slots : Slots

    Returns
    -------
    WrittenWeek

    Raises
    ------
    ValueError
        If a column is missing, a lifter is unknown or a weekday is none.
    """
    lacking = [name for name in COLUMNS if name not in frame]
    if lacking:
        raise ValueError(f"a written week without {lacking}: needs the columns {list(COLUMNS)}")
    weekday, sets = frame["weekday"].to_numpy(int), frame["sets"].to_numpy(float).round().astype(int)
    strangers = sorted(set(frame["lifter"].astype(str)) - set(slots.names))
    if strangers or not np.isin(weekday, np.arange(7)).all():
        raise ValueError(
            f"a written week of lifters unknown {strangers[:5]} or on weekdays {sorted(set(weekday.tolist()))}:"
            " give it to personas simulated, on days 0 (Monday) to 6"
        )
    place = {name: number for number, name in enumerate(slots.names)}
    person = frame["lifter"].astype(str).map(place).to_numpy(int)
    found = [slots.of(*key) for key in zip(person.tolist(), frame["exercise_id"].astype(str), strict=True)]
    return WrittenWeek(
        has=np.isin(np.arange(len(slots.names)), person),
        person=person,
        weekday=weekday,
        slot=np.array([slot for slot, _ in found], dtype=int),
        is_own=np.array([own for _, own in found], dtype=bool),
        sets=np.maximum(sets, 0),
        reps=frame["reps"].to_numpy(float),
        rir=frame["rir"].to_numpy(float),
    )


class InForce:
    """Written weeks in force in all that might be, set by set; rows are (sequences × lifters)."""

    def __init__(self, weeks: Sequence[WrittenWeek | None], people: int) -> None:
        self.is_written = np.concatenate([np.zeros(people, dtype=bool) if week is None else week.has for week in weeks])
        self._days = _by_day([(place * people, week) for place, week in enumerate(weeks) if week is not None])

    def trains(self, weekday: int) -> np.ndarray:
        """Say which rows have anything written for a day."""
        trains = np.zeros(len(self.is_written), dtype=bool)
        trains[self._days[weekday]["row"].astype(int)] = True
        return trains

    def asks(self, weekday: int, rows: np.ndarray) -> Asked:
        """What is asked of some rows on a day."""
        day = self._days[weekday]
        position = np.full(len(self.is_written), NOWHERE)
        position[rows] = np.arange(len(rows))
        at = position[day["row"].astype(int)]
        at, slot, number, reps, rir = (
            values[at != NOWHERE]
            for values in (at, day["slot"].astype(int), day["number"].astype(int), day["reps"], day["rir"])
        )
        sets = np.zeros((len(rows), MAX_LIFTS), dtype=int)
        np.add.at(sets, (at, slot), 1)
        asked_reps, reserve = (
            np.full((*sets.shape, max(int(sets.max(initial=0)), MAX_SETS)), np.nan) for _ in range(2)
        )
        asked_reps[at, slot, number], reserve[at, slot, number] = reps, rir
        return Asked(is_written=self.is_written[rows], sets=sets, reps=asked_reps, reserve=reserve)


def _by_day(weeks: Sequence[tuple[int, WrittenWeek]]) -> list[dict[str, Array]]:
    """Lay out the sets of each weekday: row, slot, number within the slot's day, reps, rir."""
    names = ("row", "weekday", "slot", "reps", "rir")
    parts = [np.empty((0, len(names)))]
    for first_row, week in weeks:
        entries = np.column_stack([first_row + week.person, week.weekday, week.slot, week.reps, week.rir])
        parts.append(np.repeat(entries, np.where(week.slot == NOWHERE, 0, week.sets), axis=0))
    table = np.concatenate(parts)
    table = table[np.lexsort((table[:, 2], table[:, 0], table[:, 1]))]
    begins = np.any(np.diff(table[:, :3], axis=0, prepend=NOWHERE) != 0, axis=1)
    number = np.arange(len(table)) - np.maximum.accumulate(np.where(begins, np.arange(len(table)), 0))
    cuts = np.searchsorted(table[:, 1], np.arange(8))
    columns = dict(zip(names, table.T, strict=True)) | {"number": number.astype(float)}
    return [{name: values[cuts[day] : cuts[day + 1]] for name, values in columns.items()} for day in range(7)]
