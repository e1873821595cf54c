"""What is said of some lifters, as rows for the tables of a build."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from data.catalogue import load_muscles
from models import serving
from models.forecasters.upkeep.home_stretch import stretching
from models.forecasters.upkeep.own_errors import adapting
from models.one_rm.rep_load import PAIRS_DAYS
from pipelines.champion.registry import Champion, load_or_shipped
from pipelines.serving.home_calibration import HomeCalibration, read_calibration
from pipelines.serving.past import read_past
from pipelines.settings import Settings
from pipelines.warehouse import rules
from pipelines.warehouse.database import Connection, sql

LIFTERS_AT_A_TIME: Final = 100

JSON_COLUMNS: Final = ("plan", "expected", "next_block", "reasons", "evidence", "facts", "alternatives")

Rows = dict[str, pd.DataFrame]


@dataclass(frozen=True, kw_only=True)
class Makers:
    """What all forecasts of a build are made by.

    Parameters
    ----------
    estimator : forecaster
    champion : Champion
    meanwhile : str
        Why what ships serves; empty where the model in force does.
    calibration : HomeCalibration
    today : date
    """

    estimator: Any
    champion: Champion
    meanwhile: str
    calibration: HomeCalibration
    today: date


def makers_of(settings: Settings, today: date) -> Makers:
    """Load what forecasts are made by in a home."""
    estimator, champion, meanwhile = load_or_shipped(settings)
    return Makers(
        estimator=estimator,
        champion=champion,
        meanwhile=meanwhile,
        calibration=read_calibration(settings),
        today=today,
    )


def rows_of(con: Connection, keys: Mapping[str, str], by: Makers) -> Rows:
    """Forecast and advise some lifters.

    Parameters
    ----------
    con : Connection
        To a build that holds the panel.
    keys : mapping of str to str
        The lifters, each with the key of what is said.
    by : Makers

    Returns
    -------
    dict of frames
        Rows for the tables of a full build, by table; none is empty.
    """
    lifters = list(keys)
    own = adapting(by.estimator.predict, read_past(con, lifters))
    predict = stretching(own, by.calibration.by_horizon())
    said = serving.serve(read_tables(con, lifters), predict, today=by.today)
    said["forecasts_made_of"] = pd.DataFrame({"lifter": lifters, "key": list(keys.values())})
    return {table: _as_stored(table, rows, by.champion) for table, rows in said.items() if not rows.empty}


def some_at_a_time(keys: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Part lifters, each with the key of what is said, as they are forecast together."""
    lifters = list(keys)
    for start in range(0, len(lifters), LIFTERS_AT_A_TIME):
        yield {lifter: keys[lifter] for lifter in lifters[start : start + LIFTERS_AT_A_TIME]}


def _as_stored(table: str, rows: pd.DataFrame, champion: Champion) -> pd.DataFrame:
    """Write out what a table holds as JSON, and name the model."""
    frame = rows.copy()
    if table == "forecasts":
        frame["model"], frame["model_version"] = champion.name, champion.version
    for column in JSON_COLUMNS:
        if column in frame:
            frame[column] = [json.dumps(value, ensure_ascii=False) for value in frame[column]]
    return frame


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
