"""The tables that forecasts are learnt and made from, in a build of their own: most ingests need none of them."""

import hashlib
from collections.abc import Iterable
from contextlib import ExitStack
from typing import Final

import duckdb

from pipelines.files.code import digest_of_code
from pipelines.progress import Advance, Progress, Silent
from pipelines.settings import Settings
from pipelines.warehouse import rules
from pipelines.warehouse.database import Connection, beside, sql
from pipelines.warehouse.publish import Build, find_build, kept_builds, new_build_from

PANEL: Final = (
    "lift_days",
    "lift_cutoffs",
    "lift_windows",
    "lifter_form",
    "other_lifts",
    "exercise_kinds",
    "lift_features",
    "lift_targets",
)
NOT_KEPT: Final = frozenset({"lift_windows", "lifter_form", "other_lifts", "exercise_kinds"})
"""Only steps on the way to `lift_features`, and larger than all else."""
DIGESTED: Final = ("sets", "lifters", "measurements", "odd_loads", "tested_maxes")
"""What is digested of each lifter, besides the exercises."""
SOURCES: Final = ("daily_lifts", "lifters")
"""What the panel is made of, but for the exercises, which are everybody's."""
MADE_OF: Final = "panel_made_of"
KEPT_TABLES: Final = (MADE_OF, *(name for name in PANEL if name not in NOT_KEPT))


def add_panel(settings: Settings, marts: Build, *, progress: Progress | None = None) -> Build:
    """Make the panel of a marts build, or find the one already made of it.

    Lifters whose rows are the same as in a build before keep its rows.

    Parameters
    ----------
    settings : Settings
    marts : Build
        Not changed; a build that holds a panel already is given back as it is.
    progress : Progress, optional
        Told of each table.

    Returns
    -------
    Build
        Of kind `panel`: all of the marts, and the tables of `PANEL` but for those not kept.

    Raises
    ------
    CheckError
        The new build breaks one of its own rules; nothing is left behind.
    """
    if marts.kind != "marts":
        return marts
    key = hashlib.sha256(f"{marts.key}\n{panel_digest()}\n".encode()).hexdigest()
    made = find_build(settings, key)
    if made is not None:
        return made
    with (
        (progress or Silent()).step("building the panel", total=len(PANEL)) as advance,
        new_build_from(settings, marts, key, kind="panel") as con,
    ):
        con.execute("set variable made_by = $digest", {"digest": _made_by()})
        _make(con, _panel_before(settings), advance)
    build = find_build(settings, key)
    if build is None:
        raise RuntimeError(f"the panel just made under {settings.builds} cannot be found: key {key}")
    return build


def _panel_before(settings: Settings) -> Build | None:
    """The newest build with a panel."""
    found = (build for build in kept_builds(settings) if build.kind in ("panel", "full") and build.is_readable)
    return next(found, None)


def _make(con: Connection, before: Build | None, advance: Advance) -> None:
    """Make the tables of the panel; where there is a panel before it, of those lifters whose rows changed.

    Temporary tables go before those of the build of the same name: so the SQL sees the lifters that it is to see.
    """
    with ExitStack() as opened:
        if before is not None:
            opened.enter_context(beside(con, before.path))
            con.execute(f"create temporary table same_rows as\n{sql('schema', 'same_rows')}")
            _see_others_than(con, "same_rows", DIGESTED)
        con.execute(f"create table main.{MADE_OF} as\n{sql('panel', MADE_OF)}")
        if before is not None:
            con.execute(f"insert into main.{MADE_OF} by name from same_rows")
            _drop_temporary(con, DIGESTED)
            con.execute(f"create temporary table same as\n{sql('schema', 'same_panel')}")
            _see_others_than(con, "same", SOURCES)
        for name in PANEL:
            kind = "temporary table" if before is not None or name in NOT_KEPT else "table"
            con.execute(f"create {kind} {name} as\n{sql('panel', name)}")
            advance(1)
        for name in KEPT_TABLES[1:] if before is not None else ():
            others = f"from before.{name} semi join same using (lifter)"
            con.execute(f"create table main.{name} as from temp.{name} union all by name {others}")
        made = con.execute("select table_name from duckdb_tables() where temporary").fetchall()
        _drop_temporary(con, [str(name) for (name,) in made])


def _see_others_than(con: Connection, same: str, tables: Iterable[str]) -> None:
    """Let the SQL see rows of those lifters alone who are not in a table."""
    for table in tables:
        con.execute(f"create temporary table {table} as from main.{table} anti join {same} using (lifter)")


def _drop_temporary(con: Connection, tables: Iterable[str]) -> None:
    for table in tables:
        con.execute(f"drop table temp.{table}")


def _made_by() -> str:
    """What makes the panel, besides rows."""
    return hashlib.sha256(f"{duckdb.__version__} {panel_digest()}".encode()).hexdigest()[:16]


def panel_digest() -> str:
    """Digest the SQL that makes the panel, and its rules: part of the key of all that is made from it."""
    return digest_of_code(rules.__name__, files=("pipelines/warehouse/sql/panel/**/*.sql", *rules.FILES))
