"""How often milestones said to be 10, 30, 50, 70 or 90 % likely are reached: a reliability table on real logs.

Each lift of each lifter is forecast at past cutoffs by a model fitted on other lifters; the loads asked for lie 2 to
22 % above the best estimated 1RM then. A milestone counts where the lift was still trained (two days of the last four
weeks up to the date), and every lifter counts the same.

Usage: LIFTCAST_HOME=folder python benchmarks/milestones.py
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.forecasters import backtest, candidates
from models.forecasters.horizons import HORIZONS_WEEKS, QUANTILES
from models.forecasters.panel import KEYS, horizon_panel
from models.plans import milestone
from pipelines.champion.backtesting import read_panel
from pipelines.running.steps import newest_marts
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.database import sql
from pipelines.warehouse.panel import add_panel

Array = npt.NDArray[np.float64]

MODEL: Final = "linear"
ABOVE: Final = (0.02, 0.04, 0.06, 0.08, 0.10, 0.13, 0.17, 0.22)
SAID: Final = (0.1, 0.3, 0.5, 0.7, 0.9)
EPOCH: Final = pd.Timestamp("1970-01-01")


def main() -> None:
    """Print what was said and what happened, by then and around then, for all lifters and for two halves of them."""
    settings = Settings.from_environment()
    marts = newest_marts(settings)
    panel = read_panel(settings, marts)
    query = "select lifter, exercise_id, day_number, log_epley from lift_days where is_kept order by all"
    with read.connect(settings, add_panel(settings, marts)) as con:
        days = con.execute(query).df()
        features = con.execute(sql("training", "features")).df()
    keys, quantiles = unseen(panel, features)
    told = outcomes(keys, quantiles, days)
    half = told["lifter"].map({name: i % 2 for i, name in enumerate(sorted(told["lifter"].unique()))})
    for name, rows in (("all lifters", told), ("one half", told[half == 0]), ("the other", told[half == 1])):
        for kind in ("by", "around"):
            print(f"\n{kind} then, {name}: {rows['lifter'].nunique()} lifters")
            print(reliability(rows.dropna(subset=[f"{kind}_happened"]), kind).to_string(index=False))
    for weeks, rows in told.groupby("weeks"):
        print(f"\nby then, {weeks} weeks")
        print(reliability(rows, "by").to_string(index=False))


def unseen(panel: pd.DataFrame, features: pd.DataFrame) -> tuple[pd.DataFrame, Array]:
    """Forecast every cutoff of the scored lifts, whatever came of it, by models fitted on other lifters.

    Returns
    -------
    keys : DataFrame
        lifter, exercise_id, cutoff.
    quantiles : ndarray of shape (n, 4, 7)
        Of the ln change, rising.
    """
    scored = panel[["lifter", "exercise_id"]].drop_duplicates()
    features = features.merge(scored, on=["lifter", "exercise_id"])
    y, lifters = panel["y"].to_numpy(float), panel["lifter"].to_numpy(str)
    keys, found = [], []
    for seen, left_out in backtest.folds(lifters):
        fitted = candidates.candidate(MODEL).make().fit(panel.iloc[seen], y[seen], lifters[seen])
        mine = features[features["lifter"].isin(set(lifters[left_out]))]
        predicted = fitted.predict(horizon_panel(mine)).reshape(len(HORIZONS_WEEKS), len(mine), len(QUANTILES))
        keys.append(mine[list(KEYS)])
        found.append(np.maximum.accumulate(predicted.swapaxes(0, 1), axis=-1))
    return pd.concat(keys, ignore_index=True), np.concatenate(found)


def outcomes(keys: pd.DataFrame, quantiles: Array, days: pd.DataFrame) -> pd.DataFrame:
    """Each milestone's chances and whether it happened: one row per cutoff, load and horizon."""
    series = dict(iter(days.groupby(["lifter", "exercise_id"])))
    one = np.ones(len(keys))
    parts = []
    for above in ABOVE:
        by, around = milestone.chances(one * (1 + above), one, np.exp(quantiles))
        parts += [
            keys.assign(weeks=weeks, above=np.log1p(above), by=by[:, weeks - 1], around=around[:, weeks - 1])
            for weeks in HORIZONS_WEEKS
        ]
    told = pd.concat(parts, ignore_index=True)
    found = [_happened(rows, series[key]) for key, rows in told.groupby(["lifter", "exercise_id"])]
    return pd.concat(found).dropna(subset=["by_happened"])


def _happened(rows: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Say of one lift's milestones whether they happened; missing where the lift was not trained then."""
    day, best = days["day_number"].to_numpy(), days["log_epley"].to_numpy()
    seen: dict[tuple[Any, int], tuple[float, float, float]] = {}
    for cutoff, weeks in {(row.cutoff, row.weeks) for row in rows.itertuples()}:
        start = (pd.Timestamp(cutoff) - EPOCH).days
        end = start + 7 * weeks
        before = best[(day > start - 28) & (day <= start)].max()
        trained = ((day > end - 28) & (day <= end)).sum() >= 2
        near = (day > max(end - 14, start)) & (day <= end + 14)
        by = best[(day > start) & (day <= end)].max() - before if trained else np.nan
        seen[cutoff, weeks] = (before, by, best[near].max() - before if near.sum() >= 2 else np.nan)
    reached = np.array([seen[row.cutoff, row.weeks] for row in rows.itertuples()])
    above = rows["above"].to_numpy()
    flags = {
        name: np.where(np.isnan(reached[:, column]), np.nan, reached[:, column] >= above)
        for column, name in ((1, "by_happened"), (2, "around_happened"))
    }
    return rows.assign(**flags)


def reliability(told: pd.DataFrame, kind: str) -> pd.DataFrame:
    """What happened of what was said to be about 10, 30, 50, 70 and 90 % likely, lifters weighing the same."""
    said = np.asarray(SAID)[np.abs(told[kind].to_numpy()[:, None] - np.asarray(SAID)).argmin(axis=1)]
    near = told[np.abs(told[kind] - said) <= 0.05].assign(said=said[np.abs(told[kind] - said) <= 0.05])
    each = near.groupby(["said", "lifter"])[[kind, f"{kind}_happened"]].mean().groupby("said")
    table = each.mean().rename(columns={kind: "mean_said", f"{kind}_happened": "happened"})
    table["se"] = each[f"{kind}_happened"].sem()
    table["n"] = near.groupby("said").size()
    table["lifters"] = near.groupby("said")["lifter"].nunique()
    return table.reset_index().round(3)


if __name__ == "__main__":
    main()
