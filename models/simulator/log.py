"""What simulated lifters write down of what they did: warm-ups, effort, clock times, slips of the finger."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd

from data.units import KG_PER_LB
from models.simulator.habits import REST_SECONDS
from models.simulator.lifters import STYLES, Persona
from models.simulator.lifts import LIFTS, Array
from models.simulator.training import Session

WARMUPS: Final = ((0.45, 8), (0.65, 5), (0.82, 3))
"""Share of the first working load, and repetitions, of each warm-up set."""
USUAL_HOURS: Final = (6.6, 12.2, 17.6, 18.8)
"""Hours of the day at which people train."""

Columns = dict[str, np.ndarray]


def note(session: Session, rows: np.ndarray, lifts: np.ndarray, day: int, style: np.ndarray) -> Columns:
    """Turn one day's session into columns, one value per set, in the order performed."""
    who, slot, number = np.nonzero(session.done)
    return {
        "row": rows[who].astype(np.int32),
        "day_number": np.full(len(who), day, dtype=np.int32),
        "lift": lifts[rows[who], slot].astype(np.int16),
        "number": number.astype(np.int16),
        "load_kg": session.load_kg[who, slot, number],
        "effective_load_kg": session.effective_kg[who, slot, number],
        "reps": session.reps[who, slot, number],
        "true_rir": session.reserve[who, slot, number],
        "is_test": session.is_test[who, slot, number],
        "style": style[who].astype(np.int16),
    }


