"""What lifts and muscles are trained with: the week as now, and every other week that is looked at, by its name."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from models.tables import Tables, of_lifters
from models.training.stimulus import Chosen, Stimulus, Traits
from models.training.style import AS_NOW
from models.training.traits import traits_of
from models.training.week import SummedWeek, lift_stimuli, lift_stimulus, muscle_stimuli, summed, summed_each

Weeks = Mapping[str, SummedWeek]
"""Weeks of some lifters by name."""


@dataclass(frozen=True, kw_only=True)
class Trained:
    """The training of n lifts or muscles.

    Parameters
    ----------
    keys : frame of n rows
        lifter, and exercise_id or muscle.
    now : Stimulus
        The week as now.
    traits : Traits
    weeks : dict of Stimulus
        Other weeks by name.
    """

    keys: pd.DataFrame
    now: Stimulus
    traits: Traits
    weeks: dict[str, Stimulus]

    def rows(self, chosen: Chosen) -> "Trained":
        """Chosen lifts or muscles only."""
        return Trained(
            keys=self.keys.iloc[chosen].reset_index(drop=True),
            now=self.now.rows(chosen),
            traits=self.traits.rows(chosen),
            weeks={name: week.rows(chosen) for name, week in self.weeks.items()},
        )


def trained_lifts(keys: pd.DataFrame, tables: Tables, weeks: Weeks) -> Trained:
    """The training of some lifts (lifter, exercise_id)."""
    return Trained(
        keys=keys,
        now=lift_stimulus(keys, summed(tables.lift_weeks, tables.muscles)),
        traits=traits_of(of_lifters(keys, tables)),
        weeks=lift_weeks(keys, weeks),
    )


def trained_muscles(keys: pd.DataFrame, tables: Tables, weeks: Weeks) -> Trained:
    """The training of some muscles (lifter, muscle)."""
    return Trained(
        keys=keys,
        now=muscle_stimuli(keys, {AS_NOW: summed(tables.lift_weeks, tables.muscles)})[AS_NOW],
        traits=traits_of(of_lifters(keys, tables)),
        weeks=muscle_weeks(keys, weeks),
    )


def whole_weeks(tables: Tables, weeks: Mapping[str, pd.DataFrame]) -> Weeks:
    """Sum weeks of some lifters, as `models.training.week` has them; who is not in one carries on as now in it."""
    everybody = set(tables.lift_weeks["lifter"])
    return summed_each({name: _whole(week, tables, everybody) for name, week in weeks.items()}, tables.muscles)


def lift_weeks(keys: pd.DataFrame, weeks: Weeks) -> dict[str, Stimulus]:
    """Weeks as stimuli of some lifts."""
    return lift_stimuli(keys, weeks)


def muscle_weeks(keys: pd.DataFrame, weeks: Weeks) -> dict[str, Stimulus]:
    """Weeks as stimuli of some muscles."""
    return muscle_stimuli(keys, weeks)


def _whole(week: pd.DataFrame, tables: Tables, everybody: set[str]) -> pd.DataFrame:
    """Let those who are not in a week carry on as now."""
    left_out = everybody.difference(week["lifter"])
    if not left_out:
        return week
    others = tables.lift_weeks[tables.lift_weeks["lifter"].isin(left_out)]
    return pd.concat([week, others[[name for name in week.columns if name in others]]], ignore_index=True)
