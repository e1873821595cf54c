"""Who comes second waits, is told for whom, and the diary says so: real processes."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.errors import BusyError
from pipelines.files.locking import tell_of_waiting, writing
from pipelines.files.runs import diary

LIFTCAST = Path(sys.executable).with_name("liftcast")
HOLDER = """
import sys, time
from pathlib import Path
from pipelines.files.locking import writing
from pipelines.settings import Settings
with writing(Settings(home=Path(sys.argv[2]))):
    print("held", flush=True)
    time.sleep(float(sys.argv[3]))
"""


@contextmanager
def held(settings, seconds):
    command = [sys.executable, "-c", HOLDER, "ingest", str(settings.home), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        yield holder
        holder.kill()


@pytest.fixture
def said():
    heard = []
    tell_of_waiting(heard.append)
    yield heard
    tell_of_waiting(lambda _: None)


def test_whoever_waits_long_enough_writes_next(settings, said):
    with held(settings, 1) as holder, writing(settings):
        assert holder.wait() == 0
    assert len(said) == 1
    assert f"id {holder.pid}, -c ingest" in said[0]
    (page,) = diary(settings)
    assert (page["command"], page["outcome"], page["error"]) == ("wait", "done", None)
    assert page["counts"]["waited_for"] == f"id {holder.pid}, -c ingest"
    assert page["seconds"] > 0


def test_whoever_has_waited_in_vain_is_told_for_whom(settings):
    began = time.monotonic()
    impatient = replace(settings, wait_s=0.5)
    with (
        held(settings, 60) as holder,
        pytest.raises(BusyError, match=f"id {holder.pid}, -c ingest"),
        writing(impatient),
    ):
        pass
    assert time.monotonic() - began < 30
    (page,) = diary(settings)
    assert page["outcome"] == "failed"
    assert "--wait SECONDS" in page["error"]


def test_a_command_waits_as_long_as_it_is_told(settings):
    env = os.environ | {"LIFTCAST_HOME": str(settings.home)}
    settings.inbox.mkdir(parents=True)
    (settings.inbox / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with held(settings, 60) as holder:
        command = [LIFTCAST, "ingest", "--wait", "0.5"]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "Waiting up to 0 s" in done.stderr or "Waiting up to 1 s" in done.stderr
    assert f"id {holder.pid}" in done.stderr
    assert "Traceback" not in done.stderr
