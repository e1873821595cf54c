"""What each lifter's forecasts and advice are made of, as a key: as long as it stays the same, so do they."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import duckdb

from models.goal import wishes_stated
from models.plans.planning import days_told
from models.training.days_off import told_days_off
from pipelines.champion.registry import champion_version
from pipelines.files.code import digest_of_code
from pipelines.serving.home_calibration import read_calibration
from pipelines.settings import Settings
from pipelines.warehouse import build as marts
from pipelines.warehouse import rules
from pipelines.warehouse.database import Connection, sql

MADE_BY: Final = ("pipelines.serving.forecast", "pipelines.warehouse.build", "pipelines.warehouse.panel")
MADE_OF: Final = (
    "pipelines/warehouse/sql/panel/**/*.sql",
    "pipelines/warehouse/sql/serving/**/*.sql",
    *rules.FILES,
    *marts.SQL_FILES,
    *marts.REFERENCE,
    "data/evidence/*.csv",
    "data/population/*",
)
"""What forecasts and advice are made by, besides code and champion."""


def key_of_all(settings: Settings) -> str:
    """Digest what all forecasts are made by: champion, the home's calibration, code, SQL and reference data."""
    code = digest_of_code(*MADE_BY, files=MADE_OF)
    return _digest(duckdb.__version__, champion_version(settings), read_calibration(settings).version, code)


def told_of_today(con: Connection, today: date) -> dict[str, str]:
    """All that is said of each lifter because of the day it is said on, sorted by lifter.

    Days off and the days of goals, as coarsely as anything depends on them: with the log and the wishes as they were,
    forecasts and advice change on the days on which this does, and on no others.
    """
    rows = con.execute(sql("serving", "last_days")).fetchall()
    return {
        lifter: _told_of_today(last_day, {"goal": goal, "wishes": wishes}, today)
        for lifter, last_day, goal, wishes in rows
    }


def lifter_keys(con: Connection, settings: Settings, today: date) -> dict[str, str]:
    """The key of each lifter of a build with a panel, sorted by lifter."""
    of_all, of_today = key_of_all(settings), told_of_today(con, today)
    rows = con.execute("select lifter, digest from panel_made_of order by lifter").fetchall()
    return {lifter: _digest(of_all, digest, of_today[lifter]) for lifter, digest in rows}


def _told_of_today(last_day: date | None, wanted: Mapping[str, Any], today: date) -> str:
    days_off = None if last_day is None else told_days_off((today - last_day).days)
    return f"{days_off} {days_told(wishes_stated(wanted).goal, today)}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
