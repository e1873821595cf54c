"""The serving tables of simulated lifters, straight from their logs, without exports between."""

import duckdb
import numpy as np
import pandas as pd

from data.catalogue import load_exercises, load_muscles
from data.units import RPE_AT_FAILURE
from models.one_rm.rep_max import share_of_one_rm, standard_error_log
from models.simulator.simulation import Simulation
from pipelines.warehouse import rules
from pipelines.warehouse.database import sql

NEEDED = {"lift_weeks": "lift_weeks", "weeks": "training_weeks", "history": "lift_history", "lifters": "lifters"}


def frames_of(life: Simulation) -> dict[str, pd.DataFrame]:
    """Lifters, lift_weeks, weeks, history and muscles as a build of these logs would."""
    catalogue = load_exercises()
    known = ["lifter", "exercise_id", "day", "started_at", "set_kind", "load_kg", "effective_load_kg", "reps", "rpe"]
    logged = life.sets[[*known, "rest_seconds"]].rename(columns={"rest_seconds": "rest_s"})
    logged = logged.astype({"lifter": str, "exercise_id": str, "set_kind": str})
    logged["rir"] = RPE_AT_FAILURE - logged["rpe"]
    families = logged["exercise_id"].map(catalogue.set_index("exercise_id")["family"])
    to_failure = (logged["reps"] + logged["rir"].fillna(0)).clip(lower=1)
    share = np.empty(len(logged))
    for family, rows in families.groupby(families).indices.items():
        share[rows] = share_of_one_rm(to_failure.to_numpy()[rows], str(family))
    told = (logged["set_kind"] != "warmup") & logged["reps"].between(1, 12) & (logged["effective_load_kg"] > 0)
    logged["one_rm_kg"] = (logged["effective_load_kg"] / share).where(told)
    logged["one_rm_se"] = logged["one_rm_kg"] * standard_error_log(to_failure)
    sets = logged.assign(is_suspect=False, multiplier=1.0, ordinal=np.arange(len(logged)))
    people = [
        {
            "lifter": who.lifter, "bucket": 0, "birth_year": who.last_day.year - who.age, "sex": who.sex,
            "goal": who.goal, "last_day": who.last_day, "body_weight_kg": who.body_weight_kg,
        }
        for who in life.personas
    ]  # fmt: skip
    with duckdb.connect() as con:
        con.execute("set enable_progress_bar = false")
        rules.define(con)
        for name, frame in {"sets": sets, "lifters": pd.DataFrame(people), "exercises": catalogue}.items():
            con.register("frame", frame)
            con.execute(f"create table {name} as select * from frame")  # noqa: S608 (our own table names)
            con.unregister("frame")
        for mart in ("daily_lifts", "weekly_lifts"):
            con.execute(f"create table {mart} as {sql('marts', mart)}")
        found = {part: con.execute(sql("serving", name), {"lifters": None}).df() for part, name in NEEDED.items()}
    return found | {"muscles": load_muscles()}
