"""The tables that forecasts are learnt and made from, in a build of their own: most ingests need none of them."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

import duckdb

from pipelines.files.code import digest_of_code
from pipelines.progress import Advance, Progress, Silent
from pipelines.settings import Settings
from pipelines.warehouse import rules
from pipelines.warehouse.database import Connection, beside, sql
from pipelines.warehouse.publish import Build, find_build, kept_builds, new_build_from
from pipelines.warehouse.unchanged import ROWS_TOGETHER

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
    with new_build_from(settings, marts, key, kind="panel") as con:
        con.execute("set variable made_by = $digest", {"digest": _made_by()})
        _make(con, _panel_before(settings), progress or Silent())
    build = find_build(settings, key)
    if build is None:
        raise RuntimeError(f"the panel just made under {settings.builds} cannot be found: key {key}")
    return build


def _panel_before(settings: Settings) -> Build | None:
    """The newest build with a panel."""
    found = (build for build in kept_builds(settings) if build.kind in ("panel", "full") and build.is_readable)
    return next(found, None)


def _make(con: Connection, before: Build | None, progress: Progress) -> None:
    """Make the tables of the panel, some lifters at a time, of those whose rows are not what they were in `before`."""
    with ExitStack() as opened:
        if before is not None:
            opened.enter_context(beside(con, before.path))
        _find(con, "same_rows", before)
        con.execute(f"create temporary table portions as\n{sql('schema', 'portions')}", {"together": ROWS_TOGETHER})
        ((last,),) = con.execute("select coalesce(max(portion), 0) from portions").fetchall()
        for portion in range(last + 1):
            with _seen(con, portion, DIGESTED):
                _insert(con, MADE_OF, sql("panel", MADE_OF))
        _insert(con, MADE_OF, "from same_rows")
        _find(con, "same_panel", before)
        con.execute("delete from portions where lifter in (select lifter from same_panel)")
        with progress.step("building the panel", total=len(PANEL) * (last + 1)) as advance:
            for portion in range(last + 1):
                with _seen(con, portion, SOURCES):
                    _make_portion(con, advance)
        for name in KEPT_TABLES[1:] if before is not None else ():
            _insert(con, name, f"from before.{name} semi join same_panel using (lifter)")
        _drop_temporary(con, ("same_rows", "same_panel", "portions"))


def _find(con: Connection, same: str, before: Build | None) -> None:
    """Note lifters who are what they were in a build before; nobody where there is none."""
    nobody = "select null::varchar as lifter, null::varchar as digest limit 0"
    con.execute(f"create temporary table {same} as\n{sql('schema', same) if before else nobody}")


@contextmanager
def _seen(con: Connection, portion: int, tables: Iterable[str]) -> Iterator[None]:
    """Let the SQL see rows of one portion of lifters alone: temporary tables go before those of the build."""
    names = tuple(tables)
    for table in names:
        lifters = f"(from portions where portion = {portion})"
        con.execute(f"create temporary table {table} as from main.{table} semi join {lifters} using (lifter)")
    try:
        yield
    finally:
        _drop_temporary(con, names)


def _make_portion(con: Connection, advance: Advance) -> None:
    """Make the panel of whom the SQL sees, and add it."""
    for name in PANEL:
        con.execute(f"create temporary table {name} as\n{sql('panel', name)}")
        advance(1)
    for name in KEPT_TABLES[1:]:
        _insert(con, name, f"from temp.{name}")
    _drop_temporary(con, PANEL)


def _insert(con: Connection, table: str, rows: str) -> None:
    """Insert what a query says into a table of the build, which is made where it is not there."""
    ((build,),) = con.execute("select current_database()").fetchall()  # `main` alone may be that of temporary tables
    con.execute(f'create table if not exists "{build}".{table} as from (\n{rows}\n) limit 0')
    con.execute(f'insert into "{build}".{table} by name\n{rows}')


def _drop_temporary(con: Connection, tables: Iterable[str]) -> None:
    for table in tables:
        con.execute(f"drop table temp.{table}")


def _made_by() -> str:
    """What makes the panel, besides rows."""
    return hashlib.sha256(f"{duckdb.__version__} {panel_digest()}".encode()).hexdigest()[:16]


def panel_digest() -> str:
    """Digest the SQL that makes the panel, and its rules: part of the key of all that is made from it."""
    return digest_of_code(rules.__name__, files=("pipelines/warehouse/sql/panel/**/*.sql", *rules.FILES))
