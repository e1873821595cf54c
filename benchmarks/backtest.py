"""Score every candidate on the logs of an installation, with fitting time and peak memory.

Usage: LIFTCAST_HOME=folder python benchmarks/backtest.py [candidate ...]
"""

import resource
import sys
import time

import pandas as pd

from models.forecasters import backtest, candidates
from models.forecasters.backtest import Forecasts
from pipelines.champion.backtesting import is_new, read_panel
from pipelines.settings import Settings
from pipelines.warehouse.build import build_marts

MAIN_LIFTS = {
    "squat": "is_squat",
    "bench press": "is_bench",
    "deadlift": "is_deadlift",
    "overhead press": "is_overhead_press",
}


def by_main_lift(panel: pd.DataFrame, forecasts: Forecasts) -> pd.DataFrame:
    """Score the forecasts of each main lift alone, its name as the slice."""
    parts = []
    for name, flag in MAIN_LIFTS.items():
        own = ((panel["is_main"] > 0) & (panel[flag] > 0)).to_numpy()
        if own.any():
            of_lift = {candidate: predicted[own] for candidate, predicted in forecasts.items()}
            scores = backtest.score(panel[own], of_lift)
            parts.append(scores[scores["slice"] == "all"].assign(slice=name))
    return pd.concat(parts)


def main() -> None:
    """Print one table: a line per candidate and slice, its skill, errors and coverage by horizon."""
    settings = Settings.from_environment()
    panel = read_panel(settings, build_marts(settings))
    series = len(panel[["lifter", "exercise_id"]].drop_duplicates())
    print(f"{panel['lifter'].nunique()} lifters, {series} series, {len(panel)} rows")
    if not is_new(panel):
        print("what ships was learnt from these logs: its scores here prove nothing")
    asked = set(sys.argv[1:]) | {backtest.BASELINE}
    forecasts: Forecasts = {}
    seconds: dict[str, float] = {}
    for one in candidates.CANDIDATES:
        if one.name not in asked and len(asked) > 1:
            continue
        began = time.monotonic()
        made, failed = candidates.forecasts_of((one,), panel)
        forecasts |= made
        for name, why in failed.items():
            print(f"{name} failed: {why}")
        seconds[one.name] = time.monotonic() - began
    scores = pd.concat([backtest.score(panel, forecasts), by_main_lift(panel, forecasts)])
    scores = scores.set_index(["candidate", "slice"])
    header = " ".join(f"{name:>31}" for name in ("skill", "MAE", "covered by 80 %", "covered by 90 %"))
    print(f"{'candidate':<18}{'lifts':<14}{header}{'s':>8}")
    for name, took in seconds.items():
        if name not in forecasts:
            continue
        for part in scores.loc[name].index.unique():
            by_horizon = scores.loc[(name, part)].sort_values("horizon_weeks")
            cells = (by_horizon[measure] for measure in ("skill", "mae", "coverage80", "coverage90"))
            figures = " ".join("".join(f"{value:8.3f}" for value in cell)[1:] for cell in cells)
            print(f"{name:<18}{part:<14}{figures}{took:8.1f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
