"""Files and lifters worked on by a Dask cluster: the same tables as without, also where a worker is killed."""

import os
import pickle
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from importlib.util import find_spec

import pytest

from pipelines.errors import RunnerError, WrongUseError
from pipelines.running import spreading, steps
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate
from pipelines.warehouse import read

PATIENCE_S = 240  # only what hangs takes longer, on however busy a machine
UNALIKE = {"builds_meta", "runs", "marts_made_of", "lift_features"}
"""Tables that tell of the time, or of floats added up in whatever order."""


def tables(settings):
    with read.connect(settings) as con:
        names = [name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()]
        return {
            name: con.execute(f"select count(*), sum(hash(said)) from {name} as said").fetchone()  # noqa: S608
            for name in names
            if name not in UNALIKE
        }


class Killer(threading.Thread):
    """Kills one worker process as soon as something of the work is there."""

    def __init__(self, home, begun, workers):
        super().__init__(daemon=True)
        self.home, self.begun, self.workers, self.killed = home, begun, workers, []

    def run(self):
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and not self.killed:
            if any(self.home.glob(self.begun)):
                for worker in self.workers()[:1]:
                    worker.kill()
                    self.killed.append(worker.pid)
            time.sleep(0.02)


def skip_without_dask():
    if find_spec("prefect_dask") is None:  # not imported: Prefect reads its environment then, and it is to be ours
        pytest.skip("the extra dask is not installed")


def our_workers():
    """The worker processes that this process has started."""
    import psutil  # noqa: PLC0415 (comes with the extra)

    ours = psutil.Process().children(recursive=True)
    return [each for each in ours if any("spawn_main" in word for word in each.cmdline())]


@contextmanager
def cluster_of_their_own():
    """A scheduler and two workers that somebody else started; gives its address and the workers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "LIFTCAST"))}
    started = []

    def start(name, *words):
        command = [sys.executable, "-m", f"distributed.cli.{name}", *words, "--no-dashboard"]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        started.append(process)
        return process

    try:
        start("dask_scheduler", "--host", address)
        options = ("--nthreads", "1", "--no-nanny", "--death-timeout", "90")
        yield address, [start("dask_worker", address, *options) for _ in range(2)]
    finally:
        for process in started:
            process.kill()
            process.wait()


def test_files_landed_in_portions_make_the_same_marts(tmp_path, monkeypatch):
    monkeypatch.setattr("pipelines.landing.spreading.FILES_TOGETHER", 2)
    asked = []

    def elsewhere(_name, work, portions, take):
        for portion in reversed(portions):
            asked.append(len(portion))
            sent = pickle.dumps((work, portion))
            done, each = pickle.loads(sent)  # noqa: S301
            take(done(each))

    found = []
    for spread in (None, elsewhere):
        settings = Settings(home=tmp_path / str(spread is None), threads=1)
        simulate(lifters=5, seed=5, out=settings.inbox, weeks=8, truth=False)
        monkeypatch.setattr(steps, "spread_of", lambda _, spread=spread: spread)
        report, _ = steps.ingest_step(settings)
        assert report.new == len(report.files)
        found.append(tables(settings))
    assert len(asked) > 1
    assert sum(asked) == report.new
    assert found[0] == found[1]


def put_lifters(settings):
    simulate(lifters=3, seed=5, out=settings.inbox, weeks=12, truth=False)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Give a home whose files are landed, and the tables that one process makes of them."""
    skip_without_dask()
    ingested, local = (Settings(home=tmp_path_factory.mktemp("alone") / name, threads=1) for name in ("home", "local"))
    put_lifters(ingested)
    steps.ingest_step(ingested, publish=False)
    shutil.copytree(ingested.home, local.home)
    steps.forecast_step(local)
    made = tables(local)
    assert made["forecasts"][0] > 0
    return ingested, made


@pytest.mark.prefect
def test_a_cluster_of_somebody_else_of_which_a_worker_is_killed_makes_the_same_tables(alone, tmp_path, monkeypatch):
    monkeypatch.setattr("pipelines.serving.buckets.LIFTERS_TOGETHER", 1)
    monkeypatch.setattr("pipelines.landing.spreading.FILES_TOGETHER", 1)
    with cluster_of_their_own() as (address, workers):
        settings = Settings(home=tmp_path / "dask", threads=1, runner="dask", dask_scheduler=address)
        put_lifters(settings)
        steps.ingest_step(settings, publish=False)
        killer = Killer(settings.home, "builds/*.said.part/*/forecasts.parquet", lambda: workers[:1])
        killer.start()
        steps.forecast_step(settings)
        killer.join()
        assert killer.killed == [workers[0].pid]
        assert workers[1].poll() is None
    assert tables(settings) == alone[1]


@pytest.mark.prefect
def test_a_cluster_of_which_a_worker_is_killed_makes_the_same_tables(alone, tmp_path, monkeypatch):
    monkeypatch.setattr("pipelines.serving.buckets.LIFTERS_TOGETHER", 1)
    settings = Settings(home=tmp_path / "dask", threads=2, runner="dask")
    shutil.copytree(alone[0].home, settings.home)
    killer = Killer(settings.home, "builds/*.said.part/*/forecasts.parquet", our_workers)
    killer.start()
    steps.forecast_step(settings)
    killer.join()
    assert killer.killed
    assert tables(settings) == alone[1]
    assert not list(settings.builds.glob("*.part"))


def test_a_runner_that_is_not_installed_is_told_of(settings, monkeypatch):
    assert spreading.spread_of(settings) is None
    monkeypatch.setattr(spreading, "find_spec", lambda _: None)
    with pytest.raises(WrongUseError, match=r"liftcast\[dask\]"):
        spreading.spread_of(Settings(home=settings.home, runner="dask"))


def test_an_address_without_a_scheduler_is_told_of(settings):
    skip_without_dask()
    dask = pytest.importorskip("dask")
    nowhere = Settings(home=settings.home, runner="dask", dask_scheduler="tcp://127.0.0.1:9")
    patience = dask.config.set({"distributed.comm.timeouts.connect": "500ms"})
    with patience, pytest.raises(RunnerError, match="no Dask scheduler answers"):
        spreading.spread_of(nowhere)("nothing", str, [1, 2], print)
