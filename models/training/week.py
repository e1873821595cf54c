"""A week of training, the currency of everything that is forecast, compared, explained and printed.

A week is a frame with one row per lifter and exercise: `days`, `rir` and `rest_s`, and of each zone the weekly `sets`,
their mean `reps` and their mean `share` of 1RM, as `sql/serving/lift_weeks.sql` gives the week as now and
`models.blocks.block_week` that of a written block. Nothing is rounded, nothing left out. Here weeks become what the
response model reads.
"""

from collections.abc import Mapping, Sequence
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
    return summed_each({"": week}, muscles)[""]


def summed_each(weeks: Mapping[str, pd.DataFrame], muscles: pd.DataFrame) -> dict[str, SummedWeek]:
    """Sum weeks by muscle, all at once: the cost hardly grows with their number."""
    if not weeks:
        return {}
    whole = _by_muscle(_numbered([week[["lifter", "exercise_id", *COLUMNS]] for week in weeks.values()]), muscles)
    by_week = {place: rows.drop(columns="week").reset_index(drop=True) for place, rows in whole.groupby("week")}
    nothing = whole.drop(columns="week").head(0)
    return {
        name: SummedWeek(rows=week, by_muscle=by_week.get(place, nothing), muscles=muscles)
        for place, (name, week) in enumerate(weeks.items())
    }


def lift_stimulus(keys: pd.DataFrame, week: SummedWeek) -> Stimulus:
    """Read a week as the stimulus of some lifts: see `lift_stimuli`."""
    return lift_stimuli(keys, {"": week})[""]


def lift_stimuli(keys: pd.DataFrame, weeks: Mapping[str, SummedWeek]) -> dict[str, Stimulus]:
    """Read weeks as stimuli of some lifts, all at once.

    Parameters
    ----------
    keys : frame, shape (n, ...)
        lifter, exercise_id; also lifts that a week leaves out.
    weeks : dict of SummedWeek

    Returns
    -------
    dict of Stimulus of the same n lifts
        A lift's muscles are those it works directly, with the sets of every exercise that works them; a lift the
        catalogue does not know counts its own sets only.
    """
    if not weeks:
        return {}
    lift = ["week", "lifter", "exercise_id"]
    asked = _for_each(keys[["lifter", "exercise_id"]], weeks)
    rows = _numbered([week.rows[["lifter", "exercise_id", *COLUMNS]] for week in weeks.values()])
    own = asked.merge(rows, on=lift, how="left", validate="m:1")
    sets = np.nan_to_num(own[SETS].to_numpy(float))
    muscles = next(iter(weeks.values())).muscles
    direct = asked.assign(row=np.arange(len(asked))).merge(muscles[muscles["credit"] >= 1], on="exercise_id")
    found = _numbered([week.by_muscle[["lifter", "muscle", *SETS]] for week in weeks.values()])
    direct = direct.merge(found, on=["week", "lifter", "muscle"], how="left")
    legs, muscle_sets = np.zeros(len(asked)), sets.copy()
    if len(direct):
        means = direct.fillna(dict.fromkeys(SETS, 0.0)).groupby("row")[SETS].mean()
        muscle_sets[means.index] = np.maximum(means.to_numpy(), sets[means.index])
        lower = direct.assign(lower=direct["muscle"].isin(LOWER_BODY)).groupby("row")["lower"].mean()
        legs[lower.index] = lower.to_numpy()
    whole = _stimulus(own.assign(days=own["days"].fillna(0.0)), sets=sets, muscle_sets=muscle_sets, lower_body=legs)
    return _of_each(whole, len(keys), weeks)


def muscle_stimulus(week: SummedWeek, keys: pd.DataFrame | None = None) -> MuscleWeeks:
    """Read a week as the stimulus of muscles, by default of each that a lifter works directly: see `muscle_stimuli`."""
    found = week.by_muscle
    chosen = found[found["is_direct"]] if keys is None else keys
    chosen = chosen[["lifter", "muscle"]].reset_index(drop=True)
    return MuscleWeeks(keys=chosen, stimulus=muscle_stimuli(chosen, {"": week})[""])


def muscle_stimuli(keys: pd.DataFrame, weeks: Mapping[str, SummedWeek]) -> dict[str, Stimulus]:
    """Read weeks as stimuli of some muscles, all at once.

    Parameters
    ----------
    keys : frame, shape (n, ...)
        lifter, muscle.
    weeks : dict of SummedWeek

    Returns
    -------
    dict of Stimulus of the same n muscles
        Reps, loads, reserve and rests are those of the sets that work the muscle, weighed by what they count for.
    """
    if not weeks:
        return {}
    asked = _for_each(keys[["lifter", "muscle"]], weeks)
    found = _numbered([week.by_muscle for week in weeks.values()])
    own = asked.merge(found, on=["week", "lifter", "muscle"], how="left", validate="1:1")
    sets = np.nan_to_num(own[SETS].to_numpy(float))
    legs = asked["muscle"].isin(LOWER_BODY).astype(float).to_numpy()
    whole = _stimulus(own.assign(days=own["days"].fillna(0.0)), sets=sets, muscle_sets=sets, lower_body=legs)
    return _of_each(whole, len(keys), weeks)


def _for_each(keys: pd.DataFrame, weeks: Mapping[str, SummedWeek]) -> pd.DataFrame:
    """The same keys for each week: week (its place) and the keys."""
    return _numbered([keys] * len(weeks))


def _numbered(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Frames one under the other, with the place of each as `week`."""
    place = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    return pd.concat(parts, ignore_index=True).assign(week=place)


def _of_each(whole: Stimulus, size: int, weeks: Mapping[str, SummedWeek]) -> dict[str, Stimulus]:
    """Cut the stimulus of all weeks into one a week."""
    return {name: whole.rows(slice(place * size, (place + 1) * size)) for place, name in enumerate(weeks)}


def _by_muscle(weeks: pd.DataFrame, muscles: pd.DataFrame) -> pd.DataFrame:
    """Sum fractional sets by week, lifter and muscle, and average how they are done: keys, is_direct, `COLUMNS`."""
    rows = weeks.merge(muscles, on="exercise_id", how="inner")
    credited = np.nan_to_num(rows[SETS].to_numpy(float)) * rows["credit"].to_numpy(float)[:, None]
    whole = credited.sum(axis=1)
    weights = {name: credited[:, place] for names in (REPS, SHARES) for place, name in enumerate(names)}
    weights |= {"rir": whole, "rest_s": whole}
    values = rows[list(weights)].to_numpy(float)
    weighed = np.where(np.isnan(values), 0.0, np.column_stack(list(weights.values())))
    parts = dict(zip(SETS, credited.T, strict=True))
    parts |= dict(zip(weights, (np.nan_to_num(values) * weighed).T, strict=True))
    parts |= {f"{name}_weight": weight for name, weight in zip(weights, weighed.T, strict=True)}
    keys = [rows["week"], rows["lifter"], rows["muscle"]]
    sums = pd.DataFrame(parts).groupby(keys).sum()
    weight = sums[[f"{name}_weight" for name in weights]].to_numpy(float)
    means = np.divide(sums[list(weights)].to_numpy(float), weight, out=np.full_like(weight, np.nan), where=weight > 0)
    found = pd.DataFrame({name: sums[name] for name in SETS} | dict(zip(weights, means.T, strict=True)), sums.index)
    most = pd.DataFrame({"days": rows["days"], "credit": rows["credit"]}).groupby(keys).max()
    return found.assign(days=most["days"], is_direct=most["credit"] >= 1).reset_index()


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
