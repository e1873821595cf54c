"""Lifters of whom nothing changed since the build in force: their rows are copied from it, not made again.

Every table of `REUSED` has rows of one lifter each, made of that lifter's rows alone and of what all builds of one code
share. So a lifter whose key stays the same has the same rows; what is everybody's (`exercises`) is made anew from them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pipelines.landing.index import LandedEntry
from pipelines.warehouse.database import Connection, sql

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


def copy_unchanged(con: Connection, tables: Iterable[str]) -> None:
    """Copy the rows of lifters found unchanged into tables of the build being made."""
    if con.execute("select count(*) from staging.unchanged").fetchall() == [(0,)]:
        return
    for table in tables:
        con.execute(
            f"insert into build.{table} by name from in_force.{table} semi join staging.unchanged using (lifter)"
        )
