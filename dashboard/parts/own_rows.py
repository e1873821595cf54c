"""A build as one visitor may see it: every table holds the rows of their lifters alone, whatever a query asks."""

import threading
from typing import Final

import duckdb

from pipelines.settings import Settings
from pipelines.warehouse.publish import Build
from pipelines.warehouse.read import attached

EVERYBODYS: Final = frozenset(
    {"builds_meta", "calibration", "exercise_muscles", "exercises", "home_calibration", "live_accuracy", "scores"}
)
"""Tables that say nothing of any one person. Others without a lifter are not there for who may see but some."""

_TABLES: Final = """
    select table_name, bool_or(column_name = 'lifter') as has_lifter
    from duckdb_columns()
    where database_name = 'build'
    group by table_name
"""


class OwnRows:
    """One build, read by all visitors who may see only some of its lifters.

    Parameters
    ----------
    settings : Settings
    build : Build
    """

    def __init__(self, settings: Settings, build: Build) -> None:
        self._con = attached(settings, build, "build")
        self._making = threading.Lock()
        self._schemas: dict[frozenset[str], str] = {}

    def cursor(self, lifters: frozenset[str]) -> duckdb.DuckDBPyConnection:
        """Return a cursor whose tables hold nothing of any lifter but these."""
        with self._making:
            schema = self._schemas.get(lifters) or self._make(lifters)
        cursor = self._con.cursor()
        cursor.execute(f"use {schema}")
        return cursor

    def close(self) -> None:
        """Let go of the build."""
        self._con.close()

    def _make(self, lifters: frozenset[str]) -> str:
        """Make a schema of views by the names of the tables."""
        schema = f"visitors_{len(self._schemas)}"
        self._con.execute(f"create schema {schema}")
        self._con.execute(
            f"create table {schema}.theirs as select unnest($lifters::varchar[]) as lifter",
            {"lifters": sorted(lifters)},
        )
        for name, has_lifter in self._con.execute(_TABLES).fetchall():
            if has_lifter or name in EVERYBODYS:
                theirs = f"where lifter in (from memory.{schema}.theirs)" if has_lifter else ""
                self._con.execute(f'create view {schema}."{name}" as from build.main."{name}" {theirs}')
        self._schemas[lifters] = schema
        return schema
