"""How the current 1RM goes on: what the forecasts of it promise, held against logs and against simulated truth.

On logs, each lift is forecast at past cutoffs by models fitted on other lifters, and its current 1RM is worked out anew
as of the cutoff and as of each horizon, from the sets up to then. Printed by horizon: how much of the change of the
best of four weeks, half of the gap given back, shows in the current 1RM and how wide it spreads (both make the
constants of `models.outlook.current_ahead`), the mean error and what the 80 % range covers; then changes by the trend
at the cutoff; then current 1RMs against the best of the last fortnight, by how far that lies below the best two months
before.

With the truth of `liftcast simulate`: how far current 1RMs lie from the true ones, by how the true ones went.

Usage: LIFTCAST_HOME=folder python benchmarks/current_then.py [--truth folder of `liftcast simulate`] [candidate]
"""

import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.shipped import load_rep_load
from models.forecasters import candidates
from models.forecasters.horizons import HORIZONS_WEEKS, QUANTILES
from models.forecasters.panel import KEYS
from models.one_rm import rep_load
from models.one_rm import trends as lift_trends
from models.one_rm.current_max import current_maxes
from models.outlook import current_ahead
from pipelines.champion.backtesting import read_panel
from pipelines.running.steps import newest_marts
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection, sql
from pipelines.warehouse.panel import add_panel

Array = npt.NDArray[np.float64]

MODEL: Final = "blend"
ALL_DAYS: Final = 100_000
TRUTH_DAYS: Final = 56
MOST_LOG: Final = 0.6
LIFT: Final = ["lifter", "exercise_id", "as_of"]
_Q10, _Q50, _Q90 = (QUANTILES.index(level) for level in (0.1, 0.5, 0.9))
SETS: Final = """
select
    sets.lifter, asked.as_of, sets.exercise_id, any_value(coalesce(exercises.family, 'general')) as family,
    any_value(sets.load_kind) as load_kind, (asked.as_of - sets.day)::integer as age_days, sets.reps,
    coalesce(sets.rir, 10 - sets.rpe) as rir, sets.set_kind = 'failure' as is_failure,
    max(sets.effective_load_kg) as load_kg,
from sets
inner join asked on sets.lifter = asked.lifter and sets.exercise_id = asked.exercise_id
left join exercises on sets.exercise_id = exercises.exercise_id
where
    sets.day > asked.as_of - 56 and sets.day <= asked.as_of and sets.set_kind <> 'warmup'
    and not sets.is_suspect and sets.reps > 0
group by all
"""
DAYS: Final = """
select
    daily_lifts.lifter, asked.as_of, daily_lifts.exercise_id, daily_lifts.day, daily_lifts.working_sets,
    (asked.as_of - daily_lifts.day)::integer as ago, lift_days.log_one_rm, lift_days.top_reps,
from daily_lifts
inner join (select distinct lifter, as_of from asked) as asked on daily_lifts.lifter = asked.lifter
left join lift_days
    on daily_lifts.lifter = lift_days.lifter and daily_lifts.exercise_id = lift_days.exercise_id
    and daily_lifts.day = lift_days.day
where daily_lifts.day > asked.as_of - 140 and daily_lifts.day <= asked.as_of
"""


def main() -> None:
    """Print one table after the other."""
    settings = Settings.from_environment()
    build = add_panel(settings, newest_marts(settings))
    with read.connect(settings, build) as con:
        if "--truth" in sys.argv:
            truth = Path(sys.argv[sys.argv.index("--truth") + 1])
            against_truth(con, pd.read_parquet(truth / "one_rm.parquet"))
            return
        name = next((word for word in sys.argv[1:] if not word.startswith("-")), MODEL)
        against_logs(con, read_panel(settings, build), name)


