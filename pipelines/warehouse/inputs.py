"""What a build takes besides landed rows: who the lifters are, what the names mean, the reference data."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data import catalogue, published
from models.one_rm import most_lifted, rep_max
from pipelines.exercises import resolution
from pipelines.files.runs import diary
from pipelines.landing import index
from pipelines.landing.left_out import left_out
from pipelines.people import goals
from pipelines.people.tested import tested_rows
from pipelines.settings import Settings
from pipelines.warehouse import unchanged
from pipelines.warehouse.database import Connection, sql
from pipelines.warehouse.decisions import Decisions, read_decisions
from pipelines.warehouse.publish import Build

ENTRIES: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("lifter", "file", "app", "layout", "sha256", "origin", "first_seen_at")),
        ("error", pa.string()),
        ("night_days", pa.int64()),
        ("is_left_out", pa.bool_()),
        ("is_undecided", pa.bool_()),
        ("mode", pa.string()),
        ("repeated_by", pa.string()),
        ("rows_repeated", pa.int64()),
        ("not_sets_repeated", pa.int64()),
        ("first_day", pa.date32()),
        ("last_day", pa.date32()),
    ]
)
PROFILES: Final = pa.schema(
    [
        ("lifter", pa.string()),
        ("bucket", pa.int32()),
        ("simulated", pa.bool_()),
        ("unit", pa.string()),
        ("sex", pa.string()),
        ("birth_year", pa.int32()),
        ("body_weight_kg", pa.float64()),
        ("goal", pa.string()),
        ("wishes", pa.string()),
    ]
)
RESOLUTION: Final = pa.schema(
    [
        ("lifter", pa.string()),
        ("app", pa.string()),
        ("exported_name", pa.string()),
        ("exercise_id", pa.string()),
        ("is_mapped", pa.bool_()),
        ("how", pa.string()),
        ("confidence", pa.float64()),
        ("candidates", pa.string()),
    ]
)
RUNS: Final = pa.schema(
    [
        ("run", pa.string()),
        ("command", pa.string()),
        ("started_at", pa.timestamp("us")),
        ("seconds", pa.float64()),
        ("counts", pa.string()),
        ("outcome", pa.string()),
        ("error", pa.string()),
    ]
)


TESTED: Final = pa.schema(
    [
        ("lifter", pa.string()),
        ("exercise_id", pa.string()),
        ("day", pa.date32()),
        ("load_kg", pa.float64()),
        ("is_meet", pa.bool_()),
    ]
)


STATED_EXERCISE_UNITS: Final = pa.schema(
    [(name, pa.string()) for name in ("lifter", "stated_name", "exercise_id", "unit")]
)
STATED_LOADS: Final = pa.schema([(name, pa.string()) for name in ("lifter", "stated_name", "exercise_id", "reading")])
STATED: Final = {
    "entries": ENTRIES,
    "profiles": PROFILES,
    "tested": TESTED,
    "stated_exercise_units": STATED_EXERCISE_UNITS,
    "stated_loads": STATED_LOADS,
}
"""What the staging SQL is given besides landed rows."""

MANY_FILES: Final = 200
"""Opening a file takes as long as reading thousands of rows: of more files than this each is opened but once."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a build is made of.

    Parameters
    ----------
    decisions : Decisions
        What people decided.
    in_force : list of LandedEntry
        Ingested files whose rows count.
    tables : dict of str to pyarrow.Table
        What the staging SQL is given besides landed rows, as of `STATED`.
    """

    decisions: Decisions
    in_force: list[index.LandedEntry]
    tables: dict[str, pa.Table]

    def keys(self, made_by: str) -> dict[str, str]:
        """Give each lifter's key, as of `unchanged.keys_of`."""
        told = {name: table.to_pylist() for name, table in self.tables.items()}
        corrections = self.decisions.corrections.to_dict("records")
        return unchanged.keys_of(made_by, self.in_force, told | {"corrections": corrections})


