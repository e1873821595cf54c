"""Kill the work at random instants, the app's parent and children too, and hold what is left against undisturbed work.

Each step (ingest, forecast, training with registration, refresh, choosing a model, deciding about a file) is killed
with SIGKILL at random instants, often twice in a row, then done to its end. After every kill: the pointer names a build
that can be read, every archived byte is there, the ledgers can be read, and a model can be loaded. After every step:
each table equals that of a home in which nothing was killed. Ends with code 1 where anything differs.

Processes are forked, so give numpy one thread.

Usage: OMP_NUM_THREADS=1 nice python benchmarks/kills.py [--kills 300] [--app 20] [--seed 1] [--minutes 15]
"""

import argparse
import hashlib
import json
import math
import multiprocessing
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from unittest import mock

import duckdb
import mlflow  # noqa: F401 (imported once, before forking)

from models.forecasters import candidates
from pipelines.champion import choosing, registry, training
from pipelines.champion.gate import Decision
from pipelines.files.jsonlines import JsonLines
from pipelines.inbox import packing
from pipelines.running import steps
from pipelines.settings import PROJECT, Settings
from pipelines.simulated.simulate import simulate
from pipelines.warehouse.publish import current_build

CHEAP: Final = ("no_change", "scaled_no_change", "shipped", "linear")
LIFTERS: Final = 6
WEEKS: Final = 40
OF_THE_RUN: Final = frozenset({"build", "key", "made_at", "marts_key", "compared_with", "model_version", "given_by"})
"""Columns that name a run rather than say what is so: a registration that was cut off leaves a number unused."""
NOT_COMPARED: Final = frozenset({"runs", "change_counts", "changes", "file_changes"})
"""What was done and when; and what changed since the build before, of which kills make more."""
_CLI: Final = "from pipelines.terminal.cli import main; main()"
_FORK: Final = multiprocessing.get_context("fork")


@dataclass
class Tally:
    """What was tried, and what did not hold."""

    kills: Counter[str] = field(default_factory=Counter)
    checked: int = 0
    compared: int = 0
    broken: list[str] = field(default_factory=list)


