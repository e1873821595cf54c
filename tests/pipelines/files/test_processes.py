"""What we start ends with us, also when we are killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PARENT = """
import subprocess, sys, time
from pipelines.files.processes import ending_with_us
child = subprocess.Popen(ending_with_us("timeit", "-n", "1", "-r", "1", "import time; time.sleep(600)"), start_new_session=True)
print(child.pid, flush=True)
time.sleep(600)
"""


def is_there(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_program_ends_with_whoever_was_killed():
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        time.sleep(0.5)
        assert is_there(child)
        os.kill(parent.pid, signal.SIGKILL)
    end = time.monotonic() + 20
    while is_there(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_there(child)


def test_a_program_whose_parent_is_gone_already_does_not_begin():
    command = [sys.executable, "-m", "pipelines.files.processes", "1", "this"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
