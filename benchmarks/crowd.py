"""A home of very many simulated lifters, quickly: a small one goes through the pipeline, the rest are copies of it.

Copies go by other names (`sim-ada-c07`) and are as real to a reader as the first: every table that tells of a lifter
holds their rows, in the order in which the pipeline leaves rows. Files and ledgers are those of the small home alone.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pipelines.files.atomic import PART
from pipelines.running import steps
from pipelines.serving.freshness import made_of, note
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate
from pipelines.warehouse.database import Connection, attach, read_write
from pipelines.warehouse.publish import Build, current_build, publish

LIFTERS: Final = 100
WEEKS: Final = 50
SEED: Final = 5
SCATTERED: Final = frozenset(
    {"daily_lifts", "weekly_lifts", "weekly_muscles", "lift_days", "lift_cutoffs", "lift_features", "lift_targets"}
)
"""What windows and sums over everybody's rows leave: lift by lift, and lifts of all lifters in any order."""

_TABLES: Final = """
    select table_name, bool_or(column_name = 'lifter') as has_lifter
    from duckdb_columns()
    where database_name = 'small' and schema_name = 'main'
    group by table_name
    order by table_name
"""


def small_home(home: Path) -> Build:
    """Simulate some lifters and take them through the pipeline, unless that was done; their build in force."""
    settings = Settings(home=home)
    if current_build(settings) is None:
        simulate(lifters=LIFTERS, seed=SEED, out=settings.inbox, weeks=WEEKS, truth=False)
        steps.refresh(settings)
    build = current_build(settings)
    if build is None:
        raise SystemExit(f"{home}: the refresh left no build in force")
    return build


def crowded_home(home: Path, small: Build, copies: int) -> Build:
    """Put a build in force in which each lifter of a small one stands so many times, unless it is."""
    settings = Settings(home=home, memory_limit="4GB")
    made = current_build(settings)
    if made is not None and made.is_readable:
        return made
    key = small.key[::-1]
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"[:-3] + f"-{key[:12]}"
    settings.builds.mkdir(parents=True, exist_ok=True)
    build = replace(small, path=settings.builds / f"{name}.duckdb", name=name, key=key)
    part = build.path.with_suffix(PART)
    part.unlink(missing_ok=True)
    with read_write(settings, part) as con:
        attach(con, small.path, "small")
        for table, has_lifter in con.execute(_TABLES).fetchall():
            _copy(con, table, copies if has_lifter else 1)
        con.execute("update builds_meta set build = ?, key = ?", [name, key])
        con.execute("detach small")
        con.execute("checkpoint")
    part.rename(build.path)
    publish(settings, build)
    note(settings, build, made_of(settings))
    return build


def _copy(con: Connection, table: str, copies: int) -> None:
    """Write each row of a table so many times: as often as there are lifters of one name and its copies."""
    order = "hash(said.rowid // 64, copy)" if table in SCATTERED else "copy"
    con.execute(f"create table {table} as from small.{table} limit 0")
    con.execute(
        f"insert into {table} select said.* replace (lifter || if(copy = 0, '', printf('-c%02d', copy)) as lifter) "  # noqa: S608 (our own names)
        f"from small.{table} as said cross join range(?) as copies (copy) order by {order}, said.rowid"
        if copies > 1
        else f"insert into {table} from small.{table}",
        [copies] if copies > 1 else [],
    )
