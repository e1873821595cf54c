"""The main job as a person meets it: what `liftcast run` does, shows and says last."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.champion.registry import dethroned
from pipelines.running import steps
from pipelines.running.prefect_home import prepare_environment
from pipelines.settings import Settings
from pipelines.terminal import answers, screen
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection
from pipelines.warehouse.publish import Build, current_build


def run(settings: Settings) -> bool:
    """Bring everything up to date, telling how far it is, and say what was made; an empty inbox shows the samples.

    Returns
    -------
    bool
        Whether some input was refused.
    """
    clock = time.monotonic()
    settings.inbox.mkdir(parents=True, exist_ok=True)
    if steps.is_up_to_date(settings, samples=True):
        screen.err.print("Nothing new since the last run: all is up to date.")
    else:
        _refresh_through_prefect(settings)
    return _say_what_was_made(settings, time.monotonic() - clock)


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
    steps.refresh(settings, progress=screen.OnScreen())


def make_anew(settings: Settings, build: Build) -> None:
    """Make the build in force anew, forecasts only where it had any: another version made it."""
    if build.kind == "full":
        make_sure_of_forecasts(settings)
    else:
        steps.ingest_step(settings, progress=screen.OnScreen())


def _refresh_through_prefect(settings: Settings) -> None:
    """Run the refresh flow in this process, its steps drawn on the screen."""
    prepare_environment(settings)
    with screen.err.status("Starting the pipeline engine (half a minute the first time)"):
        from pipelines.running import flows  # noqa: PLC0415 (Prefect reads its environment on import)
    with flows.listening(screen.OnScreen()):
        flows.refresh(str(settings.home), samples=True)


def _say_what_was_made(settings: Settings, seconds: float) -> bool:
    """Print the last lines; tell whether some input was refused."""
    with read.connect(settings) as con:
        summary = read.summary(con)
    if summary["simulated"]:
        screen.warn_of_samples(settings.inbox)
    answers.print_summary(summary, home=settings.home, seconds=seconds)
    return bool(summary["files_refused"])
