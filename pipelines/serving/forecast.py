"""Forecasts and advice: a marts build and the champion go in, a full build comes out."""

import hashlib
import shutil
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pandas as pd

from pipelines.champion.registry import Champion
from pipelines.files.several import by_processes
from pipelines.progress import Advance, Progress, Silent
from pipelines.serving import home_calibration
from pipelines.serving.buckets import bucket_portions, portions_in_order, say_of_portion, scratch_of
from pipelines.serving.lifter_keys import key_of_all, lifter_keys, told_of_today
from pipelines.serving.live_accuracy import add_live_accuracy
from pipelines.serving.looking_back import look_back
from pipelines.serving.reuse import take_over
from pipelines.serving.saying import Makers, makers_of, rows_of, some_at_a_time
from pipelines.settings import Settings
from pipelines.spread import Spread
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection
from pipelines.warehouse.inputs import renew_runs
from pipelines.warehouse.panel import add_panel
from pipelines.warehouse.publish import Build, find_build, new_build_from, unfinished_builds


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


def add_forecasts(
    settings: Settings, build: Build, *, progress: Progress | None = None, spread: Spread | None = None
) -> Build:
    """Add forecasts, advice and scores to a marts build, or find the full build already made of just that.

    Lifters of whom nothing changed keep what an earlier build says of them.

    Parameters
    ----------
    settings : Settings
    build : Build
        Of kind `marts`; not changed.
    progress : Progress, optional
        Told of lifters.
    spread : Spread, optional
        Whose processes forecast and advise; this machine's if None.

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
        missing = {lifter: key for lifter, key in keys.items() if lifter not in done}
        _serve(missing, con, panel, settings, progress or Silent(), spread)
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


def _serve(
    keys: dict[str, str], con: Connection, panel: Build, settings: Settings, progress: Progress, spread: Spread | None
) -> None:
    """Forecast and advise lifters of a build being made, some at a time; what is said of these is then safe."""
    today = _today()
    by = makers_of(settings, today)
    if by.meanwhile:
        progress.say(by.meanwhile)
    _insert(con, "home_calibration", home_calibration.as_rows(by.calibration))
    with progress.step("Forecasting", total=len(keys)) as advance:
        portions = (portions_in_order if spread is None else bucket_portions)(keys, panel, settings, today)
        if len(portions) < 2 or (spread is None and settings.threads == 1):
            _say_here(keys, con, by, advance)
        else:

            def take(said: list[tuple[Path, int]]) -> None:
                for folder, lifters in said:
                    _insert_files(con, folder)
                    advance(lifters)

            (spread or by_processes(settings))("forecasting", partial(say_of_portion, settings), portions, take)
            shutil.rmtree(scratch_of(panel), ignore_errors=True)
    _write_champion(con, by.champion)


def _say_here(keys: dict[str, str], con: Connection, by: Makers, advance: Advance) -> None:
    """Forecast and advise lifters in this process."""
    for some in some_at_a_time(keys):
        rows = rows_of(con, some, by)
        con.begin()
        for table, frame in rows.items():
            _insert(con, table, frame)
        con.commit()
        advance(len(some))


def _insert_files(con: Connection, folder: Path) -> None:
    """Insert what another process said of some lifters, all of it or nothing."""
    con.begin()
    for file in sorted(folder.glob("*.parquet")):
        con.execute(f"insert into {file.stem} by name select * from read_parquet($file)", {"file": str(file)})  # noqa: S608 (our own table names)
    con.commit()


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