def main() -> int:
    """Run the campaign and print its figures as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=300, help="of steps")
    parser.add_argument("--app", type=int, default=20, help="kills of the running app's parent or of a child")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop after so long")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        tally = campaign(Path(folder), kills=said.kills, app=said.app, seed=said.seed, minutes=said.minutes)
    answer = {
        "kills": sum(tally.kills.values()),
        "by_step": dict(sorted(tally.kills.items())),
        "homes_checked": tally.checked,
        "tables_compared": tally.compared,
        "broken": tally.broken,
    }
    print(json.dumps(answer, indent=1))
    return 1 if tally.broken else 0


def campaign(
    folder: Path,
    *,
    kills: int,
    app: int,
    seed: int,
    minutes: float = math.inf,
    lifters: int = LIFTERS,
    only: Collection[str] = (),
) -> Tally:
    """Kill so often, in all steps or some only, and return what came of it."""
    until, draw, tally = time.monotonic() + 60 * minutes, random.Random(seed), Tally()
    logs = folder / "logs"
    simulate(lifters=lifters, seed=seed, out=logs, weeks=WEEKS, truth=False)
    calm = _home(folder / "calm")
    expected, seconds = {}, {}
    chosen = [(name, step) for name, step in _steps(logs) if not only or name in only]
    for name, step in chosen if kills else ():
        began = time.monotonic()
        _in_child(step, calm)
        seconds[name], expected[name] = time.monotonic() - began, _in_child(tables, calm)
    while kills and sum(tally.kills.values()) < kills and time.monotonic() < until:
        home = _home(folder / "killed")
        for name, step in chosen:
            _disturb(name, step, home, seconds[name], draw, tally)
            _compare(name, home, expected[name], tally)
        shutil.rmtree(home.home)
    _kill_the_app(folder / "app", logs, app, draw, tally, until)
    return tally


def _steps(logs: Path) -> Iterator[tuple[str, Callable[[Settings], object]]]:
    """Yield the steps in their order: each brings about the state it needs, so doing one twice does nothing more."""
    lifters = sorted(folder.name for folder in logs.iterdir() if folder.is_dir())
    half = len(lifters) - 1

    def dropped(settings: Settings, names: list[str]) -> None:
        for name in names:
            shutil.copytree(logs / name, settings.inbox / name, dirs_exist_ok=True)

    def ingest(settings: Settings) -> None:
        dropped(settings, lifters[:half])
        steps.ingest_step(settings)

    def train(settings: Settings) -> None:
        with crowning("linear"):
            steps.train_step(settings, force=True)

    def refresh(settings: Settings) -> None:
        dropped(settings, lifters)
        steps.refresh(settings)

    def promote(settings: Settings) -> None:
        choosing.promote(settings, registry.NONE_OF_ITS)
        steps.forecast_step(settings)

    yield "ingest", ingest
    yield "forecast", steps.forecast_step
    yield "train and register", train
    yield "forecast by the new champion", steps.forecast_step
    yield "refresh", refresh
    yield "promote", promote


class crowning:  # noqa: N801 (used as a with-block reads)
    """Let few candidates compete and one of them win, so that each training registers a model."""

    def __init__(self, winner: str) -> None:
        few = tuple(one for one in candidates.CANDIDATES if one.name in CHEAP)
        decision = Decision(winner=winner, sentence="crowned for the benchmark")
        self._patches = [
            mock.patch.object(candidates, "CANDIDATES", few),
            mock.patch.object(training, "decide", return_value=decision),
        ]

    def __enter__(self) -> None:
        """Begin."""
        for patch in self._patches:
            patch.start()

    def __exit__(self, *_error: object) -> None:
        """End."""
        for patch in self._patches:
            patch.stop()


def _disturb(
    name: str, step: Callable[[Settings], object], home: Settings, seconds: float, draw: random.Random, tally: Tally
) -> None:
    """Kill a step some times at random instants, then let it come to its end."""
    for _again in range(draw.choice((2, 3, 4))):
        for _in_a_row in range(draw.choice((1, 2))):
            child = _FORK.Process(target=_quietly, args=(step, home))
            child.start()
            child.join(draw.uniform(0.02, seconds))
            if not child.is_alive():
                break
            os.kill(child.pid or 0, signal.SIGKILL)
            child.join()
            tally.kills[name] += 1
        for wrong in _in_child(what_is_lost, home):
            tally.broken.append(f"killed in {name}: {wrong}")
        tally.checked += 1
    try:
        _in_child(step, home)
    except RuntimeError as error:
        tally.broken.append(f"{name} does not come to its end: {error}")


def _compare(name: str, home: Settings, expected: dict[str, str], tally: Tally) -> None:
    found = _in_child(tables, home)
    tally.compared += len(expected)
    unlike = sorted(table for table in expected.keys() | found.keys() if expected.get(table) != found.get(table))
    if unlike:
        tally.broken.append(f"after {name}: tables differ: {', '.join(unlike)}")


def what_is_lost(settings: Settings) -> list[str]:
    """Say what a home lacks that it must hold at any instant; nothing where all is well."""
    wrong: list[str] = []
    if settings.current.exists():
        build = current_build(settings)
        if build is None or not build.is_readable:
            wrong.append(f"the pointer says {settings.current.read_text()!r}, which is no build that can be read")
    try:
        JsonLines(settings.landed / "index.jsonl").read()
        entries = JsonLines(settings.exports / "ledger.jsonl").read()
    except Exception as error:  # noqa: BLE001 (whatever it is, it is a finding)
        return [*wrong, f"a ledger cannot be read: {error}"]
    for entry in entries:
        try:
            packing.content(settings.exports, entry["sha256"])
        except OSError as error:
            wrong.append(f"{entry['file']}: archived bytes are lost: {error}")
    try:
        registry.load_champion(settings)
    except Exception as error:  # noqa: BLE001 (as above)
        wrong.append(f"no model can be loaded: {error}")
    return wrong


def tables(settings: Settings) -> dict[str, str]:
    """Digest each table of the build in force, without what names a run; figures as far as they mean anything."""
    build = current_build(settings)
    if build is None:
        return {}
    with duckdb.connect(str(build.path), read_only=True) as con:
        names = [row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()]
        return {name: _digest(con, name) for name in names if name not in NOT_COMPARED}


def _digest(con: duckdb.DuckDBPyConnection, table: str) -> str:
    found = con.table(table)
    kept = [place for place, column in enumerate(found.columns) if column not in OF_THE_RUN]
    rows = sorted(repr([_rounded(row[place]) for place in kept]) for row in found.fetchall())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _rounded(value: Any) -> Any:
    return f"{value:.6g}" if isinstance(value, float) else value


def _kill_the_app(folder: Path, logs: Path, kills: int, draw: random.Random, tally: Tally, until: float) -> None:
    """Kill the app that stays up, its parent or any child, at random instants; then hold a refresh against calm."""
    calm, home = _home(folder / "calm"), _home(folder / "killed")
    for settings in (calm, home) if kills else ():
        for lifter in filter(Path.is_dir, logs.iterdir()):
            shutil.copytree(lifter, settings.inbox / lifter.name)
    for number in range(kills):
        if time.monotonic() > until:
            break
        app = subprocess.Popen(
            [sys.executable, "-c", _CLI, "run", "--no-browser", *_free_ports()],
            env=os.environ | {"LIFTCAST_HOME": str(home.home), "LIFTCAST_THREADS": "1", "PYTHONPATH": str(PROJECT)},
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(draw.uniform(0.5, 12))
        family = _family(app.pid)
        is_parent = number % 2 == 0 or len(family) == 1
        victim = app.pid if is_parent else draw.choice(family[1:])
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
            tally.kills["the app" if is_parent else "a child of the app"] += 1
        if not is_parent:
            time.sleep(draw.uniform(0, 3))
            family = _family(app.pid)
            with suppress(ProcessLookupError):
                os.kill(app.pid, signal.SIGKILL)
                tally.kills["the app"] += 1
        app.wait()
        left = _left(family, 15)
        if left:
            tally.broken.append(f"the app was killed and left {len(left)} processes")
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        tally.checked += 1
        tally.broken += [f"killed in the app: {wrong}" for wrong in _in_child(what_is_lost, home)]
    if kills:
        for settings in (calm, home):
            _in_child(steps.refresh, settings)
        _compare("the app", home, _in_child(tables, calm), tally)


def _free_ports() -> list[str]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return ["--port", str(one.getsockname()[1]), "--engine-port", str(other.getsockname()[1])]


def _family(pid: int) -> list[int]:
    """A process and all that it began, from /proc."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            children.setdefault(int(stat.read_text().rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
    family = [pid]
    for each in family:
        family += children.get(each, [])
    return family


