"""Forecasts and advice: a marts build and the champion go in, a full build comes out."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

import pandas as pd

from data.catalogue import load_muscles
from models import serving
from models.forecasters.upkeep.home_stretch import stretching
from models.forecasters.upkeep.own_errors import adapting
from models.one_rm.rep_load import PAIRS_DAYS
from pipelines.champion.registry import Champion, load_or_shipped
from pipelines.progress import Progress, Silent
from pipelines.serving import home_calibration
from pipelines.serving.lifter_keys import key_of_all, lifter_keys, told_of_today
from pipelines.serving.live_accuracy import add_live_accuracy
from pipelines.serving.looking_back import look_back
from pipelines.serving.past import read_past
from pipelines.serving.reuse import take_over
from pipelines.settings import Settings
from pipelines.warehouse import read, rules
from pipelines.warehouse.database import Connection, sql
from pipelines.warehouse.inputs import renew_runs
from pipelines.warehouse.panel import add_panel
from pipelines.warehouse.publish import Build, find_build, new_build_from, unfinished_builds

LIFTERS_AT_A_TIME: Final = 100

JSON_COLUMNS: Final = ("plan", "expected", "next_block", "reasons", "evidence", "facts", "alternatives")


def forecasts_key(settings: Settings, build: Build) -> str:
    """Key of the full build made of these marts, the champion and calibration in force and this code, on this day.

    Parameters
    ----------
    settings : Settings
    build : Build
        Of kind `marts`, or made of one.

    Returns
    -------
    str
        Hexadecimal digest.
    """
    with read.connect(settings, build) as con:
        of_today = told_of_today(con, _today())
    return hashlib.sha256(f"{build.key}\n{key_of_all(settings)}\n{of_today}\n".encode()).hexdigest()


def add_forecasts(settings: Settings, build: Build, *, progress: Progress | None = None) -> Build:
    """Add forecasts, advice and scores to a marts build, or find the full build already made of just that.

    Lifters of whom nothing changed keep what an earlier build says of them.

    Parameters
    ----------
    settings : Settings
    build : Build
        Of kind `marts`; not changed.
    progress : Progress, optional
        Told of lifters.

    Returns
    -------
    Build
        Of kind `full`; not yet in force.

    Raises
    ------
    CheckError
        The new build breaks one of its own rules; nothing is left behind.
    """
    key = forecasts_key(settings, build)
    made = find_build(settings, key)
    if made is not None:
        return made
    panel, unfinished = add_panel(settings, build, progress=progress), unfinished_builds(settings)
    with new_build_from(settings, panel, key, outlives=True) as con:
        keys = lifter_keys(con, settings, _today())
        done = take_over(con, settings, keys, unfinished)
        _serve({lifter: key for lifter, key in keys.items() if lifter not in done}, con, settings, progress or Silent())
        look_back(con, settings)
        add_live_accuracy(con)
        renew_runs(con, settings)
    finished = find_build(settings, key)
    if finished is None:
        raise AssertionError(f"{settings.builds}: the build {key[:12]} was finished but cannot be found")
    return finished


def _today() -> date:
    """Today, by the clock that builds are dated by."""
    return datetime.now(UTC).date()


def _serve(keys: dict[str, str], con: Connection, settings: Settings, progress: Progress) -> None:
    """Forecast and advise lifters of a build being made, some at a time; what is said of these is then safe."""
    estimator, champion, meanwhile = load_or_shipped(settings)
    if meanwhile:
        progress.say(meanwhile)
    calibration = home_calibration.read_calibration(settings)
    _insert(con, "home_calibration", home_calibration.as_rows(calibration))
    today, lifters = _today(), list(keys)
    with progress.step("Forecasting", total=len(lifters)) as advance:
        for start in range(0, len(lifters), LIFTERS_AT_A_TIME):
            some = lifters[start : start + LIFTERS_AT_A_TIME]
            own = adapting(estimator.predict, read_past(con, some))
            predict = stretching(own, calibration.by_horizon())
            said = serving.serve(read_tables(con, some), predict, today=today)
            made_of = pd.DataFrame({"lifter": some, "key": [keys[lifter] for lifter in some]})
            con.begin()
            _write(con, said | {"forecasts_made_of": made_of}, champion)
            con.commit()
            advance(len(some))
    _write_champion(con, champion)


def read_tables(con: Connection, lifters: Sequence[str] | None = None) -> serving.Tables:
    """Read what is needed of some lifters, or of all."""
    rules.define(con)
    names = {
        "lifters": "lifters",
        "lift_weeks": "lift_weeks",
        "features": "serving_features",
        "history": "lift_history",
        "weeks": "training_weeks",
        "bests": "bests",
        "recent_sets": "recent_sets",
        "tests": "tests",
        "recent_days": "recent_days",
        "sides": "sides",
        "measurements": "measurements",
    }
    asked = {"lifters": None if lifters is None else list(lifters)}
    frames = {part: con.execute(sql("serving", name), asked).df() for part, name in names.items()}
    pairs = con.execute(sql("serving", "rep_pairs"), asked | {"days": PAIRS_DAYS}).df()
    return serving.Tables(muscles=load_muscles(), rep_pairs=pairs, **frames)


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
