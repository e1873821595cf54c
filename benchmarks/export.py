"""Time `liftcast export` and the JSON of all lifters: processor seconds, peak memory and size of what comes out.

Usage: python benchmarks/export.py [HOME]; without one, 200 simulated lifters of 60 weeks are forecast first.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipelines.handing_out.schemas import NAMES
from pipelines.running import steps
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate

LIFTCAST = ("-c", "from pipelines.terminal.cli import main; main()")
LIFTERS = 200
WEEKS = 60


def made(home: Path) -> None:
    """Make a full build of simulated lifters, without training."""
    settings = Settings(home=home)
    simulate(lifters=LIFTERS, seed=1, out=settings.inbox, weeks=WEEKS, truth=False)
    steps.ingest_step(settings)
    steps.forecast_step(settings)


def timed(words: Sequence[str], home: Path, out: Path) -> tuple[float, float]:
    """Return processor seconds and peak megabytes of a command of its own process, its answer in a file."""
    child = os.fork()
    if child == 0:
        os.environ["LIFTCAST_HOME"] = str(home)
        os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.execv(sys.executable, [sys.executable, *LIFTCAST, *words])  # noqa: S606 (our own command)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{' '.join(words)}: ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Print one line per command."""
    with tempfile.TemporaryDirectory() as folder:
        home, place = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder, "home"), Path(folder, "out")
        if len(sys.argv) == 1:
            made(home)
        print(f"{'command':38} {'processor s':>11} {'peak MB':>8} {'written MB':>11}")
        for form in ("parquet", "csv", "ndjson"):
            for table in ("all", *(NAMES if form == "parquet" else ())):
                words = ["export", table, "--format", form, "--to", str(place / form / table)]
                seconds, peak = timed(words, home, Path(folder, "said"))
                size = sum(path.stat().st_size for path in (place / form / table).iterdir()) / 1e6
                print(f"{' '.join(words[:4]):38} {seconds:11.1f} {peak:8.0f} {size:11.1f}", flush=True)
        for words in (["forecast", "--json"], ["recommend", "--json"], ["alerts", "--json"]):
            seconds, peak = timed(words, home, Path(folder, "said"))
            size = Path(folder, "said").stat().st_size / 1e6
            print(f"{' '.join(words):38} {seconds:11.1f} {peak:8.0f} {size:11.1f}", flush=True)


if __name__ == "__main__":
    main()
