"""The read side: the only way in for the command line and the dashboard. Nothing here writes."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from models.plans.looked_back import looking_back
from pipelines.errors import NothingIngestedError, NothingYetError, OutdatedBuildError, UnknownLifterError
from pipelines.settings import Settings
from pipelines.warehouse.database import Connection, attach_read_only, open_read_only, room_to_spill, sql
from pipelines.warehouse.publish import Build, current_build

Row = dict[str, Any]

MOST_NAMED: Final = 15
NEAREST: Final = 5
ROWS_HELD: Final = 5000

JSON_COLUMNS: Final = frozenset(
    {"plan", "expected", "next_block", "reasons", "evidence", "facts", "counts", "candidates", "alternatives"}
)


def current(settings: Settings) -> Build:
    """The build in force.

    Raises
    ------
    NothingIngestedError
        Nothing was published yet.
    OutdatedBuildError
        Another version made it.
    """
    build = current_build(settings)
    if build is None:
        raise NothingIngestedError(settings.home, settings.inbox)
    if not build.is_readable:
        raise OutdatedBuildError(
            f"{build.path} was made by another version of Liftcast: `liftcast refresh`, or `liftcast run`, makes it "
            "anew from your logs"
        )
    return build


@contextmanager
def connect(settings: Settings, build: Build | None = None) -> Iterator[Connection]:
    """Open a build read-only for a short while; without one, the build in force.

    Any number of processes may read at once, also while a newer build is being published: this one stays as it is
    until closed.

    Raises
    ------
    NothingIngestedError
        No build was given and none is in force.
    OutdatedBuildError
        No build was given and another version made the one in force.
    """
    build = build or current(settings)
    con = opened(settings, build)
    try:
        with room_to_spill(con, build.path):
            yield con
    finally:
        con.close()


def opened(settings: Settings, build: Build) -> Connection:
    """Open a build read-only for whoever closes it themselves; use a cursor of it for each query.

    Raises
    ------
    NothingYetError
        The build was replaced by newer ones and is gone; take the current one.
    """
    return open_read_only(settings, _still_there(build))


def attached(settings: Settings, build: Build, name: str) -> Connection:
    """Open a build read-only as the database `name` beside an empty one in memory, for views of one's own on it.

    Raises
    ------
    NothingYetError
        As for `opened`.
    """
    return attach_read_only(settings, _still_there(build), name)


def _still_there(build: Build) -> Path:
    if not build.path.exists():
        raise NothingYetError(f"{build.path} is gone: newer builds replaced it; read the current build instead")
    return build.path


def rows(con: Connection, query: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
    """Run one file of `sql/read` and give its rows as dictionaries; JSON columns are decoded.

    Parameters
    ----------
    con : Connection
    query : str
        File name without its ending.
    parameters : mapping, optional
        Values for the names that the file writes with a dollar sign.
    """
    return list(streamed(con, query, parameters))


def streamed(con: Connection, query: str, parameters: Mapping[str, Any] | None = None) -> Iterator[Row]:
    """The rows of `rows` one after another, a few held at a time.

    Asked when the first is taken, and to be taken to the last before anything else is asked of the connection.
    """
    cursor = con.execute(sql("read", query), dict(parameters or {}))
    names = [column[0] for column in cursor.description or ()]
    while held := cursor.fetchmany(ROWS_HELD):
        for values in held:
            yield {name: _decoded(name, value) for name, value in zip(names, values, strict=True)}


def imports(con: Connection, lifter: str | None = None) -> list[Row]:
    """Every file ingested and what became of its rows."""
    return rows(con, "imports", {"lifter": lifter})


def rejected(con: Connection, lifter: str | None = None) -> list[Row]:
    """Every record that could not be read: `lifter, file, line, reason, raw`."""
    return rows(con, "rejected", {"lifter": lifter})


def unmapped(con: Connection, lifter: str | None = None) -> list[Row]:
    """Every exercise name the catalogue does not know, with the nearest it does know."""
    return rows(con, "unmapped", {"lifter": lifter})


def exercise_units(con: Connection) -> list[Row]:
    """Every exercise whose unit of load is its own, or may be, and how that is known."""
    return rows(con, "exercise_units")


def odd_loads(con: Connection, lifter: str | None = None) -> list[Row]:
    """Every lift whose loads cannot be what the log says, and what follows from each way of reading them."""
    return rows(con, "odd_loads", {"lifter": lifter})


def changes(con: Connection) -> list[Row]:
    """How many sets a build added, changed and removed, lifter by lifter: `builds_meta` says against which."""
    return rows(con, "changes")


def file_changes(con: Connection) -> list[Row]:
    """How many sets each file of a build added, changed and removed, lifter by lifter."""
    return rows(con, "file_changes")


def lifters(con: Connection, lifter: str | None = None) -> list[Row]:
    """Lifters of the build."""
    return rows(con, "lifters", {"lifter": lifter})


def require_lifter(con: Connection, lifter: str | None) -> None:
    """See that a build knows the lifter asked for, if any: by a log, or by a file that could not be read.

    Raises
    ------
    UnknownLifterError
        It does not; the message names those it knows, the nearest of many.
    """
    names = [row["lifter"] for row in rows(con, "known_lifters")] if lifter is not None else []
    if lifter is None or lifter in names:
        return
    shown = get_close_matches(lifter, names, NEAREST, cutoff=0) if len(names) > MOST_NAMED else names
    offer = f"the nearest of {len(names):,} are" if len(shown) < len(names) else "there are"
    raise UnknownLifterError(f"--lifter: no lifter is called {lifter!r}; {offer}: {', '.join(shown) or 'none'}")


def is_simulated(con: Connection) -> bool:
    """Tell whether a build is made of the project's own samples."""
    return bool(rows(con, "simulated")[0]["simulated"])


