"""The build in force, opened for an answer: nothing is made for one, and what is out of date is said."""

from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.champion.registry import dethroned
from pipelines.errors import NoForecastsError
from pipelines.serving.freshness import stale
from pipelines.settings import Settings
from pipelines.terminal import screen
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection


@contextmanager
def tables_in_force(settings: Settings) -> Iterator[tuple[Connection, bool]]:
    """Open the build in force for an answer that needs no forecasts.

    Yields
    ------
    Connection, bool
        Of the build; whether its lifters are the project's own samples, of which a person is warned.

    Raises
    ------
    NothingYetError
        There is no build, or another version made it; the message says what to do.
    """
    build = read.current(settings)
    say_what_is_stale(settings, forecasts=False)
    with read.connect(settings, build) as con:
        simulated = read.is_simulated(con)
        if simulated:
            screen.warn_of_samples(settings.inbox)
        yield con, simulated


@contextmanager
def forecasts_in_force(settings: Settings, lifter: str | None = None) -> Iterator[tuple[Connection, bool]]:
    """Open the build in force for an answer made of its forecasts.

    Yields
    ------
    Connection, bool
        As of `tables_in_force`.

    Raises
    ------
    NothingYetError
        As of `tables_in_force`, or nothing has been forecast yet.
    UnknownLifterError
        The build does not know the lifter.
    """
    build = read.current(settings)
    if not build.is_forecast:
        raise NoForecastsError(f"{build.path}: no forecasts are made yet; run `liftcast refresh` to make them")
    say_what_is_stale(settings)
    with read.connect(settings, build) as con:
        read.require_lifter(con, lifter)
        simulated = read.is_simulated(con)
        if simulated:
            screen.warn_of_samples(settings.inbox)
        yield con, simulated


def say_what_is_stale(settings: Settings, *, forecasts: bool = True) -> None:
    """Say in a sentence on standard error what the build in force does not know yet, and how it will.

    Parameters
    ----------
    settings : Settings
    forecasts : bool
        Whether the answer is made of forecasts.
    """
    found = stale(settings, forecasts=forecasts)
    if found:
        screen.warn(found.sentence())
    elif forecasts and (sentence := dethroned(settings)):
        screen.warn(f"{sentence} `liftcast train` may find a better one.")
