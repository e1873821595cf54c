"""What a break costs and how soon it comes back, in the logs of an installation: makes data/population/regain.csv.

A break is three weeks or more without any training, after at least eight training days and with training on at
least four days in the eight weeks that follow it. Each lift's best estimated 1RM of the 28 days before is held against
its best in weeks 1-2, 3-4, 5-8 and 9-12 after. Every lifter weighs the same.

Usage: LIFTCAST_HOME=folder python benchmarks/regain.py [--write]
"""

import sys
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd

from data.published import HERE
from pipelines.running.steps import newest_marts
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.panel import add_panel

BREAKS: Final = ((21, 42), (42, 84), (84, 730))
AFTER: Final = ((0, 14), (14, 28), (28, 56), (56, 84))
QUERY: Final = "select lifter, exercise_id, day_number, log_epley from lift_days where is_kept order by all"


def main() -> None:
    """Print and, with `--write`, keep the quantiles of what was left of each lift's best."""
    settings = Settings.from_environment()
    with read.connect(settings, add_panel(settings, newest_marts(settings))) as con:
        days = con.execute(QUERY).df()
    found = pd.DataFrame([row for _, rows in days.groupby("lifter") for row in after_breaks(rows)])
    table = summary(found)
    print(table.to_string(index=False))
    if "--write" in sys.argv[1:]:
        table.to_csv(HERE / "population" / "regain.csv", index=False)


def after_breaks(days: pd.DataFrame) -> list[dict[str, Any]]:
    """What was left of each lift's best in each stretch after each break of one lifter."""
    trained = np.unique(days["day_number"])
    rows = []
    for left, back in pairwise(trained):
        length = back - left - 1
        if (
            length < BREAKS[0][0]
            or (trained <= left).sum() < 8
            or ((trained >= back) & (trained < back + 56)).sum() < 4
        ):
            continue
        before = days[(days["day_number"] > left - 28) & (days["day_number"] <= left)]
        best = before.groupby("exercise_id")["log_epley"].max()
        for start, end in AFTER:
            later = days[(days["day_number"] >= back + start) & (days["day_number"] < back + end)]
            change = (later.groupby("exercise_id")["log_epley"].max() - best).dropna()
            rows += [
                {"lifter": days["lifter"].iloc[0], "days": length, "from_day": start, "to_day": end, "change": value}
                for value in change[change.abs() < 0.6]
            ]
    return rows


def summary(found: pd.DataFrame) -> pd.DataFrame:
    """Quantiles of the ln change by length of the break and stretch after it, lifters weighing the same."""
    rows = []
    for low, high in BREAKS:
        for start, end in AFTER:
            cell = found[(found["days"] >= low) & (found["days"] < high) & (found["from_day"] == start)]
            weight = 1 / cell.groupby("lifter")["change"].transform("size").to_numpy()
            order = np.argsort(cell["change"].to_numpy())
            share = (np.cumsum(weight[order]) - weight[order] / 2) / weight.sum()
            middle = np.interp([0.1, 0.25, 0.5, 0.75, 0.9], share, cell["change"].to_numpy()[order])
            rows.append(
                {"break_from_days": low, "break_to_days": high, "after_from_days": start, "after_to_days": end}
                | {"lifters": cell["lifter"].nunique(), "lifts": len(cell)}
                | dict(zip(("q10", "q25", "q50", "q75", "q90"), middle.round(3), strict=True))
            )
    return pd.DataFrame(rows)


if __name__ == "__main__":
    main()
