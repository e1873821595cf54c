"""The build in force handed out whole, as Parquet that any engine reads (`pipelines.warehouse.elsewhere`)."""

from collections.abc import Iterator, Mapping
from typing import Final

import pyarrow as pa

from pipelines.errors import WrongUseError
from pipelines.files.places import Place
from pipelines.handing_out import tables, writing
from pipelines.handing_out.asked import Format, Whose
from pipelines.handing_out.files import HandedOut, Manifest
from pipelines.landing.index import BUCKETS, bucket_of
from pipelines.settings import Settings
from pipelines.warehouse import elsewhere, read
from pipelines.warehouse.database import Connection
from pipelines.warehouse.elsewhere import AS_PLAIN, Elsewhere, Table
from pipelines.warehouse.publish import KEPT, Build, in_use

LIFTERS_TOGETHER: Final = 500
"""So many lifters are worth a file of their own in each table: many small files are slower to read than one."""

_COLUMNS: Final = """
    select table_name, column_name, data_type
    from duckdb_columns()
    where not internal
    order by table_name, column_index
"""
_PLACED: Final = "placed"
"""Temporary table of each lifter's portion."""


def export(settings: Settings, to: Place, *, form: Format, whose: Whose) -> Manifest:
    """Write every table of the build in force, as it lies there, to a place.

    The files of a build have a folder of their own, and `views.sql` and `build.json`, which name them, are replaced
    once all are there: whoever reads sees one build or the other. The last builds stay there, for who reads them still.

    Raises
    ------
    WrongUseError
        Something else than all of the build as Parquet is asked for.
    LiftcastError
        There is no build in force, or nothing can be written there; what was in force there stays so.
    """
    if form is not Format.parquet or whose != Whose():
        raise WrongUseError("a build is handed out whole, as parquet: leave out what would have less of it")
    build = read.current(settings)
    about = elsewhere.read_about(to)
    if about is None or about.key != build.key or about.build != build.name:
        with in_use(build), read.connect(settings, build) as con:
            about = _written(con, build, to)
        _put_in_force(to, about)
    return Manifest(
        build=about.build,
        made_at=about.made_at,
        simulated=about.simulated,
        since=None,
        format=form.value,
        lifters=about.lifters,
        tables={
            name: HandedOut(file=f"{about.build}/{name}", schema_version=0, rows=table.rows)
            for name, table in about.tables.items()
        },
    )


def _written(con: Connection, build: Build, to: Place) -> Elsewhere:
    """Write the files of a build."""
    (said,) = tables.asked(con, "about", {}).to_pylist()
    columns: dict[str, dict[str, str]] = {}
    for table, column, kind in con.execute(_COLUMNS).fetchall():
        columns.setdefault(table, {})[column] = kind
    lifters = _lifters(con, [name for name in columns if "lifter" in columns[name]])
    count = _portions_for(len(lifters))
    placed = pa.table(
        {"lifter": lifters, "portion": pa.array([bucket_of(name) % count for name in lifters], pa.int64())}
    )
    con.register("placing_of", placed)
    con.execute(f"create temporary table {_PLACED} as from placing_of")
    return Elsewhere(
        build=build.name,
        key=build.key,
        kind=build.kind,
        shape=build.shape or "",
        made_at=f"{said['made_at'].isoformat(timespec='seconds')}Z",
        simulated=said["simulated"],
        lifters=len(lifters),
        portions=count,
        tables={name: _table(con, to, f"{build.name}/{name}", name, columns[name], count) for name in columns},
    )


def _portions_for(lifters: int) -> int:
    """How many portions so many lifters are worth: a power of two, so that each holds whole buckets of landed rows."""
    return min(BUCKETS, 1 << max(0, (lifters // LIFTERS_TOGETHER).bit_length()))


def _lifters(con: Connection, names: list[str]) -> list[str]:
    """Everybody of whom a table says something."""
    union = " union ".join(f'select lifter from "{name}"' for name in names)  # noqa: S608 (our own tables)
    return [lifter for (lifter,) in con.execute(f"from ({union}) where lifter is not null order by lifter").fetchall()]


def _table(con: Connection, to: Place, folder: str, name: str, columns: Mapping[str, str], count: int) -> Table:
    """Write the files of one table, the rows of a lifter one after the other: what tells of few is read quickly."""
    wanted = ", ".join(f'own."{column}"::{AS_PLAIN.get(kind, kind)} as "{column}"' for column, kind in columns.items())
    query = f'select {wanted} from "{name}" as own'  # noqa: S608 (likewise)
    if "lifter" not in columns:
        return Table(rows=_file(con, to, f"{folder}/part.parquet", f"{query} order by own.rowid"), columns=columns,
                     files=["part.parquet"])  # fmt: skip
    rows, files = 0, [f"portion={number:02d}/part.parquet" for number in range(count)]
    for number, file in enumerate(files):
        of_portion = f"left join {_PLACED} using (lifter) where coalesce(placed.portion, 0) = {number}"
        rows += _file(con, to, f"{folder}/{file}", f"{query} {of_portion} order by own.lifter, own.rowid")
    return Table(rows=rows, columns=columns, files=files)


def _file(con: Connection, to: Place, name: str, query: str) -> int:
    """Write the rows of a query to a file, some at a time, and count them."""
    reader = con.sql(query).to_arrow_reader(writing.MOST_ROWS)
    rows = 0

    def parts() -> Iterator[pa.Table]:
        nonlocal rows
        for batch in reader:
            rows += len(batch)
            yield pa.Table.from_batches([batch])

    with to.sink(name) as sink:
        writing.write(Format.parquet, sink, reader.schema, parts())
    return rows


def _put_in_force(to: Place, about: Elsewhere) -> None:
    """Name the files of a build, then drop those of builds long replaced."""
    made = f"-- Build {about.build}, for DuckDB: .read {elsewhere.VIEWS}\n"
    with to.sink(elsewhere.VIEWS) as sink:
        sink.write((made + "\n".join(elsewhere.views(to, about).values()) + "\n").encode())
    with to.sink(elsewhere.ABOUT) as sink:
        sink.write(about.as_json().encode())
    there = [name for name in to.names() if elsewhere.BUILD_NAME.fullmatch(name)]
    for name in there[:-KEPT]:
        if name != about.build:
            to.remove(name)
