"""Forecasts given, kept for ever, and how they fared once the weeks they spoke of have been logged.

Before a full build is put in force, what it says of each lift goes into a Parquet file of its own under
`forecasts_given/`, named by the build. Files are written beside their place, flushed and renamed, and never changed. A
lift's forecast is kept at most once a fortnight of its log, so that keeping it again adds nothing: not after a crash,
not on a rerun, not with new code on the same log.
"""

from pathlib import Path
from typing import Final

from pipelines.files.atomic import sweep, written_beside
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection, sql
from pipelines.warehouse.publish import Build

APART_DAYS: Final = 14
LOOKED_AT_DAYS: Final = 548
"""Forecasts older than a year and a half are kept, but looked back at no more: they were of other models."""


def forecasts_given(settings: Settings) -> list[Path]:
    """List the files of forecasts given, oldest first."""
    return sorted(settings.forecasts_given.glob("*.parquet"))


def keep_forecasts(settings: Settings, build: Build) -> Path | None:
    """Keep what a full build says of lifts not spoken of in the last fortnight of their logs.

    Parameters
    ----------
    settings : Settings
    build : Build
        Of kind `full`.

    Returns
    -------
    Path or None
        The new file; None where nothing was new.
    """
    path = settings.forecasts_given / f"{build.name}.parquet"
    if path.exists():
        return None
    settings.forecasts_given.mkdir(parents=True, exist_ok=True)
    sweep(settings.forecasts_given)
    with read.connect(settings, build) as con:
        con.execute(sql("schema", "kept_forecasts"))
        if given := _names(settings):
            con.execute(f"insert into kept_forecasts\n{sql('serving', 'kept_forecasts')}", {"given": given})
        to_keep = con.execute(sql("serving", "forecasts_to_keep"), {"apart": APART_DAYS, "build": build.name}).df()
    if to_keep.empty:
        return None
    to_keep["cutoff"] = to_keep["cutoff"].dt.date
    with written_beside(path) as part:
        to_keep.to_parquet(part, index=False, compression="zstd")
    return path


def look_back(con: Connection, settings: Settings) -> None:
    """Fill the table `looking_back` of a build being made: how forecasts given fared, and whether advice was followed.

    Parameters
    ----------
    con : Connection
        To the build, whose training blocks are there already.
    settings : Settings
    """
    given = _names(settings)
    if given:
        con.execute(
            f"insert into looking_back by name\n{sql('serving', 'looking_back')}",
            {"given": given, "days": LOOKED_AT_DAYS},
        )


def _names(settings: Settings) -> list[str]:
    """Name the files of forecasts given."""
    return [str(path) for path in forecasts_given(settings)]
