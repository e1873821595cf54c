"""Files and lifters worked on by a Dask cluster: the same tables as without, also where a worker is killed."""

import threading
import time

import pytest

from pipelines.errors import RunnerError, WrongUseError
from pipelines.running import spreading, steps
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate
from pipelines.warehouse import read

UNALIKE = {"builds_meta", "runs", "marts_made_of", "lift_features"}
"""Tables that tell of the time, or of floats added up in whatever order."""


def tables(settings):
    with read.connect(settings) as con:
        names = [name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()]
        return {
            name: con.execute(f"select count(*), sum(hash(said)) from {name} as said").fetchone()
            for name in names
            if name not in UNALIKE
        }


class Killer(threading.Thread):
    """Kills one worker process as soon as something of the work is there."""

    def __init__(self, home, begun):
        super().__init__(daemon=True)
        self.home, self.begun, self.killed = home, begun, []

    def run(self):
        import psutil

        until = time.monotonic() + 120
        while time.monotonic() < until and not self.killed:
            if any(self.home.glob(self.begun)):
                ours = psutil.Process().children(recursive=True)
                workers = [each for each in ours if any("spawn_main" in word for word in each.cmdline())]
                for worker in workers[:1]:
                    worker.kill()
                    self.killed.append(worker.pid)
            time.sleep(0.02)


@pytest.mark.prefect
def test_a_cluster_of_which_a_worker_is_killed_makes_the_same_tables(tmp_path, monkeypatch):
    pytest.importorskip("prefect_dask", reason="the extra dask is not installed")
    monkeypatch.setattr("pipelines.landing.spreading.FILES_TOGETHER", 2)
    monkeypatch.setattr("pipelines.serving.buckets.LIFTERS_TOGETHER", 2)
    found = []
    for runner in ("local", "dask"):
        settings = Settings(home=tmp_path / runner, threads=2, runner=runner)
        simulate(lifters=8, seed=5, out=settings.inbox, weeks=16, truth=False)
        report, _ = steps.ingest_step(settings, publish=False)
        assert report.refused == 0
        killer = Killer(settings.home, "builds/*.said.part/*/forecasts.parquet")
        if runner == "dask":
            killer.start()
        steps.forecast_step(settings)
        found.append(tables(settings))
    killer.join()
    assert killer.killed
    assert found[0]["forecasts"][0] > 0
    assert found[0] == found[1]
    assert not list(settings.builds.glob("*.part"))


def test_a_runner_that_is_not_installed_is_told_of(settings, monkeypatch):
    assert spreading.spread_of(settings) is None
    monkeypatch.setattr(spreading, "find_spec", lambda _: None)
    with pytest.raises(WrongUseError, match=r"liftcast\[dask\]"):
        spreading.spread_of(Settings(home=settings.home, runner="dask"))


def test_an_address_without_a_scheduler_is_told_of(settings):
    pytest.importorskip("prefect_dask", reason="the extra dask is not installed")
    nowhere = Settings(home=settings.home, runner="dask", dask_scheduler="tcp://127.0.0.1:9")
    with pytest.raises(RunnerError, match="no Dask scheduler answers"):
        spreading.spread_of(nowhere)("nothing", str, [1, 2], print)
