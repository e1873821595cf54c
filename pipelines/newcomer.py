"""The main job as a person meets it: what `liftcast run` does, shows and says last."""

import time

from pipelines import answers, screen, steps
from pipelines.prefect_home import prepare_environment
from pipelines.registry import dethroned
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.publish import Build, current_build

SAMPLES_NOTICE = (
    "[bold black on yellow] SIMULATED SAMPLES [/] The inbox is empty, so everything below is about made-up lifters.\n"
    "  Drop your own export into [bold]{inbox}[/] and run again."
)


def run(settings: Settings) -> bool:
    """Bring everything up to date, telling how far it is, and say what was made.

    Returns
    -------
    bool
        Whether some input was refused.
    """
    clock = time.monotonic()
    settings.inbox.mkdir(parents=True, exist_ok=True)
    if steps.is_up_to_date(settings):
        screen.err.print("Nothing new since the last run: all is up to date.")
    else:
        _refresh_through_prefect(settings)
    return _say_what_was_made(settings, time.monotonic() - clock)


def make_sure_of_forecasts(settings: Settings) -> None:
    """Make forecasts of the newest data where the build in force has none, or another version or a baseline made it."""
    build = current_build(settings)
    sentence = dethroned(settings)
    if sentence:
        screen.err.print(sentence)
    elif build is not None and build.kind == "full" and build.is_readable:
        return
    settings.inbox.mkdir(parents=True, exist_ok=True)
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
        from pipelines import flows  # noqa: PLC0415 (Prefect reads its environment on import)
    with flows.listening(screen.OnScreen()):
        flows.refresh(str(settings.home))


def _say_what_was_made(settings: Settings, seconds: float) -> bool:
    """Print the last lines; tell whether some input was refused."""
    with read.connect(settings) as con:
        summary = read.summary(con)
    if summary["simulated"]:
        screen.err.print(SAMPLES_NOTICE.format(inbox=settings.inbox))
    answers.print_summary(summary, home=settings.home, seconds=seconds)
    return bool(summary["files_refused"])
