"""A lifter's usual week as now: what the last training weeks amount to, per lift and per muscle."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.one_rm.rep_max import share_of_one_rm
from models.training.stimulus import USUAL_RIR, ZONES, Stimulus, Traits
from models.training.style import ZONE_REPS, Style

Floats = NDArray[np.floating]

LOWER_BODY: Final = frozenset({"quads", "hamstrings", "glutes", "calves", "adductors", "abductors"})
YEAR_WEEKS: Final = 52.0
LEAST_TRAINED: Final = 0.5
"""A log may begin in the middle of a training life: its first day is no proof of a beginner."""


@dataclass(frozen=True, kw_only=True)
class MuscleWeeks:
    """The usual week of each muscle.

    Parameters
    ----------
    keys : frame, shape (n, 2)
        lifter, muscle.
    stimulus : Stimulus of the same n muscles
    """

    keys: pd.DataFrame
    stimulus: Stimulus


def _zones(lifts: pd.DataFrame, what: str) -> Floats:
    """Gather one quantity of the three zones: shape (n, 3)."""
    return lifts[[f"{zone}_{what}" for zone in ZONES]].to_numpy(float)


def _muscle_rows(lifts: pd.DataFrame, muscles: pd.DataFrame) -> pd.DataFrame:
    """Credit each lift's sets to its muscles: one row per lift and muscle."""
    numbered = lifts[["lifter", "exercise_id"]].assign(row=np.arange(len(lifts)))
    return numbered.merge(muscles, on="exercise_id", how="inner")


def lift_stimulus(lifts: pd.DataFrame, muscles: pd.DataFrame) -> Stimulus:
    """Read lifts' usual weeks as stimuli.

    Parameters
    ----------
    lifts : frame, shape (n, ...), as `sql/serving/lift_weeks.sql` gives it
        lifter, exercise_id, days, rir, rest_s, and sets, reps and share of each zone.
    muscles : frame
        exercise_id, muscle, credit.

    Returns
    -------
    Stimulus of the same n lifts
        A lift's muscles are those it works directly; a lift the catalogue does not know counts its own sets only.
    """
    sets = np.nan_to_num(_zones(lifts, "sets"))
    credited = _muscle_rows(lifts, muscles)
    by_muscle = _sets_by_muscle(credited, sets)
    direct = credited[credited["credit"] >= 1].merge(by_muscle, on=["lifter", "muscle"], how="left")
    legs = np.zeros(len(lifts))
    muscle_sets = sets.copy()
    if len(direct):
        means = direct.groupby("row")[list(ZONES)].mean()
        muscle_sets[means.index] = np.maximum(means.to_numpy(), sets[means.index])
        lower = direct.assign(lower=direct["muscle"].isin(LOWER_BODY)).groupby("row")["lower"].mean()
        legs[lower.index] = lower.to_numpy()
    return _stimulus(sets=sets, muscle_sets=muscle_sets, lifts=lifts, lower_body=legs)


def _sets_by_muscle(credited: pd.DataFrame, sets: Floats) -> pd.DataFrame:
    """Sum fractional sets by lifter, muscle and zone."""
    amounts = sets[credited["row"].to_numpy()] * credited["credit"].to_numpy()[:, None]
    table = pd.concat([credited[["lifter", "muscle"]], pd.DataFrame(amounts, columns=list(ZONES))], axis=1)
    return table.groupby(["lifter", "muscle"], as_index=False)[list(ZONES)].sum()


def _stimulus(*, sets: Floats, muscle_sets: Floats, lifts: pd.DataFrame, lower_body: Floats) -> Stimulus:
    """Fill what the log leaves open: reps and loads typical of the zone."""
    reps = _zones(lifts, "reps")
    reps = np.where(np.isnan(reps), np.array(ZONE_REPS)[None, :], reps)
    share = _zones(lifts, "share")
    share = np.clip(np.where(np.isnan(share), share_of_one_rm(reps + USUAL_RIR), share), 0.2, 1.0)
    return Stimulus(
        sets=sets,
        share=share,
        reps=reps,
        muscle_sets=muscle_sets,
        days=lifts["days"].to_numpy(float),
        rest_s=lifts["rest_s"].to_numpy(float),
        rir=lifts["rir"].to_numpy(float),
        lower_body=lower_body,
    )


