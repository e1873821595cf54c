"""Refresh again and again while somebody reads the build in force: nobody may vanish, and no forecasts.

Usage: python benchmarks/readers.py [LIFTERS [REFRESHES]]; without, 6 simulated lifters and 20 refreshes, before each of
which one lifter trains. A process of its own opens the build in force over and over and notes how many lifters and how
many with forecasts it finds. Ends with an error where it ever finds fewer than there were after the first refresh.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final

from night import train

from pipelines.running import steps
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate
from pipelines.warehouse import read

PAUSE_S: Final = 0.02
Found = tuple[str, int, int]
"""A build, its lifters, and those of them with forecasts."""


def found_in_force(settings: Settings) -> Found:
    """Open the build in force as any reader does, and count."""
    with read.connect(settings) as con:
        ((build, lifters, forecast),) = con.execute(
            "select (select build from builds_meta), (select count(*) from lifters), "
            "(select count(distinct lifter) from forecasts)"
        ).fetchall()
    return str(build), int(lifters), int(forecast)


def keep_reading(home: Path, is_over: Event, tell: Callable[[tuple[int, list[Found]]], None]) -> None:
    """Read until it is over; tell how often, and all that was ever found."""
    settings, found, reads = Settings(home=home), dict.fromkeys([found_in_force(Settings(home=home))]), 0
    while not is_over.is_set():
        found[found_in_force(settings)] = None
        reads += 1
        time.sleep(PAUSE_S)
    tell((reads, list(found)))


def main() -> None:
    """Refresh, read meanwhile, and print what was found."""
    lifters, refreshes = (int(word) for word in [*sys.argv[1:], "6", "20"][:2])
    apart = get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder, "home"))
        simulate(lifters=lifters, seed=3, out=settings.inbox, weeks=20, truth=False)
        steps.refresh(settings)
        first = found_in_force(settings)
        is_over, told = apart.Event(), apart.SimpleQueue()
        reader = apart.Process(target=keep_reading, args=(settings.home, is_over, told.put))
        reader.start()
        with suppress(KeyboardInterrupt):
            for number in range(1, refreshes + 1):
                train(settings)
                steps.refresh(settings)
                print(f"refresh {number}: {found_in_force(settings)[0]}", flush=True)
        is_over.set()
        reads, found = told.get()
        reader.join()
    fewest = min(each[1] for each in found), min(each[2] for each in found)
    print(f"{reads} reads of {len(found)} builds: never fewer than {fewest[0]} lifters, {fewest[1]} with forecasts")
    if fewest[0] < first[1] or fewest[1] < first[2]:
        raise SystemExit(f"there were {first[1]} lifters, {first[2]} with forecasts: a reader found fewer")


if __name__ == "__main__":
    main()
