"""All that moves in a simulated world, and all that does not."""

from dataclasses import dataclass, field

import numpy as np

from models.simulator.body import Pools, Traits
from models.simulator.calendar import Calendar
from models.simulator.habits import Habits
from models.simulator.lifters import MAX_LIFTS, Persona
from models.simulator.lifts import Array
from models.simulator.log import Columns


@dataclass
class World:
    """Everybody's fixed parameters and moving state."""

    personas: tuple[Persona, ...]
    lifts: np.ndarray
    counts: np.ndarray
    traits: Traits
    habits: Habits
    calendar: Calendar
    pools: Pools
    belief_kg: Array
    rng: np.random.Generator
    notes: list[Columns] = field(default_factory=list)
    one_rm: list[Array] = field(default_factory=list)
    sizes: list[Array] = field(default_factory=list)
    fatigue: list[Array] = field(default_factory=list)

    def has(self) -> np.ndarray:
        """Say which slots hold a lift, shape (lifters, slots)."""
        return np.asarray(np.arange(MAX_LIFTS) < self.counts[:, None])
