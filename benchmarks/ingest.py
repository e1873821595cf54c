"""Ingest large exports, beside a bare read of the same file and beside a pandas script for the same steps.

Usage: python benchmarks/ingest.py [--full] [--rows ROWS ...]

Makes exports of 0.1 and 1 million rows (10 million too with --full) of simulated training in a temporary folder and
prints one line per file: seconds from file to published build, what that is as a multiple of DuckDB's bare `read_csv`
of the file into a table and of `peer_pandas.py`, and peak memory. Each measurement has a process of its own; start-up
and imports do not count. `many` is the same number of rows as one long export each of many lifters, `gym` as one short
export each of twenty times as many; there several processes read, and the memory is that of the main one.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import duckdb
from benchmark_files import make_file, make_inbox

SIZES = (100_000, 1_000_000)
FULL = 10_000_000
WAYS = ("liftcast", "read_csv", "pandas")
ROWS_EACH = {"many": 10_000, "gym": 500}


def liftcast(path: Path, app: str, scratch: Path) -> tuple[float, int]:
    """Take a file, or a folder of lifters, to a published build."""
    from pipelines.exports.body.identify import body_formats
    from pipelines.exports.identify import formats
    from pipelines.running import steps
    from pipelines.settings import Settings
    from pipelines.warehouse import read

    formats(), body_formats()  # each imports its module when it is first asked for
    settings = Settings(home=scratch / "home")
    began = time.perf_counter()
    steps.ingest_step(settings, paths=[path], lifter=None if app in ROWS_EACH else "one")
    seconds = time.perf_counter() - began
    with read.connect(settings) as con:
        return seconds, int(read.summary(con)["sets"])


def read_csv(path: Path, app: str, scratch: Path) -> tuple[float, int]:  # noqa: ARG001 (the same for all ways)
    """Read a file, or those of all lifters, into a table of a new DuckDB file and do nothing else."""
    files = [str(path)] if path.is_file() else [str(each) for each in sorted(path.rglob("*.csv"))]
    began = time.perf_counter()
    with duckdb.connect(str(scratch / "bare.duckdb")) as con:
        con.execute("set enable_progress_bar = false")
        con.execute("create table bare as select * from read_csv($files)", {"files": files})
        con.execute("checkpoint")
        seconds = time.perf_counter() - began
        found = con.execute("select count(*) from bare").fetchall()
    return seconds, int(found[0][0])


def pandas(path: Path, app: str, scratch: Path) -> tuple[float, int]:
    """Run the script a peer would write."""
    import peer_pandas

    began = time.perf_counter()
    files = [path] if path.is_file() else sorted(path.rglob("*.csv"))
    sets = sum(peer_pandas.run(each, "strong" if app in ROWS_EACH else app, scratch) for each in files)
    return time.perf_counter() - began, sets


def make(folder: Path, app: str, rows: int) -> Path:
    """Make the file, or the folder of many lifters."""
    if app in ROWS_EACH:
        return make_inbox(folder, rows, ROWS_EACH[app])
    return make_file(folder / f"{app}.csv", app, rows)


def measure(way: str, path: Path, app: str) -> dict[str, float]:
    """Measure one way in a process of its own: seconds, sets and peak memory (MB)."""
    command = [sys.executable, __file__, "--measure", way, str(path), app]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def report(rows: int, app: str, path: Path) -> None:
    """Print one line; of two measurements of small files the faster counts."""
    found = {}
    for way in WAYS:
        tries = [measure(way, path, app) for _ in range(2 if rows < FULL else 1)]
        found[way] = {name: min(each[name] for each in tries) for name in ("seconds", "sets", "megabytes")}
    ours = found["liftcast"]["seconds"]
    print(
        f"{rows:>10,} {app:<7}"
        + "".join(f"{found[way]['seconds']:>10.2f}" for way in WAYS)
        + "".join(f"{ours / found[way]['seconds']:>12.2f}" for way in WAYS[1:])
        + "".join(f"{found[way]['megabytes']:>10.0f}" for way in WAYS)
        + f"{found['liftcast']['sets']:>12,.0f}",
        flush=True,
    )


def main() -> None:
    """Make the files and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="*", help="sizes, in rows")
    parser.add_argument("--full", action="store_true", help="10 million rows as well")
    parser.add_argument("--apps", nargs="*", default=["strong", "hevy", *ROWS_EACH])
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        way, path, app = asked.measure
        with tempfile.TemporaryDirectory() as scratch:
            seconds, sets = globals()[way](Path(path), app, Path(scratch))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "sets": sets, "megabytes": peak}))
        return
    print(
        f"{'rows':>10} {'export':<7}" + "".join(f"{way + ' s':>10}" for way in ("liftcast", "bare", "pandas"))
        + f"{'x bare':>12}{'x pandas':>12}" + "".join(f"{way + ' MB':>10}" for way in ("ours", "bare", "pandas"))
        + f"{'sets':>12}"
    )  # fmt: skip
    for rows in asked.rows or (*SIZES, *([FULL] if asked.full else [])):
        for app in asked.apps:
            with tempfile.TemporaryDirectory() as folder:
                place = Path(folder)
                # A child inherits its parent's peak of memory, so the parent has to stay small.
                with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
                    path = apart.submit(make, place, app, rows).result()
                report(rows, app, path)


if __name__ == "__main__":
    main()
