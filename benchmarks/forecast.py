"""Time learning and forecasting on the logs of an installation, beside statsforecast's AutoETS on the same series.

AutoETS runs in an environment of its own, made in a temporary folder and left out where it cannot be installed.

Usage: LIFTCAST_HOME=folder python benchmarks/forecast.py [lifts] (default 10,000)
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from in_parts import AT_A_TIME, peak_memory_mb, timed
from style_forecasts import invented

from models.forecasters import candidates
from models.forecasters.ahead import forecast_at
from models.forecasters.panel import training_panel
from models.one_rm.current_max import current_maxes
from models.outlook import styles
from models.outlook.lifts import throughout
from models.response.parameters import draw_parameters
from models.response.phases import Phases
from models.training.style import STYLES
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts
from pipelines.warehouse.database import sql
from pipelines.warehouse.panel import add_panel

Array = npt.NDArray[np.float64]

HORIZONS = (4, 8, 12, 16, 26, 39, 52)
DAYS = 12
VENV_SECONDS = 600
AUTO_ETS = """
import sys, time
import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import AutoETS
weekly = pd.read_csv(sys.argv[1], parse_dates=["ds"])
model = StatsForecast(models=[AutoETS(season_length=1)], freq="W-MON", n_jobs=1)
model.forecast(df=weekly[weekly["unique_id"] < 3], h=4, level=[80, 90])
began = time.monotonic()
model.fit(df=weekly)
fitted = time.monotonic()
model.predict(h=52, level=[80, 90])
print(f"{fitted - began:.2f} {time.monotonic() - fitted:.2f}")
"""


def learn(panel: pd.DataFrame) -> Callable[[pd.DataFrame], Array]:
    """Fit each model that learns and print what it took; give the blend's forecasts."""
    series = len(panel[["lifter", "exercise_id"]].drop_duplicates())
    y, lifters = panel["y"].to_numpy(dtype=float), panel["lifter"].to_numpy(dtype=str)
    for name in ("linear", "network", "boosted", "blend"):
        began = time.monotonic()
        model = candidates.candidate(name).make().fit(panel, y, lifters)
        seconds = time.monotonic() - began
        print(f"{name} fitted, {series} series, {len(panel)} rows: {seconds:.1f} s, {series / seconds:.0f} series/s")
    predict: Callable[[pd.DataFrame], Array] = model.predict
    return predict


def forecast(predict: Callable[[pd.DataFrame], Array], features: pd.DataFrame, lifts: int) -> float:
    """Forecast so many lifts at all horizons, as now and under each style; give the seconds it took."""
    trained = invented(lifts)
    p = draw_parameters(styles.DRAWS, 1)
    weights = styles.quantile_weights(styles.even_probabilities(styles.DRAWS, 2))
    places = np.arange(lifts) % len(features)

    def some(start: int) -> int:
        rows = slice(start, start + AT_A_TIME)
        as_now = forecast_at(predict, features.iloc[places[rows]], HORIZONS)
        own = trained.rows(rows)
        phases = Phases(own.now, own.traits, p, plans=own.weeks)
        drawn = (phases.differences(throughout(name), np.array(HORIZONS, dtype=float))[0] for name in STYLES)
        styled = [styles.add_difference(as_now, draws, weights) for draws in drawn]
        return len(as_now) + sum(map(len, styled))

    made, seconds, peak_mb = timed(some, lifts)
    print(
        f"{lifts} lifts, {made // lifts} styles, {len(HORIZONS)} horizons: {seconds:.1f} s, "
        f"{lifts / seconds:.0f} lifts/s, peak memory so far {peak_mb:.0f} MB"
    )
    return seconds


