"""A build as Parquet that any engine reads: how its files lie at a place, and the views that make tables of them.

A finished build may be of such views; whatever reads builds reads it too.

    build.json                       which build is in force there, its tables, columns and files; written last
    views.sql                        the same tables for DuckDB: `.read views.sql`
    <build>/<table>/portion=NN/part.parquet
    <build>/<table>/part.parquet     where a table says nothing of lifters
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from pipelines.errors import LiftcastError, OutdatedBuildError
from pipelines.files.atomic import PART, put
from pipelines.files.places import Place
from pipelines.settings import Settings
from pipelines.warehouse import publish
from pipelines.warehouse.database import ELSEWHERE, reach, shape_of
from pipelines.warehouse.publish import Build

ABOUT: Final = "build.json"
VIEWS: Final = "views.sql"
BUILD_NAME: Final = re.compile(r"\d{8}T\d{9}-[0-9a-f]{12}")

_NAME: Final = re.compile(r"[a-z_0-9]{1,64}")
_TYPE: Final = re.compile(r"[A-Z][A-Z0-9 (),]{0,40}")
_FILE: Final = re.compile(r"(portion=\d\d/)?part\.parquet")
AS_PLAIN: Final = {"JSON": "VARCHAR", "HUGEINT": "BIGINT"}
"""Types that not every engine reads, and what stands for them in the files."""


class NoBuildThereError(LiftcastError):
    """A place holds no build, or not one that can be followed."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table at a place: its rows, its columns with DuckDB's types, and its files within the table's folder."""

    rows: int
    columns: Mapping[str, str]
    files: list[str]


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """A build at a place.

    Parameters
    ----------
    build, key, kind, shape : str
        As of `publish.Build`: `shape` is the version of all tables and columns.
    made_at : str
        ISO, UTC.
    simulated : bool
        Whether it is made of the project's own samples.
    lifters, portions : int
        `portion=NN` holds the lifters of whom the bucket of their landed rows leaves NN when divided by `portions`.
    tables : mapping of Table
    """

    build: str
    key: str
    kind: str
    shape: str
    made_at: str
    simulated: bool
    lifters: int
    portions: int
    tables: Mapping[str, Table]

    def as_json(self) -> str:
        """The text of `build.json`."""
        return json.dumps(asdict(self), indent=1) + "\n"


def read_about(place: Place) -> Elsewhere | None:
    """What a place says it holds; None where it holds nothing.

    Raises
    ------
    NoBuildThereError
        What it says cannot be meant.
    """
    said = place.read(ABOUT)
    if said is None:
        return None
    try:
        about = json.loads(said)
        about["tables"] = {name: Table(**table) for name, table in about["tables"].items()}
        found = Elsewhere(**about)
        is_sound = BUILD_NAME.fullmatch(found.build) and all(map(_is_sound, found.tables, found.tables.values()))
    except (ValueError, TypeError, KeyError, AttributeError):
        is_sound = None
    if not is_sound:
        raise NoBuildThereError(
            f"{place.address}/{ABOUT} is not what Liftcast writes; write it anew with "
            f"`liftcast export build --to {place.address}`"
        )
    return found


def _is_sound(name: str, table: Table) -> bool:
    """Tell whether names, types and files are of the kind that we write: views are made of them."""
    return bool(_NAME.fullmatch(name)) and all(
        [
            *map(_NAME.fullmatch, table.columns),
            *map(_TYPE.fullmatch, table.columns.values()),
            *map(_FILE.fullmatch, table.files),
        ]
    )


def views(place: Place, about: Elsewhere) -> dict[str, str]:
    """The statement that makes each table a view of its files."""
    return {name: _view(f"{place.address}/{about.build}/{name}", name, about.tables[name]) for name in about.tables}


def _view(folder: str, name: str, table: Table) -> str:
    columns = [
        f'"{column}"::{kind} as "{column}"' if kind in AS_PLAIN else f'"{column}"'
        for column, kind in table.columns.items()
    ]
    files = ", ".join("'" + f"{folder}/{file}".replace("'", "''") + "'" for file in table.files)
    source = f"read_parquet([{files}], hive_partitioning = false)"
    return f'create or replace view "{name}" as select {", ".join(columns)} from {source};'  # noqa: S608 (all checked)


def build_of_views(settings: Settings, place: Place) -> Build:
    """Make a finished build whose tables are views of the files at a place, or find the one made before.

    Raises
    ------
    NoBuildThereError
        There is none.
    OutdatedBuildError
        Another version of Liftcast made it.
    """
    about = read_about(place)
    if about is None:
        raise NoBuildThereError(
            f"{place.address} holds no {ABOUT}: write a build there with `liftcast export build --to {place.address}`"
        )
    if about.shape != shape_of(about.kind):
        raise OutdatedBuildError(
            f"{place.address}: build {about.build} was made by another version of Liftcast; use the same on both sides"
        )
    made = publish.find_build(settings, about.key)
    if made is not None and made.name == about.build:
        return made
    _write_views(settings, place, about)
    return publish.kept_build(settings, about.build)


def _write_views(settings: Settings, place: Place, about: Elsewhere) -> None:
    """Write the file of views; what it says of itself is a table, so that asking reaches no other file."""
    settings.builds.mkdir(parents=True, exist_ok=True)
    part: Path = settings.builds / f"{about.build}.duckdb{PART}"
    part.unlink(missing_ok=True)
    con: Any = duckdb.connect(str(part))
    try:
        con.execute(f"create table {ELSEWHERE} as select $address as address", {"address": place.address})
        reach(con)
        for name, view in views(place, about).items():
            con.execute(view)
            if name == "builds_meta":
                con.execute("create table said as from builds_meta")
                con.execute("drop view builds_meta")
                con.execute("alter table said rename to builds_meta")
    finally:
        con.close()
    put(part, settings.builds / f"{about.build}.duckdb")
