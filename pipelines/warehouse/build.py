"""From landed rows to a finished marts build: staging, marts, checks, in one new file."""

import hashlib
import os
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Final

import duckdb

from pipelines.exercises import resolution
from pipelines.files.code import digest_of_code
from pipelines.landing import index
from pipelines.landing.repeats import bring_back
from pipelines.progress import Advance, Progress, Silent
from pipelines.settings import Settings
from pipelines.warehouse import changes, inputs, unchanged
from pipelines.warehouse.database import Connection, forget, sql
from pipelines.warehouse.decisions import files_of
from pipelines.warehouse.publish import Build, clean_unfinished, find_build, new_build

__all__ = ["Build", "build_marts", "marts_key"]

BEFORE_NAMES: Final = (
    "import_days",
    "import_spans",
    "import_pairs",
    "shared_days",
    "missing_days",
    "repeated_days",
    "other_logbooks",
    "extracts",
    "superseded_days",
    "spared_sets",
    "edges",
    "moved_workouts",
    "loads",
)
STAGING: Final = (
    "names",
    "stated_units",
    "unit_evidence",
    "units",
    "exercise_unit_evidence",
    "exercise_units",
    "measurement_evidence",
    "measurement_units",
    "measurement_figures",
    "measurement_overlaps",
    "measurement_readings",
    "spared_readings",
    "spared",
    "measurement_days",
    "measurement_imports",
    "body_weights",
    "days",
    "keyed_sets",
    "superseded_sets",
    "logged",
    "several_apps_sets",
    "app_preferences",
    "comparable_sets",
    "twin_days",
    "twin_nights",
    "twins",
    "day_bests",
    "set_limits",
    "day_tops",
    "lift_levels",
)
SQL_FILES: Final = tuple(
    f"pipelines/warehouse/sql/{layer}/**/*.sql" for layer in ("schema", "rules", "staging", "marts", "checks")
)
REFERENCE: Final = (
    "data/*.csv",
    "data/*.toml",
    "data/population/body_weight_records.csv",
    "data/population/lift_ratios.csv",
    "data/population/powerlifting_raw_percentiles.csv",
)
"""What the tables are made by, besides code."""

VIEWS: Final = frozenset({"logged"})
"""Read once or twice and as large as all exports together: not worth writing down."""

MARTS: Final = (
    "builds_meta",
    "odd_loads",
    "sets",
    "lifter_exercises",
    "exercises",
    "exercise_muscles",
    "unmapped_exercises",
    "measurements",
    "exercise_units",
    "imports",
    "rejected_rows",
    "lifters",
    "tested_maxes",
    "daily_lifts",
    "weekly_lifts",
    "weekly_muscles",
)


KEPT_BETWEEN: Final = ("marts_made_of", "unchanged", "being_made", "sets_before", "imports_before")
"""What is not thrown away between rows of some lifters and those of the next."""

PER_LIFTER: Final = (*unchanged.COPIED, *(table for layer, table in changes.STEPS if layer == "marts"))


def build_marts(settings: Settings, *, progress: Progress | None = None) -> Build:
    """Make the marts of all that is landed, or find the build already made of just that.

    Parameters
    ----------
    settings : Settings
    progress : Progress, optional
        Told of each table.

    Returns
    -------
    Build
        Of kind `marts`; not yet in force.

    Raises
    ------
    CheckError
        The new build breaks one of its own rules; nothing is left behind.
    """
    bring_back(settings)
    key = marts_key(settings)
    made = find_build(settings, key)
    if made is not None:
        return made
    clean_unfinished(settings)
    with new_build(settings, key) as (con, build):
        given = inputs.gather(settings)
        inputs.add_identity(con, build, given)
        _make_all(con, settings, given, progress or Silent())
    return build


def _make_all(con: Connection, settings: Settings, given: inputs.Given, progress: Progress) -> None:
    """Make every table: take rows of who is unchanged, and make those of all others, some lifters at a time."""
    with changes.beside_build_in_force(con, settings) as before:
        is_comparable = before is not None and before.is_readable
        keys = given.keys(_made_by())
        same = unchanged.find_unchanged(con, keys, is_comparable=is_comparable)
        if before is not None and same:
            unchanged.begin(con, settings, before)
        portions = unchanged.portions_of(given.in_force, keys.keys() - same)
        count = len((*BEFORE_NAMES, *STAGING, *MARTS, *changes.STEPS)) * len(portions)
        with progress.step("building tables", total=count) as advance:
            for place, lifters in enumerate(portions):
                if place:
                    unchanged.put_aside(con, PER_LIFTER)
                    forget(con, but=KEPT_BETWEEN)
                con.execute(sql("schema", "being_made"), {"lifters": sorted(lifters)})
                _make_portion(con, given, keys.keys() - lifters, advance)
    con.execute("create table build.marts_made_of as from staging.marts_made_of")
    con.execute(sql("schema", "later_tables"))
    inputs.add_runs(con, settings)


def _make_portion(con: Connection, given: inputs.Given, elsewhere: Collection[str], advance: Advance) -> None:
    """Make every table but for the rows of some lifters, in the order in which tables need each other.

    Rows that are there already come last: what changed is found among the rows that are made.
    """
    inputs.show(con, given, without=elsewhere)
    with ThreadPoolExecutor(1) as beside:
        ready = beside.submit(resolution.make_ready)
        for table in BEFORE_NAMES:
            _make(con, "staging", table)
            advance(1)
    ready.result()
    inputs.add_resolution(con, given.decisions)
    for layer, table in (
        *(("staging", table) for table in STAGING),
        *(("marts", table) for table in MARTS),
        *changes.STEPS,
    ):
        _make(con, layer, table)
        if table == unchanged.NAMED:
            unchanged.join(con, [table])
        advance(1)
    unchanged.join(con, PER_LIFTER)


def marts_key(settings: Settings) -> str:
    """Digest everything the marts are made of: exports, profiles, corrections, reference data, SQL and code."""
    digest = hashlib.sha256()
    entries = index.landed_entries(settings)
    for entry in sorted(entries, key=lambda entry: (entry.lifter, entry.sha256)):
        paths = [path.name for path in (entry.path, entry.body_path) if path]
        landed = "+".join(paths) or f"refused: {entry.error}"
        came = f"{entry.origin}\t{entry.first_seen_at}\t{entry.mode}\t{entry.is_undecided}"
        digest.update(f"{entry.lifter}\t{entry.sha256}\t{entry.file}\t{came}\t{landed}\n".encode())
    for lifter in sorted({entry.lifter for entry in entries}):
        for path in files_of(settings, lifter):
            _add_file(digest, path)
    digest.update(_made_by().encode())
    return digest.hexdigest()


def _made_by() -> str:
    """Digest what makes everybody's tables: code, SQL, reference data."""
    return f"duckdb {duckdb.__version__} {digest_of_code(__name__, files=(*SQL_FILES, *REFERENCE))}"


def _add_file(digest: "hashlib._Hash", path: Path) -> None:
    """Add a file's name and content; a file that is not there adds nothing, what cannot be read its name."""
    if os.path.lexists(path):
        digest.update(f"{path.parent.name}/{path.name}\n".encode())
        with suppress(OSError):
            digest.update(hashlib.sha256(path.read_bytes() if path.is_file() else b"").digest())


def _make(con: Connection, layer: str, name: str) -> None:
    """Make one table of the select in its file: marts in the build, all else in the throwaway file."""
    schema = "build" if layer == "marts" else "staging"
    kind = "view" if name in VIEWS else "table"
    con.execute(f"create {kind} {schema}.{name} as\n{sql(layer, name)}")
