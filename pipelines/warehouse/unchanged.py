"""Lifters of whom nothing changed since the build in force: their rows are taken from it, not made again.

Every table of `REUSED` has rows of one lifter each, made of that lifter's rows alone and of what all builds of one code
share. So a lifter whose key stays the same has the same rows; what is everybody's (`exercises`) is made anew from them.

Where few lifters changed, the new build begins as a copy of the file: in it, old rows of who changed are deleted and
new ones inserted, since reading and compressing everybody's rows again takes ten times as long as copying a file.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pipelines.landing.index import LandedEntry
from pipelines.settings import Settings
from pipelines.warehouse.database import Connection, begin_from, sql
from pipelines.warehouse.publish import Build, find_build

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
"""Tables of one lifter's rows each, but for `lifter_exercises`, which others are made of."""
FIRST_REUSED: Final = "lifter_exercises"
MOST_REPLACED: Final = 0.1
"""Rows that a file holds in vain, of all its sets, up to which it is copied: deleted rows keep their room."""
_OTHERS: Final = "_of_others"
"""How a table of a copied file is called until the rows made anew join those that stay."""


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


def begin_as_copy(con: Connection, settings: Settings, before: Build) -> bool:
    """Let a build that is being made begin as a copy of what is in force, where few rows of it are to be replaced.

    Parameters
    ----------
    con : Connection
        To the build being made, empty so far, with the one in force beside it, and lifters found unchanged.
    settings : Settings
    before : Build
        In force.

    Returns
    -------
    bool
        Whether it does. Then it holds rows of who is unchanged under other names, until `add_unchanged`.
    """
    worth = con.execute(sql("schema", "worth_copying"), {"most": MOST_REPLACED}).fetchone()
    if worth is None:
        return False
    begin_from(con, (find_build(settings, worth[0]) or before).path)
    tables = con.execute("select table_name from duckdb_tables() where database_name = 'build'").fetchall()
    for (table,) in tables:
        if table in (FIRST_REUSED, *REUSED):
            con.execute(f"alter table build.{table} rename to {table}{_OTHERS}")
            con.execute(f"delete from build.{table}{_OTHERS} where lifter not in (from staging.unchanged)")
        else:
            con.execute(f"drop table build.{table}")
    return True


def add_unchanged(con: Connection, tables: Iterable[str], *, is_copy: bool) -> None:
    """Add the rows of lifters found unchanged to tables of the build being made.

    Parameters
    ----------
    con : Connection
    tables : iterable of str
    is_copy : bool
        As of `begin_as_copy`: the rows are in the build already, and those just made join them.
    """
    if con.execute("select count(*) from staging.unchanged").fetchall() == [(0,)]:
        return
    for table in tables:
        if is_copy:
            con.execute(f"insert into build.{table}{_OTHERS} by name from build.{table}")
            con.execute(f"drop table build.{table}")
            con.execute(f"alter table build.{table}{_OTHERS} rename to {table}")
        else:
            con.execute(
                f"insert into build.{table} by name from in_force.{table} semi join staging.unchanged using (lifter)"
            )
