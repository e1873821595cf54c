"""Predict a heavy set from a lighter one on the logs of an installation, beside the published formulas.

A pair is the day's heaviest set of 1-3 reps and the best set of 5-12 reps of the same lift in the 14 days up to that
day, where the heavy one is heavier; warm-ups and suspect sets are left out. Errors are averaged within lifters, then
over them. With --write, what all these lifters show becomes what ships with the project.

Usage: LIFTCAST_HOME=folder python benchmarks/one_rm.py [--write]
"""

import json
import sys

import numpy as np
import numpy.typing as npt
import pandas as pd

from data import shipped
from models.one_rm import rep_load, rep_max
from pipelines.settings import Settings
from pipelines.warehouse import read, rules
from pipelines.warehouse.build import build_marts
from pipelines.warehouse.database import sql

Array = npt.NDArray[np.float64]

ALL_DAYS = 100_000


def by_formulas(pairs: pd.DataFrame) -> dict[str, Array]:
    """Predict ln(heavy / light) by each formula and by the published curve: to 1RM and back to the heavy reps."""
    light, heavy = (pairs[name].to_numpy(dtype=float) for name in ("light_reps", "heavy_reps"))
    found = {}
    for name, formula in rep_max.COMPARATORS.items():
        back = np.where(heavy == 1, 1.0, formula(np.ones(len(pairs)), heavy))
        found[name] = np.log(formula(np.ones(len(pairs)), light) / back)
    curve = np.empty(len(pairs))
    for family, rows in pairs.groupby("family").indices.items():
        shares = (rep_max.share_of_one_rm(reps[rows], str(family)) for reps in (heavy, light))
        curve[rows] = np.log(np.divide(*shares))
    return found | {"published curve": curve}


def by_logs(pairs: pd.DataFrame) -> dict[str, Array]:
    """Predict by what other lifters show, and by that moved to the lifter's own earlier pairs."""
    usual = np.empty(len(pairs))
    for rows in pairs.groupby("lifter").indices.values():
        others = pairs.drop(index=pairs.index[rows])
        usual[rows] = rep_load.usual_ratio(pairs.iloc[rows], rep_load.fit_usual(others))
    return {"other lifters": usual, "and own earlier pairs": rep_load.own_ratio(pairs, usual)}


def ship(pairs: pd.DataFrame, mae_pct: pd.Series) -> None:
    """Write what lifters usually show: numbers, and what they were learnt from."""
    content = {
        "terms": list(rep_load.TERMS),
        "coefficients": [round(float(value), 5) for value in rep_load.fit_usual(pairs)],
        "card": {
            "pairs": len(pairs),
            "lifters": int(pairs["lifter"].nunique()),
            "mae_pct_on_unseen_lifters": {str(name): round(float(value), 2) for name, value in mae_pct.items()},
        },
    }
    path = shipped.HERE / shipped.REP_LOAD
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    print(f"written: {path}")


def main() -> None:
    """Print one line per way of predicting, the mean absolute error in % and what it is of the best formula's."""
    settings = Settings.from_environment()
    with read.connect(settings, build_marts(settings)) as con:
        rules.define(con)
        pairs = con.execute(sql("serving", "rep_pairs"), {"lifters": None, "days": ALL_DAYS}).df()
    shown = np.log((pairs["heavy_kg"] / pairs["light_kg"]).to_numpy(dtype=float))
    print(f"{len(pairs)} pairs, {pairs['lifter'].nunique()} lifters")
    predictions = by_formulas(pairs) | by_logs(pairs)
    errors = pd.DataFrame({name: 100 * (predicted - shown) for name, predicted in predictions.items()})
    by_lifter = pairs["lifter"].to_numpy()
    mae = errors.abs().groupby(by_lifter).mean().mean()
    biases = errors.groupby(by_lifter).mean().mean()
    best = float(mae.loc[list(rep_max.COMPARATORS)].min())
    print(f"{'':24}{'MAE %':>8}{'bias %':>8}{'of best formula':>17}")
    for name in predictions:
        print(f"{name:24}{mae[name]:8.2f}{biases[name]:8.2f}{mae[name] / best:17.3f}")
    if "--write" in sys.argv[1:]:
        ship(pairs, mae)


if __name__ == "__main__":
    main()
