"""Lifters of whom nothing changed since the build in force: their rows are taken from it, not made again.

Every table of `REUSED` has rows of one lifter each, made of that lifter's rows alone and of what all builds of one code
share. So a lifter whose key stays the same has the same rows; what is everybody's (`exercises`) is made anew from them.

For the same reason rows can be made of some lifters at a time, so that a build of any size needs no more memory.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from pipelines.landing.index import LandedEntry
from pipelines.settings import Settings
from pipelines.warehouse.database import Connection, begin_from, sql
from pipelines.warehouse.publish import Build, find_build

NAMED: Final = "lifter_exercises"
"""The exercises of each lifter, of which others are made: hence of everybody before these."""
REUSED: Final = (
    "lifters",
    "imports",
    "rejected_rows",
    "unmapped_exercises",
    "exercise_units",
    "odd_loads",
    "sets",
    "daily_lifts",
    "weekly_lifts",
    "weekly_muscles",
    "measurements",
    "tested_maxes",
)
"""Tables of one lifter's rows each, but for `NAMED`."""
COPIED: Final = (NAMED, *REUSED)
MOST_REPLACED: Final = 0.1
"""Share of the sets in a file, up to which it is copied to have them replaced: deleted rows keep their room."""
ROWS_TOGETHER: Final = 5_000_000
"""Rows of so many lifters are made at a time: with 2 GB nothing of them has to be put on the disk meanwhile."""
_ASIDE: Final = "_aside"


def keys_of(
    made_by: str, landed: Iterable[LandedEntry], rows: Mapping[str, Iterable[Mapping[str, Any]]]
) -> dict[str, str]:
    """Digest what each lifter's rows are made of.

    Parameters
    ----------
    made_by : str
        Digest of what everybody's are made by: code, SQL, reference data.
    landed : iterable of LandedEntry
        Whose files are read: told by name, which says of which export and by which format, and by what else they were
        read with.
    rows : mapping of str to iterable of dict
        What else the SQL is given of a lifter, table by table, each row with its `lifter`.
    """
    told: dict[str, list[str]] = {}
    for table, of_table in rows.items():
        for row in of_table:
            told.setdefault(str(row["lifter"]), []).append(f"{table} {json.dumps(row, sort_keys=True, default=str)}")
    for entry in landed:
        for path in (entry.path, entry.body_path):
            if path is not None:
                told.setdefault(entry.lifter, []).append(f"{path.name} {entry.time_zone} {entry.date_order}")
    return {
        lifter: hashlib.sha256("\n".join([made_by, *sorted(lines)]).encode()).hexdigest()
        for lifter, lines in sorted(told.items())
    }


def find_unchanged(con: Connection, keys: Mapping[str, str], *, is_comparable: bool) -> set[str]:
    """Write down every lifter's key, and find those whose key is the same in the build in force.

    Parameters
    ----------
    con : Connection
        To a build being made, with the one in force beside it as `in_force`.
    keys : mapping of str to str
        As of `keys_of`.
    is_comparable : bool
        The build in force is there and of this version.
    """
    given = {"lifters": list(keys), "keys": list(keys.values())}
    con.execute(sql("schema", "marts_made_of"), given)
    if is_comparable:
        con.execute(sql("schema", "unchanged"))
    return {str(lifter) for (lifter,) in con.execute("select lifter from staging.unchanged").fetchall()}


def begin(con: Connection, settings: Settings, before: Build) -> None:
    """Put rows of lifters found unchanged aside in the build being made, where `join` finds them.

    Where few rows are replaced the whole file is copied, since reading and compressing everybody's rows again takes
    ten times as long.

    Parameters
    ----------
    con : Connection
        To the build being made, empty so far, with the one in force beside it; some lifter was found unchanged.
    settings : Settings
    before : Build
        In force.
    """
    worth = con.execute(sql("schema", "worth_copying"), {"most": MOST_REPLACED}).fetchone()
    if worth is not None:
        begin_from(con, (find_build(settings, worth[0]) or before).path)
        put_aside(con, COPIED)
        for table in COPIED:
            con.execute(f"delete from build.{table}{_ASIDE} where lifter not in (from staging.unchanged)")  # noqa: S608 (our own table names)
    else:
        for table in COPIED:
            same = f"from in_force.{table} semi join staging.unchanged using (lifter)"
            con.execute(f"create table build.{table}{_ASIDE} as {same}")


def put_aside(con: Connection, tables: Collection[str]) -> None:
    """Call tables of the build being made by other names, until others of the same name join them; drop all others."""
    made = con.execute("select table_name from duckdb_tables() where database_name = 'build'").fetchall()
    for (table,) in made:
        aside = f"alter table build.{table} rename to {table}{_ASIDE}"
        con.execute(aside if table in tables else f"drop table build.{table}")


def join(con: Connection, tables: Iterable[str]) -> None:
    """Add rows put aside to tables just made."""
    aside = "select table_name from duckdb_tables() where database_name = 'build' and ends_with(table_name, $aside)"
    there = {str(table) for (table,) in con.execute(aside, {"aside": _ASIDE}).fetchall()}
    for table in tables:
        if f"{table}{_ASIDE}" in there:
            con.execute(f"insert into build.{table}{_ASIDE} by name from build.{table}")
            con.execute(f"drop table build.{table}")
            con.execute(f"alter table build.{table}{_ASIDE} rename to {table}")


def portions_of(entries: Iterable[LandedEntry], lifters: Collection[str]) -> list[set[str]]:
    """Part lifters whose rows are to be made: as many together as have `ROWS_TOGETHER`; one portion at least."""
    rows = dict.fromkeys(sorted(lifters), 0)
    for entry in entries:
        if entry.lifter in rows:
            rows[entry.lifter] += entry.rows
    portions, held = [set[str]()], 0
    for lifter, count in rows.items():
        if held and held + count > ROWS_TOGETHER:
            portions.append(set())
            held = 0
        portions[-1].add(lifter)
        held += count
    return portions
