"""How simulated lifters spread a style over their week: its prescription, their days, their plates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from data.units import KG_PER_LB
from models.simulator.body import Stimulus
from models.simulator.lifters import STYLES, Persona
from models.simulator.lifts import LIFTS, PLATE_STEP_KG, PLATE_STEP_LB, TIERS, Array

# Rows: styles in the order of STYLES; columns: tiers in the order of TIERS. Repetitions, loads that follow from
# them, and numbers of exercises are those of the project's style definitions.
SETS: Final = np.array([[4.2, 2.6, 1.5], [3.2, 3.2, 3.0], [3.6, 3.0, 2.6]])
REPS_LOW: Final = np.array([[2, 3, 5], [6, 8, 10], [3, 6, 8]])
REPS_HIGH: Final = np.array([[5, 5, 8], [9, 12, 15], [5, 10, 12]])
MODERATE_REPS: Final = (6, 10)
RESERVE: Final = np.array([[1.8, 1.8, 2.0], [1.5, 1.2, 0.8], [1.8, 1.3, 1.0]])
EXERCISES: Final = np.array([5, 9, 7])
TIMES_A_WEEK: Final = np.array([[2.4, 1.2, 0.4], [1.9, 2.0, 2.2], [2.0, 1.6, 1.5]])
REST_SECONDS: Final = np.array([180, 90, 120])

MAX_SETS: Final = 5
"""Of one lift in one session, where no written week asks for more."""

EARLIER: Final = 0.5
"""Training before the log counts this much of what is logged: people begin to log when they get serious."""


@dataclass(frozen=True, kw_only=True)
class Habits:
    """How each lifter turns a style into sessions; first axis lifters.

    `week` is boolean (lifters, styles, weekdays, lifts), `heavy_day` boolean (lifters, weekdays), `tier` and
    `kind` integers (lifters, lifts), `step_kg` the plate step, `reserve` extra repetitions in reserve,
    `sets_factor` what the lifter's own habit does to the number of sets.
    """

    week: np.ndarray
    heavy_day: np.ndarray
    tier: np.ndarray
    kind: np.ndarray
    step_kg: Array
    reserve: Array
    sets_factor: Array

    def take(self, rows: np.ndarray) -> "Habits":
        """Habits of some lifters, repeats allowed."""
        return Habits(**{name: value[rows] for name, value in self.__dict__.items()})


def settle_habits(
    personas: Sequence[Persona], lifts: np.ndarray, counts: np.ndarray, rng: np.random.Generator
) -> Habits:
    """Spread every style over each lifter's week and draw the rest of their habits."""
    tier = np.array([TIERS.index(lift.tier) for lift in LIFTS])[lifts]
    weeks, heavy = zip(
        *(_spread(persona, tier[row, : counts[row]], lifts.shape[1], rng) for row, persona in enumerate(personas)),
        strict=True,
    )
    step = [
        [
            PLATE_STEP_LB[LIFTS[lift].equipment] * KG_PER_LB
            if persona.unit == "lb"
            else PLATE_STEP_KG[LIFTS[lift].equipment]
            for lift in lifts[row]
        ]
        for row, persona in enumerate(personas)
    ]
    kinds = ("external", "bodyweight", "assisted")
    return Habits(
        week=np.stack(weeks),
        heavy_day=np.stack(heavy),
        tier=tier,
        kind=np.array([kinds.index(lift.load_kind) for lift in LIFTS])[lifts],
        step_kg=np.array(step),
        reserve=np.array([[persona.reserve] for persona in personas]),
        sets_factor=np.exp(rng.normal(-0.05, 0.18, (len(personas), 1))),
    )


def _spread(persona: Persona, tier: np.ndarray, slots: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Place one lifter's lifts on the days of the week, for each style: days far apart, no day too long."""
    days = (
        np.round(np.arange(persona.sessions_per_week) * 7 / persona.sessions_per_week + rng.integers(7)).astype(int) % 7
    )
    week = np.zeros((len(STYLES), 7, slots), dtype=bool)
    for style in range(len(STYLES)):
        load = np.zeros(len(days))
        for lift in np.argsort(tier, kind="stable"):
            wish = TIMES_A_WEEK[style, tier[lift]] * min(1.0, persona.sessions_per_week / 3)
            times = min(int(wish + rng.random()), len(days))
            room = np.flatnonzero(load < EXERCISES[style])
            order = room[np.argsort(load[room] + rng.random(len(room)) * 0.5)]
            for place in order[:times]:
                week[style, days[place], lift] = True
                load[place] += 1
    heavy = np.zeros(7, dtype=bool)
    heavy[days[::2]] = True
    return week, heavy


def usual_week(habits: Habits, style: np.ndarray, credit: Array) -> Stimulus:
    """Weekly stimulus a style amounts to for each lifter, roughly; years of it settle them."""
    rows = np.arange(len(style))
    sessions = habits.week[rows, style].sum(axis=1)
    sets = sessions * SETS[style[:, None], habits.tier]
    heavy_part = np.array([0.75, 0.22, 0.5])[style][:, None]
    return Stimulus(
        size=np.einsum("nl,nlm->nm", sets * 0.72, credit) * EARLIER,
        heavy=sets * heavy_part * EARLIER,
        practice=sets * 0.95 * EARLIER,
    )
