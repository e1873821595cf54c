"""How much of each exercise: sets where they bring muscles to what is sought, for the least time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.blocks.dose import SECONDS_PER_REP, SETTING_UP_MINUTES, WARM_UP_MINUTES
from models.blocks.picks import Pick
from models.blocks.trainee import Trainee
from models.training.style import Style

Floats = NDArray[np.floating]

Often = tuple[int, int]
"""Days a week and sets on each."""

USUAL_MINUTES: Final = 75.0
"""Sessions are not made longer than this where nothing is stated, unless the lifter's are."""
MOST_SETS: Final = 24
"""Sets of a session, unless the lifter does more."""
EXTRA_EXERCISES: Final = 6
"""Above the style's number, for muscles that nothing else in the block works directly."""
ABOVE_RANGE: Final = 4.0
"""Fractional sets that a muscle may come to lie above its range, for the sake of another."""
NEW_COUNTS: Final = 0.5
"""What a set of a new exercise is worth beside one of the lifter's own, when there is a choice."""
SHORT_REST_S: Final = 90
SLIGHT: Final = 0.1
"""Part of what is sought that may lack before an exercise is added for it."""
GRAVE: Final = 0.5
"""Part of what is sought that, lacking, weighs more than another muscle's range or the usual number of exercises."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Limits of one session; `is_stated`: the lifter set the minutes."""

    minutes: float
    sets: float
    is_stated: bool

    @property
    def training_minutes(self) -> float:
        """Minutes without the warm-up."""
        return max(self.minutes - WARM_UP_MINUTES, 1.0)


def limits_of(trainee: Trainee) -> Limits:
    """Take the minutes stated, else about 75 or what the lifter does now, whichever is more."""
    stated = trainee.constraints.session_minutes
    sets_now = trainee.weekly_sets / max(trainee.sessions_per_week, 1.0)
    if stated is not None:
        return Limits(minutes=float(stated), sets=max(MOST_SETS, sets_now), is_stated=True)
    return Limits(minutes=max(USUAL_MINUTES, trainee.minutes_now), sets=max(MOST_SETS, sets_now), is_stated=False)


@dataclass(kw_only=True)
class Line:
    """One exercise and how much of it: one of its `steps`, -1 for none of it."""

    pick: Pick
    steps: tuple[Often, ...]
    reps: int
    rest_s: int
    at: int = -1
    is_base: bool = False
    is_kept: bool = False

    @property
    def sets(self) -> int:
        """Sets a week."""
        return self.sets_at(self.at)

    def sets_at(self, step: int) -> int:
        """Sets a week at a step."""
        days, sets = self.steps[step] if step >= 0 else (0, 0)
        return days * sets

    def minutes_at(self, step: int) -> float:
        """Minutes a week at a step."""
        days, sets = self.steps[step] if step >= 0 else (0, 0)
        return days * (SETTING_UP_MINUTES + sets * (self.reps * SECONDS_PER_REP + self.rest_s) / 60)


