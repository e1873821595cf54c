"""The app as it stays up: real processes of a home, found again whoever has become their parent."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipelines.files.runs import diary
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate

LIFTCAST = Path(sys.executable).with_name("liftcast")
PATIENCE_S = 240  # only what hangs takes longer, on however busy a machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(happens, *, log=None) -> None:
    end = time.monotonic() + PATIENCE_S
    while not happens():
        assert time.monotonic() < end, log and log.read_text()
        time.sleep(0.25)  # looking costs a busy server and this process more than the wait


class App:
    """`liftcast run` or `liftcast schedule` of one home."""

    def __init__(self, home: Path, *words: str, folder: Path | None = None, **environment: str) -> None:
        self.home = home
        self.log = home.with_name(f"{home.name}.log")
        env = {name: value for name, value in os.environ.items() if name != "LIFTCAST_DASHBOARD"} | environment
        with self.log.open("w") as sink:
            self.process = subprocess.Popen(
                [LIFTCAST, *words], env=env | {"LIFTCAST_HOME": str(home)}, stdout=sink, stderr=sink,
                start_new_session=True, cwd=folder,
            )  # fmt: skip

    def said(self) -> str:
        return " ".join(self.log.read_text().split())

    def diary(self) -> list[dict]:
        return diary(Settings(home=self.home))

    def done(self) -> int:
        """Return how many refreshes came to their end."""
        return sum((page["command"], page["outcome"]) == ("forecast", "done") for page in self.diary())

    def is_working(self) -> bool:
        return any(page["outcome"] == "running" for page in self.diary())

    def is_scheduled(self) -> bool:
        return "to sign in there" in self.said()

    def wait(self, happens) -> None:
        def happens_while_it_runs():
            assert self.process.poll() is None, self.log.read_text()
            return happens()

        until(happens_while_it_runs, log=self.log)

    def processes(self, of: str = "") -> list[int]:
        """Return the ids of the processes of this home, those on whose command line `of` stands."""
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                environment = (place / "environ").read_bytes().split(b"\0")
                words = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if f"LIFTCAST_HOME={self.home}".encode() in environment and of in words:
                found.append(int(place.name))
        return found

    def end(self) -> float:
        """Stop it as a service manager does, and return how many seconds that took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=PATIENCE_S)
        return time.monotonic() - began

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def app():
    """Give a context in which the app of a home stays up; nothing of it is left behind."""

    @contextmanager
    def staying_up(home: Path, *words: str, **options):
        one = App(home, *words, **options)
        try:
            yield one
            if one.process.poll() is None:
                one.end()
            until(lambda: not one.processes(), log=one.log)
        finally:
            if one.process.poll() is None:
                one.kill()

    return staying_up


@pytest.fixture(scope="session")
def lifter_at():
    """Give a function that puts one lifter's export into a home's inbox."""

    def put(home: Path, *, seed: int = 5) -> Path:
        simulate(lifters=1, seed=seed, out=home / "inbox", weeks=40, truth=False)
        return home

    return put


@pytest.fixture(scope="session")
def patiently():
    """Give the function that waits until something happens."""
    return until


@pytest.fixture(scope="session")
def port():
    """Give the function that finds a free port."""
    return free_port
