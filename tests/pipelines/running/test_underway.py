"""What is being done can be read while it lasts, and no longer: real processes."""

import subprocess
import sys

from pipelines.progress import Silent
from pipelines.running.underway import counted, now_underway, underway

WORKER = """
import sys, time
from pathlib import Path
from pipelines.progress import Silent
from pipelines.running.underway import underway
from pipelines.settings import Settings
with underway(Settings(home=Path(sys.argv[1])), "training", Silent()) as told, told.step("Backtesting", 25) as advance:
    advance(5)
    print("begun", flush=True)
    time.sleep(60)
"""


def test_steps_and_counts_are_written_down_while_they_last(settings):
    with underway(settings, "refresh", Silent()) as told, told.step("Forecasting", 10) as advance:
        with underway(settings, "forecast", told) as inner:
            assert inner is told
        counted(told, files_new=2)
        advance(4)
        counted(told, files_refused=1)
        (doing,) = now_underway(settings)
        assert (doing.what, doing.step, doing.done, doing.total) == ("refresh", "Forecasting", 4, 10)
        assert doing.counts == {"files_new": 2, "files_refused": 1}
    assert now_underway(settings) == []


def test_what_a_killed_process_left_is_not_taken_for_work(settings):
    command = [sys.executable, "-c", WORKER, str(settings.home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as worker:
        assert worker.stdout.readline() == b"begun\n"
        (doing,) = now_underway(settings)
        assert (doing.what, doing.step, doing.total) == ("training", "Backtesting", 25)
        worker.kill()
    assert list((settings.home / "progress").glob("*.json"))
    assert now_underway(settings) == []
    with underway(settings, "refresh", Silent()):
        assert len(list((settings.home / "progress").glob("*.json"))) == 1
