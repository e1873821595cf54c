"""A schedule fires, answers nobody else, keeps to its home and gets over being cut off: real servers, real processes."""

import asyncio
import base64
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from websockets import connect
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from pipelines.files.runs import CUT_OFF
from pipelines.running.prefect_home import home_digest, server_key
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate

pytestmark = pytest.mark.prefect

LIFTCAST = Path(sys.executable).with_name("liftcast")
PATIENCE_S = 240  # only what hangs takes longer, on however busy a machine
FOREIGN = "https://evil.example"
ATTACK = {"pull_steps": [{"prefect.deployments.steps.run_shell_script": {"script": "echo attacked"}}]}
TEMPORARY_SERVER = """
import os, subprocess, sys
from pathlib import Path
from pipelines.running.prefect_home import prepare_environment
from pipelines.settings import Settings
prepare_environment(Settings(home=Path(sys.argv[1])))
from prefect import get_client
with get_client(sync_client=True) as client:
    client.read_deployments()
    print(client.api_url, flush=True)
    input()
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def diary(home: Path) -> list[dict]:
    return [json.loads(file.read_text()) for file in (home / "runs").glob("*.json")]


def until(happens, *, log="") -> None:
    end = time.monotonic() + PATIENCE_S
    while not happens():
        assert time.monotonic() < end, log and log.read_text()
        time.sleep(0.05)


def lifter_at(home: Path) -> Path:
    simulate(lifters=1, seed=5, out=home / "inbox", weeks=40, truth=False)
    return home


class Schedule:
    """`liftcast schedule` of one home, every five seconds."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.log = home / "schedule.log"
        with self.log.open("w") as sink:
            self.process = subprocess.Popen(
                [LIFTCAST, "schedule", "--refresh-every-s", "5", "--port", str(port)],
                env=os.environ | {"LIFTCAST_HOME": str(home)}, stdout=sink, stderr=sink, start_new_session=True,
            )  # fmt: skip

    def done(self) -> int:
        """Return how many refreshes came to their end."""
        return sum((page["command"], page["outcome"]) == ("forecast", "done") for page in diary(self.home))

    def wait(self, happens) -> None:
        def happens_while_it_runs():
            assert self.process.poll() is None, self.log.read_text()
            return happens()

        until(happens_while_it_runs, log=self.log)

    def server(self) -> str:
        pattern = f"pipelines.files.processes {self.process.pid} prefect"
        return subprocess.run(["pgrep", "-f", pattern], capture_output=True, text=True, check=False).stdout

    def left(self) -> str:
        """Return the ids of its processes that are there, those of the server and the runs included."""
        group = ["pgrep", "-g", str(self.process.pid)]
        return self.server() + subprocess.run(group, capture_output=True, text=True, check=False).stdout

    def is_served(self) -> bool:
        return "stop with Ctrl-C" in self.log.read_text()

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=PATIENCE_S)


@contextmanager
def scheduled(home: Path, port: int):
    schedule = Schedule(home, port)
    try:
        schedule.wait(schedule.is_served)
        yield schedule
        if schedule.process.poll() is None:
            schedule.end()
        until(lambda: not schedule.left())
    finally:
        if schedule.process.poll() is None:
            os.killpg(schedule.process.pid, signal.SIGKILL)
            schedule.process.wait()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with scheduled(lifter_at(tmp_path_factory.mktemp("first") / "var"), free_port()) as schedule:
        schedule.wait(lambda: len(deployments(schedule)) == 2)
        schedule.at_first = parameters(schedule)
        yield schedule


@pytest.fixture(scope="module")
def second(running, tmp_path_factory):
    """Schedule another home, which wants the same port and was cut off in its first run."""
    cut_off = Schedule(lifter_at(tmp_path_factory.mktemp("second") / "var"), running.port)
    try:
        cut_off.wait(lambda: any(page["outcome"] == "running" for page in diary(cut_off.home)))
    finally:
        os.killpg(cut_off.process.pid, signal.SIGKILL)
        cut_off.process.wait()
    until(lambda: not cut_off.left())
    done = cut_off.done()
    with scheduled(cut_off.home, running.port) as schedule:
        schedule.wait(lambda: schedule.done() > done)
        yield schedule


