"""Results written to files, with a manifest beside them that says what they are."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO, Final

import pyarrow as pa

from pipelines.errors import LiftcastError
from pipelines.files.places import Place
from pipelines.handing_out import writing
from pipelines.handing_out.asked import Format, Whose, one_table, tables_of
from pipelines.handing_out.results import Results, opened
from pipelines.handing_out.schemas import schema_of
from pipelines.handing_out.tables import arrow_schema
from pipelines.settings import Settings

MANIFEST: Final = "manifest.json"


@dataclass(kw_only=True)
class HandedOut:
    """What became of one table.

    Parameters
    ----------
    file : str
        Its name; empty where it went to a stream.
    schema_version : int
    rows : int
    lifters : int
        With rows in the file.
    changed : list of str
        With an earlier build: whose rows are other than those it gives. Rows loaded before of these are to go, also
        where the file has none in their place.
    """

    file: str
    schema_version: int
    rows: int = 0
    lifters: int = 0
    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What was handed out.

    Parameters
    ----------
    build : str
        Name of the build: what `since` takes the next time.
    made_at : str
        When it was made, ISO, UTC.
    simulated : bool
        Whether it is made of the project's own samples.
    since : str or None
        The build that rows were held against.
    format : str
    lifters : int
        Lifters asked for.
    tables : dict of HandedOut
    """

    build: str
    made_at: str
    simulated: bool
    since: str | None
    format: str
    lifters: int
    tables: dict[str, HandedOut]

    def as_json(self) -> dict[str, Any]:
        """The manifest as JSON values."""
        return asdict(self)


def export(settings: Settings, table: str, to: Place, *, form: Format, whose: Whose) -> Manifest:
    """Write a table, or all of them, into a folder or a store.

    Each file is there whole or not at all. The manifest of what was there before goes first and the new one
    comes last: where there is a manifest, all the files it names are those of its build.

    Parameters
    ----------
    settings : Settings
    table : str
        Its name, or `all`.
    to : Place
    form : Format
    whose : Whose

    Returns
    -------
    Manifest

    Raises
    ------
    LiftcastError
        As from `opened`, `tables_of` and `Results.require`, or the folder cannot be written to.
    """
    names = tables_of(table)
    with opened(settings, whose) as results:
        results.require(names)
        try:
            return _filled(results, names, to, form, whose)
        except OSError as error:
            raise LiftcastError(
                f"{to.address}: cannot be written to ({error.strerror or error}); make room, or name another folder"
            ) from error


def _filled(results: Results, names: Sequence[str], to: Place, form: Format, whose: Whose) -> Manifest:
    """Fill the folder."""
    to.remove(MANIFEST)
    done: dict[str, HandedOut] = {}
    for name in names:
        file = f"{name}.{form}"
        with to.sink(file) as sink:
            done[name] = _written(results, name, form, sink)
        done[name].file = file
    manifest = manifest_of(results, form.value, whose, done)
    with to.sink(MANIFEST) as sink:
        sink.write((json.dumps(manifest.as_json(), ensure_ascii=False, indent=1) + "\n").encode())
    return manifest


def stream(settings: Settings, table: str, sink: BinaryIO, *, form: Format, whose: Whose) -> Manifest:
    """Write one table to an open binary file, which is left open.

    Raises
    ------
    LiftcastError
        As from `export`.
    """
    name = one_table(table)
    with opened(settings, whose) as results:
        results.require([name])
        return manifest_of(results, form.value, whose, {name: _written(results, name, form, sink)})


def _written(results: Results, table: str, form: Format, sink: BinaryIO) -> HandedOut:
    """Write one table and count what went."""
    done = HandedOut(file="", schema_version=schema_of(table).version)
    writing.write(form, sink, arrow_schema(table), counted(results, table, done))
    return done


def counted(results: Results, table: str, done: HandedOut) -> Iterator[pa.Table]:
    """Go through the rows of a table and note what goes."""
    for part in results.parts(table):
        done.rows += len(part.rows)
        done.lifters += len(part.rows["lifter"].unique())
        done.changed += part.changed
        yield part.rows


def manifest_of(results: Results, form: str, whose: Whose, done: dict[str, HandedOut]) -> Manifest:
    """Say what was handed out."""
    return Manifest(
        build=results.build,
        made_at=f"{results.made_at.isoformat(timespec='seconds')}Z",
        simulated=results.is_simulated,
        since=whose.since,
        format=form,
        lifters=len(results.lifters),
        tables=done,
    )
