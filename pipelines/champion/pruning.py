"""What MLflow keeps of a home, and for how long: the rest is deleted for good, rows and files.

Kept are the version in force, the one before it, the last `VERSIONS` that were in force within the last `YEAR_DAYS`,
every version that bears an alias, and the last `TRAININGS` trainings. Runs that are not ours are left alone.
"""

import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, Final

from pipelines.champion import reigns
from pipelines.champion.registry import MODEL
from pipelines.champion.tracking import Tracker

YEAR_DAYS: Final = 365
VERSIONS: Final = 12
TRAININGS: Final = 12
PAGE: Final = 1000
OURS: Final = "tags.decision != ''"
PARENT: Final = "mlflow.parentRunId"

SQL: Final = Path(__file__).parent / "sql" / "left_behind.sql"


def prune(tracker: Tracker) -> int:
    """Delete what is not kept.

    Returns
    -------
    int
        How many trainings went.
    """
    runs = _our_runs(tracker)
    versions = tracker.versions()
    kept_versions = _kept_versions(tracker, versions)
    of_versions = {one.run_id for one in versions if str(one.version) in kept_versions}
    parents = [run for run in runs if PARENT not in run.data.tags]
    newest = [run.info.run_id for run in parents if run.data.tags.get("kind") == "training"][:TRAININGS]
    kept = of_versions | set(newest)
    gone = [run for run in runs if not kept & {run.info.run_id, run.data.tags.get(PARENT)}]
    if not gone:
        return 0
    gone_runs = {run.info.run_id for run in gone}
    models = [one.model_id for one in tracker.logged_models() if one.source_run_id in gone_runs]
    for one in versions:
        if one.run_id in gone_runs:
            tracker.client.delete_model_version(MODEL, str(one.version))
    for model in models:
        tracker.client.delete_logged_model(model)
    for run in gone_runs:
        tracker.client.delete_run(run)
    _collect(gone_runs, models)
    _sweep(tracker, [*gone_runs, *(f"models/{model}" for model in models)])
    return sum(run in parents for run in gone)


def _kept_versions(tracker: Tracker, versions: list[Any]) -> set[str]:
    """Versions that stay, however old their training is."""
    ruled = tracker.reigned()
    there = {str(one.version) for one in versions}
    earlier = [version for version in reigns.before(ruled) if version in there]
    recent = [version for version in reigns.ruled_since(ruled, YEAR_DAYS) if version in there]
    return {*tracker.aliased(), *earlier[:1], *recent[:VERSIONS]}


def _our_runs(tracker: Tracker) -> list[Any]:
    """All runs that trainings made, the newest first."""
    found: list[Any] = []
    token = None
    while True:
        page = tracker.client.search_runs(
            [tracker.experiment], OURS, max_results=PAGE, order_by=["start_time DESC"], page_token=token
        )
        found += page
        token = page.token
        if not token:
            return found


def _collect(runs: Iterable[str], models: Iterable[str]) -> None:
    """Let MLflow delete for good what it has marked as deleted, with its files."""
    from mlflow.cli import gc  # noqa: PLC0415 (a second to import: only when there is something to delete)

    words = ["--run-ids", ",".join(runs)]
    if models:
        words += ["--logged-model-ids", ",".join(models)]
    with redirect_stdout(StringIO()):  # it tells of each
        gc.main(words, standalone_mode=False)


def _sweep(tracker: Tracker, folders: Iterable[str]) -> None:
    """Take away the rows and empty folders that are left."""
    database, artifacts = tracker.places()
    with closing(sqlite3.connect(database)) as con, con:
        for statement in SQL.read_text(encoding="utf-8").split(";"):
            con.execute(statement, {"model": MODEL})
    for name in folders:
        folder = artifacts / name
        if folder.is_dir() and not any(path.is_file() for path in folder.rglob("*")):
            shutil.rmtree(folder)
