"""Forecasts and advice: a marts build and the champion go in, a full build comes out."""

import hashlib
import json
from typing import Final

import pandas as pd

from models import serving
from models.forecasters.upkeep.home_stretch import stretching
from models.forecasters.upkeep.own_errors import adapting
from models.one_rm.rep_load import PAIRS_DAYS
from pipelines.champion.registry import Champion, champion_version, load_champion
from pipelines.files.code import digest_of_code
from pipelines.progress import Progress, Silent
from pipelines.serving import home_calibration
from pipelines.serving.live_accuracy import add_live_accuracy
from pipelines.serving.looking_back import look_back
from pipelines.serving.past import read_past
from pipelines.settings import Settings
from pipelines.warehouse import rules
from pipelines.warehouse.database import Connection, sql
from pipelines.warehouse.inputs import renew_runs
from pipelines.warehouse.panel import add_panel, panel_digest
from pipelines.warehouse.publish import Build, find_build, new_build_from
from pipelines.warehouse.read import made_on

LIFTERS_AT_A_TIME: Final = 100
MADE_OF: Final = (
    "pipelines/warehouse/sql/serving/**/*.sql",
    *rules.FILES,
    "data/evidence/*.csv",
    "data/population/*",
)
"""What forecasts and advice are made by, besides code, marts and champion."""

JSON_COLUMNS: Final = ("plan", "expected", "next_block", "reasons", "evidence", "facts", "alternatives")


def forecasts_key(settings: Settings, marts_key: str) -> str:
    """Key of the full build made of these marts, the champion and the home's calibration in force, and this code.

    Parameters
    ----------
    settings : Settings
    marts_key : str

    Returns
    -------
    str
        Hexadecimal digest.
    """
    code = digest_of_code(__name__, files=MADE_OF)
    model = f"{champion_version(settings)} {home_calibration.read_calibration(settings).version}"
    return hashlib.sha256(f"{marts_key}\n{panel_digest()}\n{model}\n{code}\n".encode()).hexdigest()


def add_forecasts(settings: Settings, build: Build, *, progress: Progress | None = None) -> Build:
    """Add forecasts, advice and scores to a marts build, or find the full build already made of just that.

    Parameters
    ----------
    settings : Settings
    build : Build
        Of kind `marts`; not changed.
    progress : Progress, optional
        Told of each bucket of lifters.

    Returns
    -------
    Build
        Of kind `full`; not yet in force.

    Raises
    ------
    CheckError
        The new build breaks one of its own rules; nothing is left behind.
    """
    key = forecasts_key(settings, build.key)
    made = find_build(settings, key)
    if made is not None:
        return made
    with new_build_from(settings, add_panel(settings, build, progress=progress), key) as con:
        _serve_all(con, settings, progress or Silent())
        look_back(con, settings)
        add_live_accuracy(con)
        renew_runs(con, settings)
    finished = find_build(settings, key)
    if finished is None:
        raise AssertionError(f"{settings.builds}: the build {key[:12]} was finished but cannot be found")
    return finished


def _serve_all(con: Connection, settings: Settings, progress: Progress) -> None:
    """Forecast and advise every lifter of a build being made, some buckets at a time."""
    estimator, champion = load_champion(settings)
    calibration = home_calibration.read_calibration(settings)
    _insert(con, "home_calibration", home_calibration.as_rows(calibration))
    batches = _batches(con)
    muscles = con.execute(sql("serving", "exercise_muscles")).df()
    today = made_on(con)
    with progress.step("Forecasting", total=sum(map(len, batches))) as advance:
        for buckets in batches:
            for tables in read_tables(con, buckets, muscles).groups(LIFTERS_AT_A_TIME):
                own = adapting(estimator.predict, read_past(con, list(tables.lifters["lifter"])))
                predict = stretching(own, calibration.by_horizon())
                _write(con, serving.serve(tables, predict, today=today), champion)
            advance(len(buckets))
    _write_champion(con, champion)


def _batches(con: Connection) -> list[list[int]]:
    """Put small buckets together, so that few lifters cost few queries."""
    batches: list[list[int]] = [[]]
    held = 0
    for bucket, lifters in con.execute(sql("serving", "buckets")).fetchall():
        if batches[-1] and held + lifters > LIFTERS_AT_A_TIME:
            batches.append([])
            held = 0
        batches[-1].append(int(bucket))
        held += lifters
    return batches


def read_tables(con: Connection, buckets: list[int], muscles: pd.DataFrame) -> serving.Tables:
    """Read what is needed of some buckets of lifters; `muscles` is the answer to `sql/serving/exercise_muscles.sql`."""
    rules.define(con)
    names = {
        "lifters": "lifters",
        "lift_weeks": "lift_weeks",
        "features": "serving_features",
        "history": "lift_history",
    }
    names |= {"weeks": "training_weeks", "bests": "bests", "recent_sets": "recent_sets", "tests": "tests"}
    names |= {"recent_days": "recent_days", "sides": "sides", "history": "lift_history"}
    names["measurements"] = "measurements"
    frames = {part: con.execute(sql("serving", name), {"buckets": buckets}).df() for part, name in names.items()}
    pairs = con.execute(sql("serving", "rep_pairs"), {"buckets": buckets, "days": PAIRS_DAYS}).df()
    frames["rep_pairs"] = pairs
    return serving.Tables(muscles=muscles, **frames)


def _write(con: Connection, frames: dict[str, pd.DataFrame], champion: Champion) -> None:
    """Add each frame's rows to the table of its name."""
    for table, rows in frames.items():
        if rows.empty:
            continue
        frame = rows.copy()
        if table == "forecasts":
            frame["model"], frame["model_version"] = champion.name, champion.version
        for column in JSON_COLUMNS:
            if column in frame:
                frame[column] = [json.dumps(value, ensure_ascii=False) for value in frame[column]]
        _insert(con, table, frame)


def _insert(con: Connection, table: str, frame: pd.DataFrame) -> None:
    """Insert a frame's columns by name, in bulk."""
    con.register("frame", frame)
    con.execute(f"insert into {table} by name select * from frame")  # noqa: S608 (our own table names)
    con.unregister("frame")


def _write_champion(con: Connection, champion: Champion) -> None:
    """Note which model was in force and what its last backtest measured."""
    con.execute("update builds_meta set model = ?, model_version = ?", [champion.name, champion.version])
    for table, rows in (("scores", champion.scores), ("calibration", champion.calibration)):
        if rows:
            _insert(con, table, pd.DataFrame(rows))
