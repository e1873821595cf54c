"""Time work done on many lifts part by part, as the pipeline does it."""

import resource
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

AT_A_TIME: Final = 500
WORKERS: Final = 2


def timed(work: Callable[[int], int], lifts: int) -> tuple[int, float, float]:
    """Do the work for every part, given the place of its first lift.

    Returns
    -------
    tuple of (int, float, float)
        The sum of what the parts gave, seconds, and the peak memory of the process so far in MB.
    """
    began = time.monotonic()
    with ThreadPoolExecutor(WORKERS) as pool:
        done = sum(pool.map(work, range(0, lifts, AT_A_TIME)))
    return done, time.monotonic() - began, peak_memory_mb()


def peak_memory_mb() -> float:
    """Most memory that the process held so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