def current_then(con: Connection, asked: pd.DataFrame) -> pd.DataFrame:
    """Work out current 1RMs and trends as of past days: `asked` (lifter, exercise_id, as_of), and what was found."""
    con.register("asked", asked.assign(as_of=asked["as_of"].dt.date))
    sets, days = (con.execute(query).df().astype({"as_of": "datetime64[s]"}) for query in (SETS, DAYS))
    pairs = con.execute(sql("serving", "rep_pairs"), {"lifters": None, "days": ALL_DAYS}).df()
    con.unregister("asked")
    people = sets[["lifter", "as_of"]].drop_duplicates()
    people["then"] = people["lifter"] + "|" + people["as_of"].dt.strftime("%Y-%m-%d")
    sets, days, pairs = (
        frame.merge(people, on=["lifter", *(["as_of"] if "as_of" in frame else [])]) for frame in (sets, days, pairs)
    )
    pairs = pairs[pairs["heavy_day"] <= pairs["as_of"]]
    sets, days, pairs = (frame.assign(lifter=frame["then"]) for frame in (sets, days, pairs))
    trends = lift_trends.trends(lift_trends.judged_days(days.drop(columns=["as_of", "then"])))
    lifts = sets[LIFT].drop_duplicates().rename(columns={"as_of": "cutoff"})
    own = rep_load.own_shift(pairs, rep_load.usual_ratio(pairs, load_rep_load()), lifts)
    tested = pd.DataFrame({"lifter": "", "exercise_id": "", "age_days": 0, "load_kg": 0.0, "is_meet": False}, index=[])
    maxes, _ = current_maxes(sets.drop(columns=["as_of", "then"]), own, tested, trends)
    found = maxes.merge(trends[["lifter", "exercise_id", "trend"]], on=["lifter", "exercise_id"], how="left")
    found = found.rename(columns={"lifter": "then"}).merge(people, on="then")
    return found[[*LIFT, "now_kg", "now_se_kg", "trend"]]


def against_logs(con: Connection, panel: pd.DataFrame, name: str) -> None:
    """Hold forecasts of the current 1RM against current 1RMs worked out later."""
    best = candidates.forecasts_of((candidates.candidate(name),), panel)[name]
    rows = panel.assign(
        as_of=pd.to_datetime(panel["cutoff"]),
        **dict(zip(("q10", "q50", "q90"), best.T[[_Q10, _Q50, _Q90]], strict=True)),
    )
    rows["later"] = rows["as_of"] + pd.to_timedelta(7 * rows["horizon_weeks"], unit="D")
    both = pd.concat([rows[LIFT], rows[["lifter", "exercise_id", "later"]].rename(columns={"later": "as_of"})])
    found = current_then(con, both.drop_duplicates())
    rows = rows.merge(found, on=LIFT).merge(
        found[[*LIFT, "now_kg"]].rename(columns={"as_of": "later", "now_kg": "then_kg"}),
        on=["lifter", "exercise_id", "later"],
    )
    rows["change"] = np.log(rows["then_kg"] / rows["now_kg"])
    rows["gap"] = (rows["log_now"] - np.log(rows["now_kg"])).clip(
        -current_ahead.MOST_GAP_LOG, current_ahead.MOST_GAP_LOG
    )
    eight = rows[rows["horizon_weeks"] == 8].set_index(list(KEYS))["q50"]
    at_eight = eight.reindex(pd.MultiIndex.from_frame(rows[list(KEYS)])).to_numpy()
    rows["moved"] = np.where(rows["horizon_weeks"] == 4, at_eight, rows["q50"]) + current_ahead.GIVEN_BACK * rows["gap"]
    rows = rows[rows["moved"].notna() & (rows["change"].abs() <= MOST_LOG)]
    for weeks, part in rows.groupby("horizon_weeks"):
        print(by_horizon(int(str(weeks)), part))
    print("\nin 12 weeks, by the trend then (%): lifts, change of the current 1RM, and what was promised (%)")
    part = rows[rows["horizon_weeks"] == 12]
    promised = 100 * current_ahead.COMES_THROUGH[2] * part["moved"]
    cells = part.assign(promised=promised, change=100 * part["change"]).groupby(
        pd.cut(100 * part["trend"], [-100, -10, -4, 0, 4, 10, 20, 200]), observed=True
    )
    print(cells.agg(lifts=("change", "size"), change=("change", "mean"), promised=("promised", "mean")).round(1))
    print("\nnow against the best of the last 14 days (%), by how far that is above the best 6-10 weeks before (%)")
    part = rows[rows["horizon_weeks"] == HORIZONS_WEEKS[0]]
    above = 100 * (np.log(part["now_kg"]) - part["log_now"] - part["best_14"])
    steps = pd.cut(100 * (part["best_14"] - part["lag_6"]), [-200, -15, -10, -5, 5, 10, 200])
    print(above.groupby(steps, observed=True).agg(["size", "median", "mean"]).round(1))