def say_now(lifts: int) -> None:
    """Estimate the current 1RM of so many lifts, 12 days with two kinds of sets each."""
    rng = np.random.default_rng(3)
    rows = np.repeat(np.arange(lifts), DAYS * 2)
    sets = pd.DataFrame(
        {
            "lifter": np.char.add("lifter ", (rows // 10).astype(str)),
            "exercise_id": np.char.add("lift ", (rows % 10).astype(str)),
            "family": "general",
            "load_kind": "external",
            "age_days": np.tile(np.repeat(np.arange(DAYS) * 4.0, 2), lifts),
            "load_kg": 100 * np.exp(rng.normal(0, 0.05, len(rows))),
            "reps": rng.integers(1, 13, len(rows)).astype(float),
            "rir": np.nan,
            "is_failure": False,
        }
    )
    own = pd.DataFrame(columns=["lifter", "exercise_id", "shift_log"]).astype({"shift_log": float})
    tested = own.rename(columns={"shift_log": "load_kg"}).assign(age_days=0.0, is_meet=False)
    trends = sets[["lifter", "exercise_id"]].drop_duplicates().assign(trend=0.02, trend_sd=0.02)
    began = time.monotonic()
    made = sum(
        len(current_maxes(sets.iloc[start : start + 2 * DAYS * AT_A_TIME], own, tested, trends)[0])
        for start in range(0, len(sets), 2 * DAYS * AT_A_TIME)
    )
    seconds = time.monotonic() - began
    print(
        f"1RM now of {made} lifts: {seconds:.1f} s, {made / seconds:.0f} lifts/s, "
        f"peak memory so far {peak_memory_mb():.0f} MB"
    )


def weekly_bests(days: pd.DataFrame, panel: pd.DataFrame) -> pd.DataFrame:
    """Weekly best (ln) of each scored series, weeks without training carried on."""
    keys = ["lifter", "exercise_id"]
    scored = panel[keys].drop_duplicates().reset_index(drop=True).rename_axis("unique_id").reset_index()
    kept = days[days["is_kept"]].merge(scored, on=keys)
    kept["ds"] = pd.to_datetime(kept["day"])
    by_series = kept.set_index("ds").groupby("unique_id")["log_epley"]
    weekly = by_series.resample("W-MON", label="left", closed="left").max().groupby("unique_id").ffill()
    return weekly.rename("y").reset_index()


def auto_ets(weekly: pd.DataFrame) -> str:
    """Time AutoETS on the series in an environment of its own, or say why not."""
    with tempfile.TemporaryDirectory() as folder:
        python, table = Path(folder) / "env" / "bin" / "python", Path(folder) / "weekly.csv"
        weekly.to_csv(table, index=False)
        steps = (
            [sys.executable, "-m", "venv", str(python.parent.parent)],
            [str(python), "-m", "pip", "install", "--quiet", "statsforecast"],
            [str(python), "-c", AUTO_ETS, str(table)],
        )
        for step in steps:
            try:
                done = subprocess.run(step, capture_output=True, text=True, timeout=VENV_SECONDS, check=True)
            except (OSError, subprocess.SubprocessError) as error:
                said = str(getattr(error, "stderr", "") or error).strip().splitlines()[-1]
                return f"AutoETS left out: {' '.join(step[1:4])} failed ({said[:200]})"
        fitting, forecasting = (float(seconds) for seconds in done.stdout.split()[-2:])
        count = weekly["unique_id"].nunique()
        rates = f"{count / fitting:.0f} series/s to fit, {count / forecasting:.0f} to forecast"
        return f"AutoETS, {count} series, one core: {fitting:.1f} + {forecasting:.1f} s, {rates}"


def main() -> None:
    """Print what learning, forecasting at two sizes, and AutoETS take."""
    lifts = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    settings = Settings.from_environment()
    with read.connect(settings, add_panel(settings, build_marts(settings))) as con:
        features = con.execute(sql("training", "features")).df()
        panel = training_panel(features, con.execute(sql("training", "targets")).df())
        days = con.table("lift_days").df()
    predict = learn(panel)
    for count in (lifts // 10, lifts):
        forecast(predict, features, count)
    say_now(lifts)
    print(auto_ets(weekly_bests(days, panel)))


if __name__ == "__main__":
    main()
