"""A week of training, the currency of everything that is forecast, compared, explained and printed.

A week is a frame with one row per lifter and exercise: `days`, `rir` and `rest_s`, and of each zone the weekly `sets`,
their mean `reps` and their mean `share` of 1RM, as `sql/serving/lift_weeks.sql` gives the week as now and
`models.blocks.block_week` that of a written block. Nothing is rounded, nothing left out. Here weeks become what the
response model reads.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.one_rm.rep_max import share_of_one_rm
from models.training.stimulus import USUAL_RIR, ZONES, Stimulus
from models.training.style import ZONE_REPS

Floats = NDArray[np.floating]

LOWER_BODY: Final = frozenset({"quads", "hamstrings", "glutes", "calves", "adductors", "abductors"})

SETS: Final = [f"{zone}_sets" for zone in ZONES]
REPS: Final = [f"{zone}_reps" for zone in ZONES]
SHARES: Final = [f"{zone}_share" for zone in ZONES]
COLUMNS: Final = ("days", "rir", "rest_s", *SETS, *REPS, *SHARES)
"""What a week says of each exercise; all but days and sets may be unknown (NaN)."""


@dataclass(frozen=True, kw_only=True)
class MuscleWeeks:
    """The week of each muscle.

    Parameters
    ----------
    keys : frame, shape (n, 2)
        lifter, muscle.
    stimulus : Stimulus of the same n muscles
    """

    keys: pd.DataFrame
    stimulus: Stimulus


@dataclass(frozen=True, kw_only=True)
class SummedWeek:
    """A week, and the same summed by muscle: lifts and muscles are read off both.

    Parameters
    ----------
    rows : frame
        lifter, exercise_id and `COLUMNS`, of all exercises of these lifters.
    by_muscle : frame
        lifter, muscle, is_direct and `COLUMNS`.
    muscles : frame
        exercise_id, muscle, credit.
    """

    rows: pd.DataFrame
    by_muscle: pd.DataFrame
    muscles: pd.DataFrame


def summed(week: pd.DataFrame, muscles: pd.DataFrame) -> SummedWeek:
    """Sum a week by muscle."""
    return SummedWeek(rows=week, by_muscle=_by_muscle(week, muscles), muscles=muscles)


def lift_stimulus(keys: pd.DataFrame, week: SummedWeek) -> Stimulus:
    """Read a week as the stimulus of some lifts.

    Parameters
    ----------
    keys : frame, shape (n, ...)
        lifter, exercise_id; also lifts that the week leaves out.
    week : SummedWeek

    Returns
    -------
    Stimulus of the same n lifts
        A lift's muscles are those it works directly, with the sets of every exercise that works them; a lift the
        catalogue does not know counts its own sets only.
    """
    lift = ["lifter", "exercise_id"]
    own = keys[lift].merge(week.rows[[*lift, *COLUMNS]], on=lift, how="left", validate="m:1")
    sets = np.nan_to_num(own[SETS].to_numpy(float))
    numbered = keys[lift].assign(row=np.arange(len(keys)))
    direct = numbered.merge(week.muscles[week.muscles["credit"] >= 1], on="exercise_id")
    direct = direct.merge(week.by_muscle[["lifter", "muscle", *SETS]], on=["lifter", "muscle"], how="left")
    legs, muscle_sets = np.zeros(len(keys)), sets.copy()
    if len(direct):
        means = direct.fillna(dict.fromkeys(SETS, 0.0)).groupby("row")[SETS].mean()
        muscle_sets[means.index] = np.maximum(means.to_numpy(), sets[means.index])
        lower = direct.assign(lower=direct["muscle"].isin(LOWER_BODY)).groupby("row")["lower"].mean()
        legs[lower.index] = lower.to_numpy()
    return _stimulus(own.assign(days=own["days"].fillna(0.0)), sets=sets, muscle_sets=muscle_sets, lower_body=legs)


def muscle_stimulus(week: SummedWeek, keys: pd.DataFrame | None = None) -> MuscleWeeks:
    """Read a week as the stimulus of muscles.

    Parameters
    ----------
    week : SummedWeek
    keys : frame, shape (n, ...), optional
        lifter, muscle; by default each muscle that a lifter works directly, sorted.

    Returns
    -------
    MuscleWeeks
        Reps, loads, reserve and rests are those of the sets that work the muscle, weighed by what they count for.
    """
    found = week.by_muscle
    if keys is None:
        chosen = found.loc[found["is_direct"], ["lifter", "muscle"]].reset_index(drop=True)
    else:
        chosen = keys[["lifter", "muscle"]].reset_index(drop=True)
    own = chosen.merge(found, on=["lifter", "muscle"], how="left", validate="1:1")
    sets = np.nan_to_num(own[SETS].to_numpy(float))
    legs = chosen["muscle"].isin(LOWER_BODY).astype(float).to_numpy()
    stimulus = _stimulus(own.assign(days=own["days"].fillna(0.0)), sets=sets, muscle_sets=sets, lower_body=legs)
    return MuscleWeeks(keys=chosen, stimulus=stimulus)


def _by_muscle(week: pd.DataFrame, muscles: pd.DataFrame) -> pd.DataFrame:
    """Sum fractional sets by lifter and muscle, and average how they are done: lifter, muscle, is_direct, `COLUMNS`."""
    rows = week[["lifter", "exercise_id", *COLUMNS]].merge(muscles, on="exercise_id", how="inner")
    credited = np.nan_to_num(rows[SETS].to_numpy(float)) * rows["credit"].to_numpy(float)[:, None]
    whole = credited.sum(axis=1)
    weights = {name: credited[:, place] for names in (REPS, SHARES) for place, name in enumerate(names)}
    weights |= {"rir": whole, "rest_s": whole}
    parts: dict[str, Floats | pd.Series] = dict(zip(SETS, credited.T, strict=True))
    for name, weight in weights.items():
        values = rows[name].to_numpy(float)
        parts[name] = np.nan_to_num(values) * weight
        parts[f"{name}_weight"] = np.where(np.isnan(values), 0.0, weight)
    keys = [rows["lifter"], rows["muscle"]]
    sums = pd.DataFrame(parts).groupby(keys).sum()
    for name in weights:
        weight = sums.pop(f"{name}_weight")
        sums[name] = sums[name].where(weight > 0) / weight.where(weight > 0)
    sums["days"] = rows["days"].groupby(keys).max()
    sums["is_direct"] = (rows["credit"] >= 1).groupby(keys).any()
    return sums.reset_index()


def _stimulus(own: pd.DataFrame, *, sets: Floats, muscle_sets: Floats, lower_body: Floats) -> Stimulus:
    """Fill what the log leaves open: reps and loads typical of the zone."""
    reps = own[REPS].to_numpy(float)
    reps = np.where(np.isnan(reps), np.array(ZONE_REPS)[None, :], reps)
    share = own[SHARES].to_numpy(float)
    share = np.clip(np.where(np.isnan(share), share_of_one_rm(reps + USUAL_RIR), share), 0.2, 1.0)
    return Stimulus(
        sets=sets,
        share=share,
        reps=reps,
        muscle_sets=muscle_sets,
        days=own["days"].to_numpy(float),
        rest_s=own["rest_s"].to_numpy(float),
        rir=own["rir"].to_numpy(float),
        lower_body=lower_body,
    )