def gather(settings: Settings) -> Given:
    """Read what a build of a home is made of."""
    entries = index.landed_entries(settings)
    exercise_ids = set(catalogue.load_exercises()["exercise_id"])
    decisions = read_decisions(settings, sorted({entry.lifter for entry in entries}), exercise_ids)
    held = {(entry.lifter, entry.sha256) for entry in entries if entry.is_undecided}
    gone = left_out(entries, decisions.left_out) | held
    in_force = [entry for entry in entries if (entry.lifter, entry.sha256) not in gone]
    rows = [_entry(entry, is_left_out=(entry.lifter, entry.sha256) in gone) for entry in entries]
    stated = {
        "entries": [*rows, *decisions.refused],
        "profiles": _profiles(in_force, decisions),
        "tested": _tested(decisions),
        "stated_exercise_units": _by_exercise(decisions, "exercise_units", "unit"),
        "stated_loads": _by_exercise(decisions, "loads", "reading"),
    }
    tables = {name: pa.Table.from_pylist(stated[name], schema=schema) for name, schema in STATED.items()}
    return Given(decisions=decisions, in_force=in_force, tables=tables)


def show(con: Connection, given: Given, *, without: Collection[str]) -> None:
    """Make what is landed, and what is stated, visible to the staging SQL, but for some lifters."""
    link_landed(con, [entry for entry in given.in_force if entry.lifter not in without])
    others = pa.array(sorted(without), pa.string())
    for name, table in given.tables.items():
        _add(con, name, table.filter(~pc.field("lifter").isin(others)))


def _entry(entry: index.LandedEntry, *, is_left_out: bool) -> dict[str, Any]:
    """One row of `entries`; of a file left out no days are in doubt and no rows repeated."""
    said = {name: getattr(entry, name, None) for name in ENTRIES.names} | {"is_left_out": is_left_out}
    if is_left_out:
        return said | {"night_days": 0}
    return said | (_repeated(entry.repeated) if entry.repeated else {})


def _repeated(rows: index.Repeated) -> dict[str, Any]:
    """What `entries` says of a file whose rows are landed with a newer one."""
    first_day, last_day = (day and date.fromisoformat(day) for day in (rows.first_day, rows.last_day))
    return {
        "repeated_by": rows.by,
        "rows_repeated": rows.rows,
        "not_sets_repeated": rows.not_sets,
        "first_day": first_day,
        "last_day": last_day,
    }


def link_landed(con: Connection, entries: Sequence[index.LandedEntry]) -> None:
    """Make what is landed visible as `staging.landed` and `staging.landed_measurements`."""
    files = [str(entry.path) for entry in entries if entry.path]
    if files:
        con.execute("set variable landed_files = $files", {"files": files})
        kind = "table" if len(files) > MANY_FILES else "view"
        con.execute(f"create {kind} staging.landed as\n{sql('schema', 'landed_files')}")
    else:
        con.execute(sql("schema", "landed"))
    bodies = [str(entry.body_path) for entry in entries if entry.body_path]
    if bodies:
        con.execute("set variable landed_measurement_files = $files", {"files": bodies})
    con.execute(sql("schema", "landed_measurement_files" if bodies else "landed_measurements"))


def add_resolution(con: Connection, decisions: Decisions) -> None:
    """Resolve every exported name to an exercise, and add the catalogue and what is known of lifts in general."""
    names = con.execute(sql("staging", "exported_names")).df()
    _add(con, "resolution", _resolution(names, decisions.corrections))
    _add(con, "catalogue", catalogue.load_exercises())
    _add(con, "catalogue_muscles", catalogue.load_muscles())
    _add(con, "rep_max_shares", rep_max.share_table())
    _add(con, "lift_ratios", published.lift_ratios())
    _add(con, "most_lifted", most_lifted.most_lifted())


