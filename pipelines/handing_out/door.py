"""What an installation hands out: its tables and models. The Python door builds on it (`pipelines.running.door`)."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa

from pipelines.champion import choosing, versions
from pipelines.champion.choosing import Chosen
from pipelines.files.places import place_at
from pipelines.handing_out import files, models, postgresql, whole_build
from pipelines.handing_out.asked import ALL, BUILD, SCHEMA, Whose, format_named, one_table
from pipelines.handing_out.files import Manifest
from pipelines.handing_out.results import opened
from pipelines.handing_out.schemas import NAMES
from pipelines.handing_out.tables import arrow_schema
from pipelines.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


class HandedOut:
    """One installation, answered from its build in force. Nothing here ingests, trains or forecasts.

    `models`, `model`, `promote` and `rollback` are about the model in force. Every other method takes whose rows are
    asked for: `lifters` (names; everybody without), `active_days` (only who trained within so many days before the
    build was made) and `since` (name of an earlier build that is still kept: only whose rows differ from those it
    gives).

    Parameters
    ----------
    home : path, optional
        The folder that holds everything private; default, as for the commands: `LIFTCAST_HOME`, else `./var` of a
        checkout.

    Examples
    --------
    >>> HandedOut("var").tables()[:3]
    ['alerts', 'blocks', 'changes']
    """

    def __init__(self, home: str | Path | None = None) -> None:
        found = Settings.from_environment()
        self.settings = found if home is None else replace(found, home=Path(home).expanduser().resolve())

    def tables(self) -> list[str]:
        """The tables there are; docs/tables.md says what they hold."""
        return list(NAMES)

    def arrow(
        self, table: str, *, lifters: Sequence[str] = (), active_days: int | None = None, since: str | None = None
    ) -> pa.Table:
        """A table as a `pyarrow.Table`, whole in memory.

        Raises
        ------
        LiftcastError
            There is no such table, lifter or build, or nothing is forecast yet.
        """
        name = one_table(table)
        with opened(self.settings, _whose(lifters, active_days, since)) as results:
            results.require([name])
            parts = [part.rows for part in results.parts(name)]
        return pa.concat_tables([arrow_schema(name).empty_table(), *parts])

    def table(
        self, table: str, *, lifters: Sequence[str] = (), active_days: int | None = None, since: str | None = None
    ) -> "pd.DataFrame":
        """A table as a `pandas.DataFrame`, whole in memory; days are `datetime64`.

        Raises
        ------
        LiftcastError
            As from `arrow`.
        """
        rows = self.arrow(table, lifters=lifters, active_days=active_days, since=since)
        frame: pd.DataFrame = rows.to_pandas(date_as_object=False)
        return frame

    def export(
        self,
        table: str = ALL,
        *,
        to: str | Path | BinaryIO,
        format: str = "parquet",  # noqa: A002 (as the command has it)
        lifters: Sequence[str] = (),
        active_days: int | None = None,
        since: str | None = None,
        schema: str = SCHEMA,
    ) -> Manifest:
        """Write a table, or all of them, some lifters at a time.

        Parameters
        ----------
        table : str
            Its name, `all` of `tables`, or `build`: every table of the build as it lies there, as Parquet.
        to : path, address or binary file
            A folder or `s3://bucket/folder`, which gets a file a table and `manifest.json` (of `build`: a folder a
            table, `build.json` and `views.sql`); `postgresql://user:password@host/database`, which gets a table each;
            or an open file, for one table.
        format : {"parquet", "csv", "ndjson"}
            Of files.
        schema : str
            Of the database; made where it is missing.

        Returns
        -------
        Manifest

        Raises
        ------
        LiftcastError
            As from `arrow`.
        """
        form, whose = format_named(format), _whose(lifters, active_days, since)
        if isinstance(to, str) and postgresql.is_database(to):
            return postgresql.export(self.settings, table, to, whose=whose, schema=schema)
        if isinstance(to, str | Path):
            place = place_at(str(to))
            if table == BUILD:
                return whole_build.export(self.settings, place, form=form, whose=whose)
            return files.export(self.settings, table, place, form=form, whose=whose)
        return files.stream(self.settings, table, to, form=form, whose=whose)

    def models(self) -> list[dict[str, Any]]:
        """Every version of the model, the newest first and what ships, version 0, last.

        See `pipelines.champion.versions.listed` for what is said of each.
        """
        return versions.listed(self.settings)

    def model(self, version: str | int | None = None) -> dict[str, Any]:
        """One version, or the one in force: its scores beside the baselines', its data, how its forecasts fared.

        Raises
        ------
        LiftcastError
            There is no such version.
        """
        return models.shown(self.settings, None if version is None else str(version))

    def promote(self, version: str | int) -> Chosen:
        """Put a version in force, 0 being what ships; the next refresh forecasts with it.

        Raises
        ------
        LiftcastError
            There is no such version, or its file cannot be used; what was in force stays so.
        """
        return choosing.promote(self.settings, str(version))

    def rollback(self) -> Chosen:
        """Put in force again what was before; the next refresh forecasts with it.

        Raises
        ------
        LiftcastError
            Nothing else was in force before.
        """
        return choosing.rollback(self.settings)


def _whose(lifters: Sequence[str], active_days: int | None, since: str | None) -> Whose:
    """Whose rows are asked for; one name alone is a name, not a sequence of letters."""
    names = (lifters,) if isinstance(lifters, str) else tuple(lifters)
    return Whose(lifters=names, active_days=active_days, since=since)
