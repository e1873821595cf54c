"""A run as all of it is written down and told: the diary, the log, the health file, notices."""

from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.files.logs import begin, log, of_run
from pipelines.files.runs import Counts, entered
from pipelines.health import notices, state
from pipelines.health.failures import sentence
from pipelines.settings import Settings


@contextmanager
def recorded(settings: Settings, command: str) -> Iterator[Counts]:
    """Record one run of `command`; what the caller puts into the counts given is kept with it.

    Counts that people are told of: `files_refused`, and under `drift` a sentence.
    """
    begin(settings)
    counts: Counts = {}
    try:
        with entered(settings, command) as entry, of_run(entry["run"]):
            counts = entry["counts"]
            log.info("%s begins", command)
            try:
                yield counts
            except Exception as error:
                entry["error"] = sentence(error, settings)
                log.exception("%s failed: %s", command, entry["error"], extra={"counts": counts})
                raise
            log.info("%s is done", command, extra={"counts": counts})
    finally:
        look_after(settings, counts)


def look_after(settings: Settings, counts: Counts) -> state.Health | None:
    """Write the health file after a run, tell whoever is to be told, and return how the home is."""
    try:
        health = state.health_of(settings)
        _write(settings, health)
        if health.ok:
            notices.went_well(settings)
        else:
            notices.failed(settings, " ".join(health.problems))
        if "files_refused" in counts:
            notices.refused(settings, int(counts["files_refused"]))
        if counts.get("drift"):
            notices.drifted(settings, str(counts["drift"]))
    except Exception:  # noqa: BLE001 (what fails here must neither fail a run nor hide why it failed)
        log.exception("how the home is could not be told")
        return None
    return health


def _write(settings: Settings, health: state.Health) -> None:
    try:
        state.write(settings, health)
    except OSError as error:
        log.error("the health file cannot be written: %s", error.strerror)