@dataclass(kw_only=True)
class Volume:
    """The sets of a week being chosen."""

    lines: list[Line]
    style: Style
    limits: Limits
    sessions: int
    _names: list[str] = field(init=False)
    _credits: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Tabulate credits: a row per line, a column per muscle."""
        self._names = sorted({muscle for line in self.lines for muscle in line.pick.muscles})
        place = {name: at for at, name in enumerate(self._names)}
        self._credits = np.zeros((len(self.lines), len(self._names)))
        for row, line in enumerate(self.lines):
            for muscle, credit in line.pick.muscles.items():
                self._credits[row, place[muscle]] = credit

    @property
    def minutes(self) -> float:
        """Minutes a week, without warm-ups."""
        return sum(line.minutes_at(line.at) for line in self.lines)

    @property
    def sets(self) -> int:
        """Sets a week."""
        return sum(line.sets for line in self.lines)

    def fits(self) -> bool:
        """Tell whether sessions are within their limits."""
        enough_time = self.minutes <= self.limits.training_minutes * self.sessions + 1e-9
        return enough_time and self.sets <= self.limits.sets * self.sessions

    def trim(self) -> None:
        """Do less until sessions are within their limits: the least that is enough, else what saves most first."""
        while not self.fits():
            over = self.minutes - self.limits.training_minutes * self.sessions
            lines = [line for line in self.lines if line.at > 0 or (line.at == 0 and not line.is_base)]
            lines = lines or [line for line in self.lines if line.at == 0 and not line.is_kept]
            lines = lines or [line for line in self.lines if line.at == 0]
            if not lines or sum(line.at >= 0 for line in self.lines) <= 1 >= lines[0].at + 1:
                return
            saved = {id(line): line.minutes_at(line.at) - line.minutes_at(line.at - 1) for line in lines}
            enough = [line for line in lines if 0 < over <= saved[id(line)] and line.at > 0 and not line.is_kept]
            if enough:
                line = min(reversed(enough), key=lambda line: saved[id(line)])
            else:
                line = max(reversed(lines), key=lambda line: (line.sets, not line.is_kept))
            line.at -= 1

    def fill(self, sought_sets: Mapping[str, float]) -> None:
        """Add sets where they bring muscles most towards what is sought, for their time, while there is room."""
        sought = np.array([sought_sets.get(name, 0.0) for name in self._names])
        most = np.maximum(self.style.muscle_sets[1], sought) + ABOVE_RANGE
        worth = np.array([NEW_COUNTS if line.pick.is_new else 1.0 for line in self.lines])
        direct = self._credits >= 1
        done = self._credits.T @ np.array([line.sets for line in self.lines], dtype=float)
        time = self.limits.training_minutes * self.sessions - self.minutes
        room = self.limits.sets * self.sessions - self.sets
        more, longer = (np.array(each, dtype=float) for each in zip(*map(_next, self.lines), strict=True))
        while True:
            lack = np.maximum(sought - done, 0.0)
            urgency = lack / np.maximum(sought, 1e-9) + 0.25
            added = self._credits * more[:, None]
            rate = np.minimum(lack, added) @ urgency * worth / longer
            too_much = (direct & (done + added > most)).any(axis=1) & ~(direct & (lack > GRAVE * sought)).any(axis=1)
            rate[too_much | (longer > time) | (more > room)] = 0.0
            rate[~self._may_open(lack, sought) | ~(direct & (lack > 0)).any(axis=1)] = 0.0
            best = int(np.argmax(rate))
            if rate[best] <= 0:
                return
            self.lines[best].at += 1
            done = done + added[best]
            time, room = time - longer[best], room - more[best]
            more[best], longer[best] = _next(self.lines[best])

    def lacks(self, sought_sets: Mapping[str, float]) -> bool:
        """Tell whether a muscle has less than is sought."""
        done = self._credits.T @ np.array([line.sets for line in self.lines], dtype=float)
        return any(sets < sought_sets.get(name, 0.0) for name, sets in zip(self._names, done, strict=True))

    def _may_open(self, lack: Floats, sought: Floats) -> NDArray[np.bool_]:
        """Tell which lines may be added to: new ones up to the style's number, more for muscles not worked yet."""
        there = np.array([line.at >= 0 for line in self.lines])
        number, usual = int(there.sum()), max(self.style.exercises[1], sum(line.is_base for line in self.lines))
        if number < self.style.exercises[1]:
            return np.ones(len(self.lines), dtype=bool)
        if number >= usual + EXTRA_EXERCISES:
            return there
        worked = (self._credits[there] >= 1).any(axis=0)
        missing = ((lack > SLIGHT * sought) & ~worked) | (lack > GRAVE * sought)
        return np.asarray(there | ((self._credits >= 1) & missing[None, :]).any(axis=1), dtype=bool)

    def shorten_rests(self) -> bool:
        """Rest less between sets of isolation exercises; tell whether that gained anything."""
        long = [line for line in self.lines if not line.pick.compound and line.rest_s > SHORT_REST_S]
        for line in long:
            line.rest_s = SHORT_REST_S
        return bool(long)


def _next(line: Line) -> tuple[int, float]:
    """Sets and minutes a week that a line's next step adds; no sets where there is none."""
    if line.at + 1 >= len(line.steps):
        return 0, 1.0
    return line.sets_at(line.at + 1) - line.sets, line.minutes_at(line.at + 1) - line.minutes_at(line.at)


@cache
def steps_of(most_days: int, most_sets: int, *, usual_days: int = 2) -> tuple[Often, ...]:
    """List days and sets on each in rising number of weekly sets, from two sets on one day.

    Sets are spread over the usual days, or two where fewer are usual; a day more comes when these are full.

    Examples
    --------
    >>> steps_of(3, 3)
    ((1, 2), (1, 3), (2, 2), (2, 3), (3, 3))
    """
    usual = min(max(usual_days, 2), most_days)
    best = {days * sets: (days, sets) for days in range(1, usual + 1) for sets in range(2, most_sets + 1)}
    for days in range(usual + 1, most_days + 1):
        for sets in range(2, most_sets + 1):
            if days * sets > usual * most_sets:
                best.setdefault(days * sets, (days, sets))
    return tuple(best[total] for total in sorted(best))