def muscle_stimulus(lifts: pd.DataFrame, muscles: pd.DataFrame) -> MuscleWeeks:
    """Read the usual week of each muscle a lifter works directly.

    Parameters
    ----------
    lifts, muscles : frames as in `lift_stimulus`

    Returns
    -------
    MuscleWeeks
        Sorted by lifter and muscle; a muscle worked only indirectly is left out.
    """
    sets = np.nan_to_num(_zones(lifts, "sets"))
    credited = _muscle_rows(lifts, muscles)
    totals = _sets_by_muscle(credited, sets)
    direct = credited.loc[credited["credit"] >= 1, ["lifter", "muscle"]].drop_duplicates()
    keys = totals.merge(direct, on=["lifter", "muscle"], how="inner")
    effort = credited.merge(lifts[["rir", "rest_s", "days"]], left_on="row", right_index=True)
    usual = effort.groupby(["lifter", "muscle"], as_index=False).agg(
        rir=("rir", "mean"), rest_s=("rest_s", "mean"), days=("days", "max")
    )
    keys = keys.merge(usual, on=["lifter", "muscle"], how="left")
    amounts = keys[list(ZONES)].to_numpy(float)
    reps = np.repeat(np.array(ZONE_REPS)[None, :], len(keys), axis=0)
    stimulus = Stimulus(
        sets=amounts,
        share=share_of_one_rm(reps + USUAL_RIR),
        reps=reps,
        muscle_sets=amounts,
        days=keys["days"].to_numpy(float),
        rest_s=keys["rest_s"].to_numpy(float),
        rir=keys["rir"].to_numpy(float),
        lower_body=keys["muscle"].isin(LOWER_BODY).astype(float).to_numpy(),
    )
    return MuscleWeeks(keys=keys[["lifter", "muscle"]], stimulus=stimulus)


def traits_of(lifters: pd.DataFrame, *, year: int) -> Traits:
    """Judge who trains, from the log and the profile.

    Parameters
    ----------
    lifters : frame, shape (n, ...)
        training_weeks (weeks with training in the log), birth_year (may be missing).
    year : int
        The year of the forecast.

    Returns
    -------
    Traits of the same n lifters
        Trained after a year of logged weeks (Benito 2020: over a year), half-way at least before.
    """
    weeks = lifters["training_weeks"].fillna(0).to_numpy(float)
    age = year - lifters["birth_year"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    trained = np.clip(weeks / YEAR_WEEKS, LEAST_TRAINED, 1.0)
    return Traits(trained=trained, age=age, past_weeks=weeks)


def under_style(now: Stimulus, style: Style) -> Stimulus:
    """Change a lifter's usual week as little as a style demands.

    Sets per session and fractional sets per muscle move to the nearest end of the style's range; reps and loads
    become the style's; days stay. Rest and reserve stay unknown where they are unknown now, so that what was never
    logged makes no difference.

    Parameters
    ----------
    now : Stimulus of n lifts
    style : Style

    Returns
    -------
    Stimulus of the same n lifts
    """
    days = np.asarray(now.days, dtype=float)
    per_session = now.sets.sum(axis=1) / np.maximum(days, 1e-9)
    sets = np.clip(per_session, *style.sets_per_exercise) * days
    muscle_sets = np.clip(now.muscle_sets.sum(axis=1), *style.muscle_sets)
    zones = np.array(style.zones)[None, :]
    reps = np.repeat(np.array(ZONE_REPS)[None, :], len(now), axis=0)
    return Stimulus(
        sets=sets[:, None] * zones,
        share=share_of_one_rm(reps + style.rir),
        reps=reps,
        muscle_sets=muscle_sets[:, None] * zones,
        days=days,
        rest_s=np.where(np.isnan(now.rest_s), np.nan, float(np.mean(style.rest_s))),
        rir=np.where(np.isnan(now.rir), np.nan, float(style.rir)),
        lower_body=now.lower_body,
    )
