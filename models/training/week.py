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
_DAYS: Final = COLUMNS.index("days")
_HOW: Final = [COLUMNS.index("rir"), COLUMNS.index("rest_s")]
_SETS, _REPS, _SHARES = ([COLUMNS.index(name) for name in names] for names in (SETS, REPS, SHARES))

Key = tuple[str, str]
Works = dict[str, list[tuple[str, float]]]


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
class Sums:
    """Rows of `COLUMNS` that are found by a lifter and something of theirs: an exercise or a muscle.

    Parameters
    ----------
    places : dict
        Row of each (lifter, exercise id) or (lifter, muscle).
    rows : array, shape (n, len(COLUMNS))
    """

    places: dict[Key, int]
    rows: Floats

    def of(self, keys: Sequence[Key]) -> Floats:
        """The rows of some keys, NaN where there is none: shape (len(keys), len(COLUMNS))."""
        with_unknown = np.concatenate([self.rows, np.full((1, len(COLUMNS)), np.nan)])
        return np.asarray(with_unknown[[self.places.get(key, -1) for key in keys]])


@dataclass(frozen=True, kw_only=True)
class SummedWeek:
    """A week, and the same summed by muscle: lifts and muscles are read off both.

    Parameters
    ----------
    by_lift : Sums
        Of all exercises of these lifters.
    by_muscle : Sums
        Fractional sets; in the order of lifters and muscles.
    is_direct : bool array
        Of each row of `by_muscle`: whether an exercise works the muscle directly.
    works : dict
        What each exercise works: muscles and credits.
    """

    by_lift: Sums
    by_muscle: Sums
    is_direct: NDArray[np.bool_]
    works: Works


def summed(week: pd.DataFrame, muscles: pd.DataFrame) -> SummedWeek:
    """Sum a week by muscle."""
    return summed_each({"": week}, muscles)[""]


def summed_each(weeks: Mapping[str, pd.DataFrame], muscles: pd.DataFrame) -> dict[str, SummedWeek]:
    """Sum weeks by muscle."""
    # Dicts and arrays: joining frames of some dozen rows would cost ten times as much, and a page waits for it.
    works: Works = {}
    columns = (muscles[name].tolist() for name in ("exercise_id", "muscle", "credit"))
    for exercise, muscle, credit in zip(*columns, strict=True):
        works.setdefault(exercise, []).append((muscle, credit))
    return {name: _summed(week, works) for name, week in weeks.items()}


def _summed(week: pd.DataFrame, works: Works) -> SummedWeek:
    """Sum one week by muscle."""
    keys = _keys(week, "exercise_id")
    by_lift = Sums(places={key: row for row, key in enumerate(keys)}, rows=week[list(COLUMNS)].to_numpy(float))
    if len(by_lift.places) < len(keys):
        raise ValueError("an exercise stands twice in a lifter's week; sum its rows up first")
    parts = [
        (row, (lifter, muscle), credit)
        for row, (lifter, exercise) in enumerate(keys)
        for muscle, credit in works.get(exercise, ())
    ]
    places = {key: place for place, key in enumerate(sorted({key for _, key, _ in parts}))}
    rows, into = np.array([(row, places[key]) for row, key, _ in parts], dtype=np.intp).reshape(-1, 2).T
    credit = np.array([credit for *_, credit in parts])
    values, most = _by_muscle(by_lift.rows[rows], credit, into, len(places))
    return SummedWeek(by_lift=by_lift, by_muscle=Sums(places=places, rows=values), is_direct=most >= 1, works=works)


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
    lifts = _keys(keys, "exercise_id")
    own = np.concatenate([week.by_lift.of(lifts) for week in weeks.values()])
    works = next(iter(weeks.values())).works
    direct = [
        (row, (lifter, muscle))
        for row, (lifter, exercise) in enumerate(lifts)
        for muscle, credit in works.get(exercise, ())
        if credit >= 1
    ]
    rows, muscles = [row for row, _ in direct], [key for _, key in direct]
    count = np.bincount(np.array(rows, dtype=np.intp), minlength=len(lifts))
    known, often = count > 0, np.maximum(count, 1)
    muscle_sets = sets = np.nan_to_num(own[:, _SETS])
    if direct:
        sums = np.zeros((len(weeks), len(lifts), len(SETS)))
        for place, week in enumerate(weeks.values()):
            np.add.at(sums[place], rows, np.nan_to_num(week.by_muscle.of(muscles)[:, _SETS]))
        beside = np.where(known[:, None], sums / often[:, None], 0.0).reshape(-1, len(SETS))
        muscle_sets = np.maximum(beside, sets)
    lower = np.bincount(
        np.array(rows, dtype=np.intp), [muscle in LOWER_BODY for _, muscle in muscles], minlength=len(lifts)
    )
    legs = np.tile(lower / often, len(weeks))
    return _of_each(_stimulus(own, sets=sets, muscle_sets=muscle_sets, lower_body=legs), len(lifts), weeks)


