"""The script a peer would write for one export with pandas: what `benchmarks/ingest.py` compares with.

Reads, parses dates, drops what is no set, maps names to exercises, estimates 1RM, counts weekly sets per muscle.
"""

from pathlib import Path

import pandas as pd

from data import catalogue
from pipelines.simulated.renderers.names import exported_names

KG_PER_LB = 0.45359237


def strong(path: Path) -> pd.DataFrame:
    """Read Strong's comma export."""
    frame = pd.read_csv(path)
    frame = frame[frame["Set Order"].astype(str).ne("Rest Timer")]
    return pd.DataFrame(
        {
            "date": pd.to_datetime(frame["Date"], format="%Y-%m-%d %H:%M:%S"),
            "name": frame["Exercise Name"],
            "is_warmup": frame["Set Order"].astype(str).eq("W"),
            "load_kg": pd.to_numeric(frame["Weight"], errors="coerce"),
            "reps": pd.to_numeric(frame["Reps"], errors="coerce"),
        }
    )


def hevy(path: Path) -> pd.DataFrame:
    """Read Hevy's export in kg or lb."""
    frame = pd.read_csv(path)
    load = frame["weight_kg"] if "weight_kg" in frame else frame["weight_lbs"] * KG_PER_LB
    return pd.DataFrame(
        {
            "date": pd.to_datetime(frame["start_time"], format="%d %b %Y, %H:%M"),
            "name": frame["exercise_title"],
            "is_warmup": frame["set_type"].eq("warmup"),
            "load_kg": load,
            "reps": frame["reps"],
        }
    )


def run(path: Path, app: str, out: Path) -> int:
    """Do all of it and write the sets and the weekly sets per muscle; give the number of sets."""
    sets = strong(path) if app == "strong" else hevy(path)
    sets = sets[sets["reps"].gt(0)].copy()
    sets["exercise_id"] = sets["name"].map({name: exercise for exercise, name in exported_names(app).items()})
    sets["week"] = sets["date"].dt.to_period("W").dt.start_time
    low = sets["reps"].between(1, 12) & ~sets["is_warmup"]
    sets.loc[low, "one_rm_kg"] = sets["load_kg"] * (1 + sets["reps"] / 30)
    working = sets[~sets["is_warmup"]].merge(catalogue.load_muscles(), on="exercise_id", how="left")
    weekly = working.groupby(["muscle", "week"])["credit"].sum()
    best = sets.groupby(["exercise_id", sets["date"].dt.date])["one_rm_kg"].max()
    sets.to_parquet(out / "sets.parquet")
    weekly.to_frame().to_parquet(out / "weekly.parquet")
    best.to_frame().to_parquet(out / "best.parquet")
    return len(sets)
