"""How often alerts are true: plateaus and easy weeks due on simulated lifters, false alarms on real logs.

On simulated lifters the true 1RM and the true fatigue are known. Each alert is asked for every four weeks of every log,
beside a fixed rule: no record of the lift in four weeks. On real logs the same replay counts the alerts by lifter and
month, and how many were contradicted: a record followed within four weeks. Trends said are held against plain lines
through the same days, and against where the lift was in the four weeks that follow.

Usage: LIFTCAST_HOME=folder python benchmarks/alerts.py [--truth folder of `liftcast simulate`]
"""

import sys
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from models.alerts import easy_week, plateau_and_decline
from models.definitions import Z90
from models.one_rm import trends as lift_trends
from pipelines.running.steps import newest_marts
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.panel import add_panel

EVERY_DAYS: Final = 28
FIRST_DAYS: Final = 112
RULE_DAYS: Final = 28
TRUE_WEEKS: Final = 12
TIRED: Final = (1.25, 1.4)
QUERY: Final = """
select
    daily_lifts.lifter, daily_lifts.exercise_id, daily_lifts.day, daily_lifts.working_sets,
    lift_days.log_one_rm, lift_days.top_reps,
from daily_lifts left join lift_days using (lifter, exercise_id, day)
order by all
"""


def main() -> None:
    """Replay, and print what was found."""
    settings = Settings.from_environment()
    with read.connect(settings, add_panel(settings, newest_marts(settings))) as con:
        days = con.execute(QUERY).df()
    replayed = replay(days)
    if "--truth" in sys.argv:
        truth = Path(sys.argv[sys.argv.index("--truth") + 1])
        plateaus(*replayed, days, pd.read_parquet(truth / "one_rm.parquet"))
        easy_weeks_due(*replayed, days, pd.read_parquet(truth / "weeks.parquet"))
    else:
        real(*replayed, days)


