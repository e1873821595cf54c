"""Measure how much MLflow keeps of one training after another: runs, versions, and bytes of database and files.

Every training fits the cheapest candidate on the same made-up lifters and is put in force, which keeps most; the
backtest, which MLflow has no part in, is made once.
"""

import argparse
import csv
import sys
import tempfile
from pathlib import Path
from unittest import mock

from models.forecasters import candidates
from pipelines.champion import training
from pipelines.champion.backtesting import forecast_all, read_panel
from pipelines.champion.gate import Decision
from pipelines.champion.tracking import tracking
from pipelines.running import steps
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate
from pipelines.warehouse.build import build_marts

CHEAP = ("no_change", "shipped", "linear")


def kilobytes(folder: Path) -> int:
    """Size of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1000


def main() -> None:
    """Print a row per training."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trainings", type=int, default=30)
    wanted = parser.parse_args().trainings
    candidates.CANDIDATES = tuple(one for one in candidates.CANDIDATES if one.name in CHEAP)  # type: ignore[misc]
    table = csv.writer(sys.stdout)
    table.writerow(["training", "in_force", "runs", "versions", "database_kb", "files_kb"])
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder) / "var")
        simulate(lifters=6, seed=5, out=settings.inbox, weeks=60, truth=False)
        steps.ingest_step(settings)
        build = build_marts(settings)
        forecasts = forecast_all(read_panel(settings, build), candidates.CANDIDATES)
        for number in range(1, wanted + 1):
            with (
                mock.patch.object(training, "forecast_all", return_value=forecasts),
                mock.patch.object(training, "decide", return_value=Decision(winner="linear", sentence="Measured.")),
            ):
                report = training.train(settings, build, force=True)
            with tracking(settings) as tracker:
                runs = len(tracker.client.search_runs([tracker.experiment], max_results=5000))
                versions = len(tracker.versions())
            database = (settings.home / "mlflow.db").stat().st_size // 1000
            table.writerow([number, report.version, runs, versions, database, kilobytes(settings.home / "artifacts")])
            sys.stdout.flush()


if __name__ == "__main__":
    main()