def by_horizon(weeks: int, rows: pd.DataFrame) -> str:
    """Say, lifters counting alike, what part comes through, how wide the range should be, and how good it is."""
    weights = 1 / rows.groupby("lifter")["change"].transform("size").to_numpy()
    moved, change = rows["moved"].to_numpy(), rows["change"].to_numpy()
    through = np.average(moved * change, weights=weights) / np.average(moved**2, weights=weights)
    place = HORIZONS_WEEKS.index(weeks)
    missed = change - current_ahead.COMES_THROUGH[place] * moved
    side = np.where(missed < 0, rows["q50"] - rows["q10"], rows["q90"] - rows["q50"])
    order = np.argsort(np.abs(missed) / side)
    spread = (np.abs(missed) / side)[order][np.searchsorted(np.cumsum(weights[order]) / weights.sum(), 0.8)]
    unsure = 1.2816 * rows["now_se_kg"] / rows["now_kg"]
    inside = np.abs(missed) <= np.maximum(current_ahead.SPREAD[place] * side, unsure)
    covers, bias, error = (np.average(each, weights=weights) for each in (inside, missed, np.abs(missed)))
    still = np.average(np.abs(change), weights=weights)
    return (
        f"{weeks:2} weeks, {len(rows)} forecasts: comes through {through:.2f}, spread {spread:.2f}; as told: covers "
        f"{covers:.2f}, bias {100 * bias:+.1f} %, MAE {100 * error:.1f} % (no change {100 * still:.1f} %)"
    )


def against_truth(con: Connection, one_rm: pd.DataFrame) -> None:
    """Hold current 1RMs against true ones."""
    spans: Any = con.execute(
        "select lifter, exercise_id, min(day) as first, max(day) as last from daily_lifts group by all"
    ).df()
    last = spans.groupby("lifter")["last"].transform("max")
    asked = pd.concat(spans.assign(as_of=last - pd.Timedelta(days=TRUTH_DAYS * step)) for step in range(12))
    asked = asked[asked["as_of"] >= asked.groupby("lifter")["first"].transform("min") + pd.Timedelta(days=140)]
    found = current_then(con, asked[LIFT])
    truth = one_rm.assign(lifter=one_rm["lifter"].astype(str), log=np.log(one_rm["one_rm_kg"]))
    values = truth.set_index(["lifter", "exercise_id", "week"])["log"]

    def at(day: pd.Series) -> Array:
        monday = (day - pd.to_timedelta(day.dt.day_of_week, unit="D")).astype("datetime64[s]")
        return values.reindex(pd.MultiIndex.from_arrays([found["lifter"], found["exercise_id"], monday])).to_numpy()

    true, before = at(found["as_of"]), at(found["as_of"] - pd.Timedelta(weeks=8))
    missed = np.log(found["now_kg"]) - true
    inside = missed.abs() <= 1.2816 * found["now_se_kg"] / found["now_kg"]
    steps = pd.cut(100 * (true - before), [-100, -1, 1, 100], labels=["falling", "steady", "rising"])
    cells = pd.DataFrame({"bias": 100 * missed, "error": 100 * missed.abs(), "inside": 100 * inside}).groupby(
        steps, observed=True
    )
    print("current 1RM against the true one (%), by how the true one went in 8 weeks")
    print(cells.mean().assign(lifts=cells.size()).round(1))


if __name__ == "__main__":
    main()