def ask(port: int, method: str, path: str, body=None, *, key: str | None = None, **headers: str):
    """Return status, headers and JSON of an answer."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()} | {"Content-Type": "application/json"}
    if key is not None:
        sent["Authorization"] = f"Basic {base64.b64encode(key.encode()).decode()}"
    data = None if body is None else json.dumps(body).encode()
    request = Request(f"http://127.0.0.1:{port}/api{path}", data, sent, method=method)
    try:
        with urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310 our own server
            text = answer.read()
            return answer.status, answer.headers, json.loads(text) if text else None
    except HTTPError as error:
        return error.code, error.headers, None


def deployments(schedule: Schedule) -> dict:
    key = server_key(Settings(home=schedule.home))
    status, _, found = ask(schedule.port, "POST", "/deployments/filter", {}, key=key)
    assert status == 200
    return {deployment["name"]: deployment for deployment in found}


def parameters(schedule: Schedule) -> dict:
    return {name: deployment["parameters"] for name, deployment in deployments(schedule).items()}


def assert_closed(port: int, path: str = "/deployments/filter") -> None:
    preflight = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "content-type"}
    status, headers, _ = ask(port, "OPTIONS", path, Origin=FOREIGN, **preflight)
    assert (status, headers["Access-Control-Allow-Origin"]) == (400, None)
    for hostile in ({}, {"Origin": FOREIGN}, {"Origin": "null"}, {"Host": "evil.example"}, {"key": "liftcast:guess"}):
        status, headers, _ = ask(port, "POST", path, {}, **hostile)
        assert (status, headers["Access-Control-Allow-Origin"]) == (401, None), hostile


def test_a_schedule_fires(running):
    running.wait(lambda: running.done() > 0)
    running.wait((running.home / "current").exists)  # put in force once the page of the diary is closed


def test_a_web_page_or_a_program_without_the_key_cannot_make_the_schedule_run_its_code(running):
    weekly = deployments(running)[f"weekly-{home_digest(running.home)}"]
    path = f"/deployments/{weekly['id']}"
    for hostile in ({"Origin": FOREIGN}, {}, {"Host": "evil.example"}, {"key": "liftcast:guess"}):
        assert ask(running.port, "PATCH", path, ATTACK, **hostile)[0] == 401
        assert ask(running.port, "POST", f"{path}/create_flow_run", {}, **hostile)[0] == 401
    assert deployments(running)[weekly["name"]]["pull_steps"] == weekly["pull_steps"]
    assert_closed(running.port)


@pytest.mark.parametrize("path", ["events/in", "events/out", "logs/out", "task_runs/subscriptions/scheduled"])
def test_streams_of_events_are_closed_as_well(running, path):
    async def opened(token, subprotocols):
        address = f"ws://127.0.0.1:{running.port}/api/{path}"
        async with connect(address, origin=FOREIGN, subprotocols=subprotocols, proxy=None) as stream:
            await stream.send(json.dumps({"type": "auth", "token": token}))
            return json.loads(await stream.recv())["type"]

    with pytest.raises(InvalidStatus):
        asyncio.run(opened(None, None))
    with pytest.raises(ConnectionClosedError):
        asyncio.run(opened("liftcast:guess", ["prefect"]))
    assert asyncio.run(opened(server_key(Settings(home=running.home)), ["prefect"])) == "auth_success"


def test_the_key_is_readable_by_its_owner_alone_and_stands_on_no_command_line(running):
    file = running.home / "prefect" / "key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    key = file.read_text().strip()
    assert len(key) > 40
    commands = subprocess.run(["ps", "-ewwo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(running.port) in commands
    assert key not in commands
    assert key not in running.log.read_text()


def test_a_home_is_scheduled_once(running):
    command = [LIFTCAST, "schedule", "--port", str(free_port())]
    env = os.environ | {"LIFTCAST_HOME": str(running.home)}
    second = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert second.returncode == 3
    assert str(running.process.pid) in second.stderr
    assert "keeps this schedule already" in second.stderr


def test_two_homes_that_want_one_port_keep_to_themselves(running, second):
    assert f"Port {running.port} is taken" in second.log.read_text()
    assert second.done() > 0
    assert parameters(running) == running.at_first
    assert all(said == {"home": str(running.home)} for said in running.at_first.values())


def test_a_schedule_gets_over_being_cut_off_in_a_run(second):
    assert "was cut off last time" in second.log.read_text()
    assert [page["outcome"] for page in diary(second.home) if page["error"] == CUT_OFF] == ["failed"]


def test_a_schedule_ends_with_a_sentence_when_its_server_dies(second):
    os.kill(int(second.server()), signal.SIGKILL)  # the last test of this schedule
    assert second.process.wait(timeout=PATIENCE_S) == 3
    assert "start `liftcast schedule` again" in second.log.read_text().replace("\n", " ")
    assert "Traceback" not in second.log.read_text()


def test_the_temporary_server_of_a_run_is_closed_and_ours_whatever_the_shell_says(tmp_path):
    elsewhere = "http://127.0.0.1:9/api"
    others = f"sqlite+aiosqlite:///{tmp_path}/others.db"
    (tmp_path / ".env").write_text(f"PREFECT_SERVER_DATABASE_CONNECTION_URL={others}\n")
    command = [sys.executable, "-c", TEMPORARY_SERVER, str(tmp_path / "var")]
    env = os.environ | {
        "PREFECT_API_URL": elsewhere,
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": others,
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": "*",
    }
    with subprocess.Popen(
        command, cwd=tmp_path, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        address = process.stdout.readline().strip()
        assert address != elsewhere
        assert_closed(int(address.split(":")[2].split("/")[0]))
        process.communicate("\n", timeout=PATIENCE_S)
    assert process.returncode == 0
    assert (tmp_path / "var" / "prefect" / "prefect.db").exists()
    assert not (tmp_path / "others.db").exists()
