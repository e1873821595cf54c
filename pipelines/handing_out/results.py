"""The build in force, opened for handing out: its tables, some lifters at a time, so that memory stays flat."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import LiftcastError, NothingYetError
from pipelines.handing_out import tables
from pipelines.handing_out.asked import Whose
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection
from pipelines.warehouse.publish import FORECAST, kept_builds

SETS_AT_ONCE: Final = 100_000
"""Lifters are read together up to so many sets: more take more memory, fewer more queries, each of which reads all."""

MOST_AT_ONCE: Final = 250
"""Lifters read at a time at most: of beginners there is little to read, but as much to say as of anybody."""

MEMORY: Final = "256MB"
"""What DuckDB may keep in memory meanwhile, where `LIFTCAST_MEMORY` says nothing else: some rows need no more."""

LOGGED: Final = frozenset({"imports", "lifters", "measurements", "sets"})
"""Tables that a build holds before anything is forecast."""


class GoneBuildError(LiftcastError):
    """Results are to be held against a build that is not kept, or that this version does not read."""


class Part(NamedTuple):
    """Rows of some lifters; with an earlier build, `changed` are those of whom it gives other rows."""

    rows: pa.Table
    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class Results:
    """A build opened for handing out.

    Parameters
    ----------
    build : str
        Its name.
    kind : {"marts", "panel", "full", "carried"}
    made_at : datetime
        In UTC, without saying so.
    is_simulated : bool
        Whether it is made of the project's own samples.
    lifters : list of str
        Who is asked for, sorted.
    con : Connection
    before : Connection or None
        Of the build that rows are held against.
    """

    build: str
    kind: str
    made_at: datetime
    is_simulated: bool
    lifters: list[str]
    con: Connection
    before: Connection | None = None

    def require(self, names: Sequence[str]) -> None:
        """See that the build holds what tables tell of.

        Raises
        ------
        NothingYetError
            One tells of forecasts and the build holds none.
        """
        missing = [name for name in names if name not in LOGGED]
        if missing and self.kind not in FORECAST:
            raise NothingYetError(
                f"{', '.join(missing)}: build {self.build} holds no forecasts yet; run `liftcast run` first"
            )

    def parts(self, table: str) -> Iterator[Part]:
        """Go through a table, some lifters at a time; with an earlier build, only those whose rows differ."""
        for some in self._portions():
            rows = tables.rows(self.con, table, some)
            if self.before is None:
                yield Part(rows, [])
            else:
                yield _changed(rows, tables.rows(self.before, table, some))

    def _portions(self) -> Iterator[list[str]]:
        """Lifters to be read together, in their order."""
        known = tables.asked(self.con, "sets_of", {})
        sets_of = dict(zip(known["lifter"].to_pylist(), known["sets"].to_pylist(), strict=True))
        some, sets = list[str](), 0
        for lifter in self.lifters:
            some.append(lifter)
            sets += sets_of.get(lifter, 0)
            if sets >= SETS_AT_ONCE or len(some) == MOST_AT_ONCE:
                yield some
                some, sets = [], 0
        if some:
            yield some


@contextmanager
def opened(settings: Settings, whose: Whose) -> Iterator[Results]:
    """Open the build in force, and the earlier one where rows are to be held against it.

    Raises
    ------
    NothingIngestedError, OutdatedBuildError
        As for `read.connect`.
    UnknownLifterError
        The build does not know a lifter.
    GoneBuildError
        The earlier build is not kept.
    """
    settings = _sparing(settings)
    with read.connect(settings) as con:
        for lifter in whose.lifters:
            read.require_lifter(con, lifter)
        (about,) = tables.asked(con, "about", {}).to_pylist()
        results = Results(
            build=about["build"],
            kind=about["kind"],
            made_at=about["made_at"],
            is_simulated=about["simulated"],
            lifters=_chosen(con, whose),
            con=con,
        )
        if whose.since is None:
            yield results
        else:
            with _earlier(settings, whose.since) as before:
                everybody = sorted({*results.lifters, *_gone(con, before, whose)})
                yield Results(**{**vars(results), "lifters": everybody, "before": before})


def _sparing(settings: Settings) -> Settings:
    """Leave DuckDB the memory that handing out needs, unless somebody chose a limit."""
    return replace(settings, memory_limit=MEMORY) if settings.memory_limit == Settings.memory_limit else settings


@contextmanager
def _earlier(settings: Settings, name: str) -> Iterator[Connection]:
    """Open an earlier build."""
    kept = {build.name: build for build in kept_builds(settings) if build.is_readable}
    if name not in kept:
        raise GoneBuildError(
            f"--since: build {name!r} is not kept, or another version made it; kept are: {', '.join(kept) or 'none'}. "
            "Hand out everything once, without --since"
        )
    with read.connect(settings, kept[name]) as con:
        yield con


def _chosen(con: Connection, whose: Whose) -> list[str]:
    """Who is asked for."""
    asked_for = {"lifters": list(whose.lifters) or None, "active_days": whose.active_days}
    names: list[str] = tables.asked(con, "chosen", asked_for)["lifter"].to_pylist()
    return names


def _gone(con: Connection, before: Connection, whose: Whose) -> set[str]:
    """Who is no longer in the build, of those asked for."""
    if whose.lifters:
        return set()
    return set(_chosen(before, Whose())) - set(_chosen(con, Whose()))


def _changed(rows: pa.Table, before: pa.Table) -> Part:
    """Leave the rows of those lifters whose rows are not what they were."""
    now, then = _by_lifter(rows), _by_lifter(before)
    changed = sorted(lifter for lifter in {*now, *then} if now.get(lifter) != then.get(lifter))
    kept = [now[lifter] for lifter in changed if lifter in now]
    return Part(pa.concat_tables(kept) if kept else rows.slice(0, 0), changed)


def _by_lifter(rows: pa.Table) -> dict[str, pa.Table]:
    """Cut a table whose lifters follow one another."""
    cuts: dict[str, pa.Table] = {}
    start = 0
    for found in pc.value_counts(rows["lifter"]).to_pylist():
        cuts[found["values"]] = rows.slice(start, found["counts"])
        start += found["counts"]
    return cuts
