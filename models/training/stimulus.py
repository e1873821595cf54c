"""What the response model reads: a usual week of training, and who trains."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Chosen = slice | NDArray[np.intp] | NDArray[np.bool_]

ZONES = ("heavy", "moderate", "light")
"""Up to 5 reps, 6 to 15, above 15."""

USUAL_RIR = 2.0
"""Reps in reserve where nothing was logged."""


@dataclass(frozen=True, kw_only=True)
class Stimulus:
    """A usual week's training for each of n lifts (or muscles).

    Parameters
    ----------
    sets : array, shape (n, 3)
        Weekly working sets of the lift in the zones heavy, moderate and light.
    share : array, shape (n, 3)
        Mean load of each zone's sets as a fraction of 1RM; ignored where there are no sets.
    reps : array, shape (n, 3)
        Mean reps of each zone's sets.
    muscle_sets : array, shape (n, 3)
        Weekly fractional hard sets of the lift's main muscles by zone, whatever exercise they came from.
    days : array, shape (n,)
        Days per week with the lift.
    rest_s : array, shape (n,)
        Rest between sets in seconds; NaN where unknown, which changes nothing.
    rir : array, shape (n,)
        Reps in reserve; NaN where unknown, taken as 2.
    lower_body : array, shape (n,)
        1 for lifts and muscles of the legs and hips, whose growth follows the number of sets more closely
        (Rønnestad 2007), 0 for the upper body, between where both share.
    """

    sets: Floats
    share: Floats
    reps: Floats
    muscle_sets: Floats
    days: Floats
    rest_s: Floats
    rir: Floats
    lower_body: Floats

    def __len__(self) -> int:
        """Count the lifts."""
        return len(self.days)

    def rows(self, chosen: Chosen) -> "Stimulus":
        """Chosen lifts only."""
        return Stimulus(**{name: values[chosen] for name, values in vars(self).items()})


def moderate_week(sets: float, *, lower_body: float = 0.0) -> Stimulus:
    """A plain week of one muscle: so many sets of 10 reps at 72 % of 1RM on two days, nothing else known."""
    moderate = np.array([[0.0, sets, 0.0]])
    return Stimulus(
        sets=moderate,
        share=np.full((1, 3), 0.72),
        reps=np.array([[4.0, 10.0, 20.0]]),
        muscle_sets=moderate,
        days=np.array([2.0]),
        rest_s=np.array([np.nan]),
        rir=np.array([np.nan]),
        lower_body=np.array([lower_body]),
    )


@dataclass(frozen=True, kw_only=True)
class Traits:
    """Who trains, as far as it changes the response.

    Parameters
    ----------
    trained : array, shape (n,)
        0 for a beginner, 1 for a trained lifter, between where the log leaves it open.
    age : array, shape (n,)
        Years; NaN where unknown, which changes nothing.
    past_weeks : array, shape (n,)
        Weeks of training behind the lifter, as far as known.
    """

    trained: Floats
    age: Floats
    past_weeks: Floats

    def rows(self, chosen: Chosen) -> "Traits":
        """Chosen lifters only."""
        return Traits(**{name: values[chosen] for name, values in vars(self).items()})
