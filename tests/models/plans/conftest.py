"""What a build of all real logs holds, read once."""

import csv
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pytest

from models.one_rm import now
from models.outlook.current_ahead import CurrentAhead, Predict, forecast_current
from models.tables import Tables
from pipelines.champion.registry import load_champion
from pipelines.landing.ingest import ingest
from pipelines.serving.forecast import read_tables
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts
from pipelines.warehouse.database import sql
from pipelines.warehouse.panel import add_panel


@dataclass(frozen=True, kw_only=True)
class OfLogs:
    """Tables of all lifters, what forecasts them, their 1RMs and forecasts as now, and the day of the newest log."""

    tables: Tables
    predict: Predict
    maxes: pd.DataFrame
    ahead: CurrentAhead
    today: date


@pytest.fixture(scope="session")
def of_logs(logs, tmp_path_factory):
    with (logs / "MANIFEST.csv").open(newline="") as file:
        files = [row for row in csv.DictReader(file) if "export" in row["kind"] and not row["app"].startswith("body")]
    settings = Settings(home=tmp_path_factory.mktemp("logs"), threads=2)
    for lifter in sorted({row["lifter"] for row in files}):
        ingest(settings, paths=[logs / row["file"] for row in files if row["lifter"] == lifter], lifter=lifter)
    with read.connect(settings, add_panel(settings, build_marts(settings))) as con:
        tables = read_tables(con, list(range(64)), con.execute(sql("serving", "exercise_muscles")).df())
    estimator, _ = load_champion(settings)
    maxes, _ = now.current(tables)
    ahead, _, _ = forecast_current(tables, estimator.predict, maxes)
    last = pd.Timestamp(np.max(tables.lifters["last_day"])).date()
    return OfLogs(tables=tables, predict=estimator.predict, maxes=maxes, ahead=ahead, today=last)