def add_identity(con: Connection, build: Build, given: Given) -> None:
    """Tell the SQL which build it makes, and whether all its lifters are simulated."""
    profiles = given.tables["profiles"]["simulated"].to_pylist()
    con.execute("set variable simulated = $simulated", {"simulated": bool(profiles) and all(profiles)})
    for name in ("name", "key", "shape"):
        con.execute(f"set variable {name} = $value", {"value": getattr(build, name)})
    con.execute("set variable made_at = $made_at", {"made_at": datetime.now(UTC).replace(tzinfo=None)})


def add_runs(con: Connection, settings: Settings) -> None:
    """Copy the diary of pipeline runs into the build."""
    con.register("diary", _runs(settings))
    con.execute("create table build.runs as select * replace (counts::json as counts) from diary")
    con.unregister("diary")


def renew_runs(con: Connection, settings: Settings) -> None:
    """Replace the diary in a build that is being made fuller: runs have ended since its marts were made."""
    con.register("diary", _runs(settings))
    con.execute("delete from runs")
    con.execute("insert into runs select * replace (counts::json as counts) from diary")
    con.unregister("diary")


def _runs(settings: Settings) -> pa.Table:
    """The diary of runs as a table."""
    runs = [
        {
            **run,
            "started_at": datetime.fromisoformat(run["started_at"]).astimezone(UTC).replace(tzinfo=None),
            "counts": json.dumps(run["counts"]),
        }
        for run in diary(settings)
    ]
    return pa.Table.from_pylist(runs, schema=RUNS)


def _resolution(names: pd.DataFrame, corrections: pd.DataFrame) -> pa.Table:
    """Say what each name means to its lifter."""
    if names.empty:
        return RESOLUTION.empty_table()
    return pa.Table.from_pandas(resolution.resolve(names, corrections), schema=RESOLUTION, preserve_index=False)


def _profiles(entries: list[index.LandedEntry], decisions: Decisions) -> list[dict[str, Any]]:
    """One row per lifter with an export that was read; simulated are those of the project's samples alone."""
    origins: dict[str, set[str]] = {}
    for entry in (entry for entry in entries if not entry.error and not entry.is_remainder):
        origins.setdefault(entry.lifter, set()).add(entry.origin)
    return [
        {
            "lifter": lifter,
            "bucket": index.bucket_of(lifter),
            "simulated": origins[lifter] == {"sample"},
            **vars(decisions.profiles[lifter]),
            "wishes": _wishes(decisions, lifter),
        }
        for lifter in sorted(origins)
    ]


def _tested(decisions: Decisions) -> list[dict[str, Any]]:
    """One row per tested 1RM or meet result."""
    stated = ((lifter, profile.tested) for lifter, profile in sorted(decisions.profiles.items()))
    return [row for lifter, tested in stated for row in tested_rows(tested, lifter, decisions.corrections)]


def _by_exercise(decisions: Decisions, key: str, column: str) -> list[dict[str, Any]]:
    """One row per exercise of which its lifter states something under a key of the profile."""
    rows = []
    for lifter, profile in sorted(decisions.profiles.items()):
        if stated := getattr(profile, key):
            ids = resolution.ids_of(stated, lifter, decisions.corrections)
            rows += [
                {"lifter": lifter, "stated_name": name, "exercise_id": ids[name], column: value}
                for name, value in stated.items()
            ]
    return rows


def _wishes(decisions: Decisions, lifter: str) -> str | None:
    """Goal and constraints in full as JSON, exercises by id; None where nothing was stated."""
    stated = decisions.profiles[lifter].wishes
    return None if stated is None else goals.as_text(goals.resolved(stated, lifter, decisions.corrections))


def _add(con: Connection, name: str, frame: pa.Table | pd.DataFrame) -> None:
    """Copy a frame into the throwaway file."""
    con.register("frame_to_add", frame)
    con.table("frame_to_add").create(f"staging.{name}")
    con.unregister("frame_to_add")
