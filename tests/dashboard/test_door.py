"""Who may come in: visitors of this machine, asking for it by its own name."""

import asyncio
import base64
import http.client
import os
import shutil
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from dashboard import door
from dashboard.door import Door
from pipelines.settings import PROJECT, Settings
from pipelines.terminal import cli

APP = PROJECT / "dashboard" / "app.py"


def answer(url, host, path="/", **headers):
    """Give the status of a request for a host, whatever the address it is sent to."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=240)
    try:
        connection.request("GET", path, headers={"Host": host, **headers})
        response = connection.getresponse()
        return response.status, response.read() if response.status != 101 else b""
    finally:
        connection.close()


def handshake(url, host, origin=None):
    """Give the status of a websocket's handshake."""
    key = base64.b64encode(os.urandom(16)).decode()
    asking = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key}
    asking["Sec-WebSocket-Protocol"] = "streamlit"
    return answer(url, host, "/_stcore/stream", Origin=origin or f"http://{host}", **asking)[0]


def test_a_websocket_is_accepted_for_this_machine_only(url):
    port = urlsplit(url).port
    assert handshake(url, f"127.0.0.1:{port}") == 101
    assert handshake(url, f"localhost:{port}") == 101
    assert handshake(url, f"rebound.example:{port}") == 403
    assert handshake(url, "rebound.example") == 403
    assert handshake(url, f"127.0.0.1:{port}", origin="http://rebound.example") == 403


@pytest.mark.parametrize("path", ["/", "/data", "/_stcore/health", "/_stcore/host-config", "/media/x.csv"])
def test_no_page_or_file_is_given_under_a_foreign_name(url, path):
    assert answer(url, urlsplit(url).netloc, path)[0] in {200, 404}
    status, said = answer(url, "rebound.example", path)
    assert status == 403
    assert b"proxy that asks for a sign-in" in said


def test_what_a_page_of_another_site_asks_for_is_refused(url):
    host = urlsplit(url).netloc
    assert answer(url, host, Origin=f"http://{host}")[0] == 200
    for origin in ("http://evil.example", "null", f"http://{host}.evil.example"):
        assert answer(url, host, Origin=origin)[0] == 403


@pytest.mark.parametrize("command", ["dashboard", "run"])
def test_the_commands_refuse_to_listen_elsewhere_till_people_sign_in(tmp_path, command):
    done = subprocess.run(
        [sys.executable, "-c", "from pipelines.terminal.cli import main; main()", command, "--no-browser"], cwd=tmp_path,
        env={**os.environ, "LIFTCAST_HOME": str(tmp_path), "LIFTCAST_LISTEN": "0.0.0.0"},  # noqa: S104
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "no sign-in is set up" in done.stderr
    assert "docs/signin.md" in done.stderr


@pytest.mark.parametrize(
    ("flags", "variables", "config"),
    [
        ((), {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}, ""),  # noqa: S104 (what must be refused)
        (("--server.address", "::"), {}, ""),
        (("--server.address", ""), {}, ""),
        ((), {}, "[server]\nport = 0\n"),
        ((), {}, '[server]\naddress = "0.0.0.0"\n'),
        (("--server.allowedHosts", "*"), {}, ""),
        ((), {}, '[server]\naddress = "127.0.0.1"\n'),
    ],
    ids=["variable", "flag", "empty flag", "no address", "file", "any host", "no host"],
)
def test_nothing_is_served_where_others_could_come_in(tmp_path, flags, variables, config):
    app = shutil.copy(APP, tmp_path) if config else APP  # the file in force is the one beside the app
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text(f"{config}\n[logger]\nhideWelcomeMessage = true\n")
    done = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", str(app), "--server.port", "0", *flags],
        cwd=tmp_path, env={**os.environ, "LIFTCAST_HOME": str(tmp_path), **variables},
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "127.0.0.1" in done.stderr
    assert ("proxy that asks for a sign-in" in done.stderr) or ("server.allowedHosts" in done.stderr)
    assert "Traceback" not in done.stderr
    assert "http://" not in done.stdout + done.stderr


@pytest.mark.parametrize("own_end", ["192.0.2.7", "::", None])
def test_whatever_serves_it_what_comes_from_another_machine_is_refused(own_end):
    sent = []

    async def send(message):
        sent.append(message)

    server = None if own_end is None else (own_end, 8501)
    scope = {"type": "http", "server": server, "headers": [(b"host", b"127.0.0.1:8501")]}
    asyncio.run(Door(None)(scope, None, send))
    assert sent[0]["status"] == 403


@pytest.mark.parametrize("headless", [True, False])
def test_a_browser_is_opened_unless_that_is_not_wanted(monkeypatch, capsys, headless):
    options = {"server.address": "127.0.0.1", "server.headless": headless}
    opened = []
    monkeypatch.setattr(door, "OPEN_AFTER_S", 0)
    monkeypatch.setattr(door.config, "get_option", options.get)
    monkeypatch.setattr(door.server_util, "get_url", lambda host: f"http://{host}:8501")
    monkeypatch.setattr(door.cli_util, "open_browser", opened.append)

    async def serve():
        async with door.opening(None):
            await asyncio.sleep(0.05)

    asyncio.run(serve())
    assert opened == ([] if headless else ["http://127.0.0.1:8501"])
    assert "http://127.0.0.1:8501" in capsys.readouterr().err


def test_the_command_starts_just_this_server_here_only(monkeypatch, settings):
    started = []
    monkeypatch.setattr(subprocess, "run", lambda command, **_: started.append(command))
    monkeypatch.setattr(Settings, "from_environment", lambda: settings)
    cli.dashboard(port=8599, browser=False)
    (command,) = started
    assert command[2] == "pipelines.files.processes"  # the server ends with the command
    assert command[4:7] == ["streamlit", "run", str(APP)]
    assert command[command.index("--server.address") + 1] == "127.0.0.1"
