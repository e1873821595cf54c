"""How lifts compare within lifters, in the logs of an installation: makes data/population/lift_ratios.csv.

A lift is taken at the estimated 1RM (Epley) that a quarter of its days reach. A lifter's level is the median of their
lifts of external load, each over its usual ratio to the bench press; ratios and levels are fitted in turn. A ratio is
kept where it rests on enough lifters. Pull-ups, chin-ups, dips and push-ups, for which few logs know a body weight,
share one.

Usage: LIFTCAST_HOME=folder python benchmarks/lift_ratios.py [--write]
"""

import sys
from typing import Final

import numpy as np
import pandas as pd

from data.catalogue import load_exercises
from data.published import HERE
from pipelines.running.steps import newest_marts
from pipelines.settings import Settings
from pipelines.warehouse import read

BENCH: Final = "bench_press_barbell"
LEAST_LIFTERS: Final = 12
LEAST_DAYS: Final = 2
LEAST_SPREAD: Final = 0.15
ROUNDS: Final = 40
BODY: Final = ("pull_up", "chin_up", "dip", "push_up")
BODY_SHARES: Final = (0.64, 0.95)
QUERY: Final = """
select lifter, exercise_id, load_kind, count(*) as days, ln(quantile_disc(epley_kg, 0.75)) as log_kg
from daily_lifts inner join exercises using (exercise_id)
where epley_kg > 0 and is_mapped
group by all having days >= $days order by all
"""


def main() -> None:
    """Print and, with `--write`, keep the ratios."""
    settings = Settings.from_environment()
    with read.connect(settings, newest_marts(settings)) as con:
        lifts = con.execute(QUERY, {"days": LEAST_DAYS}).df()
    table = ratios(lifts)
    print(table.to_string(index=False))
    if "--write" in sys.argv[1:]:
        table.to_csv(HERE / "population" / "lift_ratios.csv", index=False)


def ratios(lifts: pd.DataFrame) -> pd.DataFrame:
    """One row per exercise: `exercise_id, lifters, ratio` to the bench press, `spread_log` between lifters."""
    external = lifts[lifts["load_kind"] == "external"]
    external = external[external.groupby("exercise_id")["lifter"].transform("nunique") >= LEAST_LIFTERS]
    logs = pd.Series(0.0, index=external["exercise_id"].unique())
    for _ in range(ROUNDS):
        levels = (external["log_kg"] - external["exercise_id"].map(logs)).groupby(external["lifter"]).median()
        apart = external["log_kg"] - external["lifter"].map(levels)
        logs = apart.groupby(external["exercise_id"]).median()
    rows = [_row(name, group, apart[group.index]) for name, group in external.groupby("exercise_id")]
    names = _body_lifts()
    body = lifts[lifts["exercise_id"].isin(names)]
    apart = (body["log_kg"] - body["lifter"].map(levels)).dropna()
    rows += [_row(name, body, apart) for name in names]
    table = pd.DataFrame(rows)
    table["ratio"] = np.exp(table["log_ratio"] - logs[BENCH]).round(3)
    return table[["exercise_id", "lifters", "ratio", "spread_log"]]


def _body_lifts() -> list[str]:
    """Pull-ups, chin-ups, dips and push-ups of the catalogue."""
    exercises = load_exercises()
    is_body = (exercises["load_kind"] == "bodyweight") & exercises["body_weight_share"].isin(BODY_SHARES)
    named = exercises["exercise_id"].str.contains("|".join(rf"(?:^|_){name}$" for name in BODY))
    special = exercises["exercise_id"].str.contains("one_arm|negative|handstand")
    return exercises.loc[is_body & named & ~special, "exercise_id"].tolist()


def _row(name: object, group: pd.DataFrame, apart: pd.Series) -> dict[str, object]:
    """Sum up how far one exercise stands from its lifters' level, in the middle and around it."""
    middle = apart.median()
    spread = max(1.4826 * (apart - middle).abs().median(), LEAST_SPREAD)
    return {
        "exercise_id": name,
        "lifters": group["lifter"].nunique(),
        "log_ratio": middle,
        "spread_log": round(spread, 3),
    }


if __name__ == "__main__":
    main()
