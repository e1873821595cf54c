"""Time the commands that only read a finished build, beside the bare interpreter with DuckDB imported, on the samples.

Processor seconds are those of the whole process from start to end, user and system; each figure is the least of some
runs. Both depend on the machine, their ratio to the bare interpreter's hardly.

Usage: python benchmarks/commands.py [RUNS]
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from subprocess import DEVNULL, run

from pipelines.running import steps
from pipelines.settings import Settings
from pipelines.warehouse import read

BARE = ("-c", "import duckdb")
LIFTCAST = ("-c", "from pipelines.terminal.cli import main; main()")
WORKED = (0, 1)  # `doctor` ends with 1 where there is something to look at, and samples are


def made(home: Path) -> tuple[Settings, str]:
    """Make a finished build of the samples; return where it is, and one of its lifters."""
    settings = Settings(home=home)
    steps.ingest_step(settings, samples=True)
    build = steps.forecast_step(settings)
    with read.connect(settings, build) as con:
        return settings, str(read.recommendations(con)[0]["lifter"])


def timed(words: Sequence[str], home: Path, runs: int) -> tuple[float, float]:
    """Return the least processor and wall seconds of some runs of the interpreter."""
    processor, wall = [], []
    for _ in range(runs):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = run(
            [sys.executable, *words],
            stdout=DEVNULL,
            stderr=DEVNULL,
            check=False,
            env=os.environ | {"LIFTCAST_HOME": str(home)},
        )
        wall.append(time.monotonic() - began)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        if done.returncode not in WORKED:
            raise SystemExit(f"{' '.join(words)}: ended with exit code {done.returncode}")
    return min(processor), min(wall)


def main() -> None:
    """Print one line per command: processor and wall seconds, and how many times the bare interpreter's."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        settings, lifter = made(Path(folder))
        commands = ["--help", "imports", "rejected", "alerts", "forecast", "recommend", "milestone"]
        commands += [f"plan --lifter {lifter}", "doctor", "forecast --weeks 16", f"plan --lifter {lifter} --days 3"]
        bare, wall = timed(BARE, settings.home, runs)
        print(f"{'command':34} {'processor s':>11} {'wall s':>7} {'times bare':>10}")
        print(f"{'python with duckdb':34} {bare:11.2f} {wall:7.2f} {1:10.1f}")
        for command in commands:
            seconds, wall = timed([*LIFTCAST, *command.split()], settings.home, runs)
            print(f"{'liftcast ' + command:34} {seconds:11.2f} {wall:7.2f} {seconds / bare:10.1f}", flush=True)


if __name__ == "__main__":
    main()
