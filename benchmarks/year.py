"""A gym's year, week by week: exports come, forecasts are given and come due, and in month 7 its world changes.

Usage: python benchmarks/year.py OUT.csv [--lifters 200] [--weeks 52] [--change-week 30] [--every-weeks 1]
       [--minutes 25] [--seed 1]

From the week of the change on all lifters log noisier sets, every second does four more reps at lighter loads, every
other one logs in another app. Each refresh is one row of OUT.csv: what training decided, the calibration,
coverage of the outcomes of the last eight weeks, sizes by folder. OUT.weeks.csv holds coverage by the week in which
outcomes came due, with and without the home's stretch; OUT.due.csv holds every forecast come due, to replay rules on.
"""

import argparse
import csv
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from models.simulator.lifters import draw_personas
from models.simulator.simulation import simulate
from pipelines.champion import registry
from pipelines.running import steps
from pipelines.serving.home_calibration import read_calibration, realised_errors, recent_coverage
from pipelines.settings import Settings
from pipelines.simulated.renderers import LAYOUTS
from pipelines.simulated.simulate import render
from pipelines.warehouse.publish import current_build

HISTORY_WEEKS: Final = 40
YEAR_WEEKS: Final = 52
CHANGE_WEEK: Final = 30
TRAIN_EVERY_WEEKS: Final = 4
NOISE_LOG: Final = 0.06
MORE_REPS: Final = 4
FOLDERS: Final = ("inbox", "exports", "landed", "builds", "forecasts_given", "runs", "artifacts")
BEFORE, AFTER = "strong", "hevy"


def changed(sets: pd.DataFrame, change: pd.Timestamp, number: int, rng: np.random.Generator) -> pd.DataFrame:
    """Let one lifter's world change from a day on."""
    late = (sets["day"] >= change).to_numpy() & (sets["load_kg"].to_numpy(float) > 0)
    loads, reps = sets["load_kg"].to_numpy(float).copy(), sets["reps"].to_numpy().copy()
    if number % 2 == 0:
        lighter = (1 + reps / 30) / (1 + (reps + MORE_REPS) / 30)
        loads[late], reps[late] = (loads * lighter)[late], np.minimum(reps + MORE_REPS, 12)[late]
    day = pd.factorize(sets["day"].astype(str) + sets["exercise_id"].astype(str))[0]
    noise = rng.normal(scale=NOISE_LOG, size=day.max() + 1)[day] if len(day) else np.array([])
    loads[late] = np.round((loads * np.exp(noise))[late] * 2) / 2
    return sets.assign(load_kg=loads, reps=reps)


def export(settings: Settings, lifter: str, sets: pd.DataFrame, change: pd.Timestamp, *, moves: bool) -> None:
    """Write what a lifter has logged so far, in one app or two."""
    folder = settings.inbox / lifter
    folder.mkdir(parents=True, exist_ok=True)
    late = sets["day"] >= change if moves else pd.Series(data=False, index=sets.index)
    for layout, part in ((BEFORE, sets[~late]), (AFTER, sets[late])):
        if len(part):
            (folder / LAYOUTS[layout].file_name).write_bytes(render(part.reset_index(drop=True), layout, "kg"))


def measured(settings: Settings, week: int, report: Any, seconds: float) -> dict[str, Any]:
    """Say what a refresh left behind."""
    champion = registry.read_champion(settings) or registry.shipped_champion()
    calibration = read_calibration(settings)
    errors = realised_errors(settings, current_build(settings))
    sizes = {
        f"{name}_mb": round(sum(f.stat().st_size for f in (settings.home / name).rglob("*") if f.is_file()) / 1e6, 2)
        for name in FOLDERS
    }
    return {
        "week": week,
        "seconds": round(seconds, 1),
        "champion": f"{champion.name} {champion.version}",
        "training": "" if report.trained is None else report.trained.sentence(),
        "calibration": calibration.version,
        "why": calibration.why,
        "stretch": " ".join(f"{weeks}:{value}" for weeks, value in calibration.stretch.items()),
        "errors": len(errors),
        "covered_8_weeks": recent_coverage(errors),
        **sizes,
    }


def by_week(settings: Settings, first: pd.Timestamp) -> pd.DataFrame:
    """Coverage by the week in which outcomes came due."""
    errors = realised_errors(settings, current_build(settings))
    week = (errors["known_on"] - first).dt.days // 7
    return errors.assign(plain=errors["ratio"] <= 1).groupby(week)[["is_inside", "plain"]].agg(["mean", "size"])


def main() -> None:
    """Live through the year."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--lifters", type=int, default=200)
    parser.add_argument("--weeks", type=int, default=YEAR_WEEKS)
    parser.add_argument("--change-week", type=int, default=CHANGE_WEEK)
    parser.add_argument("--every-weeks", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    clock = time.monotonic()
    personas = draw_personas(said.lifters, seed=said.seed, weeks=HISTORY_WEEKS + said.weeks)
    sets = simulate(personas, seed=said.seed).sets
    first = sets["day"].max().normalize() - pd.Timedelta(weeks=said.weeks)
    change, rng = first + pd.Timedelta(weeks=said.change_week), np.random.default_rng(said.seed)
    logs = {
        str(name): changed(own, change, number, rng)
        for number, (name, own) in enumerate(sets.groupby("lifter", observed=True))
    }
    with tempfile.TemporaryDirectory() as home, said.out.open("w", newline="") as file:
        settings = Settings(home=Path(home))
        writer = None
        for week in range(0, said.weeks + 1, said.every_weeks):
            if time.monotonic() - clock > 60 * said.minutes:
                print(f"out of time after week {week - said.every_weeks}")
                break
            until = first + pd.Timedelta(weeks=week)
            for number, (name, own) in enumerate(logs.items()):
                export(settings, name, own[own["day"] < until], change, moves=number % 2 == 1)
            began = time.monotonic()
            report = steps.refresh(settings, train=week % TRAIN_EVERY_WEEKS == 0)
            row = measured(settings, week, report, time.monotonic() - began)
            writer = writer or csv.DictWriter(file, list(row))
            if week == 0:
                writer.writeheader()
            writer.writerow(row)
            file.flush()
            by_week(settings, first).to_csv(said.out.with_suffix(".weeks.csv"))
            realised_errors(settings, current_build(settings)).to_csv(said.out.with_suffix(".due.csv"), index=False)
        print(by_week(settings, first).to_string())


if __name__ == "__main__":
    main()