def forecasts(con: Connection, lifter: str | None = None) -> list[Row]:
    """Quantiles of each lift's 1RM, in kg."""
    return rows(con, "forecasts", {"lifter": lifter})


def current_maxes(con: Connection, lifter: str | None = None) -> list[Row]:
    """Each lift's current 1RM with its standard error, in kg, and what it rests on."""
    return rows(con, "current_maxes", {"lifter": lifter})


def sizes(con: Connection, lifter: str | None = None) -> list[Row]:
    """Quantiles of each muscle's change in size, in percent."""
    return rows(con, "sizes", {"lifter": lifter})


def girths(con: Connection, lifter: str | None = None) -> list[Row]:
    """Size forecasts in centimetres and kilograms."""
    return rows(con, "girths", {"lifter": lifter})


def style_pairs(con: Connection, lifter: str | None = None) -> list[Row]:
    """How the styles compare two by two, lift by lift and muscle by muscle."""
    return rows(con, "style_pairs", {"lifter": lifter})


def refused(con: Connection, lifter: str | None = None) -> list[Row]:
    """What could not be forecast, why, and what is missing."""
    return rows(con, "refused", {"lifter": lifter})


def recommendations(con: Connection, lifter: str | None = None) -> list[Row]:
    """Advice to each lifter."""
    return rows(con, "recommendations", {"lifter": lifter})


def recommend_answer(con: Connection, lifter: str | None = None) -> Iterator[Row]:
    """Answer `liftcast recommend`, one by one: advice, and how past forecasts and advice fared, theirs and of all."""
    by_lifter = {row["lifter"]: row for row in rows(con, "looking_back", {"lifter": lifter})}
    everybody = looking_back(by_lifter.get(None))
    for advice in streamed(con, "recommendations", {"lifter": lifter}):
        fared = looking_back(by_lifter.get(advice["lifter"]))
        yield advice | {"looking_back": fared, "looking_back_on_all": everybody}


def alerts(con: Connection, lifter: str | None = None) -> list[Row]:
    """What needs attention, the gravest first, and what could not be looked at."""
    return rows(con, "alerts", {"lifter": lifter})


def exercise_names(con: Connection) -> dict[str, str]:
    """What exercises in use are called, by id; those of the lifters' own as they call them."""
    return {str(row["exercise_id"]): str(row["name"]) for row in rows(con, "exercise_names", {})}


def standings(con: Connection, lifter: str | None = None) -> list[Row]:
    """Where lifts stand among competitors like the lifter."""
    return rows(con, "standing", {"lifter": lifter})


def made_on(con: Connection) -> date:
    """The day on which the build was made: what it says is said as of then."""
    day: date = con.execute("select made_at::date from builds_meta").fetchall()[0][0]
    return day


def summary(con: Connection) -> Row:
    """What the build holds in numbers: one row."""
    return rows(con, "summary")[0]


def _decoded(name: str, value: Any) -> Any:
    """Turn the text of a JSON column into what it says."""
    return json.loads(value) if name in JSON_COLUMNS and isinstance(value, str) else value
