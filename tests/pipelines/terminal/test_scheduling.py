"""A schedule fires, answers nobody else, keeps to its home and gets over being cut off: real servers, real processes."""

import asyncio
import base64
import json
import os
import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from websockets import connect
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from pipelines.files.runs import CUT_OFF
from pipelines.running.prefect_home import home_digest, server_key
from pipelines.settings import Settings

pytestmark = pytest.mark.prefect

LIFTCAST = Path(sys.executable).with_name("liftcast")
PATIENCE_S = 240  # only what hangs takes longer, on however busy a machine
TRIES = 5
MOST_OF_A_TRACE = 2000
FOREIGN = "https://evil.example"
HOLDER = """
import sys
from pathlib import Path
from pipelines.files.locking import writing
from pipelines.settings import Settings
with writing(Settings(home=Path(sys.argv[2]))):
    print("held", flush=True)
    sys.stdin.read()
"""
ATTACK = {"pull_steps": [{"prefect.deployments.steps.run_shell_script": {"script": "echo attacked"}}]}


class Schedule:
    """`liftcast schedule` of one home, four times a minute until it is paused, and where its server answers."""

    def __init__(self, app, port: int) -> None:
        self.app, self.home, self.port = app, app.home, port


def words(port: int) -> list[str]:
    return ["schedule", "--refresh-every-s", "15", "--port", str(port)]


@pytest.fixture(scope="module")
def running(app, lifter_at, port, tmp_path_factory):
    wanted, folder = port(), tmp_path_factory.mktemp("first")
    others = f"sqlite+aiosqlite:///{folder}/others.db"
    (folder / ".env").write_text(f"PREFECT_SERVER_DATABASE_CONNECTION_URL={others}\n")
    shell = {
        "PREFECT_API_URL": "http://127.0.0.1:9/api",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": others,
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": "*",
    }
    with app(lifter_at(folder / "var"), *words(wanted), folder=folder, **shell) as one:
        one.wait(one.is_scheduled)
        schedule = Schedule(one, wanted)
        one.wait(lambda: len(deployments(schedule)) == 2)
        schedule.at_first = parameters(schedule)
        one.wait(lambda: has_fired(schedule))
        pause(schedule)
        yield schedule


@pytest.fixture(scope="module")
def second(app, lifter_at, patiently, running, tmp_path_factory):
    """Schedule another home, which wants the same port and was cut off in a run of its schedule."""
    home = lifter_at(tmp_path_factory.mktemp("second") / "var")
    for _ in range(TRIES):
        with app(home, *words(running.port)) as cut_off:
            cut_off.wait(lambda cut_off=cut_off: cut_off.is_scheduled() and cut_off.is_working())
            cut_off.kill()
            patiently(lambda cut_off=cut_off: not cut_off.processes())
            done = cut_off.done()
            was_working = cut_off.is_working()
        if was_working:  # else the run came to its end before it was killed
            break
    with app(home, *words(running.port)) as one:
        one.wait(lambda: one.is_scheduled() and one.done() > done)
        schedule = Schedule(one, running.port)
        schedule.was_cut_off = was_working
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


def asked(schedule: Schedule, method: str, path: str, body=None):
    """Return what the server answers to its key; it is asked again while its database is busy."""
    key, answers = server_key(Settings(home=schedule.home)), []

    def answered() -> bool:
        answers[:] = ask(schedule.port, method, path, body, key=key)
        return answers[0] != 503

    schedule.app.wait(answered)
    assert answers[0] in {200, 201}, answers
    return answers[2]


def found(schedule: Schedule, kind: str, **body) -> list:
    """Return what the server knows of a kind, the newest runs first."""
    return asked(schedule, "POST", f"/{kind}/filter", {"limit": 200} | body)


def runs(schedule: Schedule, *states: str) -> list:
    return found(schedule, "flow_runs", flow_runs={"state": {"type": {"any_": states}}})


def deployments(schedule: Schedule) -> dict:
    return {deployment["name"]: deployment for deployment in found(schedule, "deployments")}


def parameters(schedule: Schedule) -> dict:
    return {name: deployment["parameters"] for name, deployment in deployments(schedule).items()}


def has_fired(schedule: Schedule) -> bool:
    """Tell whether a run came to its end that nobody asked for."""
    return any(run["auto_scheduled"] for run in runs(schedule, "COMPLETED"))


def path_of(schedule: Schedule, name: str) -> str:
    return f"/deployments/{deployments(schedule)[f'{name}-{home_digest(schedule.home)}']['id']}"


def pause(schedule: Schedule) -> None:
    """Let no more runs begin by themselves, as a person may: they would take what the tests need."""
    asked(schedule, "POST", f"{path_of(schedule, 'nightly')}/pause_deployment")
    schedule.app.wait(lambda: not runs(schedule, "PENDING", "RUNNING"))


def run_now(schedule: Schedule) -> None:
    asked(schedule, "POST", f"{path_of(schedule, 'nightly')}/create_flow_run", {"state": {"type": "SCHEDULED"}})


def assert_closed(port: int, path: str = "/deployments/filter") -> None:
    preflight = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "content-type"}
    status, headers, _ = ask(port, "OPTIONS", path, Origin=FOREIGN, **preflight)
    assert (status, headers["Access-Control-Allow-Origin"]) == (400, None)
    for hostile in ({}, {"Origin": FOREIGN}, {"Origin": "null"}, {"Host": "evil.example"}, {"key": "liftcast:guess"}):
        status, headers, _ = ask(port, "POST", path, {}, **hostile)
        assert (status, headers["Access-Control-Allow-Origin"]) == (401, None), hostile


