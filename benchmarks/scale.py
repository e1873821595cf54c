"""Time the whole path at rising numbers of sets: from files to a published build with forecasts and advice.

Usage: python benchmarks/scale.py [--million 0.2 1 10] [--folder FOLDER] [--record FILE] [--nights]

Simulated lifters of about 2,000 sets each (see `scale_files`). Every step is a process of its own: seconds by the
clock, processor seconds and the peak memory of all its processes together (PSS), beside DuckDB's bare read of the same
files; at the end how fast each grows with the sets. `--nights` adds two more refreshes: after every hundredth lifter
trained, who else must be told just the same, and after one did. Homes stay in FOLDER where one is named; one that is
there is begun anew, its files are used again.
"""

import argparse
import json
import math
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import duckdb
import psutil
from night import digests, path_of, train
from scale_files import write_exports

from pipelines.settings import Settings
from pipelines.warehouse import read

MILLION: Final = 1_000_000
LOOK_EVERY_S: Final = 0.5


@dataclass(frozen=True, kw_only=True)
class Took:
    """What one step took: seconds by the clock, of the processors, and the most memory at once."""

    sets: int
    lifters: int
    step: str
    clock_s: float
    processor_s: float
    peak_mb: float


def timed(step: Callable[[], object]) -> tuple[float, float, float]:
    """Run a step in a process of its own: seconds by the clock, processor seconds, and peak memory in MB."""
    began, child = time.monotonic(), os.fork()
    if child == 0:
        try:
            step()
        except BaseException as error:  # noqa: BLE001 (whatever it is, this process must not go on as its parent)
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    peak = 0.0
    while True:
        ended, status, used = os.wait4(child, os.WNOHANG)
        if ended:
            break
        peak = max(peak, memory_mb(child))
        time.sleep(LOOK_EVERY_S)
    if status:
        raise SystemExit(f"a step ended with {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - began, used.ru_utime + used.ru_stime, peak


def memory_mb(process: int) -> float:
    """Memory of a process and all that it began; what they share is counted once."""
    total = 0.0
    try:
        whole = psutil.Process(process)
        for each in (whole, *whole.children(recursive=True)):
            total += each.memory_full_info().pss
    except psutil.Error:  # one has just ended
        pass
    return total / 2**20


def bare_read(settings: Settings) -> None:
    """Have DuckDB read the same files into tables, as text and without looking for their columns."""
    alike: dict[str, list[str]] = {}
    for file in sorted(settings.inbox.glob("*/*.csv")):
        with file.open(encoding="utf-8-sig") as lines:
            alike.setdefault(next(lines).strip(), []).append(str(file))
    with duckdb.connect(str(settings.home / "bare.duckdb")) as con:
        con.execute("set enable_progress_bar = false")
        con.execute(f"set threads = {settings.threads}")
        for place, (header, files) in enumerate(alike.items()):
            columns = {name.strip('"'): "VARCHAR" for name in header.split(",")}
            read_them = con.read_csv(files, header=True, columns=columns, auto_detect=False, sep=",", quotechar='"')
            read_them.to_table(f"bare_{place}")
    (settings.home / "bare.duckdb").unlink()


def measured(settings: Settings, sets: int, lifters: int, *, nights: bool) -> list[Took]:
    """Run the path once, and twice more where nights are asked for."""
    took: list[Took] = []

    def note(name: str, step: Callable[[], object]) -> None:
        clock_s, processor_s, peak_mb = timed(step)
        took.append(
            Took(sets=sets, lifters=lifters, step=name, clock_s=clock_s, processor_s=processor_s, peak_mb=peak_mb)
        )
        print(f"{sets:12,} {name:45} {clock_s:8.1f} {processor_s:8.1f} {peak_mb:8.0f}", flush=True)

    note("DuckDB reads the same files", lambda: bare_read(settings))
    for name, step in path_of(settings).items():
        note(name, step)
    for title, share in {"1 % trained": 0.01, "one trained": 0.0}.items() if nights else ():
        trained = train(settings, share)
        said = digests(settings, trained)
        for name, step in path_of(settings).items():
            note(f"{title}: {name}", step)
        changed = [table for table, digest in digests(settings, trained).items() if digest != said[table]]
        if changed:
            raise SystemExit(f"{title}: other rows of who did not train: {', '.join(changed)}")
    return took


def whole(took: Sequence[Took]) -> list[Took]:
    """Add up the steps of the path, for each size and night."""
    sums: dict[tuple[int, str], list[Took]] = {}
    for one in took:
        title = one.step.split(":")[0] + ": all" if ":" in one.step else "from files to published"
        if not one.step.startswith("DuckDB"):
            sums.setdefault((one.sets, title), []).append(one)
    return [
        Took(
            sets=sets,
            lifters=parts[0].lifters,
            step=title,
            clock_s=sum(part.clock_s for part in parts),
            processor_s=sum(part.processor_s for part in parts),
            peak_mb=max(part.peak_mb for part in parts),
        )
        for (sets, title), parts in sums.items()
    ]


def exponents(took: Sequence[Took]) -> list[str]:
    """Say how fast each step grows: by the power of the sets, from each size to the next."""
    lines = []
    for step in dict.fromkeys(one.step for one in took):
        sizes = sorted((one for one in took if one.step == step), key=lambda one: one.sets)
        for small, large in pairwise(sizes):
            grown = math.log(large.sets / small.sets)
            clock, processor, memory = (
                math.log(getattr(large, name) / getattr(small, name)) / grown
                for name in ("clock_s", "processor_s", "peak_mb")
            )
            spell = f"{small.sets:,} to {large.sets:,}"
            lines.append(f"{spell:25} {step:45} {clock:8.2f} {processor:8.2f} {memory:8.2f}")
    return lines


def sets_in(settings: Settings) -> int:
    """Count the sets of the build in force."""
    with read.connect(settings) as con:
        return int((con.execute("select count(*) from sets").fetchone() or (0,))[0])


def home_in(folder: Path, sets: int) -> tuple[Settings, int]:
    """A home with that many sets in its inbox and nothing else, and its number of lifters."""
    settings = Settings(home=folder / f"{sets}" / "home")
    for other in settings.home.iterdir() if settings.home.exists() else ():
        if other != settings.inbox:
            shutil.rmtree(other) if other.is_dir() else other.unlink()
    if not settings.inbox.exists():
        write_exports(settings.inbox, sets)
    return settings, sum(1 for _ in settings.inbox.iterdir())


def main() -> None:
    """Print a line a step and size, then the exponents."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--million", type=float, nargs="+", default=[0.2, 1.0], help="sizes, in millions of sets")
    asked.add_argument("--folder", type=Path, help="where files and homes are kept")
    asked.add_argument("--record", type=Path, help="a JSON file for the figures")
    asked.add_argument("--nights", action="store_true", help="after 1 %% trained, and after one did")
    words = asked.parse_args()
    took: list[Took] = []
    with tempfile.TemporaryDirectory() as passing:
        print(f"{'sets':>12} {'step':45} {'clock s':>8} {'cpu s':>8} {'peak MB':>8}")
        for million in words.million:
            settings, lifters = home_in(words.folder or Path(passing), round(million * MILLION))
            took += measured(settings, round(million * MILLION), lifters, nights=words.nights)
            print(f"{sets_in(settings):12,} sets, {lifters:,} lifters, {settings.threads} threads")
            if words.record:
                rows = [asdict(one) for one in took]
                words.record.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    sums = whole(took)
    for one in sums:
        print(f"{one.sets:12,} {one.step:45} {one.clock_s:8.1f} {one.processor_s:8.1f} {one.peak_mb:8.0f}")
    print(*exponents([*took, *sums]), sep="\n")


if __name__ == "__main__":
    main()