def replay(days: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Judge every lifter's lifts and loads as of every fourth week of the log.

    Returns
    -------
    trends, loads : DataFrame
        As the alerts see them, with `who` and `as_of`.
    """
    days = days.assign(day=pd.to_datetime(days["day"]))
    span = days.groupby("lifter")["day"].agg(["min", "max"])
    trends, loads = [], []
    for step in range(int((span["max"] - span["min"]).max().days // EVERY_DAYS)):
        as_of = span["max"] - pd.Timedelta(days=EVERY_DAYS * step)
        as_of = as_of[as_of >= span["min"] + pd.Timedelta(days=FIRST_DAYS)]
        if as_of.empty:
            break
        window = days[days["lifter"].isin(as_of.index)]
        window = window.assign(ago=(window["lifter"].map(as_of) - window["day"]).dt.days)
        window = window[(window["ago"] >= 0) & (window["ago"] < lift_trends.WINDOW_DAYS)]
        window = window[window.groupby("lifter")["ago"].transform("min") < easy_week.ACUTE_DAYS]
        if window.empty:
            continue
        judged = lift_trends.judged_days(window)
        said = lift_trends.trends(judged).merge(plain_lines(judged), on=["lifter", "exercise_id"])
        for found, table in ((trends, said), (loads, easy_week.loads(window, judged))):
            found.append(table.assign(who=table["lifter"], as_of=table["lifter"].map(as_of)))
    return pd.concat(trends, ignore_index=True), pd.concat(loads, ignore_index=True)


def plain_lines(judged: pd.DataFrame) -> pd.DataFrame:
    """Fit a line by least squares through each lift's judged days: level, mean age in days, slope and its error."""
    kept = judged[judged["is_judged"]]
    keys = [kept["lifter"], kept["exercise_id"]]
    x, y = -kept["ago"] / lift_trends.UNIT_DAYS, kept["log_one_rm"]
    dx, dy = (part - part.groupby(keys).transform("mean") for part in (x, y))
    sums = pd.DataFrame({"xx": dx**2, "xy": dx * dy, "yy": dy**2, "days": 1.0}).groupby(keys).sum()
    slope = sums["xy"] / sums["xx"]
    left = (sums["yy"] - slope * sums["xy"]).clip(lower=0) / (sums["days"] - 2).clip(lower=1)
    means = pd.DataFrame({"level": y, "ago": kept["ago"]}).groupby(keys).mean()
    return means.assign(slope=slope, slope_se=np.sqrt(left / sums["xx"])).reset_index()


def is_told(trends: pd.DataFrame, least: float = plateau_and_decline.STALLED) -> pd.Series:
    """Say which rows would be told as a plateau or a decline, three of each per lifter and day left aside."""
    return trends["is_enough"] & (trends["p_not_rising"] >= least)


def without_record(trends: pd.DataFrame, days: pd.DataFrame) -> pd.Series:
    """Apply the fixed rule: the best of the last four weeks is not above all before."""
    ordered = days[days["log_one_rm"].notna()].sort_values(["lifter", "exercise_id", "day"])
    lift = ordered.groupby(["lifter", "exercise_id"])["log_one_rm"]
    ordered = ordered[ordered["log_one_rm"] > lift.transform(lambda values: values.cummax().shift())]
    records = ordered[["lifter", "exercise_id", "day"]].assign(record=pd.to_datetime(ordered["day"]))
    left = trends[["lifter", "exercise_id", "as_of"]].reset_index().sort_values("as_of")
    joined = pd.merge_asof(
        left.assign(as_of=left["as_of"].astype("datetime64[us]")),
        records.assign(day=records["record"].astype("datetime64[us]")).sort_values("day"),
        left_on="as_of",
        right_on="day",
        by=["lifter", "exercise_id"],
    ).set_index("index")
    return ~((joined["as_of"] - joined["record"]).dt.days < RULE_DAYS).reindex(trends.index)


def plateaus(trends: pd.DataFrame, _loads: pd.DataFrame, days: pd.DataFrame, one_rm: pd.DataFrame) -> None:
    """Hold plateaus told against the true change of the last twelve weeks."""
    truth = one_rm.assign(lifter=one_rm["lifter"].astype(str), log=np.log(one_rm["one_rm_kg"]))
    values = truth.set_index(["lifter", "exercise_id", "week"])["log"]

    def at(day: pd.Series) -> np.ndarray:
        monday = (day - pd.to_timedelta(day.dt.day_of_week, unit="D")).astype("datetime64[s]")
        keys = pd.MultiIndex.from_arrays([trends["lifter"], trends["exercise_id"], monday])
        return values.reindex(keys).to_numpy()

    change = at(trends["as_of"]) - at(trends["as_of"] - pd.Timedelta(weeks=TRUE_WEEKS))
    rule = without_record(trends, days).to_numpy(bool)
    known = np.isfinite(change) & trends["is_enough"].to_numpy(bool)
    told, sure = (
        is_told(trends, least).to_numpy(bool) for least in (plateau_and_decline.STALLED, plateau_and_decline.SURE)
    )
    print(f"{known.sum()} lifts and days of {trends['lifter'].nunique()} simulated lifters")
    for limit in (0.0, 0.01):
        is_true = change <= limit
        print(f"truth: true 1RM rose by at most {limit:.0%} in {TRUE_WEEKS} weeks ({is_true[known].mean():.3f} of all)")
        for name, said in (("plateau or decline", told), ("the surer ones", sure), ("no record in 4 weeks", rule)):
            print(f"  {name:<22}{_scores(said[known], is_true[known])}")
    miss = (change - trends["trend"].to_numpy()) / trends["trend_sd"].to_numpy()
    within = np.mean(np.abs(miss[known]) < Z90)
    print(f"  misses over what was said: mean {miss[known].mean():.2f}, SD {miss[known].std():.2f}; 80 %: {within:.2f}")
    steps = np.round(trends["p_not_rising"].to_numpy()[known] * 10) / 10
    for step in np.unique(steps):
        rows = steps == step
        true = np.mean(change[known][rows] <= lift_trends.LEAST_RISE_LOG)
        print(f"  said {step:.1f}: {true:.2f} of {rows.sum()}")


def easy_weeks_due(trends: pd.DataFrame, loads: pd.DataFrame, days: pd.DataFrame, weeks: pd.DataFrame) -> None:
    """Hold easy weeks said to be due against the true fatigue of that week over the lifter's usual."""
    weeks = weeks.assign(lifter=weeks["lifter"].astype(str)).sort_values(["lifter", "week"])
    usual = weeks.groupby("lifter")["fatigue"].transform(lambda week: week.shift().rolling(26, min_periods=8).median())
    ratio = (weeks["fatigue"] / usual).set_axis(pd.MultiIndex.from_frame(weeks[["lifter", "week"]]))
    monday = loads["as_of"] - pd.to_timedelta(loads["as_of"].dt.day_of_week, unit="D")
    true = ratio.reindex(pd.MultiIndex.from_arrays([loads["lifter"], monday.astype("datetime64[s]")])).to_numpy()
    known = np.isfinite(true) & np.isfinite(loads["ratio"].to_numpy())
    told = ((loads["ratio"] >= easy_week.DUE) & (loads["easy_days"] == 0)).to_numpy(bool)
    stale = trends[["lifter", "as_of"]].assign(stale=without_record(trends, days)).groupby(["lifter", "as_of"]).all()
    rule = loads[["lifter", "as_of"]].merge(stale.reset_index(), how="left")["stale"].eq(other=True).to_numpy(bool)
    print(f"{known.sum()} weeks of {loads['lifter'].nunique()} simulated lifters")
    for limit in TIRED:
        is_true = true >= limit
        print(f"truth: fatigue at least {limit} times the usual ({is_true[known].mean():.3f} of all)")
        for name, said in (("easy week due", told), ("no record in 4 weeks", rule)):
            print(f"  {name:<22}{_scores(said[known], is_true[known])}")


def real(trends: pd.DataFrame, loads: pd.DataFrame, days: pd.DataFrame) -> None:
    """Count alerts by lifter and month, and the false ones: followed by a record within four weeks."""
    enough = trends["is_enough"].to_numpy(bool)
    months = len(loads[["lifter", "as_of"]].drop_duplicates()) * EVERY_DAYS / 30.44
    later = trends.assign(as_of=trends["as_of"] + pd.Timedelta(days=RULE_DAYS))
    record = ~without_record(later, days).to_numpy(bool)
    logged = later["as_of"] <= later["lifter"].map(pd.to_datetime(days["day"]).groupby(days["lifter"]).max())
    known = enough & logged.to_numpy(bool)
    print(f"{trends['lifter'].nunique()} lifters, {months:.0f} lifter-months, {enough.sum()} lifts judged")
    print(f"  a record in the next four weeks: {record[known].mean():.2f} of all lifts judged")
    told = is_told(trends).to_numpy(bool)
    rule = without_record(trends, days).to_numpy(bool) & enough
    for name, said in (("plateau or decline", told), ("no record in 4 weeks", rule)):
        false = record[said & known].mean()
        print(
            f"  {name:<22}{said.sum() / months:.2f} a lifter and month; a record followed in {false:.2f} of "
            f"{(said & known).sum()}: {false * said.sum() / months:.3f} false alarms a lifter and month"
        )
    held_against_days(trends[enough], days)
    due = (loads["ratio"] >= easy_week.DUE) & (loads["easy_days"] == 0)
    signs = due & (loads["form"] + Z90 * loads["form_sd"] < 0)
    print(f"  {'easy week due':<22}{due.sum() / months:.2f} a lifter and month, overreaching in {signs.mean():.3f}")


def held_against_days(trends: pd.DataFrame, days: pd.DataFrame) -> None:
    """Hold trends said against plain lines through the same days, and against the four weeks that follow."""
    away = Z90 * trends["trend_sd"]
    beyond = (trends["slope"] - trends["trend"]).abs() - away
    print(f"  plain slopes outside what is said to hold 8 in 10: {(beyond > 0).mean():.2f}, by more than")
    print(f"  two of their own standard errors: {(beyond > 2 * trends['slope_se']).mean():.2f}")
    later = trends[["lifter", "exercise_id", "as_of", "trend", "slope", "level", "ago"]].merge(
        days[["lifter", "exercise_id", "day", "log_one_rm"]].dropna(), on=["lifter", "exercise_id"]
    )
    later["ahead"] = (pd.to_datetime(later["day"]) - later["as_of"]).dt.days
    later = later[(later["ahead"] > 0) & (later["ahead"] <= RULE_DAYS)]
    each = later.groupby(["lifter", "exercise_id", "as_of"]).mean(numeric_only=True)
    spans = (each["ahead"] + each["ago"]) / lift_trends.UNIT_DAYS
    went = each["log_one_rm"] - each["level"]
    for name in ("trend", "slope"):
        said = each[name] * spans
        goes_on = np.polyfit(said, went, 1)[0]
        error = (went - said).abs().mean()
        print(f"  of the {name:<6}{goes_on:.2f} goes on in {len(each)} next four weeks, which it misses by {error:.3f}")


def _scores(said: np.ndarray, true: np.ndarray) -> str:
    """Say precision and recall."""
    return f"told {said.mean():.3f}, precision {true[said].mean():.2f}, recall {said[true].mean():.2f}"


if __name__ == "__main__":
    main()