def _left(family: list[int], seconds: float) -> list[int]:
    """Who of them is still there after so long."""
    until = time.monotonic() + seconds
    while (left := [pid for pid in family if _is_up(pid)]) and time.monotonic() < until:
        time.sleep(0.2)
    return left


def _is_up(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _home(folder: Path) -> Settings:
    settings = Settings(home=folder, threads=1)
    settings.inbox.mkdir(parents=True)
    return settings


def _quietly(step: Callable[[Settings], object], home: Settings) -> None:
    """Do a step without printing, in a session of its own."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    step(home)


def _in_child(step: Callable[[Settings], Any], home: Settings) -> Any:
    """Return what a step answers in a process of its own: this one never holds a database or a thread."""
    ours, theirs = _FORK.Pipe(duplex=False)

    def told() -> None:
        try:
            answer = step(home)
            theirs.send((answer if isinstance(answer, dict | list) else None, None))
        except BaseException as error:  # noqa: BLE001 (told to the parent)
            theirs.send((None, f"{type(error).__name__}: {error}"))

    child = _FORK.Process(target=told)
    child.start()
    theirs.close()
    answer, error = ours.recv()
    child.join()
    if error:
        raise RuntimeError(error)
    return answer


if __name__ == "__main__":
    sys.exit(main())
