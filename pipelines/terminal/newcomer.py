"""The main job as a person meets it: what `liftcast run --once` does, shows and says last.

`python -m pipelines.terminal.newcomer` does it for the app that stays up, as a flow run where the app's server is up.
"""

import argparse
import sys
import time
from collections.abc import Sequence

from pipelines.champion.registry import training_is_due
from pipelines.files.private import private
from pipelines.running import engine, requests
from pipelines.running.prefect_home import prepare_environment
from pipelines.serving.freshness import stale
from pipelines.settings import Settings
from pipelines.terminal import screen, warm
from pipelines.terminal.commands.options import DONE, REFUSED
from pipelines.terminal.door import told
from pipelines.warehouse import read
from pipelines.warehouse.publish import current_build


def run(settings: Settings, *, retrain: bool | None = None, port: int | None = None) -> bool:
    """Do what is due, telling how far it is, and say what was made; an empty inbox shows the samples.

    Parameters
    ----------
    settings : Settings
    retrain : bool, optional
        Whether to train, and to work in any case; without, that is done a week after the last time.
    port : int, optional
        Of this home's Prefect server, to which the work reports as a flow run if it answers.

    Returns
    -------
    bool
        Whether some input was refused.
    """
    clock = time.monotonic()
    with private():
        settings.inbox.mkdir(parents=True, exist_ok=True)
    is_asked = retrain is not None
    retrain = training_is_due(settings) if retrain is None else retrain
    refused = _refusals(settings)
    if is_asked or retrain or stale(settings):
        _refresh(settings, retrain=retrain, port=port)
    else:
        screen.note("Nothing new since the last run: all is up to date.")
    return _say_what_was_made(settings, time.monotonic() - clock, refused)


def _refresh(settings: Settings, *, retrain: bool, port: int | None) -> None:
    """Refresh in this process, its steps drawn on the screen; a server is used, never started."""
    if port is not None and engine.is_up(settings, port):
        prepare_environment(settings, port=port)
        from pipelines.running import flows  # noqa: PLC0415 (Prefect reads its environment on import)

        asked = [request.request for request in requests.open_requests(settings)]
        flows.run_here(settings.home, screen.OnScreen(), is_training=retrain, asked=asked, samples=True)
    else:
        from pipelines.running import steps  # noqa: PLC0415 (seconds to import: only those who make something wait)

        steps.refresh(settings, train=retrain, samples=True, progress=screen.OnScreen())


def _refusals(settings: Settings) -> dict[tuple[str, str], read.Row]:
    """Find what the build in force says was refused."""
    build = current_build(settings)
    if build is None or not build.is_readable:
        return {}
    with read.connect(settings, build) as con:
        return {(row["lifter"], row["sha256"]): row for row in read.imports(con) if row["error"]}


def _say_what_was_made(settings: Settings, seconds: float, refused: dict[tuple[str, str], read.Row]) -> bool:
    """Print the last lines, and why what is new was refused; tell whether some input was refused."""
    from pipelines.terminal import answers  # noqa: PLC0415 (as above, by half)

    with read.connect(settings) as con:
        summary = read.summary(con)
    if summary["simulated"]:
        screen.warn_of_samples(settings.inbox)
    for key, row in _refusals(settings).items():
        if key not in refused:
            why = answers.why_refused(row)
            screen.err.print(
                f"Refused ({row['lifter']}): {row['file']}: {why}", markup=False, highlight=False, soft_wrap=True
            )
    if not screen.is_quiet():
        answers.print_summary(summary, home=settings.home, seconds=seconds)
    return bool(summary["files_refused"])


def main() -> int:
    """Do what the app that stays up asks for, at once or when told."""
    said = _parsed(sys.argv[1:])
    settings = Settings.from_environment()
    if said.when_told:
        words = warm.told(settings, said.port)
        if words is None:  # whoever would have told has ended
            return DONE
        said = _parsed(words)
    if said.quiet:
        screen.be_quiet()
    return REFUSED if run(settings, retrain=said.retrain, port=said.port) else DONE


def _parsed(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    parser.add_argument("--retrain", action="store_true")
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--when-told", action="store_true")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(told(main))