def muscle_stimulus(week: SummedWeek, keys: pd.DataFrame | None = None) -> MuscleWeeks:
    """Read a week as the stimulus of muscles, by default of each that a lifter works directly: see `muscle_stimuli`."""
    if keys is None:
        direct = [key for key, place in week.by_muscle.places.items() if week.is_direct[place]]
        keys = pd.DataFrame(direct, columns=["lifter", "muscle"], dtype="str")
    chosen = keys[["lifter", "muscle"]].reset_index(drop=True)
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
    muscles = _keys(keys, "muscle")
    own = np.concatenate([week.by_muscle.of(muscles) for week in weeks.values()])
    sets = np.nan_to_num(own[:, _SETS])
    legs = np.tile([float(muscle in LOWER_BODY) for _, muscle in muscles], len(weeks))
    return _of_each(_stimulus(own, sets=sets, muscle_sets=sets, lower_body=legs), len(muscles), weeks)


def _keys(rows: pd.DataFrame, subject: str) -> list[Key]:
    """Each row's lifter and exercise or muscle."""
    return list(zip(rows["lifter"].tolist(), rows[subject].tolist(), strict=True))


def _of_each(whole: Stimulus, size: int, weeks: Mapping[str, SummedWeek]) -> dict[str, Stimulus]:
    """Cut the stimulus of all weeks into one a week."""
    return {name: whole.rows(slice(place * size, (place + 1) * size)) for place, name in enumerate(weeks)}


def _by_muscle(done: Floats, credit: Floats, into: NDArray[np.intp], size: int) -> tuple[Floats, Floats]:
    """Sum fractional sets and average how they are done.

    Parameters
    ----------
    done : array, shape (n, len(COLUMNS))
        What is done of an exercise, once for each muscle it works.
    credit : array, shape (n,)
    into : array, shape (n,)
        The place of each muscle.
    size : int
        How many places there are.

    Returns
    -------
    values : array, shape (size, len(COLUMNS))
        `COLUMNS`; NaN where nothing is known.
    most : array, shape (size,)
        The most that any exercise counts for.
    """
    credited = np.nan_to_num(done[:, _SETS]) * credit[:, None]
    whole = credited.sum(axis=1)[:, None]
    values = np.zeros((size, len(COLUMNS)))
    days = np.full(size, np.nan)
    np.fmax.at(days, into, done[:, _DAYS])
    values[:, _DAYS] = days
    sets = np.zeros((size, len(SETS)))
    np.add.at(sets, into, credited)
    values[:, _SETS] = sets
    for columns, weighs in ((_HOW, np.hstack([whole, whole])), (_REPS, credited), (_SHARES, credited)):
        what, weight = done[:, columns], np.where(np.isnan(done[:, columns]), 0.0, weighs)
        sums, weights = np.zeros((2, size, len(columns)))
        np.add.at(sums, into, np.nan_to_num(what) * weight)
        np.add.at(weights, into, weight)
        values[:, columns] = np.divide(sums, weights, out=np.full_like(sums, np.nan), where=weights > 0)
    most = np.zeros(size)
    np.maximum.at(most, into, credit)
    return values, most


def _stimulus(own: Floats, *, sets: Floats, muscle_sets: Floats, lower_body: Floats) -> Stimulus:
    """Fill what the log leaves open in rows of `COLUMNS`: reps and loads typical of the zone."""
    reps, share = own[:, _REPS], own[:, _SHARES]
    reps = np.where(np.isnan(reps), np.array(ZONE_REPS)[None, :], reps)
    share = np.clip(np.where(np.isnan(share), share_of_one_rm(reps + USUAL_RIR), share), 0.2, 1.0)
    rir, rest_s = own[:, _HOW].T
    return Stimulus(
        sets=sets,
        share=share,
        reps=reps,
        muscle_sets=muscle_sets,
        days=np.nan_to_num(own[:, _DAYS]),
        rest_s=rest_s,
        rir=rir,
        lower_body=lower_body,
    )