def write_log(
    notes: Sequence[Columns], personas: Sequence[Persona], days: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Make the frame of logged sets.

    Parameters
    ----------
    notes : sequence of columns
        From `note`, in order of days.
    personas : sequence of Persona
    days : int
        Number of the day after the last.
    rng : numpy Generator

    Returns
    -------
    DataFrame
        One row per logged set, in each lifter's own order: `lifter, day, started_at, minutes, workout,
        exercise_id, set_number, set_kind, load_kg, load_kind, effective_load_kg, reps, rpe, rest_seconds` as
        logged, and the truth `true_load_kg, true_reps, true_rir, is_error, style`.
    """
    columns = {name: np.concatenate([part[name] for part in notes]) for name in notes[0]}
    order = np.lexsort((columns["number"], columns["lift"], columns["day_number"], columns["row"]))
    done = {name: values[order] for name, values in columns.items()}
    done["kind"] = _kinds(done, personas, rng)
    done = _with_warmups(done, personas, rng)
    done["rpe"] = _ratings(done, personas, rng)
    true_load, true_reps = done["load_kg"].copy(), done["reps"].copy()
    wrong = _slip(done, personas, rng)
    sets = _clock(done, personas, days, rng)
    return sets.assign(true_load_kg=true_load, true_reps=true_reps, true_rir=done["true_rir"].round(2), is_error=wrong)


def _of(personas: Sequence[Persona], name: str) -> Array:
    """One number of each persona."""
    return np.array([float(getattr(persona, name)) for persona in personas])


def _kinds(done: Columns, personas: Sequence[Persona], rng: np.random.Generator) -> np.ndarray:
    """Mark failed attempts, and failure where a careful logger marks it."""
    careful = _of(personas, "logs_warmups")[done["row"]] > 0.5
    marked = (done["reps"] == 0) | (careful & (done["true_rir"] < 0.3) & (rng.random(len(careful)) < 0.3))
    return np.where(marked, "failure", "working")


def _with_warmups(done: Columns, personas: Sequence[Persona], rng: np.random.Generator) -> Columns:
    """Put warm-up sets before the first set of big lifts, where the lifter logs them."""
    tiers = np.array([lift.tier != "isolation" and lift.load_kind == "external" for lift in LIFTS])
    first = (done["number"] == 0) & tiers[done["lift"]]
    first &= rng.random(len(first)) < _of(personas, "logs_warmups")[done["row"]]
    marked = np.array([persona.logs_warmups > 0.4 for persona in personas])
    steps = np.array([_plate_step(persona) for persona in personas])
    parts = [done]
    for place, (share, reps) in enumerate(WARMUPS):
        warm = {name: values[first].copy() for name, values in done.items()}
        step = steps[warm["row"]]
        load = np.maximum(np.round(share * warm["load_kg"] / step), 1.0) * step
        warm |= {"load_kg": load, "effective_load_kg": load.copy(), "reps": np.full(len(load), float(reps))}
        warm |= {
            "number": np.full(len(load), place - len(WARMUPS), dtype=np.int16),
            "true_rir": np.full(len(load), 12.0),
        }
        warm["kind"] = np.where(marked[warm["row"]], "warmup", "working")
        warm["is_test"] = np.zeros(len(load), dtype=bool)
        parts.append(warm)
    joined = {name: np.concatenate([part[name] for part in parts]) for name in done}
    order = np.lexsort((joined["number"], joined["lift"], joined["day_number"], joined["row"]))
    return {name: values[order] for name, values in joined.items()}


def _plate_step(persona: Persona) -> float:
    """Barbell step of a lifter, kg."""
    return 5.0 * KG_PER_LB if persona.unit == "lb" else 2.5


def _ratings(done: Columns, personas: Sequence[Persona], rng: np.random.Generator) -> Array:
    """RPE in half steps where the lifter rates the set; NaN elsewhere, which is nearly everywhere."""
    felt = 10.0 - np.clip(done["true_rir"] + rng.normal(0.0, 0.8, len(done["row"])), 0.0, 4.0)
    rates = rng.random(len(felt)) < _of(personas, "logs_rpe")[done["row"]]
    return np.where(rates & (done["kind"] != "warmup") & (done["reps"] > 0), np.round(felt * 2) / 2, np.nan)


def _slip(done: Columns, personas: Sequence[Persona], rng: np.random.Generator) -> np.ndarray:
    """Mistype some sets in place: a zero too many or too few, load and repetitions swapped, a digit doubled."""
    wrong = rng.random(len(done["row"])) < _of(personas, "typing_error_rate")[done["row"]]
    wrong &= (done["load_kg"] > 0) & (done["reps"] > 0)
    unit = np.array([KG_PER_LB if persona.unit == "lb" else 1.0 for persona in personas])[done["row"]]
    kind = rng.integers(4, size=len(wrong))
    load, reps = done["load_kg"].copy(), done["reps"].copy()
    done["load_kg"] = np.select(
        [wrong & (kind == 0), wrong & (kind == 1), wrong & (kind == 2)], [load * 10, load / 10, reps * unit], load
    )
    swapped = np.maximum(np.round(load / unit), 1.0)
    done["reps"] = np.select([wrong & (kind == 2), wrong & (kind == 3)], [swapped, reps * 11], reps)
    return wrong


def _clock(done: Columns, personas: Sequence[Persona], days: int, rng: np.random.Generator) -> pd.DataFrame:
    """Turn numbers into days, clock times, names and a set number within each exercise."""
    row, day = done["row"], done["day_number"]
    visit = _runs(row, day)
    first_of_visit = np.flatnonzero(np.diff(visit, prepend=-1))
    hour = rng.choice(USUAL_HOURS, size=len(personas))[row[first_of_visit]]
    seconds = (hour * 3600 + rng.normal(0, 1500, len(hour))).astype(int)
    minutes = (8 + 2.6 * np.bincount(visit) * rng.uniform(0.85, 1.2, len(hour))).astype(int)
    monday = [np.datetime64(persona.last_day + timedelta(days=1)) - np.timedelta64(days, "D") for persona in personas]
    dates = (np.array(monday)[row] + day.astype("timedelta64[D]")).astype("datetime64[s]")
    block = _runs(visit, done["lift"])
    timed = _of(personas, "logs_rest")[row] > rng.random(len(hour))[visit]
    return pd.DataFrame(
        {
            "lifter": _named(row, [persona.lifter for persona in personas]),
            "day": dates,
            "started_at": dates + seconds[visit].astype("timedelta64[s]"),
            "minutes": minutes[visit],
            "workout": _named(day % 7, [f"Session {letter}" for letter in "ABCDEFG"]),
            "exercise_id": _named(done["lift"], [lift.exercise_id for lift in LIFTS]),
            "set_number": np.arange(len(row)) - np.searchsorted(block, block),
            "set_kind": pd.Categorical(done["kind"]),
            "load_kg": done["load_kg"],
            "load_kind": pd.Categorical(np.array([lift.load_kind for lift in LIFTS])[done["lift"]]),
            "effective_load_kg": done["effective_load_kg"],
            "reps": done["reps"],
            "rpe": done["rpe"],
            "rest_seconds": np.where(timed, REST_SECONDS[done["style"]], np.nan),
            "style": _named(done["style"], list(STYLES)),
        }
    )


def _runs(*keys: np.ndarray) -> np.ndarray:
    """Number the runs in which all keys stay the same: 0, 1, 2 ..."""
    changes = [key[1:] != key[:-1] for key in keys]
    return np.cumsum(np.r_[True, np.logical_or.reduce(changes)]) - 1


def _named(codes: np.ndarray, names: list[str]) -> "pd.Categorical[str]":
    """Names of things by their numbers."""
    return pd.Categorical.from_codes(codes.astype(np.intp), pd.Index(names))
