"""Score every candidate on the logs of an installation, with fitting time and peak memory.

Usage: LIFTCAST_HOME=folder python benchmarks/backtest.py [candidate ...]
"""

import resource
import sys
import time

import numpy as np
import numpy.typing as npt

from models.forecasters import backtest, candidates
from pipelines.champion.backtesting import is_new, read_panel
from pipelines.settings import Settings
from pipelines.warehouse.build import build_marts


def main() -> None:
    """Print one table: a line per candidate and slice, its skill, errors and coverage by horizon."""
    settings = Settings.from_environment()
    panel = read_panel(settings, build_marts(settings))
    series = len(panel[["lifter", "exercise_id"]].drop_duplicates())
    print(f"{panel['lifter'].nunique()} lifters, {series} series, {len(panel)} rows")
    if not is_new(panel):
        print("what ships was learnt from these logs: its scores here prove nothing")
    asked = set(sys.argv[1:]) | {backtest.BASELINE}
    forecasts: dict[str, npt.NDArray[np.float64]] = {}
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
    scores = backtest.score(panel, forecasts).set_index(["candidate", "slice"])
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
