"""Made-up lifters, and the blocks written for them."""

import numpy as np
import pandas as pd
import pytest

from data import catalogue
from models.blocks import prescription
from models.blocks.repertoire import is_compound
from models.blocks.trainee import Trainee

LIFTS = {
    "bench_press_barbell": 100.0,
    "squat_barbell": 140.0,
    "deadlift_barbell": 170.0,
    "bent_over_row_barbell": 90.0,
    "overhead_press_barbell": 60.0,
    "lat_pulldown_cable": 80.0,
    "biceps_curl_dumbbell": 20.0,
    "seated_leg_curl_machine": 60.0,
}


def _lifts(of=LIFTS, *, sets=9.0, days=2.0, reps=9.0, **columns):
    """Lifts with their 1RM in kg, all trained alike; columns of `training.week` where they are given."""
    table = catalogue.load_exercises().set_index("exercise_id")
    frame = table.reindex(list(of)).reset_index()
    frame["name"], frame["load_kind"] = (
        frame["name"].fillna(frame["exercise_id"]),
        frame["load_kind"].fillna("external"),
    )
    frame["is_main"] = frame["is_main"].eq(True)
    frame["now_kg"], frame["now_se_kg"] = list(of.values()), [0.04 * kg for kg in of.values()]
    frame["compound"] = [is_compound(p, n) for p, n in zip(frame["pattern"], frame["name"], strict=True)]
    frame["days"], frame["sets_per_week"], frame["usual_reps"] = days, sets, reps
    frame["usual_load_kg"], frame["top_load_kg"] = 0.7 * frame["now_kg"], 0.8 * frame["now_kg"]
    return frame.assign(**columns)


def _trainee(of=LIFTS, **given):
    """A lifter with three sessions a week, if nothing else is given."""
    parts = {key: given.pop(key) for key in ("sets", "days", "reps", "columns") if key in given}
    table = _lifts(of, **(parts | parts.pop("columns", {})))
    return Trainee(lifts=table, **({"unit": "kg", "sessions_per_week": 3.4} | given))


def _anybody(seed):
    """A lifter as chance has it: exercises, sets, days, zones, reserve, rests, habits."""
    rng = np.random.default_rng(seed)
    table = catalogue.load_exercises()
    table = table[~table["pattern"].isin(["conditioning", "stretch", "carry"])]
    chosen = table["exercise_id"].sample(int(rng.integers(1, 25)), random_state=int(seed)).tolist()
    chosen += [key for key in LIFTS if rng.random() < 0.5 and key not in chosen]
    of = {key: float(rng.uniform(15, 200)) for key in chosen}
    zones = rng.dirichlet([0.5, 2.0, 0.3], len(of)) * rng.uniform(0.3, 12, len(of))[:, None]
    sessions = float(rng.uniform(1, 6))
    zones *= min(1.0, 22 * sessions / zones.sum())
    zones[zones < 0.1] = 0.0
    columns = {f"{name}_sets": zones[:, place] for place, name in enumerate(("heavy", "moderate", "light"))}
    for name, reps in (("heavy", 4.0), ("moderate", 10.0), ("light", 20.0)):
        columns |= {f"{name}_reps": reps, f"{name}_share": rng.uniform(0.5, 0.8)}
    frame = _lifts(of, **columns, rest_s=rng.choice([np.nan, 90.0, 150.0]), rir=rng.choice([np.nan, 0.5, 1.4, 3.0]))
    frame["sets_per_week"] = zones.sum(axis=1)
    frame = frame[frame["sets_per_week"] > 0]
    frame["days"] = np.minimum(rng.uniform(0.2, 3.5, len(frame)), np.maximum(frame["sets_per_week"], 0.2)).clip(
        upper=sessions
    )
    return Trainee(
        lifts=pd.DataFrame(frame),
        unit=str(rng.choice(["kg", "lb"])),
        sessions_per_week=sessions,
        needed=tuple(frame.loc[frame["compound"], "exercise_id"].head(4)),
    )


def _written(style, lifter, *, weeks=6, **how):
    doses = prescription.doses_as_now(lifter) if style == "as_now" else prescription.doses_for(style, lifter)
    return prescription.write(style, doses, lifter, weeks=weeks, **how)


@pytest.fixture(scope="session")
def trainee():
    """A lifter with three sessions a week, if nothing else is given."""
    return _trainee


@pytest.fixture(scope="session")
def anybody():
    """A lifter as chance has it, by a seed."""
    return _anybody


@pytest.fixture(scope="session")
def written():
    """A block of a style, or as now, for a lifter."""
    return _written


@pytest.fixture(scope="session")
def block():
    """A block of a style, or as now, for a lifter of whom only this is known."""
    return lambda style, of=LIFTS, *, weeks=6, **given: _written(style, _trainee(of, **given), weeks=weeks)


@pytest.fixture(scope="session")
def strong_lifts():
    """1RM in kg of the lifts that a made-up lifter has where nothing else is said."""
    return LIFTS
