"""Training styles: one table that classification, forecasts and prescriptions all read.

The ranges are the project's definitions: strength is 1-5 reps at 80 % of 1RM and more with rests of 2-5 minutes on
about four compound lifts; hypertrophy is 6-15 reps at 60-80 % with rests of 60-90 s on eight to ten exercises and
10-20 fractional sets per muscle and week; hybrid is both within the week.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from models.definitions import HEAVY_MOST_REPS, MODERATE_MOST_REPS


@dataclass(frozen=True, kw_only=True)
class Style:
    """What a week of one style is.

    Parameters
    ----------
    name : str
    zones : tuple of 3 floats
        Parts of the sets that are heavy (up to 5 reps), moderate (6-15) and light (above 15).
    reps : tuple of 2 ints
        Range of reps per set, both zones together where there are two.
    share : tuple of 2 floats
        Range of loads as fractions of 1RM.
    rest_s : tuple of 2 ints
        Range of rests in seconds.
    sets_per_exercise : tuple of 2 ints
        Per session.
    exercises : tuple of 2 ints
        Different exercises in the week's plan.
    muscle_sets : tuple of 2 floats
        Fractional hard sets per muscle and week.
    rir : int
        Reps left in reserve.
    """

    name: str
    zones: tuple[float, float, float]
    reps: tuple[int, int]
    share: tuple[float, float]
    rest_s: tuple[int, int]
    sets_per_exercise: tuple[int, int]
    exercises: tuple[int, int]
    muscle_sets: tuple[float, float]
    rir: int


STYLES: Final = MappingProxyType(
    {
        style.name: style
        for style in (
            Style(
                name="strength",
                zones=(1.0, 0.0, 0.0),
                reps=(1, HEAVY_MOST_REPS),
                share=(0.80, 0.95),
                rest_s=(120, 300),
                sets_per_exercise=(3, 5),
                exercises=(4, 5),
                muscle_sets=(4.0, 10.0),
                rir=2,
            ),
            Style(
                name="hypertrophy",
                zones=(0.0, 1.0, 0.0),
                reps=(HEAVY_MOST_REPS + 1, MODERATE_MOST_REPS),
                share=(0.60, 0.80),
                rest_s=(60, 90),
                sets_per_exercise=(2, 4),
                exercises=(8, 10),
                muscle_sets=(10.0, 20.0),
                rir=2,
            ),
            Style(
                name="hybrid",
                zones=(0.5, 0.5, 0.0),
                reps=(3, 12),
                share=(0.65, 0.90),
                rest_s=(90, 240),
                sets_per_exercise=(3, 5),
                exercises=(5, 8),
                muscle_sets=(8.0, 15.0),
                rir=2,
            ),
        )
    }
)
AS_NOW: Final = "as_now"
ALL_STYLES: Final = (*STYLES, AS_NOW)
NAMES: Final = {"strength": "Strength", "hypertrophy": "Hypertrophy", "hybrid": "Hybrid", AS_NOW: "As now"}

ZONE_REPS: Final = (4.0, 10.0, 20.0)
"""Typical reps of a heavy, a moderate and a light set."""