def test_a_schedule_fires(running):
    assert has_fired(running)
    assert (running.home / "current").exists()


def test_runs_that_were_missed_are_one_run(running):
    weekly = path_of(running, "weekly")
    for days in (3, 2, 1):
        missed = (datetime.now(UTC) - timedelta(days=days)).isoformat()
        state = {"type": "SCHEDULED", "name": "Late", "state_details": {"scheduled_time": missed}}
        asked(running, "POST", f"{weekly}/create_flow_run", {"state": state})
    ours = {"deployments": {"id": {"any_": [weekly.split("/")[-1]]}}, "limit": 10}

    def ended():
        told = found(running, "flow_runs", **ours)
        kinds = [run["state_type"] for run in told if run["expected_start_time"] < datetime.now(UTC).isoformat()]
        return sorted(kinds) if len(kinds) == 3 and set(kinds) <= {"COMPLETED", "CANCELLED"} else []

    running.app.wait(ended)
    assert ended() == ["CANCELLED", "CANCELLED", "COMPLETED"]


def test_a_run_says_whose_it_is_what_it_did_and_which_files_it_refused(running):
    (running.home / "inbox" / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    run_now(running)
    refused = {"flow_runs": {"state": {"name": {"any_": ["Refused files"]}}}, "sort": "START_TIME_ASC"}
    running.app.wait(lambda: found(running, "flow_runs", **refused))
    run = found(running, "flow_runs", **refused)[0]
    assert run["state"]["type"] == "COMPLETED"
    assert run["state"]["message"].startswith("1 file was refused: notes.csv (me): ")
    assert run["name"].startswith(f"refresh {running.home.name} 20")
    assert {"liftcast", f"home:{home_digest(running.home)}"} <= set(run["tags"])
    tasks = found(running, "task_runs", flow_runs={"id": {"any_": [run["id"]]}})
    assert {task["name"].split("-")[0] for task in tasks} == {"ingest", "forecast"}
    assert not found(running, "flow_runs", flow_runs={"parent_task_run_id": {"is_null_": False}})
    said = {"logs": {"flow_run_id": {"any_": [run["id"]]}}}
    running.app.wait(lambda: any("Building tables:" in line["message"] for line in found(running, "logs", **said)))
    (note,) = [each["data"] for each in found(running, "artifacts") if each["flow_run_id"] == run["id"]]
    assert "Build in force: `" in note
    assert "| me | notes.csv |" in note


def test_a_run_waits_for_whoever_writes_and_says_for_whom(running):
    command = [sys.executable, "-c", HOLDER, "ingest", str(running.home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        run_now(running)
        who = f"id {holder.pid}, -c ingest"
        running.app.wait(lambda: any(who in line["message"] for line in found(running, "logs", sort="TIMESTAMP_DESC")))
        done = running.app.done()
        holder.kill()
    running.app.wait(lambda: running.app.done() > done)
    assert who in {page["counts"]["waited_for"] for page in running.app.diary() if page["command"] == "wait"}


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
    assert key not in running.app.log.read_text()


def test_a_home_is_scheduled_once(running, port):
    command = [LIFTCAST, "schedule", "--port", str(port())]
    env = os.environ | {"LIFTCAST_HOME": str(running.home)}
    second = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert second.returncode == 3
    assert str(running.app.process.pid) in second.stderr
    assert "keeps this schedule already" in second.stderr


def test_two_homes_that_want_one_port_keep_to_themselves(running, second):
    assert f"Port {running.port} is taken" in second.app.said()
    assert second.app.done() > 0
    assert parameters(running) == running.at_first
    assert all(said["home"] == str(running.home) for said in running.at_first.values())


def test_a_schedule_gets_over_being_cut_off_in_a_run(second):
    assert "was cut off last time" in second.app.said()
    closed = [page["outcome"] for page in second.app.diary() if page["error"] == CUT_OFF]
    assert closed == ["failed"] * len(closed)
    assert len(closed) >= second.was_cut_off


def test_a_server_that_dies_is_told_of_and_started_again(second):
    (before,) = second.app.processes("prefect server")
    os.kill(before, signal.SIGKILL)
    second.app.wait(lambda: second.app.said().count("to sign in there") == 2)
    (after,) = second.app.processes("prefect server")
    assert after != before
    assert "the Prefect server ended by itself" in second.app.said()
    assert "The schedule ended by itself (code 3); it is started again" in second.app.said()
    told = second.app.said().split("Traceback")[1:]  # libraries may tell of a connection that broke
    assert not [trace for trace in told if "/pipelines/" in trace[:MOST_OF_A_TRACE]]


@pytest.mark.parametrize("cron", ["every night", "0 33 * * *"])
def test_a_time_that_is_none_is_told_before_anything_starts(typed, tmp_path, cron):
    done = typed(tmp_path / "var", "schedule", "--refresh-cron", cron)
    assert done.returncode == 2
    assert f"--refresh-cron is '{cron}'" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_server_is_ours_whatever_the_shell_says(running):
    assert (running.home / "prefect" / "prefect.db").exists()
    assert not running.home.with_name("others.db").exists()
