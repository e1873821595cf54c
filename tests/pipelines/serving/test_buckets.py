"""Lifters worked on by several processes of this machine: the same tables as by one."""

from pipelines.running import steps
from pipelines.serving import buckets, forecast
from pipelines.serving.reuse import SAID
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate
from pipelines.warehouse import read


def said(settings):
    with read.connect(settings) as con:
        return {
            table: con.execute(f"select count(*), sum(hash(said)) from {table} as said").fetchone()  # noqa: S608
            for table in SAID
        }


def test_many_lifters_are_worked_on_by_several_processes_and_told_just_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(buckets, "MANY_LIFTERS", 4)
    monkeypatch.setattr("pipelines.serving.saying.LIFTERS_AT_A_TIME", 2)
    worked_on, found = [], []

    def counted(settings):
        spread = by_processes(settings)

        def spread_and_count(name, work, portions, take):
            worked_on.extend(portion.keys for portion in portions)
            spread(name, work, portions, take)

        return spread_and_count

    by_processes = forecast.by_processes
    monkeypatch.setattr(forecast, "by_processes", counted)
    for threads in (1, 2):
        settings = Settings(home=tmp_path / str(threads), threads=threads)
        simulate(lifters=4, seed=5, out=settings.inbox, weeks=16, truth=False)
        steps.ingest_step(settings, publish=False)
        steps.forecast_step(settings)
        found.append(said(settings))
    assert [len(keys) for keys in worked_on] == [2, 2]
    assert found[0]["forecasts"][0] > 0
    assert found[0] == found[1]
    assert not list(settings.builds.glob("*.part"))
