"""A Prefect server that is not ours is used as it is: real server, real runs, real worker."""

import json
import os
import subprocess
import sys
import time
from base64 import b64encode
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from pipelines.running.prefect_home import home_digest

pytestmark = pytest.mark.prefect

PREFECT = Path(sys.executable).with_name("prefect")
PROJECT = Path(__file__).parents[3]
KEY = "somebody:their own key"
PATIENCE_S = 240  # only what hangs takes longer, on however busy a machine
BUSY_S = 0.5
_direct = build_opener(ProxyHandler({}))


class Theirs:
    """A Prefect server of somebody's own, which asks for their key."""

    def __init__(self, port: int, folder: Path) -> None:
        self.api = f"http://127.0.0.1:{port}/api"
        shell = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        self.environment = shell | {
            "PREFECT_HOME": str(folder),
            "PREFECT_API_URL": self.api,
            "PREFECT_API_AUTH_STRING": KEY,
            "PREFECT_SERVER_API_AUTH_STRING": KEY,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        }
        self.told_to_us = {"LIFTCAST_PREFECT_API_URL": self.api, "LIFTCAST_PREFECT_API_AUTH_STRING": KEY}

    def ask(self, path: str, **body):
        headers = {"Authorization": f"Basic {b64encode(KEY.encode()).decode()}", "Content-Type": "application/json"}
        request = Request(f"{self.api}{path}", json.dumps(body).encode(), headers)  # noqa: S310 (a server of the test)
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                with _direct.open(request, timeout=PATIENCE_S) as answer:
                    return json.loads(answer.read())
            except HTTPError as error:
                if error.code != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > end:
                    raise
                time.sleep(BUSY_S)  # its database is busy, and what was asked was not done

    def deployments(self, begins: str) -> list[dict]:
        return [each for each in self.ask("/deployments/filter") if each["name"].startswith(begins)]

    def answers(self) -> bool:
        try:
            return self.ask("/flows/filter") == []
        except (URLError, OSError):
            return False

    def run(self, *words: str, **environment: str) -> None:
        env = self.environment | environment
        done = subprocess.run([PREFECT, *words], env=env, cwd=PROJECT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def theirs(port, patiently, tmp_path_factory):
    wanted = port()
    server = Theirs(wanted, tmp_path_factory.mktemp("theirs"))
    words = [PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(wanted)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, env=server.environment, **quiet) as process:
        try:
            patiently(server.answers)
            yield server
        finally:
            process.terminate()


def assert_done(theirs: Theirs, run: dict, home: Path) -> None:
    assert (run["state"]["type"], run["state"]["name"]) == ("COMPLETED", "Completed")
    build = (home / "current").read_text().strip()
    assert run["state"]["message"] == f"Build {build} is in force."
    notes = [each["data"] for each in theirs.ask("/artifacts/filter") if each["flow_run_id"] == run["id"]]
    assert len(notes) == 1
    assert f"`{build}`" in notes[0]


def test_a_schedule_is_kept_there_and_its_runs_are_found_by_name_and_tags(theirs, app, lifter_at, tmp_path):
    home = lifter_at(tmp_path / "var")
    with app(home, "schedule", "--refresh-every-s", "3600", **theirs.told_to_us) as one:
        one.wait(lambda: f"Watch it at {theirs.api}" in one.said())
        one.wait(lambda: theirs.deployments("nightly-"))
        (nightly,) = theirs.deployments("nightly-")
        assert nightly["parameters"] == {"home": str(home)}
        theirs.ask(f"/deployments/{nightly['id']}/create_flow_run", state={"type": "SCHEDULED"})
        ours = {
            "deployments": {"id": {"any_": [nightly["id"]]}},
            "flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}},
        }
        one.wait(lambda: theirs.ask("/flow_runs/filter", **ours))
        run = theirs.ask("/flow_runs/filter", **ours)[0]
        assert not one.processes("prefect server")
    assert run["name"].startswith(f"refresh {home.name} 20")
    assert {"liftcast", f"home:{home_digest(home)}"} <= set(run["tags"])
    assert_done(theirs, run, home)
    assert not (home / "prefect" / "prefect.db").exists()


def test_what_prefect_yaml_deploys_is_run_by_a_worker(theirs, lifter_at, tmp_path):
    home = lifter_at(tmp_path / "var", seed=6)
    whose = {"LIFTCAST_HOME": str(home)} | theirs.told_to_us
    theirs.ask("/work_pools/", name="liftcast", type="process")
    theirs.run("--no-prompt", "deploy", "--name", "asked", **whose)
    (asked,) = theirs.deployments("asked")
    run = theirs.ask(f"/deployments/{asked['id']}/create_flow_run", state={"type": "SCHEDULED"})
    theirs.run("worker", "start", "--pool", "liftcast", "--run-once", **whose)
    (run,) = theirs.ask("/flow_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})
    assert run["name"].startswith(f"request {home.name} 20")
    assert_done(theirs, run, home)
