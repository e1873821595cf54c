"""`liftcast run` stays up: pages at once, new files by themselves, everything ended with it. Real processes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest

from pipelines.running.requests import requests
from pipelines.settings import Settings
from pipelines.warehouse import read

pytestmark = pytest.mark.prefect

LIFTCAST = Path(sys.executable).with_name("liftcast")
MOST_S_TO_END = 10
_direct = build_opener(ProxyHandler({}))


def is_served(port) -> bool:
    try:
        with _direct.open(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False


def files(home) -> set[str]:
    try:
        with read.connect(Settings(home=home)) as con:
            return {row["lifter"] for row in read.imports(con) if not row["error"]}
    except read.NothingIngestedError:
        return set()


@pytest.fixture(scope="module")
def ports(port):
    return [port(), port()]


@pytest.fixture(scope="module")
def words(ports):
    return ["run", "--no-browser", "--port", str(ports[0]), "--engine-port", str(ports[1])]


@pytest.fixture(scope="module")
def up(app, lifter_at, words, tmp_path_factory):
    with app(lifter_at(tmp_path_factory.mktemp("up") / "var"), *words) as one:
        yield one


def test_pages_come_first_and_forecasts_by_themselves(up, ports):
    up.wait(lambda: is_served(ports[0]))
    assert not up.done()
    up.wait(lambda: up.done() > 0)
    up.wait(up.is_scheduled)
    assert up.process.pid not in up.processes("prefect server")


def test_a_file_dropped_in_is_in_the_build_without_a_hand(up, lifter_at):
    before, done = files(up.home), up.done()
    lifter_at(up.home, seed=6)
    (folder,) = (up.home / "inbox").iterdir()
    (up.home / "inbox" / "bo").mkdir()
    for file in folder.iterdir():
        (up.home / "inbox" / "bo" / file.name).write_bytes(file.read_bytes())
    up.wait(lambda: up.done() > done and files(up.home) == before | {"bo"})


def test_a_file_that_cannot_be_read_is_told_of(up):
    (up.home / "inbox" / "bo" / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    up.wait(lambda: "Refused (bo): notes.csv" in up.said())


def test_what_is_asked_is_done_by_a_process_that_was_ready_and_answered(up):
    up.wait(lambda: up.processes("--when-told"))
    (ready,) = up.processes("--when-told")
    settings, done = Settings(home=up.home), up.done()
    env = os.environ | {"LIFTCAST_HOME": str(up.home)}
    table = up.home.with_name("more.csv")
    table.write_text("a,b\n3,4\n", encoding="utf-8")
    asked = subprocess.run(
        [LIFTCAST, "ask", table, "--lifter", "bo"], env=env, capture_output=True, text=True, check=True
    )
    assert "the app is at it" in asked.stderr
    up.wait(lambda: requests(settings)[0].state == "refused")
    assert requests(settings)[0].answer.startswith("more.csv was refused: ")
    up.wait(lambda: up.done() > done and ready not in up.processes())
    said = json.loads(subprocess.run([LIFTCAST, "status", "--json"], env=env, capture_output=True, check=False).stdout)
    assert said["is_up"]
    assert said["requests"][0]["files"] == ["more.csv"]


def test_a_file_that_cannot_be_read_is_told_of_once_however_often_it_is_met(up):
    assert up.said().count("Refused (bo): more.csv") == 1  # all files were read in the refresh that was asked for
    assert up.said().count("Refused (bo): notes.csv") == 1


def test_a_second_run_says_where_the_first_is(up, ports):
    done = subprocess.run(
        [LIFTCAST, "run", "--no-browser"],
        env=os.environ | {"LIFTCAST_HOME": str(up.home), "LIFTCAST_DASHBOARD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert f"up already, at http://127.0.0.1:{ports[0]}" in done.stderr


def test_a_program_that_dies_is_told_of_and_started_again(up, ports):
    os.kill(up.processes("streamlit")[0], signal.SIGKILL)
    up.wait(lambda: "The dashboard ended by itself (code -9)" in up.said())
    up.wait(lambda: is_served(ports[0]))


def test_two_homes_at_once_keep_to_themselves(app, up, lifter_at, words, ports, tmp_path):
    before = (up.home / "current").read_text()
    with app(lifter_at(tmp_path / "other", seed=7), *words) as other:
        other.wait(lambda: other.done() > 0)
        assert f"Port {ports[0]} is taken" in other.said()
        other.kill()
        until_gone = other.processes
        up.wait(lambda: not until_gone())
    assert (up.home / "current").read_text() == before
    assert is_served(ports[0])


def test_stopped_in_the_middle_it_ends_soon_leaves_nothing_and_goes_on_later(app, up, words):
    (up.home / "inbox" / "bo" / "profile.toml").write_text("birth_year = 1991\n", encoding="utf-8")
    up.wait(up.is_working)
    assert up.end() < MOST_S_TO_END
    assert up.process.returncode == 0
    assert up.processes() == []
    assert "Traceback" not in up.said()
    with app(up.home, *words) as again:
        done = again.done()
        again.wait(lambda: again.done() > done)
