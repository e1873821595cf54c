"""The build in force, opened for an answer: made first where there is none that this version reads."""

from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.champion.registry import dethroned
from pipelines.settings import Settings
from pipelines.terminal import screen
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection
from pipelines.warehouse.publish import Build, current_build


@contextmanager
def forecasts_in_force(settings: Settings, lifter: str | None = None) -> Iterator[tuple[Connection, bool]]:
    """Open the build in force for an answer, forecasts made first where they are missing.

    Yields
    ------
    Connection, bool
        Of the build; whether its lifters are the project's own samples, of which a person is warned.

    Raises
    ------
    NothingIngestedError
        The home holds nothing.
    UnknownLifterError
        The build does not know the lifter.
    """
    make_sure_of_forecasts(settings)
    with read.connect(settings) as con:
        read.require_lifter(con, lifter)
        simulated = read.is_simulated(con)
        if simulated:
            screen.warn_of_samples(settings.inbox)
        yield con, simulated


def make_sure_of_forecasts(settings: Settings) -> None:
    """Make forecasts of the newest data where the build in force has none, or another version or a baseline made it.

    Raises
    ------
    NothingIngestedError
        There is nothing to forecast; nothing is written then.
    """
    build = current_build(settings)
    sentence = dethroned(settings)
    if sentence:
        screen.err.print(sentence)
    elif build is not None and build.kind == "full" and build.is_readable:
        return
    from pipelines.running import steps  # noqa: PLC0415 (seconds to import: only those who make something wait)

    steps.refresh(settings, progress=screen.OnScreen())


def make_anew(settings: Settings, build: Build) -> None:
    """Make the build in force anew, forecasts only where it had any: another version made it."""
    if build.kind == "full":
        make_sure_of_forecasts(settings)
    else:
        from pipelines.running import steps  # noqa: PLC0415 (as above)

        steps.ingest_step(settings, progress=screen.OnScreen())
