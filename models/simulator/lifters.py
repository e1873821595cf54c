"""Who the simulated lifters are: experience, habits, how carefully they log."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

import numpy as np

from models.simulator.lifts import LIFTS

Habit = Literal["strength", "hypertrophy", "hybrid", "alternating"]

STYLES: Final = ("strength", "hypertrophy", "hybrid")
LAST_DAY: Final = date(2026, 10, 25)
"""Every simulated log ends on this Sunday unless its persona says otherwise."""

_SYLLABLES: Final = (
    "ada", "bo", "cleo", "dag", "edo", "fay", "gus", "hal", "ida", "jem", "kai", "lou", "mia", "ned", "ora", "pip",
    "qui", "rex", "sol", "tia", "uma", "vic", "wyn", "xan", "yra", "zed",
)  # fmt: skip
_PATTERNS: Final = ("horizontal_pull", "vertical_pull", "squat", "hinge", "horizontal_push", "vertical_push")
_ISOLATION: Final = tuple(lift.exercise_id for lift in LIFTS if lift.tier == "isolation")
_MAIN: Final = tuple(lift.exercise_id for lift in LIFTS if lift.tier == "main")
MAX_LIFTS: Final = 14


@dataclass(frozen=True, kw_only=True)
class Persona:
    """One simulated lifter, as far as it is chosen rather than drawn.

    Parameters
    ----------
    lifter : str
        Folder name; begins with `sim-` so that nobody takes it for a person.
    habit : {'strength', 'hypertrophy', 'hybrid', 'alternating'}
        Rep-range habit; alternating changes between strength and hypertrophy every few weeks.
    experience_years : float
        Regular training before the log begins.
    weeks : int
        Length of the log.
    sessions_per_week : int
        Planned training days, 2-6.
    sex : {'F', 'M'}
    age : int
        Years on the last day.
    body_weight_kg : float
    unit : {'kg', 'lb'}
        What the plates are marked in.
    goal : {'strength', 'size', 'both'}
    block_weeks : int
        Length of a block where the habit alternates.
    lifts : tuple of str
        Ids from `LIFTS`, 8-14; empty means drawn.
    reserve : float
        Repetitions this lifter keeps in reserve beyond what the style asks.
    skips : float
        Share of planned sessions missed.
    gaps_per_year : float
        Short absences of 8-24 days per year.
    long_gap_weeks : int
        One long absence, somewhere in the middle of a log long enough for it; 0 for none.
    deload_every_weeks : int
        A light week each so many; 0 for never.
    logs_warmups, logs_rpe, logs_rest, tests_singles : float
        Share of occasions on which these are logged or done.
    typing_error_rate : float
        Errors per logged set.
    last_day : date
        A Sunday.
    """

    lifter: str
    habit: Habit
    experience_years: float
    weeks: int
    sessions_per_week: int = 4
    sex: Literal["F", "M"] = "M"
    age: int = 30
    body_weight_kg: float = 80.0
    unit: Literal["kg", "lb"] = "kg"
    goal: Literal["strength", "size", "both"] = "both"
    block_weeks: int = 6
    lifts: tuple[str, ...] = field(default=())
    reserve: float = 0.5
    skips: float = 0.12
    gaps_per_year: float = 1.2
    long_gap_weeks: int = 0
    deload_every_weeks: int = 0
    logs_warmups: float = 0.0
    logs_rpe: float = 0.0
    logs_rest: float = 0.0
    tests_singles: float = 0.0
    typing_error_rate: float = 0.0003
    last_day: date = LAST_DAY

    def __post_init__(self) -> None:
        """Refuse what cannot be simulated."""
        unknown = set(self.lifts) - {lift.exercise_id for lift in LIFTS}
        if unknown:
            raise ValueError(f"{self.lifter}: unknown lifts {sorted(unknown)}; choose from simulated_lifts.LIFTS")
        if len(self.lifts) > MAX_LIFTS:
            raise ValueError(f"{self.lifter}: {len(self.lifts)} lifts; at most {MAX_LIFTS} can be simulated")
        if self.last_day.weekday() != 6:
            raise ValueError(f"{self.lifter}: last_day {self.last_day} is not a Sunday; weeks must be whole")
        if self.weeks < 1 or not 2 <= self.sessions_per_week <= 6:
            raise ValueError(
                f"{self.lifter}: {self.weeks} weeks of {self.sessions_per_week} sessions;"
                " needs at least 1 week and 2-6 sessions"
            )


def lifter_name(number: int) -> str:
    """Name the n-th simulated lifter: `sim-ada`, `sim-bo`, ..., `sim-ada-2`."""
    again, letter = divmod(number, len(_SYLLABLES))
    return f"sim-{_SYLLABLES[letter]}" + (f"-{again + 1}" if again else "")


def draw_personas(lifters: int, *, seed: int, weeks: int) -> tuple[Persona, ...]:
    """Draw a mixed population.

    A quarter of lifters are novices, a quarter have trained for years; every habit is equally frequent; most
    log neither effort nor warm-ups, as in public exports.

    Parameters
    ----------
    lifters : int
        How many.
    seed : int
        The same seed gives the same people.
    weeks : int
        Length of the longest log; each is 60-100 % of it.

    Returns
    -------
    tuple of Persona

    Raises
    ------
    ValueError
        If no lifter is asked for.
    """
    if lifters < 1:
        raise ValueError(f"{lifters} lifters: ask for at least one")
    rng = np.random.default_rng([seed, 1])
    return tuple(_draw_persona(number, rng, weeks) for number in range(lifters))


def _draw_persona(number: int, rng: np.random.Generator, weeks: int) -> Persona:
    """Draw one lifter."""
    habits: Sequence[Habit] = ("strength", "hypertrophy", "hybrid", "alternating")
    experience = float(rng.choice([0.0, 0.5, 2.0, 6.0], p=[0.25, 0.25, 0.25, 0.25])) * float(rng.uniform(0.6, 1.6))
    is_woman = bool(rng.random() < 0.35)
    effort = float(rng.random())
    return Persona(
        lifter=lifter_name(number),
        habit=habits[int(rng.integers(4))],
        experience_years=experience,
        weeks=max(1, round(weeks * rng.uniform(0.6, 1.0))),
        sessions_per_week=int(rng.choice([2, 3, 4, 5], p=[0.15, 0.35, 0.35, 0.15])),
        sex="F" if is_woman else "M",
        age=int(np.clip(rng.normal(31, 9), 17, 68)),
        body_weight_kg=round(float(rng.normal(64, 9) if is_woman else rng.normal(82, 12)), 1),
        unit="lb" if rng.random() < 0.3 else "kg",
        goal=("strength", "size", "both")[int(rng.integers(3))],
        block_weeks=int(rng.integers(4, 9)),
        reserve=float(rng.normal(0.6, 0.7)),
        skips=float(rng.uniform(0.03, 0.22)),
        gaps_per_year=float(rng.gamma(2.0, 0.6)),
        long_gap_weeks=int(rng.integers(5, 16)) if rng.random() < 0.2 else 0,
        deload_every_weeks=int(rng.integers(5, 9)) if rng.random() < 0.3 else 0,
        logs_warmups=float(rng.choice([0.0, 0.5, 0.95], p=[0.6, 0.2, 0.2])),
        logs_rpe=0.85 if effort < 0.1 else 0.1 if effort < 0.25 else 0.0,
        logs_rest=float(rng.random() < 0.3),
        tests_singles=float(rng.choice([0.0, 0.5, 1.0], p=[0.6, 0.3, 0.1])),
    )


def choose_lifts(persona: Persona, rng: np.random.Generator) -> tuple[int, ...]:
    """Choose what a lifter trains: positions in `LIFTS`, main lifts first.

    Every pattern is covered; assisted pull-ups are for beginners, free pull-ups for those who can do some.
    """
    ids = [lift.exercise_id for lift in LIFTS]
    if persona.lifts:
        return tuple(sorted(ids.index(name) for name in persona.lifts))
    banned = "pull_up" if persona.experience_years < 1.5 or persona.sex == "F" else "pull_up_assisted"
    chosen = {name for name in _MAIN if rng.random() < (0.95 if persona.habit == "strength" else 0.8)}
    for pattern in _PATTERNS:
        options = [
            x.exercise_id for x in LIFTS if x.pattern == pattern and x.tier == "secondary" and x.exercise_id != banned
        ]
        if rng.random() < 0.85 or not any(LIFTS[ids.index(name)].pattern == pattern for name in chosen):
            chosen.add(options[int(rng.integers(len(options)))])
    room = int(rng.integers(8, MAX_LIFTS + 1)) - len(chosen)
    extra = max(2, min(room, MAX_LIFTS - len(chosen)))
    chosen.update(rng.choice(_ISOLATION, size=extra, replace=False).tolist())
    return tuple(sorted(ids.index(name) for name in chosen))
