"""`liftcast mlflow`: MLflow's own pages on one home, gone with whoever began them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

LIFTCAST = Path(sys.executable).with_name("liftcast")
PATIENCE_S = 240
direct = build_opener(ProxyHandler({}))


def children(process):
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def is_there(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("pages") / "var"


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda end: end.name)
def test_the_pages_show_this_homes_runs_and_end_with_the_command(home, end):
    command = [LIFTCAST, "mlflow", "--no-browser", "--port", "0"]
    env = os.environ | {"LIFTCAST_HOME": str(home)}
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        at, experiment = re.search(r"(http://127.0.0.1:\d+)/#/experiments/(\d+)/", process.stderr.readline()).groups()
        asked = f"{at}/api/2.0/mlflow/experiments/get?experiment_id={experiment}"
        found = json.load(direct.open(asked, timeout=60))["experiment"]
        assert found["artifact_location"] == (home / "artifacts").resolve().as_uri()
        for foreign in ({"Host": "rebound.example"}, {"Host": "192.168.1.9"}, {"Origin": "http://evil.example"}):
            asked = Request(f"{at}/api/2.0/mlflow/experiments/search", b"{}", foreign)  # noqa: S310 (our own server)
            with pytest.raises(HTTPError, match="403"):
                direct.open(asked, timeout=60)
        (child,) = children(process.pid)
        assert children(child) == []
        os.killpg(process.pid, end) if end is signal.SIGINT else process.send_signal(end)
        process.wait(timeout=PATIENCE_S)
    until = time.monotonic() + PATIENCE_S
    while is_there(child) and time.monotonic() < until:
        time.sleep(0.1)
    assert not is_there(child)
