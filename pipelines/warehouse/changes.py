"""What a new build changes: its sets beside those of the build in force, whose clocks and files may differ."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import duckdb

from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection, attach, sql
from pipelines.warehouse.publish import Build, current_build

STEPS: Final = (
    ("staging", "changed_lifts"),
    ("staging", "set_changes"),
    ("marts", "change_counts"),
    ("marts", "file_changes"),
    ("marts", "changes"),
)
"""Tables to be made last, and in this order."""


@contextmanager
def beside_build_in_force(con: Connection, settings: Settings) -> Iterator[Build | None]:
    """Let the SQL see `sets_before` and `imports_before`; empty where nothing in force can be compared with.

    Both hold rows of those in `staging.being_made` alone, who are nobody at first.

    Yields
    ------
    Build or None
        The build in force, beside as `in_force`, if it can be compared with.
    """
    con.execute("create table staging.unchanged (lifter varchar)")
    con.execute("create table staging.being_made (lifter varchar)")
    found = current_build(settings)
    before = found if found and _sees(con, found) else None
    if before is None:
        con.execute(sql("schema", "nothing_before"))
    con.execute("set variable compared_with = $name", {"name": before.name if before else None})
    yield before
    if before is not None:
        con.execute("drop view staging.sets_before")
        con.execute("drop view staging.imports_before")
    con.execute("detach database if exists in_force")


def changes_since(settings: Settings, build: Build, before: Build | None) -> list[read.Row]:
    """What `build` changed for each lifter, if it was compared with the build `before`; nothing otherwise.

    Returns
    -------
    list of dict
        `lifter, added, changed, removed, duplicate`; only lifters with any.
    """
    with read.connect(settings, build) as con:
        compared = con.execute("select compared_with from builds_meta").fetchall()
        return read.changes(con) if compared == [(before.name if before else None,)] else []


def _sees(con: Connection, before: Build) -> bool:
    """Attach the build in force and tell whether it can be compared with: an older version's may look otherwise."""
    try:
        attach(con, before.path, "in_force")
        con.execute(sql("schema", "before"))
    except duckdb.Error:
        return False
    return True
