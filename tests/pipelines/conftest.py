"""Commands without a process of their own, and databases to be asked: real servers, started for the tests."""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from pipelines.terminal import cli, screen

PASSWORD = "s3cret p@ss/w:rd"  # noqa: S105 (of a server that lives for one test run)
_READY_S = 60


def _free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def _program(name: str, *beside: str) -> str:
    """Find a server's program, or skip."""
    places = [Path(place) for pattern in beside for place in sorted(Path("/").glob(pattern))]
    found = next((str(place / name) for place in places if (place / name).exists()), None) or shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


def _as(user: str) -> list[str]:
    """Start a program as another user where we are root, as which these servers do not run."""
    return ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []


def _ready(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + _READY_S
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended"
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Give `liftcast` without a process of its own, which takes seconds to start; who needs one starts one."""

    def run(home: Path, *words: object, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[str]:
        with monkeypatch.context() as typing:
            for name, value in ({"LIFTCAST_HOME": str(home)} | environment).items():
                typing.setenv(name, value)
            typing.setattr(sys, "argv", ["liftcast", *map(str, words)])
            typing.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            typing.setattr(screen.err, "width", 400)
            capsys.readouterr()
            with pytest.raises(SystemExit) as end:
                cli.main()
            return subprocess.CompletedProcess(words, int(end.value.code or 0), *capsys.readouterr())

    return run


@contextmanager
def _folder(user: str) -> Iterator[Path]:
    """Make a folder that a server's user may reach: pytest's own are ours alone."""
    with tempfile.TemporaryDirectory(prefix="liftcast-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, user)
        yield folder


@contextmanager
def _serving(command: Sequence[str], port: int) -> Iterator[None]:
    """Start a server, and end it."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd="/")
    try:
        _ready(port, process)
        yield
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Give the address of a PostgreSQL server of its own, with a password in it."""
    pytest.importorskip("psycopg")
    initdb = _program("initdb", "usr/lib/postgresql/*/bin")
    postgres = _program("postgres", "usr/lib/postgresql/*/bin")
    port = _free_port()
    with _folder("postgres") as folder:
        secret = folder / "secret"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        made = [initdb, "-D", f"{folder}/data", "-U", "gym", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8"]
        subprocess.run([*_as("postgres"), *made], check=True, capture_output=True, cwd="/")
        options = ["-D", f"{folder}/data", "-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        options += ["-c", f"unix_socket_directories={folder}", "-c", "timezone=America/New_York"]
        with _serving([*_as("postgres"), postgres, *options], port):
            time.sleep(0.5)
            yield f"postgresql://gym:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/postgres"


@pytest.fixture(scope="session")
def mariadb() -> Iterator[str]:
    """Give the address of a MariaDB server of its own, with a password in it."""
    pytest.importorskip("pymysql")
    install, server = _program("mariadb-install-db", "usr/bin"), _program("mariadbd", "usr/sbin")
    port = _free_port()
    with _folder("mysql") as folder:
        data = f"--datadir={folder}/data"
        made = [install, "--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db"]
        subprocess.run([*_as("mysql"), *made], check=True, capture_output=True, cwd="/")
        start = folder / "start.sql"
        start.write_text(
            f"create database club;\ncreate user gym@localhost identified by '{PASSWORD}';\n"
            "grant all on club.* to gym@localhost;\n",
            encoding="utf-8",
        )
        start.chmod(0o644)
        options = ["--no-defaults", data, f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder}/socket"]
        options += [f"--pid-file={folder}/pid", f"--init-file={start}"]
        with _serving([*_as("mysql"), server, *options], port):
            yield f"mysql://gym:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/club"
