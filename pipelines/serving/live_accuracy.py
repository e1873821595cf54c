"""Live accuracy: forecasts given, held against what came, by model version and horizon, over the last weeks.

A backtest says how good forecasts would have been; this says how good those were that people read.
"""

from typing import Any, Final

from data import shipped as shipped_files
from pipelines.settings import Settings
from pipelines.warehouse import read, rules
from pipelines.warehouse.database import Connection, sql
from pipelines.warehouse.publish import current_build

PROMISED: Final = 0.80


def add_live_accuracy(con: Connection) -> None:
    """Fill the table `live_accuracy` of a build being made, whose table `looking_back` is there already."""
    changes = shipped_files.load_change_quantiles()
    con.register("no_change", changes[changes["measure"] == "change"])
    rules.define(con)
    con.execute(f"insert into live_accuracy by name\n{sql('serving', 'live_accuracy')}")
    con.unregister("no_change")


def read_live_accuracy(settings: Settings) -> list[dict[str, Any]]:
    """Return how forecasts given fared, as the build in force knows it; empty where nothing has come due.

    Returns
    -------
    list of dict
        One per model version, horizon and window: `model_version, horizon_weeks, weeks` (8 or 26, rolling),
        `forecasts, lifters, skill` (against no change, of the quantiles kept), `coverage80, first_known, last_known`.
    """
    build = current_build(settings)
    if build is None or not build.is_readable:
        return []
    with read.connect(settings, build) as con:
        found = con.execute("from live_accuracy order by model_version, horizon_weeks, weeks")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
