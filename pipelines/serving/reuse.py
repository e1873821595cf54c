"""What was said of lifters before: taken over where nothing of theirs changed, carried on until it is made anew."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from pipelines.settings import Settings
from pipelines.warehouse.database import Connection, beside, sql
from pipelines.warehouse.panel import KEPT_TABLES
from pipelines.warehouse.publish import Build, drop_unfinished, find_build, kept_builds, new_build_from

SAID: Final = (
    "training_blocks",
    "current_maxes",
    "forecasts",
    "size_forecasts",
    "plan_forecasts",
    "plan_sizes",
    "style_pairs",
    "girth_forecasts",
    "measured_growth",
    "refused",
    "recommendations",
    "alerts",
    "standing",
    "forecasts_made_of",
)
"""Tables whose rows of a lifter are made together, and hold as long as the lifter's key does."""
OF_ALL: Final = ("scores", "calibration", "live_accuracy", "home_calibration")
"""Tables of a full build about no lifter."""


def take_over(con: Connection, settings: Settings, keys: Mapping[str, str], unfinished: Sequence[Build]) -> set[str]:
    """Copy what was said of lifters whose keys are the same into a build being made.

    Parameters
    ----------
    con : Connection
        To the build being made.
    settings : Settings
    keys : mapping of str to str
        Every lifter's key.
    unfinished : sequence of Build
        Builds that were cut short while they were made: what they had finished is taken too, and they are removed.

    Returns
    -------
    set of str
        The lifters of whom everything is said now.
    """
    wanted = {"lifters": list(keys), "keys": list(keys.values())}
    con.execute(f"create temporary table wanted as\n{sql('serving', 'wanted')}", wanted)
    done: set[str] = set()
    said_before = [build for build in kept_builds(settings) if build.is_forecast and build.is_readable]
    for build in (*unfinished, *said_before):
        if len(done) < len(keys):
            done |= _taken(con, build)
    con.execute("drop table wanted")
    drop_unfinished(unfinished)
    return done


def _taken(con: Connection, build: Build) -> set[str]:
    """Copy from one build what is wanted and not there yet: all of a lifter or nothing."""
    with beside(con, build.path):
        con.execute(f"create or replace temporary table taken as\n{sql('serving', 'same_keys')}")
        con.begin()
        for table in SAID:
            con.execute(f"insert into main.{table} by name from before.{table} semi join taken using (lifter)")
        con.commit()
        return {str(lifter) for (lifter,) in con.execute("select lifter from taken").fetchall()}


def carried_over(settings: Settings, marts: Build, before: Build | None) -> Build:
    """Give marts the forecasts and advice of the build in force, so that nobody meets a build without any.

    Parameters
    ----------
    settings : Settings
    marts : Build
        Of kind `marts`; not changed.
    before : Build or None
        In force.

    Returns
    -------
    Build
        Of kind `carried`, not yet in force; the marts themselves where there is nothing to carry over.
    """
    if before is None or not before.is_forecast or not before.is_readable:
        return marts
    key = hashlib.sha256(f"{marts.key}\n{before.key}\n".encode()).hexdigest()
    made = find_build(settings, key)
    if made is not None:
        return made
    with new_build_from(settings, marts, key, kind="carried") as con, beside(con, before.path):
        for table in (*SAID, "looking_back"):
            con.execute(f"insert into main.{table} by name from before.{table} semi join main.lifters using (lifter)")
        for table in KEPT_TABLES:
            con.execute(f"create table main.{table} as from before.{table} semi join main.lifters using (lifter)")
        for table in OF_ALL:
            con.execute(f"insert into main.{table} by name from before.{table}")
        con.execute(sql("schema", "model_before"))
    build = find_build(settings, key)
    if build is None:
        raise AssertionError(f"{settings.builds}: the build {key[:12]} was finished but cannot be found")
    return build
