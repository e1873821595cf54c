"""Who a block is written for: what they train, how often, and what binds them."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from models.blocks.as_now import carried_on
from models.blocks.dose import Dose, mean_minutes
from models.blocks.picks import Pick, fractional_sets, may_be_done, picks_of
from models.goal import Constraints

COMES: Final = 0.25
"""A day more is prescribed to who comes on it three weeks in four: what is written and missed is less than was done."""
MOST_SESSIONS: Final = 6
"""A week that is taken from the log has a day of rest."""

MEET_LIFTS: Final = ("squat_barbell", "bench_press_barbell", "deadlift_barbell")


@dataclass(frozen=True, kw_only=True)
class Trainee:
    """One lifter as the writer of blocks sees them.

    Parameters
    ----------
    lifts : frame, one row per lift of the last training weeks
        exercise_id, name, pattern, compound, equipment, family, load_kind, days, sets_per_week, usual_reps, is_main,
        usual_load_kg, top_load_kg, now_kg and now_se_kg (NaN where unknown); where there are any, rir, rest_s, and
        sets, reps and share of each zone as in `training.week`.
    unit : {'kg', 'lb'}
    sessions_per_week : float
        What the lifter does; whole sessions are prescribed.
    constraints : Constraints
    needed : tuple of str
        Exercise ids that stand for strength: in every block, unless they are to be avoided.
    easy_first : bool
        An easy week comes first.
    days_off : int
        Days since the last session.
    competition_lifts : tuple of str
        Exercise ids.
    """

    lifts: pd.DataFrame
    unit: str
    sessions_per_week: float
    constraints: Constraints = field(default_factory=Constraints)
    needed: tuple[str, ...] = ()
    easy_first: bool = False
    days_off: int = 0
    competition_lifts: tuple[str, ...] = ()

    @cached_property
    def sessions(self) -> int:
        """Whole sessions a week: as stated, else as in the log."""
        return self.constraints.days_per_week or min(max(int(self.sessions_per_week + COMES), 1), MOST_SESSIONS)

    @property
    def competed(self) -> frozenset[str]:
        """Lifts of a competition: as stated, else those of a powerlifting meet that are trained, else the needed."""
        own = set(self.lifts["exercise_id"])
        return frozenset(self.competition_lifts or [key for key in MEET_LIFTS if key in own] or self.needed)

    @cached_property
    def picks(self) -> tuple[Pick, ...]:
        """All exercises of the last weeks, most trained first."""
        return tuple(picks_of(self.lifts, self.constraints))

    @cached_property
    def as_now(self) -> tuple[Dose, ...]:
        """The usual week as far as it may be gone on with."""
        return tuple(carried_on((pick for pick in self.picks if may_be_done(pick, self.constraints)), self.sessions))

    @cached_property
    def minutes_now(self) -> float:
        """Minutes of a session as now, by the days that the lifter trains now."""
        return mean_minutes(self.as_now, max(self.sessions_per_week, 1.0))

    @cached_property
    def muscle_sets(self) -> dict[str, float]:
        """Weekly fractional sets by muscle as now."""
        return fractional_sets((pick, pick.sets_per_week) for pick in self.picks)

    @cached_property
    def direct_sets(self) -> dict[str, float]:
        """Weekly sets as now by muscle that they work directly."""
        sets: dict[str, float] = {}
        for pick in self.picks:
            for muscle, credit in pick.muscles.items():
                if credit >= 1:
                    sets[muscle] = sets.get(muscle, 0.0) + pick.sets_per_week
        return sets

    @cached_property
    def weekly_sets(self) -> float:
        """Sets a week as now."""
        return sum(pick.sets_per_week for pick in self.picks)

    @cached_property
    def habitual_rir(self) -> float:
        """Reps in reserve as usual, mean over sets; NaN where never logged."""
        known = [pick for pick in self.picks if np.isfinite(pick.rir) and pick.sets_per_week > 0]
        sets = sum(pick.sets_per_week for pick in known)
        return sum(pick.sets_per_week * pick.rir for pick in known) / sets if sets else float("nan")
