"""The main job as a person meets it: what `liftcast run` does, shows and says last."""

import time

from pipelines.running import steps
from pipelines.running.prefect_home import prepare_environment
from pipelines.settings import Settings
from pipelines.terminal import answers, screen
from pipelines.warehouse import read


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
